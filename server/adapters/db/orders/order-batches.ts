import type { Knex } from 'knex';
import type { WaveOpening, WaveRegime } from '../../../application/orders/intake-store.js';
import type { KnownBefore, OrderBatchStore, TakenGroup } from '../../../application/orders/order-batch.js';
import type { OrderNetwork } from '../../../application/orders/order-intake.js';
import { fleetLimitsOf } from '../../../application/orders/order-rows.js';
import type { Repeatable } from '../../../application/repeat.js';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import type { Depot, Sku, Station, Vehicle } from '../../../domain/network/network.js';
import { isOwn, type OwnDepots } from '../../../domain/own-depots.js';
import { type Database, expectRows } from '../engine/database.js';
import { assertStands, holdNetwork } from '../network/hold-network.js';
import { makeNetworkReader } from '../network/network-store.js';
import { holdWaves } from '../waves/hold-waves.js';
import { assertSameWaves } from './assert-same-waves.js';
import { insertFindings } from './insert-findings.js';
import { knownOrders, knownWaves } from './known-orders.js';
import { orderLineRows, orderRows } from './order-rows.js';

/** Takes orders in by batches. What they refer to is kept in memory for as long as its version in the record holds. */
export function makeOrderBatches(database: Database): OrderBatchStore {
  const { knex } = database;
  let kept: KeptNetwork | undefined;
  /** Of that version or a later one: what orders refer to may change until they are written. */
  const networkOf = async (seen: string) => {
    for (let version = seen; kept?.version !== version; ) {
      const read = await readNetwork(knex, version);
      const now = await makeNetworkReader(knex).version();
      // Changed while it was read: read it again.
      if (now === version) kept = read;
      version = now;
    }
    return kept!;
  };
  return {
    laneOf: (stationIds) => {
      const { stations } = kept?.of(undefined) ?? { stations: undefined };
      return stations?.get(foldId(stationIds[0] ?? ''))?.depotId ?? '';
    },
    inBatch: (asked, work) =>
      database.inTransaction(async (transaction) => {
        const { version, ...known } = await readKnown(transaction, asked);
        const network = await networkOf(version);
        return work({
          known,
          network: (depotIds) => network.of(depotIds),
          write: (groups, waves, at) => write(transaction, network, groups, waves, at),
        });
      }),
  };
}

type Asked = Parameters<OrderBatchStore['inBatch']>[0];

/** All that a batch compares with, by one question. */
async function readKnown(
  transaction: Knex.Transaction,
  { from, orderIds, repeatables }: Asked,
): Promise<KnownBefore & { readonly version: string }> {
  const column = <T>(value: (repeatable: Repeatable | undefined) => T) => repeatables.map(value) as unknown as string;
  const { rows } = await transaction.raw(
    `select (select version from network_lock) as version,
       (select coalesce(json_agg(known), '[]') from (${knownWaves}) as known) as waves,
       (select coalesce(json_agg(known), '[]') from (${knownOrders}) as known) as orders,
       (select json_agg(case when kept.key_hash is not null then json_build_object('requestHash', kept.request_hash,
            'status', kept.status, 'answer', kept.answer, 'sealed', encode(kept.sealed, 'base64')) end order by place)
        from unnest(?::text[], ?::text[]) with ordinality as asked(account_id, key_hash, place)
          left join idempotency_records as kept on kept.account_id = asked.account_id
            and kept.key_hash = asked.key_hash) as answered`,
    [
      from,
      orderIds as unknown as string,
      column((each) => each?.accountId ?? null),
      column((each) => each?.keyHash ?? null),
    ],
  );
  const [found] = rows as (Omit<KnownBefore, 'answered'> & { version: string; answered: (KeptRow | null)[] })[];
  return {
    ...found,
    answered: found.answered.map((row) =>
      row === null
        ? undefined
        : {
            ...row,
            answer: row.answer ?? undefined,
            sealed: row.sealed === null ? undefined : Buffer.from(row.sealed, 'base64'),
          },
    ),
  };
}

interface KeptRow {
  readonly requestHash: string;
  readonly status: number;
  readonly answer: string | null;
  readonly sealed: string | null;
}

interface KeptNetwork {
  readonly version: string;
  readonly waves: WaveRegime;
  of(depotIds: OwnDepots): OrderNetwork;
}

async function readNetwork(knex: Knex, version: string): Promise<KeptNetwork> {
  const reader = makeNetworkReader(knex);
  const depots = await reader.listDepots();
  const stations = await reader.listStations();
  const skus = await reader.listSkus();
  const vehicles = await reader.listVehicles();
  const rules = await reader.listPriorityRules();
  const cutoffs = await reader.listCutoffs();
  const waveRules = await reader.listWaveRules();
  const byDepots = new Map<string | undefined, OrderNetwork>();
  return {
    version,
    waves: { depots, cutoffs, waveRules },
    of(depotIds) {
      const key = depotIds && JSON.stringify(depotIds);
      let found = byDepots.get(key);
      if (found === undefined) {
        const isSeen = (each: { readonly depotId: string }) => isOwn(depotIds, each.depotId);
        found = {
          ...narrowed(depots.filter(isSeen), stations.filter(isSeen), skus, vehicles.filter(isSeen)),
          rules,
          cutoffs: cutoffs.filter(isSeen),
          waveRules: waveRules.filter(isSeen),
        };
        byDepots.set(key, found);
      }
      return found;
    },
  };
}

