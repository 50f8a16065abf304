import type { Depot, Vehicle } from '../../../server/domain/network/network.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import { atA, atB, goods, placed, type SmallPlanInput, smallPlan, stopAt, type TripInput } from './small-plan.js';

export const one = { compartmentNo: 1, zoneIds: ['ambient', 'chilled', 'fresh'], milliliters: 1_000_000 };
const two = { compartmentNo: 2, zoneIds: ['chilled'], milliliters: 1_000_000 };
export const twoParts = { compartments: [one, two] };
export const holding = (milliliters: number) => ({ compartments: [{ ...one, milliliters }] });
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
  { trips: [{ stops: [atA()] }, { loadBegins: 1_710, stops: [atB()] }], executedPrefix: { at: 0, trips, stops: 0 } },
];
const onBoard = { at: 0, trips: 1, stops: 0 };
export const before = (input: SmallPlanInput) => ({ before: smallPlan(input).plan });

const factCases: readonly RuleCase[] = [
  ruleCase(
    'payload',
    'what the vehicle had loaded before is not asked again',
    { vehicle: { payloadGrams: 199_999 }, executedPrefix: onBoard, context: before({ trip: { stops: [atA()] } }) },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 199_999 }, executedPrefix: onBoard, context: before({}) },
  ),
  ruleCase(
    'payload',
    'what is not on board is asked again',
    { vehicle: { payloadGrams: 199_999 }, executedPrefix: { ...onBoard, trips: 0 }, context: before({}) },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 199_999 }, executedPrefix: onBoard, context: before({}) },
  ),
  ruleCase(
    'payload',
    'what another vehicle had loaded is asked again',
    { vehicle: { payloadGrams: 199_999 }, executedPrefix: onBoard, context: before({ routes: [{ vehicleId: 'V2' }] }) },
    'Vehicle V1 carries 200000 g of 199999.',
    { vehicle: { payloadGrams: 199_999 }, executedPrefix: onBoard, context: before({ routes: [{ vehicleId: 'V1' }] }) },
  ),
  ruleCase(
    'payload',
    'trips that are over are asked again if they were not so before',
    { vehicle: { payloadGrams: 99_999 }, routes: routesOnBoard(2) },
    ['Vehicle V1 carries 100000 g of 99999.', 'Vehicle V1 carries 100000 g of 99999.'],
    { vehicle: { payloadGrams: 99_999 }, routes: routesOnBoard(2), context: before({ routes: routesOnBoard(1) }) },
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
const threeGoods: SmallPlanInput = {
  consignments: [goods('A1'), goods('A2'), chilled],
  trip: { stops: [atA({ consignments: [placed(goods('A1')), placed(goods('A2'))] }), stopAt('B', chilled)] },
};
const pairs = [['ambient', 'chilled']] as const;

const zoneCases: readonly RuleCase[] = [
  ruleCase(
    'incompatible-zones',
    'goods ride in two compartments',
    chilledIn(1, { incompatibleZones: pairs }),
    'Vehicle V1 has ambient and chilled goods in compartment 1.',
    chilledIn(2, { incompatibleZones: pairs }),
  ),
  ruleCase(
    'incompatible-zones',
    'goods that may not are told once for each compartment',
    { ...chilledIn(1, { incompatibleZones: pairs }), ...threeGoods },
    'Vehicle V1 has ambient and chilled goods in compartment 1.',
    { ...chilledIn(1, { incompatibleZones: [['chilled', 'fresh']] }), ...threeGoods },
  ),
  ruleCase(
    'incompatible-zones',
    'goods of other zones ride together',
    chilledIn(2, { incompatibleOnTrip: pairs }),
    'Vehicle V1 has ambient and chilled goods on one trip.',
    chilledIn(2, { incompatibleOnTrip: [['ambient', 'fresh']] }),
  ),
  ruleCase(
    'incompatible-zones',
    'goods ride on two trips',
    chilledIn(2, { incompatibleOnTrip: pairs }),
    'Vehicle V1 has ambient and chilled goods on one trip.',
    onTwoTrips({ incompatibleOnTrip: pairs }),
  ),
];

/** Chilled goods leave at B at 1,630, having been loaded from 10 on. The zone allows 30 minutes. */
const chilledAt = (delay: number, rules: Depot['rules'], vehicle: Partial<Vehicle> = {}): SmallPlanInput => ({
  ...chilledIn(1, rules, vehicle),
  trip: { loadBegins: 10, stops: [atA(), stopAt('B', chilled, { off: { begins: delay } })] },
});
const keeping = (maxTimeOnBoardSeconds: number) => ({ compartments: [{ ...one, maxTimeOnBoardSeconds }] });
const tooLong = (seconds: number) => `At B chilled goods have been on vehicle V1 for ${seconds} s.`;

const coldCases: readonly RuleCase[] = [
  ruleCase(
    'time-on-board',
    'goods leave a compartment while it keeps them cold',
    chilledAt(0, {}, keeping(1_619)),
    tooLong(1_620),
    chilledAt(0, {}, keeping(1_620)),
  ),
  ruleCase(
    'time-on-board',
    'goods leave within the time of their zone',
    chilledAt(181, { limitsTimeOutOfRefrigeration: true }),
    tooLong(1_801),
    chilledAt(180, { limitsTimeOutOfRefrigeration: true }),
  ),
  ruleCase(
    'time-on-board',
    'the time of a zone holds where the depot says so',
    chilledAt(181, { limitsTimeOutOfRefrigeration: true }),
    tooLong(1_801),
    chilledAt(181, {}),
  ),
  ruleCase(
    'time-on-board',
    'what a compartment says holds instead of the time of the zone',
    chilledAt(181, { limitsTimeOutOfRefrigeration: true }, keeping(1_800)),
    tooLong(1_801),
    chilledAt(181, { limitsTimeOutOfRefrigeration: true }, keeping(1_801)),
  ),
  ruleCase(
    'time-on-board',
    'goods without a time ride as long as one likes',
    chilledAt(0, {}, keeping(1)),
    tooLong(1_620),
    { vehicle: keeping(1) },
  ),
  ruleCase(
    'time-on-board',
    'what is on board is brought',
    { ...chilledAt(0, {}, keeping(1)), executedPrefix: { ...onBoard, trips: 0 } },
    tooLong(1_620),
    { ...chilledAt(0, {}, keeping(1)), executedPrefix: onBoard },
  ),
];

export const loadCases: readonly RuleCase[] = [...goodsCases, ...factCases, ...zoneCases, ...coldCases];
