/** One value of each row, as an array to bind; what is undefined is null there. */
export function column<Row>(rows: readonly Row[], value: (row: Row) => string | number | null | undefined): string {
  // knex's types know no arrays; the driver takes them.
  return rows.map((row) => value(row) ?? null) as unknown as string;
}
