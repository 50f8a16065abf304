import { z } from 'zod';
import {
  amount,
  askedDatum,
  businessDate,
  id,
  instant,
  lat,
  lon,
  name,
  type Sent,
  secondOfPlan,
} from '../shared-contract.js';
import { takenTotes } from '../waves/empty-totes-contract.js';
import { handEdit, ruleOverride } from './hand-edits-contract.js';
import { dayOverrides, replanned } from './replanning-contract.js';
import { part, split } from './split-delivery-contract.js';

/** How long and how wide to search; the same seed, threads and iterations give the same plan. */
export const planRequest = z
  .object({
    seconds: z.number().min(0.5).max(3600).default(20),
    threads: z.number().int().min(1).max(16).default(2),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1),
    search: z
      .boolean()
      .default(true)
      .describe('False: a plan with no run, in which all is unassigned, to be made by hand.'),
  })
  .default({ seconds: 20, threads: 2, seed: 1, search: true });

export const planKpis = name(
  'PlanKpis',
  z.object({
    runs: amount,
    stops: amount,
    consignments: amount,
    unassigned: amount,
    costMinor: z.int().describe('Minor units of the currency (fen).'),
    penaltyMinor: z.int().describe('Prices of lateness and omission, apart from the cost.'),
    distanceMeters: amount,
    travelSeconds: amount.describe('Driving only.'),
    lateStops: amount,
    checkerFaults: amount,
  }),
);

export const planProvenance = name(
  'PlanProvenance',
  z.object({
    how: z.enum(['solver', 'edit', 'replan']),
    seed: z.int(),
    searchSeconds: z.number(),
    threads: z.int(),
    iterations: z.int(),
    engine: z.string(),
    mapId: z.string(),
    estimated: z.boolean(),
    speedFactor: z.number(),
    speeds: z
      .object({ key: z.string(), learned: amount, reports: amount, keptUnder: z.array(z.string()).optional() })
      .optional()
      .describe('What times know of single roads; there is one factor for all where it is missing.'),
    timeSlices: z
      .array(
        z.object({
          begins: z.int(),
          ends: z.int(),
          speedsKey: z.string().optional(),
          factor: z.number().optional(),
        }),
      )
      .optional()
      .describe(
        'Hours (seconds after `beginsAt`) with speeds of their own: travel times computed for them, or the usual ones times a factor.',
      ),
    travelClasses: z
      .record(z.string(), z.string())
      .optional()
      .describe(
        'Vehicles that limits of the roads or restrictions of the operator tell from the others of their profile, such as "auto height>2200 restricted:ID": the profile, the largest limits (millimeters, kilograms) that they are beyond, and the restrictions that concern them.',
      ),
    speedProfile: z.array(z.number()).optional(),
    note: z.string(),
  }),
);

const placedConsignment = z.object({
  consignmentId: z.string(),
  part: part.optional(),
  zoneId: z.string(),
  grams: amount,
  milliliters: amount,
  compartmentNo: z.int(),
});

const plannedStop = z.object({
  stationId: z.string(),
  arrives: secondOfPlan,
  begins: secondOfPlan,
  leaves: secondOfPlan,
  legSeconds: amount,
  legMeters: amount,
  consignments: z.array(placedConsignment),
  takesBack: z
    .array(takenTotes.extend({ grams: amount, milliliters: amount }))
    .optional()
    .describe('Empty totes that go back to the depot.'),
});

/** Instead of a loading at the depot: goods are taken over from a vehicle that broke down. */
export const transfer = name(
  'GoodsTransfer',
  z.object({
    fromVehicleId: z.string(),
    position: z.object({ lon, lat }),
    arrives: secondOfPlan,
    leaves: secondOfPlan,
    legSeconds: amount,
    legMeters: amount,
  }),
);

/** A compartment between movable partitions. */
export const partedRoom = z.object({ compartmentNo: z.int(), milliliters: amount });

