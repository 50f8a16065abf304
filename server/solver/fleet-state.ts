import { CompartmentPacker } from './compartments.js';
import { Goods } from './goods.js';
import { type Problem, type ProblemVehicle, rateSeconds } from './problem.js';

/** No moment in any window: later than every closing. */
export const never = 0x3fffffff;

/**
 * The routes as the search holds them, in flat arrays.
 *
 * A vehicle's day is `tripsEach` slots in order, used from the first; slot `vehicle * tripsEach + trip` holds up to
 * `capacity` nodes. For each node the state keeps the earliest arrival and leaving, the latest arrival from which the
 * rest of the day is still possible, and the schedule of lowest duration: as late as the same end allows.
 */
export class FleetState {
  readonly goods: Goods;
  readonly tripsEach: number;
  readonly capacity: number;
  readonly slotCount: number;

  /** Nodes of slot s at s * capacity … + length[s] - 1. */
  readonly nodes: Int32Array;
  readonly length: Int32Array;
  readonly slotGrams: Float64Array;
  /** Milliliters at slot * zoneCount + zone. */
  readonly slotMilliliters: Float64Array;

  readonly earliestArrival: Int32Array;
  readonly earliestLeave: Int32Array;
  readonly latestArrival: Int32Array;
  readonly arrival: Int32Array;
  readonly leave: Int32Array;
  /** Seconds of waiting at this node and all later ones of the day, in the schedule of lowest duration. */
  readonly waitFrom: Int32Array;

  readonly slotDeparts: Int32Array;
  readonly slotEarliestDeparts: Int32Array;
  readonly slotReturns: Int32Array;
  readonly slotLatestReturn: Int32Array;
  readonly slotLoadBegins: Int32Array;
  readonly slotLatestLoadBegin: Int32Array;

  readonly vehicleCost: Float64Array;
  readonly vehicleMeters: Float64Array;
  readonly vehicleStops: Int32Array;

  /** The parts that a station is served in: slot at `station * zoneCount + k`, -1 where there is none. */
  readonly partSlot: Int32Array;
  readonly partMask: Int32Array;

  readonly packers: readonly CompartmentPacker[];

  constructor(readonly problem: Problem) {
    this.goods = new Goods(problem);
    const { vehicles, stations, zoneCount } = problem;
    this.tripsEach = Math.max(1, ...vehicles.map((vehicle) => vehicle.maxTrips));
    this.capacity = Math.max(1, Math.min(stations.length * zoneCount, longestTrip(problem)));
    this.slotCount = vehicles.length * this.tripsEach;
    const cells = this.slotCount * this.capacity;
    this.nodes = new Int32Array(cells);
    this.length = new Int32Array(this.slotCount);
    this.slotGrams = new Float64Array(this.slotCount);
    this.slotMilliliters = new Float64Array(this.slotCount * zoneCount);
    this.earliestArrival = new Int32Array(cells);
    this.earliestLeave = new Int32Array(cells);
    this.latestArrival = new Int32Array(cells);
    this.arrival = new Int32Array(cells);
    this.leave = new Int32Array(cells);
    this.waitFrom = new Int32Array(cells);
    this.slotDeparts = new Int32Array(this.slotCount);
    this.slotEarliestDeparts = new Int32Array(this.slotCount);
    this.slotReturns = new Int32Array(this.slotCount);
    this.slotLatestReturn = new Int32Array(this.slotCount);
    this.slotLoadBegins = new Int32Array(this.slotCount);
    this.slotLatestLoadBegin = new Int32Array(this.slotCount);
    this.vehicleCost = new Float64Array(vehicles.length);
    this.vehicleMeters = new Float64Array(vehicles.length);
    this.vehicleStops = new Int32Array(vehicles.length);
    this.partSlot = new Int32Array(stations.length * zoneCount).fill(-1);
    this.partMask = new Int32Array(stations.length * zoneCount);
    this.packers = sharedPackers(vehicles, this.goods);
  }

  vehicleOf(slot: number): number {
    return Math.floor(slot / this.tripsEach);
  }

