import { never } from '../../model/model.js';
import type { DayVisits } from '../day-visits.js';
import { breakBegins } from './break-leg.js';

/** On which legs of a day its breaks are taken. */
export class BreakPlacement {
  /** How many on each leg: into every node, then home from every trip. */
  readonly count: Int32Array;
  /** How many before each leg. */
  private readonly before: Int32Array;
  private readonly clocks: Int32Array;
  private readonly chosen: Int32Array;

  constructor(
    private readonly day: DayVisits,
    legs: number,
    mostBreaks: number,
  ) {
    this.count = new Int32Array(legs);
    this.before = new Int32Array(legs);
    this.clocks = new Int32Array(mostBreaks + 1);
    this.chosen = new Int32Array(legs * (mostBreaks + 1));
  }

  clear(): void {
    this.count.fill(0, 0, this.day.nodeCount + this.day.trips);
  }

  /** How many breaks are taken before each leg. */
  takenBefore(): Int32Array {
    const { before, count, day } = this;
    let taken = 0;
    for (let trip = 0, at = 0; trip < day.trips; trip++) {
      for (; at < day.tripEnds[trip]; at++) {
        before[at] = taken;
        taken += count[at];
      }
      before[day.nodeCount + trip] = taken;
      taken += count[day.nodeCount + trip];
    }
    return before;
  }

  /** Puts every break on the leg that ends the day earliest (dynamic programming over legs and breaks taken). */
  placeEarliest(): boolean {
    const { clocks, chosen, count, day } = this;
    const { nodeCount, vehicle } = day;
    const width = day.breaks.length + 1;
    clocks.fill(never, 0, width);
    clocks[0] = vehicle.shiftBegins;
    for (let trip = 0, at = 0; trip < day.trips; trip++) {
      for (let taken = 0; taken < width; taken++) clocks[taken] = day.loaded(clocks[taken], trip);
      for (; at < day.tripEnds[trip]; at++) this.passLeg(at, day.nodes[at]);
      this.passLeg(nodeCount + trip, -1);
    }
    if (clocks[width - 1] > vehicle.shiftEnds) return false;
    let taken = width - 1;
    for (let trip = day.trips - 1, at = nodeCount - 1; trip >= 0; trip--) {
      const first = trip === 0 ? 0 : day.tripEnds[trip - 1];
      taken -= count[nodeCount + trip] = chosen[(nodeCount + trip) * width + taken];
      for (; at >= first; at--) taken -= count[at] = chosen[at * width + taken];
    }
    return true;
  }

  /** Carries the earliest times for each number of breaks taken over one leg, and the service at its end. */
  private passLeg(leg: number, node: number): void {
    const { clocks, chosen, day } = this;
    const breaks = day.breaks.length;
    for (let taken = breaks; taken >= 0; taken--) {
      let earliest = never;
      for (let before = taken; before >= 0; before--) {
        if (clocks[before] >= never) continue;
        let clock = day.arrive(leg, clocks[before], before, taken);
        if (clock < never && node >= 0) clock = day.leave(node, clock);
        if (clock >= earliest) continue;
        earliest = clock;
        chosen[leg * (breaks + 1) + taken] = taken - before;
      }
      clocks[taken] = earliest;
    }
  }

  /**
   * Puts the breaks in turn on every leg that their windows allow.
   *
   * @param onPlaced is called for each placement of all of them; returns whether further ones are wanted.
   */
  tryAll(onPlaced: () => boolean): void {
    this.tryFrom(0, 0, 0, 0, onPlaced);
  }

  private tryFrom(step: number, trip: number, taken: number, ready: number, onPlaced: () => boolean): boolean {
    const { day, count } = this;
    const { breaks } = day;
    if (step === day.nodeCount + day.trips) return taken === breaks.length ? onPlaced() : true;
    const { leg, node, isFirst } = this.legAt(step);
    const leaves = isFirst ? day.loaded(step === 0 ? day.vehicle.shiftBegins : ready, trip) : ready;
    if (leaves >= never || (taken < breaks.length && breakBegins(breaks[taken], leaves) === never)) return true;
    for (let upTo = taken; upTo <= breaks.length; upTo++) {
      const clock = day.arrive(leg, leaves, taken, upTo);
      if (clock >= never) break;
      const left = node < 0 ? clock : day.leave(node, clock);
      count[leg] = upTo - taken;
      if (left < never && !this.tryFrom(step + 1, node < 0 ? trip + 1 : trip, upTo, left, onPlaced)) return false;
    }
    count[leg] = 0;
    return true;
  }

  /** The legs of a day in order: into every node of a trip, then home. */
  private legAt(step: number): { leg: number; node: number; isFirst: boolean } {
    const { tripEnds, nodes, nodeCount } = this.day;
    let trip = 0;
    while (step > tripEnds[trip] + trip) trip++;
    const at = step - trip;
    const isFirst = at === (trip === 0 ? 0 : tripEnds[trip - 1]);
    if (at === tripEnds[trip]) return { leg: nodeCount + trip, node: -1, isFirst: false };
    return { leg: at, node: nodes[at], isFirst };
  }
}
