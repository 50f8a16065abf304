import { type Model, never } from '../model/model.js';
import type { DayTimes } from './day-times.js';

/**
 * Goods of a pair may ride for so long: from when the pickup is left until its delivery begins.
 *
 * Where everything is done as early as can be and a ride is too long, its pickup begins later, and what is behind it as
 * much later as it must. Every rule here sets a moment a lower bound that grows with others, so raising them until none
 * is broken finds the earliest day that keeps all, if there is one.
 */
export class RideLimits {
  /** Service begins no earlier, by position in the day. */
  readonly until: Int32Array;
  /** The position of the pickup whose goods ride to here for a limited time; -1 for all others. */
  readonly pickup: Int32Array;
  /** How often `raise` may be of use; rises beyond that go round in a circle. */
  rounds = 0;
  private readonly position: Int32Array;
  private count = 0;

  constructor(
    private readonly model: Model,
    mostNodes: number,
  ) {
    this.until = new Int32Array(mostNodes);
    this.pickup = new Int32Array(mostNodes);
    this.position = new Int32Array(model.nodeCount);
  }

  /** Looks for limited rides among the first `count` nodes of a day. Returns whether there are any. */
  read(nodes: Int32Array, count: number): boolean {
    const { model, position, pickup } = this;
    let rides = 0;
    this.count = count;
    for (let at = 0; at < count; at++) {
      const node = nodes[at];
      position[node] = at;
      pickup[at] = -1;
      if (model.nodeRide[node] === never || model.nodeFixedVehicle[node] >= 0) continue;
      pickup[at] = position[model.partnerNode(node)];
      rides++;
    }
    // Each round settles a ride for good; windows with gaps may take a few more.
    this.rounds = 2 * rides + 4;
    return rides > 0;
  }

  clear(): void {
    this.until.fill(0, 0, this.count);
  }

  /** How long the goods that are delivered at a position may ride. */
  most(nodes: Int32Array, at: number): number {
    return this.model.nodeRide[nodes[at]];
  }

  /** Lets pickups begin as late as their deliveries ask. Returns whether any has to begin later than it does. */
  raise(nodes: Int32Array, { begins }: DayTimes): boolean {
    const { model, pickup, until } = this;
    let isRaised = false;
    for (let at = 0; at < this.count; at++) {
      const from = pickup[at];
      if (from < 0) continue;
      const least = begins[at] - model.nodeRide[nodes[at]] - model.nodeSeconds[nodes[from]];
      if (begins[from] >= least) continue;
      until[from] = least;
      isRaised = true;
    }
    return isRaised;
  }
}