  /** The earliest moment at or after `arrives` at which service may begin, or `never`. */
  beginAt(station: number, arrives: number): number {
    const { windows } = this.problem.stations[station];
    for (let at = 0; at < windows.length; at++) {
      if (arrives <= windows[at].closes) return arrives < windows[at].opens ? windows[at].opens : arrives;
    }
    return never;
  }

  /** The latest moment at or before `limit` at which service may begin, or -1. */
  latestBeginAt(station: number, limit: number): number {
    const { windows } = this.problem.stations[station];
    for (let at = windows.length - 1; at >= 0; at--) {
      if (limit >= windows[at].opens) return limit > windows[at].closes ? windows[at].closes : limit;
    }
    return -1;
  }

  /**
   * Computes a vehicle's day anew after its visits changed.
   *
   * @returns whether the day is possible; the kept times are only meaningful when it is.
   */
  refresh(vehicle: number): boolean {
    const first = vehicle * this.tripsEach;
    let used = 0;
    while (used < this.tripsEach && this.length[first + used] > 0) used++;
    if (used === 0) {
      this.vehicleCost[vehicle] = 0;
      this.vehicleMeters[vehicle] = 0;
      this.vehicleStops[vehicle] = 0;
      return true;
    }
    const ends = this.forward(vehicle, first, used);
    if (ends < 0 || !this.backward(vehicle, first, used)) return false;
    const begins = this.compress(vehicle, first, used, ends);
    const { fixedCost, costPerMeter, costPerSecond, maxMeters, maxStops } = this.problem.vehicles[vehicle];
    this.vehicleCost[vehicle] =
      fixedCost + costPerMeter * this.vehicleMeters[vehicle] + costPerSecond * (ends - begins);
    return this.vehicleMeters[vehicle] <= maxMeters && this.vehicleStops[vehicle] <= maxStops;
  }

  /** Earliest times; returns the end of the day, or -1 when some window or the shift is missed. */
  private forward(vehicle: number, first: number, used: number): number {
    const { problem, goods, nodes, capacity } = this;
    const { shiftBegins, shiftEnds, matrix, depot: depotNo } = problem.vehicles[vehicle];
    const depot = problem.depots[depotNo];
    const { seconds, meters, size } = problem.matrices[matrix];
    let clock = Math.max(shiftBegins, depot.opens);
    let way = 0;
    let stops = 0;
    for (let slot = first; slot < first + used; slot++) {
      clock = Math.max(clock, depot.opens) + rateSeconds(depot.loading, this.slotGrams[slot]);
      if (clock > depot.closes) return -1;
      this.slotEarliestDeparts[slot] = clock;
      let place = depot.place;
      const end = slot * capacity + this.length[slot];
      for (let at = slot * capacity; at < end; at++) {
        const node = nodes[at];
        const station = goods.stationOf(node);
        const next = problem.stations[station].place;
        const leg = seconds[place * size + next];
        if (leg < 0) return -1;
        way += meters[place * size + next];
        clock += leg;
        this.earliestArrival[at] = clock;
        clock = this.beginAt(station, clock);
        if (clock === never) return -1;
        clock += goods.serviceSeconds[node];
        this.earliestLeave[at] = clock;
        place = next;
        stops++;
      }
      const home = seconds[place * size + depot.place];
      if (home < 0) return -1;
      way += meters[place * size + depot.place];
      clock += home;
      if (clock > shiftEnds) return -1;
      this.slotReturns[slot] = clock;
    }
    this.vehicleMeters[vehicle] = way;
    this.vehicleStops[vehicle] = stops;
    return clock;
  }

  /** Latest arrivals from which the rest of the day is possible. */
  private backward(vehicle: number, first: number, used: number): boolean {
    let limit = this.problem.vehicles[vehicle].shiftEnds;
    for (let slot = first + used - 1; slot >= first; slot--) {
      this.slotLatestReturn[slot] = limit;
      limit = this.latestLoadBegin(vehicle, slot, limit, true);
      if (limit < 0) return false;
      this.slotLatestLoadBegin[slot] = limit;
    }
    return true;
  }

