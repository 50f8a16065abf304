import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProblem, search } from '../../server/solver/index.js';
import { fuzzRuns } from '../support/fuzz-runs.js';
import { leastCost } from './exhaustive.js';
import { plainCheck } from './plain-check.js';
import { type TinyRule, tinyProblem, tinyRules } from './tiny-problem.js';

const after = (iterations: number) => ({ share: (done: number) => done / iterations });

function compare(seed: number, rules: readonly TinyRule[]): number {
  const problem = tinyProblem(seed, rules);
  expect(checkProblem(problem)).toEqual([]);
  let solution: ReturnType<typeof search>;
  try {
    solution = search(problem, { seed: 1, stop: after(500) });
  } catch (error) {
    // A given beginning that nobody can keep is refused in a sentence; then there is no plan at all.
    expect(String(error)).toMatch(/given visits/);
    expect(leastCost(problem)).toBe(Number.POSITIVE_INFINITY);
    return 0;
  }
  expect(plainCheck(problem, solution)).toEqual([]);
  expect(solution.cost + solution.omissionCost + solution.penaltyCost).toBeCloseTo(leastCost(problem), 6);
  return solution.routes.length;
}

describe('search against trying everything', () => {
  it.each(tinyRules)('finds the cheapest plan with %s', (rule) => {
    let used = 0;
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        used += compare(seed, [rule]);
      }),
      fuzzRuns(25, 3),
    );
    expect(used).toBeGreaterThan(5);
  });

  it('finds the cheapest plan with any rules together', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.subarray([...tinyRules], { minLength: 2, maxLength: 4 }), (seed, rules) => {
        compare(seed, rules);
      }),
      {
        numRuns: 60,
        seed: 5,
      },
    );
  });
});
