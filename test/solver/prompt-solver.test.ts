import { expect, it } from 'vitest';
import { makeThreadSolver } from '../../server/adapters/solver/thread-solver.js';
import { makePromptSolver } from '../support/prompt-solver.js';
import { randomProblem } from './random-problem.js';

const signal = new AbortController().signal;
let handedOn = 0;
const threads = makeThreadSolver();
const prompt = makePromptSolver({
  solve(...asked) {
    handedOn++;
    return threads.solve(...asked);
  },
});

it.each(['weights', 'windows', 'pairs', 'day', 'full'] as const)('answers what a thread answers: %s', async (kind) => {
  const problem = randomProblem(81, { stations: 8, vehicles: 2, kind });
  // With every rule an iteration is dear.
  const budget = { seed: 5, threads: 1, seconds: 60, iterations: kind === 'full' ? 10 : 150 };
  handedOn = 0;
  const solution = await prompt.solve(problem, budget, { signal });
  expect(handedOn).toBe(0);
  expect(solution).toEqual(await threads.solve(problem, budget, { signal }));
});

it('leaves to threads what ends by the time or is refused', async () => {
  const problem = randomProblem(82, { stations: 5, vehicles: 2, kind: 'weights' });
  const broken = { ...problem, matrices: [{ ...problem.matrices[0], seconds: new Int32Array(3) }] };
  const budget = { seed: 1, threads: 1, seconds: 0.05 };
  handedOn = 0;
  await prompt.solve(problem, budget, { signal });
  await expect(prompt.solve(broken, { ...budget, iterations: 5 }, { signal })).rejects.toThrow();
  expect(handedOn).toBe(2);
});
