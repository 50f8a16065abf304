import type { Knex } from 'knex';
import type { NetworkChanges } from '../../../application/orders/intake-store.js';
import { expectRows } from '../engine/database.js';

const rowsPerStatement = 2000;

/**
 * Writes depots, stations and the rest, adding or replacing by id. Rows travel as one JSON value per statement, so that
 * no statement binds more than a few values.
 */
export async function writeNetwork(transaction: Knex.Transaction, changes: NetworkChanges): Promise<void> {
  await upsert(transaction, 'depots', depotSql, changes.depots.map(flatDepot));
  if (changes.speedProfile !== undefined)
    await writeSpeeds(transaction, changes.speedProfile, changes.speedProfileDepotId);
  await upsert(transaction, 'stations', stationSql, changes.stations.map(flatStation));
  await upsert(
    transaction,
    'skus',
    skuSql,
    changes.skus.map((sku) => ({ ...sku })),
  );
  await upsert(transaction, 'vehicles', vehicleSql, changes.vehicles.map(flatVehicle));
  const parts = changes.vehicles.flatMap(({ depotId, vehicleId, compartments }) =>
    compartments.map((part) => ({ ...part, depotId, vehicleId })),
  );
  const vehicleIds = changes.vehicles.map(({ depotId, vehicleId }) => ({ depotId, vehicleId }));
  await transaction.raw(
    `delete from compartments using jsonb_to_recordset(?::jsonb) as gone("depotId" text, "vehicleId" text)
     where compartments.depot_id = gone."depotId" and compartments.vehicle_id = gone."vehicleId"`,
    [JSON.stringify(vehicleIds)],
  );
  await upsert(transaction, 'compartments', compartmentSql, parts);
  await upsert(
    transaction,
    'couriers',
    courierSql,
    changes.couriers.map((courier) => ({ ...courier })),
  );
}

async function upsert(
  transaction: Knex.Transaction,
  what: string,
  sql: string,
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const chunk = rows.slice(from, from + rowsPerStatement);
    const result = await transaction.raw(sql, [JSON.stringify(chunk)]);
    expectRows(result, chunk.length, what);
  }
}

async function writeSpeeds(
  transaction: Knex.Transaction,
  profile: readonly number[],
  depotId: string | undefined,
): Promise<void> {
  await transaction.raw(
    `insert into speed_profiles (depot_id, hour, speed_factor)
     select depots.depot_id, speeds.hour - 1, speeds.factor
     from depots, unnest(?::double precision[]) with ordinality as speeds(factor, hour)
     where ?::text is null or depots.depot_id = ?
     on conflict (depot_id, hour) do update set speed_factor = excluded.speed_factor`,
    [profile, depotId ?? null, depotId ?? null] as unknown as string[],
  );
}

function flatDepot({ position, open, loading, rules = {}, ...depot }: NetworkChanges['depots'][number]) {
  return { ...depot, ...position, ...open, ...loading, rules };
}

function flatStation({ position, service, rules = {}, ...station }: NetworkChanges['stations'][number]) {
  return { ...station, ...position, ...service, rules };
}

function flatVehicle({ compartments: _, shift, price, rules = {}, ...vehicle }: NetworkChanges['vehicles'][number]) {
  return { ...vehicle, ...shift, ...price, rules };
}

const depotSql = `
  insert into depots (depot_id, name, position, time_zone, opens_second, closes_second, docks,
    loading_fixed_milliminutes, loading_milliminutes_per_100kg, cutoff_second, rules)
  select "depotId", name, ST_SetSRID(ST_MakePoint(lon, lat), 4326), "timeZone", opens, closes, docks,
    "fixedMilliminutes", "milliminutesPer100Kg", "cutoffSecond", rules
  from jsonb_to_recordset(?::jsonb) as given("depotId" text, name text, lon double precision, lat double precision,
    "timeZone" text, opens integer, closes integer, docks integer, "fixedMilliminutes" integer,
    "milliminutesPer100Kg" integer, "cutoffSecond" integer, rules jsonb)
  on conflict (depot_id) do update set name = excluded.name, position = excluded.position,
    time_zone = excluded.time_zone, opens_second = excluded.opens_second, closes_second = excluded.closes_second,
    docks = excluded.docks, loading_fixed_milliminutes = excluded.loading_fixed_milliminutes,
    loading_milliminutes_per_100kg = excluded.loading_milliminutes_per_100kg, cutoff_second = excluded.cutoff_second,
    rules = excluded.rules`;

