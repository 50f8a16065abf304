import type { FleetState } from './fleet-state.js';

/**
 * What an iteration touched, so that it can be taken back without copying the whole solution.
 *
 * A vehicle or a station is copied the first time that it is touched after `begin`.
 */
export class SnapshotLog {
  private readonly cells: [Int32Array, Int32Array][];
  private readonly slots: [Int32Array | Float64Array, Int32Array | Float64Array][];
  private readonly days: [Int32Array | Float64Array, Int32Array | Float64Array][];
  private readonly parts: [Int32Array, Int32Array][];
  private readonly milliliters: Float64Array;
  private readonly vehicleStamp: Int32Array;
  private readonly stationStamp: Int32Array;
  private stamp = 0;
  /** The first `vehicleCount` are the vehicles touched since `begin`. */
  readonly vehicles: Int32Array;
  vehicleCount = 0;
  private readonly stations: Int32Array;
  private stationCount = 0;

  constructor(private readonly state: FleetState) {
    const mirror = <T extends Int32Array | Float64Array>(array: T) => [array, array.slice()] as [T, T];
    this.cells = [
      state.nodes,
      state.earliestArrival,
      state.earliestLeave,
      state.latestArrival,
      state.arrival,
      state.leave,
      state.waitFrom,
    ].map(mirror);
    this.slots = [
      state.length,
      state.slotGrams,
      state.slotDeparts,
      state.slotEarliestDeparts,
      state.slotReturns,
      state.slotLatestReturn,
      state.slotLoadBegins,
      state.slotLatestLoadBegin,
    ].map(mirror);
    this.days = [state.vehicleCost, state.vehicleMeters, state.vehicleStops].map(mirror);
    this.parts = [state.partSlot, state.partMask].map(mirror);
    this.milliliters = state.slotMilliliters.slice();
    this.vehicleStamp = new Int32Array(state.problem.vehicles.length);
    this.stationStamp = new Int32Array(state.problem.stations.length);
    this.vehicles = new Int32Array(state.problem.vehicles.length);
    this.stations = new Int32Array(state.problem.stations.length);
  }

  /** From here on, changes can be taken back to this moment. */
  begin(): void {
    this.stamp++;
    this.vehicleCount = 0;
    this.stationCount = 0;
  }

  /** To be called before a vehicle's day is changed. */
  saveVehicle(vehicle: number): void {
    if (this.vehicleStamp[vehicle] === this.stamp) return;
    this.vehicleStamp[vehicle] = this.stamp;
    this.vehicles[this.vehicleCount++] = vehicle;
    this.copyVehicle(vehicle, 0, 1);
  }

  /** To be called before a station's parts are changed. */
  saveStation(station: number): void {
    if (this.stationStamp[station] === this.stamp) return;
    this.stationStamp[station] = this.stamp;
    this.stations[this.stationCount++] = station;
    this.copyStation(station, 0, 1);
  }

  /** Cost of the touched vehicles as they were at `begin`. */
  costBefore(): number {
    let cost = 0;
    for (let at = 0; at < this.vehicleCount; at++) cost += this.days[0][1][this.vehicles[at]];
    return cost;
  }

  /** Cost of the touched vehicles as they are now. */
  costNow(): number {
    let cost = 0;
    for (let at = 0; at < this.vehicleCount; at++) cost += this.days[0][0][this.vehicles[at]];
    return cost;
  }

  /** Puts everything back as it was at `begin`. */
  takeBack(): void {
    for (let at = 0; at < this.vehicleCount; at++) this.copyVehicle(this.vehicles[at], 1, 0);
    for (let at = 0; at < this.stationCount; at++) this.copyStation(this.stations[at], 1, 0);
  }

  private copyVehicle(vehicle: number, from: 0 | 1, to: 0 | 1): void {
    const { tripsEach, capacity, goods } = this.state;
    const first = vehicle * tripsEach;
    for (const pair of this.slots) {
      for (let slot = first; slot < first + tripsEach; slot++) pair[to][slot] = pair[from][slot];
    }
    for (const pair of this.days) pair[to][vehicle] = pair[from][vehicle];
    const lengths = this.slots[0][from];
    for (let slot = first; slot < first + tripsEach; slot++) {
      const start = slot * capacity;
      for (const pair of this.cells) {
        const source = pair[from];
        const target = pair[to];
        for (let at = start; at < start + lengths[slot]; at++) target[at] = source[at];
      }
    }
    const zones = goods.zoneCount;
    const live = this.state.slotMilliliters;
    const [source, target] = from === 0 ? [live, this.milliliters] : [this.milliliters, live];
    for (let at = first * zones; at < (first + tripsEach) * zones; at++) target[at] = source[at];
  }

  private copyStation(station: number, from: 0 | 1, to: 0 | 1): void {
    const { zoneCount } = this.state.goods;
    for (const pair of this.parts) {
      for (let part = station * zoneCount; part < (station + 1) * zoneCount; part++) pair[to][part] = pair[from][part];
    }
  }
}