const trip = z.object({
  loadBegins: secondOfPlan,
  departs: secondOfPlan,
  returns: secondOfPlan,
  meters: amount,
  seconds: amount,
  stops: z.array(plannedStop),
  transfer: transfer.optional(),
  partitions: z.array(partedRoom).optional().describe('How large the compartments between movable partitions are.'),
  breaks: z
    .array(z.object({ begins: secondOfPlan, ends: secondOfPlan, beforeStop: z.int() }))
    .optional()
    .describe(
      "The driver's breaks: each is taken before the arrival at that stop, counted from 0, or on the way home.",
    ),
});

export const unassigned = name(
  'Unassigned',
  z.object({
    consignmentId: z.string(),
    part: part.optional(),
    stationId: z.string(),
    zoneId: z.string(),
    grams: amount,
    milliliters: amount,
    reason: z.object({
      code: z.string(),
      text: z.string().describe('A sentence, English or Chinese by Accept-Language.'),
      shortfall: z
        .object({
          vehicleId: z.string(),
          compartmentNo: z.int(),
          overMilliliters: amount,
          overGrams: amount,
          overMillimeters: amount,
          limitMillimeters: amount.optional().describe('How high a vehicle may be at the station.'),
          spareVehicleId: z.string().optional().describe('One in maintenance that could carry it.'),
        })
        .optional()
        .describe('What the vehicle that comes nearest lacks, where a size is what stops it.'),
      triedVehicles: z
        .int()
        .optional()
        .describe("How many vehicles' runs were planned anew with it, in vain: the nearest that could bring it alone."),
      prices: z
        .object({ omissionMinor: amount, servingMinor: amount, vehicleId: z.string() })
        .optional()
        .describe(
          'Where it may be left out: at which price, and what bringing it would add at the least, on which vehicle.',
        ),
      relaxation: z
        .object({
          kind: z.enum([
            'later-closing',
            'longer-shift',
            'longer-keeping',
            'larger-compartment',
            'more-payload',
            'more-range',
            'more-driving',
            'further-stop',
            'further-trip',
            'further-vehicle',
          ]),
          vehicleId: z.string(),
          compartmentNo: z.int().optional(),
          amount: amount.describe('Seconds, milliliters, grams or meters by kind; 1 where it is about a thing.'),
        })
        .optional()
        .describe('The smallest change that would let it in, where one was found.'),
    }),
  }),
);
export type Unassigned = Sent<typeof unassigned>;

export const route = name(
  'Route',
  z.object({
    vehicleId: z.string(),
    run: z
      .object({ runId: z.string(), routeNo: z.int().min(1) })
      .optional()
      .describe('The run that it is, in every version of the plan; left out in a plan that is not kept yet.'),
    trips: z.array(trip),
    executedPrefix: z
      .object({ at: secondOfPlan, trips: amount, stops: amount, isOut: z.boolean().optional() })
      .optional()
      .describe(
        'How the day had begun when it was planned anew: trips that were loaded, stops of the last that were reached.',
      ),
  }),
);

export const planLock = name(
  'PlanLock',
  z.object({
    vehicleId: z.string(),
    stationId: z.string().optional().describe('All stops of the vehicle without it.'),
  }),
);
export type PlanLock = Sent<typeof planLock>;

/** A plan with its routes. Times are whole real seconds after `beginsAt`. */
export const plan = name(
  'Plan',
  z.object({
    planId: z.string(),
    depotId: z.string(),
    waveId: z.string(),
    deliveryDate: businessDate,
    timeZone: z.string(),
    beginsAt: instant.describe(
      'What the seconds of routes are counted from: the first moment of the delivery date in the time zone. They are real seconds: on a day on which clocks are changed they are not those of the wall clock.',
    ),
    version: z.int().min(1),
    parentPlanId: z.string().optional(),
    provenance: planProvenance,
    routes: z.array(route),
    unassigned: z.array(unassigned),
    kpis: planKpis,
    locks: z
      .array(planLock)
      .optional()
      .describe('What re-planning and later searches leave: a station on a vehicle, or all of its stops.'),
    dayOverrides: dayOverrides.optional(),
    split: z.array(split).optional().describe('Consignments that no vehicle holds whole: their parts are placed.'),
    replanned: replanned.optional(),
    edited: handEdit.optional(),
    overrides: z
      .array(ruleOverride)
      .optional()
      .describe('Soft rules that a dispatcher lets runs break; all others are proved.'),
    createdAt: instant,
  }),
);
export type Plan = Sent<typeof plan>;

