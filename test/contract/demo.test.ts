import { afterEach, expect, it } from 'vitest';
import { makeAuditReader } from '../../server/adapters/db/accounts/audit-reader.js';
import { makeDemoStore } from '../../server/adapters/db/beginning/demo-store.js';
import type { Database } from '../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { makePlaceStore } from '../../server/adapters/db/network/place-store.js';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { makeImportFiles } from '../../server/application/exchange/imports/import-files.js';
import { eachDatabase } from '../support/databases.js';
import { dumpRows } from '../support/full-record.js';
import { type Api, serveApi } from '../support/http-api.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const at = new Date('2024-06-14T00:00:00Z');
const wave = 'D1-20240614-1';

/** The same day under other names: somebody's own. */
const ownDay = Object.fromEntries(
  Object.entries(smallDay).map(([name, text]) => [
    name,
    text.replace(/\b(D1|V1|V2|C1|S1|S2|S3|O1|O2|O3|MILK|ICE|RICE|OLD)\b/g, 'OWN$1'),
  ]),
);

/** What tells of work and requests, not of the network and its days. */
const notCompared = [
  // Labels stay stuck on boxes: their codes are given to no other.
  'label_counter',
  'audit',
  'audit_head',
  'first_start',
  'jobs',
  'job_turns',
  'job_bounds',
  'network_lock',
  'idempotency_records',
  'api_keys',
  'sign_in_attempts',
];

