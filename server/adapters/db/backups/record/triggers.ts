import type { Knex } from 'knex';

const words: Readonly<Record<string, string>> = { O: 'enable', A: 'enable always', R: 'enable replica' };

/**
 * Switches off the triggers of tables: rows that come back are no news. Foreign keys are still looked at.
 *
 * @returns what puts each back to how it was.
 */
export async function switchTriggersOff(
  transaction: Knex.Transaction,
  tables: readonly string[],
): Promise<() => Promise<void>> {
  const { rows } = await transaction.raw(
    `select pg_class.relname as "table", tgname as name, tgenabled as state
     from pg_trigger join pg_class on pg_class.oid = tgrelid
     where not tgisinternal and tgenabled <> 'D' and relnamespace = current_schema()::regnamespace
       and relname = any(?)`,
    [tables as string[]],
  );
  const triggers = rows as { table: string; name: string; state: string }[];
  for (const { table, name } of triggers) await transaction.raw('alter table ?? disable trigger ??', [table, name]);
  return async () => {
    for (const { table, name, state } of triggers) {
      await transaction.raw(`alter table ?? ${words[state]} trigger ??`, [table, name]);
    }
  };
}
