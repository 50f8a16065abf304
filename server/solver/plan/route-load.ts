import { clampGrams } from '../model/model.js';
import type { FleetState } from './fleet-state.js';

/**
 * What is on board along a trip that takes goods up on its way: after each visit, and the most before and from it on.
 *
 * A trip departs with all that it delivers from the depot; at a station goods are dropped before others are taken.
 */
export class RouteLoad {
  /** Grams on board after the visit. */
  readonly after: Int32Array;
  /** The most on board at any time from the departure until after this visit, and from after it to the end. */
  readonly maxLoadBefore: Int32Array;
  readonly maxLoadAfter: Int32Array;
  readonly columns: readonly Int32Array[];
  readonly payload: Int32Array;

  constructor(private readonly state: FleetState) {
    const { nodeCount, problem } = state.model;
    this.columns = [
      (this.after = new Int32Array(nodeCount)),
      (this.maxLoadBefore = new Int32Array(nodeCount)),
      (this.maxLoadAfter = new Int32Array(nodeCount)),
    ];
    this.payload = Int32Array.from(problem.vehicles, ({ payloadGrams }) => clampGrams(payloadGrams));
  }

  /** Computes a trip's loads anew. Returns whether it is never overloaded. */
  refresh(trip: number): boolean {
    const { state } = this;
    const { nodeLoadChange } = state.model;
    let load = state.tripGrams[trip];
    let peak = load;
    for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
      load += nodeLoadChange[node];
      if (load > peak) peak = load;
      this.after[node] = load;
      this.maxLoadBefore[node] = peak;
    }
    const most = peak;
    peak = 0;
    for (let node = state.tripLast[trip]; node >= 0; node = state.prev[node]) {
      if (this.after[node] > peak) peak = this.after[node];
      this.maxLoadAfter[node] = peak;
    }
    return most <= this.payload[state.vehicleOf(trip)] && this.fitsByVolume(trip);
  }

  /** Whether a visit that is no part of a pair may stand behind `after` (-1: first). */
  fitsBehind(trip: number, after: number, node: number): boolean {
    const { state } = this;
    const { nodeGrams, nodeLoadChange } = state.model;
    const payload = this.payload[state.vehicleOf(trip)];
    const loaded = nodeGrams[node];
    const stays = loaded + nodeLoadChange[node];
    const before = after < 0 ? state.tripFirst[trip] : state.next[after];
    const here = after < 0 ? state.tripGrams[trip] : this.after[after];
    return (
      (after < 0 ? state.tripGrams[trip] : this.maxLoadBefore[after]) + loaded <= payload &&
      here + stays <= payload &&
      (before < 0 || this.maxLoadAfter[before] + stays <= payload)
    );
  }

  /** Whether some compartments hold the trip's goods all along. */
  private fitsByVolume(trip: number): boolean {
    return !this.state.hasVolumes || this.state.packTrip(trip) !== undefined;
  }
}
