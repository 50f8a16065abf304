import { type RuleCase, ruleCase } from './rule-case.js';
import { a1, atA, atB, goods, type SmallPlanInput, smallPlan, stopAt, type TripInput } from './small-plan.js';

/**
 * V1 fetches the goods of V2, which broke down:
 *
 *     leave 0 · drive 600 · take over 600–1,020 · drive 600 · A 1,620 · then as usual
 */
const fetching = (
  off: NonNullable<TripInput['fetch']>['off'],
  trip: TripInput = {},
  other: SmallPlanInput = {},
): SmallPlanInput => ({
  begun: { at: 0, trips: 1, stops: 0 },
  ...other,
  trip: { ...trip, fetch: { fromVehicleId: 'V2', off } },
});
/** The first stop was made. */
const underWay = { begun: { at: 0, trips: 1, stops: 1 } };

/** A is farther from there than from the depot. */
const farFrom = { drives: { 'fetch@V2 A': { seconds: 700, meters: 7_000 } } };

const chilled = goods('B1', { zoneId: 'chilled' });
const mixed = {
  consignments: [a1, chilled],
  depot: { rules: { incompatibleOnTrip: [['ambient', 'chilled']] as const } },
};
const mixedTrip: TripInput = { stops: [atA(), stopAt('B', chilled)] };

export const fetchCases: readonly RuleCase[] = [
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
    fetching({ legMeters: 1 }, { off: { meters: 1 } }, { drives: { 'D fetch@V2': undefined } }),
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
    'zones-apart',
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
