import type { TakenTotes } from '../../../server/domain/network/empty-totes.js';
import type { Vehicle } from '../../../server/domain/network/network.js';
import { before, holding, one, twoParts } from './load-cases.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { atA, atB, type SmallPlanInput, type TripInput } from './small-plan.js';

const onBoard = { at: 0, trips: 1, stops: 0 };

/** Three empty totes of 50 kg and 50 l each wait at A. */
const tote = { grams: 50_000, milliliters: 50_000 };
const waiting: Pick<SmallPlanInput, 'depot' | 'context'> = {
  depot: { rules: { emptyTotes: { ambient: tote, chilled: tote } } },
  context: { emptyTotes: new Map([['A', [{ zoneId: 'ambient', totes: 3 }]]]) },
};
const taking = (totes: number, other: Partial<TakenTotes> = {}) => ({
  takesBack: [
    { zoneId: 'ambient', totes, compartmentNo: 1, grams: totes * 50_000, milliliters: totes * 50_000, ...other },
  ],
});
/** Behind A there are B's 100 kg and 100 l, and three totes of 150 kg and 150 l. */
const withTotes = (vehicle: Partial<Vehicle> = {}, other: Partial<TakenTotes> = {}, totes = 3): SmallPlanInput => ({
  ...waiting,
  vehicle,
  trip: { stops: [atA(taking(totes, other)), atB()] },
});
const waitingAtB = (totes: number) => ({
  ...waiting,
  context: { emptyTotes: new Map([['B', [{ zoneId: 'ambient', totes }]]]) },
});
/** Five of them of 250 kg and 250 l at B, the last stop. */
const fiveAtB = { ...waitingAtB(5), trip: { stops: [atA(), atB(taking(5))] } };
/** Two trips of a stop each; the one to B takes four of them, though one waits. */
const fourAtB = (tripNo: 1 | 2, executedPrefix: { trips: number; stops: number }): SmallPlanInput => {
  const stops = tripNo === 1 ? [atB(taking(4)), atA()] : [atA(), atB(taking(4))];
  const [first, second] = stops.map((stop) => ({ stops: [stop] }));
  return {
    ...waitingAtB(1),
    routes: [{ trips: [first, { ...second, loadBegins: 1_710 }], executedPrefix: { at: 0, ...executedPrefix } }],
  };
};
const wrongSize = 'At A empty totes of ambient are not as large as the depot says.';

const toteCases: readonly RuleCase[] = [
  ruleCase(
    'payload',
    'empty totes count behind the stop that takes them',
    withTotes({ payloadGrams: 249_999 }),
    'Behind A vehicle V1 carries 250000 g of 249999.',
    withTotes({ payloadGrams: 250_000 }),
  ),
  ruleCase(
    'compartment-volume',
    'empty totes are within their compartment',
    withTotes(holding(249_999)),
    'Behind A vehicle V1 carries 250000 ml in compartment 1.',
    withTotes(holding(250_000)),
  ),
  ruleCase(
    'compartment-known',
    'empty totes are in a compartment of the vehicle',
    // Flat ones: of any size they would be too large for a compartment that is not there as well.
    {
      ...withTotes({}, { compartmentNo: 2, milliliters: 0 }),
      depot: { rules: { emptyTotes: { ambient: { ...tote, milliliters: 0 } } } },
    },
    'Behind A vehicle V1 has no compartment 2.',
    {
      ...withTotes(twoParts, { compartmentNo: 2, milliliters: 0 }),
      depot: { rules: { emptyTotes: { ambient: { ...tote, milliliters: 0 } } } },
    },
  ),
  ...[{ grams: 149_999 }, { milliliters: 150_001 }].map((other) =>
    ruleCase('tote-size', `totes are as large as they are: ${Object.keys(other)}`, withTotes({}, other), wrongSize, {
      ...withTotes(),
    }),
  ),
  ruleCase('tote-size', 'one tote at least goes back', withTotes({}, {}, 0), wrongSize, withTotes({}, {}, 1)),
  ruleCase('tote-size', 'totes go back whole', withTotes({}, {}, 1.5), wrongSize, withTotes({}, {}, 2)),
  ruleCase(
    'tote-size',
    'only totes of which the depot says how large they are go back',
    { ...withTotes(), depot: { rules: { emptyTotes: { chilled: tote } } } },
    wrongSize,
    { ...withTotes(), depot: { rules: { emptyTotes: { ambient: tote } } } },
  ),
  ruleCase(
    'totes',
    'no more totes go back than wait',
    withTotes({}, {}, 4),
    'At A 4 empty totes of ambient shall go back; 3 wait there.',
    withTotes({}, {}, 3),
  ),
  ruleCase(
    'totes',
    'all that are taken at a station count together',
    { ...waiting, trip: { stops: [atA({ takesBack: [...taking(2).takesBack, ...taking(2).takesBack] }), atB()] } },
    'At A 4 empty totes of ambient shall go back; 3 wait there.',
    { ...waiting, trip: { stops: [atA({ takesBack: [...taking(2).takesBack, ...taking(1).takesBack] }), atB()] } },
  ),
  ruleCase(
    'totes',
    'totes of another zone do not wait for it',
    withTotes({}, { zoneId: 'chilled' }),
    'At A 3 empty totes of chilled shall go back; 0 wait there.',
    withTotes({}, { zoneId: 'ambient' }),
  ),
  ruleCase(
    'totes',
    'those that are on board by now are facts',
    { ...withTotes({}, {}, 4), executedPrefix: onBoard },
    'At A 4 empty totes of ambient shall go back; 3 wait there.',
    { ...withTotes({}, {}, 4), executedPrefix: { ...onBoard, stops: 1 } },
  ),
  ruleCase(
    'tote-size',
    'how large those were that are on board by now is a fact',
    { ...withTotes({}, { grams: 1 }), executedPrefix: onBoard },
    wrongSize,
    { ...withTotes({}, { grams: 1 }), executedPrefix: { ...onBoard, stops: 1 } },
  ),
  ruleCase(
    'payload',
    'behind the last stop only empty totes are on board',
    { ...fiveAtB, vehicle: { payloadGrams: 249_999 } },
    'Behind B vehicle V1 carries 250000 g of 249999.',
    { ...fiveAtB, vehicle: { payloadGrams: 250_000 } },
  ),
  ruleCase(
    'totes',
    'those that were taken on trips before are facts',
    fourAtB(1, { trips: 1, stops: 0 }),
    'At B 4 empty totes of ambient shall go back; 1 wait there.',
    fourAtB(1, { trips: 2, stops: 0 }),
  ),
  ruleCase(
    'totes',
    'those of a trip that is not begun are none',
    fourAtB(2, { trips: 1, stops: 1 }),
    'At B 4 empty totes of ambient shall go back; 1 wait there.',
    fourAtB(2, { trips: 2, stops: 1 }),
  ),
  ruleCase(
    'payload',
    'what goods were loaded is a fact, what totes are taken is none',
    {
      ...withTotes({ payloadGrams: 199_999 }),
      executedPrefix: onBoard,
      context: { ...waiting.context, ...before({}) },
    },
    'Behind A vehicle V1 carries 250000 g of 199999.',
    {
      ...withTotes({ payloadGrams: 199_999 }),
      executedPrefix: { ...onBoard, stops: 1 },
      context: { ...waiting.context, ...before({}) },
    },
  ),
];

