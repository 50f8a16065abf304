import { addDays, formatInstant, formatTimeOfDay, instantOf } from '../../domain/local-time.js';
import { formatThousandths } from '../../domain/quantity.js';
import type { DemoCity } from '../city/make-city.js';
import { type DemoVehicle, makeCouriers, makeFleet } from './demo-fleet.js';
import { makeOrders } from './demo-orders.js';
import { demoSkus, type GoodsZone } from './demo-products.js';
import { type DemoDepot, type DemoStation, placeDepots, placeStations } from './demo-stations.js';

export const demoTimeZone = 'Asia/Shanghai';

export interface DayOptions {
  readonly seed: number;
  /** Delivery date, YYYY-MM-DD. */
  readonly date: string;
  readonly stations: number;
  readonly orders: number;
  /** One in six stations by default, at least two. */
  readonly vehicles?: number;
  /** One for every 1,500 stations by default. */
  readonly depots?: number;
}

/** One order as rows of `orders.csv` and `order_lines.csv`, each ended by a line feed. */
export interface OrderRows {
  readonly order: string;
  readonly lines: string;
}

/** A day of group buying as the files of the import format. */
export interface DemoDay {
  /** All files but orders, lines and day.json, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly orderHeader: string;
  readonly lineHeader: string;
  /** To be read through once; `summary` counts what came by. */
  orders(): Generator<OrderRows>;
  /** The content of `day.json`, after all orders came by. */
  summary(): string;
  readonly depots: readonly DemoDepot[];
  readonly stations: readonly DemoStation[];
  readonly fleet: readonly DemoVehicle[];
}

/** Makes the day of a city: the same city, seed and date give the same files, byte for byte. */
export function makeDay(city: DemoCity, options: DayOptions): DemoDay {
  const { seed, date } = options;
  const depots = placeDepots(city, options.depots ?? Math.max(1, Math.round(options.stations / 1500)));
  const stations = placeStations(city, depots, options.stations, seed);
  const fleet = makeFleet(
    options.vehicles ?? Math.max(2, Math.round(options.stations / 6)),
    depots.map((depot) => depot.depotId),
    seed,
  );
  const skus = demoSkus();
  const ordersBefore = addDays(date, -1);
  // Noon tells the offset of the day; Shanghai keeps one offset all year.
  const offset = formatInstant(instantOf(ordersBefore, 12 * 3600, demoTimeZone), demoTimeZone).slice(-6);
  const orderPrefix = `T${date.slice(2).replaceAll('-', '')}`;
  const load = new Map<GoodsZone, { grams: number; milliliters: number }>();
  const counted = { orders: 0, lines: 0, stations: new Set<string>() };

  return {
    depots,
    stations,
    fleet,
    files: new Map([
      ['depots.csv', depotsCsv(depots, fleet)],
      ['stations.csv', stationsCsv(stations)],
      [
        'skus.csv',
        csv(
          'sku_id,name,category,temp_zone,unit_weight_kg,unit_volume_l,fragile,active,name_en',
          skus.map((sku) => [
            sku.skuId,
            sku.name,
            sku.category,
            sku.zone,
            formatThousandths(sku.grams),
            formatThousandths(sku.milliliters),
            flag(sku.fragile),
            flag(sku.active),
            sku.nameEn,
          ]),
        ),
      ],
      ['vehicles.csv', vehiclesCsv(fleet)],
      [
        'vehicle_compartments.csv',
        csv(
          'vehicle_id,compartment_no,temp_zones,volume_l',
          fleet.flatMap(({ vehicleId, type }) =>
            type.compartments.map(({ zones, liters }, at) => [vehicleId, at + 1, zones, liters]),
          ),
        ),
      ],
      [
        'couriers.csv',
        csv(
          'courier_id,name,phone,vehicle_id',
          makeCouriers(fleet, seed).map((courier) => [
            courier.courierId,
            courier.name,
            courier.phone,
            courier.vehicleId,
          ]),
        ),
      ],
      [
        'speed_profile.csv',
        csv(
          'hour,speed_factor',
          speedFactors.map((factor, hour) => [hour, factor]),
        ),
      ],
    ]),
    orderHeader:
      'order_id,customer_id,customer_tier,station_id,placed_at,delivery_date,line_count,weight_kg,volume_l,temp_zones,note\n',
    lineHeader: 'order_id,line_no,sku_id,qty\n',
    *orders() {
      for (const order of makeOrders(stations, skus, options.orders, seed)) {
        const orderId = orderPrefix + String(order.number).padStart(6, '0');
        const zones = new Set<string>();
        let grams = 0;
        let milliliters = 0;
        let lines = '';
        order.lines.forEach(({ sku, quantity }, at) => {
          zones.add(sku.zone);
          grams += sku.grams * quantity;
          milliliters += sku.milliliters * quantity;
          const zone = load.get(sku.zone) ?? { grams: 0, milliliters: 0 };
          zone.grams += sku.grams * quantity;
          zone.milliliters += sku.milliliters * quantity;
          load.set(sku.zone, zone);
          lines += `${orderId},${at + 1},${sku.skuId},${quantity}\n`;
        });
        counted.orders++;
        counted.lines += order.lines.length;
        counted.stations.add(order.station.stationId);
        yield {
          order: `${[
            orderId,
            order.customerId,
            order.customerTier,
            order.station.stationId,
            `${ordersBefore}T${formatTimeOfDay(order.placedSecond)}:${String(order.placedSecond % 60).padStart(2, '0')}${offset}`,
            date,
            order.lines.length,
            formatThousandths(grams),
            formatThousandths(milliliters),
            [...zones].sort().join('|'),
            order.note,
          ].join(',')}\n`,
          lines,
        };
      }
    },
    summary() {
      const available = fleet.filter(({ status }) => status === 'available');
      return `${JSON.stringify(
        {
          city: 'tuanda-demo',
          name: city.name,
          generated: true,
          date,
          timezone: demoTimeZone,
          seed,
          osm: 'demo.osm.pbf',
          stations: stations.length,
          stations_with_orders: counted.stations.size,
          orders: counted.orders,
          lines: counted.lines,
          skus: skus.length,
          vehicles: fleet.length,
          vehicles_available: available.length,
          load: Object.fromEntries(
            [...load].map(([zone, { grams, milliliters }]) => [zone, { kg: grams / 1000, l: milliliters / 1000 }]),
          ),
          fleet_payload_kg: available.reduce((sum, { type }) => sum + type.payloadKg, 0),
        },
        undefined,
        1,
      )}\n`;
    },
  };
}

