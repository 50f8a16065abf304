import type { Knex } from 'knex';
import { DispatchError } from '../../../domain/dispatch-error.js';
import type { NetworkKind } from '../../../domain/network/attributes/things.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { listTables } from '../backups/record/record-tables.js';
import { readRows, writeRows } from '../statement.js';

/** Tables with rows that are of one thing only and go with it, beside its own. */
export const belongings: Readonly<Record<NetworkKind, readonly string[]>> = {
  depots: ['speed_profiles', 'class_speeds', 'vehicle_restrictions', 'case_kinds'],
  stations: ['station_photos'],
  vehicles: ['compartments'],
  couriers: [],
  skus: [],
  zones: [],
  cutoffs: [],
  wave_rules: [],
};

/** Counts that found no empty totes say nothing once the thing is gone, and do not come back with it. */
const countedKinds: ReadonlySet<NetworkKind> = new Set(['stations', 'zones']);

/** Rows of a table as text, which both databases print and read alike. */
interface KeptRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface RemovedThing {
  readonly no: number;
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
  if (countedKinds.has(kind)) {
    await writeRows(transaction, `delete from tote_counts where ${where} and totes = 0`, values);
  }
  // What belongs to others goes before them.
  let count = 0;
  for (const { table } of [...kept].reverse()) {
    count = (await writeRows(transaction, `delete from ${table} where ${where}`, values)).rowCount;
  }
  await writeRows(
    transaction,
    'insert into removed_things (kind, id, depot_id, removed_at, rows) values (?, ?, ?, ?, ?)',
    [kind, id, depotId, at, JSON.stringify(kept)],
  );
  return count === 1;
}

/**
 * What was deleted last of that id within the last day, and is not back; held until the end of the transaction. Depots may
 * have had it one after the other, and in other letters.
 */
export async function findRemoved(
  transaction: Knex.Transaction,
  kind: NetworkKind,
  id: string,
  { anyCase, depotIds, now }: { readonly anyCase: boolean; readonly depotIds: OwnDepots; readonly now: Date },
): Promise<RemovedThing | undefined> {
  const [found] = await readRows<{ no: number; id: string; depotId: string | null; tables: KeptRows[] }>(
    transaction,
    `select removed_no as no, id, depot_id as "depotId", rows as tables from removed_things
     where kind = ? and folded_id(id) = folded_id(?) and (?::boolean or id = ?)
       and (?::text[] is null or depot_id is null or depot_id = any(?::text[]))
       and removed_at > ?::timestamptz - interval '${keptHours} hours'
     order by removed_no desc limit 1 for update`,
    [kind, id, anyCase, id, depotIds, depotIds, now],
  );
  return found && { ...found, depotId: found.depotId ?? undefined };
}

const foreignKeyViolation = '23503';
/** What it is by now has to say something that it did not say then, or may not be as it was. */
const outgrown: ReadonlySet<string> = new Set(['23502', '23514', '22P02']);

/**
 * Puts a thing back as it was, with all that belonged to it.
 *
 * @throws DispatchError changed-meanwhile where something that it needs, such as its depot, is gone by now, or where a release
 * that came meanwhile asks for more.
 */
export async function putBack(
  transaction: Knex.Transaction,
  kind: NetworkKind,
  { no, id, tables }: RemovedThing,
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
      const { code = '' } = cause as { code?: string };
      if (outgrown.has(code)) {
        const sentence = told`${id} was deleted under an earlier release, and lacks what this one asks for. Add it anew.`;
        throw new DispatchError('changed-meanwhile', sentence, { cause });
      }
      if (code !== foreignKeyViolation) throw cause;
      throw new DispatchError(
        'changed-meanwhile',
        told`What ${id} needs is not there any more, such as its depot or zone. Bring that back first.`,
        { cause },
      );
    });
  }
  await writeRows(transaction, 'delete from removed_things where removed_no = ?', [no]);
}

/** Forgets what nobody can bring back any more. */
export async function forgetRemoved(knex: Knex, now: Date): Promise<void> {
  await writeRows(
    knex,
    `delete from removed_things where removed_at <= ?::timestamptz - interval '${keptHours} hours'`,
    [now],
  );
}