const stationSql = `
  insert into stations (depot_id, station_id, name, kind, position, street, area, tier, receiving_windows,
    service_fixed_milliminutes, service_milliminutes_per_100kg, has_freezer, max_vehicle_height_millimeters, status,
    rules)
  select "depotId", "stationId", name, kind, ST_SetSRID(ST_MakePoint(lon, lat), 4326), street, area, tier, windows,
    "fixedMilliminutes", "milliminutesPer100Kg", "hasFreezer", "maxVehicleHeightMillimeters", status, rules
  from jsonb_to_recordset(?::jsonb) as given("depotId" text, "stationId" text, name text, kind text,
    lon double precision, lat double precision, street text, area text, tier text, windows jsonb,
    "fixedMilliminutes" integer, "milliminutesPer100Kg" integer, "hasFreezer" boolean,
    "maxVehicleHeightMillimeters" integer, status text, rules jsonb)
  on conflict (depot_id, station_id) do update set name = excluded.name, kind = excluded.kind,
    position = excluded.position, street = excluded.street, area = excluded.area, tier = excluded.tier,
    receiving_windows = excluded.receiving_windows, service_fixed_milliminutes = excluded.service_fixed_milliminutes,
    service_milliminutes_per_100kg = excluded.service_milliminutes_per_100kg, has_freezer = excluded.has_freezer,
    max_vehicle_height_millimeters = excluded.max_vehicle_height_millimeters, status = excluded.status,
    rules = excluded.rules`;

const skuSql = `
  insert into skus (sku_id, name, category, zone_id, unit_grams, unit_milliliters, fragile, active, location)
  select "skuId", name, category, "zoneId", "unitGrams", "unitMilliliters", fragile, active, location
  from jsonb_to_recordset(?::jsonb) as given("skuId" text, name text, category text, "zoneId" text,
    "unitGrams" bigint, "unitMilliliters" bigint, fragile boolean, active boolean, location text)
  on conflict (sku_id) do update set name = excluded.name, category = excluded.category, zone_id = excluded.zone_id,
    unit_grams = excluded.unit_grams, unit_milliliters = excluded.unit_milliliters, fragile = excluded.fragile,
    active = excluded.active, location = excluded.location`;

const vehicleSql = `
  insert into vehicles (depot_id, vehicle_id, type, payload_grams, max_stops, shift_begins_second, shift_ends_second,
    max_trips, range_meters, height_millimeters, profile, fixed_cost_micros, cost_per_km_micros, cost_per_hour_micros,
    status, rules)
  select "depotId", "vehicleId", type, "payloadGrams", "maxStops", opens, closes, "maxTrips", "rangeMeters",
    "heightMillimeters", profile, "fixedMicros", "perKmMicros", "perHourMicros", status, rules
  from jsonb_to_recordset(?::jsonb) as given("depotId" text, "vehicleId" text, type text, "payloadGrams" bigint,
    "maxStops" integer, opens integer, closes integer, "maxTrips" integer, "rangeMeters" integer,
    "heightMillimeters" integer, profile text, "fixedMicros" bigint, "perKmMicros" bigint, "perHourMicros" bigint,
    status text, rules jsonb)
  on conflict (depot_id, vehicle_id) do update set type = excluded.type, payload_grams = excluded.payload_grams,
    max_stops = excluded.max_stops, shift_begins_second = excluded.shift_begins_second,
    shift_ends_second = excluded.shift_ends_second, max_trips = excluded.max_trips,
    range_meters = excluded.range_meters, height_millimeters = excluded.height_millimeters,
    profile = excluded.profile, fixed_cost_micros = excluded.fixed_cost_micros,
    cost_per_km_micros = excluded.cost_per_km_micros, cost_per_hour_micros = excluded.cost_per_hour_micros,
    status = excluded.status, rules = excluded.rules`;

const compartmentSql = `
  insert into compartments (depot_id, vehicle_id, compartment_no, zone_ids, milliliters, keep_seconds,
    has_fixed_walls)
  select "depotId", "vehicleId", "compartmentNo", "zoneIds", milliliters, "maxTimeOnBoardSeconds",
    coalesce("hasFixedWalls", false)
  from jsonb_to_recordset(?::jsonb) as given("depotId" text, "vehicleId" text, "compartmentNo" integer,
    "zoneIds" jsonb, milliliters bigint, "maxTimeOnBoardSeconds" integer, "hasFixedWalls" boolean)`;

const courierSql = `
  insert into couriers (depot_id, courier_id, name, phone, vehicle_id)
  select "depotId", "courierId", name, phone, "vehicleId"
  from jsonb_to_recordset(?::jsonb) as given("depotId" text, "courierId" text, name text, phone text, "vehicleId" text)
  on conflict (depot_id, courier_id) do update set name = excluded.name, phone = excluded.phone,
    vehicle_id = excluded.vehicle_id`;
