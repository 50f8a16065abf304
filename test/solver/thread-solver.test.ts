import { describe, expect, it } from 'vitest';
import { makeThreadSolver } from '../../server/adapters/solver/thread-solver.js';
import { InvalidInputError } from '../../server/domain/dispatch-error.js';
import { plainCheck } from './plain-check.js';
import { randomProblem } from './random-problem.js';

const solver = makeThreadSolver();
const signal = new AbortController().signal;

describe('search in threads', () => {
  it('gives the same possible answer for the same seed, threads and iterations', async () => {
    const problem = randomProblem(3, { stations: 60, vehicles: 9, kind: 'day' });
    const budget = { seed: 9, threads: 2, seconds: 60, iterations: 1500 };
    const once = await solver.solve(problem, budget, { signal });
    expect(await solver.solve(problem, budget, { signal })).toEqual(once);
    expect(plainCheck(problem, once)).toEqual([]);
    expect(once.iterations).toBeGreaterThanOrEqual(3000);
  });

  it('shares one large plan by districts, and gives the same answer again', async () => {
    const problem = randomProblem(4, { stations: 2100, vehicles: 600, kind: 'weights' });
    const budget = { seed: 9, threads: 2, seconds: 60, iterations: 2000 };
    const once = await solver.solve(problem, budget, { signal });
    expect(await solver.solve(problem, budget, { signal })).toEqual(once);
    expect(plainCheck(problem, once)).toEqual([]);
  });

  it('ends at once, with the reason, when it is aborted', async () => {
    const problem = randomProblem(3, { stations: 60, vehicles: 9, kind: 'day' });
    const controller = new AbortController();
    const running = solver.solve(
      problem,
      { seed: 1, threads: 2, seconds: 3600 },
      { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) },
    );
    await expect(running).rejects.toThrow('enough');
  });

  it('refuses a problem whose matrix has the wrong size', async () => {
    const problem = randomProblem(3, { stations: 5, vehicles: 2, kind: 'weights' });
    const broken = { ...problem, matrices: [{ ...problem.matrices[0], seconds: new Int32Array(3) }] };
    await expect(solver.solve(broken, { seed: 1, threads: 1, seconds: 1 }, { signal })).rejects.toThrow(
      InvalidInputError,
    );
  });
});
