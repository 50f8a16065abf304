import type { Knex } from 'knex';
import type { KnownOrder } from '../../../application/orders/intake-store.js';

/** Waves that take no more orders, as `depot date`, of delivery dates from the given one on. */
export const closedDates = `select depot_id || ' ' || delivery_date from waves where delivery_date >= cast(? as date)
  group by depot_id, delivery_date having bool_and(status <> 'collecting')`;

/** Orders of the record, by ids in any case. */
export const knownOrders = `select orders.order_id as "orderId", orders.customer_id as "customerId",
    orders.customer_tier as "customerTier", orders.station_id as "stationId", orders.delivery_date as "deliveryDate",
    round(extract(epoch from orders.placed_at) * 1000)::float8 as "placedAtMilliseconds", orders.note,
    (select jsonb_agg(jsonb_build_object('skuId', order_lines.sku_id, 'quantity', order_lines.quantity)
       order by order_lines.line_no)
     from order_lines where order_lines.depot_id = orders.depot_id and order_lines.order_id = orders.order_id) as lines
  from orders where upper(orders.order_id) = any(array(select upper(asked) from unnest(?::text[]) as asked))`;

export async function listClosedDates(knex: Knex, from: string): Promise<string[]> {
  const { rows } = await knex.raw(`select * from (${closedDates}) as dates(closed)`, [from]);
  return (rows as { closed: string }[]).map((row) => row.closed);
}

export async function findOrders(knex: Knex, orderIds: readonly string[]): Promise<KnownOrder[]> {
  const { rows } = await knex.raw(knownOrders, [orderIds as unknown as string]);
  return rows as KnownOrder[];
}
