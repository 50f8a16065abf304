/**
 * Shares out a whole number by weights: at least one each, together exactly all, by the largest remainders.
 *
 * @param total as many as there are weights, or more.
 */
export function sharesOf(total: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const free = total - weights.length;
  const exact = weights.map((weight) => Math.max(0, (weight / all) * total - 1));
  const scale = free / (exact.reduce((sum, each) => sum + each, 0) || 1);
  const wanted = exact.map((each) => each * scale);
  const shares = wanted.map((each) => 1 + Math.floor(each));
  const order = weights.map((_, at) => at).sort((one, other) => (wanted[other] % 1) - (wanted[one] % 1) || one - other);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  for (let turn = 0; left > 0; turn++, left--) shares[order[turn % order.length]]++;
  return shares;
}
