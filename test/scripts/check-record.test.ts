import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { afterAll, expect, it } from 'vitest';
import { checkRecord } from '../../scripts/bench/faults/check-record.js';
import { Ledger } from '../../scripts/bench/faults/ledger.js';
import { makeOrder, ordersFile, writeFiles, writeNetwork } from '../../scripts/bench/servers/small-network.js';
import { Seeded } from '../../server/demo/seeded.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const size = { stations: 20, skus: 8, vehicles: 2 };
const date = '2024-06-14';

/** What is done to a whole record, and how the check names it. */
const damages: readonly (readonly [name: RegExp, sql: string])[] = [
  [/^lost order: O3$/, "delete from orders where order_id = 'O3'"],
  [/^half or doubled order: O3/, "delete from order_lines where order_id = 'O3' and line_no = 1"],
  [/^strange order: O99$/, "update orders set order_id = 'O99' where order_id = 'O3'"],
  [/^lines of a closed wave without consignment/, "update order_lines set zone_id = 'other' where order_id = 'O3'"],
  [/^consignments that do not hold what was ordered/, 'update consignments set grams = grams + 1'],
  [/^consignments with other totes than counted/, 'delete from totes'],
  [/^order lines that are not in totes as ordered/, "update totes set lines = '[]' where number = 1"],
  [/^pick lists that do not hold what was ordered/, 'delete from pick_list_lines where line_no = 1'],
  [
    /^waves that were closed more than once/,
    "insert into events (depot_id, kind, wave_id, actor, received_at) select depot_id, kind, wave_id, actor, received_at from events where kind = 'wave.closed'",
  ],
  [/^current plans without their runs/, 'delete from runs where route_no = 1'],
  [/^plans that bring other consignments/, 'delete from stop_consignments'],
  [/^plans that are released in part/, "update runs set status = 'draft' where route_no = 1"],
  [
    /^plans released more than once/,
    "insert into events (depot_id, kind, wave_id, actor, received_at, data) select depot_id, kind, wave_id, actor, received_at, data from events where kind = 'plan.released'",
  ],
  [/^facts never told/, "insert into events (kind, actor, received_at) values ('x', 'x', now())"],
];

eachDatabase('the comparison of the kill rounds', (open) => {
  it('finds nothing in a whole record, and each damage that is done to one', async () => {
    const database = await open();
    const record = recordOver(database);
    writeNetwork(folder, size, 1);
    const random = new Seeded(1);
    const orders = Array.from({ length: 60 }, (_, at) => ({
      ...makeOrder(random, `O${at}`, date, size),
      placedAt: '2024-06-13T10:00:00Z',
    }));
    await record.importFrom(folder);
    const orderFolder = path.join(folder, 'orders');
    writeFiles(orderFolder, { 'flat.csv': ordersFile(orders) });
    await record.importFrom(path.join(orderFolder, 'flat.csv'));
    const plan = await record.plan('D1-20240614-1');
    expect(plan.kpis).toMatchObject({ runs: 2, unassigned: 0 });
    await record.plans.release(plan.planId, record.clock.now(), 'test');

    const ledger = new Ledger();
    ledger.noteOrders(orders);
    const { rows } = await database.knex.raw('select event_id::integer as id from events');
    const heard = new Set<number>(rows.map(({ id }: { id: number }) => id));
    const check = (knex: Knex) => checkRecord(knex, ledger, heard, Math.max(...heard) + 1000);
    expect(await check(database.knex)).toEqual([]);
    for (const [name, sql] of damages) {
      const found = await database.knex
        .transaction(async (transaction) => {
          await transaction.raw(sql);
          const wrong = await check(transaction);
          throw Object.assign(new Error('undone'), { wrong });
        })
        .catch((error: { wrong?: string[] }) => error.wrong ?? [String(error)]);
      expect(
        found.some((text) => name.test(text)),
        `${name}: ${found.join('; ')}`,
      ).toBe(true);
    }
  });
});
