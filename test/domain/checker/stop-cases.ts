import type { Station, Vehicle } from '../../../server/domain/network/network.js';
import type { CheckerRule } from '../../../server/domain/planning/checker-rules.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { a1, atA, atB, goods, type SmallPlanInput, type StopInput, stopAt, type TripInput } from './small-plan.js';

/** Times of A that are not as they should be; what is added to the trip. */
const offA = (off: StopInput['off'], trip: TripInput = {}): SmallPlanInput => ({
  trip: { ...trip, stops: [atA({ off }), atB()] },
});
const onBoard = { at: 0, trips: 1, stops: 0 };
/** Where there is no way the small plan takes no time for it. */
const noWay = { drives: { 'A B': undefined } };
const standstill = { seconds: 0, meters: 0 };

/** Two trips, on the first of which A is reached a second late. */
const firstOff = (executedPrefix: SmallPlanInput['executedPrefix']): SmallPlanInput => ({
  routes: [
    { trips: [{ stops: [atA({ off: { arrives: 1 } })] }, { loadBegins: 1_711, stops: [atB()] }], executedPrefix },
  ],
});

const legCases: readonly RuleCase[] = [
  ruleCase('unreachable', 'there is a way to each stop', noWay, 'Vehicle V1 has no way from A to B.', {
    drives: { 'A B': standstill },
  }),
  ruleCase(
    'unreachable',
    'there is a way from the depot',
    { drives: { 'D A': undefined } },
    'Vehicle V1 has no way from the depot to A.',
    { drives: { 'D A': standstill } },
  ),
  ruleCase(
    'unreachable',
    'there is a way home',
    { drives: { 'B D': undefined } },
    'Vehicle V1 has no way from B to the depot.',
    { drives: { 'B D': standstill } },
  ),
  ruleCase(
    'unreachable',
    'a way that is gone stays for who is on the road',
    { ...noWay, executedPrefix: { ...onBoard, trips: 0 } },
    'Vehicle V1 has no way from A to B.',
    { ...noWay, executedPrefix: onBoard },
  ),
  ruleCase(
    'unreachable',
    'a way home that is gone stays as it was planned',
    { drives: { 'B D': undefined } },
    'Vehicle V1 has no way from B to the depot.',
    {
      drives: { 'B D': undefined },
      trip: { off: { returns: 300, seconds: 300, meters: 3_000 } },
      executedPrefix: onBoard,
    },
  ),
  ruleCase(
    'leg',
    'a leg takes as long as the drive',
    offA({ legSeconds: 1 }),
    'Vehicle V1 needs 600 s and 6000 m to A.',
  ),
  ruleCase('leg', 'a leg is as long as the drive', offA({ legMeters: -1 }), 'Vehicle V1 needs 600 s and 6000 m to A.'),
  ...[-1, 1].map((seconds) =>
    ruleCase(
      'arrival',
      `a vehicle arrives when it has driven, not ${seconds} s later`,
      offA({ arrives: seconds }),
      `Vehicle V1 cannot be at A at ${1_020 + seconds}.`,
    ),
  ),
  ruleCase(
    'arrival',
    'who is on the road reaches nothing before the moment of planning',
    { executedPrefix: { ...onBoard, at: 1_021 } },
    'Vehicle V1 cannot be at A at 1020.',
    { ...offA({ arrives: 1 }), executedPrefix: { ...onBoard, at: 1_021 } },
  ),
  ruleCase(
    'arrival',
    'when who is on the last trip arrived on those before is a fact',
    firstOff({ at: 0, trips: 1, stops: 0 }),
    'Vehicle V1 cannot be at A at 961.',
    firstOff({ at: 0, trips: 2, stops: 0 }),
  ),
];

/** From 720 on the way to A takes twice as long: half of it by then, the other half in 600 s. */
const slowFrom = (begins: number): SmallPlanInput => ({
  drives: { 'D A': { seconds: 600, meters: 6_000, timeSlices: bandsFrom(begins) } },
});
const bandsFrom = (begins: number) => [
  // What holds from then on holds before as well.
  { begins: begins - 100, seconds: 600 },
  { begins, seconds: 1_200 },
];
/** How long the way to A takes before 720, and from then on. */
const inTimeSlices = (seconds: readonly number[]): SmallPlanInput => ({
  drives: {
    'D A': {
      seconds: 600,
      meters: 6_000,
      timeSlices: seconds.map((each, at) => ({ begins: 720 * at, seconds: each })),
    },
  },
});
const slower = { legSeconds: 300, arrives: 300 };

