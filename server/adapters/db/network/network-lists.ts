import type { ListDefinition } from '../list-definition.js';

/** Depots, stations and the rest that orders refer to. */
export const networkLists = {
  depots: {
    select: `select depot_id as "depotId", name, ST_X(position) as lon, ST_Y(position) as lat, time_zone as "timeZone",
      opens_second as "opensSecond", closes_second as "closesSecond", docks,
      loading_fixed_milliminutes as "loadingFixedMilliminutes",
      loading_milliminutes_per_100kg as "loadingMilliminutesPer100Kg", cutoff_second as "cutoffSecond", rules from depots`,
    key: { depot_id: 'text' },
    filters: {},
    depot: 'depot_id',
    id: 'depot_id',
    one: 'depot',
  },
  stations: {
    select: `select depot_id as "depotId", station_id as "stationId", name, kind, ST_X(position) as lon,
      ST_Y(position) as lat, street, area, tier, receiving_windows as windows,
      service_fixed_milliminutes as "serviceFixedMilliminutes",
      service_milliminutes_per_100kg as "serviceMilliminutesPer100Kg", has_freezer as "hasFreezer",
      max_vehicle_height_millimeters as "maxVehicleHeightMillimeters", status, rules from stations`,
    key: { depot_id: 'text', station_id: 'text' },
    filters: { depot: 'depot_id', area: 'area', kind: 'kind', status: 'status' },
    depot: 'depot_id',
    id: 'station_id',
    one: 'station',
  },
  zones: {
    select: `select zone_id as "zoneId", name_zh as "nameZh", name_en as "nameEn", sort, min_celsius as "minCelsius",
      max_celsius as "maxCelsius", minutes_out_of_cold as "minutesOutOfRefrigeration", tote_name_zh as "toteNameZh",
      tote_name_en as "toteNameEn", tote_milliliters as "toteMilliliters", tote_grams as "toteGrams" from zones`,
    key: { sort: 'integer', zone_id: 'text' },
    filters: {},
    depot: undefined,
    id: 'zone_id',
    one: 'zone',
  },
  skus: {
    select: `select sku_id as "skuId", name, category, zone_id as "zoneId", unit_grams as "unitGrams",
      unit_milliliters as "unitMilliliters", fragile, active, location from skus`,
    key: { sku_id: 'text' },
    filters: { zone: 'zone_id', category: 'category' },
    depot: undefined,
    id: 'sku_id',
    one: 'SKU',
  },
  vehicles: {
    select: `select depot_id as "depotId", vehicle_id as "vehicleId", type, payload_grams as "payloadGrams",
      (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('compartmentNo', compartments.compartment_no,
          'zoneIds', compartments.zone_ids, 'milliliters', compartments.milliliters,
          'maxTimeOnBoardSeconds', compartments.keep_seconds,
          'hasFixedWalls', nullif(compartments.has_fixed_walls, false)))
          order by compartments.compartment_no), '[]'::jsonb) from compartments
        where compartments.depot_id = vehicles.depot_id
          and compartments.vehicle_id = vehicles.vehicle_id) as compartments,
      max_stops as "maxStops", shift_begins_second as "shiftBeginsSecond", shift_ends_second as "shiftEndsSecond",
      max_trips as "maxTrips", range_meters as "rangeMeters", height_millimeters as "heightMillimeters", profile,
      fixed_cost_micros as "fixedCostMicros", cost_per_km_micros as "costPerKmMicros",
      cost_per_hour_micros as "costPerHourMicros", status, rules
      from vehicles`,
    key: { depot_id: 'text', vehicle_id: 'text' },
    filters: { depot: 'depot_id', status: 'status', type: 'type' },
    depot: 'depot_id',
    id: 'vehicle_id',
    one: 'vehicle',
  },
  couriers: {
    select: `select depot_id as "depotId", courier_id as "courierId", name, phone, vehicle_id as "vehicleId" from couriers`,
    key: { depot_id: 'text', courier_id: 'text' },
    filters: { depot: 'depot_id', vehicle: 'vehicle_id' },
    depot: 'depot_id',
    id: 'courier_id',
    one: 'courier',
  },
} satisfies Record<string, ListDefinition>;
