import type { Knex } from 'knex';

/** Puts a migrated database back to what the migrations left. */
export type CleanDatabase = () => Promise<void>;

/** Tables that say how the schema came about. */
const bookkeeping = ['knex_migrations', 'knex_migrations_lock', 'schema_lease', 'spatial_ref_sys'];

/**
 * Remembers the rows of a freshly migrated database (zones, priorities, …) in a schema of their own.
 *
 * @returns what empties every table that has rows, and brings the remembered rows back.
 */
export async function rememberRows(knex: Knex): Promise<CleanDatabase> {
  const { rows } = await knex.raw(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all(?::text[]) order by 1`,
    [bookkeeping],
  );
  const tables = (rows as { name: string }[]).map(({ name }) => name);
  const standard = await filledTables(knex, tables);
  await knex.raw('create schema pristine');
  for (const table of standard) await knex.raw('create table pristine.?? as table public.??', [table, table]);
  const emptied = tables.filter((table) => !standard.includes(table));
  return async () => {
    const filled = await filledTables(knex, emptied);
    await knex.transaction(async (transaction) => {
      // Rows come back in any order: foreign keys are not looked at meanwhile.
      await transaction.raw("set local session_replication_role = 'replica'");
      if (filled.length > 0) {
        const names = filled.map(() => 'public.??').join(', ');
        await transaction.raw(`truncate ${names} restart identity cascade`, filled);
      }
      for (const table of standard) {
        await transaction.raw('delete from public.??', [table]);
        await transaction.raw('insert into public.?? overriding system value select * from pristine.??', [
          table,
          table,
        ]);
      }
    });
  };
}

async function filledTables(knex: Knex, tables: readonly string[]): Promise<string[]> {
  const parts = tables.map(() => 'select ?::text as name where exists (select from public.??)').join(' union all ');
  const { rows } = await knex.raw(
    parts,
    tables.flatMap((table) => [table, table]),
  );
  return (rows as { name: string }[]).map(({ name }) => name);
}
