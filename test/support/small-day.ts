import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A depot, three stations, four products, two vehicles and four orders, as files; small enough to reckon by hand. */
export const smallDay: Readonly<Record<string, string>> = {
  'depots.csv': `depot_id,name,lon,lat,open_from,open_to,docks,load_min_fixed,load_min_per_100kg
D1,仓库,120.10,30.25,03:00,20:00,1,10,1
`,
  'speed_profile.csv': `hour,speed_factor
${Array.from({ length: 24 }, (_, hour) => `${hour},0.5`).join('\n')}
`,
  'stations.csv': `station_id,name,lon,lat,receive_from,receive_to,receive2_from,receive2_to,fixed_service_min,min_per_100kg,max_vehicle_height_m,status,area
S1,一号站,120.11,30.25,07:00,12:00,,,5,2,,open,east
S2,二号站,120.12,30.26,07:00,09:00,14:00,15:00,5,2,,open,east
S3,三号站,120.13,30.27,07:00,12:00,,,5,2,,suspended,east
`,
  'skus.csv': `sku_id,name,category,temp_zone,unit_weight_kg,unit_volume_l,fragile,active
MILK,鲜牛奶,乳品,chilled,1,1.2,0,1
ICE,冰淇淋,冷饮,frozen,0.5,0.8,0,1
RICE,大米,粮油,ambient,10,12,0,1
OLD,旧商品,其他,ambient,1,1,0,0
`,
  'vehicles.csv': `vehicle_id,type,depot_id,payload_kg,max_stops,shift_from,shift_to,max_trips,range_km,height_m,routing_profile,fixed_cost,cost_per_km,cost_per_hour,status
V1,冷藏车,D1,800,20,05:00,16:00,2,,2.5,auto,200,2,30,available
V2,冷藏车,D1,800,20,05:00,16:00,1,,2.5,auto,200,2,30,maintenance
`,
  'vehicle_compartments.csv': `vehicle_id,compartment_no,temp_zones,volume_l
V1,1,frozen,100
V1,2,chilled|fresh,500
V1,3,ambient|fresh,800
V2,1,frozen|chilled|fresh|ambient,1000
`,
  'couriers.csv': `courier_id,name,phone,vehicle_id
C1,张师傅,13800000000,V1
`,
  'orders.csv': `order_id,customer_id,customer_tier,station_id,placed_at,delivery_date,line_count,weight_kg,volume_l,temp_zones,note
O1,K1,normal,S1,2024-06-13T20:00:00+08:00,2024-06-14,2,12,14.4,ambient|chilled,
O2,K2,vip,S1,2024-06-13T20:05:00+08:00,2024-06-14,1,3,3.6,chilled,
O3,K3,normal,S2,2024-06-13T20:10:00+08:00,2024-06-14,1,1,1.6,frozen,
`,
  'order_lines.csv': `order_id,line_no,sku_id,qty
O1,1,MILK,2
O1,2,RICE,1
O2,1,MILK,3
O3,1,ICE,2
`,
};

/** A day's files with things at other places, by how their rows begin: `id,name,lon,lat`. */
export function movedTo(
  files: Readonly<Record<string, string>>,
  positions: readonly (readonly [row: string, { readonly lon: number; readonly lat: number }])[],
): Record<string, string> {
  const moved = Object.entries(files).map(([file, text]) => [
    file,
    positions.reduce((all, [row, { lon, lat }]) => {
      const [id, name] = row.split(',');
      return all.replace(row, `${id},${name},${lon},${lat}`);
    }, text),
  ]);
  return Object.fromEntries(moved) as Record<string, string>;
}

/** Writes files into a new folder and names it. */
export function writeFiles(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-files-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}
