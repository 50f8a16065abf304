import type { Vehicle } from '../../../server/domain/network/network.js';
import type { CheckerRule } from '../../../server/domain/planning/checker-rules.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { atA, atB, type SmallPlanInput, smallPlan, type TripInput, v2 } from './small-plan.js';

/** A: load 0–360, 960–1,110, back at 1,710. B: load –2,070, 2,670–2,820, back at 3,420. 24 km, 2,400 s of driving. */
const tripA: TripInput = { stops: [atA()] };
const twoTrips: readonly TripInput[] = [tripA, { loadBegins: 1_710, stops: [atB()] }];

/** As many trips of the two are on board. */
const onBoard = (trips: number, vehicle: Partial<Vehicle>): SmallPlanInput => ({
  vehicle,
  routes: [{ trips: twoTrips, executedPrefix: { at: 0, trips, stops: 0 } }],
});

/** Limits that ask nothing any more once all goods are on board. */
const limits: readonly { rule: CheckerRule; vehicle: Partial<Vehicle>; says: string }[] = [
  { rule: 'vehicle-available', vehicle: { status: 'maintenance' }, says: 'Vehicle V1 is in maintenance.' },
  { rule: 'max-trips', vehicle: { maxTrips: 1 }, says: 'Vehicle V1 drives 2 trips.' },
  { rule: 'max-stops', vehicle: { maxStops: 1 }, says: 'Vehicle V1 makes 2 stops.' },
  { rule: 'range', vehicle: { rangeMeters: 23_999 }, says: 'Vehicle V1 drives 24000 m.' },
  { rule: 'driving', vehicle: { rules: { maxDrivingSeconds: 2_399 } }, says: 'Vehicle V1 drives 2400 s.' },
  {
    rule: 'shift',
    vehicle: { shift: { opens: 0, closes: 3_419 } },
    says: 'Vehicle V1 returns at 3420, after its shift.',
  },
];

const limitCases: readonly RuleCase[] = [
  ruleCase(
    'vehicle-available',
    'nothing is given to a vehicle in maintenance',
    { vehicle: { status: 'maintenance' } },
    'Vehicle V1 is in maintenance.',
  ),
  ruleCase(
    'max-trips',
    'a vehicle drives so many trips',
    { vehicle: { maxTrips: 1 }, routes: [{ trips: twoTrips }] },
    'Vehicle V1 drives 2 trips.',
    { vehicle: { maxTrips: 2 }, routes: [{ trips: twoTrips }] },
  ),
  ruleCase('max-stops', 'it makes so many stops', { vehicle: { maxStops: 1 } }, 'Vehicle V1 makes 2 stops.', {
    vehicle: { maxStops: 2 },
  }),
  ruleCase('range', 'it drives so far', { vehicle: { rangeMeters: 14_999 } }, 'Vehicle V1 drives 15000 m.', {
    vehicle: { rangeMeters: 15_000 },
  }),
  ruleCase(
    'driving',
    'it drives so long',
    { vehicle: { rules: { maxDrivingSeconds: 1_499 } } },
    'Vehicle V1 drives 1500 s.',
    { vehicle: { rules: { maxDrivingSeconds: 1_500 } } },
  ),
  ruleCase(
    'shift',
    'it is back within its shift',
    { vehicle: { shift: { opens: 0, closes: 2_219 } } },
    'Vehicle V1 returns at 2220, after its shift.',
    { vehicle: { shift: { opens: 0, closes: 2_220 } } },
  ),
  ...limits.map(({ rule, vehicle, says }) =>
    ruleCase(rule, 'what is on board is brought, and nothing further', onBoard(1, vehicle), says, onBoard(2, vehicle)),
  ),
];

const dayOverrides = { hours: [], vehiclesOut: [], notBefore: [] };

