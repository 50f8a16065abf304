import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import { migrations, runMigration } from '../../../migrations/index.js';
import type { Database } from './database.js';

const leaseSeconds = 60;

/**
 * Brings the schema up to date, each step in a transaction of its own.
 *
 * Several processes may start at once: one holds the lease and works, the others wait until it is done. A lease whose
 * holder was killed ends by itself.
 *
 * @returns the names of the steps that were run.
 */
export async function migrate(database: Database): Promise<string[]> {
  await database.inTransaction(createBookkeeping);
  const holder = randomUUID();
  while (!(await takeLease(database.knex, holder))) await wait(200);
  try {
    const { rows } = await database.knex.raw('select name from schema_steps');
    const known = new Set((rows as { name: string }[]).map((row) => row.name));
    const missing = migrations.filter((migration) => !known.has(migration.name));
    for (const migration of missing) {
      await database.inTransaction(async (transaction) => {
        await runMigration(migration, transaction);
        await transaction.raw('insert into schema_steps (name, run_at) values (?, now())', [migration.name]);
        await transaction.raw(
          `update schema_lease set lease_until = now() + interval '${leaseSeconds} seconds' where holder = ?`,
          [holder],
        );
      });
    }
    return missing.map((migration) => migration.name);
  } finally {
    await database.knex.raw('update schema_lease set holder = null, lease_until = null where holder = ?', [holder]);
  }
}

/** Two processes may start on an empty PostgreSQL at once: the lock of this one transaction lets one create the tables. */
async function createBookkeeping(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(7261)');
  await transaction.raw('create table if not exists schema_steps (name text primary key, run_at timestamptz not null)');
  await transaction.raw(
    'create table if not exists schema_lease (one boolean primary key default true check (one), holder text, lease_until timestamptz)',
  );
  await transaction.raw('insert into schema_lease (one) values (true) on conflict do nothing');
}

async function takeLease(knex: Knex, holder: string): Promise<boolean> {
  const { rowCount } = await knex.raw(
    `update schema_lease set holder = ?, lease_until = now() + interval '${leaseSeconds} seconds'
     where holder is null or lease_until < now()`,
    [holder],
  );
  return rowCount === 1;
}
