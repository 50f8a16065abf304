import type { Knex } from 'knex';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { readRows } from '../statement.js';

/** Any number that no other advisory lock here has. */
const gate = 7_262;

/**
 * Keeps all things of the network from being deleted until the end of the transaction, for who writes orders that refer
 * to them. Many may do so at once; they wait only for a deletion that came before. The row of changes is not asked for:
 * orders are not to wait for an import that changes a network.
 */
export async function holdNetwork(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(`select pg_advisory_xact_lock_shared(${gate}, 0)`);
}

/**
 * Waits for those who hold the network, and lets nobody new hold it until the end of the transaction. To be asked after
 * the lock of changes, and before it is counted what refers to a thing that is to be deleted.
 */
export async function passHolders(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(`select pg_advisory_xact_lock(${gate}, 0)`);
}

/** What orders refer to, as tables: `heads` of `depot_id` and `station_id`, `lines` of `sku_id` and `zone_id`. */
interface Referring {
  readonly heads: string;
  readonly lines: string;
  readonly values: readonly unknown[];
}

/**
 * Compares what orders refer to with the network as it is, while it is held.
 *
 * @throws ConflictError `network-changed` where a station, product or temperature zone is there no more.
 */
export async function assertStands(transaction: Knex.Transaction, { heads, lines, values }: Referring): Promise<void> {
  const [{ isGone }] = await readRows<{ isGone: boolean }>(
    transaction,
    `select exists (
         select from ${heads} where not exists (
           select from stations where stations.depot_id = heads.depot_id and stations.station_id = heads.station_id))
       or exists (
         select from ${lines} where not exists (select from skus where skus.sku_id = lines.sku_id)
           or not exists (select from zones where zones.zone_id = lines.zone_id)) as "isGone"`,
    values as unknown[] as string[],
  );
  if (isGone) throw networkChanged();
}

/** What was read of the network does not hold any more. */
export function networkChanged(): ConflictError {
  return new ConflictError(
    'network-changed',
    'Somebody changed the network again and again while this was read. Nothing of it was taken; send it again.',
  );
}
