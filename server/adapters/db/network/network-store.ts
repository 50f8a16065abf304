import type { Knex } from 'knex';
import type { Fields } from '../../../domain/network/attributes/attribute.js';
import type { NetworkEntities, NetworkKind } from '../../../domain/network/attributes/things.js';
import type { Cutoff, WaveRule } from '../../../domain/network/cutoff.js';
import type { Courier, Depot, Sku, SpeedProfile, Station, Vehicle } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import type { PriorityRule } from '../../../domain/orders/priority.js';
import { listEmptyTotes } from '../waves/empty-totes.js';
import { selectOf } from './attribute-columns.js';
import { type PriorityRuleRow, toEntity, toPriorityRule } from './network-rows.js';

/** Reads the whole network of the record; `depots` narrow to the part of one or some of them. */
export function makeNetworkReader(knex: Knex) {
  const list = async <Kind extends NetworkKind>(
    kind: Kind,
    order: string,
    depots?: string | readonly string[],
  ): Promise<NetworkEntities[Kind][]> => {
    const where = depots === undefined ? '' : `where ${kind}.depot_id = any(?::text[])`;
    const sql = `${selectOf(kind)} ${where} order by ${order}`;
    const { rows } = await knex.raw(sql, depots === undefined ? [] : [[depots].flat() as unknown as string]);
    return (rows as Fields[]).map((row) => toEntity(kind, row));
  };
  return {
    async version(): Promise<string> {
      const { rows } = await knex.raw('select version from network_lock');
      return rows[0].version;
    },
    listDepots: (): Promise<Depot[]> => list('depots', 'depots.depot_id'),
    listStations: (depots?: string | readonly string[]): Promise<Station[]> =>
      list('stations', 'stations.station_id', depots),
    listSkus: (): Promise<Sku[]> => list('skus', 'skus.sku_id'),
    listVehicles: (depotId?: string): Promise<Vehicle[]> => list('vehicles', 'vehicles.vehicle_id', depotId),
    listCouriers: (depotId?: string): Promise<Courier[]> => list('couriers', 'couriers.courier_id', depotId),
    listCutoffs: (): Promise<Cutoff[]> => list('cutoffs', 'cutoffs.depot_id, cutoffs.sequence'),
    listWaveRules: (): Promise<WaveRule[]> =>
      list('wave_rules', 'wave_rules.depot_id, wave_rules.rank, wave_rules.rule_id'),
    listZones: (): Promise<TemperatureZone[]> => list('zones', 'zones.sort, zones.zone_id'),
    listPriorityRules: (): Promise<PriorityRule[]> =>
      knex
        .raw('select * from priority_rules order by 1, 2, 3')
        .then(({ rows }: { rows: PriorityRuleRow[] }) => rows.map(toPriorityRule)),
    listEmptyTotes: (depotId: string, until: Date) => listEmptyTotes(knex, depotId, until),
    /** By depot; a depot without rows has none. */
    async listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>> {
      const { rows } = await knex.raw(
        'select depot_id, hour, speed_factor from speed_profiles order by depot_id, hour',
      );
      const profiles = new Map<string, number[]>();
      for (const row of rows as { depot_id: string; hour: number; speed_factor: number }[]) {
        const profile = profiles.get(row.depot_id) ?? new Array<number>(24).fill(1);
        profile[row.hour] = row.speed_factor;
        profiles.set(row.depot_id, profile);
      }
      return profiles;
    },
  };
}

export type NetworkReader = ReturnType<typeof makeNetworkReader>;
