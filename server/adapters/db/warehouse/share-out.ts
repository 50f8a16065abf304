import type { Knex } from 'knex';
import type { ConsignmentStatus } from '../../../domain/delivery/consignment-status.js';
import { type LineToShare, sharePicked } from '../../../domain/warehouse/pick-list.js';
import { column } from '../column.js';
import { readRows, writeRows } from '../statement.js';

interface OrderLineRow {
  readonly order_id: string;
  readonly line_no: number;
  readonly quantity: number;
  readonly picked_quantity: number | null;
  readonly priority: number;
  readonly placed_at: Date;
  readonly goods_status: ConsignmentStatus;
}

/**
 * Shares what was picked of a product out to the orders of its wave.
 *
 * @throws ConflictError `goods-left` when less is told than has left already.
 */
export async function shareOut(
  transaction: Knex.Transaction,
  list: { readonly depot_id: string; readonly wave_id: string; readonly zone_id: string },
  skuId: string,
  picked: number | null,
): Promise<void> {
  const rows = await readRows<OrderLineRow>(
    transaction,
    `select lines.order_id, lines.line_no, lines.quantity, lines.picked_quantity, orders.priority, orders.placed_at,
       goods.status as goods_status
     from order_lines as lines
       join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
       join consignments as goods on goods.depot_id = lines.depot_id and goods.wave_id = lines.wave_id
         and goods.zone_id = lines.zone_id and goods.station_id = orders.station_id
     where lines.depot_id = ? and lines.wave_id = ? and lines.zone_id = ? and lines.sku_id = ?`,
    [list.depot_id, list.wave_id, list.zone_id, skuId],
  );
  const lines = rows.map(
    (row): LineToShare => ({
      orderId: row.order_id,
      lineNo: row.line_no,
      quantity: row.quantity,
      pickedQuantity: row.picked_quantity,
      hasLeft: row.goods_status !== 'allocated',
      priority: row.priority,
      placedAt: row.placed_at,
    }),
  );
  const shared = sharePicked(skuId, picked, lines);
  await writeRows(
    transaction,
    `update order_lines set picked_quantity = given.picked, status = given.status
     from unnest(?::text[], ?::integer[], ?::integer[], ?::text[]) as given(order_id, line_no, picked, status)
     where order_lines.depot_id = ? and order_lines.order_id = given.order_id and order_lines.line_no = given.line_no
       and (order_lines.picked_quantity, order_lines.status) is distinct from (given.picked, given.status)`,
    [
      column(shared, ({ orderId }) => orderId),
      column(shared, ({ lineNo }) => lineNo),
      column(shared, ({ pickedQuantity }) => pickedQuantity),
      column(shared, ({ status }) => status),
      list.depot_id,
    ],
  );
}
