import { describe, expect, it } from 'vitest';
import { makeCity } from '../../server/demo/city/make-city.js';
import { makeDay } from '../../server/demo/day/make-day.js';
import { greatCircleMeters } from '../../server/domain/network/place.js';

type Row = Record<string, string>;

const city = makeCity({ seed: 7, stations: 150, buildings: false });
const options = { seed: 7, date: '2026-03-01', stations: 150, orders: 3000 };

/** Reads all files of a day into rows. None of its values holds a comma. */
function readDay(chosen: Parameters<typeof makeDay>[1] = options) {
  const day = makeDay(city, chosen);
  let orders = day.orderHeader;
  let lines = day.lineHeader;
  for (const rows of day.orders()) {
    orders += rows.order;
    lines += rows.lines;
  }
  const texts = new Map([...day.files, ['orders.csv', orders], ['order_lines.csv', lines]]);
  const rows = (name: string): Row[] => {
    const [header, ...body] = texts.get(name)!.trimEnd().split('\n');
    const keys = header.split(',');
    return body.map((row) => {
      const values = row.split(',');
      expect(values.length, `${name}: ${row}`).toBe(keys.length);
      return Object.fromEntries(keys.map((key, at) => [key, values[at]]));
    });
  };
  return { day, texts, rows, summary: JSON.parse(day.summary()) };
}

const { rows, texts, summary } = readDay();
const stations = rows('stations.csv');
const skus = new Map(rows('skus.csv').map((sku) => [sku.sku_id, sku]));
const vehicles = rows('vehicles.csv').filter((vehicle) => vehicle.status === 'available');
const compartments = rows('vehicle_compartments.csv');

