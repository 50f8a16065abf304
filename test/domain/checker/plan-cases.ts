import type { Plan } from '../../../server/domain/planning/plan.js';
import { type RuleCase, ruleCase } from './rule-case.js';
import {
  a1,
  atA,
  atB,
  b1,
  goods,
  leftOut,
  type RouteInput,
  type SmallPlanInput,
  smallPlan,
  stopAt,
  v2,
} from './small-plan.js';

const onlyA = { stops: [atA()] };
const onlyB = { stops: [atB()] };

const leftOutB = { unassigned: [leftOut(b1)] };

const goodsCases: readonly RuleCase[] = [
  ruleCase(
    'goods-once',
    'only goods of the wave are on board',
    { consignments: [a1] },
    'Consignment B1 is not in the wave, or is placed twice.',
  ),
  ruleCase(
    'goods-once',
    'no goods are on two stops',
    { trip: { stops: [atA(), atB(), atB()] } },
    'Consignment B1 is not in the wave, or is placed twice.',
  ),
  ruleCase(
    'goods-once',
    'what is on a stop is not left out as well',
    leftOutB,
    'Consignment B1 is not in the wave, or is placed twice.',
    { ...leftOutB, trip: onlyA },
  ),
  ruleCase(
    'goods-once',
    'all goods are on a stop or left out',
    { trip: onlyA },
    'Consignment B1 is neither on a route nor unassigned.',
    { ...leftOutB, trip: onlyA },
  ),
  ruleCase(
    'goods-station',
    'goods are brought to their station',
    { consignments: [a1, goods('B1', { stationId: 'A' })] },
    'Consignment B1 is brought to B.',
  ),
  ruleCase(
    'goods-station',
    'goods that are left out keep their station',
    { ...leftOutB, trip: onlyA, unassigned: [leftOut({ ...b1, stationId: 'A' })] },
    'Consignment B1 is brought to A.',
    { ...leftOutB, trip: onlyA },
  ),
  ...[{ grams: 100_001 }, { milliliters: 99_999 }, { zoneId: 'chilled' }].map((other) =>
    ruleCase(
      'goods-size',
      `goods are as in the wave: ${Object.keys(other)}`,
      { trip: { stops: [atA(), stopAt('B', goods('B1', other))] } },
      'Consignment B1 is not as large as in the wave.',
    ),
  ),
];

/** V1 brings A and loads 0–360; V2 brings B. */
const twoVehicles = (one: RouteInput, loadBegins: number, docks = 1) => ({
  depot: { docks },
  others: [v2],
  routes: [one, { vehicleId: 'V2', trips: [{ ...onlyB, loadBegins }] }],
});
const lastFirst = (input: ReturnType<typeof twoVehicles>) => ({ ...input, routes: input.routes.toReversed() });
const a2 = goods('A2');
const threeVehicles = (docks: number) => ({
  depot: { docks },
  consignments: [a1, a2, b1],
  others: [v2, { ...v2, vehicleId: 'V3' }],
  routes: [
    { trips: [onlyA] },
    { vehicleId: 'V2', trips: [onlyB] },
    { vehicleId: 'V3', trips: [{ stops: [stopAt('A', a2)] }] },
  ],
});
/** It is on its way. */
const executedPrefix = { at: 0, trips: 1, stops: 0 };

