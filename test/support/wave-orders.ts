import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Database } from '../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { makeImportFiles } from '../../server/application/exchange/imports/import-files.js';
import type { Table, TableRow } from '../../server/application/tables/finding.js';

/** Before the cutoffs of all waves of these tests. */
export const clock = { now: () => new Date('2024-06-13T10:00:00Z') };
export const newId = (prefix: string) => `${prefix}-${randomUUID()}`;
/** A delivery date of its own for each run. */
export const dateOf = (run: number) => new Date(Date.UTC(2025, 0, 1 + run)).toISOString().slice(0, 10);
export const waveIdOf = (run: number) => `D1-${dateOf(run).replaceAll('-', '')}-1`;

/** One order of the small day's network as a flat row. */
export function orderTable(orderId: string, deliveryDate: string): Table {
  const cells = {
    order_id: orderId,
    customer_id: 'C1',
    customer_tier: 'normal',
    station_id: 'S1',
    sku_id: 'MILK',
    qty: '2',
    placed_at: '2024-06-13 10:00',
    delivery_date: deliveryDate,
    note: '',
  };
  return {
    file: 'orders',
    columns: Object.keys(cells),
    async *rows(): AsyncGenerator<TableRow> {
      yield { line: 1, cells };
    },
  };
}

export function importOrder(over: Database, orderId: string, deliveryDate: string) {
  const take = makeImportFiles(makeIntakeStore(over), clock, newId);
  return take({
    tables: [orderTable(orderId, deliveryDate)],
    unreadable: [],
    timeZone: 'Asia/Shanghai',
    begunBy: 'test',
  });
}

/** Both were done, and the order is grouped with its closed wave or joined one that still collects. */
export async function assertNotBehind(
  database: Database,
  orderId: string,
  outcomes: readonly PromiseSettledResult<unknown>[],
  order: string,
): Promise<void> {
  expect(
    outcomes.map(({ status }) => status),
    order,
  ).toEqual(['fulfilled', 'fulfilled']);
  const { rows } = await database.knex.raw(
    `select waves.status, coalesce(consignments.order_count, 0) as grouped,
       (select count(*)::int from orders as every_order where every_order.wave_id = orders.wave_id) as taken
     from orders join waves using (depot_id, wave_id)
       left join consignments using (depot_id, wave_id, station_id)
     where orders.order_id = ?`,
    [orderId],
  );
  expect(rows, order).toHaveLength(1);
  const [{ status, grouped, taken }] = rows;
  if (status === 'closed') expect(grouped, order).toBe(taken);
  else expect([status, grouped], order).toEqual(['collecting', 0]);
}
