import type { Knex } from 'knex';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { reachedTripSql } from '../reached-trip-sql.js';
import { runCodeSql } from '../run-code-sql.js';

/**
 * An order with all that became of it: lines, consignments, totes, compartment, stop, run and events.
 *
 * @throws NotFoundError also for an order of another depot.
 */
export async function readOrderChain(knex: Knex, orderId: string, depotIds: OwnDepots) {
  const found = await knex.raw(
    `select depot_id as "depotId", order_id as "orderId", customer_id as "customerId", customer_tier as "customerTier",
       station_id as "stationId", placed_at as "placedAt", delivery_date as "deliveryDate", wave_id as "waveId",
       order_class as "orderClass", area, priority, grams, milliliters,
       line_count as "lineCount", note, status, version
     from orders where folded_id(order_id) = folded_id(?) and (?::text[] is null or depot_id = any(?::text[]))`,
    [orderId, depotIds ?? null, depotIds ?? null] as string[],
  );
  if (found.rows.length === 0) throw new NotFoundError('order', orderId);
  const order = found.rows[0];
  const lines = await knex.raw(
    `select lines.line_no as "lineNo", lines.sku_id as "skuId", skus.name, lines.zone_id as "zoneId", lines.quantity,
       lines.picked_quantity as "pickedQuantity", lines.grams, lines.milliliters,
       consignments.consignment_id as "consignmentId", parts.part_no as "partNo", parts.part_count as "partCount",
       coalesce(lines.status, case when goods.outcome <> 'planned' then goods.outcome
           when runs.status in ('departed', 'finished') and stops.trip_no <= ${reachedTripSql} then 'loaded'
           when parts.part_no is not null and lines.picked_quantity is not null then 'picked'
           when parts.part_no is not null then 'allocated'
           when consignments.consignment_id is null then 'ordered'
           when consignments.status = 'allocated' and lines.picked_quantity is not null then 'picked'
           else consignments.status end) as status
     from order_lines as lines
       join skus on skus.sku_id = lines.sku_id
       left join consignments on consignments.depot_id = lines.depot_id and consignments.wave_id = lines.wave_id
         and consignments.station_id = lines.station_id and consignments.zone_id = lines.zone_id
       left join part_lines as parts on parts.depot_id = lines.depot_id and parts.wave_id = lines.wave_id
         and parts.order_id = lines.order_id and parts.line_no = lines.line_no
       left join stop_consignments as goods on goods.depot_id = parts.depot_id and goods.whole_id = parts.consignment_id
         and (goods.part->>'no')::integer = parts.part_no
       left join stops on stops.depot_id = goods.depot_id and stops.stop_id = goods.stop_id
       left join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
     where lines.depot_id = ? and lines.order_id = ? order by lines.line_no`,
    [order.depotId, order.orderId],
  );
  const consignments = await knex.raw(
    `select consignments.consignment_id as "consignmentId", consignments.zone_id as "zoneId",
       coalesce((stop_consignments.part->>'grams')::bigint, consignments.grams) as grams,
       coalesce((stop_consignments.part->>'milliliters')::bigint, consignments.milliliters) as milliliters,
       stop_consignments.part - '{grams,milliliters}'::text[] as part, consignments.status,
       (select coalesce(jsonb_agg(totes.tote_code order by totes.number), '[]'::jsonb) from totes
         where totes.depot_id = consignments.depot_id and totes.consignment_id = consignments.consignment_id
           and (stop_consignments.part is null or totes.number between (stop_consignments.part->>'firstTote')::integer
             and (stop_consignments.part->>'lastTote')::integer)) as totes,
       stop_consignments.compartment_no as "compartmentNo", stop_consignments.outcome,
       stops.stop_id as "stopId", stops.sequence, stops.planned_arrival_at as "plannedArrivalAt",
       stops.eta_at as "etaAt", stops.arrived_at as "arrivedAt", stops.status as "stopStatus",
       stops.signed_by as "signedBy", runs.run_id as "runId",
       (select ${runCodeSql} from waves where waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id) as "runCode",
       runs.vehicle_id as "vehicleId",
       runs.courier_id as "courierId", runs.status as "runStatus"
     from consignments
       left join stop_consignments on stop_consignments.depot_id = consignments.depot_id
         and stop_consignments.whole_id = consignments.consignment_id
       left join stops on stops.depot_id = stop_consignments.depot_id and stops.stop_id = stop_consignments.stop_id
       left join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
     where consignments.depot_id = ? and consignments.wave_id = ? and consignments.station_id = ?
       and consignments.zone_id in (select zone_id from order_lines where depot_id = ? and order_id = ?)
       and (stop_consignments.part is null or exists (select 1 from part_lines
         where part_lines.depot_id = consignments.depot_id and part_lines.wave_id = consignments.wave_id
           and part_lines.consignment_id = consignments.consignment_id and part_lines.order_id = ?
           and part_lines.part_no = (stop_consignments.part->>'no')::integer))
     order by consignments.consignment_id, stop_consignments.consignment_id`,
    [order.depotId, order.waveId, order.stationId, order.depotId, order.orderId, order.orderId],
  );
  const stopIds = consignments.rows.map((row: { stopId: string | null }) => row.stopId);
  const events = await knex.raw(
    `select kind, actor, device_at as "deviceAt", received_at as "receivedAt", run_id as "runId", stop_id as "stopId",
       data from events
     where (wave_id = ? and run_id is null and (kind not like 'order.%' or data->>'orderId' = ?)) or stop_id = any(?::text[])
       or (stop_id is null and run_id in (select run_id from stops where stop_id = any(?::text[])))
     order by event_id`,
    [order.waveId, order.orderId, stopIds, stopIds],
  );
  const changes = await knex.raw(
    `select kind, is_late as "isLate", before, after, reason, actor, at from order_changes
     where depot_id = ? and order_id = ? order by change_no`,
    [order.depotId, order.orderId],
  );
  return { ...order, lines: lines.rows, consignments: consignments.rows, events: events.rows, changes: changes.rows };
}
