import type { Station, Vehicle } from '../../../server/domain/network/network.js';
import type { Consignment, ConsignmentLine, ConsignmentPart } from '../../../server/domain/waves/consignment.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { goods, leftOut, placed, type SmallPlanInput, smallPlan, v1, v2 } from './small-plan.js';

/** B's consignment is of 200 kg, 200 l and four totes; two compartments of V1 bring a half each. */
const whole = goods('B1', { grams: 200_000, milliliters: 200_000, toteCount: 4 });
const half = (no: number, part: Partial<ConsignmentPart> = {}, other: Partial<Consignment> = {}): Consignment =>
  goods(`B1~${no}`, {
    part: { of: 'B1', no, count: 2, firstTote: no === 1 ? 1 : 3, lastTote: no === 1 ? 2 : 4, orderCount: 1, ...part },
    ...other,
  });
const halves = [half(1), half(2)];

/** Each half is one order line. */
const line = (lineNo: number, other: Partial<ConsignmentLine> = {}): ConsignmentLine => ({
  ...{ consignmentId: 'B1', orderId: 'O1', lineNo, grams: 100_000, milliliters: 100_000 },
  ...other,
});
/** By the number of a part, those of its lines. */
const linesOf = (lines: Readonly<Record<number, readonly number[]>>) => ({
  split: [
    {
      consignmentId: 'B1',
      parts: Object.entries(lines).map(([no, lineNos]) => ({
        ...half(1).part!,
        ...{ no: Number(no), grams: 100_000, milliliters: 100_000 },
        lines: lineNos.map((lineNo) => ({ orderId: 'O1', lineNo })),
      })),
    },
  ],
});

const compartment = { compartmentNo: 1, zoneIds: ['ambient', 'chilled'], milliliters: 199_999 };
const twoRooms = { compartments: [compartment, { ...compartment, compartmentNo: 2 }] };
/** The plan of one trip to B, or to the stations of the parts. */
const inParts = (
  parts: readonly Consignment[],
  wave: Partial<Consignment> = {},
  other: SmallPlanInput & { lines?: readonly ConsignmentLine[] } = {},
): SmallPlanInput => ({
  vehicle: twoRooms,
  consignments: halves,
  trip: {
    stops: [...new Set(parts.map(({ stationId }) => stationId))].map((stationId) => ({
      stationId,
      consignments: parts.flatMap((part, at) => (part.stationId === stationId ? [placed(part, at + 1)] : [])),
    })),
  },
  ...other,
  plan: { ...linesOf({ 1: [1], 2: [2] }), ...other.plan },
  context: { splitWholes: [{ ...whole, ...wave }], splitLines: other.lines ?? [line(1), line(2)], ...other.context },
});
const kept = inParts(halves);
const byHand = { provenance: { ...smallPlan().plan.provenance, how: 'edit' as const } };

