import { describe, expect, it } from 'vitest';
import { type NetworkContext, readThing } from '../../../server/application/network/network-rows.js';
import { RowReader } from '../../../server/application/tables/row-reader.js';
import type { Depot, Station } from '../../../server/domain/network/network.js';

const none: NetworkContext = {
  timeZone: 'Asia/Shanghai',
  zoneIds: new Set(['ambient', 'frozen']),
  depots: new Map([['D1', { depotId: 'D1' } as Depot]]),
  stations: new Map(),
  vehicles: new Map(),
  couriers: new Map(),
  skus: new Map(),
  cutoffs: new Map(),
  collectingWaves: [],
};
const station = {
  station_id: 'S1',
  name: '一号站',
  lon: '120.11',
  lat: '30.25',
  receive_from: '07:00',
  receive_to: '12:00',
  fixed_service_min: '5',
  min_per_100kg: '2',
};
const vehicle = {
  vehicle_id: 'V1',
  depot_id: 'D1',
  payload_kg: '1000',
  shift_from: '06:00',
  shift_to: '14:00',
  fixed_cost: '300',
  cost_per_km: '2.6',
  cost_per_hour: '40',
};

function read<Kind extends 'depots' | 'stations' | 'vehicles'>(
  kind: Kind,
  cells: Readonly<Record<string, string>>,
  context = none,
) {
  const row = new RowReader(`${kind}.csv`, { line: 2, cells });
  const thing = readThing(kind, row, context);
  return { thing, findings: row.findings.map(({ column, code }) => `${column} ${code}`), reasons: row.findings };
}

describe('a row of the network', () => {
  it('is read, with what holds where nothing is said', () => {
    const { thing, findings } = read('stations', station);
    expect(findings).toEqual([]);
    expect(thing).toEqual({
      depotId: 'D1',
      stationId: 'S1',
      name: '一号站',
      kind: 'station',
      position: { lon: 120.11, lat: 30.25 },
      street: '',
      area: '',
      tier: '',
      windows: [{ opens: 25_200, closes: 43_200 }],
      service: { fixedMilliminutes: 5000, milliminutesPer100Kg: 2000 },
      hasFreezer: false,
      maxVehicleHeightMillimeters: undefined,
      status: 'open',
    });
  });

  it('may say due_by for soft_to, and is told of it by that name', () => {
    const late = { ...station, due_by: '08:30', late_cost_per_hour: '60' };
    expect(read('stations', late).thing.rules).toEqual({ softToSecond: 30_600, lateMicrosPerHour: 60_000_000 });
    const { reasons } = read('stations', { ...late, due_by: '13:00' });
    expect(reasons).toMatchObject([
      {
        column: 'due_by',
        value: '13:00',
        code: 'outside-windows',
        reason: 'due_by must lie within the receiving windows.',
      },
    ]);
  });

  it('whose position is no number is not said to lie in the sea as well', () => {
    expect(read('stations', { ...station, lon: '120,11', lat: '30,25' }).findings).toEqual([
      'lon not-degrees',
      'lat not-degrees',
    ]);
    expect(read('stations', { ...station, lon: '0', lat: '0' }).findings).toEqual(['lon no-position']);
  });

  it('without the column of a rule leaves it as it is, also where new windows leave its time outside', () => {
    const rules = { softToSecond: 30_600, lateMicrosPerHour: 1 };
    const { thing } = read('stations', station);
    const known = { ...none, stations: new Map([['S1', { ...thing, rules } as Station]]) };
    const later = { ...station, receive_from: '09:00' };
    expect(read('stations', later, known)).toMatchObject({ findings: [], thing: { rules } });
    expect(read('stations', { ...later, soft_to: '08:30' }, known).findings).toEqual(['soft_to outside-windows']);
    // The price alone is taken away.
    expect(read('stations', { ...station, late_cost_per_hour: '' }, known).findings).toEqual([
      'late_cost_per_hour incomplete-rule',
    ]);
  });

  it('ends the next day where its end is before its beginning, and so do a break and a time within it', () => {
    const night = { ...vehicle, shift_from: '22:00', shift_to: '06:00' };
    const pause = { break_min: '30', break_from: '01:00', break_to: '02:00' };
    const { thing, findings } = read('vehicles', { ...night, ...pause });
    expect(findings).toEqual([]);
    expect(thing.shift).toEqual({ opens: 79_200, closes: 108_000 });
    expect(thing.rules).toEqual({ breaks: [{ seconds: 1800, begins: { opens: 90_000, closes: 93_600 } }] });
    const late = { receive_from: '20:00', receive_to: '02:00', soft_to: '01:00', late_cost_per_hour: '1' };
    const open = read('stations', { ...station, ...late });
    expect(open.thing.windows).toEqual([{ opens: 72_000, closes: 93_600 }]);
    expect(open.thing.rules).toMatchObject({ softToSecond: 90_000 });
    const depot = { ...station, depot_id: 'D1', open_from: '18:00', open_to: '02:00', docks: '2' };
    const cells = { ...depot, load_min_fixed: '10', load_min_per_100kg: '1', release_time: 'frozen:01:00' };
    expect(read('depots', cells)).toMatchObject({
      findings: [],
      thing: { open: { opens: 64_800, closes: 93_600 }, rules: { releaseSeconds: { frozen: 90_000 } } },
    });
  });

  it('names the columns of the break that is meant, also where the first is left out', () => {
    const second = { ...vehicle, break2_min: '30', break2_from: '23:00', break2_to: '23:30' };
    expect(read('vehicles', second).findings).toEqual(['break2_from outside-shift']);
    const taken = read('vehicles', { ...second, break2_from: '10:00', break2_to: '11:00' });
    expect(taken.thing.rules).toEqual({ breaks: [{ seconds: 1800, begins: { opens: 36_000, closes: 39_600 } }] });
    expect(read('vehicles', { ...vehicle, break_from: '10:00' }).findings).toEqual([
      'break_min not-a-decimal',
      'break_to not-a-time',
    ]);
  });
});
