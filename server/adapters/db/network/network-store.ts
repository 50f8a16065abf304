import type { Knex } from 'knex';
import type { Courier, Depot, Sku, SpeedProfile, Station, Vehicle } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import type { PriorityRule } from '../../../domain/orders/order.js';
import { listEmptyTotes } from '../waves/empty-totes.js';
import {
  type CourierRow,
  type DepotRow,
  depotColumns,
  type PriorityRuleRow,
  type SkuRow,
  type StationRow,
  selectVehicles,
  skuColumns,
  stationColumns,
  toCourier,
  toDepot,
  toPriorityRule,
  toSku,
  toStation,
  toVehicle,
  toZone,
  type VehicleRow,
  type ZoneRow,
} from './network-rows.js';

/** Reads the whole network of the record; `depotId` narrows to one depot's part. */
export function makeNetworkReader(knex: Knex) {
  const read = async <Row, T>(sql: string, toValue: (row: Row) => T, depotId?: string): Promise<T[]> => {
    const { rows } = await knex.raw(sql, depotId === undefined ? [] : [depotId]);
    return (rows as Row[]).map(toValue);
  };
  const where = (depotId?: string) => (depotId === undefined ? '' : 'where depot_id = ?');
  return {
    listDepots: (): Promise<Depot[]> =>
      read<DepotRow, Depot>(`select ${depotColumns} from depots order by depot_id`, toDepot),
    listStations: (depotId?: string): Promise<Station[]> =>
      read<StationRow, Station>(
        `select ${stationColumns} from stations ${where(depotId)} order by station_id`,
        toStation,
        depotId,
      ),
    listSkus: (): Promise<Sku[]> => read<SkuRow, Sku>(`select ${skuColumns} from skus order by sku_id`, toSku),
    listVehicles: (depotId?: string): Promise<Vehicle[]> =>
      read<VehicleRow, Vehicle>(`${selectVehicles} ${where(depotId)} order by vehicles.vehicle_id`, toVehicle, depotId),
    listCouriers: (depotId?: string): Promise<Courier[]> =>
      read<CourierRow, Courier>(
        `select depot_id, courier_id, name, phone, vehicle_id from couriers ${where(depotId)} order by courier_id`,
        toCourier,
        depotId,
      ),
    listZones: (): Promise<TemperatureZone[]> =>
      read<ZoneRow, TemperatureZone>('select * from zones order by sort, zone_id', toZone),
    listPriorityRules: (): Promise<PriorityRule[]> =>
      read<PriorityRuleRow, PriorityRule>('select * from priority_rules order by 1, 2, 3', toPriorityRule),
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
