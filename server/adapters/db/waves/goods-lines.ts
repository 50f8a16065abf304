import type { Knex } from 'knex';
import { consignmentIdOf, type GoodsLine } from '../../../domain/waves/consignment.js';
import { composedIdSql } from '../composed-id.js';
import { readRows } from '../statement.js';

const columns = `lines.zone_id as "zoneId", lines.order_id as "orderId", lines.line_no as "lineNo", orders.customer_id as "customerId",
  lines.quantity, lines.grams, lines.milliliters, skus.fragile as "isFragile"`;

const joins = `join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
  join skus on skus.sku_id = lines.sku_id`;

/** The order lines of some consignments; of further orders, those that would join them. */
export async function listConsignmentLines(
  knex: Knex,
  depotId: string,
  waveId: string,
  consignmentIds: readonly string[],
  addedOrderIds: readonly string[] = [],
): Promise<GoodsLine[]> {
  return readRows<GoodsLine>(
    knex,
    `select lines.id as "consignmentId", ${columns}
     from (select order_lines.*, ${composedIdSql('?::text', 'station_id', 'zone_id')} as id
         from order_lines where depot_id = ? and (wave_id = ? or order_id = any(?::text[]))) as lines
       ${joins}
     where lines.id = any(?::text[]) order by lines.id, lines.order_id, lines.line_no`,
    [waveId, depotId, waveId, addedOrderIds, consignmentIds],
  );
}

/** A wave's order lines for some stations. */
export async function listLinesFor(
  knex: Knex,
  depotId: string,
  waveId: string,
  stationIds: readonly string[],
): Promise<GoodsLine[]> {
  const rows = await readRows<GoodsLine & { station_id: string }>(
    knex,
    `select lines.station_id, ${columns} from order_lines as lines ${joins}
     where lines.depot_id = ? and lines.wave_id = ? and lines.station_id = any(?::text[])`,
    [depotId, waveId, stationIds],
  );
  return rows.map(({ station_id, ...line }) => ({
    ...line,
    consignmentId: consignmentIdOf(waveId, station_id, line.zoneId),
  }));
}
