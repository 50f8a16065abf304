/** What `npm run fuzz` multiplies the number of random cases by. */
const fuzzFactor = 40;

/**
 * How many random cases a property tries, and from which seed: always the same in a plain run, many more and others each
 * time in `npm run fuzz`. fast-check prints the seed of a case that fails.
 */
export function fuzzRuns(numRuns: number, seed: number): { numRuns: number; seed: number } {
  if (process.env.MODE !== 'fuzz') return { numRuns, seed };
  return { numRuns: numRuns * fuzzFactor, seed: Date.now() % 2 ** 31 };
}
