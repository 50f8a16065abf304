import { expect } from 'vitest';
import type { Database } from '../../server/adapters/db/engine/database.js';

/**
 * Compares all that is told of a wave's goods with its order lines: consignments, totes, pick lists, the current plan with its
 * runs' stops.
 */
export async function assertGoodsAgree(database: Database, waveId: string, why = ''): Promise<void> {
  const read = async (sql: string, values: readonly string[] = [waveId]) =>
    (await database.knex.raw(sql, values as string[])).rows;
  const [wave] = await read('select status, current_plan_id from waves where wave_id = ?');
  const consignments = await read(
    'select station_id, zone_id, grams, milliliters, order_count from consignments where wave_id = ? order by 1, 2',
  );
  if (wave.status === 'collecting') {
    expect(consignments, why).toEqual([]);
    return;
  }
  const ordered = await read(
    `select station_id, zone_id, sum(grams)::bigint as grams, sum(milliliters)::bigint as milliliters,
       count(distinct order_id)::integer as order_count
     from order_lines where wave_id = ? group by 1, 2 order by 1, 2`,
  );
  expect(consignments, `${why} consignments`).toEqual(ordered);
  expect(
    await read(
      `select lines.sku_id, lines.quantity from pick_lists join pick_list_lines as lines using (depot_id, pick_list_id)
       where wave_id = ? and lines.quantity > 0 order by 1`,
    ),
    `${why} pick lists`,
  ).toEqual(
    await read(
      'select sku_id, sum(quantity)::bigint as quantity from order_lines where wave_id = ? group by 1 order by 1',
    ),
  );
  expect(
    await read(
      `select line->>0 as order_id, (line->>1)::integer as line_no, sum((line->>2)::integer)::integer as quantity
       from totes cross join lateral jsonb_array_elements(lines) as line where wave_id = ? group by 1, 2 order by 1, 2`,
    ),
    `${why} totes`,
  ).toEqual(await read('select order_id, line_no, quantity from order_lines where wave_id = ? order by 1, 2'));
  expect(
    await read(
      `select consignment_id, tote_count from consignments where wave_id = ? and tote_count <> (
         select count(*) from totes where totes.consignment_id = consignments.consignment_id)`,
    ),
    `${why} counts of totes`,
  ).toEqual([]);
  const picked = await read(
    `select order_lines.sku_id, sum(order_lines.picked_quantity)::bigint as picked from order_lines where wave_id = ?
     group by 1 having sum(order_lines.picked_quantity) is not null order by 1`,
  );
  expect(
    await read(
      `select lines.sku_id, lines.picked_quantity as picked from pick_lists
         join pick_list_lines as lines using (depot_id, pick_list_id)
       where wave_id = ? and lines.quantity > 0 and lines.picked_quantity is not null order by 1`,
    ),
    `${why} what is picked`,
  ).toEqual(picked);
  if (wave.current_plan_id === null) return;
  const planned = await read(
    `select id, sum(grams)::bigint as grams, sum(milliliters)::bigint as milliliters from (
     select coalesce(goods->'part'->>'of', goods->>'consignmentId') as id, (goods->>'grams')::bigint as grams,
       (goods->>'milliliters')::bigint as milliliters
     from routes cross join lateral jsonb_array_elements(trips) as trip
       cross join lateral jsonb_array_elements(trip->'stops') as stop
       cross join lateral jsonb_array_elements(stop->'consignments') as goods
     where plan_id = ? union all
     select whole_id, coalesce((part->>'grams')::bigint, consignments.grams),
       coalesce((part->>'milliliters')::bigint, consignments.milliliters)
     from unassigned join consignments on consignments.consignment_id = unassigned.whole_id where plan_id = ?) as goods
     group by 1 order by 1`,
    [wave.current_plan_id, wave.current_plan_id],
  );
  expect(planned, `${why} the plan`).toEqual(
    await read('select consignment_id as id, grams, milliliters from consignments where wave_id = ? order by 1'),
  );
  expect(
    await read(
      `select distinct goods.whole_id as id from runs join stops using (depot_id, run_id)
         join stop_consignments as goods using (depot_id, stop_id)
       where runs.wave_id = ? and runs.status <> 'cancelled' order by 1`,
    ),
    `${why} the runs`,
  ).toEqual(
    await read(
      `select consignment_id as id from consignments where wave_id = ? and consignment_id not in (
         select whole_id from unassigned where plan_id = ?) order by 1`,
      [waveId, wave.current_plan_id],
    ),
  );
}
