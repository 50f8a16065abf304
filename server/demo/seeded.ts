/** Seeded random numbers (sfc32, Doty-Humphrey, PractRand): the same seed gives the same city and the same day. */
export class Seeded {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param stream numbers apart, so that one part of the city can change without moving the others. */
  constructor(seed: number, stream = 0) {
    this.a = seed | 0;
    this.b = Math.imul(stream, 0x9e3779b1) | 0;
    this.c = 0x5eed_c17e | 0;
    for (let round = 0; round < 15; round++) this.fraction();
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.fraction();
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  /** A position in `weights`, each as likely as its weight. */
  weighted(weights: readonly number[]): number {
    let rest = this.fraction() * weights.reduce((sum, weight) => sum + weight, 0);
    for (let at = 0; at < weights.length; at++) {
      rest -= weights[at];
      if (rest < 0) return at;
    }
    return weights.length - 1;
  }

  /** A standard normal number (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
  }

  /** The values in random order (Fisher and Yates), as a new list. */
  shuffled<T>(values: readonly T[]): T[] {
    const mixed = [...values];
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
    }
    return mixed;
  }
}
