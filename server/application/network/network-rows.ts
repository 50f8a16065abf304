import { makeTimeWindow, type TimeWindow } from '../../domain/local-time.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../../domain/network/network.js';
import { parseMicros } from '../../domain/quantity.js';
import { plain, type RowReader } from '../tables/row-reader.js';
import {
  readDepotRules,
  readFixedWalls,
  readKeepSeconds,
  readStationRules,
  readVehicleRules,
} from '../tables/rule-columns.js';

/** What rows refer to: everything that was taken before them, in the record or earlier in the same import. */
export interface NetworkContext {
  readonly timeZone: string;
  readonly depots: ReadonlyMap<string, Depot>;
  readonly zoneIds: ReadonlySet<string>;
  readonly stations: ReadonlyMap<string, Station>;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
}

const tonnes = 1_000_000_000;

/** A row of depots.csv. */
export function readDepot(row: RowReader, { timeZone, depots, zoneIds }: NetworkContext): Depot {
  const depotId = row.id('depot_id');
  const open = makeTimeWindow(row.timeOfDay('open_from'), row.timeOfDay('open_to'));
  return {
    depotId,
    name: row.text('name') || depotId,
    position: { lon: row.degrees('lon', 180), lat: row.degrees('lat', 90) },
    timeZone,
    open,
    docks: row.whole('docks', 1, 1000),
    loading: {
      fixedMilliminutes: row.thousandths('load_min_fixed', 1_000_000),
      milliminutesPer100Kg: row.thousandths('load_min_per_100kg', 1_000_000),
    },
    cutoffSecond: row.timeOfDay('cutoff', 23 * 3600),
    ...readDepotRules(row, open, zoneIds, depots.get(depotId)?.rules),
  };
}

/** A row of stations.csv. With one depot every station is that one's; `depot_id` names it otherwise. */
export function readStation(row: RowReader, context: NetworkContext): Station {
  const stationId = row.id('station_id');
  const depotId = depotOf(row, context);
  const position = { lon: row.degrees('lon', 180), lat: row.degrees('lat', 90) };
  const windows = readWindows(row);
  const { zoneIds, vehicles, stations } = context;
  const isVehicle = (vehicleId: string) => vehicles.get(vehicleId)?.depotId === depotId;
  if (position.lon === 0 && position.lat === 0) {
    row.refuse('lon', 'no-position', 'The position 0, 0 lies in the sea. Enter the place of the station.');
  }
  return {
    depotId,
    stationId,
    name: row.text('name') || stationId,
    kind: row.oneOf('kind', ['station', 'locker', 'leader'] as const, 'station'),
    position,
    street: row.text('street'),
    area: row.text('area', 50),
    tier: row.text('tier', 20),
    windows,
    service: {
      fixedMilliminutes: row.thousandths('fixed_service_min', 600_000),
      milliminutesPer100Kg: row.thousandths('min_per_100kg', 600_000),
    },
    hasFreezer: row.oneOf('has_freezer', ['0', '1'] as const, '0') === '1',
    maxVehicleHeightMillimeters: row.thousandths('max_vehicle_height_m', 20_000, undefined),
    status: row.oneOf('status', ['open', 'suspended'] as const, 'open'),
    ...readStationRules(row, windows, { isVehicle, zoneIds }, stations.get(stationId.toUpperCase())?.rules),
  };
}

function readWindows(row: RowReader): TimeWindow[] {
  const first = makeTimeWindow(row.timeOfDay('receive_from'), row.timeOfDay('receive_to'));
  if (plain(row.raw('receive2_from')) === '' && plain(row.raw('receive2_to')) === '') return [first];
  const second = makeTimeWindow(row.timeOfDay('receive2_from'), row.timeOfDay('receive2_to'));
  return [first, second].sort((one, other) => one.opens - other.opens);
}

function depotOf(row: RowReader, { depots }: NetworkContext): string {
  const named = plain(row.raw('depot_id'));
  if (named === '') {
    if (depots.size === 1) return [...depots.keys()][0];
    row.refuse('depot_id', 'which-depot', `There are ${depots.size} depots: name one in the column depot_id.`);
    return '';
  }
  if (!depots.has(named)) row.refuse('depot_id', 'unknown-depot', `There is no depot ${named}. Add it to depots.csv.`);
  return named;
}

