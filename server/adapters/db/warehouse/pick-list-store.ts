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
  stations: PickListLine['stations'];
}

const selectLines = `
  select pick_lists.depot_id, pick_lists.wave_id, pick_lists.zone_id, pick_lists.status, pick_lists.pick_list_id,
    lines.line_no, lines.sku_id, skus.name, skus.location, lines.quantity, lines.picked_quantity, lines.short_reason,
    shares.stations
  from pick_lists
    join waves on waves.depot_id = pick_lists.depot_id and waves.wave_id = pick_lists.wave_id
    join zones on zones.zone_id = pick_lists.zone_id
    join pick_list_lines as lines on lines.depot_id = pick_lists.depot_id
      and lines.pick_list_id = pick_lists.pick_list_id
    join skus on skus.sku_id = lines.sku_id
    join (select depot_id, wave_id, zone_id, sku_id,
        jsonb_agg(jsonb_strip_nulls(jsonb_build_object('stationId', station_id, 'quantity', quantity,
          'partNo', part_no, 'partCount', part_count)) order by station_id, part_no) as stations
      from (select lines.depot_id, lines.wave_id, lines.zone_id, lines.sku_id, lines.station_id, parts.part_no,
            parts.part_count, sum(lines.quantity)::bigint as quantity
          from order_lines as lines
            left join part_lines as parts on parts.depot_id = lines.depot_id and parts.wave_id = lines.wave_id
              and parts.order_id = lines.order_id and parts.line_no = lines.line_no
          where lines.wave_id in (select wave_id from waves where WAVES)
          group by 1, 2, 3, 4, 5, 6, 7) as sums
      group by 1, 2, 3, 4) as shares
      on shares.depot_id = pick_lists.depot_id and shares.wave_id = pick_lists.wave_id
        and shares.zone_id = pick_lists.zone_id and shares.sku_id = lines.sku_id
  where WAVES NARROWED
  order by pick_lists.depot_id, waves.sequence, zones.sort, lines.line_no`;

export function makePickListStore({ knex }: Database): PickListStore {
  const read = async (waves: string, wave: string, narrowed: string, values: readonly Bound[]) => {
    const sql = selectLines.replace('WAVES', waves).replace('WAVES', `waves.${waves}`).replace('NARROWED', narrowed);
    return gather(await readRows<LineRow>(knex, sql, [wave, wave, ...values]));
  };
  const ofDepots = (depotIds: OwnDepots) =>
    depotIds === undefined
      ? { sql: '', values: [] }
      : { sql: 'and pick_lists.depot_id = any(?::text[])', values: [depotIds] };
  return {
    async list({ waveId, zoneId }, depotIds) {
      const depot = ofDepots(depotIds);
      const zone =
        zoneId === undefined ? { sql: '', values: [] } : { sql: 'and pick_lists.zone_id = ?', values: [zoneId] };
      return read('wave_id = ?', waveId ?? '', `${depot.sql} ${zone.sql}`, [...depot.values, ...zone.values]);
    },
    async get(pickListId, depotIds) {
      const depot = ofDepots(depotIds);
      const [found] = await readRows<{ wave_id: string }>(
        knex,
        `select wave_id from pick_lists where pick_list_id = ? ${depot.sql}`,
        [pickListId, ...depot.values],
      );
      if (found === undefined) throw new NotFoundError('pick list', pickListId);
      const lists = await read('wave_id = ?', found.wave_id, 'and pick_lists.pick_list_id = ?', [pickListId]);
      return lists[0];
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
      stations: row.stations,
    });
  }
  return [...lists.values()];
}
