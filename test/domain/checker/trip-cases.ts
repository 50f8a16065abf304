import { type RuleCase, ruleCase } from './rule-case.js';
import { a1, atA, atB, goods, type SmallPlanInput, stopAt } from './small-plan.js';

/** The first is loaded from 0 to 360 and back at 1,710. */
const twoTrips = (loadBegins: number): SmallPlanInput => ({
  routes: [{ trips: [{ stops: [atA()] }, { loadBegins, stops: [atB()] }] }],
});
const onBoard = { at: 0, trips: 1, stops: 0 };
const dayOverrides = { hours: [], vehiclesOut: [], notBefore: [] };
const anew = (from: number) => ({ event: { kind: 'reports' as const }, from, changes: [] });
const minute = { seconds: 60, begins: { opens: 0, closes: 36_000 } };
/** A break of a minute before this stop; both stops are made, and it is back so much later than at 2,280. */
const homeAfter = (beforeStop: number, returns: number): SmallPlanInput => ({
  trip: { breaks: [{ begins: 1_250, ends: 1_310, beforeStop }], off: { returns } },
  executedPrefix: { at: 0, trips: 1, stops: 2 },
});

const loadingCases: readonly RuleCase[] = [
  ruleCase(
    'trip-empty',
    'a trip has a stop',
    { routes: [{ trips: [{}, { loadBegins: 2_220, stops: [] }] }] },
    'Vehicle V1 has a trip without stops.',
  ),
  ruleCase(
    'load-begin',
    'a vehicle is loaded within its shift',
    { vehicle: { shift: { opens: 1, closes: 36_000 } } },
    'Vehicle V1 loads at 0, before 1.',
    { vehicle: { shift: { opens: 1, closes: 36_000 } }, trip: { loadBegins: 1 } },
  ),
  ruleCase(
    'load-begin',
    'it is loaded while the depot is open',
    { depot: { open: { opens: 1, closes: 36_000 } } },
    'Vehicle V1 loads at 0, before 1.',
    { depot: { open: { opens: 1, closes: 36_000 } }, trip: { loadBegins: 1 } },
  ),
  ruleCase(
    'load-begin',
    'it is loaded again when it is back',
    twoTrips(1_709),
    'Vehicle V1 loads at 1709, before 1710.',
    twoTrips(1_710),
  ),
  ruleCase(
    'load-begin',
    'nothing further is loaded in the past',
    { executedPrefix: { at: 1, trips: 0, stops: 0 } },
    'Vehicle V1 loads at 0, which is past.',
    { executedPrefix: { at: 0, trips: 0, stops: 0 } },
  ),
  ruleCase(
    'load-begin',
    'a plan that was made anew loads nothing before that',
    { plan: { dayOverrides, replanned: anew(1) } },
    'Vehicle V1 loads at 0, which is past.',
    { plan: { dayOverrides, replanned: anew(0) } },
  ),
  ruleCase(
    'load-begin',
    'what was loaded before the plan was made anew is a fact',
    { plan: { dayOverrides, replanned: anew(1) } },
    'Vehicle V1 loads at 0, which is past.',
    { plan: { dayOverrides, replanned: anew(1) }, executedPrefix: onBoard },
  ),
  ruleCase(
    'load-begin',
    'when it was loaded is a fact',
    { vehicle: { shift: { opens: 1, closes: 36_000 } }, executedPrefix: { ...onBoard, trips: 0 } },
    'Vehicle V1 loads at 0, before 1.',
    { vehicle: { shift: { opens: 1, closes: 36_000 } }, executedPrefix: onBoard },
  ),
  ruleCase(
    'release',
    'goods are ready before they are loaded',
    { depot: { rules: { releaseSeconds: { ambient: 1 } } } },
    'Vehicle V1 loads ambient goods at 0, before they are ready at 1.',
    { depot: { rules: { releaseSeconds: { ambient: 1, chilled: 2 } } }, trip: { loadBegins: 1 } },
  ),
  ruleCase(
    'depot-hours',
    'the loading ends before the depot closes',
    { depot: { open: { opens: 0, closes: 419 } } },
    'Vehicle V1 loads until 420, after the depot closes.',
    { depot: { open: { opens: 0, closes: 420 } } },
  ),
  ruleCase(
    'departure',
    'a vehicle leaves when it is loaded, or later',
    { trip: { off: { departs: -1 } } },
    'Vehicle V1 departs at 419, before it is loaded at 420.',
    { trip: { off: { departs: 1 } } },
  ),
  ruleCase(
    'departure',
    'a part of a second of loading counts as a whole one',
    // 300 s and 60 s for each 100 kg of 200.001 kg.
    {
      consignments: [a1, goods('B1', { grams: 100_001 })],
      trip: { stops: [atA(), stopAt('B', goods('B1', { grams: 100_001 }))], off: { departs: -1 } },
    },
    'Vehicle V1 departs at 420, before it is loaded at 421.',
    {
      consignments: [a1, goods('B1', { grams: 100_001 })],
      trip: { stops: [atA(), stopAt('B', goods('B1', { grams: 100_001 }))] },
    },
  ),
];

