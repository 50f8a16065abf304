import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeBackupStore } from '../../../server/adapters/db/backups/backup-store.js';
import { makeWebhookStore } from '../../../server/adapters/db/exchange/webhook-store.js';
import { makeTrafficStore } from '../../../server/adapters/db/traffic/traffic-store.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';
import { testBox } from '../../support/test-box.js';

const corner = { lon: 120, lat: 30 };
const trafficReport = {
  reportId: 'traffic-1',
  place: { kind: 'area', ring: [corner, { lon: 121, lat: 30 }, { lon: 121, lat: 31 }, corner] },
  speed: { kind: 'kph', kph: 20 },
  validFrom: new Date('2024-06-13T00:00:00Z'),
  validUntil: new Date('2024-06-14T00:00:00Z'),
  note: '',
  createdAt: new Date('2024-06-13T00:00:00Z'),
  createdBy: 'test',
} as const;
const wave = 'D1-20240614-1';

eachDatabase('the description of the API', (open) => {
  let api: Api;
  let admin: string;
  /** Something to look up of each kind that paths name. */
  const ids: Record<string, string> = { waveId: wave, orderId: 'O1', stationId: 'S1', kind: 'stations' };
  beforeAll(async () => {
    const database = await open();
    api = await serveApi(database);
    await makeTrafficStore(database).addReport(trafficReport, 'map', [1]);
    admin = await api.keyOf('admin');
    await api.record.importFrom(writeFiles(smallDay));
    const { planId } = await api.record.plan(wave);
    await api.record.plans.release(planId, new Date(), 'test');
    await api.accounts.addUser({ login: 'li', name: '李', role: 'picker' }, 'test');
    const station = {
      cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' }),
      origin: api.address,
    };
    const courier = {
      cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }),
      origin: api.address,
    };
    const [{ runId }] = (await api.ask('GET', '/me/runs', { headers: courier })).body.data;
    const [{ stopId }] = (await api.ask('GET', '/stops?station=S1', { key: admin })).body.data;
    const json = { consignmentId: `${wave}.S1.chilled`, kind: 'short', quantity: 1 };
    await api.ask('POST', `/stations/S1/deliveries/${stopId}/claims`, { headers: station, json });
    const begun = await api.ask('POST', `/waves/${wave}/plans`, { key: admin, json: { seconds: 0.5, threads: 1 } });
    expect(begun.status).toBe(202);
    await api.untilDone(begun.body.jobId, admin);
    const departed = { deviceEventId: 'd', kind: 'departed', deviceAt: new Date().toISOString() };
    await api.ask('POST', `/runs/${runId}/events`, { headers: courier, json: departed });
    const totes = [{ zoneId: 'ambient', totes: 4 }];
    await api.ask('PUT', '/stations/S1/empty-totes', { key: admin, json: { totes } });
    const photo = new FormData();
    photo.append('files', new Blob([new Uint8Array(Buffer.from('ffd8ffda000201ffd9', 'hex'))]), 'entrance.jpg');
    await api.ask('PUT', '/stations/S1/photo', { key: admin, body: photo });
    const files = new FormData();
    const rows = smallDay['stations.csv'].replace('一号站', '新名').replace('120.12,30.26', 'east,30.26');
    files.append('files', new Blob([rows]), 'stations.csv');
    const addressed = `station_id,name,street,receive_from,receive_to,fixed_service_min,min_per_100kg
S7,七号站,文三路7号,07:00,09:00,5,2
`;
    files.append('files', new Blob([addressed]), 'more-stations.csv');
    const draft = await api.ask('POST', '/import-drafts', { key: admin, body: files });
    ids.draftId = draft.body.draftId;
    const looked = await api.ask('POST', `/import-drafts/${ids.draftId}/preview`, { key: admin });
    expect((await api.untilDone(looked.body.jobId, admin)).status).toBe('done');
    const placed = { depotId: 'D1', addressKey: '文三路7号', position: { lon: 120.1, lat: 30.25 } };
    const said = await api.ask('PUT', `/import-drafts/${ids.draftId}/places`, { key: admin, json: placed });
    expect(said.status).toBe(200);
    const mapping = {
      kind: 'stations',
      columns: { Station: { column: 'station_id', factor: 1 } },
      constants: {},
      datum: 'wgs84',
    };
    expect((await api.ask('PUT', '/import-mappings/ours', { key: admin, json: mapping })).status).toBeLessThan(300);
    ids.name = 'ours';
    const cutoff = { depotId: 'D1', name: '早班', sequence: 1, cutoffSecond: 79_200 };
    expect((await api.ask('PUT', '/cutoffs/AM', { key: admin, json: cutoff })).status).toBe(200);
    const rule = { depotId: 'D1', rank: 1, zoneId: 'frozen', cutoffId: 'AM' };
    expect((await api.ask('PUT', '/wave-rules/R1', { key: admin, json: rule })).status).toBe(200);
    const hook = { name: 'oms', url: 'https://oms.example/hook' };
    expect((await api.ask('POST', '/webhooks', { key: admin, json: hook })).status).toBe(201);
    const hooks = makeWebhookStore(database, testBox);
    const now = new Date(Date.now() + 1000);
    const [held] = await hooks.hold(now, now, 1);
    const attempt = {
      eventId: 1,
      kind: 'x.y',
      attempt: 1,
      at: now,
      milliseconds: 1,
      httpStatus: 204,
      error: undefined,
    };
    expect(await hooks.note(held, attempt, { kind: 'arrived', heldUntil: now })).toBe(true);
    await makeBackupStore(database).add({
      backupId: 'backup-1',
      madeBy: 'schedule',
      begunAt: now,
      endedAt: now,
      host: 'here',
      file: '/backups/a.backup',
      encrypted: false,
      outcome: { error: { code: 'write-failed', detail: 'The disk is full.' } },
    });
    const idOf = async (list: string, id: string) => {
      const [row] = (await api.ask('GET', `/${list}?limit=1`, { key: admin })).body.data;
      expect(row?.[id], `${list} has no ${id}`).toBeDefined();
      ids[id] = String(row[id]);
    };
    for (const { method, path } of api.endpoints) {
      const [, list, id] = /^\/([\w-]+)\/:(\w+)$/.exec(path) ?? [];
      if (method === 'get' && ids[id] === undefined && id !== undefined && list !== 'events') await idOf(list, id);
    }
    const events = { key: admin, headers: { accept: 'application/json' } };
    // A fact is told a moment after it was written.
    await vi.waitFor(async () => {
      const [fact] = (await api.ask('GET', '/events', events)).body.data;
      ids.eventId = String(fact.eventId);
    }, 5000);
    ids.stopId = stopId;
  });
  afterAll(() => api.close());

  it('is an OpenAPI document by the rules of OpenAPI', async () => {
    const response = await fetch(`${api.address}/api/openapi.json`);
    const document = await response.json();
    const { valid, errors } = await new Validator().validate(document);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.schemas.Run.properties.stops.items).toEqual({ $ref: '#/components/schemas/Stop' });
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('says of every path what it answers', () => {
    const silent = api.endpoints.filter(
      ({ answer, forms, method }) => answer === undefined && forms === undefined && method === 'get',
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('says what fields mean, in named schemas and in bodies', async () => {
    const { components, paths } = await (await fetch(`${api.address}/api/openapi.json`)).json();
    expect(components.schemas.PlanKpis.properties.travelSeconds.description).toBe('Driving only.');
    const body = paths['/api/v1/vehicles/{vehicleId}'].patch.requestBody.content['application/json'].schema;
    expect(body.properties.maxStops.description).toMatch(/[Ss]tops/);
  });

  it('holds for everything that can be read', async () => {
    // The helper of these tests compares every answer with its description and throws where they differ.
    const headers = { accept: 'application/json' };
    const courier = { cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }), ...headers };
    const station = { cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' }), ...headers };
    let read = 0;
    for (const { path, permission } of api.endpoints.filter(({ method }) => method === 'get')) {
      const address = path.replaceAll(/:(\w+)/g, (_match, name: string) => {
        expect(ids[name], `${path}: nothing to look up`).toBeDefined();
        return ids[name];
      });
      const isOfUser = path === '/me/account' || path === '/me/sessions';
      const as = isOfUser || permission === 'runs:report-own' ? { headers: courier } : { key: admin, headers };
      const sent = permission === 'deliveries:read-own' ? { headers: station } : as;
      // Straight lines have no roads to look at; test/contract/traffic.test.ts reads these two from a map.
      const hasNoRoads = path.endsWith('/road-speeds') || path.endsWith('/reach');
      const query = hasNoRoads
        ? '?box=120,30,121,31'
        : path.endsWith('/legs')
          ? `?vehicle=${ids.vehicleId}`
          : path === '/nearest-road'
            ? '?lon=120.1&lat=30.2'
            : '';
      const answer = await api.ask('GET', `${address}${query}`, sent);
      expect({ path, status: answer.status }).toEqual({ path, status: hasNoRoads ? 503 : 200 });
      if (Array.isArray(answer.body?.data) && path !== '/imports/:importId/findings') {
        expect(answer.body.data.length, `${path} is empty, so that nothing was compared`).toBeGreaterThan(0);
      }
      read++;
    }
    expect(read).toBeGreaterThan(40);
  });

  it('holds for a claim that is settled, once, and opened again', async () => {
    const set = (json: object, key = admin) => api.ask('PATCH', `/claims/${ids.claimId}`, { key, json });
    expect((await set({ status: 'settled' }, await api.keyOf('dispatcher', 'D2'))).status).toBe(404);
    expect((await set({ status: 'settled', note: '已补货' })).body.status).toBe('settled');
    await set({ status: 'settled' });
    expect((await set({ status: 'open' })).body.status).toBe('open');
    const { data } = (await api.ask('GET', '/audit?kind=claim', { key: admin })).body;
    expect(
      data.map(({ action, detail }: { action: string; detail: { note: string } }) => [action, detail.note]),
    ).toEqual([
      ['claim.opened', ''],
      ['claim.settled', '已补货'],
    ]);
  });

  it('holds for a plan as a map', async () => {
    const answer = await api.ask('GET', `/plans/${ids.planId}?format=geojson`, { key: admin });
    expect(answer.headers.get('content-type')).toMatch(/^application\/geo\+json/);
    expect(answer.body.features.length).toBeGreaterThan(3);
  });
});
