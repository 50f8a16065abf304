import type { CheckerRule } from '../../../server/domain/planning/checker-rules.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { a1, atA, atB, goods, type SmallPlanInput, smallPlan, stopAt, type TripInput, v2 } from './small-plan.js';

/**
 * V1 fetches the goods of V2, which broke down:
 *
 *     leave 0 · drive 600 · take over 600–1,020 · drive 600 · A 1,620 · then as usual
 */
const fetching = (
  off: NonNullable<TripInput['transfer']>['off'],
  trip: TripInput = {},
  other: SmallPlanInput = {},
): SmallPlanInput => ({
  executedPrefix: { at: 0, trips: 1, stops: 0 },
  plan: { dayOverrides: out('V2') },
  ...other,
  trip: { ...trip, transfer: { fromVehicleId: 'V2', off } },
});
const out = (...vehiclesOut: string[]) => ({ hours: [], vehiclesOut, notBefore: [] });
/** V2 had goods of A and B on board, or of A alone. */
const hadBoth = { before: smallPlan({ others: [v2], routes: [{ vehicleId: 'V2' }] }).plan };
const hadA = { before: smallPlan({ others: [v2], routes: [{ vehicleId: 'V2', trips: [{ stops: [atA()] }] }] }).plan };
/** V1 had the fetch in its route already. */
const hadFetched = { before: smallPlan({}).plan };
/** Its second trip fetches the goods of B. */
const second = (loadBegins: number): SmallPlanInput => ({
  plan: { dayOverrides: out('V2') },
  routes: [
    {
      trips: [{ stops: [atA()] }, { loadBegins, stops: [atB()], transfer: { fromVehicleId: 'V2' } }],
      executedPrefix: { at: 0, trips: 2, stops: 0 },
    },
  ],
});
/** The first stop was made. */
const underWay = { executedPrefix: { at: 0, trips: 1, stops: 1 } };

/** A is farther from there than from the depot. */
const farFrom = { drives: { 'transfer@V2 A': { seconds: 700, meters: 7_000 } } };

const chilled = goods('B1', { zoneId: 'chilled' });
const mixed = {
  consignments: [a1, chilled],
  depot: { rules: { incompatibleOnTrip: [['ambient', 'chilled']] as const } },
};
const mixedTrip: TripInput = { stops: [atA(), stopAt('B', chilled)] };

/** What holds for who takes goods over, and for nobody who has them on board already. */
const limits: readonly { rule: CheckerRule; input: SmallPlanInput; says: string }[] = [
  { rule: 'max-trips', input: { vehicle: { maxTrips: 0 } }, says: 'Vehicle V1 drives 1 trips.' },
  { rule: 'max-stops', input: { vehicle: { maxStops: 1 } }, says: 'Vehicle V1 makes 2 stops.' },
  { rule: 'range', input: { vehicle: { rangeMeters: 20_999 } }, says: 'Vehicle V1 drives 21000 m.' },
  {
    rule: 'driving',
    input: { vehicle: { rules: { maxDrivingSeconds: 2_099 } } },
    says: 'Vehicle V1 drives 2100 s.',
  },
  {
    rule: 'shift',
    input: { vehicle: { shift: { opens: 0, closes: 2_819 } } },
    says: 'Vehicle V1 returns at 2820, after its shift.',
  },
  { rule: 'vehicle-available', input: { vehicle: { status: 'maintenance' } }, says: 'Vehicle V1 is in maintenance.' },
  { rule: 'skills', input: { stationA: { rules: { skills: ['lift'] } } }, says: 'At A vehicle V1 lacks lift.' },
  {
    rule: 'allowed-vehicles',
    input: { stationA: { rules: { allowedVehicleIds: ['V2'] } } },
    says: 'At A only V2 may deliver, not V1.',
  },
  {
    rule: 'vehicle-height',
    input: { vehicle: { heightMillimeters: 2_001 }, stationA: { maxVehicleHeightMillimeters: 2_000 } },
    says: 'At A vehicle V1 is too high.',
  },
];

