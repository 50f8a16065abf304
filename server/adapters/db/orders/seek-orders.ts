import { foldId } from '../../../domain/fold-id.js';

/**
 * Orders by what people have in hand: the number or its end, the customer or the end of it, the station's id or a part of its name, the
 * product's likewise, the code of a tote. Ends are found by an index over what is read backwards.
 */
export function seekOrders(asked: string): { readonly sql: string; readonly values: readonly unknown[] } {
  const id = foldId(asked.trim());
  const end = `${escaped([...id].reverse().join(''))}%`;
  const name = `%${escaped(asked.trim())}%`;
  return {
    sql: `(depot_id, order_id) in (
      select depot_id, order_id from orders where reverse(folded_id(order_id)) like ?
      union select depot_id, order_id from orders where reverse(folded_id(customer_id)) like ?
      union select orders.depot_id, orders.order_id from stations
        join waves on waves.depot_id = stations.depot_id
        join orders on orders.depot_id = waves.depot_id and orders.wave_id = waves.wave_id
          and orders.station_id = stations.station_id
        where folded_id(stations.station_id) = ? or stations.name ilike ?
      union select lines.depot_id, lines.order_id from skus
        cross join waves
        cross join zones
        join order_lines as lines on lines.depot_id = waves.depot_id and lines.wave_id = waves.wave_id
          and lines.zone_id = zones.zone_id and lines.sku_id = skus.sku_id
        where folded_id(skus.sku_id) = ? or skus.name ilike ?
      union select totes.depot_id, line->>0 from totes cross join lateral jsonb_array_elements(totes.lines) as line
        where totes.label_code = ? or upper(totes.tote_code) = ?)`,
    values: [end, end, id, name, id, name, id, id],
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
