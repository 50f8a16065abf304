import type { Knex } from 'knex';
import type { KnownOrder } from '../../../application/orders/intake-store.js';
import type { KnownWave } from '../../../application/orders/wave-choice.js';
import { readRows } from '../statement.js';

/** Of delivery dates from the given one on, the waves that are not as the rule has them: closed, or a further one. */
export const knownWaves = `select depot_id as "depotId", delivery_date::text as "deliveryDate", sequence,
    round(extract(epoch from cutoff_at) * 1000)::float8 as "cutoffMilliseconds", status = 'collecting' as "isOpen", cutoff_id as "cutoffId"
  from waves where delivery_date >= cast(? as date) and (status <> 'collecting' or sequence > 1)`;

/** Orders of the record, by ids in any case. */
export const knownOrders = `select orders.order_id as "orderId", orders.customer_id as "customerId",
    orders.customer_tier as "customerTier", orders.station_id as "stationId", orders.delivery_date as "deliveryDate",
    orders.requested_date as "requestedDate",
    orders.status = 'cancelled' as "isCancelled",
    (select changes.before from order_changes as changes where changes.depot_id = orders.depot_id
       and changes.order_id = orders.order_id order by changes.change_no limit 1) as sent,
    round(extract(epoch from orders.placed_at) * 1000)::float8 as "placedAtMilliseconds", orders.note,
    (select coalesce(jsonb_agg(jsonb_build_object('skuId', order_lines.sku_id, 'quantity', order_lines.quantity)
       order by order_lines.line_no), '[]'::jsonb)
     from order_lines where order_lines.depot_id = orders.depot_id and order_lines.order_id = orders.order_id) as lines
  from orders where folded_id(orders.order_id) = any(array(select folded_id(asked) from unnest(?::text[]) as asked))`;

export async function listKnownWaves(knex: Knex, from: string): Promise<KnownWave[]> {
  return readRows<KnownWave>(knex, knownWaves, [from]);
}

export async function findOrders(knex: Knex, orderIds: readonly string[]): Promise<KnownOrder[]> {
  const { rows } = await knex.raw(knownOrders, [orderIds as unknown as string]);
  return rows as KnownOrder[];
}
