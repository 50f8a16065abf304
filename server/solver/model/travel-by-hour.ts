import type { ProblemBand } from '../problem.js';

/** An arrival counts as on the second when it is later by less: sums of shares are not exact. */
const tolerance = 1e-6;

/**
 * Arcs whose speed changes with the hour (Ichoua, Gendreau and Potvin 2003): within a band each second brings one the
 * share of the arc that a whole drive in that band says; the arc is done when the shares make one.
 *
 * So nobody arrives earlier by leaving later. Arrivals are rounded up to whole seconds, and `leaveBy` is the exact
 * inverse: the latest whole second from which one arrives in time.
 */
export class TravelByHour {
  /** When each band ends; the last never does, and the first began ever since. */
  private readonly ends: Float64Array;
  private readonly factors: Float64Array;
  private readonly tables: readonly (Int32Array | undefined)[];

  /** @param factor of the vehicle, beside those of the bands. */
  constructor(bands: readonly ProblemBand[], factor: number) {
    this.ends = Float64Array.from(bands, (_, at) => bands[at + 1]?.begins ?? Number.POSITIVE_INFINITY);
    this.factors = Float64Array.from(bands, (band) => (band.factor ?? 1) * factor);
    this.tables = bands.map((band) => band.seconds);
  }

  /**
   * When one arrives who has a part `left` of the arc before them at `leaves`.
   *
   * @param cell of the arc in the bands' tables. @param usual its seconds, for bands without a table.
   */
  arriveAt(cell: number, usual: number, leaves: number, left = 1): number {
    const { ends } = this;
    let band = 0;
    while (ends[band] <= leaves) band++;
    let clock = leaves;
    let part = left;
    for (;;) {
      const whole = this.secondsIn(band, cell, usual);
      const arrives = clock + whole * part;
      if (arrives <= ends[band]) return Math.ceil(arrives - tolerance);
      part -= (ends[band] - clock) / whole;
      clock = ends[band++];
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
    let band = 0;
    while (ends[band] < arrives) band++;
    let clock = arrives;
    let left = part;
    for (;;) {
      const whole = this.secondsIn(band, cell, usual);
      const leaves = clock - whole * left;
      if (band === 0 || leaves >= ends[band - 1]) return leaves;
      left -= (clock - ends[band - 1]) / whole;
      clock = ends[--band];
    }
  }

  /** The part of the arc that is driven between two moments. */
  partDriven(cell: number, usual: number, from: number, until: number): number {
    const { ends } = this;
    let part = 0;
    let clock = from;
    for (let band = 0; clock < until; band++) {
      if (ends[band] <= clock) continue;
      const end = Math.min(until, ends[band]);
      const whole = this.secondsIn(band, cell, usual);
      if (whole === 0) return 1;
      part += (end - clock) / whole;
      clock = end;
    }
    return part;
  }

  private secondsIn(band: number, cell: number, usual: number): number {
    const table = this.tables[band];
    return (table === undefined ? usual : table[cell]) * this.factors[band];
  }
}
