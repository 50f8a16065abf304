import type { DepotRules, StationRules, VehicleRules } from '../../../domain/network/dispatch-rules.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import type { PriorityRule } from '../../../domain/orders/order.js';

/** Rows of the network's tables as the queries below name their columns, and the values they stand for. */

/** Without any rule a thing has no object of rules. */
function ruled<Rules extends object>(rules: Rules): { rules?: Rules } {
  return Object.keys(rules).length === 0 ? {} : { rules };
}

export const depotColumns = `depot_id, name, ST_X(position) as lon, ST_Y(position) as lat, time_zone, opens_second,
  closes_second, docks, loading_fixed_milliminutes, loading_milliminutes_per_100kg, cutoff_second, rules`;

export interface DepotRow {
  depot_id: string;
  name: string;
  lon: number;
  lat: number;
  time_zone: string;
  opens_second: number;
  closes_second: number;
  docks: number;
  loading_fixed_milliminutes: number;
  loading_milliminutes_per_100kg: number;
  cutoff_second: number;
  rules: DepotRules;
}

export function toDepot(row: DepotRow): Depot {
  return {
    depotId: row.depot_id,
    name: row.name,
    position: { lon: row.lon, lat: row.lat },
    timeZone: row.time_zone,
    open: { opens: row.opens_second, closes: row.closes_second },
    docks: row.docks,
    loading: {
      fixedMilliminutes: row.loading_fixed_milliminutes,
      milliminutesPer100Kg: row.loading_milliminutes_per_100kg,
    },
    cutoffSecond: row.cutoff_second,
    ...ruled(row.rules),
  };
}

export const stationColumns = `depot_id, station_id, name, kind, ST_X(position) as lon, ST_Y(position) as lat, street,
  area, tier, receiving_windows, service_fixed_milliminutes, service_milliminutes_per_100kg, has_freezer,
  max_vehicle_height_millimeters, status, rules`;

export interface StationRow {
  depot_id: string;
  station_id: string;
  name: string;
  kind: Station['kind'];
  lon: number;
  lat: number;
  street: string;
  area: string;
  tier: string;
  receiving_windows: { opens: number; closes: number }[];
  service_fixed_milliminutes: number;
  service_milliminutes_per_100kg: number;
  has_freezer: boolean;
  max_vehicle_height_millimeters: number | null;
  status: Station['status'];
  rules: StationRules;
}

export function toStation(row: StationRow): Station {
  return {
    depotId: row.depot_id,
    stationId: row.station_id,
    name: row.name,
    kind: row.kind,
    position: { lon: row.lon, lat: row.lat },
    street: row.street,
    area: row.area,
    tier: row.tier,
    windows: row.receiving_windows.map(({ opens, closes }) => ({ opens, closes })),
    service: {
      fixedMilliminutes: row.service_fixed_milliminutes,
      milliminutesPer100Kg: row.service_milliminutes_per_100kg,
    },
    hasFreezer: row.has_freezer,
    maxVehicleHeightMillimeters: row.max_vehicle_height_millimeters ?? undefined,
    status: row.status,
    ...ruled(row.rules),
  };
}

export const skuColumns = 'sku_id, name, category, zone_id, unit_grams, unit_milliliters, fragile, active, location';

export interface SkuRow {
  sku_id: string;
  name: string;
  category: string;
  zone_id: string;
  unit_grams: number;
  unit_milliliters: number;
  fragile: boolean;
  active: boolean;
  location: string;
}

export function toSku(row: SkuRow): Sku {
  return {
    skuId: row.sku_id,
    name: row.name,
    category: row.category,
    zoneId: row.zone_id,
    unitGrams: row.unit_grams,
    unitMilliliters: row.unit_milliliters,
    fragile: row.fragile,
    active: row.active,
    location: row.location,
  };
}

