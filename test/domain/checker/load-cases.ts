import type { TakenTotes } from '../../../server/domain/network/empty-totes.js';
import type { Depot, Vehicle } from '../../../server/domain/network/network.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { atA, atB, goods, placed, type SmallPlanInput, smallPlan, stopAt, type TripInput } from './small-plan.js';

const one = { compartmentNo: 1, zoneIds: ['ambient', 'chilled'], milliliters: 1_000_000 };
const two = { compartmentNo: 2, zoneIds: ['chilled'], milliliters: 1_000_000 };
const twoParts = { compartments: [one, two] };
const holding = (milliliters: number) => ({ compartments: [{ ...one, milliliters }] });
const b1In = (compartmentNo: number): TripInput => ({
  stops: [atA(), atB({ consignments: [placed(goods('B1'), compartmentNo)] })],
});

/** A has 100 kg and 100 l, and so has B. */
const goodsCases: readonly RuleCase[] = [
  ruleCase(
    'payload',
    'a vehicle carries so much',
    { vehicle: { payloadGrams: 199_999 } },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 200_000 } },
  ),
  ruleCase(
    'compartment-known',
    'goods are in a compartment of the vehicle',
    { trip: b1In(2) },
    'Vehicle V1 has no compartment 2.',
    { trip: b1In(1) },
  ),
  ruleCase(
    'compartment-zone',
    'goods are in a compartment of their zone',
    { vehicle: twoParts, trip: b1In(2) },
    'Vehicle V1 may not carry ambient goods in compartment 2.',
    { vehicle: twoParts, trip: b1In(1) },
  ),
  ruleCase(
    'compartment-volume',
    'a compartment holds so much',
    { vehicle: holding(199_999) },
    'Vehicle V1 carries 200000 ml in compartment 1.',
    { vehicle: holding(200_000) },
  ),
];

/** Those of other trips are checked too; the last that is on board is under way. */
const routesOnBoard = (trips: number): SmallPlanInput['routes'] => [
  { trips: [{ stops: [atA()] }, { loadBegins: 1_710, stops: [atB()] }], begun: { at: 0, trips, stops: 0 } },
];
const onBoard = { at: 0, trips: 1, stops: 0 };
const before = (input: SmallPlanInput) => ({ before: smallPlan(input).plan });

const factCases: readonly RuleCase[] = [
  ruleCase(
    'payload',
    'what the vehicle had loaded before is not asked again',
    { vehicle: { payloadGrams: 199_999 }, begun: onBoard, context: before({ trip: { stops: [atA()] } }) },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 199_999 }, begun: onBoard, context: before({}) },
  ),
  ruleCase(
    'payload',
    'what is not on board is asked again',
    { vehicle: { payloadGrams: 199_999 }, begun: { ...onBoard, trips: 0 }, context: before({}) },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 199_999 }, begun: onBoard, context: before({}) },
  ),
  ruleCase(
    'payload',
    'what another vehicle had loaded is asked again',
    { vehicle: { payloadGrams: 199_999 }, begun: onBoard, context: before({ routes: [{ vehicleId: 'V2' }] }) },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 199_999 }, begun: onBoard, context: before({ routes: [{ vehicleId: 'V1' }] }) },
  ),
  ruleCase(
    'payload',
    'trips that are over are asked again if they were not so before',
    { vehicle: { payloadGrams: 99_999 }, routes: routesOnBoard(2) },
    ['Vehicle V1 carries 100000 g of 99999.', 'Vehicle V1 carries 100000 g of 99999.'],
    { vehicle: { payloadGrams: 99_999 }, routes: routesOnBoard(2), context: before({ routes: routesOnBoard(1) }) },
  ),
];

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
    { ...withTotes({}, {}, 4), begun: onBoard },
    'At A 4 empty totes of ambient shall go back; 3 wait there.',
    { ...withTotes({}, {}, 4), begun: { ...onBoard, stops: 1 } },
  ),
  ruleCase(
    'tote-size',
    'how large those were that are on board by now is a fact',
    { ...withTotes({}, { grams: 1 }), begun: onBoard },
    wrongSize,
    { ...withTotes({}, { grams: 1 }), begun: { ...onBoard, stops: 1 } },
  ),
  ruleCase(
    'payload',
    'what goods were loaded is a fact, what totes are taken is none',
    { ...withTotes({ payloadGrams: 199_999 }), begun: onBoard, context: { ...waiting.context, ...before({}) } },
    'Behind A vehicle V1 carries 250000 g of 199999.',
    {
      ...withTotes({ payloadGrams: 199_999 }),
      begun: { ...onBoard, stops: 1 },
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
    'a compartment between partitions holds empty totes too',
    parted([200_000], {}, withTotes()),
    ['Behind A vehicle V1 carries 250000 ml in compartment 1.', 'Vehicle V1 has 250000 of 200000 ml in compartment 1.'],
    parted([250_000], {}, withTotes()),
  ),
];

