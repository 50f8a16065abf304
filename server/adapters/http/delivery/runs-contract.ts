import { z } from 'zod';
import { runStatuses } from '../../../domain/delivery/run.js';
import { goodsOutcomes, stopStatuses } from '../../../domain/delivery/stop.js';
import { stationKinds } from '../../../domain/network/network.js';
import { compartment } from '../network/network-contract.js';
import { partedRoom, transfer } from '../planning/plans-contract.js';
import { part } from '../planning/split-delivery-contract.js';
import { amount, businessDate, id, instant, lat, lon, name, type Sent, timeWindow } from '../shared-contract.js';
import { takenTotes, zoneTotes } from '../waves/empty-totes-contract.js';

export const runStatus = name('RunStatus', z.enum(runStatuses));
export const stopStatus = name('StopStatus', z.enum(stopStatuses));

export const short = name('Short', z.object({ skuId: z.string(), name: z.string(), ordered: amount, picked: amount }));
export type Short = Sent<typeof short>;

export const goods = name(
  'Goods',
  z.object({
    consignmentId: z.string(),
    /** Where it is one part of a consignment that no vehicle holds whole. */
    part: part.nullable(),
    zoneId: z.string(),
    grams: amount,
    milliliters: amount,
    totes: amount,
    orders: amount,
    compartmentNo: z.int(),
    outcome: z.enum(goodsOutcomes),
    shorts: z.array(short),
  }),
);
export type Goods = Sent<typeof goods>;

export const stop = name(
  'Stop',
  z.object({
    stopId: z.string(),
    runId: z.string(),
    tripNo: z.int(),
    sequence: z.int(),
    stationId: z.string(),
    stationName: z.string(),
    stationKind: z.enum(stationKinds),
    street: z.string(),
    courierNote: z.string().nullable().describe('What the operator wants couriers to know.'),
    contactName: z.string().nullable(),
    contactPhone: z.string().nullable(),
    hasPhoto: z.boolean().describe('There is a picture of the entrance, at /stations/{stationId}/photo.'),
    lon,
    lat,
    windows: z.array(timeWindow),
    plannedArrivalAt: instant,
    plannedBeginAt: instant,
    plannedLeaveAt: instant,
    /** When the vehicle is expected; null before it left the depot and once it was there. */
    etaAt: instant.nullable(),
    /** By how much service begins, or began, after closing. */
    lateSeconds: amount,
    arrivedAt: instant.nullable(),
    leftAt: instant.nullable(),
    status: stopStatus,
    signedBy: z.string().nullable(),
    signedAt: instant.nullable(),
    legMeters: amount,
    legSeconds: amount,
    version: z.int(),
    consignments: z.array(goods),
    takesBack: z.array(takenTotes).describe('Empty totes that shall go back to the depot.'),
    takenBack: z.array(zoneTotes).nullable().describe('Those that the courier took; null before that was told.'),
  }),
);
export type Stop = Sent<typeof stop>;

/** A stop as its station sees it. */
export const delivery = name(
  'Delivery',
  stop.extend({
    consignments: z.array(
      goods.extend({
        products: z
          .array(z.object({ skuId: z.string(), name: z.string(), ordered: amount }))
          .describe('What it was ordered to hold, for saying what is not as it should be.'),
      }),
    ),
    runCode: z.string().describe('How the run that brings it is called.'),
    vehicleId: z.string(),
    runStatus,
    deliveryDate: businessDate,
    waveName: z.string().describe('Of its cutoff, such as 早班; empty where it has none.'),
    timeZone: z.string(),
    courierName: z.string().nullable(),
    courierPhone: z.string().nullable(),
  }),
);
export type Delivery = Sent<typeof delivery>;

const runHead = {
  depotId: z.string(),
  runId: z.string(),
  waveId: z.string(),
  planId: z.string(),
  routeNo: z
    .int()
    .min(1)
    .describe("The run's number in its wave: it stays, whatever is planned, and no other run ever has it."),
  runCode: z
    .string()
    .describe('How the run is called on paper and screens: its number, behind that of its wave where a date has more.'),
  vehicleId: z.string(),
  courierId: z.string().nullable(),
  courierName: z.string().nullable(),
  status: runStatus,
  plannedDepartureAt: instant,
  plannedReturnAt: instant,
  distanceMeters: amount,
  departedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  version: z.int(),
};

/** A driver's break as it was planned. */
export const plannedBreak = name(
  'PlannedBreak',
  z.object({
    tripNo: z.int(),
    beforeStop: z
      .int()
      .describe(
        'Taken before the arrival at this stop of the trip, counted from 0; the number of its stops: on the way home.',
      ),
    plannedBeginAt: instant,
    plannedEndAt: instant,
  }),
);
export type PlannedBreak = Sent<typeof plannedBreak>;

/** A row of the list of runs. */
export const runRow = name(
  'RunRow',
  z.object({ ...runHead, travelSeconds: amount, stops: amount, stopsDone: amount, grams: amount }),
);
export type RunRow = Sent<typeof runRow>;

/** What a courier is told of a released run that changed. */
export const runNotice = name(
  'RunNotice',
  z.object({
    planId: z.string(),
    kind: z.enum(['changed', 'cancelled']),
    added: z.array(z.string()).describe('Stations that come to the run.'),
    removed: z.array(z.string()).describe('Stations that leave it.'),
    fewer: z.array(z.string()).optional().describe('Stations that get less than before.'),
    names: z.record(z.string(), z.string()).describe('Of these stations, by id.'),
    isReordered: z.boolean(),
    laterSeconds: z.int().describe('By how much the vehicle leaves later; 0 where that does not matter.'),
    transfer: transfer.optional(),
    at: instant,
    acknowledgedAt: instant.nullable(),
  }),
);
export type RunNotice = Sent<typeof runNotice>;

/** A run with its stops. */
export const run = name(
  'Run',
  z.object({
    ...runHead,
    deliveryDate: businessDate,
    waveName: z.string().describe('Of its cutoff, such as 早班; empty where it has none.'),
    timeZone: z.string(),
    courierPhone: z.string().nullable(),
    depotName: z.string(),
    depotLon: lon,
    depotLat: lat,
    compartments: z.array(compartment),
    partitions: z
      .array(partedRoom.extend({ tripNo: z.int() }))
      .describe('How large the compartments between movable partitions are on each trip.'),
    notice: runNotice.nullable(),
    stops: z.array(stop),
    breaks: z.array(plannedBreak).describe("The driver's breaks in the order of the day."),
  }),
);
export type Run = Sent<typeof run>;

export const runChange = z.strictObject({ courierId: id.nullable() });

/** A row of the list of stops. */
export const stopRow = name(
  'StopRow',
  stop
    .omit({
      consignments: true,
      takesBack: true,
      takenBack: true,
      stationName: true,
      stationKind: true,
      street: true,
      courierNote: true,
      contactName: true,
      contactPhone: true,
      hasPhoto: true,
      lon: true,
      lat: true,
      windows: true,
    })
    .extend({ depotId: z.string(), waveId: z.string() }),
);
export type StopRow = Sent<typeof stopRow>;
