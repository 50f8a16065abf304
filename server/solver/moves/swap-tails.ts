import type { Neighbours } from '../model/neighbours.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Schedule } from '../schedules/schedule.js';

/** Neighbours of a node that are tried as the other end of a new leg. */
const partners = 12;
/** Less than this is rounding, not gain. */
const leastGain = 1e-6;

/**
 * 2-opt* (Potvin and Rousseau 1995): two trips of different vehicles exchange their ends, so that a near neighbour
 * follows directly. What string removal, which moves ten visits at most, cannot do.
 *
 * The legs are priced first; only what saves meters is made, and rolled back when load, times or the exact cost refuse it.
 */
export class SwapTails {
  constructor(
    private readonly state: FleetState,
    private readonly schedule: Schedule,
    private readonly neighbours: Neighbours,
    private readonly log: UndoLog,
  ) {}

  /** Looks for an exchange that makes `node` and a near neighbour follow each other. Returns whether one was made. */
  improve(node: number): boolean {
    const { state, neighbours } = this;
    const { model } = state;
    const { near, nearEach } = neighbours;
    const trip = state.tripOf[node];
    if (state.locked[state.vehicleOf(trip)] === 1) return false;
    const row = model.nodeStation[node] * nearEach;
    for (let at = row; at < row + Math.min(partners, nearEach); at++) {
      for (let partner = state.firstPart[near[at]]; partner >= 0; partner = state.nextPart[partner]) {
        const otherTrip = state.tripOf[partner];
        if (state.locked[state.vehicleOf(otherTrip)] === 1) continue;
        if (this.link(trip, node, otherTrip, partner) || this.link(otherTrip, partner, trip, node)) return true;
      }
    }
    return false;
  }

  private link(trip: number, node: number, otherTrip: number, follower: number): boolean {
    const vehicle = this.state.vehicleOf(trip);
    const otherVehicle = this.state.vehicleOf(otherTrip);
    return (
      vehicle !== otherVehicle &&
      this.savesWay(vehicle, node, otherVehicle, follower) &&
      this.exchange(trip, node, otherTrip, follower)
    );
  }

  private savesWay(vehicle: number, node: number, otherVehicle: number, follower: number): boolean {
    const { model, next, prev } = this.state;
    const { travel, nodePlace, vehicleTravel, vehicleHome, vehicleMetersCost } = model;
    const arc = (who: number, from: number, to: number) =>
      vehicleMetersCost[who] *
      travel.metersBetween(
        vehicleTravel[who],
        from < 0 ? vehicleHome[who] : nodePlace[from],
        to < 0 ? vehicleHome[who] : nodePlace[to],
      );
    const before = prev[follower];
    const after = next[node];
    const now = arc(vehicle, node, after) + arc(otherVehicle, before, follower);
    const then = arc(vehicle, node, follower);
    if (then >= now) return false;
    return then + (before < 0 && after < 0 ? 0 : arc(otherVehicle, before, after)) < now - leastGain;
  }

  private exchange(trip: number, node: number, otherTrip: number, follower: number): boolean {
    const { state, schedule, log } = this;
    const { maxTripsPerVehicle } = state.model;
    const rest = state.next[node];
    const preceding = state.prev[follower];
    // A trip that ends up empty would leave a gap in a day of several.
    if (maxTripsPerVehicle > 1 && rest < 0 && preceding < 0) return false;
    if (!schedule.isFeasibleArc(trip, node, follower) || !schedule.isFeasibleArc(otherTrip, preceding, rest))
      return false;
    if (!this.loadsFit(trip, node, otherTrip, follower)) return false;
    const vehicle = state.vehicleOf(trip);
    const otherVehicle = state.vehicleOf(otherTrip);
    log.touch(vehicle);
    log.touch(otherVehicle);
    const costBefore = state.totalCost();
    state.swapTails(trip, node, otherTrip, preceding);
    const possible = schedule.refresh(vehicle) && schedule.refresh(otherVehicle);
    if (possible && state.fitsWhole(trip) && state.fitsWhole(otherTrip) && state.totalCost() < costBefore - leastGain) {
      return true;
    }
    state.swapTails(trip, node, otherTrip, preceding);
    schedule.refresh(vehicle);
    schedule.refresh(otherVehicle);
    return false;
  }

  /** Weights, by walking the shorter halves: the check that fails most often, before anything is changed. */
  private loadsFit(trip: number, node: number, otherTrip: number, follower: number): boolean {
    const { state } = this;
    const { nodeGrams, problem } = state.model;
    let tail = 0;
    for (let at = state.next[node]; at >= 0; at = state.next[at]) tail += nodeGrams[at];
    let otherTail = 0;
    for (let at = follower; at >= 0; at = state.next[at]) otherTail += nodeGrams[at];
    if (state.model.hasPickups && (this.cutsPair(state.next[node]) || this.cutsPair(follower))) return false;
    const change = otherTail - tail;
    return (
      state.tripGrams[trip] + change <= problem.vehicles[state.vehicleOf(trip)].payloadGrams &&
      state.tripGrams[otherTrip] - change <= problem.vehicles[state.vehicleOf(otherTrip)].payloadGrams
    );
  }

  /** Whether a pair is picked up before a tail and delivered in it. */
  private cutsPair(tail: number): boolean {
    const { next, model } = this.state;
    const { partnerOf, isPickup, nodeStation } = model;
    let open = 0;
    for (let at = tail; at >= 0; at = next[at]) {
      const station = nodeStation[at];
      if (partnerOf[station] >= 0) open += isPickup[station] === 1 ? -1 : 1;
    }
    return open > 0;
  }
}
