import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { type ImportOutcome, makeImportFiles } from '../../server/application/exchange/imports/import-files.js';
import { eachDatabase } from '../support/databases.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { silentLog } from '../support/template-database.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-interrupted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let ids = 0;
const sentence = 'The server ended while the files were read. Nothing of them was taken; send them again.';
const interrupted = { code: 'import-interrupted', detail: sentence, told: { text: sentence, facts: [] } };

eachDatabase('an import whose process is gone', (open, backend) => {
  it('is ended with its stage by another process, and one that is still read is not', async () => {
    const database = await open();
    const processOf = () => {
      const store = makeIntakeStore(database);
      return {
        store,
        importFiles: makeImportFiles(store, { now: () => new Date() }, (prefix) => `${prefix}-${++ids}`),
      };
    };
    const [reader, other] = [processOf(), processOf()];
    const opened = await openTables([writeFiles(smallDay)]);
    let publishNow!: () => void;
    const mayPublish = new Promise<void>((resolve) => {
      publishNow = resolve;
    });
    const beginImport = () =>
      new Promise<{ outcome: ImportOutcome; ended: Promise<unknown> }>((resolve, reject) => {
        const ended = reader.importFiles({
          ...opened,
          timeZone: 'Asia/Shanghai',
          begunBy: 'test',
          // All is staged and found by now; nothing is published.
          async withPublish(publish, outcome) {
            resolve({ outcome, ended });
            await mayPublish;
            await publish();
          },
        });
        ended.catch(reject);
      });
    const { outcome, ended } = await beginImport();
    const told = ended.catch((error: unknown) => error);
    const { importId } = outcome;
    const look = async () => {
      const { rows } = await database.knex.raw(
        `select status, error, ended_at is not null as ended,
           (select count(*)::int from staged_orders) + (select count(*)::int from staged_order_lines) as staged,
           (select count(*)::int from orders) as orders
         from imports where import_id = ?`,
        [importId],
      );
      return rows[0];
    };
    const whileRead = { status: 'reading', error: null, ended: false, staged: 7, orders: 0 };
    expect(await look()).toEqual(whileRead);
    // Whoever reads it never ends it; where several may be at work, nobody does while its lease runs.
    expect(await reader.store.endInterrupted()).toEqual([]);
    if (backend === 'postgres') expect(await other.store.endInterrupted()).toEqual([]);
    await database.knex.raw("update imports set lease_until = now() - interval '1 second'");
    expect(await reader.store.endInterrupted()).toEqual([]);
    expect(await look()).toEqual(whileRead);

    expect(await other.store.endInterrupted()).toEqual([importId]);
    const after = { status: 'failed', error: interrupted, ended: true, staged: 0, orders: 0 };
    expect(await look()).toEqual(after);
    // It was alive all the same: it takes nothing any more, says so, and leaves nothing behind.
    await expect(reader.store.stageOrders(importId, [])).rejects.toMatchObject(interruptedError);
    publishNow();
    expect(await told).toMatchObject(interruptedError);
    expect(await look()).toEqual(after);
    expect(await other.store.endInterrupted()).toEqual([]);

    await other.importFiles({ ...opened, timeZone: 'Asia/Shanghai', begunBy: 'test' });
    expect((await look()).orders).toBe(3);
  });

  it('keeps its lease as long as it is read', async () => {
    const database = await open();
    const store = makeIntakeStore(database);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    await store.whileReading('imp-1', async () => {
      await store.beginImport('imp-1', 'test', new Date(), undefined);
      await database.knex.raw("update imports set lease_until = now() - interval '1 second'");
      vi.advanceTimersByTime(6_000);
      const isHeld = async () => (await database.knex.raw('select lease_until > now() as held from imports')).rows;
      await expect.poll(isHeld, { timeout: 10_000 }).toEqual([{ held: true }]);
    });
  });
});

const interruptedError = { code: interrupted.code, message: interrupted.detail };

function killed(makeSettings: () => Promise<{ env: Record<string, string>; drop(): Promise<void> }>) {
  it('while it imports: the import is told as interrupted when a server is there again', async () => {
    const { env, drop } = await makeSettings();
    const key = 'interrupted-admin-key-0123456789';
    const day = path.join(folder, `day-${++ids}`);
    await writeDemo({ folder: day, date: '2024-06-14', stations: 60, orders: 12_000 });
    const data = path.join(folder, `data-${ids}`);
    const program = programOn(data, { TUANDA_ADMIN_KEY: key, LOG_LEVEL: 'error', ...env });
    try {
      const network = await program.run(['import', writeFiles(smallDay)]);
      expect(network.status, network.stderr).toBe(0);
      const importing = program.begin(['import', day]);
      const gone = new Promise((resolve) => importing.once('exit', resolve));
      if (env.DATABASE_URL === undefined) await wait(2_500);
      else await onServer(env.DATABASE_URL, untilStaged);
      importing.kill('SIGKILL');
      await gone;
      if (env.DATABASE_URL === undefined) await leaveUnended(data);

      const server = await program.start();
      try {
        const read = async () => {
          const answer = await fetch(`${server.address}/api/v1/imports?limit=1`, {
            headers: { authorization: `Bearer ${key}` },
          });
          return ((await answer.json()) as { data: { status: string; error: unknown }[] }).data[0];
        };
        // The lease of half a minute is over, as it were, and it takes a quarter until the clock looks.
        if (env.DATABASE_URL !== undefined) await onServer(env.DATABASE_URL, endLeases);
        const until = performance.now() + (env.DATABASE_URL === undefined ? 1_000 : 50_000);
        let newest = await read();
        while (newest.status === 'reading' && performance.now() < until) {
          await wait(100);
          newest = await read();
        }
        expect(newest).toMatchObject({ status: 'failed', error: { code: interrupted.code, detail: sentence } });
      } finally {
        await server.end('SIGTERM');
      }
    } finally {
      await drop();
    }
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await work(client);
  await client.end();
}

async function untilStaged(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query('select count(*)::int as staged from staged_orders');
    if (rows[0].staged > 0) break;
    await wait(20);
  }
}

const endLeases = (client: pg.Client) => client.query("update imports set lease_until = now() - interval '1 second'");

/** Where the kill fell before the import began or after it had ended, one is left as a kill in between leaves it. */
async function leaveUnended(dataFolder: string): Promise<void> {
  const database = await openDatabase({ dataFolder, log: silentLog });
  await database.knex.raw(
    `insert into imports (import_id, status, begun_by, begun_at) values ('imp-killed', 'reading', 'test', now())`,
  );
  await database.close();
}

describe('a process that is killed (embedded)', () => killed(async () => ({ env: {}, drop: async () => undefined })));
describe.skipIf(testServerUrl === undefined)('a process that is killed (PostgreSQL)', () =>
  killed(async () => {
    const { url, drop } = await createPostgresDatabase();
    return { env: { DATABASE_URL: url }, drop };
  }),
);