eachDatabase('the demo', (open) => {
  let api: Api;
  afterEach(() => api.close());

  const begin = async () => {
    const database = await open();
    api = await serveApi(database);
    return { database, demo: makeDemoStore(database), admin: await api.keyOf('admin') };
  };

  /** Loads the small day as the demo, as the first start does. */
  const load = async (database: Database) => {
    const demo = makeDemoStore(database);
    await demo.want('test', at);
    expect(await demo.take(true)).toBe(true);
    const end = await demo.whileHeld(new AbortController().signal, async () => {
      await demo.keepMap('map-demo');
      const opened = await openTables([writeFiles(smallDay)]);
      let ids = 0;
      const importFiles = makeImportFiles(
        makeIntakeStore(database),
        { now: () => at },
        (prefix) => `${prefix}-d${++ids}`,
      );
      await importFiles({
        tables: opened.tables,
        unreadable: opened.unreadable,
        timeZone: 'Asia/Shanghai',
        begunBy: 'first start',
        withPublish: (publish) => demo.publish(publish),
      });
      return 'loaded';
    });
    expect(end).toBe('loaded');
  };

  it('goes with all that is its own and nothing that is not', async () => {
    const { database, demo, admin } = await begin();
    const { knex } = database;
    // One's own from before: an account, a key, a webhook, a rule, reports and speeds of roads on another map.
    await api.accounts.addUser({ login: 'boss', name: 'Boss', role: 'dispatcher' }, 'test');
    const dispatcher = await api.keyOf('dispatcher');
    for (const sql of [
      `insert into traffic_reports (report_id, kind, geometry, both_ways, valid_from, valid_until, created_at, created_by)
       values ('r-own', 'closed', '{}', true, now(), 'infinity', now(), 'test')`,
      "insert into traffic_report_edges values ('r-own', 'map-own', '[1]')",
      "insert into learned_speeds values ('map-own', 1, 8, 30, 2)",
      "insert into priority_rules values ('cold', 'vip', 'elsewhere', 2)",
      `insert into webhooks (webhook_id, name, url, kinds, secret, status, last_event_id, next_attempt_at, created_by, created_at)
       values ('hook-own', 'x', 'https://example.test', '[]', 's', 'paused', 0, 'infinity', 'test', now())`,
    ]) {
      await knex.raw(sql);
    }
    const before = await dumpRows(knex, notCompared);

    await load(database);
    expect((await api.ask('GET', '/demo', { key: dispatcher })).body).toEqual({
      state: 'loaded',
      asks: false,
      mayRemove: false,
      added: [],
    });
    expect((await api.ask('GET', '/demo', { key: admin })).body.added).toEqual([]);
    const { planId } = await api.record.plan(wave);
    await api.record.plans.release(planId, at, 'test');
    const [run] = (await api.ask('GET', `/runs?wave=${wave}`, { key: admin })).body.data;
    const courier = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
    const reported = await api.ask('POST', `/runs/${run.runId}/events`, {
      headers: { cookie: courier, origin: api.address },
      json: { events: [{ deviceEventId: 'e1', kind: 'departed', deviceAt: '2024-06-14T06:00:00+08:00' }] },
    });
    expect(reported.status).toBe(200);
    // Tried out beside it: they are of its depot and go with it.
    await api.keyOf('integration', 'D1');
    for (const sql of [
      "insert into class_speeds values ('D1', 3, 8, 0.5)",
      "insert into tote_counts values ('D1', 'S1', 'chilled', 3, now(), 'test')",
      `insert into traffic_reports (report_id, kind, geometry, both_ways, valid_from, valid_until, created_at, created_by)
       values ('r-demo', 'closed', '{}', true, now(), 'infinity', now(), 'test')`,
      "insert into traffic_report_edges values ('r-demo', 'map-demo', '[1]')",
      `insert into vehicle_restrictions (restriction_id, depot_id, name, geometry, both_ways, hours, profile, over,
         allows_destinations, is_on, created_at, created_by)
       values ('x-demo', 'D1', '限行', '{}', false, '[]', 'truck', '{}', false, true, now(), 'test')`,
      "insert into vehicle_restriction_edges values ('x-demo', 'map-demo', '[1]')",
      "insert into tracks values ('t-demo', 'map-demo', 1, now(), 'test')",
      "insert into seen_speeds values ('map-demo', 1, 8, now(), 30, 't-demo')",
      "insert into learned_speeds values ('map-demo', 1, 8, 30, 2)",
      "insert into map_in_use values (true, 'map-demo', 'demo', now())",
      `insert into jobs (job_id, kind, status, depot_id, subject_id, payload, created_by, created_at, lease_until)
       values ('job-demo', 'nobody', 'running', 'D1', 'w', '{}', 'test', now(), now() - interval '1 minute')`,
    ]) {
      await knex.raw(sql);
    }

    const station = {
      ...(await api.ask('GET', '/stations/S3', { key: admin })).body,
      stationId: 'OWN',
      name: '自己的站',
    };
    expect((await api.ask('PUT', '/stations/OWN', { key: admin, json: station })).status).toBe(200);
    await api.ask('PATCH', '/vehicles', { key: admin, json: { items: [{ id: 'V1', change: { maxTrips: 3 } }] } });
    const cutoff = { depotId: 'D1', name: '晚班', sequence: 2, cutoffSecond: 37_800, daysBefore: 0 };
    const rule = { depotId: 'D1', rank: 1, area: 'east', cutoffId: 'PM' };
    const hook = { name: 'ERP', url: 'https://erp.example/hook', kinds: ['run.*'], depotIds: ['D1'] };
    expect((await api.ask('PUT', '/cutoffs/PM', { key: admin, json: cutoff })).status).toBe(200);
    expect((await api.ask('PUT', '/wave-rules/R1', { key: admin, json: rule })).status).toBe(200);
    expect((await api.ask('POST', '/webhooks', { key: admin, json: hook })).status).toBe(201);
    await knex.raw(
      `insert into import_mappings (depot_id, name, kind, header_key, mapping, changed_by, changed_at)
       values ('D1', '供应商甲', 'orders', 'x', '{}', 'test', now())`,
    );
    await makePlaceStore(database).put(
      [
        {
          depotId: 'D1',
          address: '人民路 1 号',
          addressKey: 'x',
          lon: 120,
          lat: 30,
          placed: { how: 'hand' },
          placedBy: 'test',
          placedAt: at,
        },
      ],
      { depotIds: undefined, by: 'test', at },
    );
    const { added } = (await api.ask('GET', '/demo', { key: admin })).body;
    // What a person added or changed is said before it goes; the courier's account is the test's own.
    expect(added).toEqual([
      { what: 'stations', count: 1, examples: ['自己的站'] },
      { what: 'vehicles', count: 1, examples: ['V1'] },
      { what: 'cutoffs', count: 1, examples: ['晚班'] },
      { what: 'wave-rules', count: 1, examples: ['R1'] },
      { what: 'places', count: 1, examples: ['人民路 1 号'] },
      { what: 'import-mappings', count: 1, examples: ['供应商甲'] },
      { what: 'accounts', count: 1, examples: [expect.any(String)] },
      { what: 'keys', count: 1, examples: [expect.any(String)] },
      { what: 'webhooks', count: 1, examples: ['ERP'] },
    ]);

    const begun = await api.ask('DELETE', '/demo', { key: admin });
    expect(begun).toMatchObject({ status: 202, body: { kind: 'demo-remove' } });
    const done = await api.untilDone(begun.body.jobId, admin);
    expect(done).toMatchObject({ status: 'done', result: { demo: 'removed' } });
    expect(done.result.rows).toBeGreaterThan(60);

    const after = await dumpRows(knex, notCompared);
    // Times between places are kept by the engine's map: the estimate's are nobody's own.
    for (const dump of [before, after])
      for (const table of Object.keys(dump)) if (/^travel_/.test(table)) delete dump[table];
    expect(after).toEqual(before);
    const { rows: jobs } = await knex.raw('select kind from jobs');
    expect(jobs).toEqual([{ kind: 'demo-remove' }]);
    const { rows: keys } = await knex.raw('select distinct depot_ids from api_keys');
    expect(keys).toEqual([{ depot_ids: null }]);
    expect((await api.ask('GET', '/me', { headers: { cookie: courier } })).status).toBe(401);
    expect((await demo.find()).state).toBe('removed');
    expect((await makeAuditReader(database).verify()).isWhole).toBe(true);
    const { rows: told } = await knex.raw("select detail from audit where action = 'demo.removed'");
    expect(told).toHaveLength(1);
    expect(told[0].detail).toMatchObject({
      depots: ['D1'],
      mapId: 'map-demo',
      rows: { orders: 3, stations: 4, skus: 4 },
    });
    expect((await api.ask('DELETE', '/demo', { key: admin })).body).toMatchObject({ status: 409, code: 'no-demo' });
  });

  it('never stands beside anything of one’s own: files and things are refused until it is gone', async () => {
    const { database, admin } = await begin();
    await load(database);
    const before = await dumpRows(database.knex, [...notCompared, 'imports']);
    const own = (files: Readonly<Record<string, string>>) => api.record.importFrom(writeFiles(files));
    for (const files of [
      ownDay,
      { 'depots.csv': ownDay['depots.csv'] },
      { 'stations.csv': ownDay['stations.csv'] },
      { 'skus.csv': ownDay['skus.csv'] },
      { 'couriers.csv': ownDay['couriers.csv'].replace('OWNV1', 'V1') },
      {
        'orders.csv': ownDay['orders.csv'],
        'order_lines.csv': ownDay['order_lines.csv'].replace(/OWN(MILK|ICE|RICE)/g, '$1'),
      },
    ]) {
      await expect(own(files), Object.keys(files).join()).rejects.toMatchObject({ code: 'demo-present' });
    }
    const { body: milk } = await api.ask('GET', '/skus/MILK', { key: admin });
    const put = await api.ask('PUT', '/skus/OWNSKU', { key: admin, json: { ...milk, skuId: undefined } });
    expect(put.body).toMatchObject({ status: 409, code: 'demo-present' });
    expect(await dumpRows(database.knex, [...notCompared, 'imports'])).toEqual(before);

    // The demo's own files change nothing, and its day can be played with.
    const again = await own(smallDay);
    expect(again.findings).toEqual([]);
    const begun = await api.ask('DELETE', '/demo', { key: admin });
    await api.untilDone(begun.body.jobId, admin);
    const { summary } = await own(ownDay);
    expect(summary.files.every(({ refused, taken }) => refused === 0 && taken > 0)).toBe(true);
    expect((await api.ask('POST', '/demo', { key: admin, json: {} })).body).toMatchObject({ code: 'place-not-empty' });
  });

  it('is not loaded over what came while it was being made ready', async () => {
    const { database, demo } = await begin();
    await demo.want('test', at);
    await api.record.importFrom(writeFiles(ownDay));
    await expect(demo.publish(async () => undefined)).rejects.toMatchObject({ code: 'place-not-empty' });
    const { rows } = await database.knex.raw('select depot_id, demo from depots');
    expect(rows).toEqual([{ depot_id: 'OWND1', demo: false }]);
  });

  it('stops being loaded when somebody wants to begin with their own', async () => {
    const { database, demo, admin } = await begin();
    await demo.want('test', at);
    await demo.take(true);
    const loading = demo.whileHeld(
      new AbortController().signal,
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
    );
    expect((await api.ask('GET', '/demo', { key: admin })).body.state).toBe('loading');
    const begun = await api.ask('DELETE', '/demo', { key: admin });
    expect(await loading).toBe('stopped');
    expect((await api.untilDone(begun.body.jobId, admin)).status).toBe('done');
    expect((await demo.find()).state).toBe('removed');
    expect((await dumpRows(database.knex)).depots).toEqual([]);
  });

  it('is managed by admins of all depots only', async () => {
    const { database, demo } = await begin();
    await load(database);
    for (const [role, depotId, status] of [
      ['dispatcher', undefined, 403],
      ['admin', 'D1', 409],
    ] as const) {
      const key = await api.keyOf(role, depotId);
      for (const [method, path] of [
        ['DELETE', '/demo'],
        ['POST', '/demo'],
        ['PUT', '/demo/choice'],
      ]) {
        expect((await api.ask(method, path, { key, json: {} })).status, `${role} ${method}`).toBe(status);
      }
    }
    expect((await demo.find()).state).toBe('loaded');
  });
});
