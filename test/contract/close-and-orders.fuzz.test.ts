import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../server/adapters/db/database.js';
import { makeIntakeStore } from '../../server/adapters/db/intake-store.js';
import { makeWaveStore } from '../../server/adapters/db/wave-store.js';
import type { TableRow } from '../../server/application/intake/finding.js';
import { makeImportFiles } from '../../server/application/intake/import-files.js';
import { Seeded } from '../../server/demo/seeded.js';
import { openInterleaver } from '../support/interleave.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { silentLog } from '../support/template-database.js';

/** Run by `npm run fuzz:interleavings` only; a few of them are in every run, in interleavings.test.ts. */
const isAsked = process.env.MODE === 'fuzz' && testServerUrl !== undefined;
const wanted = Number(process.env.INTERLEAVINGS ?? 1_000_000);
const seed = Number(process.env.SEED ?? 1);
/** Pairs that run side by side; each waits for the database most of the time. */
const lanes = 4;
/** A database is used for so many, so that it stays small. */
const batchSize = 4000;
const mostSwitches = 5;

const clock = { now: () => new Date('2024-06-13T10:00:00Z') };
const newId = (prefix: string) => `${prefix}-${randomUUID()}`;
const dateOf = (run: number) => new Date(Date.UTC(2025, 0, 1 + run)).toISOString().slice(0, 10);
const waveIdOf = (run: number) => `D1-${dateOf(run).replaceAll('-', '')}-1`;

function importOrder(over: Database, orderId: string, run: number) {
  const cells = {
    order_id: orderId,
    customer_id: 'C1',
    customer_tier: 'normal',
    station_id: 'S1',
    sku_id: 'MILK',
    qty: '2',
    placed_at: '2024-06-13 10:00',
    delivery_date: dateOf(run),
    note: '',
  };
  const table = {
    file: 'orders',
    columns: Object.keys(cells),
    async *rows(): AsyncGenerator<TableRow> {
      yield { line: 1, cells };
    },
  };
  const take = makeImportFiles(makeIntakeStore(over), clock, newId);
  return take({ tables: [table], unreadable: [], timeZone: 'Asia/Shanghai', begunBy: 'test' });
}

async function assertNotBehind(database: Database, run: number, order: string): Promise<void> {
  const { rows } = await database.knex.raw(
    `select waves.status, coalesce(consignments.order_count, 0) as grouped,
       (select count(*)::int from orders as every_order where every_order.wave_id = orders.wave_id) as taken
     from orders join waves using (depot_id, wave_id)
       left join consignments using (depot_id, wave_id, station_id)
     where orders.order_id = ?`,
    [`second-${run}`],
  );
  expect(rows, order).toHaveLength(1);
  const [{ status, grouped, taken }] = rows;
  if (status === 'closed') expect(grouped, order).toBe(taken);
  else expect([status, grouped], order).toEqual(['collecting', 0]);
}

describe.runIf(isAsked)('closing a wave and an order for it, in very many orders of their statements', () => {
  it('leaves no order behind', async () => {
    const distinct = new Set<number>();
    const { 'orders.csv': _, 'order_lines.csv': __, ...network } = smallDay as Record<string, string>;
    const began = performance.now();
    let done = 0;
    while (done < wanted) {
      const { url, drop } = await createPostgresDatabase();
      const database = await openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog });
      await database.migrate();
      await recordOver(database).importFrom(writeFiles(network));
      const interleavers = await Promise.all(Array.from({ length: lanes }, () => openInterleaver(url)));
      const inLane = Math.ceil(Math.min(batchSize, wanted - done) / lanes);
      const first = done;
      await Promise.all(
        interleavers.map((interleaver, lane) => {
          const random = new Seeded(seed, first + lane);
          const numberOf = (run: number) => run * lanes + lane;
          return interleaver.runRandomly(
            async (run) => {
              const number = numberOf(run);
              await importOrder(database, `first-${number}`, number);
              return [
                (over) => makeWaveStore(over).close(waveIdOf(number), clock.now(), 'test'),
                (over) => importOrder(over, `second-${number}`, number),
              ];
            },
            async (run, outcomes, order) => {
              expect(
                outcomes.map(({ status }) => status),
                order,
              ).toEqual(['fulfilled', 'fulfilled']);
              await assertNotBehind(database, numberOf(run), order);
              distinct.add(createHash('sha1').update(order).digest().readUIntBE(0, 6));
              done++;
              if (done % 500 === 0) {
                const perSecond = (done / (performance.now() - began)) * 1000;
                console.log(`${done} interleavings, ${distinct.size} of them distinct, ${perSecond.toFixed(1)}/s`);
              }
            },
            mostSwitches,
            inLane,
            () => random.fraction(),
          );
        }),
      );
      await Promise.all(interleavers.map((interleaver) => interleaver.close()));
      await database.close();
      await drop();
    }
    console.log(`${done} interleavings, ${distinct.size} of them distinct, none left an order behind.`);
    expect(done).toBeGreaterThanOrEqual(wanted);
  });
});