const hourCases: readonly RuleCase[] = [
  ruleCase(
    'leg',
    'of each hour the share of the way counts that is driven in it',
    { ...slowFrom(720), ...offA({ ...slower, legSeconds: 299 }, { off: { seconds: 300 } }) },
    'Vehicle V1 needs 900 s and 6000 m to A.',
    { ...slowFrom(720), ...offA(slower, { off: { seconds: 300 } }) },
  ),
  ruleCase(
    'leg',
    'a second of slower driving counts',
    { ...slowFrom(1_019), ...offA({ arrives: 1 }, { off: { seconds: 1 } }) },
    'Vehicle V1 needs 601 s and 6000 m to A.',
    slowFrom(1_020),
  ),
  ruleCase(
    'leg',
    'who leaves when the hour begins drives at its speed',
    { ...slowFrom(420), ...offA({ arrives: 600 }, { off: { seconds: 600 } }) },
    'Vehicle V1 needs 1200 s and 6000 m to A.',
    { ...slowFrom(420), ...offA({ legSeconds: 600, arrives: 600 }, { off: { seconds: 600 } }) },
  ),
  ruleCase(
    'leg',
    'less than a millionth of a second is none',
    { ...inTimeSlices([600.000_002]), ...offA({ arrives: 1 }, { off: { seconds: 1 } }) },
    'Vehicle V1 needs 601 s and 6000 m to A.',
    inTimeSlices([600.000_000_5]),
  ),
  ruleCase(
    'leg',
    'less than a millionth of a second is none where the speed changes',
    { ...inTimeSlices([600, 1_200.000_004]), ...offA({ ...slower, arrives: 301 }, { off: { seconds: 301 } }) },
    'Vehicle V1 needs 901 s and 6000 m to A.',
    { ...inTimeSlices([600, 1_200.000_000_5]), ...offA(slower, { off: { seconds: 300 } }) },
  ),
  ruleCase(
    'arrival',
    'a way by hours takes as long as its shares',
    { ...slowFrom(720), ...offA({ ...slower, arrives: 299 }, { off: { seconds: 300 } }) },
    'Vehicle V1 cannot be at A at 1319.',
    { ...slowFrom(720), ...offA(slower, { off: { seconds: 300 } }) },
  ),
];

/** A break on the way to A, to B or home. */
const pausing = (begins: number, seconds: number, beforeStop = 0, off: TripInput['off'] = {}): TripInput => ({
  breaks: [{ begins, ends: begins + seconds, beforeStop }],
  off,
});
const paused = (seconds: number) => ({
  vehicle: { rules: { breaks: [{ seconds, begins: { opens: 0, closes: 36_000 } }] } },
});

/** Breaks of 100 s each from the departure on. */
const twoPauses = (second: number, off: StopInput['off']): SmallPlanInput => {
  const pause = { seconds: 100, begins: { opens: 0, closes: 36_000 } };
  const breaks = [420, second].map((begins) => ({ begins, ends: begins + 100, beforeStop: 0 }));
  return {
    vehicle: { rules: { breaks: [pause, pause] } },
    ...offA(off, { breaks, off: { seconds: off?.legSeconds ?? 0 } }),
  };
};

