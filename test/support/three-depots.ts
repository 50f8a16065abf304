import { smallDay } from './small-day.js';

const depots = [1, 2, 3] as const;
const rows = (header: string, row: (n: number) => string) => `${header}\n${depots.map(row).join('\n')}\n`;
const headerOf = (file: string) => smallDay[file]!.split('\n')[0];

/** The same small day at each of three depots D1, D2 and D3: a station, a vehicle, a courier and an order each. */
export const threeDepots: Readonly<Record<string, string>> = {
  'depots.csv': rows(headerOf('depots.csv'), (n) => `D${n},仓库${n},120.${n}0,30.25,03:00,20:00,1,10,1`),
  'speed_profile.csv': smallDay['speed_profile.csv']!,
  'skus.csv': smallDay['skus.csv']!,
  'stations.csv': rows(
    'station_id,name,lon,lat,receive_from,receive_to,fixed_service_min,min_per_100kg,status,area,depot_id',
    (n) => `S${n},${n}号站,120.${n}1,30.25,07:00,12:00,5,2,open,east,D${n}`,
  ),
  'vehicles.csv': rows(
    headerOf('vehicles.csv'),
    (n) => `V${n},冷藏车,D${n},800,20,05:00,16:00,2,,2.5,auto,200,2,30,available`,
  ),
  'vehicle_compartments.csv': rows(
    headerOf('vehicle_compartments.csv'),
    (n) => `V${n},1,frozen|chilled|fresh|ambient,1000`,
  ),
  'couriers.csv': rows('courier_id,name,phone,vehicle_id,depot_id', (n) => `C${n},张师傅${n},13800000000,V${n},D${n}`),
  'orders.csv': rows(
    headerOf('orders.csv'),
    (n) => `O${n},K${n},normal,S${n},2024-06-13T20:00:00+08:00,2024-06-14,1,3,3.6,chilled,`,
  ),
  'order_lines.csv': rows(headerOf('order_lines.csv'), (n) => `O${n},1,MILK,3`),
};
