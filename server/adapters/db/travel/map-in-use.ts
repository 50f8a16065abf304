import type { Database } from '../engine/database.js';

/** Which map the servers of one record plan with; each has its own files of it. */
export function makeMapInUse({ knex }: Database) {
  return {
    async find(): Promise<{ readonly mapId: string; readonly name: string; readonly since: Date } | undefined> {
      const { rows } = await knex.raw('select map_id as "mapId", name, since from map_in_use');
      return rows[0];
    },
    /** What was said since then stays. */
    async say({ mapId, name }: { readonly mapId: string; readonly name: string }, since: Date): Promise<void> {
      await knex.raw(
        `insert into map_in_use (map_id, name, since) values (?, ?, ?) on conflict (one) do update
           set map_id = excluded.map_id, name = excluded.name, since = excluded.since
           where map_in_use.since < excluded.since`,
        [mapId, name, since],
      );
    },
  };
}
