import type { Knex } from 'knex';
import type { NetworkChangeStore, NetworkView } from '../../../application/network/change-network.js';
import type { NetworkChanges } from '../../../application/orders/intake-store.js';
import type { Fields } from '../../../domain/network/attributes/attribute.js';
import type { NetworkKind } from '../../../domain/network/attributes/things.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import { insertAudit } from '../accounts/account-store.js';
import type { Database } from '../engine/database.js';
import { selectOf } from './attribute-columns.js';
import { lockNetworkChanges } from './lock-network-changes.js';
import { toEntity } from './network-rows.js';
import { writeNetwork, writeThings } from './write-network.js';

/** How one of a kind is found; ids are compared as an import compares them. */
const found: Readonly<Record<NetworkKind, { readonly where: string; readonly word: string }>> = {
  depots: { where: 'depots.depot_id = ?', word: 'depot' },
  stations: { where: 'upper(stations.station_id) = upper(?)', word: 'station' },
  skus: { where: 'skus.sku_id = upper(?)', word: 'sku' },
  vehicles: { where: 'vehicles.vehicle_id = ?', word: 'vehicle' },
  couriers: { where: 'couriers.courier_id = ?', word: 'courier' },
  zones: { where: 'zones.zone_id = ?', word: 'zone' },
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
      const { rows } = await transaction.raw(selectOf('depots'));
      return rows.map((row: Fields) => toEntity('depots', row));
    },
    async listZoneIds() {
      const { rows } = await transaction.raw('select zone_id from zones order by sort');
      return (rows as { zone_id: string }[]).map((row) => row.zone_id);
    },
    async listVehicles() {
      const { rows } = await transaction.raw(selectOf('vehicles'));
      return rows.map((row: Fields) => toEntity('vehicles', row));
    },
    async find(kind, id) {
      const { rows } = await transaction.raw(`${selectOf(kind)} where ${found[kind].where} for update`, [id]);
      return rows.length === 0 ? undefined : toEntity(kind, rows[0]);
    },
    async listStationPositions(depotId) {
      const { rows } = await transaction.raw(
        'select ST_X(position) as lon, ST_Y(position) as lat from stations where depot_id = ?',
        [depotId],
      );
      return rows as LonLat[];
    },
    async save(kind, entity, { by, at, action, id, depotId, changes }) {
      if (kind === 'zones') await writeThings(transaction, 'zones', [entity as TemperatureZone]);
      else await writeNetwork(transaction, { ...nothing, [kind]: [entity] });
      const { word } = found[kind];
      await insertAudit(transaction, { by, action: `${word}.${action}`, kind: word, id, depotId, at, detail: changes });
    },
  };
}
