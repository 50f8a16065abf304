import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Seeded } from '../../../server/demo/seeded.js';
import { addDays, dateOf } from '../../../server/domain/local-time.js';

export const timeZone = 'Asia/Shanghai';
export const depotId = 'D1';

/** How large a made network is. */
export interface NetworkSize {
  readonly stations: number;
  readonly skus: number;
  /** Each with a courier of its own. */
  readonly vehicles: number;
}

export const smallNetwork: NetworkSize = { stations: 200, skus: 100, vehicles: 60 };

export const stationIdOf = (number: number) => `S${number + 1}`;
export const skuIdOf = (number: number) => `K${number + 1}`;
export const courierIdOf = (number: number) => `C${number + 1}`;

/** Every piece of every product weighs as much, so that the weight of an order tells how often its lines were taken. */
export const gramsOfPiece = 500;
const zones = ['ambient', 'fresh', 'chilled', 'frozen'];

/** The delivery date so many days after today. From two days on, its wave still collects today. */
export function deliveryDate(daysAhead: number): string {
  return addDays(dateOf(new Date(), timeZone), daysAhead);
}

/** One depot with stations around it, products of all zones, vehicles and couriers, as files of an import. */
export function writeNetwork(folder: string, { stations, skus, vehicles }: NetworkSize, seed: number): void {
  const random = new Seeded(seed);
  const rows = (count: number, row: (number: number) => string) =>
    Array.from({ length: count }, (_, at) => row(at)).join('\n');
  const position = () => `${random.between(120.0, 120.3).toFixed(5)},${random.between(30.1, 30.4).toFixed(5)}`;
  const files: Readonly<Record<string, string>> = {
    'depots.csv': `depot_id,name,lon,lat,open_from,open_to,docks,load_min_fixed,load_min_per_100kg
${depotId},Depot,120.15,30.25,03:00,22:00,${vehicles},5,0.1`,
    'stations.csv': `station_id,name,lon,lat,receive_from,receive_to,receive2_from,receive2_to,fixed_service_min,min_per_100kg,max_vehicle_height_m,status,area
${rows(stations, (at) => `${stationIdOf(at)},Station ${at + 1},${position()},06:00,20:00,,,3,0.1,,open,A${at % 10}`)}`,
    'skus.csv': `sku_id,name,category,temp_zone,unit_weight_kg,unit_volume_l,fragile,active
${rows(skus, (at) => `${skuIdOf(at)},Product ${at + 1},Food,${zones[at % zones.length]},${gramsOfPiece / 1000},0.6,0,1`)}`,
    'vehicles.csv': `vehicle_id,type,depot_id,payload_kg,max_stops,shift_from,shift_to,max_trips,range_km,height_m,routing_profile,fixed_cost,cost_per_km,cost_per_hour,status
${rows(vehicles, (at) => `V${at + 1},Van,${depotId},20000,12,04:00,21:00,1,,2.5,auto,50,2,30,available`)}`,
    'vehicle_compartments.csv': `vehicle_id,compartment_no,temp_zones,volume_l
${rows(vehicles, (at) => zones.map((zone, no) => `V${at + 1},${no + 1},${zone},20000`).join('\n'))}`,
    'couriers.csv': `courier_id,name,phone,vehicle_id
${rows(vehicles, (at) => `${courierIdOf(at)},Courier ${at + 1},13800000000,V${at + 1}`)}`,
  };
  writeFiles(folder, files);
}

/** An order as `POST /orders` takes it. */
export interface MadeOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly stationId: string;
  readonly placedAt: string;
  readonly deliveryDate: string;
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
}

/** An order of three lines, of three products. */
export function makeOrder(random: Seeded, orderId: string, date: string, { stations, skus }: NetworkSize): MadeOrder {
  const first = random.below(skus);
  return {
    orderId,
    customerId: `customer-${random.below(10_000)}`,
    stationId: stationIdOf(random.below(stations)),
    placedAt: new Date().toISOString(),
    deliveryDate: date,
    lines: [0, 1, 2].map((at) => ({ skuId: skuIdOf((first + at) % skus), quantity: 1 + random.below(3) })),
  };
}

export function gramsOf({ lines }: MadeOrder): number {
  return lines.reduce((sum, { quantity }) => sum + quantity * gramsOfPiece, 0);
}

/** Orders as the flat rows of a file. */
export function ordersFile(orders: readonly MadeOrder[]): string {
  const header = 'order_id,customer_id,customer_tier,station_id,sku_id,qty,placed_at,delivery_date,note';
  const rows = orders.flatMap(({ orderId, customerId, stationId, placedAt, deliveryDate: date, lines }) =>
    lines.map(
      ({ skuId, quantity }) => `${orderId},${customerId},normal,${stationId},${skuId},${quantity},${placedAt},${date},`,
    ),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), `${content}\n`);
}