const breakCases: readonly RuleCase[] = [
  ruleCase(
    'arrival',
    'nobody drives during a break',
    { ...paused(900), ...offA({ arrives: -1 }, pausing(800, 900)) },
    'Vehicle V1 cannot be at A at 1919.',
    { ...paused(900), ...offA({}, pausing(800, 900)) },
  ),
  ruleCase(
    'arrival',
    'a break on the way is taken after leaving',
    { ...paused(900), ...offA({}, pausing(419, 900)) },
    'Vehicle V1 cannot be at A at 1920.',
    { ...paused(900), ...offA({}, pausing(420, 900)) },
  ),
  ruleCase(
    'arrival',
    'a break at the door ends before the stop',
    // Reached at 1,020; the break is from 1,100 to 2,000.
    { ...paused(900), ...offA({ arrives: 79 }, pausing(1_100, 900)) },
    'Vehicle V1 cannot be at A at 1999.',
    { ...paused(900), ...offA({ arrives: 80 }, pausing(1_100, 900)) },
  ),
  ruleCase(
    'arrival',
    'where speeds change a break at the door ends before the stop as well',
    { ...paused(900), ...slowFrom(2_000), ...offA({ arrives: 79 }, pausing(1_100, 900)) },
    'Vehicle V1 cannot be at A at 1999.',
    { ...paused(900), ...slowFrom(2_000), ...offA({ arrives: 80 }, pausing(1_100, 900)) },
  ),
  ruleCase(
    'return',
    'nobody drives home during a break',
    { ...paused(900), trip: pausing(1_700, 900, 2, { returns: -1 }) },
    'Vehicle V1 cannot be back at 3119.',
    { ...paused(900), trip: pausing(1_700, 900, 2) },
  ),
  ruleCase(
    'arrival',
    'behind a break the speed of its hour holds',
    // Half of the way by 720; from 1,000 on the other half in 600 s.
    { ...paused(280), ...slowFrom(720), ...offA({ ...slower, arrives: 299 }, pausing(720, 280, 0, { seconds: 300 })) },
    'Vehicle V1 cannot be at A at 1599.',
    { ...paused(280), ...slowFrom(720), ...offA(slower, pausing(720, 280, 0, { seconds: 300 })) },
  ),
  ruleCase(
    'arrival',
    'where speeds change a break on the way is taken after leaving as well',
    // From 700 on a thirtieth of the way by 720, then the rest in 1,160 s: at A at 1,880. From 699 on it would be 1,878.
    { ...paused(280), ...slowFrom(720), ...offA({ ...slower, arrives: 578 }, pausing(419, 280, 0, { seconds: 300 })) },
    'Vehicle V1 cannot be at A at 1878.',
    { ...paused(280), ...slowFrom(720), ...offA({ ...slower, arrives: 580 }, pausing(420, 280, 0, { seconds: 300 })) },
  ),
  ruleCase(
    'arrival',
    'one break begins when the one before is over',
    twoPauses(519, {}),
    'Vehicle V1 cannot be at A at 1220.',
    twoPauses(520, {}),
  ),
  ruleCase(
    'arrival',
    'where speeds change too one break begins when the one before is over',
    // 100 s before 720 from 620 on, a sixth; the rest in 1,000 s. Overlapping, 101 s and 998 s.
    { ...twoPauses(519, { ...slower, arrives: 498 }), ...slowFrom(720) },
    'Vehicle V1 cannot be at A at 1718.',
    { ...twoPauses(520, { ...slower, arrives: 500 }), ...slowFrom(720) },
  ),
];

const windowA = (opens: number, closes: number) => ({ stationA: { windows: [{ opens, closes }] } });
const outside = 'At A service begins at 1020, outside of the receiving windows.';

