import type { Model } from '../model/model.js';
import { type AgeOf, CompartmentPacker, type Packing } from './compartments.js';
import { incompatibilityMasks } from './incompatible-zones.js';

/**
 * Who visits what in which order: linked lists in flat arrays.
 *
 * Trip `vehicle * maxTripsPerVehicle + k` is the vehicle's k-th; those in use come first. -1 stands for the depot at either end
 * of a trip. Times and costs are the schedule's business (see `Schedule`); this class only knows order and load.
 */
export class FleetState {
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** -1 for a node that is not visited. */
  readonly tripOf: Int32Array;
  /** The visited nodes of a station, as a list. */
  readonly firstPart: Int32Array;
  readonly nextPart: Int32Array;
  readonly servedMask: Int32Array;

  readonly tripFirst: Int32Array;
  readonly tripLast: Int32Array;
  readonly tripStops: Int32Array;
  readonly tripGrams: Float64Array;
  /** Milliliters at trip * zoneCount + zone. */
  readonly tripMilliliters: Float64Array;

  readonly vehicleStops: Int32Array;
  readonly vehicleMeters: Float64Array;
  readonly vehicleCost: Float64Array;
  /** Sum over all vehicles. */
  drivingCost = 0;
  /** Price of all that is not visited. */
  unservedPenalty = 0;
  visitedNodes = 0;
  usedTrips = 0;

  /** Stations that are not, or not wholly, served: the first `absentCount`. */
  readonly absent: Int32Array;
  absentCount = 0;
  private readonly absentAt: Int32Array;

  /** 1 for vehicles that the search leaves as they are: another thread's, or a frozen run. */
  readonly locked: Uint8Array;
  /** Vehicles by class: class k at classBegin[k] … classBegin[k + 1] - 1; none before freeHint[k] is unused. */
  readonly classVehicles: Int32Array;
  readonly classBegin: Int32Array;
  private readonly freeHint: Int32Array;
  private readonly classPosition: Int32Array;

  readonly packers: readonly CompartmentPacker[];
  private readonly maxStops: Float64Array;
  private readonly payload: Float64Array;
  /** Whether volumes bind at all, and the one volume where each vehicle has a single compartment open to all zones. */
  readonly hasVolumes: boolean;
  /** The zones that may not share a trip with each zone, as bits; empty where all may. */
  private readonly incompatibleOnTrip: readonly number[];
  private readonly trial: Int32Array;

  constructor(readonly model: Model) {
    const { nodeCount, stationCount, tripCount, zoneCount } = model;
    const { vehicles, stations } = model.problem;
    this.next = new Int32Array(nodeCount).fill(-1);
    this.prev = new Int32Array(nodeCount).fill(-1);
    this.tripOf = new Int32Array(nodeCount).fill(-1);
    this.firstPart = new Int32Array(stationCount).fill(-1);
    this.nextPart = new Int32Array(nodeCount).fill(-1);
    this.servedMask = new Int32Array(stationCount);
    this.tripFirst = new Int32Array(tripCount).fill(-1);
    this.tripLast = new Int32Array(tripCount).fill(-1);
    this.tripStops = new Int32Array(tripCount);
    this.tripGrams = new Float64Array(tripCount);
    this.tripMilliliters = new Float64Array(tripCount * zoneCount);
    this.vehicleStops = new Int32Array(vehicles.length);
    this.vehicleMeters = new Float64Array(vehicles.length);
    this.vehicleCost = new Float64Array(vehicles.length);
    this.absent = new Int32Array(stationCount);
    this.absentAt = new Int32Array(stationCount).fill(-1);
    this.locked = new Uint8Array(vehicles.length);
    this.classBegin = new Int32Array(model.classCount + 1);
    for (const kind of model.vehicleClass) this.classBegin[kind + 1]++;
    for (let kind = 0; kind < model.classCount; kind++) this.classBegin[kind + 1] += this.classBegin[kind];
    this.freeHint = this.classBegin.slice(0, model.classCount);
    this.classVehicles = new Int32Array(vehicles.length);
    this.classPosition = new Int32Array(vehicles.length);
    const filled = this.freeHint.slice();
    vehicles.forEach((_, vehicle) => {
      this.classPosition[vehicle] = filled[model.vehicleClass[vehicle]]++;
      this.classVehicles[this.classPosition[vehicle]] = vehicle;
    });
    this.maxStops = Float64Array.from(vehicles, (vehicle) => vehicle.maxStops);
    this.payload = Float64Array.from(vehicles, (vehicle) => vehicle.payloadGrams);
    this.packers = sharedPackers(model);
    const allVolume = stations.reduce(
      (total, station) => total + station.consignments.reduce((sum, goods) => sum + goods.milliliters, 0),
      0,
    );
    const allZones = (1 << zoneCount) - 1;
    const holdsAll = vehicles.every((vehicle) =>
      vehicle.compartments.some(
        ({ zoneMask, milliliters, body }) =>
          body === undefined && (zoneMask & allZones) === allZones && milliliters >= allVolume,
      ),
    );
    const { incompatibleZones = [], incompatibleOnTrip = [] } = model.problem;
    this.hasVolumes = !holdsAll || incompatibleZones.length + incompatibleOnTrip.length > 0;
    this.incompatibleOnTrip =
      incompatibleOnTrip.length === 0 ? [] : incompatibilityMasks(zoneCount, incompatibleOnTrip);
    this.trial = new Int32Array(stationCount * Math.min(zoneCount, 8) + 1);
    for (let station = 0; station < stationCount; station++) {
      if (model.fullMask[station] === 0) continue;
      this.addAbsent(station);
      this.unservedPenalty += model.nodeOmission[model.node(station, model.fullMask[station])];
    }
  }

