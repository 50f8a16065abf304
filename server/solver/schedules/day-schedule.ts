import { clampTime, type Model, never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import { rateSeconds } from '../problem.js';
import type { Schedule } from './schedule.js';

/**
 * A vehicle's whole day: several trips with loading in between, waiting that costs its time, arcs that may not exist.
 *
 * Feasibility of a position is exact but for the loading time that the added weight costs, which is counted as if it
 * delayed every stop of the trip; so what is called possible is possible. The price counts the detour, and of the time
 * only what the waiting of the day does not absorb. After a change the day is evaluated anew and its cost is exact.
 */
export class DaySchedule implements Schedule {
  readonly earliestArrival: Int32Array;
  readonly earliestLeave: Int32Array;
  readonly latestArrival: Int32Array;
  /** The schedule of lowest duration: begun as late as the same end allows. */
  readonly arrival: Int32Array;
  readonly leave: Int32Array;
  /** Seconds of waiting at this node and all later ones of the day, in that schedule. */
  readonly waitFrom: Int32Array;
  readonly tripDeparts: Int32Array;
  readonly tripEarliestDeparts: Int32Array;
  readonly tripReturns: Int32Array;
  readonly tripEarliestReturn: Int32Array;
  readonly tripLatestReturn: Int32Array;
  readonly tripLoadBegins: Int32Array;
  readonly tripLatestLoadBegin: Int32Array;
  nodeColumns: readonly Int32Array[];
  tripColumns: readonly Int32Array[];
  protected readonly model: Model;
  private readonly shiftEnds: Int32Array;

  constructor(protected readonly state: FleetState) {
    this.model = state.model;
    const { nodeCount, tripCount, problem } = state.model;
    const perNode = () => new Int32Array(nodeCount);
    const perTrip = () => new Int32Array(tripCount);
    this.nodeColumns = [
      (this.earliestArrival = perNode()),
      (this.earliestLeave = perNode()),
      (this.latestArrival = perNode()),
      (this.arrival = perNode()),
      (this.leave = perNode()),
      (this.waitFrom = perNode()),
    ];
    this.tripColumns = [
      (this.tripDeparts = perTrip()),
      (this.tripEarliestDeparts = perTrip()),
      (this.tripReturns = perTrip()),
      (this.tripEarliestReturn = perTrip()),
      (this.tripLatestReturn = perTrip()),
      (this.tripLoadBegins = perTrip()),
      (this.tripLatestLoadBegin = perTrip()),
    ];
    this.shiftEnds = Int32Array.from(problem.vehicles, ({ shiftEnds }) => clampTime(shiftEnds));
  }

  price(trip: number, after: number, node: number, most: number): number {
    const { state, model } = this;
    const { travel, nodePlace } = model;
    const vehicle = state.vehicleOf(trip);
    const used = model.problem.vehicles[vehicle];
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    const before = after < 0 ? state.tripFirst[trip] : state.next[after];
    const from = after < 0 ? home : nodePlace[after];
    const to = before < 0 ? home : nodePlace[before];
    const here = nodePlace[node];
    const detour =
      travel.metersBetween(number, from, here) +
      travel.metersBetween(number, here, to) -
      travel.metersBetween(number, from, to);
    const byWay = detour * used.costPerMeter;
    if (byWay >= most && detour >= 0) return Number.POSITIVE_INFINITY;
    if (state.vehicleMeters[vehicle] + detour > used.maxMeters) return Number.POSITIVE_INFINITY;
    const there = travel.secondsBetween(number, from, here);
    const onward = travel.secondsBetween(number, here, to);
    if (there < 0 || onward < 0) return Number.POSITIVE_INFINITY;

    const depot = model.problem.depots[used.depot];
    const loading =
      rateSeconds(depot.loading, state.tripGrams[trip] + model.nodeGrams[node]) -
      rateSeconds(depot.loading, state.tripGrams[trip]);
    const first = state.tripFirst[trip];
    const firstArrival = travel.arriveAt(number, home, nodePlace[first], this.tripEarliestDeparts[trip] + loading);
    if (firstArrival > this.latestArrival[first]) return Number.POSITIVE_INFINITY;
    if (this.tripEarliestDeparts[trip] + loading > depot.closes) return Number.POSITIVE_INFINITY;
    const leaves = after < 0 ? this.tripEarliestDeparts[trip] : this.earliestLeave[after];
    const begins = model.beginAt(node, travel.arriveAt(number, from, here, leaves + loading));
    if (begins === never) return Number.POSITIVE_INFINITY;
    const latest = before < 0 ? this.tripLatestReturn[trip] : this.latestArrival[before];
    const service = model.nodeSeconds[node];
    if (travel.arriveAt(number, here, to, begins + service) > latest) return Number.POSITIVE_INFINITY;
    if (used.costPerSecond === 0) return byWay;
    const direct = travel.secondsBetween(number, from, to);
    const longer = loading + this.addedSeconds(trip, after, before, node, there + onward - direct);
    const cost = byWay + longer * used.costPerSecond;
    return cost < most ? cost : Number.POSITIVE_INFINITY;
  }

  /** How much longer the day becomes, seen from the schedule of lowest duration. */
  private addedSeconds(trip: number, after: number, before: number, node: number, longerWay: number): number {
    const { travel, nodePlace, nodeSeconds, vehicleTravel, vehicleHome } = this.model;
    const vehicle = this.state.vehicleOf(trip);
    const number = vehicleTravel[vehicle];
    const home = vehicleHome[vehicle];
    const service = nodeSeconds[node];
    const detour = longerWay + service;
    const leaves = after < 0 ? this.tripDeparts[trip] : this.leave[after];
    const arrives = travel.arriveAt(number, after < 0 ? home : nodePlace[after], nodePlace[node], leaves);
    const begins = this.model.beginAt(node, arrives);
    // The day must begin earlier instead of ending later: the detour, and the way back to the last opening.
    if (begins === never) return detour + arrives - this.model.latestBeginAt(node, arrives);
    const oldArrival = before < 0 ? this.tripReturns[trip] : this.arrival[before];
    const absorbed = before < 0 ? 0 : this.waitFrom[before];
    const newArrival = travel.arriveAt(
      number,
      nodePlace[node],
      before < 0 ? home : nodePlace[before],
      begins + service,
    );
    const later = newArrival - oldArrival - absorbed;
    return after < 0 ? Math.max(detour, later - (begins - arrives)) : Math.max(0, later);
  }

  priceFirst(trip: number, node: number, most: number): number {
    const { state, model } = this;
    const vehicle = state.vehicleOf(trip);
    const used = model.problem.vehicles[vehicle];
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    const here = model.nodePlace[node];
    const detour = model.travel.metersBetween(number, home, here) + model.travel.metersBetween(number, here, home);
    const isFirst = trip === vehicle * model.maxTripsPerVehicle;
    const byWay = (isFirst ? used.fixedCost : 0) + detour * used.costPerMeter;
    if (byWay >= most || state.vehicleMeters[vehicle] + detour > used.maxMeters) return Number.POSITIVE_INFINITY;
    const depot = model.problem.depots[used.depot];
    const loading = rateSeconds(depot.loading, model.nodeGrams[node]);
    const earliest = isFirst ? used.shiftBegins : this.tripEarliestReturn[trip - 1];
    const departs = Math.max(earliest, depot.opens) + loading;
    if (departs > depot.closes) return Number.POSITIVE_INFINITY;
    const there = model.travel.secondsBetween(number, home, here);
    const back = model.travel.secondsBetween(number, here, home);
    const begins = model.beginAt(node, model.travel.arriveAt(number, home, here, departs));
    const service = model.nodeSeconds[node];
    const returns = model.travel.arriveAt(number, here, home, begins + service);
    if (begins === never || returns > this.shiftEnds[vehicle]) return Number.POSITIVE_INFINITY;
    const busy = loading + there + service + back;
    const longer = isFirst ? busy : Math.max(busy, returns - this.tripReturns[trip - 1]);
    const cost = byWay + longer * used.costPerSecond;
    return cost < most ? cost : Number.POSITIVE_INFINITY;
  }

  isFeasibleArc(trip: number, left: number, right: number): boolean {
    const { state, model } = this;
    const vehicle = state.vehicleOf(trip);
    const leaves = left < 0 ? this.tripEarliestDeparts[trip] : this.earliestLeave[left];
    const from = left < 0 ? model.vehicleHome[vehicle] : model.nodePlace[left];
    const to = right < 0 ? model.vehicleHome[vehicle] : model.nodePlace[right];
    const latest = right < 0 ? this.tripLatestReturn[trip] : this.latestArrival[right];
    return model.travel.arriveAt(model.vehicleTravel[vehicle], from, to, leaves) <= latest;
  }

  inserted(trip: number, _node: number): boolean {
    return this.refresh(this.state.vehicleOf(trip));
  }

  removing(_node: number): void {}

  removed(trip: number, _left: number, _right: number): boolean {
    return this.refresh(this.state.vehicleOf(trip));
  }

  refresh(vehicle: number): boolean {
    const { state, model } = this;
    const first = vehicle * model.maxTripsPerVehicle;
    let end = first;
    while (end < first + model.maxTripsPerVehicle && state.tripStops[end] > 0) end++;
    if (end === first) {
      this.setCost(vehicle, 0);
      state.vehicleMeters[vehicle] = 0;
      return true;
    }
    const ends = this.forward(vehicle, first, end);
    if (ends < 0 || !this.backward(vehicle, first, end)) return false;
    const begins = this.compress(vehicle, first, end, ends);
    const { fixedCost, costPerMeter, costPerSecond, maxMeters } = model.problem.vehicles[vehicle];
    const meters = state.vehicleMeters[vehicle];
    this.setCost(vehicle, fixedCost + costPerMeter * meters + costPerSecond * (ends - begins));
    return meters <= maxMeters;
  }

  protected setCost(vehicle: number, cost: number): void {
    const { state } = this;
    state.drivingCost += cost - state.vehicleCost[vehicle];
    state.vehicleCost[vehicle] = cost;
  }

  /** Earliest times; returns the end of the day, or -1 when some window or the shift is missed. */
  private forward(vehicle: number, first: number, end: number): number {
    const { state, model } = this;
    const { problem, travel, nodePlace, nodeSeconds } = model;
    const used = problem.vehicles[vehicle];
    const depot = problem.depots[used.depot];
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    let clock = used.shiftBegins;
    let meters = 0;
    for (let trip = first; trip < end; trip++) {
      clock = Math.max(clock, depot.opens) + rateSeconds(depot.loading, state.tripGrams[trip]);
      if (clock > depot.closes) return -1;
      this.tripEarliestDeparts[trip] = clock;
      let place = home;
      for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
        if (travel.secondsBetween(number, place, nodePlace[node]) < 0) return -1;
        meters += travel.metersBetween(number, place, nodePlace[node]);
        clock = travel.arriveAt(number, place, nodePlace[node], clock);
        this.earliestArrival[node] = clock;
        clock = model.beginAt(node, clock);
        if (clock === never) return -1;
        clock += nodeSeconds[node];
        this.earliestLeave[node] = clock;
        place = nodePlace[node];
      }
      if (travel.secondsBetween(number, place, home) < 0) return -1;
      meters += travel.metersBetween(number, place, home);
      clock = travel.arriveAt(number, place, home, clock);
      if (clock > this.shiftEnds[vehicle]) return -1;
      this.tripEarliestReturn[trip] = clock;
    }
    state.vehicleMeters[vehicle] = meters;
    return clock;
  }

  /** Latest arrivals from which the rest of the day is possible. */
  private backward(vehicle: number, first: number, end: number): boolean {
    let limit = this.shiftEnds[vehicle];
    for (let trip = end - 1; trip >= first; trip--) {
      this.tripLatestReturn[trip] = limit;
      limit = this.latestLoadBegin(vehicle, trip, limit, true);
      if (limit < 0) return false;
      this.tripLatestLoadBegin[trip] = limit;
    }
    return true;
  }

  /** Walks a trip backwards from the latest return; the latest begin of its loading, or -1. */
  private latestLoadBegin(vehicle: number, trip: number, latestReturn: number, keep: boolean): number {
    const { state, model } = this;
    const { travel, nodePlace, nodeSeconds } = model;
    const depot = model.problem.depots[model.problem.vehicles[vehicle].depot];
    const number = model.vehicleTravel[vehicle];
    let limit = latestReturn;
    let place = model.vehicleHome[vehicle];
    for (let node = state.tripLast[trip]; node >= 0; node = state.prev[node]) {
      const here = nodePlace[node];
      limit = model.latestBeginAt(node, travel.leaveBy(number, here, place, limit) - nodeSeconds[node]);
      if (limit < 0) return -1;
      if (keep) this.latestArrival[node] = limit;
      place = here;
    }
    limit = Math.min(travel.leaveBy(number, model.vehicleHome[vehicle], place, limit), depot.closes);
    return limit - rateSeconds(depot.loading, state.tripGrams[trip]);
  }

  /** The schedule of lowest duration: begin as late as the same end allows. Returns when the first loading begins. */
  private compress(vehicle: number, first: number, end: number, ends: number): number {
    const { state, model } = this;
    const { travel, nodePlace, nodeSeconds } = model;
    let limit = ends;
    for (let trip = end - 1; trip >= first; trip--) limit = this.latestLoadBegin(vehicle, trip, limit, false);
    const depot = model.problem.depots[model.problem.vehicles[vehicle].depot];
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    let clock = limit;
    for (let trip = first; trip < end; trip++) {
      clock = Math.max(clock, depot.opens);
      this.tripLoadBegins[trip] = clock;
      clock += rateSeconds(depot.loading, state.tripGrams[trip]);
      this.tripDeparts[trip] = clock;
      let place = home;
      for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
        clock = travel.arriveAt(number, place, nodePlace[node], clock);
        this.arrival[node] = clock;
        clock = model.beginAt(node, clock);
        this.waitFrom[node] = clock - this.arrival[node];
        clock += nodeSeconds[node];
        this.leave[node] = clock;
        place = nodePlace[node];
      }
      clock = travel.arriveAt(number, place, home, clock);
      this.tripReturns[trip] = clock;
    }
    this.sumWaiting(first, end);
    return limit;
  }

  /** Makes `waitFrom`, as filled with each node's own waiting, the sum from it to the end of the day. */
  protected sumWaiting(first: number, end: number): void {
    const { state } = this;
    let waiting = 0;
    for (let trip = end - 1; trip >= first; trip--) {
      for (let node = state.tripLast[trip]; node >= 0; node = state.prev[node]) {
        waiting += this.waitFrom[node];
        this.waitFrom[node] = waiting;
      }
    }
  }

  /** No loading of this trip begins earlier, whatever its dock allows. */
  earliestLoading(_trip: number): number {
    return 0;
  }
}
