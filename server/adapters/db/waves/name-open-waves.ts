import type { Knex } from 'knex';
import type { Cutoff } from '../../../domain/network/cutoff.js';

/**
 * Gives the waves that still collect the names of the cutoffs that they are of. Those that are closed keep what they were
 * called; one that somebody added by hand keeps its own time.
 */
export async function nameOpenWaves(transaction: Knex.Transaction, cutoffs: readonly Cutoff[]): Promise<void> {
  if (cutoffs.length === 0) return;
  await transaction.raw(
    `with held as materialized (
       -- In the order in which all hold them.
       select waves.depot_id, waves.wave_id, cutoffs.name, cutoffs.cutoff_id from waves
         join cutoffs on cutoffs.depot_id = waves.depot_id and cutoffs.sequence = waves.sequence
       where waves.status = 'collecting' and cutoffs.cutoff_id = any(?::text[])
         and (waves.cutoff_id is null or waves.cutoff_id = cutoffs.cutoff_id)
         and cutoffs.weekdays @> to_jsonb(extract(isodow from waves.delivery_date)::integer)
       order by waves.wave_id for update of waves)
     update waves set name = held.name, cutoff_id = case when sequence = 1 then held.cutoff_id else waves.cutoff_id end
     from held where held.depot_id = waves.depot_id and held.wave_id = waves.wave_id`,
    [cutoffs.map(({ cutoffId }) => cutoffId) as unknown as string],
  );
}
