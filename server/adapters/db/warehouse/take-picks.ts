import type { Knex } from 'knex';
import type { Pick } from '../../../application/delivery/field-store.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { insertEvent } from '../insert-event.js';

/** Ticks off lines of a pick list, or takes ticks back; a short pick falls on the orders of lowest priority. */
export async function takePicks(
  transaction: Knex.Transaction,
  pickListId: string,
  lines: readonly Pick[],
  at: Date,
  actor: string,
  depotId: string | undefined,
): Promise<void> {
  const found = await transaction.raw(
    `select depot_id, wave_id, zone_id from pick_lists
     where pick_list_id = ? and (?::text is null or depot_id = ?) for update`,
    [pickListId, depotId ?? null, depotId ?? null] as string[],
  );
  if (found.rows.length === 0) throw new NotFoundError('pick list', pickListId);
  const list = found.rows[0] as { depot_id: string; wave_id: string; zone_id: string };
  await holdGoods(transaction, list);
  await refuseLeft(transaction, list);
  const shorts: object[] = [];
  for (const line of lines) {
    const updated = await transaction.raw(
      `update pick_list_lines set picked_quantity = ?, short_reason = ?, picked_by = ?, picked_at = ?
       where depot_id = ? and pick_list_id = ? and line_no = ? and quantity >= coalesce(?::bigint, 0) returning sku_id, quantity`,
      [
        line.pickedQuantity,
        line.pickedQuantity === null ? null : (line.shortReason ?? null),
        line.pickedQuantity === null ? null : actor,
        line.pickedQuantity === null ? null : at,
        list.depot_id,
        pickListId,
        line.lineNo,
        line.pickedQuantity,
      ] as string[],
    );
    if (updated.rows.length === 0) {
      throw new InvalidInputError(
        `The pick list has no line ${line.lineNo} of at least ${line.pickedQuantity ?? 0} pieces.`,
      );
    }
    const { sku_id: skuId, quantity } = updated.rows[0] as { sku_id: string; quantity: number };
    if (line.pickedQuantity !== null && line.pickedQuantity < quantity && (line.shortReason ?? '') === '') {
      throw new InvalidInputError(`Say why line ${line.lineNo} is short.`);
    }
    if (line.pickedQuantity !== null && line.pickedQuantity < quantity) {
      const { lineNo, pickedQuantity, shortReason } = line;
      shorts.push({ lineNo, skuId, ordered: quantity, picked: pickedQuantity, reason: shortReason });
    }
    await shareShort(transaction, list, skuId, line.pickedQuantity);
  }
  await transaction.raw(
    `update pick_lists set status = case when exists (select 1 from pick_list_lines as lines
         where lines.depot_id = pick_lists.depot_id and lines.pick_list_id = pick_lists.pick_list_id
           and lines.picked_quantity is null) then 'open' else 'done' end
     where depot_id = ? and pick_list_id = ?`,
    [list.depot_id, pickListId],
  );
  await transaction.raw(
    "update waves set status = 'picking' where depot_id = ? and wave_id = ? and status in ('closed', 'planned')",
    [list.depot_id, list.wave_id],
  );
  await insertEvent(transaction, 'pick-list.picked', { depotId: list.depot_id, waveId: list.wave_id }, actor, at, {
    pickListId,
    lines,
  });
  if (shorts.length > 0) {
    const ids = { depotId: list.depot_id, waveId: list.wave_id };
    await insertEvent(transaction, 'pick-list.short', ids, actor, at, { pickListId, zoneId: list.zone_id, shorts });
  }
}

/** A vehicle that leaves meanwhile waits for the ticks, or they see that it has left. */
async function holdGoods(
  transaction: Knex.Transaction,
  list: { depot_id: string; wave_id: string; zone_id: string },
): Promise<void> {
  await transaction.raw(
    `select consignment_id from consignments where depot_id = ? and wave_id = ? and zone_id = ?
     order by consignment_id for update`,
    [list.depot_id, list.wave_id, list.zone_id],
  );
}

/** When every vehicle has left, nothing is picked for them any more. */
async function refuseLeft(transaction: Knex.Transaction, list: { depot_id: string; wave_id: string }): Promise<void> {
  const { rows } = await transaction.raw(
    `select bool_and(status in ('departed', 'finished')) as left from runs
     where depot_id = ? and wave_id = ? and status <> 'cancelled'`,
    [list.depot_id, list.wave_id],
  );
  if (rows[0].left === true) {
    throw new ConflictError(
      'wave-left',
      'Every vehicle of the wave has left. Tell what is missing as a claim at the station.',
    );
  }
}

/** An order's line, and whether its goods have left; the most that it can have then is what it had. */
const linesOfSku = `select lines.depot_id, lines.order_id, lines.line_no, orders.priority, orders.placed_at,
    goods.status <> 'allocated' as is_gone,
    case when goods.status <> 'allocated' then coalesce(lines.picked_quantity, lines.quantity)
      else lines.quantity end as most
  from order_lines as lines
    join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
    join consignments as goods on goods.depot_id = lines.depot_id and goods.wave_id = lines.wave_id
      and goods.zone_id = lines.zone_id and goods.station_id = orders.station_id
  where lines.depot_id = ? and lines.wave_id = ? and lines.zone_id = ? and lines.sku_id = ?`;

/**
 * What was picked goes to the orders of highest priority first; the shortage falls on the others. What has left with a
 * vehicle stays as it is.
 *
 * A line's own status is kept only where it differs from its consignment's, which goes on to be loaded and delivered.
 *
 * @throws ConflictError `goods-left` when less is told than has left already.
 */
async function shareShort(
  transaction: Knex.Transaction,
  list: { depot_id: string; wave_id: string; zone_id: string },
  skuId: string,
  picked: number | null,
): Promise<void> {
  const which = [list.depot_id, list.wave_id, list.zone_id, skuId];
  const { rows } = await transaction.raw(
    `select coalesce(sum(most) filter (where is_gone), 0)::bigint as gone from (${linesOfSku}) as lines`,
    which,
  );
  const { gone } = rows[0] as { gone: number };
  if ((picked ?? 0) < gone) {
    throw new ConflictError(
      'goods-left',
      `${gone} pieces of ${skuId} have left with a vehicle already. Tell what is missing there as a claim at the station.`,
    );
  }
  if (picked === null) {
    await transaction.raw(
      `update order_lines set picked_quantity = null, status = null
       where depot_id = ? and wave_id = ? and zone_id = ? and sku_id = ?`,
      which,
    );
    return;
  }
  await transaction.raw(
    `update order_lines set picked_quantity = shared.got,
       status = case when shared.got < order_lines.quantity then 'short' end
     from (select depot_id, order_id, line_no, greatest(0, least(most, ? - (sum(most) over (order by is_gone desc,
           priority desc, placed_at, order_id, line_no) - most)))::integer as got
       from (${linesOfSku}) as lines) as shared
     where order_lines.depot_id = shared.depot_id and order_lines.order_id = shared.order_id
       and order_lines.line_no = shared.line_no`,
    [picked, ...which],
  );
}
