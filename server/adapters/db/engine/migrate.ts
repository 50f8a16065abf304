import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import { type Migration, migrations as ourMigrations, runMigration } from '../../../../migrations/index.js';
import type { Database } from './database.js';
import { ensurePostgis } from './ensure-postgis.js';
import { assertKnownSteps } from './known-steps.js';

/** Longer than the pauses between two steps; a step itself holds the lease's row, however long it takes. */
const leaseSeconds = 15;
const pollMilliseconds = 200;

/**
 * Brings the schema up to date by knex migrations, each step in a transaction of its own.
 *
 * Several processes may start at once on PostgreSQL: one holds the lease and works, the others wait until it is done.
 * A killed holder's lease ends by itself; one that was only slow cannot finish a step that another took over.
 *
 * @returns the names of the steps that were run.
 * @throws DispatchError when PostGIS is missing, or another release made this database that this one does not know.
 */
export function migrate(database: Database, migrations: readonly Migration[] = ourMigrations): Promise<string[]> {
  return holdSchema(database, (holder) => runMissing(database.knex, migrations, holder));
}

/**
 * Keeps everybody else from changing the schema for the length of the work, which finds PostGIS and knex's own tables
 * there. A transaction that is to stay alone begins with `renewLease`.
 *
 * @throws DispatchError when PostGIS is missing.
 */
export async function holdSchema<T>(database: Database, work: (holder: string) => Promise<T>): Promise<T> {
  const { knex } = database;
  await createLease(knex);
  const holder = randomUUID();
  // The embedded database has one process only: a lease found there is a dead one's.
  while (!(await takeLease(knex, holder, database.backend === 'embedded'))) await wait(pollMilliseconds);
  try {
    await ensurePostgis(knex);
    // knex's lock survives the process that took it; whoever holds the lease may clear it.
    await knex.migrate.forceFreeMigrationsLock(configOf([], holder));
    await knex.migrate.list(configOf([], holder));
    return await work(holder);
  } finally {
    await knex.raw('update schema_lease set holder = null, lease_until = null where holder = ?', [holder]);
  }
}

function configOf(migrations: readonly Migration[], holder: string): Knex.MigratorConfig {
  return {
    migrationSource: makeSource(migrations, holder),
    // Checked by our own words below.
    disableMigrationsListValidation: true,
  };
}

async function runMissing(knex: Knex, migrations: readonly Migration[], holder: string): Promise<string[]> {
  const config = configOf(migrations, holder);
  const [done] = (await knex.migrate.list(config)) as [{ name: string }[], unknown];
  assertKnownSteps(
    done.map(({ name }) => name),
    migrations,
  );
  const missing = migrations.length - done.length;
  const ran: string[] = [];
  for (let step = 0; step < missing; step++) {
    const [, names] = (await knex.migrate.up(config)) as [number, string[]];
    ran.push(...names);
  }
  return ran;
}

/** Names carry no extension: knex would keep it, and the same step is .ts here and .js there. */
function makeSource(migrations: readonly Migration[], holder: string): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration) => migration.name,
    getMigration: async (migration) => ({
      async up(transaction: Knex) {
        await renewLease(transaction, holder);
        // A step may take as long as it needs, unlike what a person waits for.
        await transaction.raw('set local statement_timeout = 0');
        await runMigration(migration, transaction as Knex.Transaction);
      },
      async down() {
        throw new Error('Steps go forward only: undo is a new step.');
      },
    }),
  };
}

/** Two processes may come upon an empty PostgreSQL at once; `if not exists` then still fails for the slower one. */
async function createLease(knex: Knex): Promise<void> {
  const takenBetween = new Set(['23505', '42P07', '42710']);
  for (let tries = 1; ; tries++) {
    try {
      await knex.raw(`create table if not exists schema_lease (
        one boolean primary key default true check (one), holder text, lease_until timestamptz)`);
      await knex.raw('insert into schema_lease (one) values (true) on conflict do nothing');
      return;
    } catch (error) {
      if (!takenBetween.has((error as { code: string }).code) || tries >= 5) throw error;
    }
  }
}

async function takeLease(knex: Knex, holder: string, isAlone: boolean): Promise<boolean> {
  const { rowCount } = await knex.raw(
    `update schema_lease set holder = ?, lease_until = clock_timestamp() + interval '${leaseSeconds} seconds'
     where holder is null or lease_until < clock_timestamp() or ?::boolean`,
    [holder, isAlone],
  );
  return rowCount === 1;
}

/** Locks the lease's row until the step is committed, so that nobody else can take it meanwhile. */
export async function renewLease(transaction: Knex, holder: string): Promise<void> {
  const { rowCount } = await transaction.raw(
    `update schema_lease set lease_until = clock_timestamp() + interval '${leaseSeconds} seconds' where holder = ?`,
    [holder],
  );
  if (rowCount !== 1) throw new Error('Another process took over bringing the schema up to date.');
}
