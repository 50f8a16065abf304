import type { FleetState } from '../plan/fleet-state.js';
import { DaySchedule } from './day-schedule.js';
import { RouteCompactness } from './route-compactness.js';

/** A dispatch day on which compactness has a price. */
export class CompactSchedule extends DaySchedule {
  private readonly spread: RouteCompactness;
  private readonly nodes: Int32Array;

  constructor(state: FleetState) {
    super(state);
    this.spread = new RouteCompactness(state.model);
    this.nodes = new Int32Array(state.model.nodeCount);
    this.tripColumns = [...this.tripColumns, this.spread.sumX, this.spread.sumY];
  }

  override price(trip: number, after: number, node: number, most: number): number {
    const added = this.spread.added(trip, node, this.state.tripStops[trip]);
    return added >= most ? Number.POSITIVE_INFINITY : added + super.price(trip, after, node, most - added);
  }

  override refresh(vehicle: number): boolean {
    const { state, spread, nodes } = this;
    const { maxTripsPerVehicle } = this.model;
    if (!super.refresh(vehicle)) return false;
    let price = 0;
    for (let trip = vehicle * maxTripsPerVehicle; trip < (vehicle + 1) * maxTripsPerVehicle; trip++) {
      price += spread.refresh(trip, nodes, 0, state.nodesOf(trip, nodes));
    }
    this.setCost(vehicle, state.vehicleCost[vehicle] + price);
    return true;
  }
}