/** Assumed: share of the free-flow speed by local hour, with a morning and an evening peak. */
const speedFactors = [
  1, 1, 1, 1, 1, 0.97, 0.88, 0.66, 0.57, 0.63, 0.71, 0.73, 0.75, 0.73, 0.71, 0.69, 0.65, 0.54, 0.51, 0.6, 0.72, 0.83,
  0.92, 0.98,
];

function depotsCsv(depots: readonly DemoDepot[], fleet: readonly DemoVehicle[]): string {
  return csv(
    'depot_id,name,lon,lat,open_from,open_to,docks,load_min_fixed,load_min_per_100kg',
    depots.map(({ depotId, name, position }) => {
      const vehicles = fleet.filter((vehicle) => vehicle.depotId === depotId).length;
      return [
        depotId,
        name,
        position.lon,
        position.lat,
        '03:30',
        '20:00',
        Math.max(2, Math.ceil(vehicles / 5)),
        10,
        0.8,
      ];
    }),
  );
}

function stationsCsv(stations: readonly DemoStation[]): string {
  return csv(
    'station_id,name,lon,lat,street,tier,receive_from,receive_to,receive2_from,receive2_to,window_kind,fixed_service_min,min_per_100kg,has_freezer,max_vehicle_height_m,status,kind,depot_id',
    stations.map((station) => [
      station.stationId,
      station.name,
      station.position.lon,
      station.position.lat,
      station.street,
      station.tier,
      ...station.windows[0],
      ...(station.windows[1] ?? ['', '']),
      station.windowKind,
      station.fixedServiceMinutes,
      station.minutesPer100Kg,
      flag(station.hasFreezer),
      station.maxVehicleHeightMeters ?? '',
      station.status,
      station.kind,
      station.depotId,
    ]),
  );
}

function vehiclesCsv(fleet: readonly DemoVehicle[]): string {
  return csv(
    'vehicle_id,type,depot_id,payload_kg,volume_l,max_stops,shift_from,shift_to,max_trips,range_km,height_m,routing_profile,fixed_cost,cost_per_km,cost_per_hour,status',
    fleet.map(({ vehicleId, depotId, type, maxStops, shift, maxTrips, status }) => [
      vehicleId,
      type.name,
      depotId,
      type.payloadKg,
      type.compartments.reduce((sum, { liters }) => sum + liters, 0),
      maxStops,
      ...shift,
      maxTrips,
      type.rangeKm ?? '',
      type.heightMeters,
      type.profile,
      type.fixedCost,
      type.costPerKm,
      type.costPerHour,
      status,
    ]),
  );
}

/** No value of the demo holds a comma, a quote or a line break, so none needs quoting. */
function csv(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
