import { describe, expect, it } from 'vitest';
import { readInstance } from '../../../server/adapters/files/instances/read-instance.js';
import { scoreCvrplib } from '../../../server/adapters/files/instances/score-cvrplib.js';
import { scoreSolomon } from '../../../server/adapters/files/instances/score-solomon.js';
import { search } from '../../../server/solver/index.js';
import { writeFiles } from '../../support/small-day.js';
import { mixed, square, tiny } from '../../support/small-instances.js';

const answer = (name: string, text: string) => {
  const instance = readInstance(`${writeFiles({ [name]: text })}/${name}`);
  const solution = search(instance.problem, { seed: 1, stop: { share: (iterations) => iterations / 500 } });
  const score = instance.score(solution);
  return { instance, score, file: instance.answer(solution, score) };
};

describe('public instances', () => {
  it('are solved and counted in whole distances (CVRPLIB)', () => {
    // Three customers of 4 need two vehicles of 10: one pair beside the depot's corner 10 + 10 + 14, one alone 10 + 10.
    const { score, file } = answer('square.vrp', square);
    expect(score).toEqual({ cost: 54, routes: 2, unassigned: 0, feasible: true, faults: [] });
    expect(file).toMatch(/^Route #1: \d( \d)?\nRoute #2: \d( \d)?\nCost 54\n$/);
  });

  it('are counted without rounding where the file says so', () => {
    for (const type of ['EXACT_2D', 'FLOAT_2D']) {
      const { score } = answer('square.vrp', square.replace('EUC_2D', type));
      expect(score.cost).toBeCloseTo(40 + Math.sqrt(200), 9);
    }
  });

  it('are solved and counted in tenths cut off (Solomon)', () => {
    // 7.0 + √29 = 5.3 + √50 = 7.0, each cut to a tenth.
    const { score, file } = answer('tiny.txt', tiny);
    expect(score).toMatchObject({ cost: 19.3, routes: 1, feasible: true });
    expect(file).toMatch(/^Route #1: (1 2|2 1)\nCost 19.3\n$/);
  });

  it('are solved with a fleet of several kinds, at prices in hundredths', () => {
    // Both customers on the large vehicle: 10 + 2 × 2√8 = 21.3; a vehicle each: 1 + 2√2 + 21.3.
    const { score, file } = answer('mixed.vrp', mixed);
    expect(score.cost).toBeCloseTo(10 + 4 * Math.sqrt(8), 9);
    expect(file).toContain('\nVehicles 2\n');
  });

  it('are matched by the numbers of nodes and customers, whatever the order of rows', () => {
    const swapped = square.replace('2 0 10\n3 10 10\n', '3 10 10\n2 0 10\n').replace('1 0\n2 4\n', '2 4\n1 0\n');
    expect(answer('square.vrp', swapped).score.cost).toBe(54);
    const lines = tiny.trimEnd().split('\n');
    const turned = [...lines.slice(0, -2), lines.at(-1), lines.at(-2)].join('\n');
    expect(answer('tiny.txt', turned).score.cost).toBe(19.3);
  });

  it('begin at the depot that the file names', () => {
    // The depot is node 3, in the middle of a line: there and back to either side.
    const line = square
      .replace('2 0 10\n3 10 10\n4 10 0', '2 0 20\n3 0 10\n4 0 25')
      .replace('1 0\n2 4\n3 4', '1 4\n2 4\n3 0')
      .replace('DEPOT_SECTION\n1', 'DEPOT_SECTION\n3');
    const { score, file } = answer('line.vrp', line);
    expect(score).toMatchObject({ cost: 20 + 30, feasible: true });
    // Customers are numbered without the depot: node 4 is customer 3.
    expect(file).toContain(' 3\n');
    expect(file).not.toContain('4');
  });

  it('keep to the longest route, and to the time that customers take', () => {
    // The pair takes 34, with two stops of 3 it takes 40.
    const limited = (fields: string) => answer('square.vrp', square.replace('CAPACITY', `${fields}\nCAPACITY`)).score;
    expect(limited('DISTANCE : 34')).toMatchObject({ cost: 54, routes: 2, feasible: true });
    expect(limited('DISTANCE : 33')).toMatchObject({ cost: 20 + 20 + 28, routes: 3, feasible: true });
    expect(limited('DISTANCE : 40\nSERVICE_TIME : 3')).toMatchObject({ cost: 54, routes: 2, feasible: true });
    expect(limited('DISTANCE : 39\nSERVICE_TIME : 3')).toMatchObject({ cost: 68, routes: 3, feasible: true });
    // The far corner is 28 away and back.
    expect(limited('DISTANCE : 27')).toMatchObject({ unassigned: 1, feasible: false });
  });

  it('use no more vehicles than there are', () => {
    const few = square.replace('CAPACITY', 'VEHICLES : 1\nCAPACITY');
    expect(answer('square.vrp', few).score).toMatchObject({ routes: 1, unassigned: 1, feasible: false });
  });

  it('may hold large numbers', () => {
    // The far corner a million away, with 10^14 of goods on the way through it: 10 + 1,414,206 + 1,414,214, and 20 alone.
    const far = square.replace('3 10 10', '3 1000000 1000000').replace('3 4\n', '3 100000000000000\n');
    const { score } = answer('far.vrp', far.replace('CAPACITY : 10', 'CAPACITY : 100000000000004'));
    expect(score).toMatchObject({ cost: 10 + 1_414_206 + 1_414_214 + 20, feasible: true });
  });
});

describe('counting a solution again', () => {
  const cvrp = (routes: number[][], text = square) =>
    scoreCvrplib(
      text,
      routes.map((customers, vehicle) => ({ vehicle, customers })),
    );
  const vrptw = (routes: number[][], text = tiny) =>
    scoreSolomon(
      text,
      routes.map((customers, vehicle) => ({ vehicle, customers })),
    );

  it('finds nothing wrong with a right one', () => {
    expect(cvrp([[1, 2], [3]])).toMatchObject({ cost: 54, feasible: true });
    expect(vrptw([[1, 2]])).toMatchObject({ cost: 19.3, feasible: true });
  });

  it('sees customers left out, served twice or unknown', () => {
    expect(cvrp([[1, 2]])).toMatchObject({ unassigned: 1, feasible: false });
    expect(
      cvrp([
        [1, 2],
        [3, 1],
      ]).faults,
    ).toContain('Customer 1 is served twice.');
    expect(
      cvrp([
        [1, 2],
        [3, 9],
      ]).faults,
    ).toContain('There is no customer 9.');
    expect(vrptw([[1]]).faults).toEqual(['1 customers are on no route.']);
    expect(vrptw([[1, 2, 2]]).feasible).toBe(false);
    expect(vrptw([[1, 2, 0]]).feasible).toBe(false);
  });

  it('sees overloaded vehicles and fleets', () => {
    expect(cvrp([[1, 2, 3]]).faults).toEqual(['Vehicle 1 carries 12; it holds 10.']);
    expect(vrptw([[1, 2]], tiny.replace('2         10', '2          1')).feasible).toBe(false);
    expect(vrptw([[1], [2]], tiny.replace('2         10', '1         10')).feasible).toBe(false);
    expect(cvrp([[2], [1]], mixed).faults).toEqual(['Vehicle 1 carries 5; it holds 1.']);
  });

  it('sees late service and late returns', () => {
    // Customer 2 first: 7.0 + 10 + 5.3 = 22.3 at customer 1, back at 39.3.
    expect(vrptw([[2, 1]], tiny.replace('0    50   10\n    2', '0    22   10\n    2')).faults).toEqual([
      'Customer 1 is served at 22.3, due at 22.',
    ]);
    expect(vrptw([[2, 1]], tiny.replace('100', ' 39')).faults).toEqual(['Route 1 is back at 39.3, due at 39.']);
  });

  it('sees routes that are too long', () => {
    const limited = square.replace('CAPACITY', 'DISTANCE : 39\nSERVICE_TIME : 3\nCAPACITY');
    expect(cvrp([[1, 2], [3]], limited).faults).toEqual(['Route of vehicle 1 is 40 long; 39 is allowed.']);
  });
});
