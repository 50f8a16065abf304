import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import { idOf } from '../../../application/network/settle-change.js';
import type { NetworkChanges, ReadNetwork } from '../../../application/orders/intake-store.js';
import { foldId } from '../../../domain/fold-id.js';
import type { NetworkEntities } from '../../../domain/network/attributes/things.js';
import { networkChanged } from './hold-network.js';
import { makeNetworkReader } from './network-store.js';

/**
 * Compares what is to be changed with what it was when the files were read: what somebody saved meanwhile is not put back.
 *
 * @throws ConflictError `network-changed`
 */
export async function assertUnchanged(
  transaction: Knex.Transaction,
  changes: NetworkChanges,
  { before }: ReadNetwork,
): Promise<void> {
  const reader = makeNetworkReader(transaction);
  const lists = {
    depots: reader.listDepots,
    stations: reader.listStations,
    skus: reader.listSkus,
    vehicles: reader.listVehicles,
    couriers: reader.listCouriers,
    cutoffs: reader.listCutoffs,
    wave_rules: reader.listWaveRules,
  } as const;
  for (const kind of Object.keys(lists) as (keyof typeof lists)[]) {
    if (changes[kind].length === 0) continue;
    // As an import compares them.
    const anyCase = kind === 'stations' || kind === 'skus';
    const keyOf = (entity: NetworkEntities[typeof kind]) => (anyCase ? foldId(idOf(kind, entity)) : idOf(kind, entity));
    const now = new Map((await lists[kind]()).map((entity) => [keyOf(entity), entity]));
    const was = new Map(before[kind].map((entity) => [keyOf(entity), entity]));
    for (const entity of changes[kind]) {
      const key = keyOf(entity);
      if (!isDeepStrictEqual(now.get(key), was.get(key))) throw networkChanged();
    }
  }
}
