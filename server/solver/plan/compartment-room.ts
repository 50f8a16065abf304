import type { ProblemVehicle } from '../problem.js';

/** What a packer looks at of a vehicle. */
export type Hold = Pick<ProblemVehicle, 'compartments' | 'bodies'>;

/** From the first of a trip's legs on which goods are on board until the first on which they are no more. */
export interface Aboard {
  readonly from: number;
  readonly until: number;
}

/**
 * How much room is left in the compartments of one trip while they are filled, leg by leg.
 *
 * A compartment between movable partitions is as large as its fullest leg asks, in whole steps of its body; what it
 * leaves of the body is free for the others.
 */
export class CompartmentRoom {
  /** The zones that each compartment has had on the trip, as bits. */
  readonly held: Uint8Array;
  /** Whether some compartments take their room from a common body. */
  readonly sharesBodies: boolean;
  /** What each holds at the most, and what is in it on each leg, at `compartment * legs + leg`. */
  private readonly most: Float64Array;
  private load: Float64Array;
  private legs = 1;
  /** -1 for a compartment whose size is fixed. */
  private readonly bodyOf: Int32Array;
  private readonly size: Float64Array;
  private readonly bodyMost: Float64Array;
  private readonly bodyFree: Float64Array;
  private readonly step: Float64Array;

  constructor({ compartments, bodies = [] }: Hold) {
    const count = compartments.length;
    this.held = new Uint8Array(count);
    this.load = new Float64Array(count);
    this.size = new Float64Array(count);
    this.bodyOf = Int32Array.from(compartments, ({ body = -1 }) => body);
    this.sharesBodies = this.bodyOf.some((body) => body >= 0);
    this.step = Float64Array.from(bodies, ({ stepMilliliters }) => stepMilliliters);
    this.bodyMost = Float64Array.from(bodies, ({ milliliters }, body) => this.wholeSteps(body, milliliters));
    this.bodyFree = new Float64Array(bodies.length);
    this.most = Float64Array.from(compartments, ({ milliliters, body }) =>
      body === undefined ? milliliters : Math.min(this.bodyMost[body], this.wholeSteps(body, milliliters)),
    );
  }

  private wholeSteps(body: number, milliliters: number): number {
    return Math.floor(milliliters / this.step[body]) * this.step[body];
  }

  /** Empties everything, for a trip of so many legs. */
  empty(legs: number): void {
    const needed = this.most.length * legs;
    if (needed > this.load.length) this.load = new Float64Array(2 * needed);
    this.legs = legs;
    this.load.fill(0, 0, needed);
    this.held.fill(0);
    if (!this.sharesBodies) return;
    this.size.fill(0);
    this.bodyFree.set(this.bodyMost);
  }

  /** Milliliters that the compartment takes on all these legs beside what is in it. */
  leftIn(compartment: number, aboard: Aboard): number {
    const body = this.bodyOf[compartment];
    const filled = this.filled(compartment, aboard);
    if (body < 0) return this.most[compartment] - filled;
    return Math.min(this.most[compartment], this.size[compartment] + this.bodyFree[body]) - filled;
  }

  put(compartment: number, zone: number, milliliters: number, aboard: Aboard): void {
    this.held[compartment] |= 1 << zone;
    const growth = this.growth(compartment, milliliters, aboard);
    if (growth > 0) this.resize(compartment, this.size[compartment] + growth);
    this.add(compartment, milliliters, aboard);
  }

  /** By how much the compartment would be larger with these goods; 0 where its size is fixed. */
  growth(compartment: number, milliliters: number, aboard: Aboard): number {
    const body = this.bodyOf[compartment];
    if (body < 0) return 0;
    const filled = this.filled(compartment, aboard) + milliliters;
    return Math.max(0, Math.ceil(filled / this.step[body]) * this.step[body] - this.size[compartment]);
  }

  /** How large a compartment between movable partitions is now. */
  sizeOf(compartment: number): number {
    return this.size[compartment];
  }

  /** As if goods had never been put, when the compartment had held `held` and was `size` large. */
  takeBack(compartment: number, milliliters: number, aboard: Aboard, held: number, size: number): void {
    this.add(compartment, -milliliters, aboard);
    this.held[compartment] = held;
    if (this.bodyOf[compartment] >= 0) this.resize(compartment, size);
  }

  /** The most that these compartments still take together on the only leg, but for rooms smaller than what is to go there. */
  mostLeftIn(compartments: readonly number[], smallest: Float64Array): number {
    const { most, load, bodyOf, size, bodyFree } = this;
    let room = 0;
    for (const compartment of compartments) {
      const body = bodyOf[compartment];
      const left = most[compartment] - load[compartment];
      const own = body < 0 ? left : Math.min(left, size[compartment] - load[compartment]);
      if (Math.min(left, body < 0 ? left : own + bodyFree[body]) >= smallest[compartment]) room += own;
    }
    if (this.sharesBodies) for (const free of bodyFree) room += free;
    return room;
  }

  /** Whether two compartments of one size have the same in them, and the same zones before. */
  areAlike(one: number, other: number): boolean {
    const { legs, load, held, size } = this;
    if (held[one] !== held[other] || size[one] !== size[other]) return false;
    for (let leg = 0; leg < legs; leg++) if (load[one * legs + leg] !== load[other * legs + leg]) return false;
    return true;
  }

  /** The most that these compartments hold together. */
  mostIn(compartments: readonly number[]): number {
    const ofBody = new Float64Array(this.bodyMost.length);
    let fixed = 0;
    for (const compartment of compartments) {
      const body = this.bodyOf[compartment];
      if (body < 0) fixed += this.most[compartment];
      else ofBody[body] += this.most[compartment];
    }
    return ofBody.reduce((sum, milliliters, body) => sum + Math.min(milliliters, this.bodyMost[body]), fixed);
  }

  private resize(compartment: number, size: number): void {
    this.bodyFree[this.bodyOf[compartment]] -= size - this.size[compartment];
    this.size[compartment] = size;
  }

  private add(compartment: number, milliliters: number, { from, until }: Aboard): void {
    const first = compartment * this.legs;
    for (let leg = first + from; leg < first + until; leg++) this.load[leg] += milliliters;
  }

  /** The most that is in the compartment on any of these legs. */
  private filled(compartment: number, { from, until }: Aboard): number {
    const first = compartment * this.legs;
    let most = 0;
    for (let leg = first + from; leg < first + until; leg++) if (this.load[leg] > most) most = this.load[leg];
    return most;
  }
}
