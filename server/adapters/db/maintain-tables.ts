import { backends } from './backend.js';
import type { Database } from './database.js';

/** Of all servers on one record, one analyzes at a time. */
const lockKey = 'tuanda:maintain-tables';

interface WornTable {
  readonly name: string;
  /** Its statistics are no longer true. */
  readonly isStale: boolean;
  /** Dead rows take up room. */
  readonly isBloated: boolean;
}

/** @returns the names of the tables that something was done to. */
export type MaintainTables = () => Promise<string[]>;

/**
 * Analyzes the tables that have changed much since they last were, one after the other. Right after an import the database
 * has no statistics of a day's goods, and one list may read a thousand times as many rows as it needs. PostgreSQL notices
 * within minutes; the embedded database never does, nor does it ever use the room of dead rows again, so there they are
 * vacuumed here too.
 */
export function makeMaintainTables({ backend, knex, inTransaction }: Database): MaintainTables {
  const { vacuumsItself } = backends[backend];
  /** Tables whose vacuum failed: one that takes too long would hold everybody up again and again. */
  const failed = new Set<string>();

  return async () => {
    const done: string[] = [];
    for (const { name, isStale, isBloated } of await findWorn()) {
      if (isBloated && !vacuumsItself && !failed.has(name)) await vacuum(name);
      else if (!isStale || !(await analyze(name))) continue;
      done.push(name);
    }
    return done;
  };

  async function findWorn(): Promise<WornTable[]> {
    const { rows } = await knex.raw<{ rows: WornTable[] }>(
      `select * from (
         select known.relname as name, n_dead_tup > 1000 + n_live_tup / 5 as "isBloated",
           n_mod_since_analyze > 50 + n_live_tup / 10 or (tables.reltuples < 0 and n_live_tup > 0) as "isStale"
         from pg_stat_user_tables as known join pg_class as tables on tables.oid = known.relid
         where known.schemaname = current_schema()) as worn
       where "isStale" or "isBloated" order by name`,
    );
    return rows;
  }

  async function vacuum(name: string): Promise<void> {
    failed.add(name);
    await knex.raw('vacuum (analyze) ??', [name]);
    failed.delete(name);
  }

  /** @returns false when another server is at it. */
  async function analyze(name: string): Promise<boolean> {
    return inTransaction(async (transaction) => {
      const { rows } = await transaction.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine', [
        lockKey,
      ]);
      if (!rows[0].mine) return false;
      await transaction.raw('analyze ??', [name]);
      return true;
    });
  }
}
