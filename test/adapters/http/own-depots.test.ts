import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Answer, type Api, serveApi } from '../../support/http-api.js';
import { writeFiles } from '../../support/small-day.js';
import { threeDepots } from '../../support/three-depots.js';

/** A wave by name and a rule at each of the three depots. */
const namedWaves = {
  'cutoffs.csv': `depot_id,cutoff_id,name,sequence,cutoff\n${[1, 2, 3].map((n) => `D${n},AM${n},早班,1,23:00`).join('\n')}\n`,
  'wave_rules.csv': `depot_id,rule_id,rank,area,cutoff_id\n${[1, 2, 3].map((n) => `D${n},R${n},1,east,早班`).join('\n')}\n`,
};

/** Things that are of no depot but of all, of an account or of nobody, and requests that no key makes. */
const ofNoDepot = /:(zoneId|skuId|trafficId|backupId|draftId|sessionId|name|kind)\b/;
/** What a path asks for beside its ids. */
const queries: Readonly<Record<string, (n: number) => string>> = {
  'get /plans/:planId/legs': (n) => `?vehicle=V${n}`,
  'get /depots/:depotId/road-speeds': () => '?box=120,30,121,31',
  'get /depots/:depotId/reach': () => '?box=120,30,121,31&minutes=10',
};
const restriction = {
  name: '限行',
  geometry: {
    type: 'LineString',
    coordinates: [
      [120.1, 30.2],
      [120.2, 30.2],
    ],
  },
  vehicles: { profile: 'truck' },
};
/** What is sent where something is to be changed; the rest is asked with an empty body, and must not be done. */
const bodies: Readonly<Record<string, object>> = {
  'patch /pick-lists/:pickListId/lines': { lines: [{ lineNo: 1, pickedQuantity: 3 }] },
  'put /stations/:stationId/empty-totes': { totes: [{ zoneId: 'chilled', totes: 1 }] },
  'put /depots/:depotId/class-speeds': { speeds: [] },
  'patch /depots/:depotId': { name: '改名' },
  'patch /stations/:stationId': { name: '改名' },
  'patch /vehicles/:vehicleId': { payloadGrams: 700_000 },
  'patch /couriers/:courierId': { name: '改名' },
  'patch /claims/:claimId': { status: 'settled' },
  'post /cases/:caseId/take': {},
  'post /cases/:caseId/notes': { note: '已联系' },
  'post /cases/:caseId/close': { outcome: 'no-action', note: '已补货' },
  'post /cases/:caseId/received': {},
  'patch /webhooks/:webhookId': { name: 'x' },
  'patch /runs/:runId': { courierId: null },
  'post /depots/:depotId/waves': { deliveryDate: '2099-06-14', cutoffAt: '2099-06-14T09:00:00+08:00' },
  'post /waves/:waveId/orders': { area: 'east' },
  'post /depots/:depotId/vehicle-restrictions': restriction,
  'put /depots/:depotId/vehicle-restrictions/:restrictionId': restriction,
};

/** An answer without what says at which moment it was looked, or grows with every second. */
function withoutClock(body: unknown): unknown {
  if (typeof body !== 'object') return undefined;
  return JSON.parse(
    JSON.stringify(body, (name, value) =>
      name === 'at' || name === 'departureDelaySeconds' || name === 'lateSeconds' ? undefined : value,
    ),
  );
}

