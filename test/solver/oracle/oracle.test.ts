import { describe, expect, it } from 'vitest';
import { checkProblem, search } from '../../../server/solver/index.js';
import type { Problem } from '../../../server/solver/problem.js';
import { leastCost } from '../exhaustive.js';
import { plainCheck } from '../plain-check.js';
import { oracleCases, totalOf } from './all-cases.js';
import { planCases } from './plan-cases.js';
import { bothOnOneTrip, smallDay } from './small-day.js';

it('there are cases of most fields', () => {
  expect(new Set(oracleCases.map(([field]) => field)).size).toBeGreaterThan(40);
});

describe('plain checking and trying everything', () => {
  it('agree on the small day', () => {
    expect(plainCheck(smallDay(), bothOnOneTrip())).toEqual([]);
    expect(leastCost(smallDay())).toBe(191);
  });

  it.each(oracleCases)('%s is just kept: %s', (_, __, { keeps, plan, leastThen }) => {
    expect(checkProblem(keeps)).toEqual([]);
    expect(plainCheck(keeps, plan)).toEqual([]);
    if (leastThen !== undefined) expect(leastCost(keeps)).toBe(totalOf(plan));
  });

  it.each(oracleCases)('%s is just broken: %s', (_, __, { breaks, plan, planThen, says, leastThen }) => {
    expect(checkProblem(breaks)).toEqual([]);
    expect(says).not.toEqual([]);
    expect(plainCheck(breaks, planThen)).toEqual(says);
    if (leastThen === undefined) return;
    expect(leastCost(breaks)).toBe(leastThen);
    expect(leastThen).not.toBe(totalOf(plan));
  });
});

it.each(planCases.map((each) => [each.claim, each] as const))(
  'plain checking reports %s',
  (_, { problem, plan, says }) => {
    expect(checkProblem(problem)).toEqual([]);
    expect(plainCheck(problem, plan)).toEqual(says);
  },
);

describe('the search', () => {
  const stop = { share: (done: number) => done / 200 };
  const found = (problem: Problem) => {
    const solution = search(problem, { seed: 1, stop });
    expect(plainCheck(problem, solution)).toEqual([]);
    return totalOf(solution);
  };
  /** Where trying everything does not look, docks are: the search books them in whole steps (`schedules/docks.test.ts`). */
  const compared = oracleCases.filter(([, , { leastThen }]) => leastThen !== undefined);

  it.each(compared)('finds the cheapest day where %s is just kept: %s', (_, __, { keeps, plan }) => {
    expect(found(keeps)).toBeCloseTo(totalOf(plan), 6);
  });

  it.each(compared)('finds the cheapest day where %s is just broken: %s', (_, __, { breaks, leastThen }) => {
    expect(found(breaks)).toBeCloseTo(leastThen!, 6);
  });
});