  vehicleOf(trip: number): number {
    return this.model.maxTripsPerVehicle === 1 ? trip : Math.floor(trip / this.model.maxTripsPerVehicle);
  }

  /** Everything that is priced. */
  totalCost(): number {
    return this.drivingCost + this.unservedPenalty;
  }

  /** Puts a node into a trip, behind the node `after` (-1: as the first). The caller tells the schedule. */
  insert(trip: number, after: number, node: number): void {
    const before = after < 0 ? this.tripFirst[trip] : this.next[after];
    this.prev[node] = after;
    this.next[node] = before;
    if (after < 0) this.tripFirst[trip] = node;
    else this.next[after] = node;
    if (before < 0) this.tripLast[trip] = node;
    else this.prev[before] = node;
    this.tripOf[node] = trip;
    if (this.tripStops[trip]++ === 0) this.usedTrips++;
    this.vehicleStops[this.vehicleOf(trip)]++;
    this.tripGrams[trip] += this.model.nodeGrams[node];
    if (this.hasVolumes) this.addMilliliters(trip, node, 1);
    this.addPart(node);
  }

  /** Takes a node out of its trip; its station becomes absent. The caller tells the schedule. */
  remove(node: number): void {
    const trip = this.tripOf[node];
    const before = this.prev[node];
    const after = this.next[node];
    if (before < 0) this.tripFirst[trip] = after;
    else this.next[before] = after;
    if (after < 0) this.tripLast[trip] = before;
    else this.prev[after] = before;
    this.tripOf[node] = -1;
    if (--this.tripStops[trip] === 0) this.usedTrips--;
    const vehicle = this.vehicleOf(trip);
    if (--this.vehicleStops[vehicle] === 0) this.freed(vehicle);
    this.tripGrams[trip] -= this.model.nodeGrams[node];
    if (this.hasVolumes) this.addMilliliters(trip, node, -1);
    this.removePart(node);
  }

  /** Notes that a vehicle is out of use. */
  freed(vehicle: number): void {
    const kind = this.model.vehicleClass[vehicle];
    if (this.classPosition[vehicle] < this.freeHint[kind]) this.freeHint[kind] = this.classPosition[vehicle];
  }

  /** The first unused vehicle of a class, or -1. */
  unusedOf(kind: number): number {
    const end = this.classBegin[kind + 1];
    let at = this.freeHint[kind];
    while (at < end && this.vehicleStops[this.classVehicles[at]] > 0) at++;
    this.freeHint[kind] = at;
    while (at < end && (this.vehicleStops[this.classVehicles[at]] > 0 || this.locked[this.classVehicles[at]] === 1))
      at++;
    return at < end ? this.classVehicles[at] : -1;
  }

  /** Notes that a node is visited. */
  addPart(node: number): void {
    const { nodeStation, nodeMask, nodeOmission, fullMask } = this.model;
    const station = nodeStation[node];
    this.nextPart[node] = this.firstPart[station];
    this.firstPart[station] = node;
    this.servedMask[station] |= nodeMask[node];
    this.unservedPenalty -= nodeOmission[node];
    this.visitedNodes++;
    if (this.servedMask[station] === fullMask[station]) this.removeAbsent(station);
  }

  /** Notes that a node is visited no more. */
  removePart(node: number): void {
    const { nodeStation, nodeMask, nodeOmission } = this.model;
    const station = nodeStation[node];
    if (this.firstPart[station] === node) this.firstPart[station] = this.nextPart[node];
    else {
      let part = this.firstPart[station];
      while (this.nextPart[part] !== node) part = this.nextPart[part];
      this.nextPart[part] = this.nextPart[node];
    }
    this.servedMask[station] &= ~nodeMask[node];
    this.unservedPenalty += nodeOmission[node];
    this.visitedNodes--;
    this.addAbsent(station);
  }

