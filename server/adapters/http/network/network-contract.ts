import { z } from 'zod';
import { stationKinds } from '../../../domain/network/network.js';
import { depotRules, stationRules, vehicleRules } from '../planning/dispatch-rules-contract.js';
import { amount, lat, lon, name, type Sent, secondOfDay, timeWindow } from '../shared-contract.js';

/** Thousandths of a minute: what the files say in minutes with up to three decimals, exactly. */
const milliminutes = amount;
/** Millionths of the currency unit, exactly. */
const micros = amount;

export const depot = name(
  'Depot',
  z.object({
    depotId: z.string(),
    name: z.string(),
    lon,
    lat,
    timeZone: z.string(),
    opensSecond: secondOfDay,
    closesSecond: secondOfDay,
    docks: z.int().min(1),
    loadingFixedMilliminutes: milliminutes,
    loadingMilliminutesPer100Kg: milliminutes,
    cutoffSecond: secondOfDay,
    rules: depotRules,
  }),
);
export type Depot = Sent<typeof depot>;

export const zone = name(
  'Zone',
  z.object({
    zoneId: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    sort: z.int(),
    minCelsius: z.number(),
    maxCelsius: z.number(),
    minutesOutOfRefrigeration: z.int().nullable(),
    toteNameZh: z.string(),
    toteNameEn: z.string(),
    toteMilliliters: amount,
    toteGrams: amount,
  }),
);
export type Zone = Sent<typeof zone>;

export const station = name(
  'Station',
  z.object({
    depotId: z.string(),
    stationId: z.string(),
    name: z.string(),
    kind: z.enum(stationKinds),
    lon,
    lat,
    street: z.string(),
    area: z.string(),
    tier: z.string(),
    windows: z.array(timeWindow),
    serviceFixedMilliminutes: milliminutes,
    serviceMilliminutesPer100Kg: milliminutes,
    hasFreezer: z.boolean(),
    maxVehicleHeightMillimeters: z.int().nullable(),
    status: z.enum(['open', 'suspended']),
    rules: stationRules,
  }),
);
export type Station = Sent<typeof station>;

export const sku = name(
  'Sku',
  z.object({
    skuId: z.string(),
    name: z.string(),
    category: z.string(),
    zoneId: z.string(),
    unitGrams: amount,
    unitMilliliters: amount,
    fragile: z.boolean(),
    active: z.boolean(),
    location: z.string(),
  }),
);
export type Sku = Sent<typeof sku>;

export const compartment = name(
  'Compartment',
  z.object({
    compartmentNo: z.int(),
    zoneIds: z.array(z.string()),
    milliliters: amount,
    maxTimeOnBoardSeconds: z.int().optional().describe('How long goods that must keep cold may ride in it.'),
    hasFixedWalls: z.literal(true).optional().describe('Movable partitions leave it as it is.'),
  }),
);

export const vehicle = name(
  'Vehicle',
  z.object({
    depotId: z.string(),
    vehicleId: z.string(),
    type: z.string(),
    payloadGrams: amount,
    compartments: z.array(compartment),
    maxStops: z.int().nullable(),
    shiftBeginsSecond: secondOfDay,
    shiftEndsSecond: secondOfDay,
    maxTrips: z.int(),
    rangeMeters: z.int().nullable(),
    heightMillimeters: z.int().nullable(),
    profile: z.enum(['auto', 'truck']),
    fixedCostMicros: micros,
    costPerKmMicros: micros,
    costPerHourMicros: micros,
    status: z.enum(['available', 'maintenance']),
    rules: vehicleRules,
  }),
);
export type Vehicle = Sent<typeof vehicle>;

export const courier = name(
  'Courier',
  z.object({
    depotId: z.string(),
    courierId: z.string(),
    name: z.string(),
    phone: z.string(),
    vehicleId: z.string().nullable(),
  }),
);
export type Courier = Sent<typeof courier>;

/** The map that routes are reckoned on; `tileUrl` where another base map than the own one is set. */
export const mapInUse = name(
  'MapInUse',
  z.object({ mapId: z.string(), name: z.string(), estimated: z.boolean(), tileUrl: z.string().optional() }),
);
export type MapInUse = Sent<typeof mapInUse>;