const takenOverCases: readonly RuleCase[] = [
  ...limits.map(({ rule, input, says }) =>
    ruleCase(
      rule,
      'who takes goods over may bring them',
      fetching({}, {}, { ...input, context: hadBoth }),
      says,
      fetching({}, {}, { ...input, context: hadFetched }),
    ),
  ),
  ruleCase(
    'transfer',
    'goods are fetched from who broke down',
    fetching({}, {}, { plan: { dayOverrides: out('V3') } }),
    'Vehicle V1 fetches goods from vehicle V2, which did not break down.',
    fetching({}, {}, { plan: { dayOverrides: out('V3', 'V2') } }),
  ),
  ruleCase(
    'transfer',
    'goods are fetched that were on board there',
    fetching({}, {}, { context: hadA }),
    'Vehicle V1 fetches consignment B1, which vehicle V2 did not have.',
    fetching({}, {}, { context: hadBoth }),
  ),
  ruleCase(
    'load-begin',
    'who fetches goods sets out when it is back',
    second(1_709),
    'Vehicle V1 loads at 1709, before 1710.',
    second(1_710),
  ),
  ruleCase(
    'load-begin',
    'who fetches goods does not set out in the past',
    fetching({}, {}, { executedPrefix: { at: 1, trips: 1, stops: 0 } }),
    'Vehicle V1 loads at 0, which is past.',
    fetching({}, { loadBegins: 1 }, { executedPrefix: { at: 1, trips: 1, stops: 0 } }),
  ),
  ruleCase(
    'departure',
    'who fetches goods leaves when it sets out, or later',
    fetching({}, { off: { departs: -1 } }),
    'Vehicle V1 departs at -1, before 0.',
    fetching({}, { off: { departs: 1 } }),
  ),
];

export const fetchCases: readonly RuleCase[] = [
  ...takenOverCases,
  ruleCase(
    'leg',
    'the way to the other vehicle takes as long as the drive',
    fetching({ legSeconds: 1, arrives: 1 }, { off: { seconds: 1 } }),
    'Vehicle V1 needs 600 s and 6000 m to vehicle V2.',
    fetching({}),
  ),
  ruleCase(
    'leg',
    'the way to the other vehicle is as long as the drive',
    fetching({ legMeters: 1 }, { off: { meters: 1 } }),
    'Vehicle V1 needs 600 s and 6000 m to vehicle V2.',
    fetching({}),
  ),
  ruleCase(
    'leg',
    'the way to the other vehicle stays as it was where there is none any more',
    fetching({ legMeters: 1 }, { off: { meters: 1 } }),
    'Vehicle V1 needs 600 s and 6000 m to vehicle V2.',
    fetching({ legMeters: 1 }, { off: { meters: 1 } }, { drives: { 'D transfer@V2': undefined } }),
  ),
  ruleCase(
    'leg',
    'the way goes on from the other vehicle',
    fetching({}, { stops: [atA({ off: { legSeconds: -100, legMeters: -1_000 } }), atB()] }, farFrom),
    'Vehicle V1 needs 700 s and 7000 m to A.',
    fetching({}, {}, farFrom),
  ),
  ruleCase(
    'leg',
    'a way that was driven is a fact',
    fetching({ legMeters: 1 }, { off: { meters: 1 } }),
    'Vehicle V1 needs 600 s and 6000 m to vehicle V2.',
    fetching({ legMeters: 1 }, { stops: [atA({ off: { legMeters: -1 } }), atB()] }, underWay),
  ),
  ruleCase(
    'arrival',
    'who fetches is there when the way is driven',
    fetching({ arrives: 1 }),
    'Vehicle V1 cannot be at vehicle V2 at 601.',
    fetching({}),
  ),
  ruleCase(
    'service',
    'taking over takes as long as loading',
    fetching({ leaves: -1 }),
    'Vehicle V1 has taken the goods over at 1020, not 1019.',
    fetching({}),
  ),
  ruleCase(
    'incompatible-zones',
    'goods that are fetched ride apart too',
    fetching({}, mixedTrip, mixed),
    'Vehicle V1 has ambient and chilled goods on one trip.',
    // It had them already when the rule came.
    fetching({}, mixedTrip, { ...mixed, context: { before: smallPlan({ ...mixed, trip: mixedTrip }).plan } }),
  ),
  ruleCase(
    'payload',
    'goods that are fetched are within the payload',
    fetching({}, {}, { vehicle: { payloadGrams: 199_999 } }),
    'Vehicle V1 carries 200000 g of 199999.',
    fetching({}, {}, { vehicle: { payloadGrams: 200_000 } }),
  ),
];
