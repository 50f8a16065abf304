import type { Knex } from 'knex';
import { readRows } from '../statement.js';

/** What a claim is over. */
export interface ClaimedGoods {
  readonly stopId: string;
  readonly consignmentId: string;
  readonly skuId: string | undefined;
  readonly kind: string;
}

/** How many pieces of some goods can be in open claims of one kind. */
export interface ClaimRoom {
  readonly ordered: number;
  /** Of those, the ones that are in no open claim of the kind. */
  readonly left: number;
}

/**
 * What can be claimed of a consignment of a stop, or of one product of it. Who asks holds the stop, so that of two who claim at
 * once, or open a claim again, the second sees the first.
 *
 * @returns undefined where the stop has no such consignment.
 */
export async function readClaimRoom(
  transaction: Knex.Transaction,
  depotId: string,
  { stopId, consignmentId, skuId, kind }: ClaimedGoods,
): Promise<ClaimRoom | undefined> {
  const [goods] = await readRows<{ quantity: number; whole: number }>(
    transaction,
    `select coalesce(sum(lines.quantity) filter (where ?::text is null or lines.sku_id = ?), 0)::bigint as quantity,
       coalesce(sum(lines.quantity), 0)::bigint as whole
     from stop_consignments as goods
       join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
       left join order_lines as lines on lines.depot_id = consignments.depot_id and lines.wave_id = consignments.wave_id
         and lines.station_id = consignments.station_id and lines.zone_id = consignments.zone_id
         and (goods.part is null or (lines.order_id, lines.line_no) in (select part_lines.order_id, part_lines.line_no
           from part_lines where part_lines.depot_id = consignments.depot_id
             and part_lines.wave_id = consignments.wave_id and part_lines.consignment_id = goods.whole_id
             and part_lines.part_no = (goods.part->>'no')::integer))
     where goods.depot_id = ? and goods.stop_id = ? and goods.consignment_id = ?
     group by goods.consignment_id`,
    [skuId, skuId, depotId, stopId, consignmentId],
  );
  if (goods === undefined) return undefined;
  const [open] = await readRows<{ quantity: number; whole: number }>(
    transaction,
    `select coalesce(sum(quantity) filter (where ?::text is null or sku_id = ?), 0)::bigint as quantity,
       coalesce(sum(quantity), 0)::bigint as whole
     from claims where depot_id = ? and stop_id = ? and consignment_id = ? and kind = ? and status = 'open'`,
    [skuId, skuId, depotId, stopId, consignmentId, kind],
  );
  // A claim that names no product may be of any.
  const left = Math.max(0, Math.min(goods.quantity - open.quantity, goods.whole - open.whole));
  return { ordered: goods.quantity, left };
}
