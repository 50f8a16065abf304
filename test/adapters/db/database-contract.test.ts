import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';

eachDatabase('a database', (open, backend) => {
  it('reads int8, numeric, date and timestamptz in the same way', async () => {
    const { knex } = await open();
    const { rows } = await knex.raw(
      `select 9007199254740991::int8 as big, 1.50::numeric as amount, date '2026-03-01' as day,
         timestamptz '2026-03-01 08:00+08' as at, array[1, null]::int8[] as bigs, array[1.50]::numeric[] as amounts,
         array[date '2026-03-01'] as days, count(*) as n`,
    );
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        amount: '1.50',
        day: '2026-03-01',
        at: new Date('2026-03-01T00:00:00Z'),
        bigs: [1, null],
        amounts: ['1.50'],
        days: ['2026-03-01'],
        n: 1,
      },
    ]);
  });

  it('throws on an int8 that no number can hold, and goes on', async () => {
    const { knex } = await open();
    await expect(knex.raw('select 9007199254740993::int8 as big')).rejects.toThrow('no safe integer');
    expect((await knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it.runIf(backend === 'postgres')('says so when the connection is cut, and answers the next one', async () => {
    const { knex, inTransaction } = await open();
    const cut = 'select pg_terminate_backend(pg_backend_pid())';
    await expect(knex.raw(cut)).rejects.toMatchObject({ code: 'database-unreachable' });
    const cutInside = inTransaction((transaction) => transaction.raw(cut));
    await expect(cutInside).rejects.toMatchObject({ code: 'database-unreachable' });
    expect((await knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('casts instants to dates by UTC', async () => {
    const { knex } = await open();
    const { rows } = await knex.raw("select (timestamptz '2026-03-01 23:30+00')::date as day");
    expect(rows).toEqual([{ day: '2026-03-01' }]);
  });

  it('carries text of several megabytes there and back, in Chinese', async () => {
    const { knex } = await open();
    const text = '团达'.repeat(1_000_000);
    const { rows } = await knex.raw('select ?::text as text, length(?::text) as letters', [text, text]);
    expect(rows[0].letters).toBe(2_000_000);
    expect(rows[0].text === text).toBe(true);
  });

  it('carries bytes, JSON, arrays and null', async () => {
    const { knex } = await open();
    const bytes = Buffer.from([0, 1, 255]);
    const { rows } = await knex.raw(
      'select ?::bytea as bytes, ?::jsonb as json, ?::text[] as texts, ?::text as nothing, ?::boolean as yes',
      [
        bytes,
        JSON.stringify({ a: [1, '二'] }),
        ['x,y', '"q"', null] as unknown as string,
        null as unknown as string,
        true,
      ],
    );
    expect(rows).toEqual([{ bytes, json: { a: [1, '二'] }, texts: ['x,y', '"q"', null], nothing: null, yes: true }]);
  });

  it('binds 30,000 values', async () => {
    const { knex } = await open();
    const values = Array.from({ length: 30_000 }, (_, i) => i);
    const { rows } = await knex.raw(`select cardinality(array[${values.map(() => '?::int').join(',')}]) as n`, values);
    expect(rows).toEqual([{ n: 30_000 }]);
  });

  it('knows PostGIS', async () => {
    const { knex } = await open();
    const { rows } = await knex.raw(
      `select ST_DWithin(ST_MakePoint(120, 30)::geography, ST_MakePoint(120, 30.008)::geography, 1000) as near`,
    );
    // 0.008 degrees of latitude are some 890 m.
    expect(rows).toEqual([{ near: true }]);
  });

  it('gives errors with their SQLSTATE and without the values bound', async () => {
    const { knex } = await open();
    const failing = knex.raw('select ?::text, 1 / 0', ['secret-phone']);
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await expect(failing).rejects.not.toThrow('secret-phone');
  });

  it('keeps a transaction that returns and drops one that throws', async () => {
    const database = await open();
    const insert = 'insert into imports (import_id, status, begun_by, begun_at) values (?, ?, ?, now())';
    await database.inTransaction((transaction) => transaction.raw(insert, ['kept', 'reading', 'test']));
    const failing = database.inTransaction(async (transaction) => {
      await transaction.raw(insert, ['dropped', 'reading', 'test']);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const { rows } = await database.knex.raw('select import_id from imports');
    expect(rows).toEqual([{ import_id: 'kept' }]);
  });

  it('keeps or drops what the outer handle and a transaction within wrote together with the rest', async () => {
    const database = await open();
    const insert = (id: string) =>
      database.knex.raw(
        "insert into imports (import_id, status, begun_by, begun_at) values (?, 'reading', 'x', now())",
        [id],
      );
    const both = async () => {
      await insert('a');
      await database.inTransaction(() => insert('b'));
    };
    const failing = database.inTransaction(async () => {
      await both();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await database.knex.raw('select * from imports')).rows).toEqual([]);
    await database.inTransaction(both);
    expect((await database.knex.raw('select import_id from imports order by 1')).rows).toEqual([
      { import_id: 'a' },
      { import_id: 'b' },
    ]);
  });

  it('keeps nothing when a part within failed, though somebody caught it', async () => {
    const database = await open();
    const insert = "insert into imports (import_id, status, begun_by, begun_at) values ('a', 'reading', 'x', now())";
    const careless = database.inTransaction(async () => {
      await database.knex.raw(insert);
      await database.inTransaction(() => Promise.reject(new Error('within'))).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('within');
    expect((await database.knex.raw('select * from imports')).rows).toEqual([]);
  });

  it('runs what waits for the commit after it, and not when there is none', async () => {
    const database = await open();
    const seen: string[] = [];
    await database.inTransaction(async () => {
      database.afterCommit(() => seen.push('after'));
      seen.push('within');
    });
    const failing = database.inTransaction(async () => {
      database.afterCommit(() => seen.push('never'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    database.afterCommit(() => seen.push('outside'));
    expect(seen).toEqual(['within', 'after', 'outside']);
  });

  it('lets what a transaction left behind use the outer handle once it is over', async () => {
    const database = await open();
    let later: Promise<unknown> = Promise.resolve();
    let goOn = () => {};
    await database.inTransaction(async () => {
      const gate = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      later = gate.then(async () => (await database.knex.raw('select 1 as one')).rows);
    });
    goOn();
    expect(await later).toEqual([{ one: 1 }]);
  });

  it('runs twenty transactions begun at once, none losing a write', async () => {
    const database = await open();
    await database.knex.raw(
      "insert into imports (import_id, status, begun_by, begun_at) values ('n', 'reading', '0', now())",
    );
    const add = () =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw("select begun_by from imports where import_id = 'n' for update");
        await wait(1);
        await transaction.raw("update imports set begun_by = ? where import_id = 'n'", [
          `${Number(rows[0].begun_by) + 1}`,
        ]);
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect((await database.knex.raw('select begun_by from imports')).rows).toEqual([{ begun_by: '20' }]);
  });

  it('runs a transaction again that lost against another one', async () => {
    const database = await open();
    let tries = 0;
    const result = await database.inTransaction(async (transaction) => {
      tries++;
      if (tries < 3) await transaction.raw("do $$ begin raise exception 'lost' using errcode = '40001'; end $$");
      return 'done';
    });
    expect({ result, tries }).toEqual({ result: 'done', tries: 3 });
  });

  it('gives up after four attempts', async () => {
    const database = await open();
    let tries = 0;
    const hopeless = database.inTransaction(async (transaction) => {
      tries++;
      await transaction.raw("do $$ begin raise exception 'lost' using errcode = '40P01'; end $$");
    });
    await expect(hopeless).rejects.toMatchObject({ code: '40P01' });
    expect(tries).toBe(4);
  });

  it('counts the rows that a write touched', async () => {
    const { knex } = await open();
    const insert = "insert into imports (import_id, status, begun_by, begun_at) values ('a', 'reading', 'x', now())";
    expect((await knex.raw(insert)).rowCount).toBe(1);
    expect((await knex.raw("update imports set begun_by = 'y' where import_id = 'none'")).rowCount).toBe(0);
    expect(await knex('imports').where({ import_id: 'a' }).del()).toBe(1);
  });

  it('says where the record is kept', async () => {
    const database = await open();
    expect(database.backend).toBe(backend);
    expect(database.describeStorage()).toMatch(
      backend === 'embedded'
        ? 'embedded (survives process crash, not power loss)'
        : /^PostgreSQL \d+\.\d+ at \S+:\d+\/tuanda_test_/,
    );
  });

  it.runIf(backend === 'postgres')('goes on after the server ended all its connections', async () => {
    const { knex } = await open();
    const five = () => Promise.all(Array.from({ length: 5 }, () => knex.raw('select 1 as one, pg_sleep(0.05)')));
    await five();
    const { rows } = await knex.raw(
      'select pg_terminate_backend(pid) as ended from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    expect(rows.length).toBeGreaterThanOrEqual(4);
    // The news of it travels on those connections.
    await wait(200);
    expect((await five()).map((result) => result.rows[0].one)).toEqual([1, 1, 1, 1, 1]);
  });
});