/** A row of skus.csv. */
export function readSku(row: RowReader, { zoneIds }: NetworkContext): Sku {
  const skuId = row.id('sku_id').toUpperCase();
  const zoneId = plain(row.raw('temp_zone')).toLowerCase();
  if (!zoneIds.has(zoneId)) {
    row.refuse('temp_zone', 'unknown-zone', `There is no temperature zone ${zoneId}. Use ${[...zoneIds].join(', ')}.`);
  }
  return {
    skuId,
    name: row.text('name') || skuId,
    category: row.text('category', 100),
    zoneId,
    unitGrams: row.thousandths('unit_weight_kg', tonnes),
    unitMilliliters: row.thousandths('unit_volume_l', tonnes),
    fragile: row.oneOf('fragile', ['0', '1'] as const, '0') === '1',
    active: row.oneOf('active', ['0', '1'] as const, '1') === '1',
    location: row.text('location', 50),
  };
}

/** A row of vehicles.csv with what vehicle_compartments.csv says of it still to come. */
export function readVehicle(row: RowReader, context: NetworkContext): Vehicle {
  const vehicleId = row.id('vehicle_id');
  const shift = makeTimeWindow(row.timeOfDay('shift_from'), row.timeOfDay('shift_to'));
  const rangeMeters = row.thousandths('range_km', 100_000_000, undefined);
  return {
    depotId: depotOf(row, context),
    vehicleId,
    type: row.text('type', 100),
    payloadGrams: row.thousandths('payload_kg', tonnes),
    compartments: [],
    maxStops: row.whole('max_stops', 0, 10_000, undefined),
    shift,
    maxTrips: row.whole('max_trips', 1, 20, 1),
    rangeMeters,
    heightMillimeters: row.thousandths('height_m', 20_000, undefined),
    profile: row.oneOf('routing_profile', ['auto', 'truck'] as const, 'auto'),
    price: {
      fixedMicros: readMicros(row, 'fixed_cost'),
      perKmMicros: readMicros(row, 'cost_per_km'),
      perHourMicros: readMicros(row, 'cost_per_hour'),
    },
    status: row.oneOf('status', ['available', 'maintenance'] as const, 'available'),
    ...readVehicleRules(row, shift, context.vehicles.get(vehicleId)?.rules),
  };
}

/** A row of vehicle_compartments.csv; `temp_zones` lists zones with | between them. */
export function readCompartment(row: RowReader, { zoneIds, vehicles }: NetworkContext) {
  const vehicleId = row.id('vehicle_id');
  const compartmentNo = row.whole('compartment_no', 0, 100);
  const before = vehicles.get(vehicleId)?.compartments.find((part) => part.compartmentNo === compartmentNo);
  const zones = plain(row.raw('temp_zones'))
    .toLowerCase()
    .split('|')
    .map((zone) => zone.trim());
  const unknown = zones.filter((zone) => !zoneIds.has(zone));
  if (unknown.length > 0) {
    row.refuse('temp_zones', 'unknown-zone', `There is no temperature zone ${unknown.join(', ')}.`);
  }
  return {
    vehicleId,
    compartmentNo,
    zoneIds: zones,
    milliliters: row.thousandths('volume_l', tonnes),
    ...readKeepSeconds(row, before?.maxTimeOnBoardSeconds),
    ...readFixedWalls(row, before?.hasFixedWalls),
  };
}

/** A row of couriers.csv. */
export function readCourier(row: RowReader, context: NetworkContext): Courier {
  const depotId = depotOf(row, context);
  const vehicleId = plain(row.raw('vehicle_id')) || undefined;
  if (vehicleId !== undefined && context.vehicles.get(vehicleId)?.depotId !== depotId) {
    row.refuse(
      'vehicle_id',
      'unknown-vehicle',
      `There is no vehicle ${vehicleId} of this depot. Add it to vehicles.csv or correct the id.`,
    );
  }
  return {
    depotId,
    courierId: row.id('courier_id'),
    name: row.text('name', 100),
    phone: row.text('phone', 40),
    vehicleId,
  };
}

/** A row of speed_profile.csv: how much slower than free flow the roads are in one hour. */
export function readSpeed(row: RowReader): { hour: number; factor: number } {
  const thousandths = row.thousandths('speed_factor', 3000);
  if (thousandths === 0) row.refuse('speed_factor', 'zero-speed', 'speed_factor must be above 0.');
  return { hour: row.whole('hour', 0, 23), factor: thousandths / 1000 };
}

function readMicros(row: RowReader, column: string): number {
  const value = parseMicros(plain(row.raw(column)));
  if (value === undefined) row.refuse(column, 'not-money', `${column} must be an amount such as 320 or 2.6.`);
  return value ?? 0;
}