  /** Walks a trip backwards from the latest return; the latest begin of its loading, or -1. */
  private latestLoadBegin(vehicle: number, slot: number, latestReturn: number, keep: boolean): number {
    const { problem, goods, nodes, capacity } = this;
    const { matrix, depot: depotNo } = problem.vehicles[vehicle];
    const depot = problem.depots[depotNo];
    const { seconds, size } = problem.matrices[matrix];
    let limit = latestReturn;
    let place = depot.place;
    for (let at = slot * capacity + this.length[slot] - 1; at >= slot * capacity; at--) {
      const node = nodes[at];
      const station = goods.stationOf(node);
      const here = problem.stations[station].place;
      limit = this.latestBeginAt(station, limit - seconds[here * size + place] - goods.serviceSeconds[node]);
      if (limit < 0) return -1;
      if (keep) this.latestArrival[at] = limit;
      place = here;
    }
    limit = Math.min(limit - seconds[depot.place * size + place], depot.closes);
    return limit - rateSeconds(depot.loading, this.slotGrams[slot]);
  }

  /** The schedule of lowest duration: begin as late as the same end allows. Returns when the first loading begins. */
  private compress(vehicle: number, first: number, used: number, ends: number): number {
    const { problem, goods, nodes, capacity } = this;
    let limit = ends;
    for (let slot = first + used - 1; slot >= first; slot--) limit = this.latestLoadBegin(vehicle, slot, limit, false);
    const { matrix, depot: depotNo } = problem.vehicles[vehicle];
    const depot = problem.depots[depotNo];
    const { seconds, size } = problem.matrices[matrix];
    let clock = limit;
    for (let slot = first; slot < first + used; slot++) {
      clock = Math.max(clock, depot.opens);
      this.slotLoadBegins[slot] = clock;
      clock += rateSeconds(depot.loading, this.slotGrams[slot]);
      this.slotDeparts[slot] = clock;
      let place = depot.place;
      const end = slot * capacity + this.length[slot];
      for (let at = slot * capacity; at < end; at++) {
        const node = nodes[at];
        const station = goods.stationOf(node);
        const next = problem.stations[station].place;
        clock += seconds[place * size + next];
        this.arrival[at] = clock;
        clock = this.beginAt(station, clock);
        this.waitFrom[at] = clock - this.arrival[at];
        clock += goods.serviceSeconds[node];
        this.leave[at] = clock;
        place = next;
      }
      clock += seconds[place * size + depot.place];
      this.slotReturns[slot] = clock;
    }
    let waiting = 0;
    for (let slot = first + used - 1; slot >= first; slot--) {
      for (let at = slot * capacity + this.length[slot] - 1; at >= slot * capacity; at--) {
        waiting += this.waitFrom[at];
        this.waitFrom[at] = waiting;
      }
    }
    return limit;
  }

  /** Whether the goods of a node fit beside what the slot carries already: weight first, then compartments. */
  fits(slot: number, node: number): boolean {
    const { problem, goods } = this;
    const vehicle = this.vehicleOf(slot);
    if (this.slotGrams[slot] + goods.grams[node] > problem.vehicles[vehicle].payloadGrams) return false;
    const packer = this.packers[vehicle];
    const offset = slot * goods.zoneCount;
    this.addMilliliters(offset, node, 1);
    let fits = !packer.exceedsAll(this.slotMilliliters, offset);
    if (fits && !packer.fitsByTotals(this.slotMilliliters, offset)) {
      const start = slot * this.capacity;
      const count = this.length[slot];
      // The capacity leaves room for one more node than a trip may have.
      this.trial.set(this.nodes.subarray(start, start + count));
      this.trial[count] = node;
      fits = packer.pack(this.trial, count + 1) !== undefined;
    }
    this.addMilliliters(offset, node, -1);
    return fits;
  }

  private readonly trial = new Int32Array(4096);

