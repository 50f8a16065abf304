import type { Knex } from 'knex';
import type { OrderBatch, OrderBatchStore, TakenGroup } from '../../application/intake/order-batch.js';
import { fleetLimitsOf, type OrderNetwork } from '../../application/intake/order-intake.js';
import { ConflictError } from '../../domain/dispatch-error.js';
import type { Depot, Sku, Station, Vehicle } from '../../domain/network.js';
import type { PriorityRule } from '../../domain/order.js';
import { type Database, expectRows } from './database.js';
import { holdWaves } from './hold-waves.js';
import { findOrders, insertFindings, listClosedDates } from './intake-store.js';
import { makeNetworkReader } from './network-store.js';
import { linesInParts, orderLineRows, orderRows } from './order-rows.js';

/** Takes orders in by batches. What they refer to is kept in memory for as long as its version in the record holds. */
export function makeOrderBatches(database: Database): OrderBatchStore {
  const { knex } = database;
  let kept: KeptNetwork | undefined;
  const currentNetwork = async () => {
    for (;;) {
      const version = await readVersion(knex);
      if (kept?.version === version) return kept;
      const read = await readNetwork(knex, version);
      // Changed while it was read: read it again.
      if ((await readVersion(knex)) === version) kept = read;
    }
  };
  return {
    inBatch: (work) =>
      database.inTransaction(async (transaction) => work(batchOf(transaction, await currentNetwork()))),
  };
}

interface KeptNetwork {
  readonly version: string;
  of(depotId: string | undefined): OrderNetwork;
}

async function readVersion(knex: Knex): Promise<string> {
  const { rows } = await knex.raw('select version from network_lock');
  return rows[0].version;
}

async function readNetwork(knex: Knex, version: string): Promise<KeptNetwork> {
  const reader = makeNetworkReader(knex);
  const depots = await reader.listDepots();
  const stations = await reader.listStations();
  const skus = await reader.listSkus();
  const vehicles = await reader.listVehicles();
  const rules = await reader.listPriorityRules();
  const byDepot = new Map<string | undefined, OrderNetwork>();
  return {
    version,
    of(depotId) {
      let found = byDepot.get(depotId);
      if (found === undefined) {
        const isSeen = (each: { readonly depotId: string }) => depotId === undefined || each.depotId === depotId;
        found = networkOf(depots.filter(isSeen), stations.filter(isSeen), skus, vehicles.filter(isSeen), rules);
        byDepot.set(depotId, found);
      }
      return found;
    },
  };
}

function networkOf(
  depots: readonly Depot[],
  stations: readonly Station[],
  skus: readonly Sku[],
  vehicles: readonly Vehicle[],
  rules: readonly PriorityRule[],
): OrderNetwork {
  return {
    depots: new Map(depots.map((depot) => [depot.depotId, depot])),
    stations: new Map(stations.map((station) => [station.stationId.toUpperCase(), station])),
    skus: new Map(skus.map((sku) => [sku.skuId.toUpperCase(), sku])),
    fleetLimits: fleetLimitsOf(vehicles),
    rules,
  };
}

function batchOf(transaction: Knex.Transaction, network: KeptNetwork): OrderBatch {
  return {
    network: (depotId) => network.of(depotId),
    listClosedDates: (from) => listClosedDates(transaction, from),
    findOrders: (orderIds) => findOrders(transaction, orderIds),
    async write(groups, waves, at) {
      await holdWaves(transaction, waves, at);
      await insertImports(transaction, groups, at);
      for (const { importId, findings } of groups) {
        if (findings.length > 0) await insertFindings(transaction, importId, findings);
      }
      await insertOrders(transaction, groups);
    },
  };
}

async function insertImports(transaction: Knex.Transaction, groups: readonly TakenGroup[], at: Date): Promise<void> {
  const column = <T>(value: (group: TakenGroup) => T) => groups.map(value) as unknown as string;
  const written = await transaction.raw(
    `insert into imports (import_id, begun_by, depot_id, summary, status, begun_at, ended_at)
     select *, 'published', cast(? as timestamptz), cast(? as timestamptz)
     from unnest(?::text[], ?::text[], ?::text[], ?::jsonb[])`,
    [
      at,
      at,
      column((group) => group.importId),
      column((group) => group.begunBy),
      column((group) => group.depotId ?? null),
      column((group) => JSON.stringify(group.summary)),
    ] as string[],
  );
  expectRows(written, groups.length, 'imports');
}

async function insertOrders(transaction: Knex.Transaction, groups: readonly TakenGroup[]): Promise<void> {
  const orders = groups.flatMap((group) => group.orders);
  if (orders.length === 0) return;
  const importIds = groups.flatMap((group) => group.orders.map(() => group.importId));
  const { columns, source, values } = orderRows;
  const written = await transaction.raw(
    `insert into orders (${columns}, import_id)
     select ${columns}, import_id from rows from (${source}, unnest(?::text[])) as given(${columns}, import_id)
     order by order_id on conflict do nothing`,
    [...values(orders), importIds as unknown as string],
  );
  // Where somebody else was about to take one of them, this waited for their end.
  if (written.rowCount < orders.length) {
    throw new ConflictError('order-id-taken', 'An order of this id was taken meanwhile. Send it again.');
  }
  for (const lines of linesInParts(orders)) {
    const { rowCount } = await transaction.raw(
      `insert into order_lines (${orderLineRows.columns}) select * from ${orderLineRows.source}`,
      orderLineRows.values(lines),
    );
    expectRows({ rowCount }, lines.length, 'order lines');
  }
}
