import { type FleetState, never } from './fleet-state.js';
import { rateSeconds } from './problem.js';

/** The cheapest place found for a node. `slot` is -1 when there is none. */
export interface BestInsertion {
  slot: number;
  at: number;
  cost: number;
}

/**
 * Prices putting a node into a slot without making the change.
 *
 * Feasibility is exact but for the loading time that the added weight costs, which is counted as if it delayed every
 * stop of the trip; so what is called possible is possible. The price counts the detour, and of the time only what the
 * waiting of the day does not absorb.
 */
export class InsertionPricer {
  constructor(
    private readonly state: FleetState,
    /** Draws whether a position is passed over: a little blindness finds other ways (Christiaens and Vanden Berghe 2020). */
    private readonly blink: () => boolean,
  ) {}

  /** Whether the vehicle may serve the station at all: height, way there and back. */
  mayServe(vehicle: number, station: number): boolean {
    const { problem } = this.state;
    const { heightMillimeters, matrix, depot } = problem.vehicles[vehicle];
    if (heightMillimeters > problem.stations[station].maxVehicleHeightMillimeters) return false;
    const { seconds, size } = problem.matrices[matrix];
    const place = problem.stations[station].place;
    const home = problem.depots[depot].place;
    return seconds[home * size + place] >= 0 && seconds[place * size + home] >= 0;
  }

  /** Tries every position of a slot in use and keeps the best in `best`. */
  tryUsedSlot(slot: number, node: number, best: BestInsertion): void {
    const { state } = this;
    const vehicle = state.vehicleOf(slot);
    const used = state.problem.vehicles[vehicle];
    const station = state.goods.stationOf(node);
    if (state.vehicleStops[vehicle] >= used.maxStops || !this.mayServe(vehicle, station)) return;
    if (state.length[slot] + 1 >= state.capacity || !state.fits(slot, node)) return;
    const { problem, capacity, goods } = state;
    const depot = problem.depots[used.depot];
    const { seconds, meters, size } = problem.matrices[used.matrix];
    const place = problem.stations[station].place;
    const service = goods.serviceSeconds[node];
    const start = slot * capacity;
    const count = state.length[slot];
    const loading =
      rateSeconds(depot.loading, state.slotGrams[slot] + goods.grams[node]) -
      rateSeconds(depot.loading, state.slotGrams[slot]);
    if (state.earliestArrival[start] + loading > state.latestArrival[start]) return;
    if (state.slotEarliestDeparts[slot] + loading > depot.closes) return;
    for (let at = 0; at <= count; at++) {
      const before = at === 0 ? depot.place : problem.stations[goods.stationOf(state.nodes[start + at - 1])].place;
      const after = at === count ? depot.place : problem.stations[goods.stationOf(state.nodes[start + at])].place;
      const there = seconds[before * size + place];
      const onward = seconds[place * size + after];
      if (there < 0 || onward < 0) continue;
      const detour = meters[before * size + place] + meters[place * size + after] - meters[before * size + after];
      const byDistance = detour * used.costPerMeter;
      if (byDistance >= best.cost && detour >= 0) continue;
      if (state.vehicleMeters[vehicle] + detour > used.maxMeters) continue;
      const leaves = at === 0 ? state.slotEarliestDeparts[slot] : state.earliestLeave[start + at - 1];
      const begins = state.beginAt(station, leaves + loading + there);
      if (begins === never) continue;
      const latest = at === count ? state.slotLatestReturn[slot] : state.latestArrival[start + at];
      if (begins + service + onward > latest) continue;
      const longer =
        loading + this.addedSeconds(slot, at, station, there, service, onward, seconds[before * size + after]);
      const cost = byDistance + longer * used.costPerSecond;
      if (cost < best.cost && !this.blink()) {
        best.cost = cost;
        best.slot = slot;
        best.at = at;
      }
    }
  }

  /** How much longer the day becomes, seen from the schedule of lowest duration. */
  private addedSeconds(
    slot: number,
    at: number,
    station: number,
    there: number,
    service: number,
    onward: number,
    direct: number,
  ): number {
    const { state } = this;
    const start = slot * state.capacity;
    const count = state.length[slot];
    const detour = there + onward - direct + service;
    const leaves = at === 0 ? state.slotDeparts[slot] : state.leave[start + at - 1];
    const arrives = leaves + there;
    const begins = state.beginAt(station, arrives);
    // The day must begin earlier instead of ending later: the detour, and the way back to the last opening.
    if (begins === never) return detour + arrives - state.latestBeginAt(station, arrives);
    const oldArrival = at === count ? state.slotReturns[slot] : state.arrival[start + at];
    const absorbed = at === count ? 0 : state.waitFrom[start + at];
    const later = begins + service + onward - oldArrival - absorbed;
    return at === 0 ? Math.max(detour, later - (begins - arrives)) : Math.max(0, later);
  }

  /** Tries an empty slot: a vehicle's first trip at its full price, or a further trip behind those in use. */
  tryEmptySlot(slot: number, node: number, best: BestInsertion): void {
    const { state } = this;
    const { problem, goods } = state;
    const vehicle = state.vehicleOf(slot);
    const used = problem.vehicles[vehicle];
    const trip = slot - vehicle * state.tripsEach;
    const station = goods.stationOf(node);
    if (trip >= used.maxTrips || state.vehicleStops[vehicle] >= used.maxStops) return;
    if (!this.mayServe(vehicle, station) || !state.fits(slot, node)) return;
    const depot = problem.depots[used.depot];
    const { seconds, meters, size } = problem.matrices[used.matrix];
    const place = problem.stations[station].place;
    const way = meters[depot.place * size + place] + meters[place * size + depot.place];
    if (state.vehicleMeters[vehicle] + way > used.maxMeters) return;
    const free = trip === 0 ? used.shiftBegins : state.slotReturns[slot - 1];
    const earliest = trip === 0 ? free : this.earliestReturn(slot - 1);
    const loading = rateSeconds(depot.loading, goods.grams[node]);
    const departs = Math.max(earliest, depot.opens) + loading;
    if (departs > depot.closes) return;
    const begins = state.beginAt(station, departs + seconds[depot.place * size + place]);
    const returns = begins + goods.serviceSeconds[node] + seconds[place * size + depot.place];
    if (begins === never || returns > used.shiftEnds) return;
    const busy =
      loading + seconds[depot.place * size + place] + goods.serviceSeconds[node] + seconds[place * size + depot.place];
    const cost =
      (trip === 0 ? used.fixedCost : 0) +
      way * used.costPerMeter +
      (trip === 0 ? busy : Math.max(busy, returns - free)) * used.costPerSecond;
    if (cost < best.cost && !this.blink()) {
      best.cost = cost;
      best.slot = slot;
      best.at = 0;
    }
  }

  /** The earliest return of the trip in a slot: its last stop's earliest leaving and the way home. */
  private earliestReturn(slot: number): number {
    const { state } = this;
    const used = state.problem.vehicles[state.vehicleOf(slot)];
    const { seconds, size } = state.problem.matrices[used.matrix];
    const last = slot * state.capacity + state.length[slot] - 1;
    const place = state.problem.stations[state.goods.stationOf(state.nodes[last])].place;
    return state.earliestLeave[last] + seconds[place * size + state.problem.depots[used.depot].place];
  }
}