  /** Puts a node before position `at` of a slot. The caller refreshes the vehicle. */
  insert(slot: number, at: number, node: number): void {
    const start = slot * this.capacity;
    this.nodes.copyWithin(start + at + 1, start + at, start + this.length[slot]);
    this.nodes[start + at] = node;
    this.length[slot]++;
    this.slotGrams[slot] += this.goods.grams[node];
    this.addMilliliters(slot * this.goods.zoneCount, node, 1);
    const station = this.goods.stationOf(node);
    for (let part = station * this.goods.zoneCount; ; part++) {
      if (this.partSlot[part] >= 0) continue;
      this.partSlot[part] = slot;
      this.partMask[part] = this.goods.maskOf(node);
      return;
    }
  }

  /** Takes the node at position `at` out of a slot. The caller refreshes the vehicle and frees the station's part. */
  removeAt(slot: number, at: number): void {
    const start = slot * this.capacity;
    const node = this.nodes[start + at];
    this.nodes.copyWithin(start + at, start + at + 1, start + this.length[slot]);
    this.length[slot]--;
    this.slotGrams[slot] -= this.goods.grams[node];
    this.addMilliliters(slot * this.goods.zoneCount, node, -1);
  }

  /** The zones of a station that some trip carries. */
  servedMask(station: number): number {
    const zones = this.goods.zoneCount;
    let mask = 0;
    for (let part = station * zones; part < (station + 1) * zones && this.partSlot[part] >= 0; part++) {
      mask |= this.partMask[part];
    }
    return mask;
  }

  /** Empties every trip. */
  clear(): void {
    this.length.fill(0);
    this.slotGrams.fill(0);
    this.slotMilliliters.fill(0);
    this.partSlot.fill(-1);
  }

  /**
   * Moves the filled trips of a vehicle to the front, so that the first slots are the ones in use.
   *
   * @param willMove told of each station whose part is about to be in another slot.
   */
  closeGaps(vehicle: number, willMove: (station: number) => void): void {
    const first = vehicle * this.tripsEach;
    for (let filled = 0, trip = 0; trip < this.tripsEach; trip++) {
      if (this.length[first + trip] === 0) continue;
      if (trip !== filled) this.moveSlot(first + trip, first + filled, willMove);
      filled++;
    }
  }

  private moveSlot(from: number, to: number, willMove: (station: number) => void): void {
    const { capacity, goods } = this;
    const zones = goods.zoneCount;
    this.nodes.copyWithin(to * capacity, from * capacity, from * capacity + this.length[from]);
    this.length[to] = this.length[from];
    this.slotGrams[to] = this.slotGrams[from];
    this.slotMilliliters.copyWithin(to * zones, from * zones, (from + 1) * zones);
    this.length[from] = 0;
    this.slotGrams[from] = 0;
    this.slotMilliliters.fill(0, from * zones, (from + 1) * zones);
    for (let at = to * capacity; at < to * capacity + this.length[to]; at++) {
      const station = goods.stationOf(this.nodes[at]);
      willMove(station);
      for (let part = station * zones; part < (station + 1) * zones; part++) {
        if (this.partSlot[part] === from) this.partSlot[part] = to;
      }
    }
  }

  private addMilliliters(offset: number, node: number, sign: number): void {
    const { goods } = this;
    const mask = goods.maskOf(node);
    const station = goods.stationOf(node) * goods.zoneCount;
    for (let zone = 0; zone < goods.zoneCount; zone++) {
      if ((mask & (1 << zone)) !== 0) this.slotMilliliters[offset + zone] += sign * goods.milliliters[station + zone];
    }
  }
}

/** How many visits a trip can have: what the stop limits allow, one more for a trial. */
function longestTrip(problem: Problem): number {
  const byStops = Math.max(0, ...problem.vehicles.map((vehicle) => vehicle.maxStops));
  return Math.min(byStops, 4000) + 1;
}

/** Vehicles with the same compartments share a packer. */
function sharedPackers(vehicles: readonly ProblemVehicle[], goods: Goods): CompartmentPacker[] {
  const known = new Map<string, CompartmentPacker>();
  return vehicles.map((vehicle) => {
    const key = JSON.stringify(vehicle.compartments);
    const packer = known.get(key) ?? new CompartmentPacker(vehicle.compartments, goods);
    known.set(key, packer);
    return packer;
  });
}
