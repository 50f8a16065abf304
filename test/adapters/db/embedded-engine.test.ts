import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../server/adapters/db/engine/database.js';
import { silentLog, templateDatabase } from '../../support/template-database.js';

/** Counts to 30 million: some tens of seconds for the engine, far beyond the deadline. */
const endless = 'select count(*) from generate_series(1, 30000000) as a';

describe('the embedded engine', () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-engine-'));
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase({
      dataFolder,
      log: silentLog,
      template: await templateDatabase(),
      deadlines: { openMilliseconds: 60_000, queryMilliseconds: 7_000, transactionMilliseconds: 2_000 },
    });
    await database.knex.raw('create table notes (note text not null)');
  });

  afterAll(async () => {
    await database.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const notes = async () =>
    (await database.knex.raw('select note from notes order by note')).rows.map((row: { note: string }) => row.note);

  // Each of these makes the engine lose its place without an error of its own.
  it.each([
    [
      'an overlay of a polygon that crosses itself',
      "select ST_Intersection('POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry, 'POLYGON((0 0,0 2,2 2,2 0,0 0))'::geometry)",
    ],
    ['an unknown projection', "select ST_Transform('POINT(1 2)'::geometry, '+proj=nonsense', '+proj=longlat')"],
    ['COPY from a program', "copy notes from program 'ls'"],
    ['COPY from the client, which it cannot take', 'copy notes from stdin'],
  ])('tells the caller and starts anew after %s', async (_, sql) => {
    await expect(database.knex.raw(sql)).rejects.toMatchObject({ code: 'ENGINE_DESYNC' });
    expect((await database.knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('keeps nothing of a transaction in which the engine was lost, and everything before', async () => {
    await database.knex.raw("insert into notes values ('before')");
    const lost = database.inTransaction(async (transaction) => {
      await transaction.raw("insert into notes values ('first half')");
      await transaction.raw("copy notes from program 'ls'").catch(() => {});
      await transaction.raw("insert into notes values ('second half')");
    });
    await expect(lost).rejects.toThrow();
    expect(await notes()).toEqual(['before']);
  });

  it('fails a query that is waiting behind the one in which the engine was lost, or answers it truly', async () => {
    const losing = database.knex.raw("copy notes from program 'ls'").catch((error: { code: string }) => error.code);
    const behind = database.knex.raw('select 2 as two');
    expect(await losing).toBe('ENGINE_DESYNC');
    expect((await behind).rows).toEqual([{ two: 2 }]);
  });

  it('ends a statement that runs past its deadline, and answers the next one', async () => {
    const endlessTransaction = database.inTransaction((transaction) => transaction.raw(endless));
    await expect(endlessTransaction).rejects.toMatchObject({
      code: 'ENGINE_TIMEOUT',
      message: 'The embedded database did not answer within 2 s. It is being opened again; try once more.',
    });
    expect((await database.knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('leaves the event loop free while a statement runs for seconds', async () => {
    let longest = 0;
    let ticks = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      ticks++;
    }, 5);
    await database.knex.raw(endless).catch(() => {});
    clearInterval(timer);
    // The deadline is 7 s: on the thread of the engine there would have been no tick at all.
    expect(ticks).toBeGreaterThan(100);
    expect(longest).toBeLessThan(1_000);
  });

  it('refuses 30,001 values in words, and goes on', async () => {
    const values = new Array<number>(30_001).fill(1);
    const tooMany = database.knex.raw(`select array[${values.map(() => '?::int').join(',')}]`, values);
    await expect(tooMany).rejects.toThrow('binds 30001 values; at most 30000');
    expect((await database.knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('drops a transaction that bound too many values', async () => {
    const before = await notes();
    const values = new Array<number>(30_001).fill(1);
    const failing = database.inTransaction(async (transaction) => {
      await transaction.raw("insert into notes values ('half')");
      await transaction.raw(`select array[${values.map(() => '?::int').join(',')}]`, values);
    });
    await expect(failing).rejects.toThrow('binds 30001 values');
    expect(await notes()).toEqual(before);
  });

  it('gives a new connection a clean session', async () => {
    await database.knex.raw("set search_path = 'nowhere'");
    await database.knex.raw('create temporary table left_behind (i int)');
    // A failure in the client’s own bytes ends the connection; the engine goes on.
    const values = new Array<number>(30_001).fill(1);
    await database.knex.raw(`select array[${values.map(() => '?::int').join(',')}]`, values).catch(() => {});
    const { rows } = await database.knex.raw(
      "select current_setting('search_path') as path, to_regclass('pg_temp.left_behind') as left_behind, current_setting('TimeZone') as zone",
    );
    expect(rows).toEqual([{ path: 'public', left_behind: null, zone: 'UTC' }]);
  });

  it('stores a value of 20 MB', async () => {
    await database.knex.raw('insert into notes values (?)', ['z'.repeat(20_000_000)]);
    const { rows } = await database.knex.raw("select max(length(note)) as letters from notes where note like 'zz%'");
    expect(rows).toEqual([{ letters: 20_000_000 }]);
  });
});
