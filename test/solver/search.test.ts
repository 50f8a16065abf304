import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search } from '../../server/solver/index.js';
import { fuzzRuns } from '../support/fuzz-runs.js';
import { plainCheck } from './plain-check.js';
import { randomProblem } from './random-problem.js';

const after = (iterations: number) => ({ share: (done: number) => done / iterations });

describe.each(['weights', 'windows', 'pairs', 'day', 'compact', 'full'] as const)('search among %s', (kind) => {
  // With every rule an iteration is dear.
  const runs = kind === 'full' ? 15 : 60;

  it('breaks no rule and adds its cost up rightly', () => {
    let visited = 0;
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (seed, stations, vehicles) => {
          const problem = randomProblem(seed, { stations, vehicles, kind });
          const solution = search(problem, { seed, stop: after(400) });
          visited += solution.routes.length;
          expect(plainCheck(problem, solution)).toEqual([]);
        },
      ),
      fuzzRuns(runs, 7),
    );
    expect(visited).toBeGreaterThan(runs);
  });

  it('gives the same answer for the same seed and iterations, and another for another seed', () => {
    const problem = randomProblem(
      11,
      kind === 'full' ? { stations: 60, vehicles: 40, kind } : { stations: 90, vehicles: 30, kind },
    );
    const once = search(problem, { seed: 5, stop: after(kind === 'full' ? 200 : 1000) });
    expect(search(problem, { seed: 5, stop: after(kind === 'full' ? 200 : 1000) })).toEqual(once);
    expect(search(problem, { seed: 6, stop: after(kind === 'full' ? 200 : 1000) })).not.toEqual(once);
  });
});
