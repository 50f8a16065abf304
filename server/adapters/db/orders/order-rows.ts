import type { TakenOrder } from '../../../application/orders/intake-store.js';

/** Orders as an insert writes them: one array a column, so that a statement's text stays the same for any number. */
export const orderRows = {
  columns: `depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id, order_class,
    area, priority, grams, milliliters, line_count, note, requested_date`,
  source: `unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::date[], ?::text[], ?::text[],
    ?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::date[])`,
  values(orders: readonly TakenOrder[]): string[] {
    const column = <T>(value: (order: TakenOrder) => T) => orders.map(value) as unknown as string;
    return [
      column((order) => order.depotId),
      column((order) => order.orderId),
      column((order) => order.customerId),
      column((order) => order.customerTier),
      column((order) => order.stationId),
      column((order) => order.placedAt.toISOString()),
      column((order) => order.deliveryDate),
      column((order) => order.waveId),
      column((order) => order.orderClass),
      column((order) => order.area),
      column((order) => order.priority),
      column((order) => order.grams),
      column((order) => order.milliliters),
      column((order) => order.lines.length),
      column((order) => order.note),
      column((order) => order.requestedDate),
    ];
  },
};

export type OrderLineRow = TakenOrder['lines'][number] & { readonly order: TakenOrder };

/** Lines of orders, likewise; with their order's wave and station. */
export const orderLineRows = {
  columns: 'depot_id, order_id, line_no, wave_id, station_id, sku_id, zone_id, quantity, grams, milliliters',
  source: `unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[],
    ?::bigint[])`,
  values(lines: readonly OrderLineRow[]): string[] {
    const column = <T>(value: (line: OrderLineRow) => T) => lines.map(value) as unknown as string;
    return [
      column((line) => line.order.depotId),
      column((line) => line.order.orderId),
      column((line) => line.lineNo),
      column((line) => line.order.waveId),
      column((line) => line.order.stationId),
      column((line) => line.skuId),
      column((line) => line.zoneId),
      column((line) => line.quantity),
      column((line) => line.grams),
      column((line) => line.milliliters),
    ];
  },
};

const linesPerStatement = 4000;

/** All lines of the orders, by as many as one statement takes. */
export function* linesInParts(orders: readonly TakenOrder[]): Generator<OrderLineRow[]> {
  const lines = orders.flatMap((order) => order.lines.map((line) => ({ ...line, order })));
  for (let from = 0; from < lines.length; from += linesPerStatement) yield lines.slice(from, from + linesPerStatement);
}
