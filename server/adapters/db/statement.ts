import type { Knex } from 'knex';

/** What a statement may be given; knex's own types know neither null beside text nor what is left out. */
export type Bound = string | number | boolean | Date | null | undefined | readonly (string | number | null)[];

/** Runs one statement. @returns its rows; `Row` says what the statement selects. What is left out is bound as null. */
export async function readRows<Row extends object>(
  knex: Knex,
  sql: string,
  values: readonly Bound[] | Readonly<Record<string, Bound>> = [],
): Promise<Row[]> {
  const { rows } = await knex.raw<{ rows: Row[] }>(sql, bound(values));
  return rows;
}

/** Runs one statement that writes. @returns how many rows it touched. */
export async function writeRows(
  knex: Knex,
  sql: string,
  values: readonly Bound[] | Readonly<Record<string, Bound>> = [],
): Promise<{ readonly rowCount: number }> {
  return knex.raw<{ rowCount: number }>(sql, bound(values));
}

function bound(values: readonly Bound[] | Readonly<Record<string, Bound>>): string[] {
  const orNull = (value: Bound) => (value === undefined ? null : value);
  const given = Array.isArray(values)
    ? values.map(orNull)
    : Object.fromEntries(Object.entries(values).map(([name, value]) => [name, orNull(value)]));
  return given as string[];
}