/** A body of 300 l that partitions divide at each 50 l. */
const body = { milliliters: 300_000, stepMilliliters: 50_000 };
const parted = (
  sizes: readonly number[],
  vehicle: Partial<Vehicle> = {},
  other: SmallPlanInput & { trip?: TripInput } = {},
): SmallPlanInput => ({
  ...other,
  vehicle: { rules: { body }, ...vehicle },
  trip: { ...other.trip, partitions: sizes.map((milliliters, at) => ({ compartmentNo: at + 1, milliliters })) },
});
const cannot = (milliliters: number) => `Vehicle V1 cannot make compartment 1 ${milliliters} ml large.`;

const partitionCases: readonly RuleCase[] = [
  ruleCase(
    'partitions',
    'only a body has partitions',
    parted([200_000], { rules: {} }),
    'Vehicle V1 has no movable partitions at compartment 1.',
    parted([200_000]),
  ),
  ruleCase(
    'partitions',
    'a compartment with walls has none',
    parted([200_000], { compartments: [{ ...one, hasFixedWalls: true }] }),
    'Vehicle V1 has no movable partitions at compartment 1.',
    parted([], { compartments: [{ ...one, hasFixedWalls: true }] }),
  ),
  ruleCase('partitions', 'they stand at steps', parted([249_999]), cannot(249_999), parted([250_000])),
  ruleCase(
    'partitions',
    'a compartment is no larger than it may be',
    parted([250_000], holding(249_999)),
    cannot(250_000),
    parted([250_000], holding(250_000)),
  ),
  ruleCase(
    'partitions',
    'compartments together are no larger than the body',
    parted([200_000, 150_000], twoParts),
    'Vehicle V1 parts 350000 ml off a body of 300000.',
    parted([200_000, 100_000], twoParts),
  ),
  ruleCase(
    'compartment-volume',
    'a compartment between partitions holds what is on board',
    parted([150_000]),
    'Vehicle V1 has 200000 of 150000 ml in compartment 1.',
    parted([200_000]),
  ),
  ruleCase(
    'compartment-volume',
    'where partitions stand is said',
    parted([]),
    'Vehicle V1 has 200000 of 0 ml in compartment 1.',
    parted([200_000]),
  ),
  ruleCase(
    'compartment-volume',
    'a compartment between partitions holds them behind the last stop too',
    parted([200_000], {}, fiveAtB),
    ['Behind B vehicle V1 carries 250000 ml in compartment 1.', 'Vehicle V1 has 250000 of 200000 ml in compartment 1.'],
    parted([250_000], {}, fiveAtB),
  ),
  ruleCase(
    'compartment-volume',
    'a compartment between partitions holds empty totes too',
    parted([200_000], {}, withTotes()),
    ['Behind A vehicle V1 carries 250000 ml in compartment 1.', 'Vehicle V1 has 250000 of 200000 ml in compartment 1.'],
    parted([250_000], {}, withTotes()),
  ),
];

export const roomCases: readonly RuleCase[] = [...toteCases, ...partitionCases];