const totalCases: readonly RuleCase[] = [
  ...[-1, 1].map((seconds) =>
    ruleCase(
      'return',
      `a vehicle is back when it has driven home, not ${seconds} s later`,
      { trip: { off: { returns: seconds } } },
      `Vehicle V1 cannot be back at ${2_220 + seconds}.`,
    ),
  ),
  ruleCase(
    'return',
    'who is on the way home is back when that is driven, or later',
    { executedPrefix: { at: 0, trips: 1, stops: 2 }, trip: { off: { returns: -1 } } },
    'Vehicle V1 ends at 2219, before 2220.',
    { executedPrefix: { at: 0, trips: 1, stops: 2 }, trip: { off: { returns: 1 } } },
  ),
  ruleCase(
    'trip-seconds',
    'how long the way home takes is a fact for who drives it',
    { trip: { off: { seconds: 1 } }, executedPrefix: { at: 0, trips: 1, stops: 1 } },
    'Vehicle V1 drives 1500 s, not 1501.',
    { trip: { off: { seconds: 1, returns: 1 } }, executedPrefix: { at: 0, trips: 1, stops: 2 } },
  ),
  ruleCase(
    'return',
    'behind a break on the way home another hour may be faster',
    { ...homeAfter(1, -1), vehicle: { rules: { breaks: [minute] } } },
    'Vehicle V1 ends at 2279, before 2280.',
    { ...homeAfter(2, -1), vehicle: { rules: { breaks: [minute] } } },
  ),
  ruleCase(
    'trip-meters',
    'who is on the way home drove to its stops',
    { executedPrefix: { at: 0, trips: 1, stops: 2 }, trip: { off: { meters: -6_001 } } },
    'Vehicle V1 drove 9000 m, not 8999.',
    { executedPrefix: { at: 0, trips: 1, stops: 2 }, trip: { off: { meters: -6_000 } } },
  ),
  ruleCase(
    'trip-seconds',
    'who is on the way home drove as long as to its stops',
    { executedPrefix: { at: 0, trips: 1, stops: 2 }, trip: { off: { seconds: -601 } } },
    'Vehicle V1 drove 900 s, not 899.',
    { executedPrefix: { at: 0, trips: 1, stops: 2 }, trip: { off: { seconds: -600 } } },
  ),
  ruleCase(
    'return',
    'who stops nowhere is back after leaving',
    { consignments: [], executedPrefix: onBoard, trip: { stops: [], off: { returns: -1 } } },
    'Vehicle V1 ends at 299, before 300.',
    { consignments: [], executedPrefix: onBoard, trip: { stops: [] } },
  ),
  ruleCase(
    'return',
    'what is still to be driven ends after the moment of planning',
    {
      executedPrefix: { at: 2_221, trips: 1, stops: 1 },
      trip: { stops: [atA(), atB({ off: { arrives: 751 } })], off: { returns: -1 } },
    },
    'Vehicle V1 cannot be back at 2970.',
    { executedPrefix: { at: 2_221, trips: 1, stops: 1 }, trip: { stops: [atA(), atB({ off: { arrives: 751 } })] } },
  ),
  ruleCase(
    'trip-meters',
    'a trip is as long as its legs',
    { trip: { off: { meters: 1 } } },
    "Vehicle V1's trip is 15000 m long, not 15001.",
  ),
  ruleCase(
    'trip-seconds',
    'a trip takes as long to drive as its legs',
    { trip: { off: { seconds: 1 } } },
    'Vehicle V1 drives 1500 s, not 1501.',
  ),
  ruleCase(
    'trip-meters',
    'of what is under way the legs that were driven count as they were',
    { trip: { stops: [atA({ off: { legMeters: 1 } }), atB()] }, executedPrefix: { at: 0, trips: 1, stops: 1 } },
    "Vehicle V1's trip is 15001 m long, not 15000.",
    {
      trip: { stops: [atA({ off: { legMeters: 1 } }), atB()], off: { meters: 1 } },
      executedPrefix: { at: 0, trips: 1, stops: 1 },
    },
  ),
  ruleCase(
    'trip-seconds',
    'of what is under way the seconds that were driven count as they were',
    { trip: { stops: [atA({ off: { legSeconds: 1 } }), atB()] }, executedPrefix: { at: 0, trips: 1, stops: 1 } },
    'Vehicle V1 drives 1501 s, not 1500.',
    {
      trip: { stops: [atA({ off: { legSeconds: 1 } }), atB()], off: { seconds: 1 } },
      executedPrefix: { at: 0, trips: 1, stops: 1 },
    },
  ),
];

export const tripCases: readonly RuleCase[] = [...loadingCases, ...totalCases];