eachDatabase('accounts of several depots', (open) => {
  let api: Api;
  let admin: string;
  /** Of the depots D1 and D2, not of D3. */
  let both: string;
  /** The id of the thing that a path names, by depot. */
  const ids = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const database = await open();
    api = await serveApi(database);
    await api.record.importFrom(writeFiles({ ...threeDepots, ...namedWaves }));
    admin = await api.keyOf('admin');
    both = await api.keyOf('admin', ['D1', 'D2']);
    const jobs: string[] = [];
    for (const n of [1, 2, 3]) {
      const { body } = await api.ask('POST', `/waves/D${n}-20240614-1/plans`, {
        key: admin,
        json: { seconds: 1, threads: 1 },
      });
      expect((await api.untilDone(body.jobId, admin)).status).toBe('done');
      jobs.push(body.jobId);
    }
    const column = async (path: string, name: string, of = (row: Record<string, string>) => row.depotId) => {
      const { data } = (await api.ask('GET', path, { key: admin, headers: { accept: 'application/json' } })).body as {
        data: Record<string, string>[];
      };
      return ['D1', 'D2', 'D3'].map((depotId) => data.find((row) => of(row) === depotId)![name]);
    };
    for (const [name, path] of Object.entries({
      planId: '/plans',
      runId: '/runs',
      stopId: '/stops',
      consignmentId: '/consignments',
      toteCode: '/totes',
      pickListId: '/pick-lists',
      orderId: '/orders',
      waveId: '/waves',
      depotId: '/depots',
      stationId: '/stations',
      vehicleId: '/vehicles',
      courierId: '/couriers',
      cutoffId: '/cutoffs',
      ruleId: '/wave-rules',
    })) {
      ids.set(name, await column(path, name));
    }
    ids.set('jobId', jobs);
    const each = (make: (n: number) => Promise<string>) => Promise.all([1, 2, 3].map(make));
    ids.set(
      'addressKey',
      await each(async (n) => {
        await database.knex.raw(
          "insert into remembered_places values (?, 'k', 'K Street 1', 120.1, 30.2, 'hand', null, null, null, 'test', now())",
          [`D${n}`],
        );
        return 'k';
      }),
    );
    ids.set('eventId', await column('/events?limit=200', 'eventId').then((found) => found.map(String)));
    ids.set(
      'userId',
      await each(async (n) => {
        const json = { login: `user${n}`, name: 'x', role: 'dispatcher', depotIds: [`D${n}`] };
        return (await api.ask('POST', '/users', { key: admin, json })).body.userId;
      }),
    );
    ids.set(
      'keyId',
      await each(async (n) => {
        const json = { name: `key${n}`, role: 'dispatcher', depotIds: [`D${n}`] };
        return (await api.ask('POST', '/api-keys', { key: admin, json })).body.keyId;
      }),
    );
    ids.set(
      'webhookId',
      await each(async (n) => {
        const json = { name: `hook${n}`, url: 'https://example.com/', depotIds: [`D${n}`] };
        return (await api.ask('POST', '/webhooks', { key: admin, json })).body.webhookId;
      }),
    );
    ids.set(
      'restrictionId',
      await each(async (n) => {
        const asked = await api.ask('POST', `/depots/D${n}/vehicle-restrictions`, { key: admin, json: restriction });
        return asked.body.restrictionId;
      }),
    );
    ids.set('auditId', (await column('/audit?limit=200', 'auditId')).map(String));
    ids.set(
      'importId',
      await each(async (n) => {
        const line = [{ skuId: 'MILK', quantity: 1 }];
        const placed = { placedAt: '2024-06-14T20:00:00+08:00', deliveryDate: '2024-06-15' };
        const json = { orderId: `N${n}`, customerId: 'K', stationId: `S${n}`, ...placed, lines: line };
        return (await api.ask('POST', '/orders', { key: await api.keyOf('integration', `D${n}`), json })).body.importId;
      }),
    );
    ids.set(
      'claimId',
      await each(async (n) => {
        const { body: plan } = await api.ask('GET', `/plans/${ids.get('planId')![n - 1]}`, { key: admin });
        await api.ask('POST', `/plans/${plan.planId}/release`, {
          key: admin,
          headers: { 'if-match': `"${plan.planId}.${plan.version}"` },
        });
        const stationId = `S${n}`;
        const cookie = await api.cookieOf('station', { depotIds: [`D${n}`], stationId });
        const stopId = ids.get('stopId')![n - 1];
        const goods = (await api.ask('GET', `/stops/${stopId}`, { key: admin })).body.consignments[0];
        const json = { kind: 'short', consignmentId: goods.consignmentId, skuId: 'MILK', quantity: 1 };
        const headers = { cookie, origin: api.address };
        const claimed = await api.ask('POST', `/stations/${stationId}/deliveries/${stopId}/claims`, { headers, json });
        return claimed.body.claimId;
      }),
    );
    ids.set('caseId', (await column('/cases?kind=claim', 'caseId')).map(String));
  }, 400_000);
  afterAll(() => api.close());

  /** Asks for the thing of depot n. */
  const askFor = (key: string, method: string, path: string, n: number): Promise<Answer> => {
    const name = `${method} ${path}`;
    const address = path.replace(/:(\w+)/g, (_, param: string) => encodeURIComponent(ids.get(param)![n - 1]));
    const json = method === 'get' || method === 'delete' ? undefined : (bodies[name] ?? {});
    const headers = { 'if-match': '"1"' };
    return api.ask(method.toUpperCase(), `${address}${queries[name]?.(n) ?? ''}`, { key, json, headers });
  };
  const withIds = () =>
    api.endpoints.filter(
      ({ path, permission }) =>
        path.includes(':') && !ofNoDepot.test(path) && permission !== 'public' && !permission.endsWith('-own'),
    );

  it('knows a thing of each kind at each depot', () => {
    const params = new Set(withIds().flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)));
    for (const name of params) {
      expect(ids.get(name), `ids of ${name} at each depot`).toHaveLength(3);
      expect(ids.get(name), name).not.toContain(undefined);
    }
  });

  it('reads the things of its depots as an account of all does, and knows nothing of those of others', async () => {
    let read = 0;
    // Of stations that have no photo there is none to be had.
    const readable = withIds().filter((each) => each.method === 'get' && !each.path.endsWith('/photo'));
    for (const { method, path } of readable) {
      for (const n of [1, 2]) {
        const [own, all] = [await askFor(both, method, path, n), await askFor(admin, method, path, n)];
        expect({ path, n, status: own.status }).toEqual({ path, n, status: all.status });
        expect(own.status, path).not.toBe(404);
        if (own.status === 200) expect(withoutClock(own.body), path).toEqual(withoutClock(all.body));
      }
      const { status } = await askFor(both, method, path, 3);
      expect({ path, status }).toEqual({ path, status: 404 });
      read++;
    }
    expect(read).toBeGreaterThan(25);
  });

  it('changes nothing of other depots', async () => {
    let asked = 0;
    const before = await lists(admin);
    for (const { method, path } of withIds().filter((each) => each.method !== 'get')) {
      const name = `${method} ${path}`;
      const { status, body } = await askFor(both, method, path, 3);
      // A whole body that is not given is refused before anything is looked for.
      const isUnread = body?.code === 'invalid-input' || body?.code === 'unsupported-type';
      const refused = status === 404 || (bodies[name] === undefined && isUnread);
      // Of what a PUT or PATCH would add, only that the id is taken is told.
      const isTaken = body?.code === 'id-taken';
      expect({ name, status, refused: refused || isTaken }).toEqual({ name, status, refused: true });
      asked++;
    }
    expect(asked).toBeGreaterThan(20);
    expect(await lists(admin)).toEqual(before);
  });

  it('may change the things of both of its depots', async () => {
    for (const name of Object.keys(bodies)) {
      const [method, path] = name.split(' ');
      for (const n of [1, 2]) {
        const { status, body } = await askFor(both, method, path, n);
        expect({ name, n, found: status !== 404 && body?.code !== 'invalid-input' }).toEqual({ name, n, found: true });
      }
    }
  });

  const listPaths = () => api.endpoints.filter(({ method, path }) => method === 'get' && !path.includes(':'));
  /** All rows of every list that an account may read. */
  const lists = async (key: string) => {
    const read: Record<string, Record<string, unknown>[]> = {};
    for (const { path } of listPaths()) {
      const { body } = await api.ask('GET', `${path}?limit=200`, { key, headers: { accept: 'application/json' } });
      // A refusal is itself a row of the audit.
      if (Array.isArray(body?.data) && path !== '/audit') read[path] = body.data;
    }
    return read;
  };

  it('lists what is of both of its depots, and of no other', async () => {
    const [own, all] = [await lists(both), await lists(admin)];
    let compared = 0;
    for (const [path, rows] of Object.entries(all)) {
      const isTheirs = (row: Record<string, unknown>) =>
        'depotIds' in row
          ? (row.depotIds as string[] | null)?.every((id) => id !== 'D3') === true
          : row.depotId === 'D1' || row.depotId === 'D2';
      if (rows.length === 0 || !rows.some((row) => 'depotId' in row || 'depotIds' in row)) continue;
      expect(own[path], path).toEqual(rows.filter(isTheirs));
      expect(own[path].length, path).toBeGreaterThan(1);
      expect(own[path].length, path).toBeLessThan(rows.length);
      compared++;
    }
    expect(compared).toBeGreaterThan(14);
  });

  it('adds accounts of its depots only, and sees those of both at once', async () => {
    const add = (json: object) =>
      api.ask('POST', '/api-keys', { key: both, json: { name: 'k', role: 'picker', ...json } });
    expect((await add({ depotIds: ['D2', 'D3'] })).status).toBe(404);
    expect((await add({ depotId: 'D3' })).status).toBe(404);
    expect((await add({ depotId: 'D2' })).body.depotIds).toEqual(['D2']);
    expect((await add({ depotIds: ['D2', 'D1', 'D2'] })).body.depotIds).toEqual(['D1', 'D2']);
    // Without a word of depots it is for those of who adds it, never for all.
    expect((await add({})).body.depotIds).toEqual(['D1', 'D2']);
    expect((await add({ depotIds: [] })).status).toBe(400);
    expect((await add({ depotIds: ['D1'], depotId: 'D1' })).status).toBe(400);
    const narrow = await api.keyOf('admin', 'D1');
    const seen = (await api.ask('GET', '/api-keys?limit=200', { key: narrow })).body.data;
    expect(seen.every(({ depotIds }: { depotIds: string[] }) => depotIds.join() === 'D1')).toBe(true);
    expect((await api.ask('GET', '/api-keys?depot=D1&limit=200', { key: both })).body.data.length).toBeGreaterThan(
      seen.length,
    );
  });

  it('tells of whom they are, and of one depot only as it always did', async () => {
    const me = async (key: string) => {
      const { depotIds, depotId } = (await api.ask('GET', '/me', { key })).body;
      return { depotIds, depotId };
    };
    expect(await me(admin)).toEqual({ depotIds: null });
    expect(await me(both)).toEqual({ depotIds: ['D1', 'D2'] });
    expect(await me(await api.keyOf('picker', 'D2'))).toEqual({ depotIds: ['D2'], depotId: 'D2' });
  });

  it('takes orders of both of its depots, and refuses those of others', async () => {
    const lines = [{ skuId: 'MILK', quantity: 1 }];
    const placed = { placedAt: '2024-06-15T20:00:00+08:00', deliveryDate: '2024-06-16' };
    const orders = [1, 2, 3].map((n) => ({ orderId: `M${n}`, customerId: 'K', stationId: `S${n}`, ...placed, lines }));
    const { body } = await api.ask('POST', '/orders', { key: both, json: { orders } });
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual(['taken', 'taken', 'refused']);
    const seen = await api.ask('GET', `/imports/${body.importId}`, { key: both });
    expect(seen.body.depotIds).toEqual(['D1', 'D2']);
    expect((await api.ask('GET', `/imports/${body.importId}`, { key: await api.keyOf('admin', 'D1') })).status).toBe(
      404,
    );
  });

  it('gives a courier and a station one depot', async () => {
    const json = { login: 'two', name: 'x', role: 'courier', courierId: 'C1', depotIds: ['D1', 'D2'] };
    const { status, body } = await api.ask('POST', '/users', { key: admin, json });
    expect([status, body.detail]).toEqual([400, 'Say which one depot they belong to: depotIds, with one id.']);
  });
});
