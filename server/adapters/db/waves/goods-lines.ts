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

type WaveLine = Omit<GoodsLine, 'consignmentId' | 'customerId' | 'isFragile'> & {
  readonly stationId: string;
  readonly skuId: string;
};

/**
 * A wave's order lines for some stations. Tables are read one by one and joined here: of lines that were just written the
 * database knows too little to do it well.
 */
export async function listLinesFor(
  knex: Knex,
  depotId: string,
  waveId: string,
  stationIds: readonly string[],
): Promise<GoodsLine[]> {
  const which = [depotId, waveId, stationIds];
  const lines = await readRows<WaveLine>(
    knex,
    `select station_id as "stationId", zone_id as "zoneId", order_id as "orderId", line_no as "lineNo", sku_id as "skuId",
       quantity, grams, milliliters
     from order_lines where depot_id = ? and wave_id = ? and station_id = any(?::text[])`,
    which,
  );
  const orders = await readRows<{ order_id: string; customer_id: string }>(
    knex,
    'select order_id, customer_id from orders where depot_id = ? and wave_id = ? and station_id = any(?::text[])',
    which,
  );
  const skus = await readRows<{ sku_id: string }>(knex, 'select sku_id from skus where fragile');
  const customerOf = new Map(orders.map(({ order_id, customer_id }) => [order_id, customer_id]));
  const fragile = new Set(skus.map(({ sku_id }) => sku_id));
  return lines.map(({ stationId, skuId, ...line }) => ({
    ...line,
    consignmentId: consignmentIdOf(waveId, stationId, line.zoneId),
    customerId: customerOf.get(line.orderId)!,
    isFragile: fragile.has(skuId),
  }));
}
