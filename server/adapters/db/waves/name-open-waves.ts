import type { Knex } from 'knex';
import type { Cutoff } from '../../../domain/network/cutoff.js';
import { cutoffAtOf } from '../../../domain/waves/wave.js';
import { readRows } from '../statement.js';

/**
 * Gives the waves that still collect the names and times of the cutoffs that they are of. Those that are closed keep what
 * they were called; one that somebody added by hand keeps its own time.
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
  const open = await readRows<{ waveId: string; cutoffId: string; deliveryDate: string; timeZone: string }>(
    transaction,
    `select wave_id as "waveId", cutoff_id as "cutoffId", delivery_date as "deliveryDate", time_zone as "timeZone"
     from waves where status = 'collecting' and cutoff_id = any(?::text[]) order by wave_id for update`,
    [cutoffs.map(({ cutoffId }) => cutoffId)],
  );
  const byId = new Map(cutoffs.map((cutoff) => [cutoff.cutoffId, cutoff]));
  for (const { waveId, cutoffId, deliveryDate, timeZone } of open) {
    // A time before the first order would leave the wave to be closed by hand.
    await transaction.raw(
      `update waves set cutoff_at = given.at from (select ?::timestamptz as at) as given
       where wave_id = ? and cutoff_at <> given.at and (first_order_at is null or first_order_at < given.at)`,
      [cutoffAtOf(byId.get(cutoffId)!, deliveryDate, timeZone), waveId],
    );
  }
}
