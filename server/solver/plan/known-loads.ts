const slots = 1 << 12;

/**
 * Which loads a vehicle holds, as far as they were asked of lately: a search asks of the same visits again and again.
 *
 * A load is known by the exclusive or of random bits of its visits, in whichever order (Zobrist 1970); the last one of a slot
 * stays. Two loads with the same 53 bits would be taken for one.
 */
export class KnownLoads {
  private readonly keys = new Float64Array(slots).fill(-1);
  private readonly answers = new Uint8Array(slots);
  private slot = 0;
  private key = 0;

  /** What was kept of these visits, if anything; `keep` is about them then. */
  find(nodes: ArrayLike<number>, count: number): boolean | undefined {
    let low = 0;
    let high = 0;
    for (let at = 0; at < count; at++) {
      low ^= mixed(2 * nodes[at] + 1);
      high ^= mixed(2 * nodes[at] + 2);
    }
    this.slot = low & (slots - 1);
    this.key = (high >>> 11) * 2 ** 32 + (low >>> 0);
    return this.keys[this.slot] === this.key ? this.answers[this.slot] === 1 : undefined;
  }

  keep(answer: boolean): void {
    this.keys[this.slot] = this.key;
    this.answers[this.slot] = Number(answer);
  }
}

/** Bits as good as random for a number (the finalizer of MurmurHash3). */
function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