  /** The zones of a station that nobody brings. */
  missingMask(station: number): number {
    return this.model.fullMask[station] & ~this.servedMask[station];
  }

  /** How many visits more the vehicle may make. */
  stopsLeft(vehicle: number): number {
    return this.maxStops[vehicle] - this.vehicleStops[vehicle];
  }

  /** Whether the trip's vehicle may and can carry the node beside what the trip carries already. */
  fits(trip: number, node: number): boolean {
    const { model } = this;
    const vehicle = this.vehicleOf(trip);
    if (this.locked[vehicle] === 1) return false;
    if (this.tripGrams[trip] + model.nodeGrams[node] > this.payload[vehicle]) return false;
    if (this.vehicleStops[vehicle] >= this.maxStops[vehicle]) return false;
    if (!model.mayServe(vehicle, model.nodeStation[node])) return false;
    return !this.hasVolumes || this.fitsByVolume(trip, vehicle, node);
  }

  private fitsByVolume(trip: number, vehicle: number, node: number): boolean {
    if (this.incompatibleOnTrip.length > 0 && !this.mayShareTrip(this.zonesOn(trip) | this.model.nodeMask[node]))
      return false;
    const packer = this.packers[vehicle];
    const offset = trip * this.model.zoneCount;
    this.addMilliliters(trip, node, 1);
    let fits = !packer.exceedsAll(this.tripMilliliters, offset);
    if (fits && !packer.fitsByTotals(this.tripMilliliters, offset)) {
      const count = this.nodesOf(trip, this.trial);
      this.trial[count] = node;
      fits = packer.holds(this.trial, count + 1);
    }
    this.addMilliliters(trip, node, -1);
    return fits;
  }

  /** Whether the trip's vehicle may and can carry all that the trip carries. */
  fitsWhole(trip: number): boolean {
    const { model } = this;
    const vehicle = this.vehicleOf(trip);
    if (this.tripGrams[trip] > this.payload[vehicle] || this.vehicleStops[vehicle] > this.maxStops[vehicle])
      return false;
    for (let node = this.tripFirst[trip]; node >= 0; node = this.next[node]) {
      if (!model.mayServe(vehicle, model.nodeStation[node])) return false;
    }
    if (!this.hasVolumes) return true;
    if (!this.keepsTripZonesApart(trip)) return false;
    const packer = this.packers[vehicle];
    if (packer.fitsByTotals(this.tripMilliliters, trip * model.zoneCount)) return true;
    return packer.holds(this.trial, this.nodesOf(trip, this.trial));
  }

  /** Whether the trip has no goods of two zones that may not share a vehicle. */
  keepsTripZonesApart(trip: number): boolean {
    return this.incompatibleOnTrip.length === 0 || this.mayShareTrip(this.zonesOn(trip));
  }

  private mayShareTrip(zones: number): boolean {
    return this.incompatibleOnTrip.every((others, zone) => (zones & (1 << zone)) === 0 || (zones & others) === 0);
  }

  /** The zones that the trip brings or takes, as bits. Goods without a volume count, so totals do not tell. */
  private zonesOn(trip: number): number {
    let zones = 0;
    for (let node = this.tripFirst[trip]; node >= 0; node = this.next[node]) zones |= this.model.nodeMask[node];
    return zones;
  }

  /** The same for a plan that is read, which finds what `packTrip` misses. */
  packTripSurely(trip: number, ageOf?: AgeOf): Packing | undefined {
    const packing = this.packTrip(trip, ageOf);
    if (packing !== undefined) return packing;
    return this.packers[this.vehicleOf(trip)].packByTrying(this.trial, this.nodesOf(trip, this.trial), ageOf);
  }

  /** Where each consignment of the trip rides, from beginning to end; undefined where no way was found. */
  packTrip(trip: number, ageOf?: AgeOf): Packing | undefined {
    const count = this.nodesOf(trip, this.trial);
    const packer = this.packers[this.vehicleOf(trip)];
    return this.model.hasPickups ? packer.packAlong(this.trial, count, ageOf) : packer.pack(this.trial, count, ageOf);
  }

  /** What follows `after` in one trip and `otherAfter` in the other (-1: all) change places. The caller tells the schedule. */
  swapTails(trip: number, after: number, otherTrip: number, otherAfter: number): void {
    const tail = after < 0 ? this.tripFirst[trip] : this.next[after];
    const otherTail = otherAfter < 0 ? this.tripFirst[otherTrip] : this.next[otherAfter];
    const last = this.tripLast[trip];
    const otherLast = this.tripLast[otherTrip];
    const moved = this.reassign(tail, trip, otherTrip);
    const otherMoved = this.reassign(otherTail, otherTrip, trip);
    this.join(trip, after, otherTail, otherTail < 0 ? after : otherLast);
    this.join(otherTrip, otherAfter, tail, tail < 0 ? otherAfter : last);
    this.countStops(trip, otherMoved - moved);
    this.countStops(otherTrip, moved - otherMoved);
  }

