import { bitCount } from '../model/model.js';
import type { Schedule } from '../schedules/schedule.js';
import type { FleetState } from './fleet-state.js';

/** Fixed costs count for no more than so many legs: some are only there to say "as few vehicles as possible". */
const mostFixedLegs = 4;

/**
 * The best plan so far. Only vehicles that changed since the last time are written down again, so that a long row of
 * small improvements costs no copying of the whole.
 */
export class BestPlan {
  cost = Number.POSITIVE_INFINITY;
  drivingCost = 0;
  vehiclesUsed = 0;
  /** Consignments that it leaves out. */
  unassigned = 0;
  /**
   * What a change of one visit is about: the mean cost of a leg between two visits (legs from and to the depot say
   * nothing of how stations lie to each other), and a visit's share of the vehicles' fixed costs, up to some legs' worth.
   */
  costPerLeg = 1;
  /** The mean cost of a leg between two visits alone. */
  legCost = 1;
  visitsPerTrip = 1;
  private readonly next: Int32Array;
  private readonly tripFirst: Int32Array;
  private readonly changed: Int32Array;
  private readonly isChanged: Uint8Array;
  private changedCount = 0;

  constructor(private readonly state: FleetState) {
    const { model } = state;
    const vehicles = model.problem.vehicles.length;
    this.next = new Int32Array(model.nodeCount).fill(-1);
    this.tripFirst = new Int32Array(model.tripCount).fill(-1);
    this.changed = new Int32Array(vehicles);
    this.isChanged = new Uint8Array(vehicles);
    for (let vehicle = 0; vehicle < vehicles; vehicle++) this.noteChanged(vehicle);
  }

  /** Notes that a vehicle is no more as it was written down. */
  noteChanged(vehicle: number): void {
    if (this.isChanged[vehicle] === 1) return;
    this.isChanged[vehicle] = 1;
    this.changed[this.changedCount++] = vehicle;
  }

  /** Writes the state down as the best, at this cost. */
  keep(cost: number): void {
    const { state } = this;
    const { maxTripsPerVehicle } = state.model;
    for (let at = 0; at < this.changedCount; at++) {
      const vehicle = this.changed[at];
      this.isChanged[vehicle] = 0;
      for (let trip = vehicle * maxTripsPerVehicle; trip < (vehicle + 1) * maxTripsPerVehicle; trip++) {
        this.tripFirst[trip] = state.tripFirst[trip];
        for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) this.next[node] = state.next[node];
      }
    }
    this.changedCount = 0;
    this.cost = cost;
    this.drivingCost = state.drivingCost;
  }

  /** Counts what is only told now and then. */
  count(): void {
    const { model } = this.state;
    const { travel, nodePlace, maxTripsPerVehicle, vehicleTravel } = model;
    let brought = 0;
    let cost = 0;
    let legs = 0;
    let visits = 0;
    let fixed = 0;
    let trips = 0;
    this.vehiclesUsed = 0;
    for (let trip = 0; trip < this.tripFirst.length; trip++) {
      let node = this.tripFirst[trip];
      if (node < 0) continue;
      const vehicle = this.state.vehicleOf(trip);
      const { costPerMeter, costPerSecond, fixedCost } = model.problem.vehicles[vehicle];
      brought += bitCount(model.nodeMask[node]);
      visits++;
      trips++;
      if (trip === vehicle * maxTripsPerVehicle) {
        this.vehiclesUsed++;
        fixed += fixedCost;
      }
      for (let next = this.next[node]; next >= 0; node = next, next = this.next[node]) {
        cost += costPerMeter * travel.metersBetween(vehicleTravel[vehicle], nodePlace[node], nodePlace[next]);
        cost += costPerSecond * travel.secondsBetween(vehicleTravel[vehicle], nodePlace[node], nodePlace[next]);
        brought += bitCount(model.nodeMask[next]);
        legs++;
        visits++;
      }
    }
    this.unassigned = model.consignmentCount - brought;
    if (legs === 0) return;
    this.visitsPerTrip = visits / trips;
    const perLeg = cost / legs;
    this.legCost = Math.max(Number.MIN_VALUE, perLeg);
    this.costPerLeg = Math.max(Number.MIN_VALUE, perLeg + Math.min(fixed / visits, mostFixedLegs * perLeg));
  }

  /** The best plan's visits: for each trip in use its number, its number of stops, and its nodes in order. */
  routes(isWanted: (vehicle: number) => boolean): Int32Array {
    const numbers: number[] = [];
    for (let trip = 0; trip < this.tripFirst.length; trip++) {
      if (this.tripFirst[trip] < 0 || !isWanted(this.state.vehicleOf(trip))) continue;
      const countAt = numbers.push(trip, 0) - 1;
      for (let node = this.tripFirst[trip]; node >= 0; node = this.next[node]) {
        numbers.push(node);
        numbers[countAt]++;
      }
    }
    return Int32Array.from(numbers);
  }
}

/** Makes the state hold these routes (in the form of `BestPlan.routes`) and nothing else. */
export function loadRoutes(state: FleetState, schedule: Schedule, routes: Int32Array): boolean {
  for (let trip = 0; trip < state.tripFirst.length; trip++) {
    while (state.tripFirst[trip] >= 0) {
      schedule.removing(state.tripFirst[trip]);
      state.remove(state.tripFirst[trip]);
    }
  }
  let at = 0;
  while (at < routes.length) {
    const trip = routes[at++];
    let last = -1;
    for (let stops = routes[at++]; stops > 0; stops--) {
      state.insert(trip, last, routes[at]);
      last = routes[at++];
    }
  }
  let possible = true;
  state.drivingCost = 0;
  state.vehicleCost.fill(0);
  for (let vehicle = 0; vehicle < state.vehicleStops.length; vehicle++) {
    state.closeGaps(vehicle);
    possible = schedule.refresh(vehicle) && possible;
  }
  return possible;
}