describe('the demo day', () => {
  it('has the size asked for', () => {
    expect(stations).toHaveLength(150);
    expect(rows('orders.csv')).toHaveLength(3000);
    expect(rows('vehicles.csv')).toHaveLength(25);
    expect(rows('depots.csv')).toHaveLength(1);
    expect(new Set(rows('vehicles.csv').map((vehicle) => vehicle.type)).size).toBe(6);
    expect(skus.size).toBeGreaterThan(150);
    expect(rows('speed_profile.csv')).toHaveLength(24);
    expect(summary).toMatchObject({ date: '2026-03-01', timezone: 'Asia/Shanghai', orders: 3000, stations: 150 });
    expect(summary.lines).toBe(rows('order_lines.csv').length);
  });

  it('has ids that occur once', () => {
    for (const [file, key] of [
      ['stations.csv', 'station_id'],
      ['stations.csv', 'name'],
      ['skus.csv', 'sku_id'],
      ['skus.csv', 'name'],
      ['vehicles.csv', 'vehicle_id'],
      ['couriers.csv', 'courier_id'],
      ['orders.csv', 'order_id'],
    ]) {
      const values = rows(file).map((row) => row[key]);
      expect(new Set(values).size, `${file} ${key}`).toBe(values.length);
    }
  });

  it('states for every order what its lines add up to', () => {
    const sums = new Map<string, { grams: number; milliliters: number; lines: number; zones: Set<string> }>();
    for (const { order_id: orderId, sku_id: skuId, qty } of rows('order_lines.csv')) {
      const sku = skus.get(skuId)!;
      expect(sku.active).toBe('1');
      const sum = sums.get(orderId) ?? { grams: 0, milliliters: 0, lines: 0, zones: new Set<string>() };
      sum.grams += Math.round(Number(sku.unit_weight_kg) * 1000) * Number(qty);
      sum.milliliters += Math.round(Number(sku.unit_volume_l) * 1000) * Number(qty);
      sum.lines++;
      sum.zones.add(sku.temp_zone);
      sums.set(orderId, sum);
    }
    for (const order of rows('orders.csv')) {
      const sum = sums.get(order.order_id)!;
      expect(Math.round(Number(order.weight_kg) * 1000)).toBe(sum.grams);
      expect(Math.round(Number(order.volume_l) * 1000)).toBe(sum.milliliters);
      expect(Number(order.line_count)).toBe(sum.lines);
      expect(order.temp_zones).toBe([...sum.zones].sort().join('|'));
    }
  });

  it('has the temperature mix of a group buy by weight', () => {
    const total = Object.values<{ kg: number }>(summary.load).reduce((sum, { kg }) => sum + kg, 0);
    for (const [zone, share] of Object.entries({ frozen: 3, chilled: 22, fresh: 20, ambient: 55 })) {
      expect(Math.abs((100 * summary.load[zone].kg) / total - share), zone).toBeLessThan(2);
    }
  });

  it('takes orders the day before, from seven to eleven at night, most in the evening', () => {
    const hours = rows('orders.csv').map((order) => {
      expect(order.placed_at).toMatch(/^2026-02-28T(0[7-9]|1\d|2[0-2]):[0-5]\d:[0-5]\d\+08:00$/);
      expect(order.delivery_date).toBe('2026-03-01');
      return Number(order.placed_at.slice(11, 13));
    });
    expect(hours.filter((hour) => hour >= 18 && hour <= 21).length).toBeGreaterThan(0.38 * hours.length);
    const times = rows('orders.csv').map((order) => order.placed_at);
    expect([...times].sort()).toEqual(times);
  });

  it('has two suspended stations, without orders', () => {
    const suspended = stations.filter((station) => station.status === 'suspended').map((station) => station.station_id);
    expect(suspended).toHaveLength(2);
    expect(rows('orders.csv').filter((order) => suspended.includes(order.station_id))).toEqual([]);
    // A small station may go without an order on a day, but not many do.
    expect(summary.stations_with_orders).toBeLessThanOrEqual(148);
    expect(summary.stations_with_orders).toBeGreaterThan(140);
  });

  it('has stations of every kind and window, and of very different size', () => {
    expect(new Set(stations.map((station) => station.kind))).toEqual(new Set(['station', 'locker', 'leader']));
    expect(new Set(stations.map((station) => station.window_kind))).toEqual(new Set(['narrow', 'half-day', 'all-day']));
    expect(stations.some((station) => station.receive2_from !== '')).toBe(true);
    for (const station of stations) {
      expect(station.receive_from < station.receive_to).toBe(true);
      if (station.receive2_from !== '') expect(station.receive_to < station.receive2_from).toBe(true);
    }
    const kilograms = [...loadByStation().values()].map((zones) =>
      [...zones.values()].reduce((sum, load) => sum + load.kg, 0),
    );
    kilograms.sort((a, b) => a - b);
    const median = kilograms[Math.floor(kilograms.length / 2)];
    expect(kilograms[kilograms.length - 1]).toBeGreaterThan(2.5 * median);
  });

  it('stands within 60 m of a street for cars, the depot too', () => {
    const nodes = new Map(city.nodes.map((node) => [node.id, node]));
    const streetNodes = city.ways
      .filter((way) => way.tags.highway !== undefined && way.tags.highway !== 'footway')
      .map((way) => way.refs.map((ref) => nodes.get(ref)!));
    for (const place of [...stations, ...rows('depots.csv')]) {
      const position = { lon: Number(place.lon), lat: Number(place.lat) };
      let nearest = Number.POSITIVE_INFINITY;
      for (const line of streetNodes) {
        for (let at = 1; at < line.length; at++)
          nearest = Math.min(nearest, metersToPiece(position, line[at - 1], line[at]));
      }
      expect(nearest, place.name).toBeLessThan(60);
    }
  });

  it('fits the fleet with room to spare, in every zone', () => {
    const total = (zone: string) => summary.load[zone] as { kg: number; l: number };
    const kilograms = ['frozen', 'chilled', 'fresh', 'ambient'].reduce((sum, zone) => sum + total(zone).kg, 0);
    const payload = vehicles.reduce((sum, vehicle) => sum + Number(vehicle.payload_kg), 0);
    expect(kilograms).toBeLessThan(0.85 * payload);
    const liters = (zone: string) =>
      compartments
        .filter((part) => vehicles.some((vehicle) => vehicle.vehicle_id === part.vehicle_id))
        .filter((part) => part.temp_zones.split('|').includes(zone))
        .reduce((sum, part) => sum + Number(part.volume_l), 0);
    expect(total('frozen').l).toBeLessThan(0.7 * liters('frozen'));
    expect(total('chilled').l).toBeLessThan(0.6 * liters('chilled'));
    expect(total('ambient').l + total('fresh').l).toBeLessThan(0.8 * liters('ambient'));
  });

  it('has for every consignment a vehicle that may reach and hold it', () => {
    const byStation = new Map(stations.map((station) => [station.station_id, station]));
    let consignments = 0;
    for (const [stationId, zones] of loadByStation()) {
      const limit = byStation.get(stationId)!.max_vehicle_height_m;
      for (const [zone, load] of zones) {
        consignments++;
        const fits = vehicles.some(
          (vehicle) =>
            (limit === '' || Number(vehicle.height_m) <= Number(limit)) &&
            load.kg <= Number(vehicle.payload_kg) &&
            compartments.some(
              (part) =>
                part.vehicle_id === vehicle.vehicle_id &&
                part.temp_zones.split('|').includes(zone) &&
                load.l <= Number(part.volume_l),
            ),
        );
        expect(fits, `${stationId} ${zone} ${load.kg} kg ${load.l} l`).toBe(true);
      }
    }
    expect(consignments).toBeGreaterThan(500);
  });

  it('comes out the same from the same seed, and with other dates on another day', () => {
    expect([...readDay().texts]).toEqual([...texts]);
    const other = readDay({ ...options, date: '2026-03-02' });
    expect(other.texts.get('stations.csv')).toBe(texts.get('stations.csv'));
    expect(other.rows('orders.csv')[0].placed_at.slice(0, 10)).toBe('2026-03-01');
  });

  it('spreads several depots over the city and gives each station the nearest', () => {
    const { rows: own } = readDay({ ...options, depots: 3 });
    const depots = own('depots.csv');
    expect(depots).toHaveLength(3);
    const used = new Set(own('stations.csv').map((station) => station.depot_id));
    expect(used.size).toBe(3);
    expect(new Set(own('vehicles.csv').map((vehicle) => vehicle.depot_id)).size).toBe(3);
  });

  it('says so when the city is too small', () => {
    expect(() => makeDay(city, { ...options, stations: 100_000 })).toThrow(/has room for \d+ stations, not 100000\./);
  });
});

