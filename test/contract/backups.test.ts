import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Migration, migrations } from '../../migrations/index.js';
import { openArchive } from '../../server/adapters/backup/open-archive.js';
import { leftOutTables } from '../../server/adapters/db/backups/record/record-tables.js';
import { migrate } from '../../server/adapters/db/engine/migrate.js';
import { backendsHere, backUp, openPlace, type Place, restore } from '../support/backups.js';
import { rememberRows } from '../support/clean-database.js';
import { dumpRows, dumpSchema, fillDataFolder, fillRecord } from '../support/full-record.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-backups-'));
const never = new AbortController().signal;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rows of one table of a backup, as it holds them. */
async function rowsIn(file: string, table: string): Promise<(string | null)[][]> {
  const archive = await openArchive(file, undefined);
  const lines: string[] = [];
  try {
    for await (const { part, content } of archive.parts(never)) {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      if (part.kind === 'table' && part.table.name === table)
        lines.push(...Buffer.concat(chunks).toString().split('\n'));
    }
  } finally {
    await archive.close();
  }
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

for (const backend of backendsHere) {
  describe(`backups (${backend})`, () => {
    const file = path.join(folder, `${backend}.tuanda`);
    let place: Place;
    let clean: () => Promise<void>;
    /** The place as it is before each test: empty. */
    const empty = async () => {
      await clean();
      for (const name of ['photos', 'maps'])
        rmSync(path.join(place.dataFolder, name), { recursive: true, force: true });
      return dumpRows(place.database.knex);
    };
    beforeAll(async () => {
      place = await openPlace(backend);
      const { knex } = place.database;
      const cleanRows = await rememberRows(knex);
      clean = () => cleanRows(knex);
      await fillRecord(place.database);
      fillDataFolder(place.dataFolder);
      // Under way: nobody is at it any more where it is restored.
      await knex.raw(`insert into jobs (job_id, kind, status, subject_id, payload, created_by, created_at, lease_until)
        values ('job-w', 'plan', 'waiting', 'w1', '{}', 'test', now(), null), ('job-r', 'plan', 'running', 'w2', '{}', 'test', now(), now()),
          ('job-own', 'backup', 'running', 'backups', '{}', 'test', now(), now())`);
      await knex.raw(
        `insert into imports (import_id, status, begun_by, begun_at) values ('imp-r', 'reading', 'test', now())`,
      );
      await knex.raw(`update webhooks set status = 'active'`);
      await backUp(place, file);
    });
    afterAll(() => place.remove());

    it('end what was under way, and pause webhooks', async () => {
      await empty();
      const { settled } = await restore(place, file);
      expect(settled).toEqual({ jobs: 2, imports: 1, webhooks: 1 });
      const { knex } = place.database;
      const { rows: jobs } = await knex.raw(
        'select job_id as id, status, error, lease_until as lease from jobs order by 1',
      );
      expect(jobs).toMatchObject([
        { id: 'job-1', status: 'done', error: null },
        { id: 'job-r', status: 'failed', error: { code: 'restored' }, lease: null },
        { id: 'job-w', status: 'failed', error: { code: 'restored' } },
      ]);
      const { rows: findings } = await knex.raw("select status, error from imports where import_id = 'imp-r'");
      expect(findings).toEqual([
        {
          status: 'failed',
          error: { code: 'import-interrupted', detail: expect.stringContaining('import them again') },
        },
      ]);
      const { rows: webhooks } = await knex.raw('select status, last_error as why from webhooks');
      expect(webhooks).toEqual([{ status: 'paused', why: expect.stringContaining('restored from a backup') }]);
    });

    it('keep webhooks sending where that is asked for', async () => {
      await empty();
      await restore(place, file, { keepWebhooks: true });
      const { rows } = await place.database.knex.raw('select status from webhooks');
      expect(rows).toEqual([{ status: 'active' }]);
    });

    it('are restored over nothing: not over one user, depot or order', async () => {
      for (const insert of [
        "insert into users (user_id, login, login_key, name, role, created_at) values ('u', 'u', 'u', 'u', 'admin', now())",
        `insert into depots (depot_id, name, position, time_zone, opens_second, closes_second, docks,
           loading_fixed_milliminutes, loading_milliminutes_per_100kg)
         values ('D', 'D', ST_SetSRID(ST_MakePoint(1, 2), 4326), 'UTC', 0, 1, 1, 1, 1)`,
        `insert into orders (depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id,
           order_class, area, priority, grams, milliliters, line_count, note)
         values ('D', 'O', 'K', 'x', 'S', now(), '2024-06-14', 'w', 'x', 'x', 1, 1, 1, 1, '')`,
      ]) {
        await empty();
        await place.database.knex.raw(insert);
        const before = await dumpRows(place.database.knex);
        await expect(restore(place, file)).rejects.toMatchObject({ code: 'place-not-empty' });
        expect(await dumpRows(place.database.knex)).toEqual(before);
      }
    });

    it('that are damaged change nothing, wherever the damage is', async () => {
      const before = await empty();
      const whole = readFileSync(file);
      const tried = path.join(folder, 'tried');
      const step = Math.ceil(whole.length / 40);
      let tries = 0;
      for (let at = 0; at < whole.length; at += step) {
        const changed = Buffer.from(whole);
        changed[at] ^= 0x10;
        for (const bytes of [changed, whole.subarray(0, at)]) {
          writeFileSync(tried, bytes);
          await expect(restore(place, tried), `byte ${at}`).rejects.toMatchObject({ code: 'backup-damaged' });
          tries++;
        }
      }
      expect(tries).toBeGreaterThan(60);
      expect(await dumpRows(place.database.knex)).toEqual(before);
      expect(existsSync(path.join(place.dataFolder, 'photos'))).toBe(false);
    });

    it('whose file changes after it was verified are not taken either', async () => {
      const before = await empty();
      const tried = path.join(folder, 'swapped');
      copyFileSync(file, tried);
      const archive = await openArchive(tried, undefined);
      const manifest = await archive.verify(() => undefined, never);
      const changed = readFileSync(tried);
      changed[changed.length - 100_000] ^= 1;
      writeFileSync(tried, changed);
      await expect(restore(place, tried, { archive, manifest })).rejects.toMatchObject({ code: 'backup-damaged' });
      await archive.close();
      expect(await dumpRows(place.database.knex)).toEqual(before);
    });

    it('of a later release are refused', async () => {
      await empty();
      const archive = await openArchive(file, undefined);
      const known = await archive.verify(() => undefined, never);
      const manifest = { ...known, steps: [...known.steps, '0999-from-the-future'] };
      await expect(restore(place, file, { archive, manifest })).rejects.toMatchObject({ code: 'backup-too-new' });
      await archive.close();
    });

    it('that are stopped while they are restored leave an empty place, which takes them the next time', async () => {
      const before = await empty();
      for (const stopAt of ['depots', 'events', 'file']) {
        const stopping = new AbortController();
        const stopped = restore(place, file, {
          signal: stopping.signal,
          onProgress(progress) {
            const at = progress.phase === 'files' ? 'file' : progress.phase === 'rows' ? progress.table : '';
            if (at === stopAt) stopping.abort(new Error('Stopped by the user.'));
          },
        });
        await expect(stopped, stopAt).rejects.toThrow('Stopped by the user.');
        expect(await dumpRows(place.database.knex), stopAt).toEqual(before);
      }
      expect((await restore(place, file)).files).toBe(2);
    });

    it('that are stopped while they are made leave what stood there before, and no other file', async () => {
      await empty();
      await restore(place, file);
      const kept = path.join(folder, 'kept', 'backup.tuanda');
      rmSync(path.dirname(kept), { recursive: true, force: true });
      mkdirSync(path.dirname(kept));
      writeFileSync(kept, 'the one before');
      for (const phase of ['rows', 'files', 'verify']) {
        const stopping = new AbortController();
        const stopped = backUp(place, kept, {
          signal: stopping.signal,
          onProgress: (progress) => progress.phase === phase && stopping.abort(new Error('Stopped by the user.')),
        });
        await expect(stopped, phase).rejects.toThrow('Stopped by the user.');
        expect(readFileSync(kept, 'utf8'), phase).toBe('the one before');
        expect(readdirSync(path.dirname(kept)), phase).toEqual(['backup.tuanda']);
      }
    });

    it('hold an order with all of its lines and its event, or nothing of it, while orders come', async () => {
      await empty();
      await restore(place, file);
      const { database } = place;
      let taken = 0;
      let over = false;
      const takeOrders = async () => {
        while (!over) {
          const id = `N${taken++}`;
          await database.inTransaction(async (transaction) => {
            await transaction.raw(
              `insert into order_lines (depot_id, order_id, line_no, wave_id, station_id, zone_id, sku_id, quantity, grams, milliliters)
               select 'D1', ?, number, 'w', 'S1', 'chilled', 'MILK', 1, 1, 1 from generate_series(1, 3) number`,
              [id],
            );
            await transaction.raw(
              `insert into orders (depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id,
                 order_class, area, priority, grams, milliliters, line_count, note)
               values ('D1', ?, 'K', 'x', 'S1', now(), '2024-06-14', 'w', 'x', 'x', 1, 1, 1, 3, '')`,
              [id],
            );
            await transaction.raw(
              "insert into events (kind, actor, received_at, data) values ('new', ?, now(), '{}')",
              [id],
            );
          });
        }
      };
      const writing = takeOrders();
      const busy = path.join(folder, `${backend}-busy.tuanda`);
      const seen = new Set<number>();
      for (let round = 0; round < 5; round++) {
        await expect.poll(() => taken).toBeGreaterThan(round * 4 + 3);
        await backUp(place, busy);
        const ids = async (table: string, at: number) =>
          (await rowsIn(busy, table)).map((row) => row[at]!).filter((id) => /^N\d+$/.test(id));
        const orders = await ids('orders', 1);
        expect((await ids('order_lines', 1)).sort()).toEqual(orders.flatMap((id) => [id, id, id]).sort());
        const actor = (await rowsIn(busy, 'events'))[0].length;
        expect(actor).toBeGreaterThan(9);
        expect((await ids('events', 9)).sort()).toEqual([...orders].sort());
        seen.add(orders.length);
      }
      over = true;
      await writing;
      expect(seen.size).toBeGreaterThan(1);
    });
  });

  describe(`a backup of an earlier release (${backend})`, () => {
    const later: Migration = {
      name: '9000-later',
      statements: [
        'create table trials (trial_id text primary key)',
        "insert into trials select 'after ' || event_id from events",
        'alter table stops rename column late_seconds to lateness_seconds',
        "alter table users add column rank text not null default 'first'",
        "update order_lines set picked_quantity = 0, status = 'short' where line_no = 1",
      ],
    };
    const ours = [...migrations, later];

    it('comes back in this one as if it had been migrated where it lay', async () => {
      const old = await openPlace(backend);
      const place = await openPlace(backend);
      try {
        await fillRecord(old.database);
        const file = path.join(folder, `${backend}-early.tuanda`);
        await backUp(old, file);
        await restore(place, file, { keepWebhooks: true }, ours);
        await migrate(old.database, ours);
        // The version of the network is by chance.
        const leftOut = [...leftOutTables, 'network_lock'];
        const rows = await dumpRows(place.database.knex, leftOut);
        expect(rows.trials.length).toBeGreaterThan(3);
        expect(rows).toEqual(await dumpRows(old.database.knex, leftOut));
        expect(await dumpSchema(place.database.knex)).toEqual(await dumpSchema(old.database.knex));
      } finally {
        await old.remove();
        await place.remove();
      }
    });

    it('is refused where it is of a version from before the first release', async () => {
      const place = await openPlace(backend);
      try {
        const file = path.join(folder, `${backend}-before.tuanda`);
        await backUp(place, file);
        const archive = await openArchive(file, undefined);
        const manifest = { ...(await archive.verify(() => undefined, never)), steps: ['0001-before'] };
        await archive.close();
        const before = await dumpRows(place.database.knex);
        await expect(restore(place, file, { manifest })).rejects.toMatchObject({ code: 'backup-too-old' });
        expect(await dumpRows(place.database.knex)).toEqual(before);
      } finally {
        await place.remove();
      }
    });
  });
}
