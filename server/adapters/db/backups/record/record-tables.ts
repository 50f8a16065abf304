import type { Knex } from 'knex';
import type { Migration } from '../../../../../migrations/index.js';
import type { TableForm } from '../../../../application/backups/archive-port.js';

/**
 * What a backup does not hold: what lets people in at this moment, what is of use for a day or less, and what is
 * said of the files of backups that lie here.
 */
export const leftOutTables: readonly string[] = [
  'sessions',
  'login_links',
  'staged_orders',
  'staged_order_lines',
  'sign_in_attempts',
  'replan_previews',
  'job_turns',
  'job_bounds',
  'idempotency_records',
  'backups',
  'import_drafts',
  'removed_things',
];

/** What the steps of the schema make. By these names only: other programs may have things of their own beside them. */
export interface MadeThings {
  readonly tables: readonly string[];
  readonly views: readonly string[];
  readonly functions: readonly string[];
}

/** All that the steps make, also what a later one takes away again. */
export function thingsMadeBy(steps: readonly Migration[]): MadeThings {
  const statements = steps.flatMap((step) => step.statements);
  const namesOf = (form: RegExp) => [
    ...new Set(statements.flatMap((statement) => form.exec(statement)?.slice(1, 2) ?? [])),
  ];
  return {
    tables: namesOf(/^\s*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(\w+)/i),
    views: namesOf(/^\s*create\s+(?:or\s+replace\s+)?view\s+(\w+)/i),
    functions: namesOf(/^\s*create\s+(?:or\s+replace\s+)?function\s+(\w+)/i),
  };
}

/** A table as it is now, and the columns of its key; none where it has no key. */
export interface KeyedTable extends TableForm {
  readonly key: readonly string[];
}

/**
 * Those of the named tables that are there, each behind all that it refers to.
 *
 * @throws Error when tables refer to each other in a circle.
 */
export async function listTables(connection: Knex, names: readonly string[]): Promise<KeyedTable[]> {
  const { rows } = await connection.raw(
    `select pg_class.relname as name,
       (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       coalesce((select json_agg(attname order by array_position(pg_index.indkey::smallint[], attnum))
        from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
        where indrelid = pg_class.oid and indisprimary), '[]') as key,
       coalesce((select json_agg(distinct other.relname)
        from pg_constraint join pg_class other on other.oid = confrelid
        where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid), '[]') as "refersTo"
     from pg_class
     where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace and relname = any(?)
     order by pg_class.relname`,
    [names as string[]],
  );
  return inOrder(rows as (KeyedTable & { refersTo: string[] })[]);
}

function inOrder(tables: readonly (KeyedTable & { readonly refersTo: readonly string[] })[]): KeyedTable[] {
  const ordered: KeyedTable[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const blocked = new Set(waiting.map(({ name }) => name));
    const ready = waiting.filter(({ refersTo }) => !refersTo.some((name) => blocked.has(name)));
    if (ready.length === 0) throw new Error(`Tables refer to each other in a circle: ${[...blocked].join(', ')}.`);
    ordered.push(...ready.map(({ name, columns, key }) => ({ name, columns, key })));
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}

/** The identity columns of tables, with the sequence that gives their numbers. */
export async function listIdentities(
  connection: Knex,
  names: readonly string[],
): Promise<{ readonly table: string; readonly column: string; readonly sequence: string }[]> {
  const { rows } = await connection.raw(
    `select relname as "table", attname as "column",
       pg_get_serial_sequence(quote_ident(relname), attname) as sequence
     from pg_class join pg_attribute on attrelid = pg_class.oid
     where attidentity <> '' and relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
       and relname = any(?)
     order by relname, attname`,
    [names as string[]],
  );
  return rows;
}

/** Whether a table of this name is there. */
export async function hasTable(connection: Knex, name: string): Promise<boolean> {
  const { rows } = await connection.raw('select to_regclass(quote_ident(?)) is not null as "isThere"', [name]);
  return rows[0].isThere;
}

/** The steps that a database's schema has, the oldest first; none where it has no schema yet. */
export async function listSteps(connection: Knex): Promise<string[]> {
  if (!(await hasTable(connection, 'knex_migrations'))) return [];
  const { rows } = await connection.raw('select name from knex_migrations order by id');
  return (rows as { name: string }[]).map(({ name }) => name);
}
