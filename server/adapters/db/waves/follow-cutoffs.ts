import type { Knex } from 'knex';
import type { Cutoff } from '../../../domain/network/cutoff.js';
import type { Depot } from '../../../domain/network/network.js';
import { cutoffAtOf, cutoffOf } from '../../../domain/waves/wave.js';
import { readRows } from '../statement.js';

/**
 * Gives the waves that still collect the names and times of the cutoffs that they are of. Those that are closed keep what
 * they were called; one that somebody added by hand keeps its own time.
 */
export async function followCutoffs(transaction: Knex.Transaction, cutoffs: readonly Cutoff[]): Promise<void> {
  if (cutoffs.length === 0) return;
  const cutoffIds = cutoffs.map(({ cutoffId }) => cutoffId);
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
    [cutoffIds as unknown as string],
  );
  const open = await readRows<OpenWave & { readonly cutoffId: string }>(
    transaction,
    `select ${openWave}, cutoff_id as "cutoffId"
     from waves where status = 'collecting' and cutoff_id = any(?::text[]) order by wave_id for update`,
    [cutoffIds],
  );
  const byId = new Map(cutoffs.map((cutoff) => [cutoff.cutoffId, cutoff]));
  await moveCutoffs(transaction, open, (wave) =>
    cutoffAtOf(byId.get(wave.cutoffId)!, wave.deliveryDate, wave.timeZone),
  );
}

/** Gives the first waves of depots' dates that still collect, and are of no named cutoff, the cutoffs of their depots. */
export async function followDepots(transaction: Knex.Transaction, depots: readonly Depot[]): Promise<void> {
  if (depots.length === 0) return;
  const open = await readRows<OpenWave>(
    transaction,
    `select ${openWave}
     from waves where status = 'collecting' and sequence = 1 and cutoff_id is null and depot_id = any(?::text[])
     order by wave_id for update`,
    [depots.map(({ depotId }) => depotId)],
  );
  const byId = new Map(depots.map((depot) => [depot.depotId, depot]));
  await moveCutoffs(transaction, open, ({ depotId, deliveryDate, timeZone }) =>
    cutoffOf({ ...byId.get(depotId)!, timeZone }, deliveryDate),
  );
}

interface OpenWave {
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: string;
  readonly timeZone: string;
}

const openWave = 'depot_id as "depotId", wave_id as "waveId", delivery_date as "deliveryDate", time_zone as "timeZone"';

/** Waves are held already. One that has collected before its cutoff closes itself, wherever its cutoff goes. */
async function moveCutoffs<Wave extends OpenWave>(
  transaction: Knex.Transaction,
  waves: readonly Wave[],
  cutoffAt: (wave: Wave) => Date,
): Promise<void> {
  if (waves.length === 0) return;
  const columns = [
    waves.map(({ depotId }) => depotId),
    waves.map(({ waveId }) => waveId),
    waves.map((wave) => cutoffAt(wave).toISOString()),
  ];
  await transaction.raw(
    `update waves set cutoff_at = given.cutoff_at,
       cutoff_brought_forward = waves.cutoff_brought_forward or coalesce(
         waves.first_order_at < waves.cutoff_at and waves.first_order_at >= given.cutoff_at, false)
     from unnest(?::text[], ?::text[], ?::timestamptz[]) as given(depot_id, wave_id, cutoff_at)
     where waves.depot_id = given.depot_id and waves.wave_id = given.wave_id and waves.cutoff_at <> given.cutoff_at`,
    columns as unknown as string[],
  );
}
