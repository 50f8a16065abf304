import type { Knex } from 'knex';
import type { CollectingWave } from '../../../domain/network/cutoff.js';
import { readRows } from '../statement.js';

/** The waves of named cutoffs that still collect. */
export async function listCollectingWaves(knex: Knex): Promise<CollectingWave[]> {
  return readRows<CollectingWave>(
    knex,
    `select depot_id as "depotId", delivery_date as "deliveryDate", sequence, name, cutoff_id as "cutoffId"
     from waves where status = 'collecting' and cutoff_id is not null order by depot_id, delivery_date, sequence`,
    [],
  );
}
