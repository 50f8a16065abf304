import type { Knex } from 'knex';

/** Puts a migrated database back to what the migrations left, over any connection to it. */
export type CleanDatabase = (knex: Knex) => Promise<void>;

/** Tables that say how the schema came about. */
const bookkeeping = ['knex_migrations', 'knex_migrations_lock', 'schema_lease', 'spatial_ref_sys'];

/**
 * Up to so many bytes a table is emptied row by row, which takes a tenth of the time: to truncate it makes new files for
 * it and its indexes. Rows that were deleted stay in the file, so one that grew is truncated.
 */
const mostToDelete = 200_000;

/**
 * Remembers the rows of a freshly migrated database (zones, priorities, …) in a schema of their own.
 *
 * @returns what empties every table that has rows, begins its identities anew, and brings the remembered rows back.
 */
export async function rememberRows(fresh: Knex): Promise<CleanDatabase> {
  const tables = [...(await sizesOf(fresh)).keys()];
  const standard = await filledTables(fresh, tables);
  await fresh.raw('create schema pristine');
  for (const table of standard) await fresh.raw('create table pristine.?? as table public.??', [table, table]);
  return async (knex) => {
    const sizes = await sizesOf(knex);
    const used = tables.filter((table) => !standard.includes(table) && sizes.get(table)! > 0);
    const large = used.filter((table) => sizes.get(table)! > mostToDelete);
    await knex.transaction(async (transaction) => {
      // Rows come back in any order: foreign keys are not looked at meanwhile.
      await transaction.raw("set local session_replication_role = 'replica'");
      if (large.length > 0) {
        const names = large.map(() => 'public.??').join(', ');
        await transaction.raw(`truncate ${names} restart identity cascade`, large);
      }
      for (const table of used) {
        if (!large.includes(table)) await transaction.raw('delete from public.??', [table]);
      }
      await restartIdentities(transaction, used);
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

/** The tables of the record and how many bytes each takes; none before its first row. */
async function sizesOf(knex: Knex): Promise<Map<string, number>> {
  const { rows } = await knex.raw(
    `select relname as name, pg_relation_size(oid)::integer as bytes from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all(?::text[]) order by 1`,
    [bookkeeping],
  );
  return new Map((rows as { name: string; bytes: number }[]).map(({ name, bytes }) => [name, bytes]));
}

async function filledTables(knex: Knex, tables: readonly string[]): Promise<string[]> {
  const parts = tables.map(() => 'select ?::text as name where exists (select from public.??)').join(' union all ');
  const { rows } = await knex.raw(
    parts,
    tables.flatMap((table) => [table, table]),
  );
  return (rows as { name: string }[]).map(({ name }) => name);
}

/** The next number of these tables' own sequences is their first one. */
async function restartIdentities(transaction: Knex, tables: readonly string[]): Promise<void> {
  await transaction.raw(
    `select setval(sequence.oid::regclass, settings.seqstart, false)
     from pg_class as sequence
     join pg_sequence as settings on settings.seqrelid = sequence.oid
     join pg_depend as owned on owned.objid = sequence.oid and owned.deptype in ('a', 'i') and owned.classid = 'pg_class'::regclass
     join pg_class as holder on holder.oid = owned.refobjid
     where holder.relnamespace = 'public'::regnamespace and holder.relname = any(?::text[])`,
    [[...tables]],
  );
}
