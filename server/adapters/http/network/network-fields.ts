import type { z } from 'zod';
import type { NetworkCells, NetworkEntities } from '../../../application/network/change-network.js';
import type { TimeWindow } from '../../../domain/local-time.js';
import { formatTimeOfDay } from '../../../domain/local-time.js';
import type { ZonePair } from '../../../domain/network/dispatch-rules.js';
import { formatThousandths } from '../../../domain/quantity.js';
import type { networkPuts } from './network-changes-contract.js';

/** One thing of the network in the API's words, as a PUT takes it. */
export type Given<Kind extends keyof NetworkEntities> = z.infer<(typeof networkPuts)[Kind]>;

interface Mapping<Kind extends keyof NetworkEntities> {
  /** The API's words for what the record holds. */
  fieldsOf(entity: NetworkEntities[Kind]): Given<Kind>;
  /** The columns of an import for the API's words. */
  changeOf(id: string, given: Given<Kind>): Kind extends 'zones' ? NetworkEntities['zones'] : NetworkCells;
  /** Which field of the API a column of an import stands for, where the name differs. */
  readonly fieldOf: Readonly<Record<string, string>>;
}

const flag = (value: boolean) => (value ? '1' : '0');
const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
const decimal = (value: number | null) => (value === null ? '' : formatThousandths(value));
const money = (micros: number) => `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
const words = (list: readonly string[] | undefined) => (list ?? []).join('|');
const byZone = (values: Readonly<Record<string, number>> | undefined, say: (value: number) => string) =>
  Object.entries(values ?? {})
    .map(([zoneId, value]) => `${zoneId}:${say(value)}`)
    .join('|');
const pairs = (list: readonly ZonePair[] | undefined) => (list ?? []).map((pair) => pair.join('+')).join('|');
const price = (micros: number | undefined) => (micros === undefined ? '' : money(micros));
const minutes = (seconds: number | undefined | null) =>
  seconds === undefined || seconds === null ? '' : formatThousandths(Math.ceil((seconds * 1000) / 60));
const time = (second: number) => (second === 86_400 ? '24:00' : formatTimeOfDay(second));
/** Without exponent, which an import takes for no number. */
const degrees = (value: number) => value.toFixed(9);

export const networkMappings: { readonly [Kind in keyof NetworkEntities]: Mapping<Kind> } = {
  depots: {
    fieldsOf: (depot) => ({
      name: depot.name,
      ...depot.position,
      timeZone: depot.timeZone,
      opensSecond: depot.open.opens,
      closesSecond: depot.open.closes,
      docks: depot.docks,
      loadingFixedMilliminutes: depot.loading.fixedMilliminutes,
      loadingMilliminutesPer100Kg: depot.loading.milliminutesPer100Kg,
      cutoffSecond: depot.cutoffSecond,
      rules: (depot.rules ?? {}) as Given<'depots'>['rules'],
    }),
    changeOf: (id, given) => ({
      timeZone: given.timeZone,
      cells: {
        depot_id: id,
        name: given.name,
        lon: degrees(given.lon),
        lat: degrees(given.lat),
        open_from: time(given.opensSecond),
        open_to: time(given.closesSecond),
        docks: text(given.docks),
        load_min_fixed: decimal(given.loadingFixedMilliminutes),
        load_min_per_100kg: decimal(given.loadingMilliminutesPer100Kg),
        cutoff: time(given.cutoffSecond),
        limit_out_of_refrigeration: flag(given.rules.limitsTimeOutOfRefrigeration === true),
        release_time: byZone(given.rules.releaseSeconds, time),
        incompatible_zones: pairs(given.rules.incompatibleZones),
        incompatible_on_trip: pairs(given.rules.incompatibleOnTrip),
        balance_cost: price(given.rules.balanceMicros),
        empty_tote: Object.entries(given.rules.emptyTotes ?? {})
          .map(([zoneId, { milliliters, grams }]) => `${zoneId}:${decimal(milliliters)}/${decimal(grams)}`)
          .join('|'),
        compactness_cost: price(given.rules.compactnessMicros),
        change_cost: price(given.rules.changeMicros),
      },
    }),
    fieldOf: {
      depot_id: 'depotId',
      limit_out_of_refrigeration: 'rules.limitsTimeOutOfRefrigeration',
      release_time: 'rules.releaseSeconds',
      incompatible_zones: 'rules.incompatibleZones',
      incompatible_on_trip: 'rules.incompatibleOnTrip',
      empty_tote: 'rules.emptyTotes',
      balance_cost: 'rules.balanceMicros',
      compactness_cost: 'rules.compactnessMicros',
      change_cost: 'rules.changeMicros',
    },
  },
  stations: {
    fieldsOf: ({ stationId, depotId, position, windows, service, maxVehicleHeightMillimeters, rules, ...station }) => ({
      ...station,
      ...position,
      depotId,
      windows: [...windows],
      serviceFixedMilliminutes: service.fixedMilliminutes,
      serviceMilliminutesPer100Kg: service.milliminutesPer100Kg,
      maxVehicleHeightMillimeters: maxVehicleHeightMillimeters ?? null,
      rules: (rules ?? {}) as Given<'stations'>['rules'],
    }),
    changeOf: (id, given) => {
      const [first, second] = given.windows as readonly TimeWindow[];
      return {
        cells: {
          station_id: id,
          depot_id: given.depotId ?? '',
          name: given.name,
          kind: given.kind,
          lon: degrees(given.lon),
          lat: degrees(given.lat),
          street: given.street,
          area: given.area,
          tier: given.tier,
          receive_from: time(first.opens),
          receive_to: time(first.closes),
          receive2_from: second === undefined ? '' : time(second.opens),
          receive2_to: second === undefined ? '' : time(second.closes),
          fixed_service_min: decimal(given.serviceFixedMilliminutes),
          min_per_100kg: decimal(given.serviceMilliminutesPer100Kg),
          has_freezer: flag(given.hasFreezer),
          max_vehicle_height_m: decimal(given.maxVehicleHeightMillimeters),
          status: given.status,
          skills: words(given.rules.skills),
          allowed_vehicles: words(given.rules.allowedVehicleIds),
          soft_to: given.rules.softToSecond === undefined ? '' : time(given.rules.softToSecond),
          late_cost_per_hour: price(given.rules.lateMicrosPerHour),
          soft_from: given.rules.softFromSecond === undefined ? '' : time(given.rules.softFromSecond),
          early_cost_per_hour: price(given.rules.earlyMicrosPerHour),
          min_per_tote: decimal(given.rules.milliminutesPerTote ?? null),
          min_per_zone: byZone(given.rules.milliminutesByZone, decimal),
        },
      };
    },
    fieldOf: {
      station_id: 'stationId',
      depot_id: 'depotId',
      skills: 'rules.skills',
      allowed_vehicles: 'rules.allowedVehicleIds',
      soft_to: 'rules.softToSecond',
      late_cost_per_hour: 'rules.lateMicrosPerHour',
      soft_from: 'rules.softFromSecond',
      early_cost_per_hour: 'rules.earlyMicrosPerHour',
      min_per_tote: 'rules.milliminutesPerTote',
      min_per_zone: 'rules.milliminutesByZone',
    },
  },
  skus: {
    fieldsOf: ({ skuId, ...sku }) => sku,
    changeOf: (id, given) => ({
      cells: {
        sku_id: id,
        name: given.name,
        category: given.category,
        temp_zone: given.zoneId,
        unit_weight_kg: decimal(given.unitGrams),
        unit_volume_l: decimal(given.unitMilliliters),
        fragile: flag(given.fragile),
        active: flag(given.active),
        location: given.location,
      },
    }),
    fieldOf: { sku_id: 'skuId', temp_zone: 'zoneId' },
  },
  vehicles: {
    fieldsOf: (vehicle) => ({
      depotId: vehicle.depotId,
      type: vehicle.type,
      payloadGrams: vehicle.payloadGrams,
      compartments: vehicle.compartments.map((part) => ({ ...part, zoneIds: [...part.zoneIds] })),
      maxStops: vehicle.maxStops ?? null,
      shiftBeginsSecond: vehicle.shift.opens,
      shiftEndsSecond: vehicle.shift.closes,
      maxTrips: vehicle.maxTrips,
      rangeMeters: vehicle.rangeMeters ?? null,
      heightMillimeters: vehicle.heightMillimeters ?? null,
      profile: vehicle.profile,
      fixedCostMicros: vehicle.price.fixedMicros,
      costPerKmMicros: vehicle.price.perKmMicros,
      costPerHourMicros: vehicle.price.perHourMicros,
      status: vehicle.status,
      rules: (vehicle.rules ?? {}) as Given<'vehicles'>['rules'],
    }),
    changeOf: (id, given) => ({
      cells: {
        vehicle_id: id,
        depot_id: given.depotId ?? '',
        type: given.type,
        payload_kg: decimal(given.payloadGrams),
        max_stops: text(given.maxStops),
        shift_from: time(given.shiftBeginsSecond),
        shift_to: time(given.shiftEndsSecond),
        max_trips: text(given.maxTrips),
        range_km: decimal(given.rangeMeters),
        height_m: decimal(given.heightMillimeters),
        routing_profile: given.profile,
        fixed_cost: money(given.fixedCostMicros),
        cost_per_km: money(given.costPerKmMicros),
        cost_per_hour: money(given.costPerHourMicros),
        status: given.status,
        skills: words(given.rules.skills),
        max_driving_min: minutes(given.rules.maxDrivingSeconds),
        ...breakCells(given.rules.breaks ?? []),
        body_l: decimal(given.rules.body?.milliliters ?? null),
        partition_step_l: decimal(given.rules.body?.stepMilliliters ?? null),
      },
      compartments: [...given.compartments]
        .sort((one, other) => one.compartmentNo - other.compartmentNo)
        .map((part) => ({
          vehicle_id: id,
          compartment_no: text(part.compartmentNo),
          temp_zones: part.zoneIds.join('|'),
          volume_l: decimal(part.milliliters),
          max_time_on_board_min: minutes(part.maxTimeOnBoardSeconds),
          fixed_walls: part.hasFixedWalls ? '1' : '',
        })),
    }),
    fieldOf: {
      vehicle_id: 'vehicleId',
      depot_id: 'depotId',
      temp_zones: 'compartments',
      max_time_on_board_min: 'compartments',
      fixed_walls: 'compartments',
      body_l: 'rules.body.milliliters',
      partition_step_l: 'rules.body.stepMilliliters',
      skills: 'rules.skills',
      max_driving_min: 'rules.maxDrivingSeconds',
      break_min: 'rules.breaks.0.seconds',
      break_from: 'rules.breaks.0.begins.opens',
      break_to: 'rules.breaks.0.begins.closes',
      break2_min: 'rules.breaks.1.seconds',
      break2_from: 'rules.breaks.1.begins.opens',
      break2_to: 'rules.breaks.1.begins.closes',
    },
  },
  couriers: {
    fieldsOf: ({ courierId, vehicleId, ...courier }) => ({ ...courier, vehicleId: vehicleId ?? null }),
    changeOf: (id, given) => ({
      cells: {
        courier_id: id,
        depot_id: given.depotId ?? '',
        name: given.name,
        phone: given.phone,
        vehicle_id: given.vehicleId ?? '',
      },
    }),
    fieldOf: { courier_id: 'courierId', depot_id: 'depotId', vehicle_id: 'vehicleId' },
  },
  zones: {
    fieldsOf: ({ zoneId, tote, minutesOutOfRefrigeration, ...zone }) => ({
      ...zone,
      minutesOutOfRefrigeration: minutesOutOfRefrigeration ?? null,
      toteNameZh: tote.nameZh,
      toteNameEn: tote.nameEn,
      toteMilliliters: tote.milliliters,
      toteGrams: tote.grams,
    }),
    changeOf: (id, given) => ({
      zoneId: id,
      nameZh: given.nameZh,
      nameEn: given.nameEn,
      sort: given.sort,
      minCelsius: given.minCelsius,
      maxCelsius: given.maxCelsius,
      minutesOutOfRefrigeration: given.minutesOutOfRefrigeration ?? undefined,
      tote: {
        nameZh: given.toteNameZh,
        nameEn: given.toteNameEn,
        milliliters: given.toteMilliliters,
        grams: given.toteGrams,
      },
    }),
    fieldOf: {},
  },
};

/** A vehicle has up to two breaks in a file, and so here. */
function breakCells(breaks: NonNullable<Given<'vehicles'>['rules']['breaks']>): Record<string, string> {
  const cells: Record<string, string> = {};
  ['break', 'break2'].forEach((name, at) => {
    const pause = breaks[at];
    cells[`${name}_min`] = minutes(pause?.seconds);
    cells[`${name}_from`] = pause === undefined ? '' : time(pause.begins.opens);
    cells[`${name}_to`] = pause === undefined ? '' : time(pause.begins.closes);
  });
  return cells;
}
