import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeThreadSolver } from '../../server/adapters/solver/thread-solver.js';
import { checkProblem, packSparseMatrix, search } from '../../server/solver/index.js';
import { Travel } from '../../server/solver/model/travel.js';
import type { Problem, ProblemMatrix } from '../../server/solver/problem.js';
import { Random } from '../../server/solver/random.js';
import { plainCheck } from './plain-check.js';
import { randomProblem } from './random-problem.js';

/** The same ways twice: known in part with an estimate for the rest, and as a table of all pairs. */
interface Both {
  readonly sparse: ProblemMatrix;
  readonly dense: ProblemMatrix;
}

/** Keeps a share of a table's ways, those from and to place 0 always; others are what the straight line says. */
function thinned(matrix: ProblemMatrix, share: number, seed: number): Both {
  const { size, timeSlices } = matrix;
  const random = new Random(seed);
  const x = Float64Array.from({ length: size }, () => random.below(6_000));
  const y = Float64Array.from({ length: size }, () => random.below(6_000));
  const seconds = new Int32Array(size * size);
  const meters = new Int32Array(size * size);
  const rows = Array.from({ length: size }, (_, from) => {
    const row = { targets: [] as number[], seconds: [] as number[], meters: [] as number[] };
    for (let to = 0; to < size; to++) {
      const cell = from * size + to;
      if (from === 0 || to === 0 || random.fraction() < share) {
        row.targets.push(to);
        row.seconds.push(matrix.seconds[cell]);
        row.meters.push(matrix.meters[cell]);
        seconds[cell] = matrix.seconds[cell];
        meters[cell] = matrix.meters[cell];
      } else if (from !== to) {
        const straight = Math.sqrt((x[from] - x[to]) ** 2 + (y[from] - y[to]) ** 2);
        seconds[cell] = Math.ceil(30 + straight * 0.125);
        meters[cell] = Math.ceil(straight * 1.25);
      }
    }
    return row;
  });
  const ways = packSparseMatrix(rows, { x, y, fixedSeconds: 30, secondsPerMeter: 0.125, detourFactor: 1.25 });
  const none = new Int32Array(0);
  return {
    sparse: { size, seconds: none, meters: none, timeSlices, sparse: ways },
    dense: { size, seconds, meters, timeSlices },
  };
}

/** A problem in both forms, its slices by factors where it shall have any. */
function inBothForms(problem: Problem, seed: number, byHour = false): { sparse: Problem; dense: Problem } {
  const timeSlices = [{ begins: 0 }, { begins: 5_000, factor: 1.6 }, { begins: 9_000, factor: 0.8 }];
  const both = problem.matrices.map((matrix, at) => {
    return thinned({ ...matrix, ...(byHour ? { timeSlices } : { timeSlices: undefined }) }, 0.3, seed + at);
  });
  return {
    sparse: { ...problem, matrices: both.map((each) => each.sparse) },
    dense: { ...problem, matrices: both.map((each) => each.dense) },
  };
}

describe('ways that are known in part', () => {
  it('are looked up as a table of the same ways says, at any hour and by a slow vehicle', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), fc.boolean(), (seed, stations, byHour) => {
        const problem = randomProblem(seed, { stations, vehicles: 3, kind: 'day' });
        const slow = problem.vehicles.map((vehicle, at) => ({ ...vehicle, secondsFactor: 1 + at / 4 }));
        const { sparse, dense } = inBothForms({ ...problem, vehicles: slow }, seed, byHour);
        expect(checkProblem(sparse)).toEqual(checkProblem(dense));
        const [looked, read] = [new Travel(sparse), new Travel(dense)];
        expect(looked.complete).toBe(read.complete);
        for (const travel of new Set(read.ofVehicle)) {
          const { size } = dense.matrices[0];
          const all = (asked: Travel) =>
            Array.from({ length: 200 }, (_, pair) => {
              const [from, to] = [(pair * 7) % size, (pair * 13 + 5) % size];
              const lengths = [asked.secondsBetween(travel, from, to), asked.metersBetween(travel, from, to)];
              if (lengths[0] < 0) return lengths;
              const [arrives, leaves] = [
                asked.arriveAt(travel, from, to, 4_900),
                asked.leaveBy(travel, from, to, 9_100),
              ];
              return [...lengths, arrives, leaves, asked.arc(travel, from, to).usual];
            }).flat();
          expect(all(looked)).toEqual(all(read));
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it.each(['weights', 'windows', 'pairs', 'day', 'full', 'compact'] as const)(
    'give the same plan as a table: %s',
    (kind) => {
      // With every rule an iteration is dear; the first plan alone looks at most arcs.
      const iterations = kind === 'full' ? 60 : 400;
      for (let seed = 1; seed <= 3; seed++) {
        const { sparse, dense } = inBothForms(randomProblem(seed, { stations: 40, vehicles: 6, kind }), seed);
        const stop = { share: (done: number) => done / iterations };
        const solution = search(sparse, { seed, stop });
        expect(solution).toEqual(search(dense, { seed, stop }));
        expect(plainCheck(dense, solution)).toEqual([]);
      }
    },
  );

  it('give the same plan as a table where speeds change with the hour', () => {
    const { sparse, dense } = inBothForms(randomProblem(5, { stations: 40, vehicles: 6, kind: 'day' }), 5, true);
    const stop = { share: (done: number) => done / 400 };
    const solution = search(sparse, { seed: 5, stop });
    expect(solution).toEqual(search(dense, { seed: 5, stop }));
    expect(plainCheck(dense, solution)).toEqual([]);
  });

  it('go to threads that share a large plan by districts', async () => {
    const { sparse, dense } = inBothForms(randomProblem(4, { stations: 2_100, vehicles: 600, kind: 'weights' }), 4);
    const budget = { seed: 9, threads: 2, seconds: 60, iterations: 1_000 };
    const solution = await makeThreadSolver().solve(sparse, budget, { signal: new AbortController().signal });
    expect(plainCheck(dense, solution)).toEqual([]);
  });
});

describe('ways that make no sense', () => {
  const good = inBothForms(randomProblem(1, { stations: 10, vehicles: 2, kind: 'day' }), 1).sparse;
  const [matrix] = good.matrices;
  const ways = matrix.sparse!;
  const { estimate } = ways;
  it.each([
    ['rows of other places', { ...ways, begins: ways.begins.slice(1) }],
    ['a row without an empty slot', { ...ways, targets: ways.targets.map(() => 1) }],
    ['a place that there is not', { ...ways, targets: ways.targets.map((to) => (to < 0 ? to : to + 100)) }],
    ['a way of -7 s', { ...ways, seconds: ways.seconds.map(() => -7) }],
    ['a position that is no number', { ...ways, estimate: { ...estimate, x: estimate.x.map(() => Number.NaN) } }],
    ['an estimate that goes backwards', { ...ways, estimate: { ...estimate, secondsPerMeter: -1 } }],
  ])('are refused: %s', (_, sparse) => {
    const faults = checkProblem({ ...good, matrices: good.matrices.map((each) => ({ ...each, sparse })) });
    expect(faults.length).toBeGreaterThan(0);
  });

  it('are refused with a table for a slice', () => {
    const timeSlices = [{ begins: 0, seconds: new Int32Array(matrix.size * matrix.size) }];
    expect(checkProblem({ ...good, matrices: good.matrices.map((each) => ({ ...each, timeSlices })) })).not.toEqual([]);
  });
});
