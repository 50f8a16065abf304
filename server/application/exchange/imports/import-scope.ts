import { foldId } from '../../../domain/fold-id.js';
import type { Cutoff, WaveRule } from '../../../domain/network/cutoff.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../../../domain/network/network.js';
import { isOwn as isOwnDepot, type OwnDepots } from '../../../domain/own-depots.js';
import type { RowReader } from '../../tables/row-reader.js';

interface Network {
  readonly depots: readonly Depot[];
  readonly stations: readonly Station[];
  readonly vehicles: readonly Vehicle[];
  readonly couriers: readonly Courier[];
  readonly cutoffs: readonly Cutoff[];
  readonly waveRules: readonly WaveRule[];
}

/** Which part of the record an import may see and change: all of it, or that of some depots. */
export class ImportScope {
  private readonly strangeStations = new Set<string>();
  private readonly strangeVehicles = new Set<string>();
  private readonly strangeCouriers = new Set<string>();
  private readonly strangeCutoffs = new Set<string>();
  private readonly strangeRules = new Set<string>();

  constructor(private readonly depotIds: OwnDepots) {}

  /** What may be seen. The ids of the rest are remembered, for they cannot be given twice. */
  narrow(network: Network): Network {
    if (this.depotIds === undefined) return network;
    const isOwn = (each: { readonly depotId: string }) => isOwnDepot(this.depotIds, each.depotId);
    for (const station of network.stations) {
      if (!isOwn(station)) this.strangeStations.add(foldId(station.stationId));
    }
    for (const vehicle of network.vehicles) if (!isOwn(vehicle)) this.strangeVehicles.add(vehicle.vehicleId);
    for (const courier of network.couriers) if (!isOwn(courier)) this.strangeCouriers.add(courier.courierId);
    for (const cutoff of network.cutoffs) if (!isOwn(cutoff)) this.strangeCutoffs.add(cutoff.cutoffId);
    for (const rule of network.waveRules) if (!isOwn(rule)) this.strangeRules.add(rule.ruleId);
    return {
      depots: network.depots.filter(isOwn),
      stations: network.stations.filter(isOwn),
      vehicles: network.vehicles.filter(isOwn),
      couriers: network.couriers.filter(isOwn),
      cutoffs: network.cutoffs.filter(isOwn),
      waveRules: network.waveRules.filter(isOwn),
    };
  }

  /**
   * Refuses a row of another depot, and ids that another depot has given.
   *
   * @param before what the record holds under the id.
   */
  check<T extends Depot | Station | Vehicle | Courier | Sku | Cutoff | WaveRule>(
    row: RowReader,
    column: string,
    entity: T,
    before: T | undefined,
    changes: boolean,
  ): void {
    const { depotIds } = this;
    if (row.refused) return;
    if (before !== undefined && 'depotId' in before && 'depotId' in entity && before.depotId !== entity.depotId) {
      row.refuse(column, 'id-taken/by', { depot: before.depotId });
    }
    if (depotIds === undefined || row.refused) return;
    if (!('depotId' in entity)) {
      if (changes) {
        row.refuse(column, 'shared-by-depots', { depot: depotIds.join(', ') });
      }
      return;
    }
    if (!depotIds.includes(entity.depotId)) {
      row.refuse('depot_id', 'other-depot', { depot: depotIds.join(', ') });
    } else if (
      ('windows' in entity && this.strangeStations.has(foldId(entity.stationId))) ||
      ('shift' in entity && this.strangeVehicles.has(entity.vehicleId)) ||
      ('courierId' in entity && this.strangeCouriers.has(entity.courierId)) ||
      ('sequence' in entity && this.strangeCutoffs.has(entity.cutoffId)) ||
      ('ruleId' in entity && this.strangeRules.has(entity.ruleId))
    ) {
      row.refuse(column, 'id-taken');
    }
  }
}
