import type { PickList, PickListLine, PickListStore } from '../../application/floor/pick-list-store.js';
import type { Database } from './database.js';

interface LineRow {
  depot_id: string;
  wave_id: string;
  zone_id: string;
  status: 'open' | 'done';
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
        jsonb_agg(jsonb_build_object('stationId', station_id, 'quantity', quantity) order by station_id) as stations
      from (select depot_id, wave_id, zone_id, sku_id, station_id, sum(quantity)::integer as quantity
          from order_lines
          where wave_id in (select wave_id from waves where delivery_date = ?)
          group by 1, 2, 3, 4, 5) as sums
      group by 1, 2, 3, 4) as shares
      on shares.depot_id = pick_lists.depot_id and shares.wave_id = pick_lists.wave_id
        and shares.zone_id = pick_lists.zone_id and shares.sku_id = lines.sku_id
  where waves.delivery_date = ?
  order by pick_lists.depot_id, waves.sequence, zones.sort, lines.line_no`;

export function makePickListStore({ knex }: Database): PickListStore {
  return {
    async listByDate(deliveryDate) {
      const { rows } = await knex.raw(selectLines, [deliveryDate, deliveryDate]);
      const lists = new Map<string, PickList & { lines: PickListLine[] }>();
      for (const row of rows as LineRow[]) {
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
    },
  };
}