const fleetCases: readonly RuleCase[] = [
  ruleCase(
    'vehicle-once',
    'a vehicle drives one route',
    { routes: [{ trips: [onlyA] }, { trips: [{ ...onlyB, loadBegins: 1_710 }] }] },
    'Vehicle V1 drives two routes.',
    twoVehicles({ trips: [onlyA] }, 1_710),
  ),
  ruleCase(
    'vehicle-known',
    'a route is driven by a vehicle of the record',
    { routes: [{ vehicleId: 'V2' }] },
    'There is no vehicle V2.',
    { routes: [{ vehicleId: 'V2' }], others: [v2] },
  ),
  ruleCase(
    'docks',
    'at a dock one vehicle is loaded after the other',
    twoVehicles({ trips: [onlyA] }, 359),
    'At 359 2 vehicles load at 1 docks.',
    twoVehicles({ trips: [onlyA] }, 360),
  ),
  ruleCase(
    'docks',
    'a dock is free when the loading ends, whichever vehicle is named first',
    lastFirst(twoVehicles({ trips: [onlyA] }, 359)),
    'At 359 2 vehicles load at 1 docks.',
    lastFirst(twoVehicles({ trips: [onlyA] }, 360)),
  ),
  ruleCase(
    'docks',
    'as many vehicles load as there are docks',
    twoVehicles({ trips: [onlyA] }, 0, 1),
    'At 0 2 vehicles load at 1 docks.',
    twoVehicles({ trips: [onlyA] }, 0, 2),
  ),
  ruleCase(
    'docks',
    'the first moment at which too many load is told',
    threeVehicles(1),
    'At 0 2 vehicles load at 1 docks.',
    threeVehicles(3),
  ),
  ruleCase(
    'docks',
    'who loads already is not judged',
    { ...twoVehicles({ trips: [onlyA], executedPrefix }, 0) },
    'At 0 2 vehicles load at 1 docks.',
    {
      ...twoVehicles({ trips: [onlyA], executedPrefix }, 0),
      routes: [
        { trips: [onlyA], executedPrefix },
        { vehicleId: 'V2', trips: [onlyB], executedPrefix },
      ],
    },
  ),
  ruleCase(
    'docks',
    'who loads already has the dock, whichever vehicle is named first',
    lastFirst(twoVehicles({ trips: [onlyA], executedPrefix }, 0)),
    'At 0 2 vehicles load at 1 docks.',
    lastFirst(twoVehicles({ trips: [onlyA], executedPrefix }, 360)),
  ),
  ruleCase(
    'docks',
    'who left before the time of loading was over left the dock',
    twoVehicles({ trips: [{ ...onlyA, off: { departs: -60 } }], executedPrefix }, 299),
    'At 299 2 vehicles load at 1 docks.',
    twoVehicles({ trips: [{ ...onlyA, off: { departs: -60 } }], executedPrefix }, 300),
  ),
  ruleCase(
    'docks',
    'who stood after the loading stood at no dock',
    twoVehicles({ trips: [{ ...onlyA, off: { departs: 60 } }], executedPrefix }, 359),
    'At 359 2 vehicles load at 1 docks.',
    twoVehicles({ trips: [{ ...onlyA, off: { departs: 60 } }], executedPrefix }, 360),
  ),
  ruleCase(
    'docks',
    'what is fetched from another vehicle is loaded at no dock',
    twoVehicles({ trips: [{ ...onlyA, off: { departs: 60 } }], executedPrefix }, 60),
    'At 60 2 vehicles load at 1 docks.',
    {
      ...twoVehicles(
        { trips: [{ ...onlyA, transfer: { fromVehicleId: 'V3' }, off: { departs: 120 } }], executedPrefix },
        60,
      ),
      plan: { dayOverrides: { hours: [], vehiclesOut: ['V3'], notBefore: [] } },
    },
  ),
];

const had = { before: smallPlan(twoVehicles({ trips: [onlyA] }, 360)).plan };
/** V1 brings both, where V2 brought B so far. */
const bringsBoth = (
  locks: Plan['locks'],
  { how = 'solver', plan = {}, ...other }: SmallPlanInput & { how?: Plan['provenance']['how'] } = {},
): SmallPlanInput => ({
  others: [v2],
  context: had,
  ...other,
  plan: { locks, provenance: { ...had.before.provenance, how }, ...plan },
});
const stays = { ...twoVehicles({ trips: [onlyA] }, 360), context: had };
const moved = 'Consignment B1 is locked to vehicle V2, not V1.';
const joined = 'Vehicle V1 is locked as it was; B joins it.';
const dayOverrides = { hours: [], vehiclesOut: ['V3'], notBefore: [] };
const grown = goods('B1', { grams: 100_001 });

