import { z } from 'zod';
import { isTimeZone } from '../../../domain/local-time.js';
import { stationKinds } from '../../../domain/network/network.js';
import { depotRules, stationRules, vehicleRules } from '../planning/dispatch-rules-contract.js';
import { amount, lat, lon } from '../shared-contract.js';

const title = z.string().trim().min(1).max(200);
const id = z.string().min(1).max(100);
const minute = z.int().min(0).multipleOf(60);
const grams = amount.max(1_000_000_000);
const thousandMinutes = amount.max(600_000);
const money = amount.max(999_999_999_999_999);
const limitOrNone = (most: number) => z.int().min(0).max(most).nullable();

/** In whole minutes; a window that ends the next day closes after 86,400. */
const window = z
  .object({ opens: minute.max(86_340), closes: minute })
  .refine(({ opens, closes }) => closes >= opens && (closes - opens < 86_400 || closes === 86_400), {
    error: 'closes must not lie before opens, nor a day or more after it',
  });
const isOrdered = ({ opens, closes }: { opens?: number; closes?: number }) =>
  opens === undefined || closes === undefined || window.safeParse({ opens, closes }).success;
const unordered = { error: 'the end must not lie before the beginning, nor a day or more after it' };

const depotFields = {
  name: title,
  lon,
  lat,
  timeZone: z.string().refine(isTimeZone, { error: 'must be a name of the IANA time zone database' }),
  opensSecond: minute,
  closesSecond: minute,
  docks: z.int().min(1).max(1000),
  loadingFixedMilliminutes: amount.max(1_000_000),
  loadingMilliminutesPer100Kg: amount.max(1_000_000),
  cutoffSecond: minute.max(86_400),
  rules: depotRules,
};
const stationFields = {
  depotId: id,
  name: title,
  kind: z.enum(stationKinds),
  lon,
  lat,
  street: z.string().max(200),
  area: z.string().max(50),
  tier: z.string().max(20),
  windows: z.array(window).min(1).max(2),
  serviceFixedMilliminutes: thousandMinutes,
  serviceMilliminutesPer100Kg: thousandMinutes,
  hasFreezer: z.boolean(),
  maxVehicleHeightMillimeters: limitOrNone(20_000),
  status: z.enum(['open', 'suspended']),
  rules: stationRules,
};
const skuFields = {
  name: title,
  category: z.string().max(100),
  zoneId: id,
  unitGrams: grams,
  unitMilliliters: grams,
  fragile: z.boolean(),
  active: z.boolean(),
  location: z.string().max(50),
};
const vehicleFields = {
  depotId: id,
  type: z.string().max(100),
  payloadGrams: grams,
  compartments: z
    .array(
      z.object({
        compartmentNo: z.int().min(0).max(100),
        zoneIds: z.array(id).min(1).max(50),
        milliliters: grams,
        maxTimeOnBoardSeconds: z.int().min(0).max(86_400).optional(),
        hasFixedWalls: z.literal(true).optional(),
      }),
    )
    .max(50)
    .refine((parts) => new Set(parts.map(({ compartmentNo }) => compartmentNo)).size === parts.length, {
      error: 'a compartmentNo stands twice',
    }),
  maxStops: limitOrNone(10_000),
  shiftBeginsSecond: minute,
  shiftEndsSecond: minute,
  maxTrips: z.int().min(1).max(20),
  rangeMeters: limitOrNone(100_000_000),
  heightMillimeters: limitOrNone(20_000),
  profile: z.enum(['auto', 'truck']),
  fixedCostMicros: money,
  costPerKmMicros: money,
  costPerHourMicros: money,
  status: z.enum(['available', 'maintenance']),
  rules: vehicleRules,
};
const courierFields = {
  depotId: id,
  name: z.string().trim().max(100),
  phone: z.string().max(40),
  vehicleId: id.nullable(),
};
const zoneFields = {
  nameZh: title,
  nameEn: title,
  sort: z.int().min(0).max(1000),
  minCelsius: z.number().min(-100).max(100),
  maxCelsius: z.number().min(-100).max(100),
  minutesOutOfRefrigeration: z.int().min(1).max(10_000).nullable(),
  toteNameZh: title,
  toteNameEn: title,
  toteMilliliters: z.int().min(1).max(1_000_000),
  toteGrams: z.int().min(1).max(1_000_000),
};

