import { clampTime, never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import { rateSeconds } from '../problem.js';
import { DistanceSchedule } from './distance-schedule.js';

/**
 * Time windows and shifts, one trip a day, time itself free of charge.
 *
 * Each node knows when it can be left at the earliest and begun at the latest; a position is possible when the one
 * meets the other (Savelsbergh 1992). After a change both are carried along the route only as far as they change.
 */
export class WindowSchedule extends DistanceSchedule {
  protected readonly earliestLeave: Int32Array;
  protected readonly latestBegin: Int32Array;
  /** By vehicle: when it has loaded, and when it has to be back. */
  readonly departs: Int32Array;
  readonly shiftEnds: Int32Array;
  override nodeColumns: readonly Int32Array[];

  constructor(state: FleetState) {
    super(state);
    const { nodeCount, problem } = state.model;
    this.earliestLeave = new Int32Array(nodeCount);
    this.latestBegin = new Int32Array(nodeCount);
    this.nodeColumns = [this.earliestLeave, this.latestBegin];
    this.departs = Int32Array.from(problem.vehicles, ({ shiftBegins, depot: depotNo }) => {
      const depot = problem.depots[depotNo];
      const departs = Math.max(shiftBegins, depot.opens) + rateSeconds(depot.loading, 0);
      return departs > depot.closes ? never : clampTime(departs);
    });
    this.shiftEnds = Int32Array.from(problem.vehicles, ({ shiftEnds }) => clampTime(shiftEnds));
  }

  override price(trip: number, after: number, node: number, most: number): number {
    const cost = super.price(trip, after, node, most);
    if (cost === Number.POSITIVE_INFINITY) return cost;
    const { state, model } = this;
    const before = after < 0 ? state.tripFirst[trip] : state.next[after];
    const begins = this.beginAfter(trip, after, node);
    if (begins === never) return Number.POSITIVE_INFINITY;
    const vehicle = state.vehicleOf(trip);
    const to = before < 0 ? model.vehicleHome[vehicle] : model.nodePlace[before];
    const onward = model.travel.secondsBetween(model.vehicleTravel[vehicle], model.nodePlace[node], to);
    const latest = before < 0 ? this.shiftEnds[vehicle] : this.latestBegin[before];
    return begins + model.nodeSeconds[node] + onward > latest ? Number.POSITIVE_INFINITY : cost;
  }

  override priceFirst(trip: number, node: number, most: number): number {
    const { state, model } = this;
    const begins = this.beginAfter(trip, -1, node);
    if (begins === never) return Number.POSITIVE_INFINITY;
    const vehicle = state.vehicleOf(trip);
    const back = model.travel.secondsBetween(
      model.vehicleTravel[vehicle],
      model.nodePlace[node],
      model.vehicleHome[vehicle],
    );
    if (begins + model.nodeSeconds[node] + back > this.shiftEnds[vehicle]) return Number.POSITIVE_INFINITY;
    return super.priceFirst(trip, node, most);
  }

  override isFeasibleArc(trip: number, left: number, right: number): boolean {
    const { state, model } = this;
    const vehicle = state.vehicleOf(trip);
    const leaves = left < 0 ? this.departs[vehicle] : this.earliestLeave[left];
    const from = left < 0 ? model.vehicleHome[vehicle] : model.nodePlace[left];
    const to = right < 0 ? model.vehicleHome[vehicle] : model.nodePlace[right];
    const latest = right < 0 ? this.shiftEnds[vehicle] : this.latestBegin[right];
    return leaves + model.travel.secondsBetween(model.vehicleTravel[vehicle], from, to) <= latest;
  }

  override inserted(trip: number, node: number): boolean {
    super.inserted(trip, node);
    this.earliestLeave[node] = -1;
    this.latestBegin[node] = -1;
    return this.forward(trip, node) && this.backward(trip, node);
  }

  override removed(trip: number, left: number, right: number): boolean {
    if (right < 0 && left >= 0 && !this.isBackInTime(trip, left)) return false;
    return (right < 0 || this.forward(trip, right)) && (left < 0 || this.backward(trip, left));
  }

  override refresh(vehicle: number): boolean {
    const { state } = this;
    for (let node = state.tripFirst[vehicle]; node >= 0; node = state.next[node]) {
      this.earliestLeave[node] = -1;
      this.latestBegin[node] = -1;
    }
    const { tripFirst, tripLast } = state;
    const inReach = super.refresh(vehicle);
    if (tripFirst[vehicle] < 0) return inReach;
    return this.forward(vehicle, tripFirst[vehicle]) && this.backward(vehicle, tripLast[vehicle]) && inReach;
  }

  /** When service at `node` begins behind `after`, or `never`. */
  protected beginAfter(trip: number, after: number, node: number): number {
    const { model, state } = this;
    const vehicle = state.vehicleOf(trip);
    const leaves = after < 0 ? this.departs[vehicle] : this.earliestLeave[after];
    const from = after < 0 ? model.vehicleHome[vehicle] : model.nodePlace[after];
    const here = model.nodePlace[node];
    const number = model.vehicleTravel[vehicle];
    const there = this.symmetric
      ? model.travel.secondsBetween(number, here, from)
      : model.travel.secondsBetween(number, from, here);
    return model.beginAt(node, leaves + there);
  }

  /** Carries earliest times on from `node` until they are what they were. */
  private forward(trip: number, node: number): boolean {
    const { model, state } = this;
    let last = -1;
    for (let at = node; at >= 0; at = state.next[at]) {
      const begins = this.beginAfter(trip, state.prev[at], at);
      if (begins === never) return false;
      const leaves = begins + model.nodeSeconds[at];
      if (leaves === this.earliestLeave[at]) return true;
      this.earliestLeave[at] = leaves;
      last = at;
    }
    return this.isBackInTime(trip, last);
  }

  private isBackInTime(trip: number, last: number): boolean {
    const { model, state } = this;
    const vehicle = state.vehicleOf(trip);
    const home = model.vehicleHome[vehicle];
    const back = model.travel.secondsBetween(model.vehicleTravel[vehicle], model.nodePlace[last], home);
    return this.earliestLeave[last] + back <= this.shiftEnds[vehicle];
  }

  /** Carries latest times back from `node` until they are what they were. */
  private backward(trip: number, node: number): boolean {
    const { model, state } = this;
    const vehicle = state.vehicleOf(trip);
    const travel = model.vehicleTravel[vehicle];
    for (let at = node; at >= 0; at = state.prev[at]) {
      const after = state.next[at];
      const to = after < 0 ? model.vehicleHome[vehicle] : model.nodePlace[after];
      const limit = after < 0 ? this.shiftEnds[vehicle] : this.latestBegin[after];
      const latest = model.latestBeginAt(
        at,
        limit - model.travel.secondsBetween(travel, model.nodePlace[at], to) - model.nodeSeconds[at],
      );
      if (latest < 0) return false;
      if (latest === this.latestBegin[at]) return true;
      this.latestBegin[at] = latest;
    }
    return true;
  }
}
