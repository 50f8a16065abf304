import type { Knex } from 'knex';
import type {
  GoodsState,
  LeavingGoods,
  OrderToWrite,
  PlanState,
} from '../../../application/orders/order-change-store.js';
import { orderChangedFact } from '../../../domain/cases/order-changed.js';
import { type Pick, pickListStatusOf } from '../../../domain/warehouse/pick-list.js';
import type { WaveStatus } from '../../../domain/waves/wave.js';
import { raiseCases } from '../cases/raise-cases.js';
import type { Database } from '../engine/database.js';
import { runCodeSql } from '../run-code-sql.js';
import { readRows, writeRows } from '../statement.js';
import { takeOutOfTotes } from '../waves/pack-goods.js';
import { shareOut } from './share-out.js';
import { type LineRow, type ListRow, raiseShortCases } from './take-picks.js';

/** The goods of closed waves as changed orders leave them. */
export function makeLeavingGoods({ knex, inTransaction }: Database): LeavingGoods {
  return {
    takeOut: (changes, at) => inTransaction((transaction) => takeOut(transaction, changes, at)),
    raiseCases: (changes, at) => inTransaction((transaction) => raiseCases(transaction, changes.map(factOf), [], at)),
    async filledTotes(depotId, consignmentIds) {
      const rows = await readRows<{ consignment_id: string; numbers: number[] }>(
        knex,
        `select consignment_id, array_agg(number order by number) as numbers from totes
         where depot_id = ? and consignment_id = any(?::text[]) and lines <> '[]'::jsonb group by consignment_id`,
        [depotId, consignmentIds],
      );
      return new Map(rows.map(({ consignment_id, numbers }) => [consignment_id, numbers]));
    },
    look: (goods) => look(knex, goods),
  };
}

function factOf({ before, after }: OrderToWrite) {
  const { depotId, orderId } = before;
  return orderChangedFact({ depotId, orderId, before, after });
}

interface WaveZone {
  readonly depotId: string;
  readonly waveId: string;
  readonly zoneId: string;
}

async function takeOut(transaction: Knex.Transaction, changes: readonly OrderToWrite[], at: Date): Promise<void> {
  const wavesOf = new Map(changes.map(({ before: { depotId, waveId } }) => [waveId, depotId]));
  for (const [waveId, depotId] of wavesOf) {
    const own = changes.filter(({ before }) => before.waveId === waveId);
    const lines = own.flatMap(({ before }) => before.lines);
    for (const zoneId of new Set(lines.map((line) => line.zoneId))) {
      const skuIds = new Set(lines.flatMap((line) => (line.zoneId === zoneId ? [line.skuId] : [])));
      await shrinkPickList(transaction, { depotId, waveId, zoneId }, [...skuIds], at);
    }
    const stationIds = new Set(own.map(({ before }) => before.stationId));
    await shrinkConsignments(transaction, { depotId, waveId }, [...stationIds]);
  }
}

/** A line asks for what the orders ask for now; what was picked beyond that has to go back. */
async function shrinkPickList(
  transaction: Knex.Transaction,
  { depotId, waveId, zoneId }: WaveZone,
  skuIds: readonly string[],
  at: Date,
): Promise<void> {
  const [list] = await readRows<ListRow & { pick_list_id: string }>(
    transaction,
    `select depot_id, wave_id, zone_id, pick_list_id from pick_lists
     where depot_id = ? and wave_id = ? and zone_id = ? for update`,
    [depotId, waveId, zoneId],
  );
  const which = [depotId, list.pick_list_id];
  const before = await readRows<LineRow & { wanted: number; short_reason: string | null }>(
    transaction,
    `select lines.line_no, lines.sku_id, lines.quantity, lines.picked_quantity, lines.short_reason,
       coalesce((select sum(ordered.quantity) from order_lines as ordered where ordered.depot_id = lines.depot_id
         and ordered.wave_id = ? and ordered.zone_id = ? and ordered.sku_id = lines.sku_id), 0)::bigint as wanted
     from pick_list_lines as lines
     where lines.depot_id = ? and lines.pick_list_id = ? and lines.sku_id = any(?::text[]) order by lines.line_no`,
    [waveId, zoneId, ...which, skuIds],
  );
  const changed = before.filter(({ quantity, wanted }) => quantity !== wanted);
  const picks: Pick[] = [];
  for (const { line_no: lineNo, picked_quantity: picked, wanted, short_reason } of changed) {
    const now = picked === null ? null : Math.min(picked, wanted);
    await writeRows(
      transaction,
      `update pick_list_lines set quantity = ?, picked_quantity = ?, put_back_quantity = put_back_quantity + ?,
         short_reason = case when ? then short_reason end
       where depot_id = ? and pick_list_id = ? and line_no = ?`,
      [wanted, now, (picked ?? 0) - (now ?? 0), now !== null && now < wanted, ...which, lineNo],
    );
    picks.push({ lineNo, pickedQuantity: now, ...(short_reason !== null && { shortReason: short_reason }) });
  }
  for (const { sku_id, picked_quantity: picked, wanted } of changed) {
    if (picked !== null) await shareOut(transaction, list, sku_id, Math.min(picked, wanted));
  }
  await writeRows(
    transaction,
    'delete from pick_list_lines where depot_id = ? and pick_list_id = ? and quantity = 0 and put_back_quantity = 0',
    which,
  );
  const rest = await readRows<{ pickedQuantity: number | null }>(
    transaction,
    'select picked_quantity as "pickedQuantity" from pick_list_lines where depot_id = ? and pick_list_id = ?',
    which,
  );
  await writeRows(
    transaction,
    rest.length === 0
      ? 'delete from pick_lists where depot_id = ? and pick_list_id = ?'
      : `update pick_lists set status = '${pickListStatusOf(rest)}' where depot_id = ? and pick_list_id = ?`,
    which,
  );
  const lines = new Map(changed.map((line) => [line.line_no, { ...line, quantity: line.wanted }]));
  await raiseShortCases(transaction, list, list.pick_list_id, picks, lines, at);
}

