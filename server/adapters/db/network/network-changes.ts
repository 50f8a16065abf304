import type { Knex } from 'knex';
import type { NetworkChangeStore, NetworkKind, NetworkView } from '../../../application/network/change-network.js';
import type { NetworkChanges } from '../../../application/orders/intake-store.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import { insertAudit } from '../accounts/account-store.js';
import type { Database } from '../engine/database.js';
import { expectRows } from '../expect-rows.js';
import { lockNetworkChanges } from './lock-network-changes.js';
import {
  depotColumns,
  selectVehicles,
  skuColumns,
  stationColumns,
  toCourier,
  toDepot,
  toSku,
  toStation,
  toVehicle,
  toZone,
} from './network-rows.js';
import { writeNetwork } from './write-network.js';

/** How one of a kind is read; ids are compared as an import compares them. */
const readers: Readonly<Record<NetworkKind, { readonly sql: string; toValue(row: never): unknown; word: string }>> = {
  depots: { sql: `select ${depotColumns} from depots where depot_id = ?`, toValue: toDepot, word: 'depot' },
  stations: {
    sql: `select ${stationColumns} from stations where upper(station_id) = upper(?)`,
    toValue: toStation,
    word: 'station',
  },
  skus: { sql: `select ${skuColumns} from skus where sku_id = upper(?)`, toValue: toSku, word: 'sku' },
  vehicles: { sql: `${selectVehicles} where vehicles.vehicle_id = ?`, toValue: toVehicle, word: 'vehicle' },
  couriers: {
    sql: 'select depot_id, courier_id, name, phone, vehicle_id from couriers where courier_id = ?',
    toValue: toCourier,
    word: 'courier',
  },
  zones: { sql: 'select * from zones where zone_id = ?', toValue: toZone, word: 'zone' },
};

const nothing: NetworkChanges = {
  depots: [],
  speedProfile: undefined,
  stations: [],
  skus: [],
  vehicles: [],
  couriers: [],
};

/** Changes of one thing of the network at a time, each in a transaction with its audit row. */
export function makeNetworkChangeStore(database: Database): NetworkChangeStore {
  return {
    inChange: (work) =>
      database.inTransaction(async (transaction) => {
        await lockNetworkChanges(transaction);
        return work(viewOf(transaction));
      }),
  };
}

function viewOf(transaction: Knex.Transaction): NetworkView {
  return {
    async listDepots() {
      const { rows } = await transaction.raw(`select ${depotColumns} from depots`);
      return rows.map(toDepot);
    },
    async listZoneIds() {
      const { rows } = await transaction.raw('select zone_id from zones order by sort');
      return (rows as { zone_id: string }[]).map((row) => row.zone_id);
    },
    async listVehicles() {
      const { rows } = await transaction.raw(selectVehicles);
      return rows.map(toVehicle);
    },
    async find(kind, id, depotId) {
      const { sql, toValue } = readers[kind];
      const { rows } = await transaction.raw(`${sql} for update`, [id]);
      const isWanted = (row: { depot_id?: string }) => Number(row.depot_id === depotId);
      rows.sort((one: object, other: object) => isWanted(other) - isWanted(one));
      return rows.length === 0 ? undefined : (toValue(rows[0] as never) as never);
    },
    async listStationPositions(depotId) {
      const { rows } = await transaction.raw(
        'select ST_X(position) as lon, ST_Y(position) as lat from stations where depot_id = ?',
        [depotId],
      );
      return rows as LonLat[];
    },
    async save(kind, entity, { by, at, action, id, depotId, changes }) {
      if (kind === 'zones') await writeZone(transaction, entity as TemperatureZone);
      else await writeNetwork(transaction, { ...nothing, [kind]: [entity] });
      const { word } = readers[kind];
      await insertAudit(transaction, { by, action: `${word}.${action}`, kind: word, id, depotId, at, detail: changes });
    },
  };
}

async function writeZone(transaction: Knex.Transaction, zone: TemperatureZone): Promise<void> {
  const { tote } = zone;
  const written = await transaction.raw(
    `insert into zones (zone_id, name_zh, name_en, sort, min_celsius, max_celsius, minutes_out_of_cold, tote_name_zh,
       tote_name_en, tote_milliliters, tote_grams) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (zone_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, sort = excluded.sort,
       min_celsius = excluded.min_celsius, max_celsius = excluded.max_celsius,
       minutes_out_of_cold = excluded.minutes_out_of_cold, tote_name_zh = excluded.tote_name_zh,
       tote_name_en = excluded.tote_name_en, tote_milliliters = excluded.tote_milliliters,
       tote_grams = excluded.tote_grams`,
    [
      zone.zoneId,
      zone.nameZh,
      zone.nameEn,
      zone.sort,
      zone.minCelsius,
      zone.maxCelsius,
      zone.minutesOutOfRefrigeration ?? null,
      tote.nameZh,
      tote.nameEn,
      tote.milliliters,
      tote.grams,
    ] as string[],
  );
  expectRows(written, 1, 'a zone');
}