const sumCases: readonly RuleCase[] = [
  ruleCase(
    'goods-once',
    'parts are of goods of the wave',
    inParts(halves, {}, { context: { splitWholes: [] } }),
    'Consignment B1 is not in the wave, or is placed whole as well.',
    kept,
  ),
  ruleCase(
    'goods-once',
    'what is in parts is not there whole as well',
    inParts(halves, {}, { unassigned: [leftOut(whole)] }),
    'Consignment B1 is not in the wave, or is placed whole as well.',
    kept,
  ),
  ruleCase(
    'goods-once',
    'what is divided is there in parts or whole',
    { ...inParts([]), routes: [], consignments: halves },
    'Consignment B1 is neither on a route nor unassigned.',
    { ...kept },
  ),
  ruleCase(
    'parts-once',
    'there are as many parts as are told',
    inParts([half(1, { count: 3 }), half(2, { count: 3 })]),
    'Consignment B1 has the parts 1/3, 2/3.',
    kept,
  ),
  ruleCase(
    'parts-once',
    'what is divided has two parts at least',
    {
      ...inParts([half(1, { count: 1 }, { grams: 200_000, milliliters: 199_999 })], {
        milliliters: 199_999,
        toteCount: 2,
      }),
      context: {
        splitWholes: [{ ...whole, milliliters: 199_999, toteCount: 2 }],
        splitLines: [line(1), line(2, { milliliters: 99_999 })],
      },
      plan: { ...linesOf({ 1: [1, 2] }), ...byHand },
    },
    'Consignment B1 has the parts 1/1.',
    kept,
  ),
  ruleCase(
    'parts-once',
    'each part is there once',
    inParts([half(1), { ...half(2), consignmentId: 'B1~1' }]),
    'Part 2 of Consignment B1 is called B1~1.',
    kept,
  ),
  ruleCase(
    'parts-once',
    'each part has the name under which its handling is known',
    inParts([half(1), { ...half(2), consignmentId: 'B1~9' }]),
    'Part 2 of Consignment B1 is called B1~9.',
    kept,
  ),
  ruleCase(
    'parts-once',
    'parts are numbered from 1 on, in any order',
    inParts([half(3), half(1)], {}, { plan: linesOf({ 1: [1], 3: [2] }) }),
    'Consignment B1 has the parts 1/2, 3/2.',
    inParts([half(2), half(1)]),
  ),
  ruleCase(
    'goods-station',
    'each part is brought to its station',
    inParts([half(1), half(2, {}, { stationId: 'A' })]),
    'Part B1~2 is brought to A.',
    kept,
  ),
  ruleCase(
    'parts-sum',
    'each part is of the zone',
    inParts([half(1), half(2, {}, { zoneId: 'chilled' })]),
    'Part B1~2 is of zone chilled.',
    kept,
  ),
  ruleCase(
    'parts-sum',
    'parts are as heavy as the whole',
    inParts(halves, { grams: 200_001 }),
    'The parts of Consignment B1 are 200000 g and 200000 ml together.',
    inParts(halves, { grams: 200_000 }),
  ),
  ruleCase(
    'parts-sum',
    'parts are as large as the whole',
    inParts(halves, { milliliters: 200_001 }),
    'The parts of Consignment B1 are 200000 g and 200000 ml together.',
    inParts(halves, { milliliters: 200_000 }),
  ),
  ruleCase(
    'parts-totes',
    'no tote is between two parts',
    inParts([half(1), half(2, { firstTote: 4 })]),
    'Part 2 of Consignment B1 has the totes 4 to 4.',
    kept,
  ),
  ruleCase(
    'parts-totes',
    'each part has a tote',
    inParts([half(1), half(2, { lastTote: 2 })], { toteCount: 2 }),
    'Part 2 of Consignment B1 has the totes 3 to 2.',
    inParts([half(1), half(2, { lastTote: 3 })], { toteCount: 3 }),
  ),
  ruleCase(
    'parts-totes',
    'the last part has the last tote',
    inParts(halves, { toteCount: 5 }),
    'The parts of Consignment B1 end before or behind its last tote.',
    inParts(halves, { toteCount: 4 }),
  ),
  ruleCase(
    'parts-lines',
    'no line is in two parts',
    inParts(halves, {}, { plan: linesOf({ 1: [1], 2: [2, 1] }) }),
    'Line 1 of order O1 is not in consignment B1, or in two parts of it.',
    kept,
  ),
  ruleCase(
    'parts-lines',
    'each line is in a part',
    inParts(halves, {}, { lines: [line(1), line(2), line(3)] }),
    'Line 3 of order O1 is in no part of consignment B1.',
    inParts(halves, {}, { lines: [line(1), line(2), line(3, { consignmentId: 'A1' })] }),
  ),
  ruleCase(
    'parts-lines',
    'the plan says which lines are in a part',
    inParts(halves, {}, { plan: linesOf({ 1: [1] }) }),
    [
      'Part 2 of consignment B1 is not as large as its order lines.',
      'Line 2 of order O1 is in no part of consignment B1.',
    ],
    kept,
  ),
  ruleCase(
    'parts-lines',
    'the plan says which consignments are in parts',
    inParts(halves, {}, { plan: { split: [] } }),
    [
      ...[1, 2].map((no) => `Part ${no} of consignment B1 is not as large as its order lines.`),
      ...[1, 2].map((no) => `Line ${no} of order O1 is in no part of consignment B1.`),
    ],
    kept,
  ),
  ...[{ grams: 100_001 }, { milliliters: 99_999 }].map((other) =>
    ruleCase(
      'parts-lines',
      `a part is as large as its lines: ${Object.keys(other)}`,
      inParts(halves, {}, { lines: [line(1), line(2, other)] }),
      'Part 2 of consignment B1 is not as large as its order lines.',
      kept,
    ),
  ),
];

