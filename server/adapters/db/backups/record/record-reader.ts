import type { Knex } from 'knex';
import { migrations } from '../../../../../migrations/index.js';
import type { IdentityState, Piece } from '../../../../application/backups/archive-port.js';
import type { RecordReader } from '../../../../application/backups/record-port.js';
import type { Database } from '../../engine/database.js';
import { assertKnownSteps } from '../../engine/known-steps.js';
import { nameFault } from '../../name-faults.js';
import {
  type KeyedTable,
  leftOutTables,
  listIdentities,
  listSteps,
  listTables,
  thingsMadeBy,
} from './record-tables.js';
import { setTextForms } from './text-forms.js';

/** About as much as one answer of the database should hold. */
const wantedBytes = 1_000_000;
const fewestRows = 10;
const mostRows = 5_000;

/** Reads the record in one transaction that sees one moment and can change nothing. */
export function makeRecordReader(database: Database): RecordReader {
  return {
    async read(work) {
      const snapshot = async (transaction: Knex.Transaction) => {
        await setTextForms(transaction);
        const steps = await listSteps(transaction);
        assertKnownSteps(steps);
        const names = thingsMadeBy(migrations).tables.filter((name) => !leftOutTables.includes(name));
        const tables = await listTables(transaction, names);
        const keys = new Map(tables.map((table) => [table.name, table]));
        return work({
          madeFrom: database.backend,
          steps,
          identities: await readIdentities(transaction, names),
          tables: tables.map(({ name, columns }) => ({ name, columns })),
          rows: ({ name }, signal) => readRows(transaction, keys.get(name)!, signal),
        });
      };
      try {
        // Not by inTransaction: were it begun again, half of the archive would be of another moment.
        return await database.knex.transaction(snapshot, { isolationLevel: 'repeatable read', readOnly: true });
      } catch (error) {
        throw nameFault(error);
      }
    },
  };
}

/** Numbers that were given out and not kept count too: they are not given out again. */
async function readIdentities(transaction: Knex.Transaction, names: readonly string[]): Promise<IdentityState[]> {
  const states: IdentityState[] = [];
  for (const { table, column, sequence } of await listIdentities(transaction, names)) {
    const { rows } = await transaction.raw(
      `select case when is_called then last_value else 0 end::text as "lastValue" from ${sequence}`,
    );
    states.push({ table, column, lastValue: rows[0].lastValue });
  }
  return states;
}

/** Reads by a cursor, as many rows at once as make a handy piece. */
async function* readRows(
  transaction: Knex.Transaction,
  { name, columns, key }: KeyedTable,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const texts = columns.map(() => '??::text').join(', ');
  const order = key.length === 0 ? '' : `order by ${key.map(() => '??').join(', ')}`;
  await transaction.raw(
    `declare backup_rows no scroll cursor for
       select array_to_json(array[${texts}])::text as line from ?? ${order}`,
    [...columns.map((column) => column.name), name, ...key],
  );
  for (let count = 200; ; ) {
    signal.throwIfAborted();
    const { rows } = await transaction.raw(`fetch ${count} from backup_rows`);
    if (rows.length === 0) break;
    const bytes = Buffer.from(`${(rows as { line: string }[]).map(({ line }) => line).join('\n')}\n`);
    yield { bytes, rows: rows.length };
    count = Math.round(Math.min(mostRows, Math.max(fewestRows, (wantedBytes * rows.length) / bytes.length)));
  }
  await transaction.raw('close backup_rows');
}
