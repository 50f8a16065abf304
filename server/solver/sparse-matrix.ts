/**
 * Arcs between so many places that a table of all pairs would not fit: some pairs are known, for all others there is an
 * estimate. Flat arrays, so that threads share them.
 *
 * Each row (place from) has its own small hash table: slots `begins[from]` to `begins[from + 1]`, a power of two, open
 * addressing, at least one slot empty. So a pair is found after one or two reads, known or not.
 */
export interface SparseMatrix {
  /** One more than there are places. */
  readonly begins: Int32Array;
  /** By slot, the place to; -1 where the slot is empty. */
  readonly targets: Int32Array;
  /** By slot, as in a table: -1 where there is no arc. */
  readonly seconds: Int32Array;
  readonly meters: Int32Array;
  readonly estimate: ArcEstimate;
}

/** What stands in for an arc that is not known: a share of the straight line. */
export interface ArcEstimate {
  /** Meters east and north of any point, by place. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What every arc takes, and what each meter of the straight line adds. */
  readonly fixedSeconds: number;
  readonly secondsPerMeter: number;
  /** Meters driven for each meter of the straight line. */
  readonly detourFactor: number;
}

/** Known arcs from one place; arrays side by side, each place at most once. */
export interface KnownArcs {
  readonly targets: ArrayLike<number>;
  readonly seconds: ArrayLike<number>;
  readonly meters: ArrayLike<number>;
}

/** Packs known arcs, a row a place, for the search. The arrays lie in shared memory. */
export function packSparseMatrix(rows: readonly KnownArcs[], estimate: ArcEstimate): SparseMatrix {
  const begins = shared(rows.length + 1);
  rows.forEach(({ targets }, from) => {
    begins[from + 1] = begins[from] + slotsFor(targets.length);
  });
  const slots = begins[rows.length];
  const [targets, seconds, meters] = [shared(slots).fill(-1), shared(slots), shared(slots)];
  rows.forEach((row, from) => {
    const begin = begins[from];
    const mask = begins[from + 1] - begin - 1;
    for (let at = 0; at < row.targets.length; at++) {
      const to = row.targets[at];
      let offset = hash(to) & mask;
      while (targets[begin + offset] !== -1) offset = (offset + 1) & mask;
      targets[begin + offset] = to;
      seconds[begin + offset] = row.seconds[at];
      meters[begin + offset] = row.meters[at];
    }
  });
  return { begins, targets, seconds, meters, estimate };
}

/** Whole seconds; -1 where it is known that there is no arc. */
export function sparseSeconds(arcs: SparseMatrix, from: number, to: number): number {
  const slot = slotOf(arcs, from, to);
  if (slot >= 0) return arcs.seconds[slot];
  if (from === to) return 0;
  const { estimate } = arcs;
  return Math.ceil(estimate.fixedSeconds + straight(estimate, from, to) * estimate.secondsPerMeter);
}

/** Whole meters; -1 where it is known that there is no arc. */
export function sparseMeters(arcs: SparseMatrix, from: number, to: number): number {
  const slot = slotOf(arcs, from, to);
  if (slot >= 0) return arcs.meters[slot];
  return from === to ? 0 : Math.ceil(straight(arcs.estimate, from, to) * arcs.estimate.detourFactor);
}

/** Whether an arc is known, or only estimated. */
export function isExact(arcs: SparseMatrix, from: number, to: number): boolean {
  return from === to || slotOf(arcs, from, to) >= 0;
}

function slotOf({ begins, targets }: SparseMatrix, from: number, to: number): number {
  const begin = begins[from];
  const mask = begins[from + 1] - begin - 1;
  let offset = hash(to) & mask;
  for (;;) {
    const target = targets[begin + offset];
    if (target === to) return begin + offset;
    if (target === -1) return -1;
    offset = (offset + 1) & mask;
  }
}

function straight({ x, y }: ArcEstimate, from: number, to: number): number {
  const across = x[from] - x[to];
  const along = y[from] - y[to];
  return Math.sqrt(across * across + along * along);
}

/** Multiplicative hashing (Knuth): neighbours by number are often neighbours on the ground, and must not pile up. */
function hash(place: number): number {
  return Math.imul(place, 0x9e3779b1) >>> 12;
}

/** At most two thirds are full. */
function slotsFor(count: number): number {
  let slots = 2;
  while (slots * 2 < count * 3) slots *= 2;
  return slots;
}

function shared(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
