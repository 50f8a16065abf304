import type { Station, Vehicle } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import {
  type Consignment,
  type ConsignmentLine,
  partsOf,
  type SplitConsignment,
} from '../../../domain/waves/consignment.js';
import type { WaveStore } from '../../waves/wave-store.js';
import type { PlannedWave } from '../planning-context.js';
import { isTooMuch, splitConsignment, supplyOf } from './split-consignment.js';

/** A wave's goods as they are placed, and what of them is divided. */
export interface SplitWave {
  readonly consignments: readonly Consignment[];
  readonly split: readonly SplitConsignment[];
  readonly splitWholes: readonly Consignment[];
  readonly splitLines: readonly ConsignmentLine[];
}

/**
 * Divides what no vehicle holds whole. What a plan that is there has divided stays so: couriers and pickers know of it.
 * In such a plan only what an event adds is divided anew.
 */
export async function splitWave(
  waves: Pick<WaveStore, 'listConsignmentLines'>,
  { depotId, waveId, routes, split: known = [], added = [], addedOrderIds = [] }: PlannedWave,
  recorded: readonly Consignment[],
  zones: readonly TemperatureZone[],
  stations: readonly Station[],
  vehicles: readonly Vehicle[],
): Promise<SplitWave> {
  const stationOf = new Map(stations.map((station) => [station.stationId, station]));
  const changed = new Set(added.map(({ consignmentId }) => consignmentId));
  const kept = new Map(
    known.filter(({ consignmentId }) => !changed.has(consignmentId)).map((each) => [each.consignmentId, each]),
  );
  const isOpen = ({ consignmentId }: Consignment) => routes === undefined || changed.has(consignmentId);
  const tooMuch = new Map(
    recorded
      .filter((goods) => isOpen(goods) && !kept.has(goods.consignmentId))
      .filter((goods) => stationOf.has(goods.stationId) && isTooMuch(goods, stationOf.get(goods.stationId)!, vehicles))
      .map((goods) => [goods.consignmentId, goods]),
  );
  if (kept.size + tooMuch.size === 0) {
    return { consignments: recorded, split: [], splitWholes: [], splitLines: [] };
  }
  const asked = [...kept.keys(), ...tooMuch.keys()];
  const lines = await waves.listConsignmentLines(depotId, waveId, asked, addedOrderIds);
  for (const { zoneId, tote } of zones) {
    const goods = [...tooMuch.values()]
      .filter((each) => each.zoneId === zoneId)
      .sort((one, other) => other.milliliters - one.milliliters);
    if (goods.length === 0) continue;
    const undivided = recorded.filter(
      (each) => each.zoneId === zoneId && !tooMuch.has(each.consignmentId) && !kept.has(each.consignmentId),
    );
    const supply = supplyOf(zoneId, vehicles, undivided);
    for (const each of goods) {
      const own = lines.filter(({ consignmentId }) => consignmentId === each.consignmentId);
      const split = splitConsignment(each, own, tote, stationOf.get(each.stationId)!, vehicles, supply);
      if (split !== undefined) kept.set(each.consignmentId, split);
    }
  }
  return {
    consignments: recorded.flatMap((goods) => {
      const split = kept.get(goods.consignmentId);
      return split === undefined ? [goods] : partsOf(goods, split);
    }),
    split: [...kept.values()],
    splitWholes: recorded
      .filter(({ consignmentId }) => kept.has(consignmentId))
      .map((goods) => (tooMuch.has(goods.consignmentId) ? asPacked(goods, kept.get(goods.consignmentId)!) : goods)),
    splitLines: lines.filter(({ consignmentId }) => kept.has(consignmentId)),
  };
}

/** As many totes as its parts have once the plan stands. */
function asPacked(goods: Consignment, { parts }: SplitConsignment): Consignment {
  return { ...goods, toteCount: parts[parts.length - 1].lastTote };
}
