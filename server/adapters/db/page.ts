import type { Knex } from 'knex';
import { InvalidInputError } from '../../domain/dispatch-error.js';

/** Which page of a list is asked for. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** Every list answers so. */
export interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

/** A list as a statement: rows of `select`, narrowed by `where`, in the order of `key`, which must be unique. */
export interface ListQuery {
  /** `select … from …`, with column names as they go out. */
  readonly select: string;
  readonly where: readonly { readonly sql: string; readonly values: readonly unknown[] }[];
  /** A text expression. */
  readonly key: string;
  readonly descending?: boolean;
}

/** Reads one page: keyset, so that a list that grows meanwhile neither skips nor repeats. */
export async function readPage<T>(knex: Knex, list: ListQuery, { limit, cursor }: PageQuery): Promise<Page<T>> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const where = [...list.where];
  if (after !== undefined) where.push({ sql: `${list.key} ${list.descending ? '<' : '>'} ?`, values: [after] });
  const condition = where.length === 0 ? '' : `where ${where.map(({ sql }) => `(${sql})`).join(' and ')}`;
  const { rows } = await knex.raw(
    `select page.*, page_key from (${list.select.replace(/^select /, `select ${list.key} as page_key, `)} ${condition}
     order by ${list.key} ${list.descending ? 'desc' : 'asc'} limit ${limit + 1}) as page`,
    where.flatMap(({ values }) => values) as string[],
  );
  const data = (rows as (T & { page_key?: string })[]).slice(0, limit);
  const nextCursor = rows.length > limit ? encodeCursor(data[data.length - 1].page_key!) : null;
  for (const row of data) delete row.page_key;
  return { data, nextCursor };
}

/** Conditions for the filters that were given. */
export function filters(given: Readonly<Record<string, unknown>>, columns: Readonly<Record<string, string>>) {
  return Object.entries(columns).flatMap(([name, column]) =>
    given[name] === undefined ? [] : [{ sql: `${column} = ?`, values: [given[name]] }],
  );
}

function encodeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (key === '' || encodeCursor(key) !== cursor) throw new InvalidInputError('The cursor is not one that was given out.');
  return key;
}
