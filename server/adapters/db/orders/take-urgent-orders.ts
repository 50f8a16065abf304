import type { Knex } from 'knex';
import { ConflictError } from '../../../domain/dispatch-error.js';
import type { Consignment } from '../../../domain/waves/consignment.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { composedIdSql } from '../composed-id.js';
import { insertEvent } from '../insert-event.js';
import { readRows } from '../statement.js';
import { packAdded } from '../waves/pack-goods.js';

interface Urgent {
  readonly depotId: string;
  readonly waveId: string;
  readonly orderIds: readonly string[];
  /** What the plan counts on. */
  readonly added: readonly Consignment[];
  readonly by: string;
  readonly at: Date;
}

/**
 * Takes orders of a wave that still collects into a wave that is planned: its consignments, totes and pick lists grow.
 * A line of a pick list that was ticked off already is open again.
 *
 * @throws ConflictError `orders-changed` when the goods are not what the plan counts on.
 */
export async function takeUrgentOrders(transaction: Knex.Transaction, urgent: Urgent): Promise<void> {
  const { depotId, waveId, orderIds, added, by, at } = urgent;
  const { rows } = await transaction.raw(
    `select orders.order_id, orders.wave_id, waves.status from orders
       join waves on waves.depot_id = orders.depot_id and waves.wave_id = orders.wave_id
     where orders.depot_id = ? and orders.order_id = any(?::text[]) and orders.status <> 'cancelled' for update of orders, waves`,
    [depotId, orderIds as string[]] as string[],
  );
  const found = rows as { order_id: string; wave_id: string; status: string }[];
  if (found.length < new Set(orderIds).size || found.some(({ status }) => status !== 'collecting')) {
    throw new ConflictError('orders-changed', 'An order is gone, or its wave was closed meanwhile.');
  }
  const which = [depotId, orderIds as string[]] as string[];
  await transaction.raw(`create temporary table urgent_lines on commit drop as
    select order_lines.zone_id, order_lines.station_id, order_lines.sku_id, order_lines.quantity from order_lines
    where order_lines.depot_id = '' limit 0`);
  await transaction.raw(
    `insert into urgent_lines select zone_id, station_id, sku_id, quantity from order_lines
     where depot_id = ? and order_id = any(?::text[])`,
    which,
  );
  await transaction.raw(
    'update orders set wave_id = ?, version = version + 1 where depot_id = ? and order_id = any(?::text[])',
    [waveId, ...which],
  );
  await transaction.raw('update order_lines set wave_id = ? where depot_id = ? and order_id = any(?::text[])', [
    waveId,
    ...which,
  ]);
  const wave = [depotId, waveId];
  await transaction.raw(growConsignments, [...wave]);
  const grown = await readRows<{ consignment_id: string }>(
    transaction,
    `select consignment_id from consignments where depot_id = ? and wave_id = ?
       and (station_id, zone_id) in (select station_id, zone_id from urgent_lines) order by consignment_id for update`,
    wave,
  );
  await packAdded(
    transaction,
    { depotId, waveId },
    grown.map(({ consignment_id }) => consignment_id),
  );
  await transaction.raw(
    `insert into pick_lists (depot_id, pick_list_id, wave_id, zone_id)
     select distinct ?::text, ${composedIdSql('?::text', 'zone_id')}, ?::text, zone_id from urgent_lines
     on conflict (depot_id, pick_list_id) do update set status = 'open'`,
    [depotId, waveId, waveId],
  );
  await transaction.raw(growPickLines, [waveId, depotId]);
  await transaction.raw(addPickLines, [depotId, waveId, depotId, waveId]);
  await refuseOtherGoods(transaction, depotId, added);
  await insertEvent(transaction, 'wave.orders-added', { depotId, waveId }, by, at, { orderIds });
  await insertAudit(transaction, {
    by,
    action: 'wave.orders-added',
    kind: 'wave',
    id: waveId,
    depotId,
    at,
    detail: { orderIds, from: [...new Set(found.map(({ wave_id }) => wave_id))] },
  });
}

/** New ones have one tote until they are packed. */
const growConsignments = `
  with sums as (
    select lines.depot_id, lines.wave_id, lines.station_id, lines.zone_id, sum(lines.grams)::bigint as grams,
      sum(lines.milliliters)::bigint as milliliters, count(distinct lines.order_id) as order_count,
      max(orders.priority) as priority
    from order_lines as lines
      join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
    where lines.depot_id = ? and lines.wave_id = ?
      and exists (select 1 from urgent_lines where urgent_lines.station_id = lines.station_id
        and urgent_lines.zone_id = lines.zone_id)
    group by 1, 2, 3, 4)
  insert into consignments (depot_id, consignment_id, wave_id, station_id, zone_id, grams, milliliters, order_count,
    tote_count, priority)
  select sums.depot_id, ${composedIdSql('sums.wave_id', 'sums.station_id', 'sums.zone_id')}, sums.wave_id, sums.station_id,
    sums.zone_id, sums.grams, sums.milliliters, sums.order_count,
    1, sums.priority
  from sums
  on conflict (depot_id, consignment_id) do update set grams = excluded.grams, milliliters = excluded.milliliters,
    order_count = excluded.order_count, priority = excluded.priority`;

const growPickLines = `
  update pick_list_lines as lines set quantity = lines.quantity + sums.quantity, picked_quantity = null,
    put_back_quantity = greatest(0, lines.put_back_quantity - sums.quantity)
  from (select zone_id, sku_id, sum(quantity)::bigint as quantity from urgent_lines group by 1, 2) as sums
  where lines.pick_list_id = ${composedIdSql('?::text', 'sums.zone_id')} and lines.sku_id = sums.sku_id and lines.depot_id = ?`;

const addPickLines = `
  insert into pick_list_lines (depot_id, pick_list_id, line_no, sku_id, quantity)
  select ?, lists.pick_list_id, lists.last_no + row_number() over (partition by sums.zone_id order by sums.sku_id),
    sums.sku_id, sums.quantity
  from (select zone_id, sku_id, sum(quantity)::bigint as quantity from urgent_lines group by 1, 2) as sums
    cross join lateral (select ${composedIdSql('?::text', 'sums.zone_id')} as pick_list_id,
      (select coalesce(max(line_no), 0) from pick_list_lines as known where known.depot_id = ?
        and known.pick_list_id = ${composedIdSql('?::text', 'sums.zone_id')}) as last_no) as lists
  where not exists (select 1 from pick_list_lines as known
    where known.pick_list_id = lists.pick_list_id and known.sku_id = sums.sku_id)`;

async function refuseOtherGoods(
  transaction: Knex.Transaction,
  depotId: string,
  added: readonly Consignment[],
): Promise<void> {
  const { rows } = await transaction.raw(
    `select consignment_id, grams, milliliters from consignments
     where depot_id = ? and consignment_id = any(?::text[])`,
    [depotId, added.map(({ consignmentId }) => consignmentId)] as string[],
  );
  const now = new Map(
    (rows as { consignment_id: string; grams: number; milliliters: number }[]).map((row) => [row.consignment_id, row]),
  );
  const isSame = added.every(({ consignmentId, grams, milliliters }) => {
    const kept = now.get(consignmentId);
    return kept !== undefined && Number(kept.grams) === grams && Number(kept.milliliters) === milliliters;
  });
  if (!isSame) throw new ConflictError('orders-changed', 'The goods of the orders are not what they were. Look again.');
}