const zoneLoad = z.object({
  zoneId: z.string(),
  milliliters: amount.describe('In the compartments that may hold the zone, whatever lies in them.'),
  capacityMilliliters: amount.describe(
    'Of these compartments; between movable partitions beside what the others need.',
  ),
});

const tripLoad = z.object({
  loadedAt: secondOfPlan
    .nullable()
    .describe('When loading is done and the dock is free; null where goods are taken over on the road.'),
  totes: amount,
  grams: amount,
  milliliters: amount,
  capacityMilliliters: amount,
  zones: z.array(zoneLoad).describe('Of the zones that the vehicle can carry.'),
});

/** What the routes of a plan come to, each by itself, and how full their vehicles are. */
export const routeKpis = name(
  'RouteKpis',
  z.object({
    planId: z.string(),
    data: z.array(
      z.object({
        vehicleId: z.string(),
        costMinor: z.int().describe("Rounded by itself: all together may differ from the plan's by some fen."),
        seconds: amount.describe('From the begin of the first loading to the last return, waiting included.'),
        totes: amount,
        payloadGrams: amount,
        trips: z.array(tripLoad),
      }),
    ),
  }),
);
export type RouteKpis = Sent<typeof routeKpis>;

/** A row of the list of plans. */
export const planRow = name(
  'PlanRow',
  z.object({
    depotId: z.string(),
    planId: z.string(),
    waveId: z.string(),
    version: z.int().min(1),
    parentPlanId: z.string().nullable(),
    kpis: planKpis,
    provenance: planProvenance,
    edited: handEdit.nullable(),
    eventKind: z.string().nullable().describe('Of the event after which the rest of the day was planned anew.'),
    overrides: z.array(ruleOverride).nullable(),
    createdBy: z.string(),
    createdAt: instant,
  }),
);
export type PlanRow = Sent<typeof planRow>;

/** Which of a plan's runs are released, or taken back. */
export const releaseRequest = z
  .strictObject({ runIds: z.array(id).min(1).max(2000).optional().describe('All unless named.') })
  .default({});
export const released = z.object({ runs: amount });

const coordinates = z.tuple([lon, lat]);
const zones = z.array(z.string());
const tripFeature = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(coordinates) }),
  properties: z.object({
    kind: z.literal('trip'),
    routeNo: z.int(),
    tripNo: z.int(),
    vehicleId: z.string(),
    meters: amount,
    seconds: amount,
    estimated: z.boolean(),
    firstStopAt: z.int().min(0).describe('Which of the coordinates the first stop is; before it lies the way there.'),
    lastStopAt: z.int().min(0).describe('Which of the coordinates the last stop is; behind it lies the way back.'),
  }),
});
const districtFeature = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(coordinates)) }),
  properties: z.object({ kind: z.literal('district'), routeNo: z.int(), tripNo: z.int(), vehicleId: z.string() }),
});
const pointFeature = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('Point'), coordinates }),
  properties: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('depot'), depotId: z.string(), name: z.string() }),
    z.object({
      kind: z.literal('stop'),
      routeNo: z.int(),
      tripNo: z.int(),
      vehicleId: z.string(),
      sequence: z.int(),
      stationId: z.string(),
      name: z.string(),
      zones,
      arrives: secondOfPlan,
      begins: secondOfPlan,
      leaves: secondOfPlan,
    }),
    z.object({
      kind: z.literal('unassigned'),
      stationId: z.string(),
      name: z.string(),
      zones,
      reasons: z.array(z.string()),
    }),
  ]),
});

/** A plan for the map: a line a trip, a point a stop, the depot, and stations with unassigned goods. */
export const planGeoJson = name(
  'PlanGeoJson',
  z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(z.union([tripFeature, districtFeature, pointFeature])),
    datum: askedDatum,
  }),
);
export type PlanGeoJson = Sent<typeof planGeoJson>;
export type PlanFeature = PlanGeoJson['features'][number];