/** Vehicles with their compartments gathered as JSON. */
export const selectVehicles = `select vehicles.depot_id, vehicles.vehicle_id, vehicles.type, vehicles.payload_grams,
    vehicles.max_stops, vehicles.shift_begins_second, vehicles.shift_ends_second, vehicles.max_trips,
    vehicles.range_meters, vehicles.height_millimeters, vehicles.profile, vehicles.fixed_cost_micros,
    vehicles.cost_per_km_micros, vehicles.cost_per_hour_micros, vehicles.status, vehicles.rules,
    coalesce((select jsonb_agg(jsonb_build_object('compartmentNo', compartments.compartment_no,
        'zoneIds', compartments.zone_ids, 'milliliters', compartments.milliliters,
        'maxTimeOnBoardSeconds', compartments.keep_seconds, 'hasFixedWalls', compartments.has_fixed_walls) order by compartments.compartment_no)
      from compartments where compartments.depot_id = vehicles.depot_id
        and compartments.vehicle_id = vehicles.vehicle_id), '[]'::jsonb) as compartments
  from vehicles`;

export interface VehicleRow {
  depot_id: string;
  vehicle_id: string;
  type: string;
  payload_grams: number;
  max_stops: number | null;
  shift_begins_second: number;
  shift_ends_second: number;
  max_trips: number;
  range_meters: number | null;
  height_millimeters: number | null;
  profile: Vehicle['profile'];
  fixed_cost_micros: number;
  cost_per_km_micros: number;
  cost_per_hour_micros: number;
  status: Vehicle['status'];
  rules: VehicleRules;
  compartments: {
    compartmentNo: number;
    zoneIds: string[];
    milliliters: number;
    maxTimeOnBoardSeconds: number | null;
    hasFixedWalls: boolean;
  }[];
}

export function toVehicle(row: VehicleRow): Vehicle {
  return {
    depotId: row.depot_id,
    vehicleId: row.vehicle_id,
    type: row.type,
    payloadGrams: row.payload_grams,
    compartments: row.compartments.map(
      ({ compartmentNo, zoneIds, milliliters, maxTimeOnBoardSeconds, hasFixedWalls }) => ({
        compartmentNo,
        zoneIds,
        milliliters,
        ...(maxTimeOnBoardSeconds === null ? {} : { maxTimeOnBoardSeconds }),
        ...(hasFixedWalls && { hasFixedWalls }),
      }),
    ),
    maxStops: row.max_stops ?? undefined,
    shift: { opens: row.shift_begins_second, closes: row.shift_ends_second },
    maxTrips: row.max_trips,
    rangeMeters: row.range_meters ?? undefined,
    heightMillimeters: row.height_millimeters ?? undefined,
    profile: row.profile,
    price: {
      fixedMicros: row.fixed_cost_micros,
      perKmMicros: row.cost_per_km_micros,
      perHourMicros: row.cost_per_hour_micros,
    },
    status: row.status,
    ...ruled(row.rules),
  };
}

export interface CourierRow {
  depot_id: string;
  courier_id: string;
  name: string;
  phone: string;
  vehicle_id: string | null;
}

export function toCourier(row: CourierRow): Courier {
  return {
    depotId: row.depot_id,
    courierId: row.courier_id,
    name: row.name,
    phone: row.phone,
    vehicleId: row.vehicle_id ?? undefined,
  };
}

export interface ZoneRow {
  zone_id: string;
  name_zh: string;
  name_en: string;
  sort: number;
  min_celsius: number;
  max_celsius: number;
  minutes_out_of_cold: number | null;
  tote_name_zh: string;
  tote_name_en: string;
  tote_milliliters: number;
  tote_grams: number;
}

export function toZone(row: ZoneRow): TemperatureZone {
  return {
    zoneId: row.zone_id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    sort: row.sort,
    minCelsius: row.min_celsius,
    maxCelsius: row.max_celsius,
    minutesOutOfRefrigeration: row.minutes_out_of_cold ?? undefined,
    tote: {
      nameZh: row.tote_name_zh,
      nameEn: row.tote_name_en,
      milliliters: row.tote_milliliters,
      grams: row.tote_grams,
    },
  };
}

export interface PriorityRuleRow {
  order_class: PriorityRule['orderClass'];
  customer_tier: PriorityRule['customerTier'];
  area: string;
  priority: number;
}

export function toPriorityRule(row: PriorityRuleRow): PriorityRule {
  return { orderClass: row.order_class, customerTier: row.customer_tier, area: row.area, priority: row.priority };
}
