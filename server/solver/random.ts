/** Seeded random numbers (xoshiro128**, Blackman and Vigna 2018): the same seed gives the same search. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(seed: number) {
    // Splitmix32 spreads the seed over the state, so that neighbouring seeds begin far apart.
    let mixed = seed | 0;
    const next = () => {
      mixed = (mixed + 0x9e3779b9) | 0;
      let word = mixed ^ (mixed >>> 16);
      word = Math.imul(word, 0x21f0aaad);
      word ^= word >>> 15;
      word = Math.imul(word, 0x735a2d97);
      return (word ^ (word >>> 15)) | 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next() | 1;
  }

  /** A whole number of 32 bits, not negative. */
  private word(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return this.word() / 4_294_967_296;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** Puts the first `length` values into random order (Fisher and Yates). */
  shuffle(values: Int32Array, length: number): void {
    for (let at = length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      const kept = values[at];
      values[at] = values[other];
      values[other] = kept;
    }
  }
}
