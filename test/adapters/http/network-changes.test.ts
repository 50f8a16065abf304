import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { belongings } from '../../../server/adapters/db/network/removed-things.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const jpeg = (mark: string) => Buffer.from(`ffd8ffe100044142ffda0002${mark}ffd9`, 'hex');
const cleanJpeg = (mark: string) => Buffer.from(`ffd8ffda0002${mark}ffd9`, 'hex');

eachDatabase('changes of the network from its pages', (open) => {
  let api: Api;
  let key: string;
  let knex: Database['knex'];
  let severalConnections: boolean;
  beforeEach(async () => {
    const database = await open();
    ({ knex } = database);
    severalConnections = database.backend === 'postgres';
    api = await serveApi(database);
    key = await api.keyOf('dispatcher');
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });
  const get = async (path: string, as = key) => (await api.ask('GET', path, { key: as })).body;
  const many = async (kind: string, items: object[], as = key) =>
    api.ask('PATCH', `/${kind}`, { key: as, json: { items } });
  const audit = async () => {
    const { data } = await get('/audit', await api.keyOf('admin'));
    return (data as { action: string; subjectId: string; detail: unknown }[])
      .filter(({ action }) => !action.startsWith('key.') && action !== 'request.refused')
      .map(({ action, subjectId, detail }) => ({ action, subjectId, detail }));
  };

  it('describes what may be said of each thing, for forms', async () => {
    const { data, groups } = await get('/attributes');
    const stations = data.find(({ thing }: { thing: string }) => thing === 'stations').attributes;
    const of = (field: string) => stations.find((each: { field: string }) => each.field === field);
    expect(of('serviceFixedMilliminutes')).toMatchObject({
      control: 'number',
      unit: 'minutes',
      scale: 1000,
      isRequired: true,
    });
    expect(of('status').choices.map(({ value }: { value: string }) => value)).toEqual(['open', 'suspended', 'closed']);
    expect(of('rules.capacityByZone')).toMatchObject({
      control: 'by-zone',
      of: { control: 'parts' },
      isRequired: false,
    });
    expect(of('depotId')).toMatchObject({ isFixed: true, refersTo: 'depots' });
    // Whether plans go by it, and where the audit has it.
    expect(of('rules.courierNote')).toMatchObject({ isBesidePlans: true, at: 'rules.courierNote' });
    expect(of('serviceFixedMilliminutes')).toMatchObject({ isBesidePlans: false, at: 'service.fixedMilliminutes' });
    expect(groups.map(({ group }: { group: string }) => group)).toContain(of('windows').group);
    expect(data.map(({ thing }: { thing: string }) => thing)).toContain('compartments');
    // Every field that the API takes is described.
    const { data: all } = await get('/stations');
    const fields = Object.keys(all[0]).filter((field) => field !== 'rules');
    expect(fields.filter((field) => of(field) === undefined)).toEqual([]);
  });

  it('changes several at once, each with its own answer and its own row in the audit', async () => {
    const answer = await many('stations', [
      { id: 's1', change: { area: 'west', 'rules.courierNote': '后门' } },
      { id: 'S2', change: { area: 'west' } },
      { id: 'S3', change: { windows: [] } },
      { id: 'NONE', change: { area: 'west' } },
      { id: 'S2', change: { area: 'west' } },
      { id: 'S3', change: { depotId: 'D1' } },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject([
      {
        id: 's1',
        effect: 'changed',
        before: { area: 'east', 'rules.courierNote': null },
        after: { area: 'west', 'rules.courierNote': '后门' },
      },
      { id: 'S2', effect: 'changed' },
      { id: 'S3', effect: 'refused', code: 'invalid-input', errors: [{ field: 'windows' }] },
      { id: 'NONE', effect: 'refused', code: 'not-found' },
      { id: 'S2', effect: 'unchanged' },
      { id: 'S3', effect: 'refused', errors: [{ field: 'depotId' }] },
    ]);
    expect(await get('/stations/S1')).toMatchObject({ area: 'west', rules: { courierNote: '后门' } });
    expect(await get('/stations/S3')).toMatchObject({ area: 'east', status: 'suspended' });
    const rows = await audit();
    expect(rows.map(({ subjectId }) => subjectId).sort()).toEqual(['S1', 'S2']);
    expect(rows).toContainEqual({
      action: 'station.changed',
      subjectId: 'S2',
      detail: { area: { from: 'east', to: 'west' } },
    });
  });

  it('takes a station that is spelled in two ways as one', async () => {
    const answer = await many('stations', [
      { id: 's1', change: { area: 'west' } },
      { id: 'S1', change: { name: '新名' } },
    ]);
    expect(answer.body.data).toMatchObject([{ effect: 'changed' }, { effect: 'changed' }]);
    expect(await get('/stations/S1')).toMatchObject({ area: 'west', name: '新名' });
  });

  it('tells of other depots nothing that a shared product or zone, or an account of one, would touch', async () => {
    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    await api.ask('PUT', '/depots/D2', { key, json: { ...depot, ...times } });
    const whatOf = async (path: string, as: string) =>
      (await get(path, as)).affected.map(({ what }: { what: string }) => what).sort();
    const [own, strange] = [await api.keyOf('dispatcher', 'D1'), await api.keyOf('dispatcher', 'D2')];
    expect(await whatOf('/skus/MILK/impact', own)).toEqual(['orders-waiting']);
    expect(await get('/skus/MILK/impact', strange)).toEqual({ affected: [], mayDelete: false });
    expect(await whatOf('/zones/chilled/impact', own)).toEqual(['compartments', 'products']);
    expect(await whatOf('/zones/chilled/impact', strange)).toEqual(['products']);
    await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S3' });
    expect((await get('/stations/S3/impact', key)).affected).toEqual([{ what: 'accounts', count: 1, examples: [] }]);
    const [seen] = (await get('/stations/S3/impact', await api.keyOf('admin'))).affected;
    expect(seen).toEqual({ what: 'accounts', count: 1, examples: [expect.any(String)] });
  });

  it('looks at what an end would touch without waiting for a change', async () => {
    if (!severalConnections) return;
    const change = await knex.transaction();
    try {
      await change.raw('select one from network_lock for update');
      expect(await get('/skus/OLD/impact')).toEqual({ affected: [], mayDelete: true });
    } finally {
      await change.rollback();
    }
  });

  it('keeps the rules that a change does not name', async () => {
    await many('stations', [{ id: 'S1', change: { 'rules.skills': ['lift'], 'rules.contactName': '王芳' } }]);
    await many('stations', [{ id: 'S1', change: { 'rules.contactName': null, 'rules.lockerCells': { S: 24, L: 0 } } }]);
    expect((await get('/stations/S1')).rules).toEqual({ skills: ['lift'], lockerCells: { S: 24, L: 0 } });
  });

  it('undoes a change by what it answered, unless somebody changed it meanwhile', async () => {
    const first = await many('vehicles', [{ id: 'V1', change: { status: 'retired', 'rules.skills': ['lift'] } }]);
    const [{ id, before, after }] = first.body.data;
    const undone = await many('vehicles', [{ id, change: before, was: after }]);
    expect(undone.body.data).toMatchObject([{ effect: 'changed' }]);
    expect(await get('/vehicles/V1')).toMatchObject({ status: 'available', rules: {} });
    const again = await many('vehicles', [{ id, change: before, was: after }]);
    expect(again.body.data).toMatchObject([{ effect: 'refused', code: 'changed-meanwhile' }]);
    expect(await audit()).toHaveLength(2);
  });

  it('keeps an account of one depot to its own things, and from what all share', async () => {
    const own = await api.keyOf('dispatcher', 'D2');
    expect((await many('stations', [{ id: 'S1', change: { area: 'west' } }], own)).body.data).toMatchObject([
      { effect: 'refused', code: 'not-found' },
    ]);
    expect((await many('depots', [{ id: 'D1', change: { name: 'x' } }], own)).body.data).toMatchObject([
      { effect: 'refused', code: 'not-found' },
    ]);
    expect((await many('skus', [{ id: 'MILK', change: { name: 'x' } }], own)).status).toBe(403);
    expect((await api.ask('GET', '/stations/S1/impact', { key: own })).status).toBe(404);
    expect((await api.ask('DELETE', '/stations/S3', { key: own })).status).toBe(404);
    expect((await get('/overviews/stations', own)).rows).toEqual([]);
    expect((await get('/overviews/skus', own)).rows).toHaveLength(4);
    expect(await audit()).toEqual([]);
  });

  it('gives tables all things in few words', async () => {
    const { fields, rows } = await get('/overviews/stations');
    const [first] = rows.filter(([id]: [string]) => id === 'S2');
    expect(Object.fromEntries(fields.map((field: string, at: number) => [field, first[at]]))).toMatchObject({
      stationId: 'S2',
      name: '二号站',
      area: 'east',
      status: 'open',
      windows: [
        { opens: 7 * 3600, closes: 9 * 3600 },
        { opens: 14 * 3600, closes: 15 * 3600 },
      ],
      lon: 120.12,
    });
    expect((await get('/overviews/vehicles')).rows).toHaveLength(2);
    // In order, whatever was written last.
    await many('stations', [{ id: 'S1', change: { area: 'west' } }]);
    await knex.raw("update zones set sort = sort where zone_id = 'ambient'");
    const ids = async (kind: string) => (await get(`/overviews/${kind}`)).rows.map(([id]: [string]) => id);
    expect(await ids('stations')).toEqual(['S1', 'S2', 'S3']);
    const zones = (await knex.raw('select zone_id from zones order by sort')).rows as { zone_id: string }[];
    expect(await ids('zones')).toEqual(zones.map(({ zone_id }) => zone_id));
    for (const kind of ['depots', 'couriers', 'skus', 'zones']) {
      expect((await get(`/overviews/${kind}`)).rows.length, kind).toBeGreaterThan(0);
    }
  });

  it('says what an end would touch, and deletes only what nothing refers to', async () => {
    const impact = await get('/stations/S1/impact');
    expect(impact).toEqual({
      affected: [
        { what: 'orders-waiting', count: 2, examples: ['O1', 'O2'] },
        { what: 'open-waves', count: 1, examples: [wave] },
      ],
      mayDelete: false,
    });
    const refused = await api.ask('DELETE', '/stations/S1', { key });
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 409, code: 'in-use' });
    expect(refused.body.detail).toContain('Close it instead');
    expect(await get('/vehicles/V1/impact')).toMatchObject({
      affected: [{ what: 'couriers-assigned', count: 1, examples: ['张师傅'] }],
      mayDelete: false,
    });
    expect(await get('/skus/OLD/impact')).toEqual({ affected: [], mayDelete: true });
    expect(await get('/depots/D1/impact')).toMatchObject({ mayDelete: false });
    expect(await get('/zones/chilled/impact')).toMatchObject({ mayDelete: false });
    expect(await get('/couriers/C1/impact')).toEqual({ affected: [], mayDelete: true });
    for (const path of ['/stations/S3', '/skus/OLD', '/couriers/C1', '/vehicles/V2']) {
      expect({ path, status: (await api.ask('DELETE', path, { key })).status }).toEqual({ path, status: 204 });
      expect((await api.ask('GET', path, { key })).status).toBe(404);
    }
    expect((await audit()).map(({ action }) => action).sort()).toEqual([
      'courier.removed',
      'sku.removed',
      'station.removed',
      'vehicle.removed',
    ]);
    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    expect((await api.ask('PUT', '/depots/D2', { key, json: { ...depot, ...times } })).status).toBe(200);
    expect((await api.ask('DELETE', '/depots/D2', { key })).status).toBe(204);
  });

  it('brings back what was deleted as it was, with photo, speeds and compartments', async () => {
    const speeds = 'select * from speed_profiles order by hour';
    const photo = new FormData();
    photo.append('files', new Blob([jpeg('00')]), 'entrance.jpg');
    const put = { key, body: photo };
    expect((await api.ask('PUT', '/stations/S3/photo', put)).status).toBe(204);
    await many('stations', [{ id: 'S3', change: { 'rules.contactName': '王芳' } }]);
    const root = await api.keyOf('admin');
    const depot = { name: '新仓', lon: 120.123456789012, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    expect((await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } })).status).toBe(200);
    await knex.raw("insert into speed_profiles values ('D7', 8, 0.5), ('D7', 9, 0.75)");
    await knex.raw("insert into class_speeds values ('D7', 2, 8, 0.5)");
    const rows = async () => [
      (await knex.raw(speeds)).rows,
      (await knex.raw('select * from class_speeds')).rows,
      (await knex.raw('select * from station_photos')).rows,
      (await knex.raw('select *, position::text from depots order by depot_id')).rows,
      (await knex.raw('select * from compartments order by vehicle_id, compartment_no')).rows,
    ];
    const [before, things] = [await rows(), await Promise.all(['/stations/S3', '/vehicles/V2'].map((at) => get(at)))];
    for (const path of ['/stations/S3', '/vehicles/V2', '/depots/D7']) {
      expect((await api.ask('DELETE', path, { key: root })).status).toBe(204);
    }
    expect((await rows()).map(({ length }) => length)).not.toEqual(before.map(({ length }) => length));
    // By who may change it, once, and while nothing else has the id.
    const restore = (path: string, as = root) => api.ask('POST', `${path}/restore`, { key: as });
    expect((await restore('/stations/S3', await api.keyOf('dispatcher', 'D2'))).status).toBe(404);
    expect((await restore('/stations/s3')).body).toMatchObject(things[0]);
    expect((await restore('/stations/S3')).status).toBe(404);
    expect((await restore('/vehicles/V2')).body).toMatchObject(things[1]);
    expect((await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } })).status).toBe(200);
    expect((await restore('/depots/D7')).body.code).toBe('already-there');
    await api.ask('DELETE', '/depots/D7', { key: root });
    // Deleted twice, the later one holds: it had no speeds.
    expect((await restore('/depots/D7')).status).toBe(200);
    const [speedsNow, , ...rest] = await rows();
    expect(speedsNow.filter(({ depot_id }: { depot_id: string }) => depot_id === 'D7')).toEqual([]);
    expect(rest).toEqual(before.slice(2));
    expect((await audit())[0]).toMatchObject({ action: 'depot.restored', subjectId: 'D7' });
  });

  it('brings speeds and restrictions of a depot back, and nothing that is older than a day or does not fit any more', async () => {
    const root = await api.keyOf('admin');
    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } });
    await knex.raw("insert into speed_profiles values ('D7', 8, 0.5), ('D7', 9, 0.75)");
    const line = {
      type: 'LineString',
      coordinates: [
        [120, 30],
        [120.1, 30],
      ],
    };
    const restriction = { name: '限行', geometry: line, vehicles: { profile: 'truck' } };
    await api.ask('POST', '/depots/D7/vehicle-restrictions', { key: root, json: restriction });
    const restrictions = await get('/depots/D7/vehicle-restrictions');
    await api.ask('DELETE', '/depots/D7', { key: root });
    expect((await knex.raw('select * from vehicle_restrictions')).rows).toEqual([]);
    expect((await api.ask('POST', '/depots/D7/restore', { key: root })).status).toBe(200);
    expect(restrictions.restrictions).toHaveLength(1);
    expect(await get('/depots/D7/vehicle-restrictions')).toEqual(restrictions);
    const { rows } = await knex.raw(
      "select hour, speed_factor from speed_profiles where depot_id = 'D7' order by hour",
    );
    expect(rows).toEqual([
      { hour: 8, speed_factor: 0.5 },
      { hour: 9, speed_factor: 0.75 },
    ]);
    // A product whose zone goes while it is away.
    const zone = await get('/zones/frozen');
    await api.ask('PUT', '/zones/extra', { key: root, json: { ...zone, zoneId: 'extra' } });
    const product = { ...(await get('/skus/OLD')), skuId: 'NEW', zoneId: 'extra' };
    expect((await api.ask('PUT', '/skus/NEW', { key: root, json: product })).status).toBe(200);
    for (const path of ['/skus/NEW', '/zones/extra']) await api.ask('DELETE', path, { key: root });
    // More zones than plans know do not come back either.
    const { data } = (await api.ask('GET', '/zones', { key: root })).body;
    const more = Array.from({ length: 8 - data.length }, (_, at) => `more${at}`);
    for (const zoneId of more) await api.ask('PUT', `/zones/${zoneId}`, { key: root, json: { ...zone, zoneId } });
    const full = await api.ask('POST', '/zones/extra/restore', { key: root });
    expect([full.status, full.body.code]).toEqual([409, 'too-many-zones']);
    for (const zoneId of more) await api.ask('DELETE', `/zones/${zoneId}`, { key: root });
    const refused = await api.ask('POST', '/skus/NEW/restore', { key: root });
    expect([refused.status, refused.body.code]).toEqual([409, 'changed-meanwhile']);
    expect(refused.body.detail).toMatch(/Bring that back first/);
    expect((await api.ask('GET', '/skus/NEW', { key })).status).toBe(404);
    expect((await api.ask('POST', '/zones/extra/restore', { key: root })).status).toBe(200);
    expect((await api.ask('POST', '/skus/NEW/restore', { key: root })).body).toMatchObject({ zoneId: 'extra' });
    await api.ask('DELETE', '/skus/OLD', { key: root });
    await knex.raw("update removed_things set removed_at = removed_at - interval '25 hours'");
    expect((await api.ask('POST', '/skus/OLD/restore', { key: root })).status).toBe(404);
  });

  it('brings back what a depot has set for cases, and knows every table of what belongs to a thing', async () => {
    const root = await api.keyOf('admin');
    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } });
    const change = { isOn: false, limitMinutes: 77 };
    expect((await api.ask('PATCH', '/depots/D7/case-kinds/late', { key: root, json: change })).status).toBe(200);
    await api.ask('DELETE', '/depots/D7', { key: root });
    expect((await api.ask('POST', '/depots/D7/restore', { key: root })).status).toBe(200);
    const kinds = (await api.ask('GET', '/depots/D7/case-kinds', { key: root })).body.data;
    expect(kinds.find(({ kind }: { kind: string }) => kind === 'late')).toMatchObject(change);
    // What the database takes away with a thing would not come back.
    const { rows } = await knex.raw(
      `select conrelid::regclass::text as belonging, confrelid::regclass::text as thing from pg_constraint
       where contype = 'f' and confdeltype <> 'a' and confrelid::regclass::text = any(?)`,
      [Object.keys(belongings)],
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { belonging, thing } of rows as { belonging: string; thing: keyof typeof belongings }[]) {
      expect(belongings[thing], belonging).toContain(belonging);
    }
  });

  it('deletes what only counts of no totes name, and depots whose keys are revoked', async () => {
    const root = await api.keyOf('admin');
    const zone = await get('/zones/frozen');
    await api.ask('PUT', '/zones/extra', { key: root, json: { ...zone, zoneId: 'extra' } });
    const count = (totes: number) =>
      api.ask('PUT', '/stations/S3/empty-totes', { key, json: { totes: [{ zoneId: 'extra', totes }] } });
    expect((await count(0)).status).toBe(200);
    expect(await get('/stations/S3/impact')).toEqual({ affected: [], mayDelete: true });
    expect((await api.ask('GET', '/zones/extra/impact', { key: root })).body).toEqual({
      affected: [],
      mayDelete: true,
    });
    expect((await api.ask('DELETE', '/zones/extra', { key: root })).status).toBe(204);
    expect((await api.ask('POST', '/zones/extra/restore', { key: root })).status).toBe(200);
    await count(0);
    expect((await api.ask('DELETE', '/stations/S3', { key })).status).toBe(204);
    expect((await api.ask('POST', '/stations/S3/restore', { key })).status).toBe(200);
    // Totes that were there are of the past as anything else is.
    await count(1);
    expect(await get('/stations/S3/impact')).toMatchObject({ mayDelete: false });
    expect((await api.ask('DELETE', '/zones/extra', { key: root })).body.code).toBe('in-use');

    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } });
    const json = { name: 'gate', role: 'picker', depotId: 'D7' };
    const made = await api.ask('POST', '/api-keys', { key: root, json });
    expect(made.status).toBe(201);
    expect((await api.ask('GET', '/depots/D7/impact', { key: root })).body).toMatchObject({
      affected: [{ what: 'api-keys', count: 1 }],
      mayDelete: false,
    });
    await api.ask('DELETE', `/api-keys/${made.body.keyId}`, { key: root });
    expect((await api.ask('GET', '/depots/D7/impact', { key: root })).body).toEqual({ affected: [], mayDelete: true });
    expect((await api.ask('DELETE', '/depots/D7', { key: root })).status).toBe(204);
  });

  it('keeps what several depots deleted under one id, in whatever letters, and gives each back its own', async () => {
    const root = await api.keyOf('admin');
    const [here, there] = [await api.keyOf('dispatcher', 'D1'), await api.keyOf('dispatcher', 'D7')];
    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } });
    const station = await get('/stations/S3');
    const put = (id: string, depotId: string, name: string, by: string) =>
      api.ask('PUT', `/stations/${id}`, { key: by, json: { ...station, stationId: id, depotId, name } });
    const end = (id: string, by: string) => api.ask('DELETE', `/stations/${id}`, { key: by });
    const back = async (id: string, by: string) => (await api.ask('POST', `/stations/${id}/restore`, { key: by })).body;
    expect((await end('S3', here)).status).toBe(204);
    expect((await put('s3', 'D7', '那边', there)).status).toBe(200);
    // Its id is another's by now, whom the first depot does not see.
    expect((await back('S3', here)).code).toBe('id-taken');
    expect((await end('s3', there)).status).toBe(204);
    expect(await back('S3', here)).toMatchObject({ stationId: 'S3', depotId: 'D1', name: station.name });
    expect((await back('S3', there)).code).toBe('id-taken');
    expect((await end('S3', here)).status).toBe(204);
    // Whoever sees all gets what was deleted last.
    expect((await put('s3', 'D1', '小写', here)).status).toBe(200);
    expect((await end('s3', here)).status).toBe(204);
    expect(await back('S3', root)).toMatchObject({ stationId: 's3', name: '小写' });
    expect((await end('s3', here)).status).toBe(204);
    expect(await back('S3', there)).toMatchObject({ stationId: 's3', depotId: 'D7', name: '那边' });
  });

  it('says so where what was deleted under an earlier release lacks something by now', async () => {
    await api.ask('DELETE', '/stations/S3', { key });
    await knex.raw(
      `update removed_things set rows = jsonb_set(rows, '{0,columns}',
         (select jsonb_agg(case name when 'name' then 'title' else name end order by place)
          from jsonb_array_elements_text(rows #> '{0,columns}') with ordinality as columns(name, place)))`,
    );
    const refused = await api.ask('POST', '/stations/S3/restore', { key });
    expect([refused.status, refused.body.code]).toEqual([409, 'changed-meanwhile']);
    expect(refused.body.detail).toMatch(/Add it anew/);
    expect((await api.ask('GET', '/stations/S3', { key })).status).toBe(404);
  });

  it('deletes no depot that webhooks or kept mappings of imports name, and says so first', async () => {
    const root = await api.keyOf('admin');
    const depot = { name: '新仓', lon: 120, lat: 30, opensSecond: 0, closesSecond: 3600, docks: 1 };
    const times = { loadingFixedMilliminutes: 0, loadingMilliminutesPer100Kg: 0 };
    await api.ask('PUT', '/depots/D7', { key: root, json: { ...depot, ...times } });
    const impact = async (as = root) => get('/depots/D7/impact', as);
    expect(await impact()).toEqual({ affected: [], mayDelete: true });
    const hook = { name: 'ERP', url: 'https://erp.example/hook', kinds: ['run.*'], depotIds: ['D7'] };
    expect((await api.ask('POST', '/webhooks', { key: root, json: hook })).status).toBe(201);
    expect(await impact()).toEqual({ affected: [{ what: 'webhooks', count: 1, examples: ['ERP'] }], mayDelete: false });
    expect((await impact(key)).affected).toEqual([{ what: 'webhooks', count: 1, examples: [] }]);
    expect((await api.ask('DELETE', '/depots/D7', { key: root })).body.code).toBe('in-use');
    await knex.raw('delete from webhooks');
    await knex.raw(
      `insert into import_mappings (depot_id, name, kind, header_key, mapping, changed_by, changed_at)
       values ('D7', '供应商甲', 'orders', 'x', '{}', 'test', now())`,
    );
    expect((await impact(key)).affected).toEqual([{ what: 'import-mappings', count: 1, examples: ['供应商甲'] }]);
    expect((await api.ask('DELETE', '/depots/D7', { key: root })).body.code).toBe('in-use');
  });

  it('only adds where that is asked, and replaces nothing that somebody has', async () => {
    const station = await get('/stations/S1');
    const add = (id: string, json: object, more: object = {}) =>
      api.ask('PUT', `/stations/${id}`, { key, json, headers: { 'if-none-match': '*', ...more } });
    const refused = await add('s1', { ...station, stationId: 's1', name: '另一个站' });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      412,
      'already-there',
      'There is a station S1 already. Choose another id, or open that one and change it.',
    ]);
    const chinese = await add('S1', station, { 'accept-language': 'zh-CN' });
    expect(chinese.body.detail).toBe('已有自提点 S1。请换一个编号，或打开它来修改。');
    expect((await get('/stations/S1')).name).toBe(station.name);
    expect((await add('S8', { ...station, stationId: 'S8', name: '八号站' })).status).toBe(200);
    expect((await add('S8', { ...station, stationId: 'S8' }, { 'if-none-match': '"x"' })).status).toBe(400);
    // Without it a thing is replaced, as before.
    expect((await api.ask('PUT', '/stations/S8', { key, json: { ...station, stationId: 'S8' } })).status).toBe(200);
  });

  it('takes no orders for what is closed, gives no runs to who is inactive, and plans with nothing retired', async () => {
    await many('stations', [{ id: 'S2', change: { status: 'closed' } }]);
    await many('couriers', [{ id: 'C1', change: { status: 'inactive' } }]);
    const order = (orderId: string, stationId: string) => ({
      orderId,
      customerId: 'K',
      stationId,
      placedAt: '2024-06-13T21:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: [{ skuId: 'MILK', quantity: 1 }],
    });
    const closed = await api.ask('POST', '/orders', { key, json: { orders: [order('O8', 'S2')] } });
    expect(JSON.stringify(closed.body)).toContain('closed-station');
    await api.record.plan(wave);
    const { data: runs } = await get(`/runs?wave=${wave}`);
    expect(runs.map(({ courierId }: { courierId: string }) => courierId)).toEqual([null]);
    const [run] = runs;
    const headers = { 'if-match': `"${run.runId}.${run.version}"` };
    const given = await api.ask('PATCH', `/runs/${run.runId}`, { key, headers, json: { courierId: 'C1' } });
    expect({ status: given.status, detail: given.body.detail }).toEqual({
      status: 400,
      detail: expect.stringContaining('inactive'),
    });
    await many('depots', [{ id: 'D1', change: { status: 'closed' } }]);
    const ofDepot = await api.ask('POST', '/orders', { key, json: { orders: [order('O9', 'S1')] } });
    expect(JSON.stringify(ofDepot.body)).toContain('closed-station');
    // A file that does not tell the status leaves it.
    await api.record.importFrom(
      writeFiles({ 'couriers.csv': smallDay['couriers.csv'], 'depots.csv': smallDay['depots.csv'] }),
    );
    expect(await get('/couriers/C1')).toMatchObject({ status: 'inactive' });
    expect(await get('/depots/D1')).toMatchObject({ status: 'closed' });
  });

  it('shows the photo of an entrance to the office, to the station and to the courier who goes there', async () => {
    const send = async (content: Buffer, as = key) => {
      const body = new FormData();
      body.append('files', new Blob([new Uint8Array(content)]), 'entrance.jpg');
      return api.ask('PUT', '/stations/S1/photo', { key: as, body });
    };
    const see = async (headers: Record<string, string>, station = 'S1') => {
      const response = await fetch(`${api.address}/api/v1/stations/${station}/photo`, { headers });
      return response.status === 200 ? Buffer.from(await response.arrayBuffer()).toString('hex') : response.status;
    };
    const office = { authorization: `Bearer ${key}` };
    expect(await see(office)).toBe(404);
    expect((await send(Buffer.from('GIF89a'))).status).toBe(400);
    expect((await send(jpeg('01'))).status).toBe(204);
    expect(await see(office)).toBe(cleanJpeg('01').toString('hex'));
    // As the page asks for a picture that it has just changed.
    const shown = await fetch(`${api.address}/api/v1/stations/S1/photo?v=1`, { headers: office });
    expect(shown.status).toBe(200);
    expect((await send(jpeg('02'), await api.keyOf('dispatcher', 'D2'))).status).toBe(404);
    expect((await send(Buffer.alloc(1_000_001))).status).toBe(413);
    const other = await api.keyOf('dispatcher', 'D2');
    expect(await see({ authorization: `Bearer ${other}` })).toBe(404);
    expect(await see({ authorization: `Bearer ${await api.keyOf('integration')}` })).toBe(404);
    expect(await see({ cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' }) })).toBe(
      cleanJpeg('01').toString('hex'),
    );
    expect(await see({ cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S2' }) })).toBe(404);
    // A draft run is nobody's yet; one on the road is its courier's, whatever the day.
    const courier = { cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }) };
    await api.record.plan(wave);
    expect(await see(courier)).toBe(404);
    // One that was released for another day than today's is not theirs to see either.
    await knex.raw("update runs set status = 'released'");
    expect(await see(courier)).toBe(404);
    await knex.raw("update runs set status = 'departed'");
    expect(await see(courier)).toBe(cleanJpeg('01').toString('hex'));
    await knex.raw("update runs set courier_id = 'C2'");
    expect(await see(courier)).toBe(404);
    expect((await api.ask('DELETE', '/stations/S1/photo', { key })).status).toBe(204);
    expect(await see(office)).toBe(404);
    expect((await audit()).filter(({ action }) => action === 'station.changed')).toHaveLength(2);
  });

  it('says of a place that nothing is known of roads where there is no map', async () => {
    const answer = await get('/nearest-road?lon=120.1&lat=30.2');
    expect(answer).toEqual({ meters: null, point: null, line: [], estimated: true });
    expect((await api.ask('GET', '/nearest-road?lon=200&lat=30', { key })).status).toBe(400);
  });
});
