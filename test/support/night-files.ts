import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Hours as a file has them: "23:00", "01:00". */
type Hours = readonly [string, string];

/** A small depot with one van, and what is different in a test. */
export interface NightFiles {
  readonly timeZone: string;
  readonly dates: readonly string[];
  readonly depot: Hours;
  readonly shift: Hours;
  readonly stations: readonly { readonly id: string; readonly hours: Hours; readonly rules?: Record<string, string> }[];
  readonly depotRules?: Record<string, string>;
  readonly vehicleRules?: Record<string, string>;
  /** Minutes of driving between neighbours, about; stations lie in a row. */
  readonly minutesApart?: number;
}

/** Writes the files of a night to a new folder: a loaf of bread for each station and date. */
export function writeNight(night: NightFiles): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-night-'));
  const { timeZone, dates, depot, shift, stations, depotRules = {}, vehicleRules = {}, minutesApart = 5 } = night;
  const write = (name: string, rows: readonly Record<string, string | number>[]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
    writeFileSync(path.join(folder, `${name}.csv`), `${lines.map((line) => line.join(',')).join('\n')}\n`);
  };
  writeFileSync(path.join(folder, 'day.json'), JSON.stringify({ timezone: timeZone }));
  write('depots', [
    {
      depot_id: 'D1',
      name: 'Depot',
      lon: 13.4,
      lat: 52.5,
      open_from: depot[0],
      open_to: depot[1],
      docks: 2,
      load_min_fixed: 10,
      load_min_per_100kg: 1,
      ...depotRules,
    },
  ]);
  write('vehicles', [
    {
      vehicle_id: 'V1',
      type: 'van',
      depot_id: 'D1',
      payload_kg: 2000,
      shift_from: shift[0],
      shift_to: shift[1],
      max_trips: 3,
      fixed_cost: 1,
      cost_per_km: 0.1,
      cost_per_hour: 1,
      ...vehicleRules,
    },
  ]);
  write('vehicle_compartments', [{ vehicle_id: 'V1', compartment_no: 1, temp_zones: 'ambient', volume_l: 6000 }]);
  write('skus', [{ sku_id: 'BREAD', name: 'Bread', temp_zone: 'ambient', unit_weight_kg: 1, unit_volume_l: 2 }]);
  // By the estimate a hundredth of a degree to the north takes 1.84 minutes.
  write(
    'stations',
    stations.map(({ id, hours, rules = {} }, at) => ({
      station_id: id,
      name: id,
      lon: 13.4,
      lat: (52.5 + ((at + 1) * minutesApart) / 184).toFixed(5),
      receive_from: hours[0],
      receive_to: hours[1],
      fixed_service_min: 5,
      min_per_100kg: 2,
      ...rules,
    })),
  );
  write(
    'flat_orders',
    dates.flatMap((date) =>
      stations.map(({ id }) => ({
        order_id: `${date}-${id}`,
        customer_id: 'K1',
        station_id: id,
        sku_id: 'BREAD',
        qty: 5,
        placed_at: `${new Date(Date.parse(date) - 36 * 3_600_000).toISOString()}`,
        delivery_date: date,
      })),
    ),
  );
  return folder;
}
