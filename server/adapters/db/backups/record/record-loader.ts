import type { Knex } from 'knex';
import { type Migration, migrations, runMigration } from '../../../../../migrations/index.js';
import type { IdentityState } from '../../../../application/backups/archive-port.js';
import type { RecordLoader } from '../../../../application/backups/record-port.js';
import { DispatchError } from '../../../../domain/dispatch-error.js';
import type { Database } from '../../engine/database.js';
import { holdSchema, renewLease } from '../../engine/migrate.js';
import { nameFault } from '../../name-faults.js';
import { loadTable } from './load-table.js';
import {
  assertKnownSteps,
  hasTable,
  leftOutTables,
  listIdentities,
  listSteps,
  listTables,
  thingsMadeBy,
  unknownStep,
} from './record-tables.js';
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

const ourThings = thingsMadeBy(migrations);

/** Fills an empty database from a backup, in one transaction from the schema to the last row. */
export function makeRecordLoader(database: Database): RecordLoader {
  const { knex } = database;
  return {
    assertKnown({ steps }) {
      stepsOf(steps);
    },

    assertEmpty: () => assertEmpty(knex),

    async load(manifest, parts, { keepWebhooks, onRows, beforeCommit, signal }) {
      const wanted = stepsOf(manifest.steps);
      const work = async (transaction: Knex.Transaction, holder: string) => {
        await renewLease(transaction, holder);
        await setTextForms(transaction);
        await assertEmpty(transaction);
        await bringTo(transaction, wanted);
        const tables = await listTables(transaction, ourThings.tables);
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
        await setIdentities(transaction, manifest.identities);
        await bringTo(transaction, migrations);
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
function stepsOf(names: readonly string[]): Migration[] {
  const unknown = unknownStep(names);
  if (unknown !== undefined) {
    throw new DispatchError(
      'backup-too-new',
      `The backup was made by a later release: this one does not know the step ${unknown}. Restore with that release.`,
    );
  }
  return migrations.filter(({ name }) => names.includes(name));
}

function unfit(why: string): DispatchError {
  return new DispatchError('backup-damaged', `The backup cannot be taken in: ${why}. Nothing was changed.`);
}

async function assertEmpty(connection: Knex): Promise<void> {
  for (const name of usedTables) {
    if (!(await hasTable(connection, name))) continue;
    const { rows } = await connection.raw('select exists (select from ??) as "isUsed"', [name]);
    if (!rows[0].isUsed) continue;
    throw new DispatchError(
      'place-not-empty',
      `There is a record already, with ${name.replace('_', ' ')} in it, and nothing is ever restored over one. Set TUANDA_DATA to a new folder, or DATABASE_URL to a new database.`,
    );
  }
}

/**
 * Brings an empty schema, or one with a record in it that lacks the last of the steps, to just these steps. What has
 * others too is empty, or it would not have come here, and is built anew.
 */
async function bringTo(transaction: Knex.Transaction, wanted: readonly Migration[]): Promise<void> {
  let done = await listSteps(transaction);
  assertKnownSteps(done);
  if (!done.every((step) => wanted.some(({ name }) => name === step))) {
    await assertEmpty(transaction);
    const { tables, views, functions } = ourThings;
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

async function setIdentities(transaction: Knex.Transaction, states: readonly IdentityState[]): Promise<void> {
  const known = await listIdentities(transaction, ourThings.tables);
  for (const { table, column, lastValue } of states) {
    const identity = known.find((each) => each.table === table && each.column === column);
    if (identity === undefined) throw unfit(`it tells of numbers of ${table}.${column}, which gives none`);
    const last = BigInt(lastValue) + (table === 'events' ? eventGap : 0n);
    if (last === 0n) continue;
    await transaction.raw('select setval(?::regclass, ?::bigint)', [identity.sequence, String(last)]);
  }
}
