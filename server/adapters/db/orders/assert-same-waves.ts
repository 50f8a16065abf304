import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { WaveRegime } from '../../../application/orders/intake-store.js';
import { networkChanged } from '../network/hold-network.js';
import { makeNetworkReader } from '../network/network-store.js';

/**
 * Compares what the waves of orders follow from with what it was when the orders were read, while the network is held: a
 * wave is opened under no name, number or time that does not hold any more.
 *
 * @throws ConflictError `network-changed`
 */
export async function assertSameWaves(transaction: Knex.Transaction, read: WaveRegime): Promise<void> {
  const reader = makeNetworkReader(transaction);
  const now: WaveRegime = {
    depots: await reader.listDepots(),
    cutoffs: await reader.listCutoffs(),
    waveRules: await reader.listWaveRules(),
  };
  const depotIds = new Set(read.depots.map(({ depotId }) => depotId));
  if (!isDeepStrictEqual(wavesOf(now, depotIds), wavesOf(read, depotIds))) throw networkChanged();
}

function wavesOf({ depots, cutoffs, waveRules }: WaveRegime, depotIds: ReadonlySet<string>) {
  const isOf = ({ depotId }: { readonly depotId: string }) => depotIds.has(depotId);
  const clocks = depots
    .filter(isOf)
    .map(({ depotId, cutoffSecond, timeZone }) => [depotId, { cutoffSecond, timeZone }] as const);
  const byId = <T extends object>(all: readonly T[], idOf: (each: T) => string) =>
    new Map(all.map((each) => [idOf(each), each]));
  return {
    clocks: new Map(clocks),
    cutoffs: byId(cutoffs.filter(isOf), ({ cutoffId }) => cutoffId),
    waveRules: byId(waveRules.filter(isOf), ({ ruleId }) => ruleId),
  };
}
