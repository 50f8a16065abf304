import type { Model } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { Schedule } from './schedule.js';

/** For problems without time: a route costs its vehicle and its meters. Everything is a difference of three legs. */
export class DistanceSchedule implements Schedule {
  nodeColumns: readonly Int32Array[] = [];
  readonly tripColumns: readonly Int32Array[] = [];
  protected readonly model: Model;
  /** Whether every arc is as long back as there. */
  readonly symmetric: boolean;
  protected readonly maxMeters: Float64Array;
  protected readonly fixedCost: Float64Array;

  constructor(protected readonly state: FleetState) {
    this.model = state.model;
    this.symmetric = this.model.travel.symmetric;
    this.maxMeters = Float64Array.from(this.model.problem.vehicles, (vehicle) => vehicle.maxMeters);
    this.fixedCost = Float64Array.from(this.model.problem.vehicles, (vehicle) => vehicle.fixedCost);
  }

  price(trip: number, after: number, node: number, most: number): number {
    const { model, state } = this;
    const vehicle = state.vehicleOf(trip);
    const detour = this.detour(vehicle, trip, after, node);
    const cost = detour * model.vehicleMetersCost[vehicle];
    if (cost >= most || state.vehicleMeters[vehicle] + detour > this.maxMeters[vehicle])
      return Number.POSITIVE_INFINITY;
    return cost;
  }

  priceFirst(trip: number, node: number, most: number): number {
    const { model, state } = this;
    const vehicle = state.vehicleOf(trip);
    const meters = this.thereAndBack(vehicle, node);
    const cost = this.fixedCost[vehicle] + meters * model.vehicleMetersCost[vehicle];
    return cost >= most || meters > this.maxMeters[vehicle] ? Number.POSITIVE_INFINITY : cost;
  }

  isFeasibleArc(_trip: number, _left: number, _right: number): boolean {
    return true;
  }

  inserted(trip: number, node: number): boolean {
    const { state } = this;
    const vehicle = state.vehicleOf(trip);
    const before = state.prev[node];
    const after = state.next[node];
    const detour =
      before < 0 && after < 0 ? this.thereAndBack(vehicle, node) : this.detourBetween(vehicle, before, after, node);
    this.setMeters(vehicle, state.vehicleMeters[vehicle] + detour);
    return true;
  }

  removing(node: number): void {
    const { state } = this;
    const vehicle = state.vehicleOf(state.tripOf[node]);
    const detour = this.detourBetween(vehicle, state.prev[node], state.next[node], node);
    const isLast = state.vehicleStops[vehicle] === 1;
    if (isLast) {
      state.drivingCost -= state.vehicleCost[vehicle];
      state.vehicleCost[vehicle] = 0;
      state.vehicleMeters[vehicle] = 0;
    } else this.setMeters(vehicle, state.vehicleMeters[vehicle] - detour);
  }

  removed(_trip: number, _left: number, _right: number): boolean {
    return true;
  }

  refresh(vehicle: number): boolean {
    const { state, model } = this;
    const travel = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    let meters = 0;
    let place = home;
    for (let node = state.tripFirst[vehicle * model.maxTripsPerVehicle]; node >= 0; node = state.next[node]) {
      meters += model.travel.metersBetween(travel, place, model.nodePlace[node]);
      place = model.nodePlace[node];
    }
    if (state.vehicleStops[vehicle] === 0) {
      state.drivingCost -= state.vehicleCost[vehicle];
      state.vehicleCost[vehicle] = 0;
      state.vehicleMeters[vehicle] = 0;
      return true;
    }
    this.setMeters(vehicle, meters + model.travel.metersBetween(travel, place, home));
    return state.vehicleMeters[vehicle] <= this.maxMeters[vehicle];
  }

  private setMeters(vehicle: number, meters: number): void {
    const { state } = this;
    const cost = this.fixedCost[vehicle] + meters * this.model.vehicleMetersCost[vehicle];
    state.drivingCost += cost - state.vehicleCost[vehicle];
    state.vehicleCost[vehicle] = cost;
    state.vehicleMeters[vehicle] = meters;
  }

  protected detour(vehicle: number, trip: number, after: number, node: number): number {
    const before = after < 0 ? this.state.tripFirst[trip] : this.state.next[after];
    return this.detourBetween(vehicle, after, before, node);
  }

  private detourBetween(vehicle: number, left: number, right: number, node: number): number {
    const { model } = this;
    const { travel, nodePlace } = model;
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    const from = left < 0 ? home : nodePlace[left];
    const to = right < 0 ? home : nodePlace[right];
    const here = nodePlace[node];
    return (
      (this.symmetric ? travel.metersBetween(number, here, from) : travel.metersBetween(number, from, here)) +
      travel.metersBetween(number, here, to) -
      (from === to && left < 0 ? 0 : travel.metersBetween(number, from, to))
    );
  }

  private thereAndBack(vehicle: number, node: number): number {
    return this.detourBetween(vehicle, -1, -1, node);
  }
}