async function shrinkConsignments(
  transaction: Knex.Transaction,
  wave: { readonly depotId: string; readonly waveId: string },
  stationIds: readonly string[],
): Promise<void> {
  const which = [wave.depotId, wave.waveId, stationIds];
  // Its totes go with it.
  await writeRows(
    transaction,
    `delete from consignments as goods
     where goods.depot_id = ? and goods.wave_id = ? and goods.station_id = any(?::text[])
       and not exists (select from order_lines as lines where lines.depot_id = goods.depot_id
         and lines.wave_id = goods.wave_id and lines.station_id = goods.station_id and lines.zone_id = goods.zone_id)`,
    which,
  );
  const smaller = await readRows<{ consignment_id: string }>(
    transaction,
    `update consignments as goods set grams = sums.grams, milliliters = sums.milliliters, order_count = sums.orders,
       priority = sums.priority
     from (select lines.station_id, lines.zone_id, sum(lines.grams)::bigint as grams,
           sum(lines.milliliters)::bigint as milliliters, count(distinct lines.order_id)::integer as orders,
           max(orders.priority) as priority
         from order_lines as lines
           join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
         where lines.depot_id = ? and lines.wave_id = ? and lines.station_id = any(?::text[]) group by 1, 2) as sums
     where goods.depot_id = ? and goods.wave_id = ? and goods.station_id = sums.station_id and goods.zone_id = sums.zone_id
       and (goods.grams, goods.milliliters, goods.order_count, goods.priority)
         is distinct from (sums.grams, sums.milliliters, sums.orders, sums.priority)
     returning goods.consignment_id`,
    [...which, wave.depotId, wave.waveId],
  );
  await takeOutOfTotes(
    transaction,
    wave,
    smaller.map(({ consignment_id }) => consignment_id),
  );
}

async function look(
  knex: Knex,
  { depotId, waveId, stationIds, zoneIds, skuIds }: Parameters<LeavingGoods['look']>[0],
): Promise<GoodsState> {
  const [wave] = await readRows<{ waveStatus: WaveStatus; plan: PlanState | null }>(
    knex,
    `select waves.status as "waveStatus", case when plans.plan_id is not null
         then jsonb_build_object('planId', plans.plan_id, 'version', plans.version) end as plan
     from waves left join plans on plans.depot_id = waves.depot_id and plans.plan_id = waves.current_plan_id
     where waves.depot_id = ? and waves.wave_id = ?`,
    [depotId, waveId],
  );
  const ofGoods = [depotId, waveId, stationIds, zoneIds];
  const consignments = await readRows<GoodsState['consignments'][number]>(
    knex,
    `select goods.consignment_id as "consignmentId", goods.station_id as "stationId", goods.zone_id as "zoneId",
       jsonb_build_object('grams', goods.grams, 'milliliters', goods.milliliters, 'totes',
         (select coalesce(jsonb_agg(totes.tote_code order by totes.number), '[]'::jsonb) from totes
           where totes.depot_id = goods.depot_id and totes.consignment_id = goods.consignment_id
             and totes.lines <> '[]'::jsonb)) as state
     from consignments as goods
     where goods.depot_id = ? and goods.wave_id = ? and goods.station_id = any(?::text[]) and goods.zone_id = any(?::text[])
     order by goods.consignment_id`,
    ofGoods,
  );
  const pickLines = await readRows<GoodsState['pickLines'][number]>(
    knex,
    `select lists.pick_list_id as "pickListId", lines.line_no as "lineNo", lines.sku_id as "skuId", skus.name,
       jsonb_build_object('quantity', lines.quantity, 'pickedQuantity', lines.picked_quantity,
         'putBackQuantity', lines.put_back_quantity) as state
     from pick_lists as lists
       join pick_list_lines as lines on lines.depot_id = lists.depot_id and lines.pick_list_id = lists.pick_list_id
       join skus on skus.sku_id = lines.sku_id
     where lists.depot_id = ? and lists.wave_id = ? and lists.zone_id = any(?::text[]) and lines.sku_id = any(?::text[])
     order by lists.pick_list_id, lines.line_no`,
    [depotId, waveId, zoneIds, skuIds],
  );
  const stops = await readRows<GoodsState['stops'][number]>(
    knex,
    `select distinct stops.stop_id as "stopId", stops.station_id as "stationId", runs.run_id as "runId",
       ${runCodeSql} as "runCode", runs.status as "runStatus", runs.vehicle_id as "vehicleId"
     from consignments as goods
       join stop_consignments as placed on placed.depot_id = goods.depot_id and placed.whole_id = goods.consignment_id
       join stops on stops.depot_id = placed.depot_id and stops.stop_id = placed.stop_id
       join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
       join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
     where goods.depot_id = ? and goods.wave_id = ? and goods.station_id = any(?::text[]) and goods.zone_id = any(?::text[])
     order by stops.stop_id`,
    ofGoods,
  );
  return { ...wave, consignments, pickLines, stops };
}
