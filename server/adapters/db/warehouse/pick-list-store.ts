import type { PickList, PickListLine, PickListStore } from '../../../application/warehouse/pick-list-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import type { PickListStatus } from '../../../domain/warehouse/pick-list.js';
import type { Database } from '../engine/database.js';
import { type Bound, readRows } from '../statement.js';

interface LineRow {
  depot_id: string;
  wave_id: string;
  zone_id: string;
  status: PickListStatus;
  pick_list_id: string;
  line_no: number;
  sku_id: string;
  name: string;
  location: string;
  quantity: number;
  picked_quantity: number | null;
  short_reason: string | null;
  put_back_quantity: number;
  stations: PickListLine['stations'];
}

/**
 * The shares are added up product by product, by the index: all of a wave's order lines at once are more than can be
 * sorted in memory. Parts of consignments are few or none, and are looked up by order line.
 */
const selectLines = `
  with parts as materialized (
    select jsonb_object_agg(order_id || ' ' || line_no, jsonb_build_array(part_no, part_count)) as of_line
    from part_lines where wave_id = ?)
  select pick_lists.depot_id, pick_lists.wave_id, pick_lists.zone_id, pick_lists.status, pick_lists.pick_list_id,
    lines.line_no, lines.sku_id, skus.name, skus.location, lines.quantity, lines.picked_quantity, lines.short_reason,
    lines.put_back_quantity, coalesce(shares.stations, '[]'::jsonb) as stations
  from pick_lists
    join waves on waves.depot_id = pick_lists.depot_id and waves.wave_id = pick_lists.wave_id
    join zones on zones.zone_id = pick_lists.zone_id
    join pick_list_lines as lines on lines.depot_id = pick_lists.depot_id
      and lines.pick_list_id = pick_lists.pick_list_id
    join skus on skus.sku_id = lines.sku_id
    cross join lateral (
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('stationId', station_id, 'quantity', quantity,
        'partNo', part_no, 'partCount', part_count)) order by station_id, part_no) as stations
      from (select ordered.station_id, (part.numbers->>0)::integer as part_no, (part.numbers->>1)::integer as part_count,
            sum(ordered.quantity)::bigint as quantity
          from order_lines as ordered
            cross join lateral (select (select of_line from parts)->(ordered.order_id || ' ' || ordered.line_no) as numbers) as part
          where ordered.depot_id = pick_lists.depot_id and ordered.wave_id = pick_lists.wave_id
            and ordered.zone_id = pick_lists.zone_id and ordered.sku_id = lines.sku_id
          group by 1, 2, 3) as sums) as shares
  where waves.wave_id = ? and (shares.stations is not null or lines.put_back_quantity > 0) NARROWED
  order by pick_lists.depot_id, waves.sequence, zones.sort, lines.line_no`;

export function makePickListStore({ knex }: Database): PickListStore {
  const read = async (waveId: string, narrowed: string, values: readonly Bound[]) =>
    gather(await readRows<LineRow>(knex, selectLines.replace('NARROWED', narrowed), [waveId, waveId, ...values]));
  const ofDepots = (depotIds: OwnDepots) =>
    depotIds === undefined
      ? { sql: '', values: [] }
      : { sql: 'and pick_lists.depot_id = any(?::text[])', values: [depotIds] };
  return {
    async list({ waveId, zoneId }, depotIds) {
      const depot = ofDepots(depotIds);
      const zone =
        zoneId === undefined ? { sql: '', values: [] } : { sql: 'and pick_lists.zone_id = ?', values: [zoneId] };
      return read(waveId ?? '', `${depot.sql} ${zone.sql}`, [...depot.values, ...zone.values]);
    },
    async get(pickListId, depotIds) {
      const depot = ofDepots(depotIds);
      const [found] = await readRows<Pick<LineRow, 'depot_id' | 'wave_id' | 'zone_id' | 'status'>>(
        knex,
        `select depot_id, wave_id, zone_id, status from pick_lists where pick_list_id = ? ${depot.sql}`,
        [pickListId, ...depot.values],
      );
      if (found === undefined) throw new NotFoundError('pick list', pickListId);
      const lists = await read(found.wave_id, 'and pick_lists.pick_list_id = ?', [pickListId]);
      const { depot_id: depotId, wave_id: waveId, zone_id: zoneId, status } = found;
      // All that it asked for may be cancelled, and be at its place again.
      return lists[0] ?? { pickListId, depotId, waveId, zoneId, status, lines: [] };
    },
  };
}

function gather(rows: readonly LineRow[]): PickList[] {
  const lists = new Map<string, PickList & { lines: PickListLine[] }>();
  for (const row of rows) {
    const { depot_id: depotId, wave_id: waveId, zone_id: zoneId, status, pick_list_id: pickListId } = row;
    const list = lists.get(pickListId) ?? { pickListId, depotId, waveId, zoneId, status, lines: [] };
    lists.set(pickListId, list);
    list.lines.push({
      lineNo: row.line_no,
      skuId: row.sku_id,
      name: row.name,
      location: row.location,
      quantity: row.quantity,
      pickedQuantity: row.picked_quantity ?? undefined,
      shortReason: row.short_reason ?? undefined,
      putBackQuantity: row.put_back_quantity,
      stations: row.stations,
    });
  }
  return [...lists.values()];
}
