import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInstance } from '../../../server/adapters/files/instances/read-instance.js';
import { scoreLiLim } from '../../../server/adapters/files/instances/score-li-lim.js';
import { search } from '../../../server/solver/index.js';
import { writeFiles } from '../../support/small-day.js';
import { pairs } from '../../support/small-instances.js';

const answer = (text: string) => {
  const instance = readInstance(path.join(writeFiles({ 'pairs.txt': text }), 'pairs.txt'));
  const solution = search(instance.problem, { seed: 1, stop: { share: (iterations) => iterations / 500 } });
  const score = instance.score(solution);
  return { score, file: instance.answer(solution, score) };
};
const count = (routes: number[][], text = pairs) =>
  scoreLiLim(
    text,
    routes.map((customers, vehicle) => ({ vehicle, customers })),
  );

describe("instances of Li and Lim's form", () => {
  it('are solved with as few vehicles as can be, then the shortest way', () => {
    // Out to 4 and back in the order of the line; each pickup stands before its delivery.
    const { score, file } = answer(pairs);
    expect(score).toEqual({ cost: 8, routes: 1, unassigned: 0, feasible: true, faults: [] });
    expect(file).toBe('Route #1: 1 2 4 3\nCost 8\n');
  });

  it('spend distance to save a vehicle', () => {
    // Two places on either side, 10 away: 2 × 20 with two vehicles and 40 with one, plus the turn of 1 on each side.
    const sides = `5 10 1
0 0 0 0 0 1000 0 0 0
1 10 0 10 0 1000 0 0 2
2 10 1 -10 0 1000 0 1 0
3 -10 0 10 0 1000 0 0 4
4 -10 1 -10 0 1000 0 3 0
`;
    expect(answer(sides).score).toMatchObject({ routes: 1, feasible: true });
    // Where the day is too short for both, two are needed.
    expect(answer(sides.replace('0 0 0 0 0 1000', '0 0 0 0 0 30')).score).toMatchObject({ routes: 2, feasible: true });
  });

  it('measure unrounded ways as time: a window that is met to the last bit of a double is met', () => {
    const diagonal = pairs.replace('1\t1\t0\t10\t0\t50', '1\t1\t1\t10\t0\t1.4143');
    expect(answer(diagonal).score).toMatchObject({ routes: 1, feasible: true });
    const tooSoon = pairs.replace('1\t1\t0\t10\t0\t50', '1\t1\t1\t10\t0\t1.4142');
    expect(answer(tooSoon).score).toMatchObject({ unassigned: 2, feasible: false });
  });
});

describe('counting a Li-Lim solution again', () => {
  it('sees broken pairs, loads, windows and fleets', () => {
    expect(count([[1, 2, 4, 3]])).toMatchObject({ cost: 8, feasible: true });
    expect(count([[2, 1, 4, 3]]).faults).toContain('Customer 2 is served before its pickup 1.');
    expect(count([[1], [2, 4, 3]]).feasible).toBe(false);
    expect(count([[1, 4, 2, 3]]).faults).toContain('Route 1 carries 20; a vehicle holds 10.');
    expect(count([[1, 2]]).unassigned).toBe(2);
    expect(count([[1, 2, 4, 3]], pairs.replace('2\t0\t-10\t0\t50', '2\t0\t-10\t0\t2')).faults).toEqual([
      'Customer 2 is served at 3, due at 2.',
    ]);
    expect(count([[1, 2, 4, 3]], pairs.replace('0\t100', '0\t11')).faults).toEqual([
      'Route 1 is back at 12, due at 11.',
    ]);
    expect(
      count(
        [
          [1, 2],
          [4, 3],
        ],
        pairs.replace('3\t10\t1', '1\t10\t1'),
      ).feasible,
    ).toBe(false);
    expect(count([[1, 2, 4, 3, 9]]).faults).toEqual(['There is no customer 9.']);
  });
});

describe('Li-Lim files are refused with a sentence', () => {
  it.each([
    ['another speed', pairs.replace('10\t1\n', '10\t2\n'), 'the speed is 2'],
    ['no vehicle', pairs.replace('3\t10\t1', '0\t10\t1'), 'number of vehicles is 0'],
    ['no capacity', pairs.replace('3\t10\t1', '3\t0\t1'), 'the capacity is 0'],
    ['a row cut off', pairs.trimEnd().slice(0, -2), 'holds 8 numbers where 9'],
    ['an extra column', pairs.trimEnd().concat('\t5'), 'holds 10 numbers where 9'],
    ['a customer twice', pairs.replace('4\t3\t0', '3\t3\t0'), 'two customers 3'],
    ['a customer missing', pairs.replace('4\t3\t0', '5\t3\t0'), 'no row 4'],
    ['a heavy pickup', pairs.replace('3\t10\t1', '3\t9\t1'), 'customer 1 gives 10, more than any vehicle holds (9)'],
    ['a partner that there is not', pairs.replace('1\t0\t2\n', '1\t0\t9\n'), 'names 9, which does not name it'],
    ['a partner of another', pairs.replace('1\t0\t2\n', '1\t0\t3\n'), 'names 3, which does not name it'],
    ['no partner', pairs.replace('1\t0\t2\n', '1\t0\t0\n'), 'names not one partner'],
    ['other goods', pairs.replace('-10', '-9'), 'what customer 1 gives is not what its partner takes'],
    ['an inverted window', pairs.replace('10\t0\t50', '10\t60\t50'), 'before it begins at 60'],
    ['a closed depot', pairs.replace('0\t100', '0\t0'), 'it never works'],
    ['a long day', pairs.replace('0\t100', '0\t1e12'), 'the day is 1000000000'],
    ['a word', pairs.replace('50', 'x'), '"x" is no number'],
  ])('%s', (_, content, sentence) => {
    const read = () => readInstance(path.join(writeFiles({ 'x.txt': content }), 'x.txt'));
    expect(read).toThrow(sentence);
    expect(read).toThrow(/^x\.txt.*\.$/);
  });
});
