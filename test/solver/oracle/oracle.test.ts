import { describe, expect, it } from 'vitest';
import { checkProblem } from '../../../server/solver/index.js';
import { leastCost } from '../exhaustive.js';
import { plainCheck } from '../plain-check.js';
import type { OracleCase, OracleEntry } from './oracle-case.js';
import { bandCases, coordinateCases, matrixCases, problemCases, startCases } from './problem-cases.js';
import { bothOnOneTrip, smallDay } from './small-day.js';
import { consignmentCases, stationCases } from './station-cases.js';
import {
  bodyCases,
  breakCases,
  compartmentCases,
  depotCases,
  fixedVisitCases,
  rateCases,
  vehicleCases,
} from './vehicle-cases.js';

/** Every field of a problem: a new one does not compile until it has a case, or a reason for having none. */
const entries: Readonly<Record<string, OracleEntry>> = {
  ...problemCases,
  ...startCases,
  ...matrixCases,
  ...bandCases,
  ...coordinateCases,
  ...depotCases,
  ...rateCases,
  ...vehicleCases,
  ...breakCases,
  ...bodyCases,
  ...compartmentCases,
  ...fixedVisitCases,
  ...stationCases,
  ...consignmentCases,
};
const cases = Object.entries(entries).flatMap(([field, entry]) =>
  'noRule' in entry ? [] : entry.map((each): [string, string, OracleCase] => [field, each.claim, each]),
);

function totalOf({ cost, unservedPenalty, penaltyCost }: OracleCase['plan']): number {
  return cost + unservedPenalty + penaltyCost;
}

it('there are cases of most fields', () => {
  expect(new Set(cases.map(([field]) => field)).size).toBeGreaterThan(40);
});

describe('plain checking and trying everything', () => {
  it('agree on the small day', () => {
    expect(plainCheck(smallDay(), bothOnOneTrip())).toEqual([]);
    expect(leastCost(smallDay())).toBe(191);
  });

  it.each(cases)('%s is just kept: %s', (_, __, { keeps, plan, leastThen }) => {
    expect(checkProblem(keeps)).toEqual([]);
    expect(plainCheck(keeps, plan)).toEqual([]);
    if (leastThen !== undefined) expect(leastCost(keeps)).toBe(totalOf(plan));
  });

  it.each(cases)('%s is just broken: %s', (_, __, { breaks, plan, planThen, says, leastThen }) => {
    expect(checkProblem(breaks)).toEqual([]);
    expect(says).not.toEqual([]);
    expect(plainCheck(breaks, planThen)).toEqual(says);
    if (leastThen === undefined) return;
    expect(leastCost(breaks)).toBe(leastThen);
    expect(leastThen).not.toBe(totalOf(plan));
  });
});
