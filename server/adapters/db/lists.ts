import type { Knex } from 'knex';
import { filters, type ListKey, type ListQuery, type Page, type PageQuery, readPage } from './page.js';

/** A list of the API: its columns as they go out, its unique order, what it can be narrowed by. */
interface ListDefinition {
  readonly select: string;
  readonly key: ListKey;
  readonly descending?: boolean;
  /** Filter name → column. */
  readonly filters: Readonly<Record<string, string>>;
  /** The column that says which depot a row belongs to; users of one depot see its rows only. */
  readonly depot: string | undefined;
}

const lists = {
  depots: {
    select: `select depot_id as "depotId", name, ST_X(position) as lon, ST_Y(position) as lat, time_zone as "timeZone",
      opens_second as "opensSecond", closes_second as "closesSecond", docks, cutoff_second as "cutoffSecond" from depots`,
    key: { depot_id: 'text' },
    filters: {},
    depot: 'depot_id',
  },
  stations: {
    select: `select depot_id as "depotId", station_id as "stationId", name, kind, ST_X(position) as lon,
      ST_Y(position) as lat, street, area, tier, receiving_windows as windows, has_freezer as "hasFreezer",
      max_vehicle_height_millimeters as "maxVehicleHeightMillimeters", status from stations`,
    key: { depot_id: 'text', station_id: 'text' },
    filters: { depot: 'depot_id', area: 'area', kind: 'kind', status: 'status' },
    depot: 'depot_id',
  },
  zones: {
    select: `select zone_id as "zoneId", name_zh as "nameZh", name_en as "nameEn", sort, min_celsius as "minCelsius",
      max_celsius as "maxCelsius", minutes_out_of_cold as "minutesOutOfCold", tote_name_zh as "toteNameZh",
      tote_name_en as "toteNameEn", tote_milliliters as "toteMilliliters", tote_grams as "toteGrams" from zones`,
    key: { sort: 'integer', zone_id: 'text' },
    filters: {},
    depot: undefined,
  },
  skus: {
    select: `select sku_id as "skuId", name, category, zone_id as "zoneId", unit_grams as "unitGrams",
      unit_milliliters as "unitMilliliters", fragile, active, location from skus`,
    key: { sku_id: 'text' },
    filters: { zone: 'zone_id', category: 'category' },
    depot: undefined,
  },
  vehicles: {
    select: `select depot_id as "depotId", vehicle_id as "vehicleId", type, payload_grams as "payloadGrams",
      max_stops as "maxStops", shift_begins_second as "shiftBeginsSecond", shift_ends_second as "shiftEndsSecond",
      max_trips as "maxTrips", range_meters as "rangeMeters", height_millimeters as "heightMillimeters", profile, status
      from vehicles`,
    key: { depot_id: 'text', vehicle_id: 'text' },
    filters: { depot: 'depot_id', status: 'status', type: 'type' },
    depot: 'depot_id',
  },
  couriers: {
    select: `select depot_id as "depotId", courier_id as "courierId", name, phone, vehicle_id as "vehicleId" from couriers`,
    key: { depot_id: 'text', courier_id: 'text' },
    filters: { depot: 'depot_id' },
    depot: 'depot_id',
  },
  orders: {
    select: `select depot_id as "depotId", order_id as "orderId", customer_id as "customerId",
      customer_tier as "customerTier", station_id as "stationId", placed_at as "placedAt",
      delivery_date as "deliveryDate", wave_id as "waveId", order_class as "orderClass", area, priority, grams,
      milliliters, line_count as "lineCount", note from orders`,
    key: { depot_id: 'text', order_id: 'text' },
    filters: { wave: 'wave_id', station: 'station_id', class: 'order_class', tier: 'customer_tier', area: 'area' },
    depot: 'depot_id',
  },
  waves: {
    select: `select depot_id as "depotId", wave_id as "waveId", delivery_date as "deliveryDate", sequence, status,
      cutoff_at as "cutoffAt", time_zone as "timeZone", closed_at as "closedAt", current_plan_id as "currentPlanId",
      (select count(*) from orders where orders.depot_id = waves.depot_id and orders.wave_id = waves.wave_id) as orders
      from waves`,
    key: { delivery_date: 'date', depot_id: 'text', wave_id: 'text' },
    descending: true,
    filters: { date: 'delivery_date', depot: 'depot_id', status: 'status' },
    depot: 'depot_id',
  },
  consignments: {
    select: `select depot_id as "depotId", consignment_id as "consignmentId", wave_id as "waveId",
      station_id as "stationId", zone_id as "zoneId", grams, milliliters, order_count as "orderCount",
      tote_count as "toteCount", priority, status from consignments`,
    key: { depot_id: 'text', consignment_id: 'text' },
    filters: { wave: 'wave_id', station: 'station_id', zone: 'zone_id' },
    depot: 'depot_id',
  },
  totes: {
    select: `select depot_id as "depotId", tote_code as "toteCode", consignment_id as "consignmentId",
      wave_id as "waveId", number, status from totes`,
    key: { depot_id: 'text', tote_code: 'text' },
    filters: { wave: 'wave_id', consignment: 'consignment_id' },
    depot: 'depot_id',
  },
  plans: {
    select: `select depot_id as "depotId", plan_id as "planId", wave_id as "waveId", version, figures, origin,
      created_by as "createdBy", created_at as "createdAt" from plans`,
    key: { depot_id: 'text', wave_id: 'text', version: 'integer' },
    descending: true,
    filters: { wave: 'wave_id' },
    depot: 'depot_id',
  },
  runs: {
    select: `select runs.depot_id as "depotId", runs.run_id as "runId", runs.wave_id as "waveId",
      runs.plan_id as "planId", runs.route_no as "routeNo", runs.vehicle_id as "vehicleId",
      runs.courier_id as "courierId", couriers.name as "courierName", runs.status,
      runs.planned_departure_at as "plannedDepartureAt", runs.planned_return_at as "plannedReturnAt",
      runs.distance_meters as "distanceMeters", runs.travel_seconds as "travelSeconds", runs.departed_at as "departedAt",
      runs.finished_at as "finishedAt", runs.version,
      (select count(*) from stops where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id) as stops,
      (select count(*) from stops where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
        and stops.status in ('delivered', 'partial', 'refused', 'failed', 'skipped')) as "stopsDone",
      (select coalesce(sum(consignments.grams), 0)::bigint from stops
        join stop_consignments on stop_consignments.depot_id = stops.depot_id
          and stop_consignments.stop_id = stops.stop_id
        join consignments on consignments.depot_id = stops.depot_id
          and consignments.consignment_id = stop_consignments.consignment_id
        where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id) as grams
      from runs left join couriers on couriers.depot_id = runs.depot_id and couriers.courier_id = runs.courier_id`,
    key: { 'runs.depot_id': 'text', 'runs.wave_id': 'text', 'runs.route_no': 'integer', 'runs.run_id': 'text' },
    filters: { wave: 'runs.wave_id', plan: 'runs.plan_id', status: 'runs.status', courier: 'runs.courier_id' },
    depot: 'runs.depot_id',
  },
  claims: {
    select: `select depot_id as "depotId", claim_id as "claimId", stop_id as "stopId", station_id as "stationId",
      consignment_id as "consignmentId", sku_id as "skuId", kind, quantity, note, status, raised_by as "raisedBy",
      raised_at as "raisedAt" from claims`,
    key: { depot_id: 'text', claim_id: 'text' },
    filters: { station: 'station_id', status: 'status' },
    depot: 'depot_id',
  },
  imports: {
    select: `select import_id as "importId", status, begun_by as "begunBy", begun_at as "begunAt",
      ended_at as "endedAt", summary from imports`,
    key: { begun_at: 'timestamptz', import_id: 'text' },
    descending: true,
    filters: { by: 'begun_by' },
    depot: undefined,
  },
  'import-findings': {
    select: `select level, file, line, column_name as "column", value, code, reason from import_findings`,
    key: { import_id: 'text', finding_no: 'integer' },
    filters: { import: 'import_id', level: 'level' },
    depot: undefined,
  },
  audit: {
    select: `select audit_id as "auditId", at, actor, action, subject_kind as "subjectKind", subject_id as "subjectId",
      detail from audit`,
    key: { audit_id: 'bigint' },
    descending: true,
    filters: { actor: 'actor', subject: 'subject_id' },
    depot: 'depot_id',
  },
  'priority-rules': {
    select: `select order_class as "orderClass", customer_tier as "customerTier", area, priority from priority_rules`,
    key: { order_class: 'text', customer_tier: 'text', area: 'text' },
    filters: {},
    depot: undefined,
  },
} satisfies Record<string, ListDefinition>;

export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as ListName[];

/** The filters that a list knows. */
export function filtersOf(name: ListName): string[] {
  return Object.keys(lists[name].filters);
}

/** Reads a page of a list; with a depot only its rows. */
export function makeListReader(knex: Knex) {
  return (
    name: ListName,
    given: Readonly<Record<string, unknown>>,
    page: PageQuery,
    depotId: string | undefined,
  ): Promise<Page<Record<string, unknown>>> => {
    const list: ListDefinition = lists[name];
    const where = filters(given, list.filters) as { sql: string; values: readonly unknown[] }[];
    if (depotId !== undefined && list.depot !== undefined) where.push({ sql: `${list.depot} = ?`, values: [depotId] });
    const query: ListQuery = { select: list.select, where, key: list.key, descending: list.descending };
    return readPage(knex, query, page);
  };
}