  /** Turns the visits from `first` to `last` of one trip round. The caller tells the schedule. */
  reverse(first: number, last: number): void {
    const { next, prev } = this;
    const trip = this.tripOf[first];
    const before = prev[first];
    const after = next[last];
    for (let node = first; node !== after; ) {
      const following = next[node];
      next[node] = prev[node];
      prev[node] = following;
      node = following;
    }
    prev[last] = before;
    next[first] = after;
    if (before < 0) this.tripFirst[trip] = last;
    else next[before] = last;
    if (after < 0) this.tripLast[trip] = first;
    else prev[after] = first;
  }

  private reassign(tail: number, from: number, to: number): number {
    let moved = 0;
    for (let node = tail; node >= 0; node = this.next[node]) {
      this.tripOf[node] = to;
      this.tripGrams[from] -= this.model.nodeGrams[node];
      this.tripGrams[to] += this.model.nodeGrams[node];
      if (this.hasVolumes) {
        this.addMilliliters(from, node, -1);
        this.addMilliliters(to, node, 1);
      }
      moved++;
    }
    return moved;
  }

  private join(trip: number, after: number, tail: number, last: number): void {
    if (after < 0) this.tripFirst[trip] = tail;
    else this.next[after] = tail;
    if (tail >= 0) this.prev[tail] = after;
    this.tripLast[trip] = last;
  }

  private countStops(trip: number, change: number): void {
    const vehicle = this.vehicleOf(trip);
    if (this.tripStops[trip] > 0) this.usedTrips--;
    this.tripStops[trip] += change;
    this.vehicleStops[vehicle] += change;
    if (this.tripStops[trip] > 0) this.usedTrips++;
    if (this.vehicleStops[vehicle] === 0) this.freed(vehicle);
  }

  /** Writes a trip's nodes in order; returns how many. */
  nodesOf(trip: number, into: Int32Array): number {
    let count = 0;
    for (let node = this.tripFirst[trip]; node >= 0; node = this.next[node]) into[count++] = node;
    return count;
  }

  /** Moves the filled trips of a vehicle to the front, so that the first trips are the ones in use. */
  closeGaps(vehicle: number): void {
    const first = vehicle * this.model.maxTripsPerVehicle;
    for (let filled = 0, trip = 0; trip < this.model.maxTripsPerVehicle; trip++) {
      if (this.tripStops[first + trip] === 0) continue;
      if (trip !== filled) this.moveTrip(first + trip, first + filled);
      filled++;
    }
  }

  private moveTrip(from: number, to: number): void {
    const { zoneCount } = this.model;
    for (let node = this.tripFirst[from]; node >= 0; node = this.next[node]) this.tripOf[node] = to;
    this.tripFirst[to] = this.tripFirst[from];
    this.tripLast[to] = this.tripLast[from];
    this.tripStops[to] = this.tripStops[from];
    this.tripGrams[to] = this.tripGrams[from];
    this.tripMilliliters.copyWithin(to * zoneCount, from * zoneCount, (from + 1) * zoneCount);
    this.tripFirst[from] = -1;
    this.tripLast[from] = -1;
    this.tripStops[from] = 0;
    this.tripGrams[from] = 0;
    this.tripMilliliters.fill(0, from * zoneCount, (from + 1) * zoneCount);
  }

  private addAbsent(station: number): void {
    if (this.absentAt[station] >= 0) return;
    this.absentAt[station] = this.absentCount;
    this.absent[this.absentCount++] = station;
  }

  private removeAbsent(station: number): void {
    const at = this.absentAt[station];
    if (at < 0) return;
    const moved = this.absent[--this.absentCount];
    this.absent[at] = moved;
    this.absentAt[moved] = at;
    this.absentAt[station] = -1;
  }

  private addMilliliters(trip: number, node: number, sign: number): void {
    const { zoneCount, nodeMilliliters } = this.model;
    for (let zone = 0; zone < zoneCount; zone++) {
      this.tripMilliliters[trip * zoneCount + zone] += sign * nodeMilliliters[node * zoneCount + zone];
    }
  }
}

/** Vehicles with the same compartments and bodies share a packer. */
function sharedPackers(model: Model): CompartmentPacker[] {
  const known = new Map<string, CompartmentPacker>();
  return model.problem.vehicles.map(({ compartments, bodies }) => {
    const key = JSON.stringify([compartments, bodies]);
    const packer = known.get(key) ?? new CompartmentPacker({ compartments, bodies }, model);
    known.set(key, packer);
    return packer;
  });
}
