import type { FleetState } from '../plan/fleet-state.js';
import { DaySchedule } from './day-schedule.js';
import type { PairSchedule } from './schedule.js';
import { ScheduleEvaluator } from './schedule-evaluator.js';

/**
 * A dispatch day with every rule of the model: breaks, soft windows, goods that must not ride too long or are ready late,
 * pairs and goods taken on board, given beginnings, prices on changes and on uneven work.
 *
 * What a position costs is computed exactly, by timing the whole day with the visit in it (`ScheduleEvaluator`); the estimates
 * of `DaySchedule` only sort out what is hopeless. That is dear, so problems without such rules do without.
 */
export class FullSchedule extends DaySchedule implements PairSchedule {
  pairBehind = -1;
  /** Breaks on the leg into each node, and on the way home from each trip. */
  readonly breaksBefore: Int32Array;
  readonly breaksHome: Int32Array;
  /** When service begins: a soft opening may be waited for. */
  readonly begins: Int32Array;
  private readonly notBefore: Int32Array;
  private readonly day: ScheduleEvaluator;

  constructor(state: FleetState) {
    super(state);
    const { nodeCount, tripCount } = state.model;
    this.breaksBefore = new Int32Array(nodeCount);
    this.breaksHome = new Int32Array(tripCount);
    this.begins = new Int32Array(nodeCount);
    this.notBefore = new Int32Array(tripCount);
    this.nodeColumns = [...this.nodeColumns, this.breaksBefore, this.begins];
    this.tripColumns = [...this.tripColumns, this.breaksHome, this.notBefore];
    this.day = new ScheduleEvaluator(state.model);
  }

  override earliestLoading(trip: number): number {
    return this.notBefore[trip];
  }

  override price(trip: number, after: number, node: number, most: number): number {
    const { state, model } = this;
    const before = after < 0 ? state.tripFirst[trip] : state.next[after];
    if (before >= 0 && model.nodeFixedVehicle[before] >= 0) return Number.POSITIVE_INFINITY;
    const vehicle = state.vehicleOf(trip);
    const change = model.changeCost(vehicle, node);
    const hopeless = this.hasBreaks(vehicle)
      ? this.wayCost(trip, after, before, node) >= most - change
      : super.price(trip, after, node, most - change) === Number.POSITIVE_INFINITY;
    return hopeless ? Number.POSITIVE_INFINITY : this.priceExactly(trip, after, node, -1, -1, most);
  }

  override priceFirst(trip: number, node: number, most: number): number {
    const vehicle = this.state.vehicleOf(trip);
    const change = this.model.changeCost(vehicle, node);
    if (!this.hasBreaks(vehicle) && super.priceFirst(trip, node, most - change) === Number.POSITIVE_INFINITY) {
      return Number.POSITIVE_INFINITY;
    }
    return this.priceExactly(trip, -1, node, -1, -1, most);
  }

  pricePair(trip: number, after: number, pickup: number, delivery: number, most: number): number {
    const { state, model } = this;
    let behind = pickup;
    let next = after < 0 ? state.tripFirst[trip] : state.next[after];
    this.pairBehind = -1;
    if (next >= 0 && model.nodeFixedVehicle[next] >= 0) return Number.POSITIVE_INFINITY;
    if (next >= 0 && this.wayCost(trip, after, next, pickup) >= most) return Number.POSITIVE_INFINITY;
    let best = most;
    for (;;) {
      const cost = this.priceExactly(trip, after, pickup, behind, delivery, best);
      if (cost < best) {
        best = cost;
        this.pairBehind = behind;
      }
      if (next < 0) break;
      behind = next;
      next = state.next[next];
    }
    return this.pairBehind < 0 ? Number.POSITIVE_INFINITY : best;
  }

  override isFeasibleArc(trip: number, left: number, right: number): boolean {
    if (right >= 0 && this.model.nodeFixedVehicle[right] >= 0) return false;
    return this.hasBreaks(this.state.vehicleOf(trip)) || super.isFeasibleArc(trip, left, right);
  }