function loadByStation(): Map<string, Map<string, { kg: number; l: number }>> {
  const stationOf = new Map(rows('orders.csv').map((order) => [order.order_id, order.station_id]));
  const loads = new Map<string, Map<string, { kg: number; l: number }>>();
  for (const { order_id: orderId, sku_id: skuId, qty } of rows('order_lines.csv')) {
    const stationId = stationOf.get(orderId)!;
    const zones = loads.get(stationId) ?? new Map<string, { kg: number; l: number }>();
    const sku = skus.get(skuId)!;
    const load = zones.get(sku.temp_zone) ?? { kg: 0, l: 0 };
    load.kg += Number(sku.unit_weight_kg) * Number(qty);
    load.l += Number(sku.unit_volume_l) * Number(qty);
    zones.set(sku.temp_zone, load);
    loads.set(stationId, zones);
  }
  return loads;
}

interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** Flat enough at this size: meters from a point to a piece of street. */
function metersToPiece(point: Place, a: Place, b: Place): number {
  const dx = b.lon - a.lon;
  const dy = b.lat - a.lat;
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : ((point.lon - a.lon) * dx + (point.lat - a.lat) * dy) / squared;
  const kept = Math.min(1, Math.max(0, share));
  return greatCircleMeters(point, { lon: a.lon + kept * dx, lat: a.lat + kept * dy });
}
