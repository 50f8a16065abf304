import type { Problem } from '../../../server/solver/problem.js';
import type { Solution } from '../../../server/solver/solution.js';
import { bothOnOneTrip, far, near, placed, planOf, type SmallDayInput, smallDay, trip } from './small-day.js';

/** A plan that contradicts itself, or the day, whatever the rules are. */
export interface PlanCase {
  readonly claim: string;
  readonly problem: Problem;
  readonly plan: Solution;
  readonly says: readonly string[];
}

const planCase = (claim: string, input: SmallDayInput, plan: Solution, says: string): PlanCase => ({
  claim,
  problem: smallDay(input),
  plan,
  says: [says],
});

const both = bothOnOneTrip();
const nearAlone = trip([0, 5], [[near, 15, 15, 18]], [28, 20, 20]);
const farAlone = (begins: number) =>
  trip([begins, begins + 5], [[far, begins + 25, begins + 25, begins + 28]], [begins + 48, 40, 40]);
const leftOut = (station: number): Partial<Solution> => ({
  unassigned: [{ station, zone: 0, reason: 'fleet-full' }],
  unservedPenalty: 1000,
});
/** Goods from the near station to the far one, in a vehicle of two compartments. */
const carried: SmallDayInput = {
  far: { pickedUpAt: near },
  vehicle: {
    compartments: [
      { zoneMask: 1, milliliters: 9 },
      { zoneMask: 1, milliliters: 9 },
    ],
  },
};
const breakUntil31 = { breaks: [{ seconds: 4, windows: [{ opens: 20, closes: 31 }] }] };
/** A break of 4 s from 30 on, though the far one is left at 31. */
const breakTooEarly = (returns: number) =>
  planOf(
    [
      [
        trip(
          [0, 5],
          [
            [near, 15, 15, 18],
            [far, 28, 28, 31],
          ],
          [returns, 40, 40],
          [{ begins: 30, ends: 34, beforeVisit: 2 }],
        ),
      ],
    ],
    140 + returns,
  );

export const planCases: readonly PlanCase[] = [
  planCase(
    'goods that are visited and left out',
    {},
    { ...both, ...leftOut(near) },
    '0/0 is placed twice or does not exist',
  ),
  planCase('goods that are nowhere', {}, planOf([[nearAlone]], 148), '1/0 are neither visited nor unassigned'),
  planCase(
    'a vehicle on two routes',
    {},
    {
      ...planOf([], 148 + 188),
      routes: [
        { vehicle: 0, trips: [nearAlone] },
        { vehicle: 0, trips: [farAlone(0)] },
      ],
    },
    'vehicle 0 drives twice',
  ),
  planCase(
    'a trip without a visit',
    { vehicle: { maxTrips: 2 } },
    // Loaded from 51 to 56, and back at once: 100 + 40 + 56.
    planOf([[both.routes[0].trips[0], trip([51, 56], [], [56, 0, 0])]], 196),
    'an empty trip',
  ),
  planCase(
    'a loading at 27, a second before the vehicle is back',
    { vehicle: { maxTrips: 2 } },
    planOf([[nearAlone, farAlone(27)]], 100 + 60 + 75),
    'loading at 27, free at 28',
  ),
  planCase(
    'service a second before the arrival',
    {},
    planOf(
      [
        [
          trip(
            [0, 5],
            [
              [near, 15, 15, 18],
              [far, 28, 27, 30],
            ],
            [50, 40, 40],
          ),
        ],
      ],
      190,
    ),
    'begins before it arrives',
  ),
  planCase('a visit without goods', {}, { ...bothOnOneTrip([]), ...leftOut(near) }, 'a visit for nothing'),
  planCase(
    'a break that begins before its leg',
    { vehicle: breakUntil31 },
    // What was driven before it is less than nothing: 21 s behind 34.
    breakTooEarly(55),
    'a break at 30, before 31',
  ),
  planCase(
    'a break that begins before its leg, where speeds change with the hour',
    { vehicle: breakUntil31, matrix: { timeSlices: [{ begins: 0 }] } },
    breakTooEarly(54),
    'a break at 30, before 31',
  ),
  planCase(
    'goods that change their compartment on the way',
    carried,
    bothOnOneTrip([placed(0)], [placed(0, 1)]),
    'goods change their compartment on the way',
  ),
];
