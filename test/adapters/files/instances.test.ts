import { describe, expect, it } from 'vitest';
import { readInstance } from '../../../server/adapters/files/instances/read-instance.js';
import { scoreSolution } from '../../../server/adapters/files/instances/score-solution.js';
import { search } from '../../../server/solver/index.js';
import { writeFiles } from '../../support/small-day.js';

const square = `NAME : square
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 10 0
DEMAND_SECTION
1 0
2 4
3 4
4 4
DEPOT_SECTION
1
-1
EOF
`;

const solomon = `TINY

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0   0    0     0   100    0
    1      0   7    1     0    50   10
    2      5   5    1     0    50   10
`;

const answer = (name: string, text: string) => {
  const instance = readInstance(`${writeFiles({ [name]: text })}/${name}`);
  const solution = search(instance.problem, { seed: 1, stop: { share: (iterations) => iterations / 500 } });
  return { instance, solution, score: scoreSolution(instance, solution) };
};

describe('public instances', () => {
  it('are solved and counted in whole distances (CVRPLIB)', () => {
    // Three customers of 4 need two vehicles of 10: one pair beside the depot's corner 10 + 10 + 14, one alone 10 + 10.
    const { score } = answer('square.vrp', square);
    expect(score).toMatchObject({ cost: 54, feasible: true });
    expect(score.routes.flat().sort()).toEqual([1, 2, 3]);
  });

  it('are solved and counted in tenths cut off (Solomon)', () => {
    // 7.0 + √29 = 5.3 + √50 = 7.0, each cut to a tenth.
    const { score } = answer('tiny.txt', solomon);
    expect(score).toMatchObject({ cost: 19.3, feasible: true });
  });

  it('are called infeasible when a customer is left out or a vehicle overloaded', () => {
    const { instance, solution } = answer('square.vrp', square);
    const fewer = { ...solution, routes: solution.routes.slice(1) };
    expect(scoreSolution(instance, fewer).feasible).toBe(false);
    const heavier = {
      ...instance,
      problem: {
        ...instance.problem,
        vehicles: instance.problem.vehicles.map((each) => ({ ...each, payloadGrams: 3 })),
      },
    };
    expect(scoreSolution(heavier, solution).feasible).toBe(false);
  });

  it('are refused with a sentence when they are none', () => {
    const read = (text: string) => () => readInstance(`${writeFiles({ 'x.vrp': text })}/x.vrp`);
    expect(read('hello')).toThrow('neither a CVRPLIB nor a Solomon file');
    expect(read(square.replace('CAPACITY : 10\n', ''))).toThrow('CAPACITY');
    expect(read(square.replace('EUC_2D', 'GEO'))).toThrow('GEO');
    expect(read(square.replace('4 4\nDEPOT', 'DEPOT'))).toThrow('a demand');
    expect(read(square.replace('2 0 10', '2 0 ten'))).toThrow();
    expect(read('{"vehicles":[]}')).toThrow('JSON');
    expect(() => readInstance('/nowhere.vrp')).toThrow('There is no file');
  });
});
