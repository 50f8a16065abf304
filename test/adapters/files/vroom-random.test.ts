import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readVroom } from '../../../server/adapters/files/instances/vroom/read-vroom.js';
import { search } from '../../../server/solver/index.js';
import { randomVroom } from '../../support/random-vroom.js';

it('breaks no rule of any VROOM file, and tells the cost that is counted again', () => {
  let served = 0;
  const property = fc.property(randomVroom, fc.nat(), (file, seed) => {
    const { problem, score, answer } = readVroom(JSON.stringify(file), 'random.json');
    const solution = search(problem, { seed, stop: { share: (iterations) => iterations / 200 } });
    const counted = score(solution);
    const told = JSON.parse(answer(solution, counted));
    served += counted.routes;
    // To leave tasks out breaks no rule; nothing else may be wrong.
    expect(counted.faults).toEqual(counted.unassigned === 0 ? [] : [`${counted.unassigned} tasks are on no route.`]);
    expect(solution.cost).toBeCloseTo(counted.cost, 6);
    expect(told.routes.reduce((sum: number, route: { cost: number }) => sum + route.cost, 0)).toBeCloseTo(
      counted.cost,
      6,
    );
    expect(told.unassigned).toHaveLength(counted.unassigned);
  });
  fc.assert(property, { seed: 20240614, numRuns: 300 });
  expect(served).toBeGreaterThan(200);
});
