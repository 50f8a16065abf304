import type { ListDefinition } from '../list-definition.js';
import { seekOrders } from './seek-orders.js';

/** Orders, how they came in, and what a closed wave makes of them. */
export const orderLists = {
  orders: {
    select: `select depot_id as "depotId", order_id as "orderId", customer_id as "customerId",
      customer_tier as "customerTier", station_id as "stationId", placed_at as "placedAt",
      delivery_date as "deliveryDate", wave_id as "waveId", order_class as "orderClass", area, priority, grams,
      milliliters, line_count as "lineCount", note, status, version from orders`,
    key: { depot_id: 'text', order_id: 'text' },
    filters: { wave: 'wave_id', station: 'station_id', class: 'order_class', tier: 'customer_tier', area: 'area' },
    seek: seekOrders,
    depot: 'depot_id',
    // A single one is told with all that became of it.
    id: undefined,
    one: 'order',
  },
  waves: {
    select: `select depot_id as "depotId", (select name from depots where depots.depot_id = waves.depot_id) as "depotName",
      wave_id as "waveId", delivery_date as "deliveryDate", sequence, name, status,
      cutoff_at as "cutoffAt", time_zone as "timeZone", closed_at as "closedAt", current_plan_id as "currentPlanId",
      (select count(*) from orders where orders.depot_id = waves.depot_id and orders.wave_id = waves.wave_id
        and orders.status <> 'cancelled') as orders
      from waves`,
    key: { delivery_date: 'date', depot_id: 'text', wave_id: 'text' },
    descending: true,
    filters: { date: 'delivery_date', depot: 'depot_id', status: 'status' },
    depot: 'depot_id',
    id: 'wave_id',
    one: 'wave',
  },
  consignments: {
    select: `select depot_id as "depotId", consignment_id as "consignmentId", wave_id as "waveId",
      station_id as "stationId", (select name from stations where stations.depot_id = consignments.depot_id
        and stations.station_id = consignments.station_id) as "stationName", zone_id as "zoneId", grams, milliliters,
      order_count as "orderCount", tote_count as "toteCount", priority, status from consignments`,
    key: { depot_id: 'text', consignment_id: 'text' },
    filters: { wave: 'wave_id', station: 'station_id', zone: 'zone_id' },
    depot: 'depot_id',
    id: 'consignment_id',
    one: 'consignment',
  },
  totes: {
    select: `select depot_id as "depotId", tote_code as "toteCode", label_code as "labelCode",
      consignment_id as "consignmentId", wave_id as "waveId", station_id as "stationId", zone_id as "zoneId", number,
      labels_printed as "labelsPrinted" from (
        select totes.*, consignments.station_id, consignments.zone_id from totes
          join consignments on consignments.depot_id = totes.depot_id
            and consignments.consignment_id = totes.consignment_id) as totes`,
    key: { depot_id: 'text', consignment_id: 'text', number: 'integer' },
    filters: { wave: 'wave_id', consignment: 'consignment_id', zone: 'zone_id', station: 'station_id' },
    depot: 'depot_id',
    // A single one is told with what is in it, and by either of its codes.
    id: undefined,
    one: 'tote',
  },
  'pick-lists': {
    select: `select depot_id as "depotId", pick_list_id as "pickListId", wave_id as "waveId", zone_id as "zoneId", status,
      (select count(*) from pick_list_lines as lines where lines.depot_id = pick_lists.depot_id
        and lines.pick_list_id = pick_lists.pick_list_id) as "lineCount",
      (select count(*) from pick_list_lines as lines where lines.depot_id = pick_lists.depot_id
        and lines.pick_list_id = pick_lists.pick_list_id and lines.picked_quantity is not null) as "pickedLines"
      from pick_lists`,
    key: { depot_id: 'text', pick_list_id: 'text' },
    filters: { wave: 'wave_id', zone: 'zone_id', status: 'status' },
    depot: 'depot_id',
    // A single one is told with its lines.
    id: undefined,
    one: 'pick list',
  },
  imports: {
    select: `select import_id as "importId", depot_ids as "depotIds", status, begun_by as "begunBy", begun_at as "begunAt",
      ended_at as "endedAt", summary, error from imports`,
    key: { begun_at: 'timestamptz', import_id: 'text' },
    descending: true,
    filters: { by: 'begun_by' },
    depots: 'depot_ids',
    id: 'import_id',
    one: 'import',
  },
  'import-findings': {
    select: `select level, file, line, column_name as "column", value, code, reason, sentence, facts
      from import_findings`,
    key: { import_id: 'text', finding_no: 'integer' },
    filters: { import: 'import_id', level: 'level' },
    id: undefined,
    one: 'finding',
  },
  'priority-rules': {
    select: `select order_class as "orderClass", customer_tier as "customerTier", area, priority from priority_rules`,
    key: { order_class: 'text', customer_tier: 'text', area: 'text' },
    filters: {},
    id: undefined,
    one: 'priority rule',
  },
} satisfies Record<string, ListDefinition>;
