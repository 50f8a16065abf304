import { describe, expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { type Database, openDatabase } from '../../../server/adapters/db/engine/database.js';
import { migrate } from '../../../server/adapters/db/engine/migrate.js';
import { eachDatabase } from '../../support/databases.js';
import { createPostgresDatabase, dropRole, testServerUrl } from '../../support/postgres-database.js';
import { silentLog } from '../../support/template-database.js';

const names = migrations.map((migration) => migration.name);
const next = (name: string, ...statements: string[]) => [...migrations, { name, statements }];

eachDatabase('bringing the schema up to date', (open) => {
  it('runs every step once, under a name without an extension', async () => {
    const database = await open();
    expect(await database.migrate()).toEqual([]);
    const { rows } = await database.knex.raw('select name from knex_migrations order by id');
    expect(rows.map((row: { name: string }) => row.name)).toEqual(names);
    expect(names.every((name) => /^\d{4}-[a-z-]+$/.test(name))).toBe(true);
  });

  it('leaves nothing of a step that fails, and can be repeated', async () => {
    const database = await open();
    const failing = next('9001-trial', 'create table trial (i int)', 'select 1 / 0');
    await expect(migrate(database, failing)).rejects.toMatchObject({ code: '22012' });
    const mended = next('9001-trial', 'create table trial (i int)');
    expect(await migrate(database, mended)).toEqual(['9001-trial']);
    await database.knex.raw('drop table trial');
    await database.knex.raw("delete from knex_migrations where name = '9001-trial'");
  });

  it('goes on although knex’s own lock was left behind by a killed process', async () => {
    const database = await open();
    await database.knex.raw('update knex_migrations_lock set is_locked = 1');
    expect(await migrate(database, next('9002-trial', 'select 1'))).toEqual(['9002-trial']);
    await database.knex.raw("delete from knex_migrations where name = '9002-trial'");
  });

  it('refuses a database that a later release made', async () => {
    const database = await open();
    const insert = "insert into knex_migrations (name, batch, migration_time) values ('9003-later', 99, now())";
    await database.knex.raw(insert);
    await expect(database.migrate()).rejects.toMatchObject({
      code: 'database-unfit',
      message:
        'The database was made by a later release: this one does not know the step 9003-later. Use that release.',
    });
    await database.knex.raw("delete from knex_migrations where name = '9003-later'");
  });

  it('refuses a database from before the first release, and leaves it as it is', async () => {
    const database = await open();
    const [first] = names;
    await database.knex.raw('update knex_migrations set name = ? where name = ?', ['0001-accounts', first]);
    await expect(database.migrate()).rejects.toMatchObject({
      code: 'database-unfit',
      message: expect.stringContaining('Start anew: name a new folder in TUANDA_DATA, or a new database'),
    });
    const { rows } = await database.knex.raw('select name from knex_migrations order by id limit 1');
    expect(rows).toEqual([{ name: '0001-accounts' }]);
    await database.knex.raw('update knex_migrations set name = ? where name = ?', [first, '0001-accounts']);
  });
});

describe.skipIf(testServerUrl === undefined)('several processes on an empty PostgreSQL', () => {
  async function withDatabases(count: number, work: (databases: Database[]) => Promise<void>): Promise<void> {
    const { url, drop } = await createPostgresDatabase();
    const databases = await Promise.all(
      Array.from({ length: count }, () => openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog })),
    );
    try {
      await work(databases);
    } finally {
      for (const database of databases) await database.close();
      await drop();
    }
  }

  it('run every step once between them', async () => {
    await withDatabases(4, async (databases) => {
      const ran = await Promise.all(databases.map((database) => database.migrate()));
      expect(ran.flat().sort()).toEqual([...names].sort());
    });
  });

  it('wait for a holder whose lease runs, and take over from one whose lease is over', async () => {
    await withDatabases(1, async ([database]) => {
      await database.migrate();
      await database.knex.raw(
        "update schema_lease set holder = 'killed', lease_until = clock_timestamp() + interval '1 second'",
      );
      const startedAt = performance.now();
      expect(await migrate(database, next('9004-trial', 'select 1'))).toEqual(['9004-trial']);
      expect(performance.now() - startedAt).toBeGreaterThan(900);
    });
  });

  it('cannot finish a step when another one took over meanwhile', async () => {
    await withDatabases(1, async ([database]) => {
      await database.migrate();
      const overtaken = next('9005-trial', 'create table trial (i int)', "update schema_lease set holder = 'another'");
      const further = [...overtaken, { name: '9006-trial', statements: ['create table further (i int)'] }];
      await expect(migrate(database, further)).rejects.toThrow('Another process took over');
      expect((await database.knex.raw("select to_regclass('further') as further")).rows).toEqual([{ further: null }]);
    });
  });

  it('works with a single connection', async () => {
    const { url, drop } = await createPostgresDatabase();
    const database = await openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog, maxConnections: 1 });
    try {
      expect(await database.migrate()).toEqual(names);
    } finally {
      await database.close();
      await drop();
    }
  });

  it('are told what to ask the administrator for when they may not add PostGIS', async () => {
    const { url, drop } = await createPostgresDatabase();
    const role = `tuanda_test_role_${process.pid}`;
    const administrator = await openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog });
    const name = new URL(url).pathname.slice(1);
    try {
      await administrator.knex.raw("create role ?? login password 'pass-of-a-test'", [role]);
      await administrator.knex.raw('alter database ?? owner to ??', [name, role]);
      await administrator.knex.raw('alter schema public owner to ??', [role]);
      const limited = new URL(url);
      limited.username = role;
      limited.password = 'pass-of-a-test';
      const database = await openDatabase({ databaseUrl: limited.href, dataFolder: 'unused', log: silentLog });
      try {
        await expect(database.migrate()).rejects.toMatchObject({
          code: 'postgis-missing',
          message: `PostGIS could not be added to the database ${name}. Have its administrator run: create extension postgis;`,
        });
        await administrator.knex.raw('create extension postgis');
        expect(await database.migrate()).toEqual(names);
      } finally {
        await database.close();
      }
    } finally {
      await administrator.close();
      await drop();
      await dropRole(role);
    }
  });
});
