import type { Knex } from 'knex';
import { type LineOfCase, type OwedLine, owedOf } from '../../../domain/cases/closing.js';
import { readRows } from '../statement.js';

const columns = `lines.order_id as "orderId", lines.line_no as "lineNo", orders.customer_id as "customerId",
  lines.station_id as "stationId", lines.zone_id as "zoneId", lines.sku_id as "skuId", skus.name,
  (select sum(own.quantity)::integer from order_lines as own where own.depot_id = lines.depot_id
    and own.order_id = lines.order_id and own.sku_id = lines.sku_id) as ordered,
  (select coalesce(sum(again.quantity), 0)::integer from orders as later
      join order_lines as again on again.depot_id = later.depot_id and again.order_id = later.order_id
    where later.depot_id = lines.depot_id and later.redelivery_of = lines.order_id
      and again.sku_id = lines.sku_id) as redelivered`;

const joins = `join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
  join skus on skus.sku_id = lines.sku_id`;

/**
 * Whose goods a case is about, line by line: those of its consignments that were picked, or of a short pick those that were
 * not. A case that names a product is about that one only.
 */
async function readLines(knex: Knex, depotId: string, caseId: number): Promise<LineOfCase[]> {
  return readRows<LineOfCase>(
    knex,
    `select ${columns}, coalesce(lines.picked_quantity, lines.quantity)::integer as quantity
     from cases
       cross join lateral jsonb_to_recordset(cases.goods) as goods("wholeId" text, "partNo" integer)
       join consignments on consignments.depot_id = cases.depot_id and consignments.consignment_id = goods."wholeId"
       join order_lines as lines on lines.depot_id = consignments.depot_id and lines.wave_id = consignments.wave_id
         and lines.station_id = consignments.station_id and lines.zone_id = consignments.zone_id
         and (goods."partNo" is null or (lines.order_id, lines.line_no) in (select part_lines.order_id, part_lines.line_no
           from part_lines where part_lines.depot_id = consignments.depot_id and part_lines.wave_id = consignments.wave_id
             and part_lines.consignment_id = goods."wholeId" and part_lines.part_no = goods."partNo"))
       ${joins}
     where cases.depot_id = :depotId and cases.case_id = :caseId and cases.kind <> 'short-pick'
       and coalesce(lines.picked_quantity, lines.quantity) > 0
       and (cases.detail->>'skuId' is null or cases.detail->>'skuId' = lines.sku_id)
     union all
     select ${columns}, (lines.quantity - lines.picked_quantity)::integer
     from cases
       join order_lines as lines on lines.depot_id = cases.depot_id and lines.wave_id = cases.wave_id
         and lines.zone_id = cases.detail->>'zoneId' and lines.sku_id = cases.detail->>'skuId'
         and lines.picked_quantity < lines.quantity
       ${joins}
     where cases.depot_id = :depotId and cases.case_id = :caseId and cases.kind = 'short-pick'
     order by "orderId", "lineNo"`,
    { depotId, caseId },
  );
}

/** Whose goods a case is about, line by line, whatever was done about them since. */
export async function readLinesOfCase(knex: Knex, depotId: string, caseId: number): Promise<OwedLine[]> {
  return (await readLines(knex, depotId, caseId)).map(({ ordered: _, redelivered: __, ...line }) => line);
}

/** The same without what is brought again already, for this case or another. */
export async function readOwedLines(knex: Knex, depotId: string, caseId: number): Promise<OwedLine[]> {
  return owedOf(await readLines(knex, depotId, caseId));
}
