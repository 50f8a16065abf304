import type { Knex } from 'knex';
import { DispatchError } from '../../../domain/dispatch-error.js';
import type { NetworkKind } from '../../../domain/network/attributes/things.js';
import { told } from '../../../domain/told.js';
import { listTables } from '../backups/record/record-tables.js';
import { readRows, writeRows } from '../statement.js';

/** Tables with rows that are of one thing only and go with it, beside its own. */
const belongings: Readonly<Record<NetworkKind, readonly string[]>> = {
  depots: ['speed_profiles', 'class_speeds'],
  stations: ['station_photos'],
  vehicles: ['compartments'],
  couriers: [],
  skus: [],
  zones: [],
  cutoffs: [],
  wave_rules: [],
};

/** Rows of a table as text, which both databases print and read alike. */
interface KeptRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface RemovedThing {
  readonly id: string;
  readonly depotId: string | undefined;
  readonly tables: readonly KeptRows[];
}

/** Of what is deleted: its kind, the column that its id stands in everywhere, and the depot for what is of one. */
export interface ThingRows {
  readonly kind: NetworkKind;
  readonly column: string;
  readonly id: string;
  readonly depotId: string | undefined;
}

/** How long a thing that was deleted can be brought back. */
const keptHours = 24;

/** Deletes a thing with all that belongs to it, and keeps both for a day. @returns whether it was there. */
export async function removeThing(
  transaction: Knex.Transaction,
  { kind, column, id, depotId }: ThingRows,
  at: Date,
): Promise<boolean> {
  const kept: KeptRows[] = [];
  const values = kind === 'depots' || depotId === undefined ? [id] : [id, depotId];
  const where = `${column} = ?${values.length === 1 ? '' : ' and depot_id = ?'}`;
  for (const { name, columns } of await listTables(transaction, [kind, ...belongings[kind]])) {
    const names = columns.map((each) => each.name);
    const texts = names.map((each) => `"${each}"::text`).join(', ');
    const rows = await readRows<{ row: (string | null)[] }>(
      transaction,
      `select jsonb_build_array(${texts}) as row from ${name} where ${where}`,
      values,
    );
    kept.push({ table: name, columns: names, rows: rows.map(({ row }) => row) });
  }
  // What belongs to others goes before them.
  let count = 0;
  for (const { table } of [...kept].reverse()) {
    count = (await writeRows(transaction, `delete from ${table} where ${where}`, values)).rowCount;
  }
  await writeRows(
    transaction,
    `insert into removed_things (kind, id, depot_id, removed_at, rows) values (?, ?, ?, ?, ?)
     on conflict (kind, id) do update set depot_id = excluded.depot_id, removed_at = excluded.removed_at,
       rows = excluded.rows`,
    [kind, id, depotId, at, JSON.stringify(kept)],
  );
  return count === 1;
}

/** What was deleted within the last day and is not back; held until the end of the transaction. */
export async function findRemoved(
  transaction: Knex.Transaction,
  kind: NetworkKind,
  id: string,
  { anyCase, now }: { readonly anyCase: boolean; readonly now: Date },
): Promise<RemovedThing | undefined> {
  const [found] = await readRows<{ id: string; depotId: string | null; tables: KeptRows[] }>(
    transaction,
    `select id, depot_id as "depotId", rows as tables from removed_things
     where kind = ? and ${anyCase ? 'upper(id) = upper(?)' : 'id = ?'}
       and removed_at > ?::timestamptz - interval '${keptHours} hours' for update`,
    [kind, id, now],
  );
  return found && { ...found, depotId: found.depotId ?? undefined };
}

const foreignKeyViolation = '23503';

/**
 * Puts a thing back as it was, with all that belonged to it.
 *
 * @throws DispatchError changed-meanwhile where something that it needs, such as its depot, is gone by now.
 */
export async function putBack(
  transaction: Knex.Transaction,
  kind: NetworkKind,
  { id, tables }: RemovedThing,
): Promise<void> {
  const now = new Map(
    (await listTables(transaction, [kind, ...belongings[kind]])).map(({ name, columns }) => [name, columns]),
  );
  for (const { table, columns, rows } of tables) {
    if (rows.length === 0) continue;
    // A release that came meanwhile may have other columns.
    const known = (now.get(table) ?? []).filter(({ name }) => columns.includes(name));
    const names = known.map(({ name }) => `"${name}"`).join(', ');
    const texts = known.map(({ name, type }) => `(kept ->> ${columns.indexOf(name)})::${type}`).join(', ');
    const sql = `insert into ${table} (${names}) select ${texts} from jsonb_array_elements(?::jsonb) as kept`;
    await writeRows(transaction, sql, [JSON.stringify(rows)]).catch((cause: unknown) => {
      if ((cause as { code?: string }).code !== foreignKeyViolation) throw cause;
      throw new DispatchError(
        'changed-meanwhile',
        told`What ${id} needs is not there any more, such as its depot or zone. Bring that back first.`,
        { cause },
      );
    });
  }
  await writeRows(transaction, 'delete from removed_things where kind = ? and id = ?', [kind, id]);
}

/** Forgets what nobody can bring back any more. */
export async function forgetRemoved(knex: Knex, now: Date): Promise<void> {
  await writeRows(
    knex,
    `delete from removed_things where removed_at <= ?::timestamptz - interval '${keptHours} hours'`,
    [now],
  );
}