const lockCases: readonly RuleCase[] = [
  ruleCase(
    'locks',
    'goods of a locked station stay on their vehicle',
    bringsBoth([{ vehicleId: 'V2', stationId: 'B' }]),
    moved,
    {
      ...stays,
      plan: { locks: [{ vehicleId: 'V2', stationId: 'B' }] },
    },
  ),
  ruleCase('locks', 'goods of a locked vehicle stay on it', bringsBoth([{ vehicleId: 'V2' }]), moved, {
    ...stays,
    plan: { locks: [{ vehicleId: 'V2' }] },
  }),
  ruleCase('locks', 'nothing joins a locked vehicle', bringsBoth([{ vehicleId: 'V1' }]), joined, {
    ...stays,
    plan: { locks: [{ vehicleId: 'V1' }] },
  }),
  ruleCase(
    'locks',
    'a locked vehicle may have a station locked beside',
    bringsBoth([{ vehicleId: 'V1' }]),
    joined,
    bringsBoth([{ vehicleId: 'V1' }, { vehicleId: 'V1', stationId: 'B' }]),
  ),
  ruleCase(
    'locks',
    'a lock holds the goods of its own station',
    bringsBoth([{ vehicleId: 'V2', stationId: 'B' }]),
    moved,
    bringsBoth([{ vehicleId: 'V2', stationId: 'A' }]),
  ),
  ruleCase(
    'locks',
    'either of two vehicles that are locked for a station may bring its goods',
    bringsBoth([{ vehicleId: 'V2', stationId: 'B' }]),
    moved,
    bringsBoth([
      { vehicleId: 'V2', stationId: 'B' },
      { vehicleId: 'V1', stationId: 'B' },
    ]),
  ),
  ruleCase(
    'locks',
    'by hand everything may be moved',
    bringsBoth([{ vehicleId: 'V2' }], { how: 'replan' }),
    moved,
    bringsBoth([{ vehicleId: 'V2' }], { how: 'edit' }),
  ),
  ruleCase(
    'locks',
    'goods that are on board are facts',
    bringsBoth([{ vehicleId: 'V2' }], { executedPrefix: { ...executedPrefix, trips: 0 } }),
    moved,
    bringsBoth([{ vehicleId: 'V2' }], { executedPrefix }),
  ),
  ruleCase('locks', 'goods that grew find their place anew', bringsBoth([{ vehicleId: 'V2' }]), moved, {
    ...bringsBoth([{ vehicleId: 'V2' }]),
    consignments: [a1, grown],
    trip: { stops: [atA(), stopAt('B', grown)] },
  }),
  ruleCase(
    'locks',
    'who is in maintenance holds nothing',
    bringsBoth([{ vehicleId: 'V2' }]),
    moved,
    bringsBoth([{ vehicleId: 'V2' }], { others: [{ ...v2, status: 'maintenance' }] }),
  ),
  ruleCase(
    'locks',
    'whose shift is over holds nothing',
    bringsBoth([{ vehicleId: 'V2' }], anewWith(359)),
    moved,
    bringsBoth([{ vehicleId: 'V2' }], anewWith(360)),
  ),
  ruleCase(
    'locks',
    'who has no trip left holds nothing',
    bringsBoth([{ vehicleId: 'V2' }], { others: [{ ...v2, maxTrips: 1 }] }),
    moved,
    bringsBoth([{ vehicleId: 'V2' }], { others: [{ ...v2, maxTrips: 0 }] }),
  ),
];

/** V2's shift is over at 360; planned anew at a moment, and loaded then. */
function anewWith(from: number): SmallPlanInput {
  const replanned = { event: { kind: 'reports' as const }, from, changes: [] };
  return {
    others: [{ ...v2, shift: { opens: 0, closes: 360 } }],
    trip: { loadBegins: from },
    plan: { dayOverrides, replanned },
  };
}