const begunCases: readonly RuleCase[] = [
  ruleCase(
    'route-empty',
    'a route has a trip',
    { others: [v2], routes: [{}, { vehicleId: 'V2', trips: [] }] },
    'Vehicle V2 has a route without trips.',
    { others: [v2], routes: [{}] },
  ),
  ...[
    { executedPrefix: { trips: 1, stops: 3 }, kept: { trips: 1, stops: 2 } },
    { executedPrefix: { trips: 1, stops: -1 }, kept: { trips: 1, stops: 0 } },
    { executedPrefix: { trips: 0, stops: 1 }, kept: { trips: 0, stops: 0 } },
    { executedPrefix: { trips: 2, stops: 0 }, kept: { trips: 1, stops: 0 } },
    { executedPrefix: { trips: -1, stops: 0 }, kept: { trips: 0, stops: 0 } },
  ].map(({ executedPrefix, kept }) =>
    ruleCase(
      'executed-prefix',
      `a route of a trip and two stops has begun with ${kept.trips} and ${kept.stops}`,
      { executedPrefix: { at: 0, ...executedPrefix } },
      `Vehicle V1 cannot have begun with ${executedPrefix.trips} trips and ${executedPrefix.stops} stops.`,
      { executedPrefix: { at: 0, ...kept } },
    ),
  ),
  ruleCase(
    'executed-prefix',
    'who broke down makes no further stop',
    { executedPrefix: { at: 0, trips: 1, stops: 1, isOut: true } },
    'Vehicle V1 cannot have begun with 1 trips and 1 stops.',
    { executedPrefix: { at: 0, trips: 1, stops: 2, isOut: true } },
  ),
  ruleCase(
    'executed-prefix',
    'who broke down drives no further trip',
    { routes: [{ trips: twoTrips, executedPrefix: { at: 0, trips: 1, stops: 1, isOut: true } }] },
    'Vehicle V1 cannot have begun with 1 trips and 1 stops.',
    { routes: [{ trips: twoTrips, executedPrefix: { at: 0, trips: 2, stops: 1, isOut: true } }] },
  ),
  ruleCase(
    'executed-prefix',
    'goods are fetched from another vehicle only at once',
    {
      trip: {
        transfer: { fromVehicleId: 'V2' },
        // Loaded at the depot, and from there to A: less the 600 s there and the 420 s of taking over.
        stops: [atA({ off: { arrives: -1_020 } }), atB()],
        off: { departs: 420, meters: -6_000, seconds: -600 },
      },
    },
    'Vehicle V1 fetches goods on a trip that is not given.',
    {
      trip: { transfer: { fromVehicleId: 'V2' } },
      executedPrefix: { at: 0, trips: 1, stops: 0 },
      plan: { dayOverrides: { ...dayOverrides, vehiclesOut: ['V2'] } },
    },
  ),
];

const pause = (seconds: number, opens: number, closes: number) => ({ seconds, begins: { opens, closes } });
/** V1 drives the first 600 s from 420 on, and takes breaks on the way to A. */
const withBreaks = (
  wanted: readonly ReturnType<typeof pause>[],
  taken: readonly (readonly [begins: number, ends: number])[],
  other: SmallPlanInput = {},
): SmallPlanInput => ({
  ...other,
  vehicle: { rules: { breaks: wanted } },
  trip: { breaks: taken.map(([begins, ends]) => ({ begins, ends, beforeStop: 0 })) },
});
const quarter = pause(900, 600, 800);
const short = pause(60, 0, 36_000);
const long = pause(120, 0, 36_000);
/** Looked at in the middle of a break from 500 on, which the plan before had at that time or another. */
const underWayWith = (had: readonly [begins: number, ends: number]): SmallPlanInput => ({
  ...withBreaks([short], [[500, 560]]),
  plan: { dayOverrides },
  executedPrefix: { at: 530, trips: 1, stops: 0 },
  context: { before: smallPlan(withBreaks([short], [had])).plan },
});
const anew = (from: number) => ({ event: { kind: 'reports' as const }, from, changes: [] });
/** Breaks of 60 s unless said otherwise. */
const before = (...taken: readonly (readonly [begins: number, beforeStop: number, seconds?: number])[]) => ({
  breaks: taken.map(([begins, beforeStop, seconds = 60]) => ({ begins, ends: begins + seconds, beforeStop })),
});
const otherwise = (begins: number, ends: number) =>
  `Vehicle V1 takes a break from ${begins} to ${ends}, which is not when or as long as it is to be.`;

/** Planned anew at a moment, and loaded behind it; breaks of a minute on the way to A. */
const loadedAt = (loadBegins: number, from: number, taken: readonly number[]): SmallPlanInput => ({
  vehicle: { rules: { breaks: [short, quarter] } },
  trip: { loadBegins, ...before(...taken.map((begins) => [begins, 0] as const)) },
  plan: { dayOverrides, replanned: anew(from) },
});
/** Planned anew when the first of two trips was on board; breaks of a minute on it, of the one that is asked for. */
const onTwoTrips = (taken: readonly number[]): SmallPlanInput => ({
  vehicle: { rules: { breaks: [short] } },
  routes: [
    {
      trips: [
        { stops: [atA()], ...before(...taken.map((begins) => [begins, 0] as const)) },
        { loadBegins: 1_770, stops: [atB()] },
      ],
      executedPrefix: { at: 0, trips: 1, stops: 0 },
    },
  ],
  plan: { dayOverrides, replanned: anew(0) },
});

