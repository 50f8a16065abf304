import type { Knex } from 'knex';
import { type Migration, migrations as ourMigrations, runMigration } from '../../../../../migrations/index.js';
import type { IdentityState } from '../../../../application/backups/archive-port.js';
import type { RecordLoader } from '../../../../application/backups/record-port.js';
import { DispatchError } from '../../../../domain/dispatch-error.js';
import { told } from '../../../../domain/told.js';
import type { Database } from '../../engine/database.js';
import { assertKnownSteps, findStepFault } from '../../engine/known-steps.js';
import { holdSchema, renewLease } from '../../engine/migrate.js';
import { nameFault } from '../../name-faults.js';
import { loadTable } from './load-table.js';
import { hasTable, leftOutTables, listIdentities, listSteps, listTables, thingsMadeBy } from './record-tables.js';
import { settleRecord } from './settle-record.js';
import { setTextForms } from './text-forms.js';
import { switchTriggersOff } from './triggers.js';

/** Whose rows make a place one that somebody uses. Zones, priorities and the like are there from the beginning. */
const usedTables = ['users', 'api_keys', 'depots', 'skus', 'orders', 'imports', 'events', 'webhooks'];

/**
 * Numbers of events that are left free: whoever has read later events than the backup holds would take the new ones
 * for old, had they the same numbers.
 */
const eventGap = 1_000_000n;

/**
 * Fills an empty database from a backup, in one transaction from the schema to the last row.
 *
 * @param migrations the steps that this release knows.
 */
export function makeRecordLoader(database: Database, migrations: readonly Migration[] = ourMigrations): RecordLoader {
  const { knex } = database;
  const ourTables = thingsMadeBy(migrations).tables;
  return {
    assertKnown({ steps }) {
      stepsOf(steps, migrations);
    },

    assertEmpty: () => assertEmpty(knex),

    async load(manifest, parts, { keepWebhooks, onRows, beforeCommit, signal }) {
      const wanted = stepsOf(manifest.steps, migrations);
      const work = async (transaction: Knex.Transaction, holder: string) => {
        await renewLease(transaction, holder);
        await setTextForms(transaction);
        await assertEmpty(transaction);
        await bringTo(transaction, wanted, migrations);
        const tables = await listTables(transaction, ourTables);
        const triggersOn = await switchTriggersOff(
          transaction,
          tables.map(({ name }) => name),
        );
        // What the steps themselves have written comes with the backup.
        await transaction.raw(
          `truncate ${tables.map(() => '??').join(', ')}`,
          tables.map(({ name }) => name),
        );
        for await (const { part, content } of parts) {
          if (part.kind !== 'table') throw new Error('Only tables can be loaded.');
          const table = tables.find(({ name }) => name === part.table.name && !leftOutTables.includes(name));
          if (table === undefined) throw unfit(`it holds a table ${part.table.name}, which its own release had not`);
          await loadTable(transaction, table, part.table, content, (rows) => onRows(table.name, rows), signal);
        }
        await triggersOn();
        await setIdentities(transaction, manifest.identities, ourTables);
        await bringTo(transaction, migrations, migrations);
        const settled = await settleRecord(transaction, { keepWebhooks });
        await beforeCommit();
        signal.throwIfAborted();
        // Until somebody else can take the schema over, all that is left is the commit.
        await renewLease(transaction, holder);
        return settled;
      };
      try {
        // Not by inTransaction, which would begin it again: an archive is read once.
        return await holdSchema(database, (holder) => knex.transaction((transaction) => work(transaction, holder)));
      } catch (error) {
        throw nameFault(error);
      }
    },
  };
}

/** The steps of a backup, in the order that we know them. */
function stepsOf(names: readonly string[], migrations: readonly Migration[]): Migration[] {
  const fault = findStepFault(names, migrations);
  if (fault?.kind === 'later') {
    throw new DispatchError(
      'backup-too-new',
      told`The backup was made by a later release: this one does not know the step ${fault.step}. Restore with that release.`,
    );
  }
  if (fault !== undefined) {
    throw new DispatchError(
      'backup-too-old',
      'The backup was made before the first release, by a version whose tables this one does not know. It can only be restored with that version.',
    );
  }
  return migrations.filter(({ name }) => names.includes(name));
}

function unfit(why: string): DispatchError {
  return new DispatchError('backup-damaged', told`The backup cannot be taken in: ${why}. Nothing was changed.`);
}

async function assertEmpty(connection: Knex): Promise<void> {
  for (const name of usedTables) {
    if (!(await hasTable(connection, name))) continue;
    const { rows } = await connection.raw('select exists (select from ??) as "isUsed"', [name]);
    if (!rows[0].isUsed) continue;
    throw new DispatchError(
      'place-not-empty',
      told`There is a record already, with ${name.replace('_', ' ')} in it, and nothing is ever restored over one. Set TUANDA_DATA to a new folder, or DATABASE_URL to a new database.`,
    );
  }
}

/**
 * Brings an empty schema, or one with a record in it that lacks the last of the steps, to just these steps. What has
 * others too is empty, or it would not have come here, and is built anew.
 */
async function bringTo(
  transaction: Knex.Transaction,
  wanted: readonly Migration[],
  known: readonly Migration[],
): Promise<void> {
  let done = await listSteps(transaction);
  assertKnownSteps(done, known);
  if (!done.every((step) => wanted.some(({ name }) => name === step))) {
    await assertEmpty(transaction);
    const { tables, views, functions } = thingsMadeBy(known);
    for (const view of views) await transaction.raw('drop view if exists ?? cascade', [view]);
    for (const table of tables) await transaction.raw('drop table if exists ?? cascade', [table]);
    for (const made of functions) await transaction.raw('drop function if exists ?? cascade', [made]);
    await transaction.raw('delete from knex_migrations');
    done = [];
  }
  for (const migration of wanted.filter(({ name }) => !done.includes(name))) {
    await runMigration(migration, transaction);
    await transaction.raw(
      `insert into knex_migrations (name, batch, migration_time)
       values (?, (select coalesce(max(batch), 0) + 1 from knex_migrations), now())`,
      [migration.name],
    );
  }
}

async function setIdentities(
  transaction: Knex.Transaction,
  states: readonly IdentityState[],
  tables: readonly string[],
): Promise<void> {
  const known = await listIdentities(transaction, tables);
  for (const { table, column, lastValue } of states) {
    const identity = known.find((each) => each.table === table && each.column === column);
    if (identity === undefined) throw unfit(`it tells of numbers of ${table}.${column}, which gives none`);
    const last = BigInt(lastValue) + (table === 'events' ? eventGap : 0n);
    if (last === 0n) continue;
    await transaction.raw('select setval(?::regclass, ?::bigint)', [identity.sequence, String(last)]);
  }
}
