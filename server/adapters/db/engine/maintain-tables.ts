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
 * vacuumed here too. What was counted goes with a database that is killed, and with every end of the embedded one: of a
 * table that was never analyzed only its size tells then that it holds something.
 */
export function makeMaintainTables({ backend, knex, inTransaction }: Database): MaintainTables {
  const { vacuumsItself } = backends[backend];
  /** Tables whose vacuum took too long for the engine: to try again and again would hold everybody up. */
  const tooLong = new Set<string>();

  const vacuum = async (name: string) => {
    try {
      await knex.raw('vacuum (analyze, parallel 0) ??', [name]);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENGINE_TIMEOUT') tooLong.add(name);
      throw error;
    }
  };

  return async () => {
    const done: string[] = [];
    const failures: unknown[] = [];
    for (const { name, isStale, isBloated } of await findWorn()) {
      try {
        if (isBloated && !vacuumsItself && !tooLong.has(name)) await vacuum(name);
        else if (!isStale || !(await analyze(name))) continue;
        done.push(name);
      } catch (error) {
        // The others are looked after all the same.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return done;
  };

  /** Only what the role owns: others' tables cannot be analyzed. Nothing else vacuums the embedded database's catalogs. */
  async function findWorn(): Promise<WornTable[]> {
    const { rows } = await knex.raw<{ rows: WornTable[] }>(
      `select * from (
         select known.relid::regclass::text as name, n_dead_tup > 1000 + n_live_tup / 5 as "isBloated",
           known.schemaname = current_schema()
             and (n_mod_since_analyze > 50 + n_live_tup / 10
               or (tables.reltuples < 0 and pg_relation_size(known.relid) > 0)) as "isStale"
         from pg_stat_all_tables as known join pg_class as tables on tables.oid = known.relid
         where pg_has_role(tables.relowner, 'USAGE')
           and (known.schemaname = current_schema() or (known.schemaname = 'pg_catalog' and not ?::boolean))) as worn
       where "isStale" or "isBloated" order by name`,
      [vacuumsItself],
    );
    return rows;
  }

  /** Not while autovacuum or another server is at it. @returns false then. */
  async function analyze(name: string): Promise<boolean> {
    return inTransaction(async (transaction) => {
      const { rows } = await transaction.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine', [
        lockKey,
      ]);
      if (!rows[0].mine) return false;
      await transaction.raw('analyze (skip_locked) ??', [name]);
      return true;
    });
  }
}