const depotHours = (given: { opensSecond?: number; closesSecond?: number }) =>
  isOrdered({ opens: given.opensSecond, closes: given.closesSecond });
const shift = (given: { shiftBeginsSecond?: number; shiftEndsSecond?: number }) =>
  isOrdered({ opens: given.shiftBeginsSecond, closes: given.shiftEndsSecond });
const range = ({ minCelsius, maxCelsius }: { minCelsius?: number; maxCelsius?: number }) =>
  minCelsius === undefined || maxCelsius === undefined || minCelsius <= maxCelsius;
const unorderedRange = { error: 'minCelsius must not be above maxCelsius' };

/** What a PUT takes: the whole, with what is usual where nothing is said. The id of the path may stand in it again. */
export const networkPuts = {
  depots: z
    .strictObject({
      depotId: id.optional(),
      ...depotFields,
      timeZone: depotFields.timeZone.optional(),
      cutoffSecond: depotFields.cutoffSecond.default(82_800),
      rules: depotRules.default({}),
    })
    .refine(depotHours, unordered),
  stations: z.strictObject({
    stationId: id.optional(),
    ...stationFields,
    depotId: id.optional(),
    kind: stationFields.kind.default('station'),
    street: stationFields.street.default(''),
    area: stationFields.area.default(''),
    tier: stationFields.tier.default(''),
    hasFreezer: stationFields.hasFreezer.default(false),
    maxVehicleHeightMillimeters: stationFields.maxVehicleHeightMillimeters.default(null),
    status: stationFields.status.default('open'),
    rules: stationRules.default({}),
  }),
  skus: z.strictObject({
    skuId: id.optional(),
    ...skuFields,
    category: skuFields.category.default(''),
    fragile: skuFields.fragile.default(false),
    active: skuFields.active.default(true),
    location: skuFields.location.default(''),
  }),
  vehicles: z
    .strictObject({
      vehicleId: id.optional(),
      ...vehicleFields,
      depotId: id.optional(),
      type: vehicleFields.type.default(''),
      maxStops: vehicleFields.maxStops.default(null),
      maxTrips: vehicleFields.maxTrips.default(1),
      rangeMeters: vehicleFields.rangeMeters.default(null),
      heightMillimeters: vehicleFields.heightMillimeters.default(null),
      profile: vehicleFields.profile.default('auto'),
      status: vehicleFields.status.default('available'),
      rules: vehicleRules.default({}),
    })
    .refine(shift, unordered),
  couriers: z.strictObject({
    courierId: id.optional(),
    ...courierFields,
    depotId: id.optional(),
    phone: courierFields.phone.default(''),
    vehicleId: courierFields.vehicleId.default(null),
  }),
  zones: z.strictObject({ zoneId: id.optional(), ...zoneFields }).refine(range, unorderedRange),
};

/** What a PATCH takes: the fields that change. A thing stays with its depot. */
export const networkPatches = {
  depots: z.strictObject(depotFields).partial().refine(depotHours, unordered),
  stations: z.strictObject(stationFields).omit({ depotId: true }).partial(),
  skus: z.strictObject(skuFields).partial(),
  vehicles: z.strictObject(vehicleFields).omit({ depotId: true }).partial().refine(shift, unordered),
  couriers: z.strictObject(courierFields).omit({ depotId: true }).partial(),
  zones: z.strictObject(zoneFields).partial().refine(range, unorderedRange),
};
