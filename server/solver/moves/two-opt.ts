import type { Neighbours } from '../model/neighbours.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Schedule } from '../schedules/schedule.js';

/** Less than this is rounding, not gain. */
const leastGain = 1e-6;

/**
 * 2-opt (Croes 1958): turns a stretch of a trip round, so that a visit and a near neighbour follow each other. For
 * problems without time and with symmetric arcs, where only the two legs at its ends change.
 *
 * What string removal cannot do once trips are much longer than its strings.
 */
export class TwoOpt {
  constructor(
    private readonly state: FleetState,
    private readonly schedule: Schedule,
    private readonly neighbours: Neighbours,
    private readonly log: UndoLog,
  ) {}

  /** Looks for a stretch beginning or ending at `node` that is better turned round. Returns whether one was. */
  improve(node: number): boolean {
    const { state, neighbours } = this;
    const { firstPart, tripOf, next, prev } = state;
    const { near, nearEach } = neighbours;
    const trip = tripOf[node];
    const vehicle = state.vehicleOf(trip);
    if (state.locked[vehicle] === 1) return false;
    const onward = this.arc(vehicle, node, next[node]);
    const back = this.arc(vehicle, prev[node], node);
    if (this.improveEnds(trip, vehicle, node, onward, back)) return true;
    const row = state.model.nodeStation[node] * nearEach;
    for (let at = row; at < row + nearEach; at++) {
      const partner = firstPart[near[at]];
      if (partner < 0 || tripOf[partner] !== trip) continue;
      const link = this.arc(vehicle, node, partner);
      // Neighbours come by distance: all further links are longer than either leg that they could replace.
      if (link >= onward && link >= back) return false;
      if (link < onward && this.gains(vehicle, onward - link, partner, next[partner], next[node])) {
        return this.turn(vehicle, node, partner, true);
      }
      if (link < back && this.gains(vehicle, back - link, partner, prev[partner], prev[node])) {
        return this.turn(vehicle, node, partner, false);
      }
    }
    return false;
  }

  /** The depot is nobody's neighbour: tries whether `node` is better the first or the last of its trip. */
  private improveEnds(trip: number, vehicle: number, node: number, onward: number, back: number): boolean {
    const { next, prev, tripFirst, tripLast } = this.state;
    const first = tripFirst[trip];
    const last = tripLast[trip];
    const home = this.arc(vehicle, node, -1);
    if (home < onward && this.gains(vehicle, onward - home, -1, first, next[node])) {
      return this.reverse(vehicle, first, node);
    }
    if (home < back && this.gains(vehicle, back - home, -1, last, prev[node])) return this.reverse(vehicle, node, last);
    return false;
  }

  /** Whether replacing the leg between partner and its side by one between both sides keeps some of what was saved. */
  private gains(vehicle: number, saved: number, partner: number, side: number, otherSide: number): boolean {
    return saved + this.arc(vehicle, partner, side) - this.arc(vehicle, side, otherSide) > leastGain;
  }

  private arc(vehicle: number, from: number, to: number): number {
    const { travel, nodePlace, vehicleTravel, vehicleHome } = this.state.model;
    const home = vehicleHome[vehicle];
    return travel.metersBetween(
      vehicleTravel[vehicle],
      from < 0 ? home : nodePlace[from],
      to < 0 ? home : nodePlace[to],
    );
  }

  /** Turns what lies between the two: without the first and with the last of them, or the other way about. */
  private turn(vehicle: number, node: number, partner: number, withLast: boolean): boolean {
    const { state } = this;
    let at = state.next[node];
    while (at >= 0 && at !== partner) at = state.next[at];
    const [first, last] = at === partner ? [node, partner] : [partner, node];
    if (withLast) return this.reverse(vehicle, state.next[first], last);
    return this.reverse(vehicle, first, state.prev[last]);
  }

  private reverse(vehicle: number, first: number, last: number): boolean {
    this.log.touch(vehicle);
    this.state.reverse(first, last);
    return this.schedule.refresh(vehicle);
  }
}
