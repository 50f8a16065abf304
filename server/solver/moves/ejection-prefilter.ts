import { bitCount, never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { WindowSchedule } from '../schedules/window-schedule.js';

/**
 * Which requests must leave a trip, at the least, before a visit can stand in it: for each place the fewest neighbours
 * there, were all others as early before and as late behind as they could ever be. What meets no need here is not worth
 * a look; what meets one may still be impossible.
 *
 * Requests are bits of 32; where a trip has more, some share one, and a few more are looked at.
 */
export class EjectionPrefilter {
  count = 0;
  readonly masks: Int32Array;
  /** Straight from the depot, and straight back to it. */
  private readonly leaves: Int32Array;
  private readonly latest: Int32Array;

  /** All vehicles are alike. */
  constructor(
    private readonly state: FleetState,
    { departs: [departs], shiftEnds: [ends] }: WindowSchedule,
  ) {
    const { model } = state;
    const { travel, nodeCount, nodePlace, nodeSeconds } = model;
    const home = model.vehicleHome[0];
    const number = model.vehicleTravel[0];
    this.masks = new Int32Array(model.stationCount + 1);
    this.leaves = Int32Array.from({ length: nodeCount }, (_, node) => {
      const begins = model.beginAt(node, departs + travel.secondsBetween(number, home, nodePlace[node]));
      return Math.min(never, begins + nodeSeconds[node]);
    });
    this.latest = Int32Array.from({ length: nodeCount }, (_, node) => {
      const back = travel.secondsBetween(number, nodePlace[node], home);
      return model.latestBeginAt(node, ends - back - nodeSeconds[node]);
    });
  }

  /**
   * Notes the needs of a visit in a trip whose visits and their requests' bits are given, each of `most` requests at most.
   * Returns whether there is any.
   */
  collect(visits: Int32Array, bits: Int32Array, length: number, node: number, most: number): boolean {
    this.count = 0;
    for (let from = 0; from <= length; from++) {
      const begins = this.beginBehind(from === 0 ? -1 : visits[from - 1], node);
      if (begins === never) continue;
      let mask = 0;
      for (let to = from; ; to++) {
        if (this.reaches(begins, node, to === length ? -1 : visits[to])) {
          this.masks[this.count++] = mask;
          break;
        }
        if (to === length) break;
        mask |= bits[to];
        if (bitCount(mask) > most) break;
      }
    }
    return this.count > 0;
  }

  /** Whether those that leave meet one of the needs. */
  areMet(leaving: number): boolean {
    for (let at = 0; at < this.count; at++) if ((this.masks[at] & ~leaving) === 0) return true;
    return false;
  }

  private beginBehind(before: number, node: number): number {
    const { model } = this.state;
    if (before < 0) return this.leaves[node] === never ? never : this.leaves[node] - model.nodeSeconds[node];
    const seconds = model.travel.secondsBetween(model.vehicleTravel[0], model.nodePlace[before], model.nodePlace[node]);
    return model.beginAt(node, this.leaves[before] + seconds);
  }

  private reaches(begins: number, node: number, after: number): boolean {
    const { model } = this.state;
    if (after < 0) return begins <= this.latest[node];
    const seconds = model.travel.secondsBetween(model.vehicleTravel[0], model.nodePlace[node], model.nodePlace[after]);
    return begins + model.nodeSeconds[node] + seconds <= this.latest[after];
  }
}