/** What the small plan comes to. */
const kpis = {
  ...{ runs: 1, stops: 2, consignments: 2, unassigned: 0, lateStops: 0 },
  ...{ costMinor: 13_720, distanceMeters: 15_000, travelSeconds: 1_500 },
};

const priority3 = goods('B1', { priority: 3 });
const bLeftOut = { trip: onlyA, unassigned: [leftOut(b1)] };
const micros = { omissionMicros: 30_000_000, omissionMicrosByZone: { chilled: 90_000_000 } };
/** Fen. B's service begins at 1,470: 360 s from a time at which it costs 10.00 an hour, so 1.00. */
const penalties = [
  { of: 'lateness', penalty: 100, stationB: { rules: { softToSecond: 1_110, lateMicrosPerHour: 10_000_000 } } },
  { of: 'earliness', penalty: 100, stationB: { rules: { softFromSecond: 1_830, earlyMicrosPerHour: 10_000_000 } } },
  {
    of: 'service before it is due',
    penalty: 0,
    stationB: { rules: { softToSecond: 1_830, lateMicrosPerHour: 3_600_000_000 } },
  },
  {
    of: 'service after it is wished',
    penalty: 0,
    stationB: { rules: { softFromSecond: 1_110, earlyMicrosPerHour: 3_600_000_000 } },
  },
  { of: 'lateness without a price', penalty: 0, stationB: { rules: { softToSecond: 0, softFromSecond: 1_500 } } },
  { of: 'what is left out and must not be', penalty: 0, ...bLeftOut, consignments: [a1, priority3] },
  { of: 'what may be left out', penalty: 3_000, ...bLeftOut, depot: { rules: micros } },
  {
    of: 'what may be left out, dearer by its zone',
    penalty: 4_500,
    ...bLeftOut,
    depot: { rules: { ...micros, omissionMicrosByZone: { ambient: 45_000_000 } } },
  },
  {
    of: 'what may be left out, cheaper by its zone',
    penalty: 3_000,
    ...bLeftOut,
    depot: { rules: { ...micros, omissionMicrosByZone: { ambient: 15_000_000 } } },
  },
  {
    of: "what may be left out, by its station's tier alone",
    penalty: 7_000,
    ...bLeftOut,
    stationB: { tier: 'A' },
    depot: { rules: { omissionMicrosByTier: { A: 70_000_000, B: 90_000_000 } } },
  },
];
const halfFen = { vehicle: { price: { fixedMicros: 100_005_000, perKmMicros: 1_000_000, perHourMicros: 36_000_000 } } };

const figuresCases: readonly RuleCase[] = [
  ...Object.entries(kpis).map(([name, value]) =>
    ruleCase(
      'kpis',
      `${name} is what the routes come to`,
      { kpis: { [name]: value + 1 } },
      `The plan states ${name} ${value + 1}; it is ${value}.`,
      { kpis },
    ),
  ),
  ruleCase(
    'kpis',
    'half a fen of cost is rounded up',
    { ...halfFen, kpis: { costMinor: 13_720 } },
    'The plan states costMinor 13720; it is 13721.',
    { ...halfFen, kpis: { costMinor: 13_721 } },
  ),
  ...penalties.flatMap(({ of, penalty, ...input }) =>
    [-1, 1].map((sign) =>
      ruleCase(
        'kpis',
        `the price of ${of} is told to a fen ${sign < 0 ? 'less' : 'more'}`,
        { ...input, kpis: { penaltyMinor: penalty + 2 * sign } },
        `The plan states penaltyMinor ${penalty + 2 * sign}; it is ${penalty}.`,
        { ...input, kpis: { penaltyMinor: penalty + sign } },
      ),
    ),
  ),
];

export const planCases: readonly RuleCase[] = [...goodsCases, ...fleetCases, ...lockCases, ...figuresCases];