/** Chilled goods to B, in one compartment with the ambient ones of A or in another. */
const chilled = goods('B1', { zoneId: 'chilled' });
const chilledIn = (compartmentNo: number, rules: Depot['rules'], vehicle: Partial<Vehicle> = {}): SmallPlanInput => ({
  depot: { rules },
  vehicle: { ...twoParts, ...vehicle },
  consignments: [goods('A1'), chilled],
  trip: { stops: [atA(), atB({ consignments: [placed(chilled, compartmentNo)] })] },
});
/** Each goods on a trip of their own. */
const onTwoTrips = (rules: Depot['rules']): SmallPlanInput => ({
  ...chilledIn(1, rules),
  routes: [{ trips: [{ stops: [atA()] }, { loadBegins: 1_710, stops: [stopAt('B', chilled)] }] }],
});
const pairs = [['ambient', 'chilled']] as const;

const zoneCases: readonly RuleCase[] = [
  ruleCase(
    'zones-apart',
    'goods ride in two compartments',
    chilledIn(1, { apartZones: pairs }),
    'Vehicle V1 has ambient and chilled goods in compartment 1.',
    chilledIn(2, { apartZones: pairs }),
  ),
  ruleCase(
    'zones-apart',
    'goods ride on two trips',
    chilledIn(2, { apartOnTrip: pairs }),
    'Vehicle V1 has ambient and chilled goods on one trip.',
    onTwoTrips({ apartOnTrip: pairs }),
  ),
];

/** Chilled goods leave at B at 1,620, having been loaded from 0 on. The zone allows 30 minutes. */
const chilledAt = (delay: number, rules: Depot['rules'], vehicle: Partial<Vehicle> = {}): SmallPlanInput => ({
  ...chilledIn(1, rules, vehicle),
  trip: { stops: [atA(), stopAt('B', chilled, { off: { begins: delay } })] },
});
const keeping = (keepSeconds: number) => ({ compartments: [{ ...one, keepSeconds }] });
const tooLong = (seconds: number) => `At B chilled goods have been on vehicle V1 for ${seconds} s.`;

const coldCases: readonly RuleCase[] = [
  ruleCase(
    'out-of-cold',
    'goods leave a compartment while it keeps them cold',
    chilledAt(0, {}, keeping(1_619)),
    tooLong(1_620),
    chilledAt(0, {}, keeping(1_620)),
  ),
  ruleCase(
    'out-of-cold',
    'goods leave within the time of their zone',
    chilledAt(181, { limitsColdTime: true }),
    tooLong(1_801),
    chilledAt(180, { limitsColdTime: true }),
  ),
  ruleCase(
    'out-of-cold',
    'the time of a zone holds where the depot says so',
    chilledAt(181, { limitsColdTime: true }),
    tooLong(1_801),
    chilledAt(181, {}),
  ),
  ruleCase(
    'out-of-cold',
    'what a compartment says holds instead of the time of the zone',
    chilledAt(181, { limitsColdTime: true }, keeping(1_800)),
    tooLong(1_801),
    chilledAt(181, { limitsColdTime: true }, keeping(1_801)),
  ),
  ruleCase(
    'out-of-cold',
    'goods without a time ride as long as one likes',
    chilledAt(0, {}, keeping(1)),
    tooLong(1_620),
    { vehicle: keeping(1) },
  ),
  ruleCase(
    'out-of-cold',
    'what is on board is brought',
    { ...chilledAt(0, {}, keeping(1)), begun: { ...onBoard, trips: 0 } },
    tooLong(1_620),
    { ...chilledAt(0, {}, keeping(1)), begun: onBoard },
  ),
];

export const loadCases: readonly RuleCase[] = [
  ...goodsCases,
  ...factCases,
  ...toteCases,
  ...partitionCases,
  ...zoneCases,
  ...coldCases,
];