const breakCases: readonly RuleCase[] = [
  ruleCase('break', 'a break is taken', withBreaks([quarter], []), 'Vehicle V1 takes 0 breaks of 1.', {
    ...withBreaks([quarter], [[700, 1_600]]),
  }),
  ruleCase(
    'break',
    'it is taken once',
    withBreaks(
      [short],
      [
        [500, 560],
        [560, 620],
      ],
    ),
    'Vehicle V1 takes 2 breaks of 1.',
    withBreaks([short], [[500, 560]]),
  ),
  ruleCase(
    'break',
    'it begins early enough',
    withBreaks([quarter], [[801, 1_701]]),
    otherwise(801, 1_701),
    withBreaks([quarter], [[800, 1_700]]),
  ),
  ruleCase(
    'break',
    'it begins late enough',
    withBreaks([quarter], [[599, 1_499]]),
    otherwise(599, 1_499),
    withBreaks([quarter], [[600, 1_500]]),
  ),
  ruleCase(
    'break',
    'it is as long as it is to be',
    withBreaks([quarter], [[700, 1_599]]),
    otherwise(700, 1_599),
    withBreaks([quarter], [[700, 1_600]]),
  ),
  ruleCase(
    'break',
    'breaks are taken in order',
    withBreaks(
      [short, long],
      [
        [500, 620],
        [620, 680],
      ],
    ),
    [otherwise(500, 620), otherwise(620, 680)],
    withBreaks(
      [short, long],
      [
        [500, 560],
        [560, 680],
      ],
    ),
  ),
  ruleCase(
    'break',
    'after an event one may be missed',
    withBreaks([short, long], [[500, 620]]),
    'Vehicle V1 takes 1 breaks of 2.',
    withBreaks([short, long], [[500, 620]], { plan: { dayOverrides } }),
  ),
  ruleCase(
    'break',
    'after an event the others are taken in order',
    withBreaks(
      [short, long],
      [
        [500, 620],
        [620, 680],
      ],
      { plan: { dayOverrides } },
    ),
    otherwise(620, 680),
    withBreaks(
      [short, long],
      [
        [500, 560],
        [560, 680],
      ],
      { plan: { dayOverrides } },
    ),
  ),
  ruleCase(
    'break',
    'after an event those of what is on board are facts',
    withBreaks([], [[500, 620]], { plan: { dayOverrides }, executedPrefix: { at: 0, trips: 0, stops: 0 } }),
    otherwise(500, 620),
    withBreaks([], [[500, 620]], { plan: { dayOverrides }, executedPrefix: { at: 0, trips: 1, stops: 0 } }),
  ),
  ruleCase(
    'break',
    'without an event those of what is on board are judged',
    withBreaks([], [[500, 620]], { executedPrefix: { at: 0, trips: 1, stops: 0 } }),
    'Vehicle V1 takes 1 breaks of 0.',
    withBreaks([], [], { executedPrefix: { at: 0, trips: 1, stops: 0 } }),
  ),
  // Planned anew at 700: the short one may begin until 36,000, one of a quarter of an hour until 800.
  ruleCase(
    'break',
    'after an event what can still be taken is taken',
    loadedAt(900, 700, []),
    'Vehicle V1 takes 0 breaks of 2 that it still can.',
    loadedAt(900, 801, [1_320]),
  ),
  ruleCase(
    'break',
    'after an event a break that was taken is not taken again',
    onTwoTrips([]),
    'Vehicle V1 takes 0 breaks of 1 that it still can.',
    onTwoTrips([500]),
  ),
  ruleCase(
    'break',
    'who is under way takes no break in the past',
    { ...withBreaks([short], [[500, 560]]), plan: { dayOverrides }, executedPrefix: { at: 501, trips: 1, stops: 0 } },
    'Vehicle V1 takes a break at 500, which is past.',
    { ...withBreaks([short], [[500, 560]]), plan: { dayOverrides }, executedPrefix: { at: 500, trips: 1, stops: 0 } },
  ),
  // The plan before had the break from 500 on: whoever looks at 530 is in the middle of it.
  ruleCase(
    'break',
    'a break that has begun by the plan before goes on, as long as it was to be',
    underWayWith([520, 580]),
    'Vehicle V1 takes a break at 500, which is past.',
    underWayWith([500, 560]),
  ),
  ruleCase(
    'break',
    'a break before a stop that was made is a fact',
    { ...withBreaks([short], [[500, 560]]), plan: { dayOverrides }, executedPrefix: { at: 600, trips: 1, stops: 0 } },
    'Vehicle V1 takes a break at 500, which is past.',
    { ...withBreaks([short], [[500, 560]]), plan: { dayOverrides }, executedPrefix: { at: 600, trips: 1, stops: 1 } },
  ),
  // Behind the last stop there is the way home, and nothing behind it.
  ...[3, -1, 0.5].map((beforeStop) =>
    ruleCase(
      'break',
      `a break is taken on a leg: ${beforeStop}`,
      { vehicle: { rules: { breaks: [short] } }, trip: before([1_700, beforeStop]) },
      `Vehicle V1 takes breaks before the stops ${beforeStop} of a trip of 2.`,
      { vehicle: { rules: { breaks: [short] } }, trip: before([1_700, 2]) },
    ),
  ),
  ruleCase(
    'break',
    'breaks are taken in the order of the legs',
    // The long one, named last, is the first on the way.
    { vehicle: { rules: { breaks: [short, long] } }, trip: before([1_300, 1], [500, 0, 120]) },
    'Vehicle V1 takes breaks before the stops 1, 0 of a trip of 2.',
    { vehicle: { rules: { breaks: [short, long] } }, trip: before([500, 0], [1_300, 1, 120]) },
  ),
];

export const routeCases: readonly RuleCase[] = [...limitCases, ...begunCases, ...breakCases];
