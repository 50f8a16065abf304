import { beforeEach, expect, it } from 'vitest';
import { makeThreadSolver } from '../../server/adapters/solver/thread-solver.js';
import type { SolverBudget } from '../../server/application/planning/solver-port.js';
import type { Problem, Solution } from '../../server/solver/index.js';
import { makeRememberingSolver } from '../support/remembering-solver.js';
import { randomProblem } from './random-problem.js';

const signal = new AbortController().signal;
const threads = makeThreadSolver();
let searches = 0;
const solver = makeRememberingSolver({
  solve(...asked) {
    searches++;
    return threads.solve(...asked);
  },
});
beforeEach(() => {
  searches = 0;
});

const shape = { stations: 6, vehicles: 2, kind: 'weights' } as const;
/** A seed of their own for the problems of each test: what is remembered stays for all tests of this process. */
const once: SolverBudget = { seed: 1, threads: 1, seconds: 60, iterations: 5 };
const solve = (problem: Problem, budget = once): Promise<Solution> => solver.solve(problem, budget, { signal });

it('searches once for the same problem, and gives an answer that each may change', async () => {
  const first = await solve(randomProblem(71, shape));
  const second = await solve(randomProblem(71, shape));
  expect(searches).toBe(1);
  expect(second).toEqual(first);
  expect(second.routes).not.toBe(first.routes);
});

it('searches again for a problem that differs in one second of driving, and for another budget', async () => {
  const problem = randomProblem(72, shape);
  await solve(problem);
  const [matrix, ...others] = problem.matrices;
  const seconds = matrix.seconds.slice();
  seconds[1]++;
  await solve({ ...problem, matrices: [{ ...matrix, seconds }, ...others] });
  expect(searches).toBe(2);
  await solve(problem, { ...once, seed: 2 });
  await solve(problem, { ...once, iterations: 6 });
  expect(searches).toBe(4);
});

it('searches each time when the time ends the search', async () => {
  const problem = randomProblem(73, shape);
  const byTime = { seed: 1, threads: 1, seconds: 0.05 };
  await solve(problem, byTime);
  await solve(problem, byTime);
  expect(searches).toBe(2);
});
