import type { TimeSlice } from '../problem.js';

/** An arrival counts as on the second when it is later by less: sums of shares are not exact. */
const tolerance = 1e-6;

/**
 * Arcs whose speed changes with the hour (Ichoua, Gendreau and Potvin 2003): within a slice each second brings one the
 * share of the arc that a whole drive in that slice says; the arc is done when the shares make one.
 *
 * So nobody arrives earlier by leaving later. Arrivals are rounded up to whole seconds, and `leaveBy` is the exact
 * inverse: the latest whole second from which one arrives in time.
 */
export class TravelByHour {
  /** When each slice ends; the last never does, and the first began ever since. */
  private readonly ends: Float64Array;
  private readonly factors: Float64Array;
  private readonly tables: readonly (Int32Array | undefined)[];

  /** @param factor of the vehicle, beside those of the slices. */
  constructor(timeSlices: readonly TimeSlice[], factor: number) {
    this.ends = Float64Array.from(timeSlices, (_, at) => timeSlices[at + 1]?.begins ?? Number.POSITIVE_INFINITY);
    this.factors = Float64Array.from(timeSlices, (slice) => (slice.factor ?? 1) * factor);
    this.tables = timeSlices.map((slice) => slice.seconds);
  }

  /**
   * When one arrives who has a part `left` of the arc before them at `leaves`.
   *
   * @param cell of the arc in the slices' tables. @param usual its seconds, for slices without a table.
   */
  arriveAt(cell: number, usual: number, leaves: number, left = 1): number {
    const { ends } = this;
    let slice = 0;
    while (ends[slice] <= leaves) slice++;
    let clock = leaves;
    let part = left;
    for (;;) {
      const whole = this.secondsIn(slice, cell, usual);
      const arrives = clock + whole * part;
      if (arrives <= ends[slice]) return Math.ceil(arrives - tolerance);
      part -= (ends[slice] - clock) / whole;
      clock = ends[slice++];
    }
  }

  /** The latest departure that arrives no later than `arrives`. */
  leaveBy(cell: number, usual: number, arrives: number): number {
    let leaves = Math.floor(this.leaveNear(cell, usual, arrives, 1) + tolerance);
    while (this.arriveAt(cell, usual, leaves) > arrives) leaves--;
    while (this.arriveAt(cell, usual, leaves + 1) <= arrives) leaves++;
    return leaves;
  }

  /** From when a part of the arc takes until `arrives`, to a fraction of a second. */
  leaveNear(cell: number, usual: number, arrives: number, part: number): number {
    const { ends } = this;
    let slice = 0;
    while (ends[slice] < arrives) slice++;
    let clock = arrives;
    let left = part;
    for (;;) {
      const whole = this.secondsIn(slice, cell, usual);
      const leaves = clock - whole * left;
      if (slice === 0 || leaves >= ends[slice - 1]) return leaves;
      left -= (clock - ends[slice - 1]) / whole;
      clock = ends[--slice];
    }
  }

  /** The part of the arc that is driven between two moments. */
  partDriven(cell: number, usual: number, from: number, until: number): number {
    const { ends } = this;
    let part = 0;
    let clock = from;
    for (let slice = 0; clock < until; slice++) {
      if (ends[slice] <= clock) continue;
      const end = Math.min(until, ends[slice]);
      const whole = this.secondsIn(slice, cell, usual);
      if (whole === 0) return 1;
      part += (end - clock) / whole;
      clock = end;
    }
    return part;
  }

  private secondsIn(slice: number, cell: number, usual: number): number {
    const table = this.tables[slice];
    return (table === undefined ? usual : table[cell]) * this.factors[slice];
  }
}