  override refresh(vehicle: number): boolean {
    const { state, model, day } = this;
    const first = vehicle * model.maxTripsPerVehicle;
    this.readDay(vehicle, -1, -1, -1, -1, -1);
    if (day.visits.trips === 0) {
      this.setCost(vehicle, 0);
      state.vehicleMeters[vehicle] = 0;
      return true;
    }
    if (!day.evaluate(vehicle)) return false;
    day.computeForwardSlack();
    const { best, earliest } = day;
    for (let trip = first, at = 0; trip < first + day.visits.trips; trip++) {
      const number = trip - first;
      let notBefore = 0;
      for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node], at++) {
        this.earliestArrival[node] = earliest.arrives[at];
        this.earliestLeave[node] = earliest.leaves[at];
        this.latestArrival[node] = day.latestArrival[at];
        this.arrival[node] = best.arrives[at];
        this.leave[node] = best.leaves[at];
        this.begins[node] = best.begins[at];
        this.waitFrom[node] = best.begins[at] - best.arrives[at];
        this.breaksBefore[node] = best.breaks[at];
        notBefore = Math.max(
          notBefore,
          model.nodeReleased[node],
          best.leaves[at] - model.maxTimeOnBoardSeconds(vehicle, node),
        );
      }
      this.tripDeparts[trip] = best.departs[number];
      this.tripEarliestDeparts[trip] = earliest.departs[number];
      this.tripReturns[trip] = best.returns[number];
      this.tripEarliestReturn[trip] = earliest.returns[number];
      this.tripLatestReturn[trip] = day.latestReturn[number];
      this.tripLoadBegins[trip] = best.loadBegins[number];
      // Nobody looks whether rides would still be short enough.
      this.tripLatestLoadBegin[trip] = model.hasRides ? best.loadBegins[number] : day.latestLoadBegin[number];
      this.breaksHome[trip] = best.breaks[day.visits.nodeCount + number];
      this.notBefore[trip] = state.packers[vehicle].keepsDiffer ? best.loadBegins[number] : notBefore;
    }
    this.sumWaiting(first, first + day.visits.trips);
    this.setCost(vehicle, day.cost);
    state.vehicleMeters[vehicle] = day.visits.meters;
    return this.fitsAllAlong(vehicle, first, first + day.visits.trips);
  }

  /** What volumes and compartments that keep goods for different times ask beside the totals of each trip. */
  private fitsAllAlong(vehicle: number, first: number, end: number): boolean {
    const { state, model } = this;
    if (!state.packers[vehicle].keepsDiffer && !(model.hasPickups && state.hasVolumes)) return true;
    for (let trip = first; trip < end; trip++) {
      if (state.packTrip(trip, (node) => this.ageAt(trip, node)) === undefined) return false;
    }
    return true;
  }

  /** For how long the goods of a visit ride. */
  ageAt(trip: number, node: number): number {
    return this.leave[node] - this.tripLoadBegins[trip];
  }

  private hasBreaks(vehicle: number): boolean {
    return (this.model.problem.vehicles[vehicle].breaks?.length ?? 0) > 0;
  }

  private wayCost(trip: number, after: number, before: number, node: number): number {
    const { model, state } = this;
    const { travel, nodePlace } = model;
    const vehicle = state.vehicleOf(trip);
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    const from = after < 0 ? home : nodePlace[after];
    const to = before < 0 ? home : nodePlace[before];
    const detour =
      travel.metersBetween(number, from, nodePlace[node]) +
      travel.metersBetween(number, nodePlace[node], to) -
      travel.metersBetween(number, from, to);
    return detour * model.vehicleMetersCost[vehicle];
  }

  private priceExactly(
    trip: number,
    after: number,
    node: number,
    behind: number,
    delivery: number,
    most: number,
  ): number {
    const { state, day } = this;
    const vehicle = state.vehicleOf(trip);
    this.readDay(vehicle, trip, after, node, behind, delivery);
    if (!day.evaluate(vehicle, state.vehicleCost[vehicle] + most)) return Number.POSITIVE_INFINITY;
    const cost = day.cost - state.vehicleCost[vehicle];
    return cost < most ? cost : Number.POSITIVE_INFINITY;
  }

  /** The vehicle's day as a list, with a node behind `after` in one trip, and a delivery behind `behind`. */
  private readDay(vehicle: number, trip: number, after: number, node: number, behind: number, delivery: number): void {
    const { state, day } = this;
    const { maxTripsPerVehicle } = this.model;
    const { nodes } = day.visits;
    let count = 0;
    day.visits.trips = 0;
    const add = (one: number) => {
      nodes[count++] = one;
      if (one === behind) nodes[count++] = delivery;
    };
    for (let number = 0; number < maxTripsPerVehicle; number++) {
      const at = vehicle * maxTripsPerVehicle + number;
      if (at === trip && after < 0) add(node);
      for (let visit = state.tripFirst[at]; visit >= 0; visit = state.next[visit]) {
        add(visit);
        if (at === trip && visit === after) add(node);
      }
      if (count === (day.visits.trips === 0 ? 0 : day.visits.tripEnds[day.visits.trips - 1])) break;
      day.visits.tripEnds[day.visits.trips++] = count;
    }
  }
}