/** One that would hold it whole, and what it just lacks. */
const large: Vehicle = { ...v2, payloadGrams: 200_000, compartments: [{ ...compartment, milliliters: 200_000 }] };
const movable = (
  milliliters: number,
  stepMilliliters: number,
  most: number,
  hasFixedWalls?: true,
): Partial<Vehicle> => ({
  compartments: [{ ...compartment, milliliters: most, ...(hasFixedWalls ? { hasFixedWalls } : {}) }],
  rules: { body: { milliliters, stepMilliliters } },
});
const needs: readonly {
  readonly claim: string;
  readonly able?: Partial<Vehicle>;
  readonly lacks: Partial<Vehicle>;
  readonly stationB?: Partial<Station>;
}[] = [
  { claim: 'payload', lacks: { payloadGrams: 199_999 } },
  { claim: 'volume', lacks: { compartments: [compartment] } },
  { claim: 'zone', lacks: { compartments: [{ ...compartment, milliliters: 200_000, zoneIds: ['chilled'] }] } },
  { claim: 'maintenance', lacks: { status: 'maintenance' } },
  {
    claim: 'height',
    able: { heightMillimeters: 2_000 },
    lacks: { heightMillimeters: 2_001 },
    stationB: { maxVehicleHeightMillimeters: 2_000 },
  },
  { claim: 'skills', able: { rules: { skills: ['lift'] } }, lacks: {}, stationB: { rules: { skills: ['lift'] } } },
  { claim: 'volume of the body', able: movable(200_000, 100_000, 200_000), lacks: movable(199_999, 100_000, 200_000) },
  {
    claim: 'whole steps of the body',
    able: movable(300_000, 70_000, 210_000),
    lacks: movable(300_000, 70_000, 209_999),
  },
  { claim: 'fixed walls', able: movable(1, 1, 200_000, true), lacks: movable(1, 1, 199_999, true) },
];
const needless = 'Consignment B1 is divided; compartment 1 of vehicle V2 holds it whole.';
const withOther = (vehicle: Partial<Vehicle>, other: SmallPlanInput = {}) =>
  inParts(halves, {}, { others: [{ ...large, ...vehicle }], ...other });

const needCases: readonly RuleCase[] = [
  ...needs.map(({ claim, able = {}, lacks, stationB = {} }) => {
    // V1 brings the parts in any case.
    const may = { vehicle: { ...twoRooms, rules: { skills: ['lift'] } }, stationB };
    return ruleCase(
      'parts-needless',
      `only what no vehicle holds whole is divided: ${claim}`,
      withOther(able, may),
      needless,
      withOther(lacks, may),
    );
  }),
  ruleCase(
    'parts-needless',
    'one vehicle that holds it whole is told',
    inParts(halves, {}, { others: [large, { ...large, vehicleId: 'V3' }] }),
    needless,
    kept,
  ),
  ruleCase(
    'parts-needless',
    'what others are kept from does not count',
    withOther({}, { stationB: { rules: { allowedVehicleIds: ['V1', 'V2'] } } }),
    needless,
    withOther({}, { stationB: { rules: { allowedVehicleIds: ['V1'] } } }),
  ),
  ruleCase(
    'parts-needless',
    'parts stay in versions that are made by hand',
    withOther({}),
    needless,
    withOther({}, { plan: byHand }),
  ),
  ruleCase(
    'parts-needless',
    'the vehicle that brings them may not hold them whole either',
    inParts(
      halves,
      {},
      { vehicle: { compartments: [{ ...compartment, milliliters: 200_000 }, twoRooms.compartments[1]] } },
    ),
    needless.replace('V2', v1.vehicleId),
    kept,
  ),
];

export const partCases: readonly RuleCase[] = [...sumCases, ...needCases];
