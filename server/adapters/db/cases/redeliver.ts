import type { Knex } from 'knex';
import type { TakenOrder } from '../../../application/orders/intake-store.js';
import type { OwedLine } from '../../../domain/cases/closing.js';
import { ConflictError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OrderLine } from '../../../domain/orders/order.js';
import { orderClassOf } from '../../../domain/orders/order.js';
import { told } from '../../../domain/told.js';
import type { WaveStatus } from '../../../domain/waves/wave.js';
import { orderLineRows, orderRows } from '../orders/order-rows.js';
import { readRows, writeRows } from '../statement.js';

type KnownOrder = Pick<
  TakenOrder,
  'orderId' | 'customerId' | 'customerTier' | 'stationId' | 'area' | 'priority' | 'note'
> & {
  readonly newId: string;
};
type KnownLine = OrderLine & { readonly orderId: string };

/** Of two who bring goods of a depot again at once, the second waits and sees what the first did. */
export async function holdRedeliveries(transaction: Knex.Transaction, depotId: string): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`tuanda:redeliver:${depotId}`]);
}

/**
 * Orders of their own bring goods again with a wave that still collects: they are grouped, planned and picked as all others of
 * it. They are named after the order that they are for, `O1-R1`. To be called after `holdRedeliveries`.
 *
 * @returns the ids of the new orders.
 * @throws NotFoundError, ConflictError `wave-closed`, or where a station or product takes no orders any more
 */
export async function redeliver(
  transaction: Knex.Transaction,
  { depotId, waveId }: { readonly depotId: string; readonly waveId: string },
  lines: readonly OwedLine[],
  at: Date,
): Promise<string[]> {
  const [wave] = await readRows<{ status: WaveStatus; deliveryDate: string }>(
    transaction,
    'select status, delivery_date as "deliveryDate" from waves where depot_id = ? and wave_id = ? for share',
    [depotId, waveId],
  );
  if (wave === undefined) throw new NotFoundError('wave', waveId);
  if (wave.status !== 'collecting') {
    throw new ConflictError('wave-closed', 'This wave takes no orders any more. Choose one that still collects.');
  }
  const orderIds = [...new Set(lines.map(({ orderId }) => orderId))];
  const known = await readRows<KnownOrder>(
    transaction,
    `select order_id as "orderId", customer_id as "customerId", customer_tier as "customerTier", station_id as "stationId",
       area, priority, note, left(order_id, 94) || '-R' || (
         select no from generate_series(1, 9999) as no where not exists (
           select 1 from orders as taken
           where folded_id(taken.order_id) = folded_id(left(named.order_id, 94) || '-R' || no))
         -- Ids that begin alike get numbers one after the other.
         order by no offset named.place limit 1) as "newId"
     from (select *, (row_number() over (partition by folded_id(left(order_id, 94)) order by order_id) - 1)::integer as place
       from orders where depot_id = ? and order_id = any(?::text[])) as named
     order by order_id`,
    [depotId, orderIds],
  );
  await assertOrderable(transaction, depotId, lines);
  const knownLines = await readRows<KnownLine>(
    transaction,
    `select order_id as "orderId", line_no as "lineNo", sku_id as "skuId", zone_id as "zoneId", quantity, grams, milliliters
     from order_lines where depot_id = ? and order_id = any(?::text[])`,
    [depotId, orderIds],
  );
  const orders = known.map(({ newId, ...order }): TakenOrder => {
    const own = lines
      .filter(({ orderId }) => orderId === order.orderId)
      .map(({ lineNo, quantity }, place): OrderLine => {
        const was = knownLines.find((line) => line.orderId === order.orderId && line.lineNo === lineNo)!;
        const share = (whole: number) => Math.round((whole * quantity) / was.quantity);
        const { skuId, zoneId } = was;
        return {
          lineNo: place + 1,
          skuId,
          zoneId,
          quantity,
          grams: share(was.grams),
          milliliters: share(was.milliliters),
        };
      });
    const sum = (value: (line: OrderLine) => number) => own.reduce((total, line) => total + value(line), 0);
    return {
      ...order,
      depotId,
      orderId: newId,
      placedAt: at,
      deliveryDate: wave.deliveryDate,
      requestedDate: wave.deliveryDate,
      waveId,
      orderClass: orderClassOf(own.map(({ zoneId }) => zoneId)),
      grams: sum(({ grams }) => grams),
      milliliters: sum(({ milliliters }) => milliliters),
      lines: own,
    };
  });
  await transaction.raw(
    `insert into orders (${orderRows.columns}) select * from ${orderRows.source}`,
    orderRows.values(orders),
  );
  await transaction.raw(
    `insert into order_lines (${orderLineRows.columns}) select * from ${orderLineRows.source}`,
    orderLineRows.values(orders.flatMap((order) => order.lines.map((line) => ({ ...line, order })))),
  );
  await writeRows(
    transaction,
    `update orders set redelivery_of = named.of
     from unnest(?::text[], ?::text[]) as named(order_id, of)
     where orders.depot_id = ? and orders.order_id = named.order_id`,
    [orders.map(({ orderId }) => orderId), known.map(({ orderId }) => orderId), depotId],
  );
  return orders.map(({ orderId }) => orderId);
}

/** As new orders are looked at. @throws ConflictError */
async function assertOrderable(
  transaction: Knex.Transaction,
  depotId: string,
  lines: readonly OwedLine[],
): Promise<void> {
  const [station] = await readRows<{ stationId: string }>(
    transaction,
    `select station_id as "stationId" from stations
     where depot_id = ? and station_id = any(?::text[]) and status <> 'open' order by station_id limit 1`,
    [depotId, lines.map(({ stationId }) => stationId)],
  );
  if (station !== undefined) {
    throw new ConflictError(
      'wrong-state',
      told`Station ${station.stationId} takes no orders now, so nothing can be brought there again. Open it, or close the case with another outcome.`,
    );
  }
  const [sku] = await readRows<{ skuId: string }>(
    transaction,
    'select sku_id as "skuId" from skus where sku_id = any(?::text[]) and not active order by sku_id limit 1',
    [lines.map(({ skuId }) => skuId)],
  );
  if (sku === undefined) return;
  throw new ConflictError(
    'wrong-state',
    told`Product ${sku.skuId} is not on sale any more and cannot be brought again. Close the case with another outcome.`,
  );
}
