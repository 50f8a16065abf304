import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const newStation = {
  name: '新站',
  lon: 120.115,
  lat: 30.255,
  windows: [
    { opens: 14 * 3600, closes: 24 * 3600 },
    { opens: 7 * 3600, closes: 9.5 * 3600 },
  ],
  serviceFixedMilliminutes: 5500,
  serviceMilliminutesPer100Kg: 2000,
};

eachDatabase('the network by API', (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    key = await api.keyOf('integration');
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });
  const put = (path: string, json: object, as = key) => api.ask('PUT', path, { key: as, json });
  const patch = (path: string, json: object, as = key) => api.ask('PATCH', path, { key: as, json });
  const audit = async () => {
    const { data } = (await api.ask('GET', '/audit', { key: await api.keyOf('admin') })).body;
    return (data as { action: string; subjectId: string; detail: unknown }[]).filter(
      ({ action }) => !action.startsWith('key.'),
    );
  };

  it('takes back what it gave, of every kind, and changes nothing by it', async () => {
    for (const path of ['/depots/D1', '/stations/S2', '/zones/chilled', '/skus/MILK', '/vehicles/V1', '/couriers/C1']) {
      const given = (await api.ask('GET', path, { key })).body;
      const again = await put(path, given);
      expect({ path, status: again.status, body: again.body }).toEqual({ path, status: 200, body: given });
    }
    expect(await audit()).toEqual([]);
  });

  it('takes back hours past midnight and whole days, and changes nothing by it', async () => {
    const hour = 3600;
    const nights = {
      '/depots/D1': { opensSecond: 17 * hour, closesSecond: 28 * hour, cutoffSecond: 24 * hour },
      '/stations/S1': {
        windows: [
          { opens: 0.5 * hour, closes: 2 * hour },
          { opens: 23 * hour, closes: 25 * hour },
        ],
      },
      '/stations/S2': { windows: [{ opens: 0, closes: 24 * hour }] },
      '/vehicles/V1': { shiftBeginsSecond: 18 * hour, shiftEndsSecond: 27 * hour },
      '/vehicles/V2': { shiftBeginsSecond: 0, shiftEndsSecond: 24 * hour },
    };
    for (const [path, hours] of Object.entries(nights)) expect((await patch(path, hours)).body).toMatchObject(hours);
    const pause = { seconds: 1800, begins: { opens: 25 * hour, closes: 26 * hour } };
    // Said of its own day it is one of the shift that reaches there.
    const said = { ...pause, begins: { opens: hour, closes: 2 * hour } };
    expect((await patch('/vehicles/V1', { rules: { breaks: [said] } })).body.rules.breaks).toEqual([pause]);
    const before = await audit();
    for (const [path, hours] of Object.entries(nights)) {
      const given = (await api.ask('GET', path, { key })).body;
      expect((await put(path, given)).body).toEqual(given);
      const said = Object.fromEntries([...Object.keys(hours), 'rules'].map((field) => [field, given[field]]));
      expect((await patch(path, said)).body).toEqual(given);
    }
    expect(await audit()).toEqual(before);
  });

  it('takes rules of dispatch, gives them back, and says what cannot be', async () => {
    const rules = {
      softToSecond: 8 * 3600,
      lateMicrosPerHour: 60_000_000,
      allowedVehicleIds: ['V1'],
      skills: ['lift'],
    };
    const times = { milliminutesPerTote: 500, milliminutesByZone: { frozen: 1500 } };
    expect((await patch('/stations/S1', { rules: { ...rules, ...times } })).body.rules).toEqual({ ...rules, ...times });
    expect((await patch('/stations/S1', { name: '一号站' })).body.rules).toEqual({ ...rules, ...times });
    const pause = { seconds: 1830, begins: { opens: 8 * 3600, closes: 9 * 3600 } };
    const body = { milliliters: 8_000_000, stepMilliliters: 250_000 };
    const driver = { skills: ['lift'], maxDrivingSeconds: 7261, breaks: [pause], body };
    expect((await patch('/vehicles/V1', { rules: driver })).body.rules).toEqual(driver);
    const empty = { emptyTotes: { ambient: { milliliters: 12_000, grams: 1800 } }, compactnessMicros: 250_000 };
    const cold = { limitsTimeOutOfRefrigeration: true, releaseSeconds: { frozen: 19_800 } };
    const own = { ...cold, ...empty, balanceMicros: 1_500_000, changeMicros: 10 };
    expect((await patch('/depots/D1', { rules: own })).body.rules).toEqual(own);
    for (const path of ['/depots/D1', '/stations/S1', '/vehicles/V1']) {
      const given = (await api.ask('GET', path, { key })).body;
      expect((await put(path, given)).body).toEqual(given);
    }
    expect((await patch('/stations/S1', { rules: {} })).body.rules).toEqual({});
    for (const courierNote of ['', ' \t ']) {
      expect((await patch('/stations/S1', { rules: { courierNote } })).body.rules).toEqual({});
    }
    const unknown = await patch('/stations/S1', { rules: { allowedVehicleIds: ['V1', 'NONE'] } });
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors).toMatchObject([
      { field: 'rules.allowedVehicleIds', code: 'unknown-vehicle', reason: expect.stringContaining('NONE') },
    ]);
    const half = await patch('/stations/S1', { rules: { softFromSecond: 28_800 } });
    expect(half.body.errors).toMatchObject([{ field: 'rules.earlyMicrosPerHour', code: 'incomplete-rule' }]);
    expect((await patch('/stations/S1', { rules: { softToSecond: 28_800 } })).body.detail).toContain('belong together');
    expect((await patch('/depots/D1', { rules: { releaseSeconds: { tepid: 0 } } })).status).toBe(400);
    const outside = { breaks: [{ seconds: 1800, begins: { opens: 82_800, closes: 84_600 } }] };
    const late = await patch('/vehicles/V1', { rules: outside });
    expect(late.status).toBe(400);
    expect(late.body.errors).toMatchObject([{ field: 'rules.breaks.0.begins.opens', code: 'outside-shift' }]);
    expect((await patch('/vehicles/V1', { rules: { nap: 1 } })).status).toBe(400);
  });

  it('takes counts of empty totes for own stations only, and tells them', async () => {
    const count = (station: string, totes: object, as = key) => put(`/stations/${station}/empty-totes`, { totes }, as);
    const totes = [
      { zoneId: 'ambient', totes: 7 },
      { zoneId: 'frozen', totes: 0 },
    ];
    expect((await count('S1', totes)).body).toEqual({ totes: [totes[0]] });
    expect((await api.ask('GET', '/stations/S1/empty-totes', { key })).body.data).toEqual([totes[0]]);
    expect((await api.ask('GET', '/stations/S2/empty-totes', { key })).body.data).toEqual([]);
    expect((await count('S1', [{ zoneId: 'warm', totes: 1 }])).status).toBe(400);
    expect((await count('S1', [totes[0], totes[0]])).status).toBe(400);
    expect((await count('S1', [{ zoneId: 'ambient', totes: -1 }])).status).toBe(400);
    expect((await count('S9', totes)).status).toBe(404);
    const elsewhere = await api.keyOf('dispatcher', 'D9');
    expect((await count('S1', totes, elsewhere)).status).toBe(404);
    expect((await api.ask('GET', '/stations/S1/empty-totes', { key: elsewhere })).status).toBe(404);
  });

  it('adds a station with what is usual where nothing is said, and writes who did', async () => {
    const { status, body } = await put('/stations/S9', newStation);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      depotId: 'D1',
      stationId: 'S9',
      lon: 120.115,
      lat: 30.255,
      kind: 'station',
      status: 'open',
      serviceFixedMilliminutes: 5500,
      maxVehicleHeightMillimeters: null,
      area: expect.stringMatching(/./),
      // In their order, whatever order they came in.
      windows: [
        { opens: 25_200, closes: 34_200 },
        { opens: 50_400, closes: 86_400 },
      ],
    });
    expect(await audit()).toMatchObject([{ action: 'station.added', subjectId: 'S9', detail: { name: '新站' } }]);
    const order = { orderId: 'N1', customerId: 'K', stationId: 'S9', placedAt: '2024-06-13T20:00:00+08:00' };
    const json = { ...order, deliveryDate: '2024-06-14', lines: [{ skuId: 'MILK', quantity: 1 }] };
    expect((await api.ask('POST', '/orders', { key, json })).body.data).toMatchObject([{ status: 'taken' }]);
  });

  it('changes the one station that is meant, however its id is written', async () => {
    const before = (await api.ask('GET', '/stations/S1', { key })).body;
    expect((await put('/stations/s1', newStation)).body).toMatchObject({ stationId: 'S1', area: before.area });
    expect((await api.ask('GET', '/stations', { key })).body.data).toHaveLength(3);
  });

  it('tells in the audit too that the last of the rules was taken away', async () => {
    await patch('/vehicles/V1', { rules: { skills: ['lift'] } });
    expect((await patch('/vehicles/V1', { rules: {} })).body.rules).toEqual({});
    const [last] = await audit();
    expect(last.detail).toEqual({ rules: { from: { skills: ['lift'] }, to: null } });
  });

  it('sends a vehicle to the workshop and back, field by field in the audit', async () => {
    const before = (await api.ask('GET', '/vehicles/V1', { key })).body;
    expect((await patch('/vehicles/V1', { status: 'maintenance' })).body).toEqual({ ...before, status: 'maintenance' });
    expect(await audit()).toMatchObject([
      { action: 'vehicle.changed', subjectId: 'V1', detail: { status: { from: 'available', to: 'maintenance' } } },
    ]);
    expect((await patch('/vehicles/V1', { status: 'available' })).body).toEqual(before);
  });

  it('replaces compartments as a whole', async () => {
    const compartments = [{ compartmentNo: 1, zoneIds: ['frozen', 'chilled'], milliliters: 1500 }];
    expect((await patch('/vehicles/V2', { compartments })).body.compartments).toEqual(compartments);
  });

  it('moves a depot to another time zone, and edits a zone', async () => {
    expect((await patch('/depots/D1', { timeZone: 'Asia/Urumqi' })).body.timeZone).toBe('Asia/Urumqi');
    expect((await patch('/zones/chilled', { minutesOutOfRefrigeration: 45 })).body.minutesOutOfRefrigeration).toBe(45);
    const zone = (await api.ask('GET', '/zones/chilled', { key })).body;
    const { zoneId: _, ...fields } = zone;
    expect((await put('/zones/deep', { ...fields, nameEn: 'Deep' })).body).toEqual({
      ...fields,
      zoneId: 'deep',
      nameEn: 'Deep',
    });
    expect((await patch('/skus/ICE', { zoneId: 'deep' })).body.zoneId).toBe('deep');
  });

  it('refuses what an import would refuse, and names the field', async () => {
    const refused = async (asked: Promise<{ status: number; body: { errors?: { field: string }[] } }>) => {
      const { status, body } = await asked;
      return [status, ...(body.errors ?? []).map(({ field }) => field)];
    };
    expect(await refused(patch('/skus/MILK', { zoneId: 'warm' }))).toEqual([400, 'zoneId']);
    expect(await refused(put('/stations/S9', { ...newStation, lon: 0, lat: 0 }))).toEqual([400, 'lon']);
    expect(await refused(put('/stations/S9', { ...newStation, depotId: 'D9' }))).toEqual([400, 'depotId']);
    expect(await refused(put('/stations/S9', { ...newStation, lat: 91 }))).toEqual([400, 'lat']);
    expect(await refused(put('/stations/S9', { ...newStation, windows: [{ opens: 7200, closes: 3600 }] }))).toEqual([
      400,
      'windows.0',
    ]);
    expect(await refused(put('/stations/S9', { ...newStation, color: 'red' }))).toEqual([400, 'color']);
    expect(await refused(put('/stations/S9', { ...newStation, stationId: 'S8' }))).toEqual([400]);
    expect(await refused(patch('/vehicles/V1', { shiftEndsSecond: 0 }))).toEqual([400, 'shiftEndsSecond']);
    expect(await refused(patch('/zones/chilled', { minCelsius: 99 }))).toEqual([400, 'minCelsius']);
    expect(await refused(put('/couriers/C9', { name: '李师傅', vehicleId: 'V9' }))).toEqual([400, 'vehicleId']);
    expect(await refused(patch('/couriers/C1', { vehicleId: 'V9' }))).toEqual([400, 'vehicleId']);
    const parts = (await api.ask('GET', '/vehicles/V1', { key })).body.compartments as object[];
    const warm = [parts[0], { ...parts[1], zoneIds: ['warm'] }, ...parts.slice(2)];
    expect(await refused(patch('/vehicles/V1', { compartments: warm }))).toEqual([400, 'compartments.1.zoneIds']);
    const color = [{ ...parts[0], color: 'red' }];
    expect(await refused(patch('/vehicles/V1', { compartments: color }))).toEqual([400, 'compartments.0.color']);
    // Half a minute past seven is no time of a shift, and no break begins then.
    const pause = { seconds: 1800, begins: { opens: 27_030, closes: 30_000 } };
    expect(await refused(patch('/vehicles/V1', { rules: { breaks: [pause] } }))).toEqual([
      400,
      'rules.breaks.0.begins.opens',
    ]);
    expect(await refused(patch('/stations/S1', { rules: { skills: ['a|b'] } }))).toEqual([400, 'rules.skills.0']);
    expect(await refused(put('/zones/A+b', (await api.ask('GET', '/zones/chilled', { key })).body))).toEqual([400]);
    const { zoneId: _, ...zone } = (await api.ask('GET', '/zones/chilled', { key })).body;
    expect(await refused(put('/zones/A+b', zone))).toEqual([400, 'zoneId']);
    expect(await refused(patch('/stations/S99', { name: 'x' }))).toEqual([404]);
    expect(await audit()).toEqual([]);
  });

  it('keeps an account of one depot to its own', async () => {
    await put('/depots/D2', { ...(await api.ask('GET', '/depots/D1', { key })).body, depotId: 'D2', name: '北仓' });
    const own = await api.keyOf('dispatcher', 'D2');
    const codeOf = async (asked: Promise<{ status: number; body: { code?: string } }>) => (await asked).body.code;
    expect(await codeOf(patch('/stations/S1', { name: 'mine' }, own))).toBe('not-found');
    expect(await codeOf(put('/stations/S1', newStation, own))).toBe('id-taken');
    expect(await codeOf(put('/stations/S9', { ...newStation, depotId: 'D1' }, own))).toBe('invalid-input');
    const first = (await api.ask('GET', '/depots/D1', { key })).body;
    for (const depotId of ['D1', 'D9']) {
      const refused = await put(`/depots/${depotId}`, { ...first, depotId }, own);
      expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
        403,
        'not-allowed',
        'This account is for some depots only, and neither adds nor changes others. Ask an admin of all depots.',
      ]);
    }
    expect(await codeOf(patch('/depots/D1', { name: 'mine' }, own))).toBe('not-found');
    expect(await codeOf(patch('/skus/MILK', { name: 'mine' }, own))).toBe('not-allowed');
    expect(await codeOf(patch('/zones/chilled', { sort: 9 }, own))).toBe('not-allowed');
    expect((await put('/stations/S9', newStation, own)).body.depotId).toBe('D2');
    const taken = await put('/couriers/C1', { name: '李师傅' }, own);
    expect([taken.status, taken.body.code]).toEqual([409, 'id-taken']);
    expect(await codeOf(patch('/couriers/C1', { name: '李师傅' }, own))).toBe('not-found');
    expect((await put('/couriers/C2', { name: '李师傅' }, own)).body).toMatchObject({ depotId: 'D2', name: '李师傅' });
    // Who sees all depots changes the one that there is, and moves none to another depot.
    expect((await patch('/couriers/C2', { phone: '1' })).body).toMatchObject({ depotId: 'D2', phone: '1' });
    const moved = await put('/couriers/C2', { name: 'x', depotId: 'D1' });
    expect([moved.status, moved.body.detail]).toEqual([400, 'A courier stays with its depot; C2 is of depot D2.']);
    expect((await api.ask('GET', '/couriers', { key })).body.data).toHaveLength(2);
    // With two depots, one must be named.
    expect(await codeOf(put('/stations/S8', newStation))).toBe('invalid-input');
    expect((await put('/stations/S8', { ...newStation, depotId: 'D1' })).body.depotId).toBe('D1');
    expect(await codeOf(put('/stations/S8', { ...newStation, depotId: 'D2' }))).toBe('invalid-input');
  });

  it('refuses by row what a file gives to a second depot, and takes the rest', async () => {
    await put('/depots/D2', { ...(await api.ask('GET', '/depots/D1', { key })).body, depotId: 'D2', name: '北仓' });
    const inD2 = (file: string) =>
      smallDay[file]
        .trim()
        .split('\n')
        .map((line, at) => `${line},${at === 0 ? 'depot_id' : 'D2'}`)
        .join('\n');
    const ofNo = (file: string, ...more: string[]) => `${[inD2(file), ...more].join('\n')}\n`;
    const { summary, findings } = await api.record.importFrom(
      writeFiles({
        'stations.csv': ofNo('stations.csv', 's1,x,120.11,30.25,07:00,12:00,,,5,2,,open,east,D1'),
        'vehicles.csv': smallDay['vehicles.csv'].replaceAll(',D1,', ',D2,').replace('V2,', 'V7,'),
        'couriers.csv': ofNo('couriers.csv', 'C7,李师傅,1,V7,D2'),
      }),
    );
    expect(findings.map(({ file, column, code, reason }) => `${file} ${column} ${code} ${reason}`)).toEqual([
      'vehicles.csv vehicle_id id-taken This id is taken by depot D1. Choose another one.',
      ...Array(3).fill('stations.csv station_id id-taken This id is taken by depot D1. Choose another one.'),
      'couriers.csv vehicle_id unknown-vehicle There is no vehicle V1 of this depot. Add it to vehicles.csv or correct the id.',
    ]);
    expect(summary.files).toMatchObject([
      { file: 'couriers.csv', taken: 1, refused: 1 },
      { file: 'stations.csv', taken: 1, refused: 3 },
      { file: 'vehicles.csv', taken: 1, refused: 1 },
    ]);
    const again = await api.record.importFrom(
      writeFiles({ 'couriers.csv': 'courier_id,name,phone,vehicle_id,depot_id\nC1,x,1,,D2\nC7,x,1,,D2\n' }),
    );
    expect(again.findings).toMatchObject([
      { line: 2, code: 'id-taken', reason: 'This id is taken by depot D1. Choose another one.' },
    ]);
    // A station keeps how its id was written first.
    expect((await api.ask('GET', '/stations/S1', { key })).body).toMatchObject({ stationId: 'S1', name: 'x' });
  });
});