function narrowed(
  depots: readonly Depot[],
  stations: readonly Station[],
  skus: readonly Sku[],
  vehicles: readonly Vehicle[],
): Omit<OrderNetwork, 'rules' | 'cutoffs' | 'waveRules'> {
  return {
    depots: new Map(depots.map((depot) => [depot.depotId, depot])),
    stations: new Map(stations.map((station) => [foldId(station.stationId), station])),
    skus: new Map(skus.map((sku) => [foldId(sku.skuId), sku])),
    fleetLimits: fleetLimitsOf(vehicles),
  };
}

/**
 * Imports, orders, lines and what is kept of the requests, by one statement.
 *
 * @param read the network that the orders were read by.
 */
async function write(
  transaction: Knex.Transaction,
  read: KeptNetwork,
  groups: readonly TakenGroup[],
  waves: readonly WaveOpening[],
  at: Date,
): Promise<void> {
  await holdNetwork(transaction);
  await holdWaves(transaction, waves, at);
  const orders = groups.flatMap((group) => group.orders);
  const importIds = groups.flatMap((group) => group.orders.map(() => group.importId));
  const lines = orders.flatMap((order) => order.lines.map((line) => ({ ...line, order })));
  const kept = groups.flatMap((group) => group.kept ?? []);
  const column = <Row, T>(rows: readonly Row[], value: (row: Row) => T) => rows.map(value) as unknown as string;
  const { rows } = await transaction.raw(
    `with taken_imports as (
       insert into imports (import_id, begun_by, depot_ids, summary, status, begun_at, ended_at)
       select *, 'published', cast(? as timestamptz), cast(? as timestamptz)
       from unnest(?::text[], ?::text[], ?::jsonb[], ?::jsonb[]) returning 1),
     taken_orders as (
       insert into orders (${orderRows.columns}, import_id)
       select ${orderRows.columns}, import_id
       from rows from (${orderRows.source}, unnest(?::text[])) as given(${orderRows.columns}, import_id)
       order by order_id on conflict do nothing returning 1),
     taken_lines as (
       insert into order_lines (${orderLineRows.columns}) select * from ${orderLineRows.source}
       on conflict do nothing returning 1),
     kept_answers as (
       insert into idempotency_records (account_id, key_hash, request_hash, status, answer, sealed, created_at)
       select *, cast(? as timestamptz)
       from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::bytea[])
       on conflict do nothing returning 1)
     select (select count(*)::int from taken_imports) as imports, (select count(*)::int from taken_orders) as orders,
       (select count(*)::int from taken_lines) as lines, (select count(*)::int from kept_answers) as kept,
       (select version from network_lock) as version`,
    [
      at,
      at,
      column(groups, (group) => group.importId),
      column(groups, (group) => group.begunBy),
      column(groups, (group) => (group.depotIds === undefined ? null : JSON.stringify(group.depotIds))),
      column(groups, (group) => JSON.stringify(group.summary)),
      ...orderRows.values(orders),
      importIds,
      ...orderLineRows.values(lines),
      at,
      column(kept, (each) => each.accountId),
      column(kept, (each) => each.keyHash),
      column(kept, (each) => each.requestHash),
      column(kept, (each) => each.status),
      column(kept, (each) => each.answer ?? null),
      column(kept, (each) => each.sealed ?? null),
    ] as string[],
  );
  const [written] = rows as { imports: number; orders: number; lines: number; kept: number; version: string }[];
  // Where somebody else was about to take one of them, or to answer the same request, this waited for their end.
  if (written.kept < kept.length) {
    throw new ConflictError('answered-meanwhile', 'Another process has just answered this request.');
  }
  if (written.orders < orders.length) {
    throw new ConflictError('order-id-taken', 'An order of this id was taken meanwhile. Send it again.');
  }
  // What they refer to may have been deleted, or their waves named anew, between the look at it and its being held.
  if (written.version !== read.version) {
    await assertSameWaves(transaction, read.waves);
    await assertStands(transaction, {
      heads: 'unnest(?::text[], ?::text[]) as heads(depot_id, station_id)',
      lines: 'unnest(?::text[], ?::text[]) as lines(sku_id, zone_id)',
      values: [
        column(orders, (order) => order.depotId),
        column(orders, (order) => order.stationId),
        column(lines, (line) => line.skuId),
        column(lines, (line) => line.zoneId),
      ],
    });
  }
  expectRows({ rowCount: written.imports }, groups.length, 'imports');
  expectRows({ rowCount: written.lines }, lines.length, 'order lines');
  for (const { importId, findings } of groups) {
    if (findings.length > 0) await insertFindings(transaction, importId, findings);
  }
}