const serviceCases: readonly RuleCase[] = [
  ruleCase(
    'station-known',
    'a stop is at a station of the record',
    { consignments: [a1, goods('C1')], trip: { stops: [atA(), stopAt('C', goods('C1'))] } },
    'There is no station C.',
  ),
  ruleCase(
    'stop-empty',
    'a stop hands something over',
    { consignments: [a1], trip: { stops: [atA(), atB({ consignments: [] })] } },
    'At B nothing is handed over.',
  ),
  ruleCase(
    'begin',
    'service begins after the arrival',
    offA({ begins: -1 }),
    'At A service begins before the arrival.',
    {
      ...offA({ begins: 0 }),
    },
  ),
  ruleCase('time-window', 'service begins after opening', windowA(1_021, 36_000), outside, windowA(1_020, 36_000)),
  ruleCase('time-window', 'service begins before closing', windowA(0, 1_019), outside, windowA(0, 1_020)),
  ruleCase(
    'time-window',
    'service begins in one of several windows',
    { stationA: { windows: [...windowA(0, 1_019).stationA.windows, { opens: 1_021, closes: 2_000 }] } },
    outside,
    { stationA: { windows: [...windowA(0, 1_019).stationA.windows, { opens: 1_020, closes: 2_000 }] } },
  ),
  ruleCase('time-window', 'a closed station takes nothing', { stationA: { windows: [] } }, outside),
  ruleCase(
    'time-window',
    'what is on board may be late',
    { ...windowA(0, 1_019), executedPrefix: { ...onBoard, trips: 0 } },
    outside,
    { ...windowA(0, 1_019), executedPrefix: onBoard },
  ),
  ruleCase(
    'time-window',
    'what is on board is not brought early',
    { ...windowA(1_021, 36_000), executedPrefix: onBoard },
    outside,
    { ...windowA(1_020, 36_000), executedPrefix: onBoard },
  ),
  ruleCase(
    'time-window',
    'what is on board is not late while another window is to come',
    {
      stationA: { windows: [...windowA(0, 1_019).stationA.windows, { opens: 1_021, closes: 2_000 }] },
      executedPrefix: onBoard,
    },
    outside,
    { stationA: { windows: windowA(0, 1_019).stationA.windows }, executedPrefix: onBoard },
  ),
  ruleCase(
    'time-window',
    'a closed station takes nothing of what is on board',
    { stationA: { windows: [] }, executedPrefix: onBoard },
    outside,
    { executedPrefix: onBoard },
  ),
  ...[-1, 1].map((seconds) =>
    ruleCase(
      'service',
      `service takes as long as by weight, not ${seconds} s more`,
      offA({ leaves: seconds }),
      `At A service ends at 1170, not ${1_170 + seconds}.`,
    ),
  ),
  ruleCase(
    'service',
    'each tote takes its time',
    { stationA: { rules: { milliminutesPerTote: 500 } }, ...offA({ leaves: 59 }) },
    'At A service ends at 1230, not 1229.',
    { stationA: { rules: { milliminutesPerTote: 500 } }, ...offA({ leaves: 60 }) },
  ),
  ruleCase(
    'service',
    'each zone takes its time',
    { stationA: { rules: { milliminutesByZone: { ambient: 1_000 } } }, ...offA({ leaves: 59 }) },
    'At A service ends at 1230, not 1229.',
    { stationA: { rules: { milliminutesByZone: { ambient: 1_000 } } }, ...offA({ leaves: 60 }) },
  ),
];

/** Who may come to A: what forbids it, and what just does not. */
const doors: readonly {
  readonly rule: CheckerRule;
  readonly claim: string;
  readonly stationA: Partial<Station>;
  readonly vehicle?: Partial<Vehicle>;
  readonly says: string;
  readonly keeps: SmallPlanInput;
}[] = [
  {
    rule: 'skills',
    claim: 'a vehicle can do what its stations need',
    stationA: { rules: { skills: ['lift', 'ramp'] } },
    vehicle: { rules: { skills: ['ramp'] } },
    says: 'At A vehicle V1 lacks lift.',
    keeps: { stationA: { rules: { skills: ['lift', 'ramp'] } }, vehicle: { rules: { skills: ['ramp', 'lift'] } } },
  },
  {
    rule: 'allowed-vehicles',
    claim: 'a station is served by the vehicles that it is kept for',
    stationA: { rules: { allowedVehicleIds: ['V2', 'V3'] } },
    says: 'At A only V2, V3 may deliver, not V1.',
    keeps: { stationA: { rules: { allowedVehicleIds: ['V2', 'V1'] } } },
  },
  {
    rule: 'vehicle-height',
    claim: 'a vehicle is low enough for the door',
    stationA: { maxVehicleHeightMillimeters: 2_000 },
    vehicle: { heightMillimeters: 2_001 },
    says: 'At A vehicle V1 is too high.',
    keeps: { stationA: { maxVehicleHeightMillimeters: 2_000 }, vehicle: { heightMillimeters: 2_000 } },
  },
];

const doorCases = doors.flatMap(({ rule, claim, says, keeps, ...input }) => [
  ruleCase(rule, claim, input, says, keeps),
  ruleCase(rule, `${claim}, but for what is on board`, { ...input, executedPrefix: { ...onBoard, trips: 0 } }, says, {
    ...input,
    executedPrefix: onBoard,
  }),
]);

export const stopCases: readonly RuleCase[] = [...legCases, ...hourCases, ...breakCases, ...serviceCases, ...doorCases];
