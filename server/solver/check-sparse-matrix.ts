import { isExact, type SparseMatrix } from './sparse-matrix.js';

/** What is wrong with arcs that are known in part, between so many places; empty when nothing is. */
export function checkSparseMatrix(arcs: SparseMatrix, size: number): string[] {
  const { begins, targets, seconds, meters, estimate } = arcs;
  const { x, y, fixedSeconds, secondsPerMeter, detourFactor } = estimate;
  const slots = targets.length;
  const hasRows = begins.length === size + 1 && begins[0] === 0 && begins[size] === slots;
  if (!hasRows || seconds.length !== slots || meters.length !== slots) {
    return [`known arcs that are not those of ${size} places`];
  }
  if (x.length !== size || y.length !== size || !x.every(Number.isFinite) || !y.every(Number.isFinite)) {
    return [`an estimate without ${size} positions`];
  }
  const factors = [fixedSeconds, secondsPerMeter, detourFactor];
  if (!factors.every((factor) => factor >= 0 && Number.isFinite(factor))) {
    return ['an estimate that is negative or no number'];
  }
  for (let from = 0; from < size; from++) {
    const fault = faultOfRow(arcs, from, size);
    if (fault !== undefined) return [`${fault} from place ${from}`];
  }
  return [];
}

function faultOfRow(arcs: SparseMatrix, from: number, size: number): string | undefined {
  const { begins, targets, seconds, meters } = arcs;
  const [begin, end] = [begins[from], begins[from + 1]];
  const width = end - begin;
  // A search for a pair ends at an empty slot: without one it would never.
  if (width < 2 || (width & (width - 1)) !== 0 || !targets.subarray(begin, end).includes(-1)) return 'no room for arcs';
  for (let slot = begin; slot < end; slot++) {
    const to = targets[slot];
    if (to === -1) continue;
    if (to < 0 || to >= size || !isExact(arcs, from, to)) return 'an arc that is not found again';
    if (seconds[slot] < -1 || meters[slot] < -1 || seconds[slot] < 0 !== meters[slot] < 0) {
      return 'a negative arc other than -1';
    }
  }
  return undefined;
}
