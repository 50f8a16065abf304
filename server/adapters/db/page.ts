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

/** The columns of a list's order with their types, together unique; an index over them makes every page as quick as the first. */
export type ListKey = Readonly<Record<string, 'text' | 'integer' | 'bigint' | 'date' | 'timestamptz'>>;

/** A list as a statement: rows of `select`, narrowed by `where`, in the order of `key`, which must be unique. */
export interface ListQuery {
  /** Stands in its cursors, so that one of another list is told from its own. */
  readonly name: string;
  /** `select … from …`, with column names as they go out. */
  readonly select: string;
  readonly where: readonly { readonly sql: string; readonly values: readonly unknown[] }[];
  readonly key: ListKey;
  readonly descending?: boolean;
}

/**
 * Reads one page: keyset, so that a list that grows meanwhile neither skips nor repeats.
 *
 * @throws InvalidInputError for a cursor that was not given out.
 */
export async function readPage<T>(knex: Knex, list: ListQuery, { limit, cursor }: PageQuery): Promise<Page<T>> {
  const columns = Object.keys(list.key);
  const where = [...list.where];
  if (cursor !== undefined) {
    const places = Object.values(list.key).map((type) => `?::${type}`);
    const sql = `(${columns.join(', ')}) ${list.descending ? '<' : '>'} (${places.join(', ')})`;
    where.push({ sql, values: decodeCursor(list.name, cursor, columns.length) });
  }
  const condition = where.length === 0 ? '' : `where ${where.map(({ sql }) => `(${sql})`).join(' and ')}`;
  const key = `jsonb_build_array(${columns.map((column) => `${column}::text`).join(', ')}) as page_key`;
  const order = columns.map((column) => `${column} ${list.descending ? 'desc' : 'asc'}`).join(', ');
  const { rows } = await knex
    .raw(
      `${list.select.replace(/^select /, `select ${key}, `)} ${condition} order by ${order} limit ${limit + 1}`,
      where.flatMap(({ values }) => values) as string[],
    )
    .catch((error: unknown) => {
      const isDataFault = (error as { code?: string }).code?.startsWith('22') === true;
      throw cursor !== undefined && isDataFault ? strangeCursor() : error;
    });
  const data = (rows as (T & { page_key?: string[] })[]).slice(0, limit);
  const nextCursor = rows.length > limit ? encodeCursor(list.name, data[data.length - 1].page_key!) : null;
  for (const row of data) delete row.page_key;
  return { data, nextCursor };
}

/**
 * Conditions for the filters that were given.
 *
 * @param setColumn the one that holds a set, of which the value is to be one.
 */
export function filters(
  given: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, string>>,
  setColumn?: string,
) {
  return Object.entries(columns).flatMap(([name, column]) => {
    const sql = column === setColumn ? `${column} @> to_jsonb(?::text)` : `${column} = ?`;
    return given[name] === undefined ? [] : [{ sql, values: [given[name]] }];
  });
}

/** Where a list goes on: its name and the key of the row before. */
export function encodeCursor(name: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([name, ...key])).toString('base64url');
}

/** @throws InvalidInputError for a cursor that this list has not given out. */
export function decodeCursor(name: string, cursor: string, length: number): string[] {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw strangeCursor();
  }
  // NUL, which no key holds, is refused by the database in a way of its own.
  const isKey =
    Array.isArray(given) &&
    given.length === length + 1 &&
    given.every((each) => typeof each === 'string' && !each.includes('\0'));
  if (!isKey) throw strangeCursor();
  const [from, ...key] = given as string[];
  if (from !== name || encodeCursor(name, key) !== cursor) throw strangeCursor();
  return key;
}

function strangeCursor(): InvalidInputError {
  return new InvalidInputError('The cursor is not one that this list has given out.');
}
