import type { Knex } from 'knex';
import type { NetworkChangeStore, NetworkTrail, NetworkView } from '../../../application/network/change-network.js';
import { depotOf, idOf } from '../../../application/network/settle-change.js';
import type { NetworkChanges } from '../../../application/orders/intake-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import type { Fields } from '../../../domain/network/attributes/attribute.js';
import { type NetworkEntities, type NetworkKind, things } from '../../../domain/network/attributes/things.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import { isOwn } from '../../../domain/own-depots.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { insertAudits } from '../accounts/insert-audits.js';
import type { Database } from '../engine/database.js';
import { expectRows } from '../expect-rows.js';
import { readRows } from '../statement.js';
import { listCollectingWaves } from '../waves/collecting-waves.js';
import { selectOf } from './attribute-columns.js';
import { passHolders } from './hold-network.js';
import { lockNetworkChanges } from './lock-network-changes.js';
import { isReferredTo, readImpact } from './network-impact.js';
import { toEntity } from './network-rows.js';
import { makeNetworkReader } from './network-store.js';
import { findRemoved, putBack, removeThing } from './removed-things.js';
import { writeNetwork, writeThings } from './write-network.js';

/** How one of a kind is found; ids are compared as an import compares them. */
const found: Readonly<Record<NetworkKind, { readonly where: string; readonly word: string }>> = {
  depots: { where: 'depots.depot_id = ?', word: 'depot' },
  stations: { where: 'folded_id(stations.station_id) = folded_id(?)', word: 'station' },
  skus: { where: 'skus.sku_id = folded_id(?)', word: 'sku' },
  vehicles: { where: 'vehicles.vehicle_id = ?', word: 'vehicle' },
  couriers: { where: 'couriers.courier_id = ?', word: 'courier' },
  zones: { where: 'zones.zone_id = ?', word: 'zone' },
  cutoffs: { where: 'cutoffs.cutoff_id = ?', word: 'cutoff' },
  wave_rules: { where: 'wave_rules.rule_id = ?', word: 'wave-rule' },
};

/** The column that ids of a kind stand in, and whether they are the same in any case. */
const keyOf: Readonly<Record<NetworkKind, { readonly column: string; readonly anyCase?: true }>> = {
  depots: { column: 'depots.depot_id' },
  stations: { column: 'stations.station_id', anyCase: true },
  skus: { column: 'skus.sku_id', anyCase: true },
  vehicles: { column: 'vehicles.vehicle_id' },
  couriers: { column: 'couriers.courier_id' },
  zones: { column: 'zones.zone_id' },
  cutoffs: { column: 'cutoffs.cutoff_id' },
  wave_rules: { column: 'wave_rules.rule_id' },
};

const nothing: NetworkChanges = {
  depots: [],
  speedProfile: undefined,
  stations: [],
  skus: [],
  vehicles: [],
  couriers: [],
  cutoffs: [],
  wave_rules: [],
};

/** Changes of one thing of the network at a time, each in a transaction with its audit row. */
export function makeNetworkChangeStore(database: Database): NetworkChangeStore {
  return {
    inChange: (work) =>
      database.inTransaction(async (transaction) => {
        await lockNetworkChanges(transaction);
        return work(viewOf(transaction));
      }),
    // A look takes no locks: whoever saves something meanwhile is not to wait for it.
    async impactOf(kind, id, sight) {
      const [row] = await readRows<Fields>(database.knex, `${selectOf(kind)} where ${found[kind].where}`, [id]);
      const entity = row === undefined ? undefined : toEntity(kind, row);
      const depotId = entity === undefined ? undefined : depotOf(entity);
      if (entity === undefined || (depotId !== undefined && !isOwn(sight.depotIds, depotId))) {
        throw new NotFoundError(things[kind].one, id);
      }
      return readImpact(database.knex, kind, idOf(kind, entity), depotId, sight);
    },
  };
}

function viewOf(transaction: Knex.Transaction): NetworkView {
  const reader = makeNetworkReader(transaction);
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
    listStations: () => reader.listStations(),
    listSkus: () => reader.listSkus(),
    listCutoffs: () => reader.listCutoffs(),
    async listCollectingWaves() {
      await passHolders(transaction);
      return listCollectingWaves(transaction);
    },
    async find(kind, id) {
      const { rows } = await transaction.raw(`${selectOf(kind)} where ${found[kind].where} for update`, [id]);
      return rows.length === 0 ? undefined : toEntity(kind, rows[0]);
    },
    async findMany(kind, ids) {
      const { column, anyCase = false } = keyOf[kind];
      const asked = anyCase ? ids.map(foldId) : ids;
      const { rows } = await transaction.raw(
        `${selectOf(kind)} where ${anyCase ? `folded_id(${column})` : column} = any(?) for update`,
        [asked as string[]],
      );
      const byId = new Map(
        (rows as Fields[]).map((row) => {
          const entity = toEntity(kind, row);
          const id = idOf(kind, entity);
          return [anyCase ? foldId(id) : id, entity] as const;
        }),
      );
      return new Map(
        ids.flatMap((id) => {
          const entity = byId.get(anyCase ? foldId(id) : id);
          return entity === undefined ? [] : [[id, entity] as const];
        }),
      );
    },
    async listStationPositions(depotId) {
      const { rows } = await transaction.raw(
        'select ST_X(position) as lon, ST_Y(position) as lat from stations where depot_id = ?',
        [depotId],
      );
      return rows as LonLat[];
    },
    async save(kind, entity, trail) {
      await write(transaction, kind, [entity]);
      await insertAudit(transaction, auditOf(kind, trail));
    },
    async saveMany(kind, changed) {
      await write(
        transaction,
        kind,
        changed.map(({ entity }) => entity),
      );
      await insertAudits(
        transaction,
        changed.map(({ trail }) => auditOf(kind, trail)),
      );
    },
    async isReferredTo(kind, id, depotId) {
      await passHolders(transaction);
      return isReferredTo(transaction, kind, id, depotId);
    },
    async remove(kind, id, depotId, trail) {
      const column = keyOf[kind].column.split('.')[1];
      const isRemoved = await removeThing(transaction, { kind, column, id, depotId }, trail.at);
      expectRows({ rowCount: Number(isRemoved) }, 1, kind);
      await insertAudit(transaction, auditOf(kind, trail));
    },
    async restore(kind, id, depotIds, now) {
      const anyCase = keyOf[kind].anyCase === true;
      const removed = await findRemoved(transaction, kind, id, { anyCase, depotIds, now });
      if (removed === undefined) return undefined;
      return {
        id: removed.id,
        depotId: removed.depotId,
        async putBack(trail) {
          await putBack(transaction, kind, removed);
          await insertAudit(transaction, auditOf(kind, trail));
        },
      };
    },
  };
}

async function write<Kind extends NetworkKind>(
  transaction: Knex.Transaction,
  kind: Kind,
  entities: readonly NetworkEntities[Kind][],
): Promise<void> {
  if (kind === 'zones') await writeThings(transaction, 'zones', entities as readonly TemperatureZone[]);
  else await writeNetwork(transaction, { ...nothing, [kind]: entities });
}

function auditOf(kind: NetworkKind, { by, at, action, id, depotId, changes }: NetworkTrail) {
  const { word } = found[kind];
  return { by, action: `${word}.${action}`, kind: word, id, depotId, at, detail: changes };
}
