import type { Schedule } from '../schedules/schedule.js';
import type { FleetState } from './fleet-state.js';

/**
 * What an iteration touched, so that it can be taken back without copying the whole plan.
 *
 * A vehicle's day (order, load, times, cost) is written down the first time that it is touched after `begin`; taking
 * back costs as much as the touched routes are long, however large the problem is.
 */
export class UndoLog {
  /** Vehicles touched since `begin`: the first `vehicleCount`. */
  readonly vehicles: Int32Array;
  vehicleCount = 0;
  private readonly stamps: Int32Array;
  private stamp = 0;
  private readonly tripInts: readonly Int32Array[];
  private readonly nodeInts: readonly Int32Array[];
  private ints: Int32Array;
  private intCount = 0;
  private readonly floats: Float64Array;
  private floatCount = 0;
  private drivingCost = 0;
  private unservedPenalty = 0;
  private readonly current: Int32Array;

  constructor(
    private readonly state: FleetState,
    schedule: Schedule,
  ) {
    const { model } = state;
    const vehicles = model.problem.vehicles.length;
    this.vehicles = new Int32Array(vehicles);
    this.stamps = new Int32Array(vehicles);
    this.tripInts = schedule.tripColumns;
    this.nodeInts = schedule.nodeColumns;
    const visits = model.stationCount * model.zoneCount;
    this.ints = new Int32Array(visits + 1024);
    this.floats = new Float64Array(vehicles * (2 + model.maxTripsPerVehicle * (1 + model.zoneCount)));
    this.current = new Int32Array(visits);
  }

  begin(): void {
    this.stamp++;
    this.vehicleCount = 0;
    this.intCount = 0;
    this.floatCount = 0;
    this.drivingCost = this.state.drivingCost;
    this.unservedPenalty = this.state.unservedPenalty;
  }

  /** Writes a vehicle down, if it is not yet. */
  touch(vehicle: number): void {
    if (this.stamps[vehicle] === this.stamp) return;
    this.stamps[vehicle] = this.stamp;
    this.vehicles[this.vehicleCount++] = vehicle;
    const { state, tripInts, nodeInts } = this;
    const { maxTripsPerVehicle, zoneCount } = state.model;
    this.reserve(vehicle);
    const { ints, floats } = this;
    let atInt = this.intCount;
    let atFloat = this.floatCount;
    floats[atFloat++] = state.vehicleCost[vehicle];
    floats[atFloat++] = state.vehicleMeters[vehicle];
    for (let trip = vehicle * maxTripsPerVehicle; trip < (vehicle + 1) * maxTripsPerVehicle; trip++) {
      ints[atInt++] = state.tripStops[trip];
      for (let column = 0; column < tripInts.length; column++) ints[atInt++] = tripInts[column][trip];
      floats[atFloat++] = state.tripGrams[trip];
      for (let zone = 0; zone < zoneCount; zone++) floats[atFloat++] = state.tripMilliliters[trip * zoneCount + zone];
      for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
        ints[atInt++] = node;
        for (let column = 0; column < nodeInts.length; column++) ints[atInt++] = nodeInts[column][node];
      }
    }
    this.intCount = atInt;
    this.floatCount = atFloat;
  }

  /** Makes everything as it was at `begin`. */
  takeBack(): void {
    const { state, tripInts, nodeInts, ints, floats, current } = this;
    const { maxTripsPerVehicle, zoneCount } = state.model;
    const gone = -2;
    const stays = -3;
    const count = this.unlinkAll(gone);
    // Who was visited before and is now, stays; the others become absent before anyone comes back.
    this.eachSavedNode((node) => {
      if (state.tripOf[node] === gone) state.tripOf[node] = stays;
    });
    for (let at = 0; at < count; at++) {
      if (state.tripOf[current[at]] !== gone) continue;
      state.tripOf[current[at]] = -1;
      state.removePart(current[at]);
    }
    let atInt = 0;
    let atFloat = 0;
    for (let index = 0; index < this.vehicleCount; index++) {
      const vehicle = this.vehicles[index];
      state.vehicleCost[vehicle] = floats[atFloat++];
      state.vehicleMeters[vehicle] = floats[atFloat++];
      let stops = 0;
      for (let trip = vehicle * maxTripsPerVehicle; trip < (vehicle + 1) * maxTripsPerVehicle; trip++) {
        const stopsBefore = ints[atInt++];
        if (stopsBefore > 0) state.usedTrips++;
        stops += stopsBefore;
        state.tripStops[trip] = stopsBefore;
        for (let column = 0; column < tripInts.length; column++) tripInts[column][trip] = ints[atInt++];
        state.tripGrams[trip] = floats[atFloat++];
        for (let zone = 0; zone < zoneCount; zone++) state.tripMilliliters[trip * zoneCount + zone] = floats[atFloat++];
        let last = -1;
        for (let stop = 0; stop < stopsBefore; stop++) {
          const node = ints[atInt++];
          if (state.tripOf[node] === -1) state.addPart(node);
          state.tripOf[node] = trip;
          state.prev[node] = last;
          if (last < 0) state.tripFirst[trip] = node;
          else state.next[last] = node;
          for (let column = 0; column < nodeInts.length; column++) nodeInts[column][node] = ints[atInt++];
          last = node;
        }
        state.tripLast[trip] = last;
        if (last < 0) state.tripFirst[trip] = -1;
        else state.next[last] = -1;
      }
      state.vehicleStops[vehicle] = stops;
      if (stops === 0) state.freed(vehicle);
    }
    state.drivingCost = this.drivingCost;
    state.unservedPenalty = this.unservedPenalty;
    this.vehicleCount = 0;
  }

  private unlinkAll(mark: number): number {
    const { state, current } = this;
    const { maxTripsPerVehicle } = state.model;
    let count = 0;
    for (let index = 0; index < this.vehicleCount; index++) {
      const first = this.vehicles[index] * maxTripsPerVehicle;
      for (let trip = first; trip < first + maxTripsPerVehicle; trip++) {
        if (state.tripStops[trip] > 0) state.usedTrips--;
        for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
          state.tripOf[node] = mark;
          current[count++] = node;
        }
      }
    }
    return count;
  }

  private eachSavedNode(visit: (node: number) => void): void {
    const { ints, tripInts, nodeInts } = this;
    const { maxTripsPerVehicle } = this.state.model;
    let at = 0;
    for (let trips = this.vehicleCount * maxTripsPerVehicle; trips > 0; trips--) {
      const stops = ints[at];
      at += 1 + tripInts.length;
      for (let stop = 0; stop < stops; stop++, at += 1 + nodeInts.length) visit(ints[at]);
    }
  }

  private reserve(vehicle: number): void {
    const { maxTripsPerVehicle } = this.state.model;
    const needed =
      this.intCount +
      maxTripsPerVehicle * (1 + this.tripInts.length) +
      this.state.vehicleStops[vehicle] * (1 + this.nodeInts.length);
    if (needed <= this.ints.length) return;
    const larger = new Int32Array(Math.max(needed, this.ints.length * 2));
    larger.set(this.ints.subarray(0, this.intCount));
    this.ints = larger;
  }
}
