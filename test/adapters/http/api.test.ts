import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeIdempotencyStore } from '../../../server/adapters/db/accounts/idempotency-store.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../../server/adapters/db/exchange/import-store.js';
import { openTables } from '../../../server/adapters/files/open-tables.js';
import { answerOnce } from '../../../server/adapters/http/requests/idempotency.js';
import { makeImportFiles } from '../../../server/application/exchange/imports/import-files.js';
import { tokenOfLink } from '../../../server/domain/accounts/sign-in-link.js';
import { eachDatabase } from '../../support/databases.js';
import { type Answer, type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const chilled = `${wave}.S1.chilled`;

function formOf(files: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
  return form;
}

function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: `/problems/${code}`, status, detail: expect.stringMatching(/\S/) });
}

eachDatabase('the API', (open) => {
  let database: Database;
  let api: Api;
  let admin: string;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    admin = await api.keyOf('admin');
    return () => api.close();
  });

  it('says what is wrong with files that are broken in their names, headers or day.json', async () => {
    const office = await api.keyOf('integration');
    const send = (files: Readonly<Record<string, string>>) =>
      api.ask('POST', '/imports', { key: office, body: formOf(files) });
    const codes = (answer: Answer) => answer.body.findings.map(({ code }: { code: string }) => code);
    const named = await send({ [`${'订'.repeat(120)}.csv`]: 'a,b\n1,2\n' });
    expect(named.status).toBe(201);
    expect(named.body.files[0].file).toMatch(/^订+\.csv$/);
    expect(codes(await send({ 'orders.csv': '"order_id,station_id\nO1,S1\n' }))).toEqual(['broken-header']);
    expect(codes(await send({ 'orders.csv': `"${'a'.repeat(1_500_000)}` }))).toEqual(['broken-header']);
    expectProblem(await api.ask('GET', '/waves?date=0000-01-01', { key: office }), 400, 'invalid-input');
    for (const day of ['null', '5', '[]']) expectProblem(await send({ 'day.json': day }), 400, 'invalid-input');
  });

  it('says what is wrong with a request in the form that it was sent in', async () => {
    const flat = await api.ask('POST', '/orders', { key: admin, json: { orderId: 'O9', stationId: 'S1' } });
    expectProblem(flat, 400, 'invalid-input');
    expect(flat.body.detail).toMatch(/customerId.*lines/);
    expect(flat.body.detail).not.toMatch(/orders/);
    const many = await api.ask('POST', '/orders', { key: admin, json: { orders: [{ orderId: 'O9' }] } });
    expect(many.body.detail).toMatch(/orders\.0\.stationId/);
    for (const path of ['/jobs?status=zzz', '/runs?status=late', '/stations?status=x', '/webhooks?status=on']) {
      expectProblem(await api.ask('GET', path, { key: admin }), 400, 'invalid-input');
    }
    expect((await api.ask('GET', '/jobs?status=running', { key: admin })).status).toBe(200);
    const hook = { name: 'oms', url: 'https://example.com/hook', kinds: ['run.*', 'stop.late'] };
    expect((await api.ask('POST', '/webhooks', { key: admin, json: { ...hook, after: 0 } })).status).toBe(201);
    for (const wrong of [{ kinds: ['run.flown'] }, { kinds: ['flight.*'] }, { after: 1_000_000 }]) {
      expectProblem(
        await api.ask('POST', '/webhooks', { key: admin, json: { ...hook, ...wrong } }),
        400,
        'invalid-input',
      );
    }
    const [{ webhookId }] = (await api.ask('GET', '/webhooks', { key: admin })).body.data;
    const change = { key: admin, json: { kinds: ['run.flown'] } };
    expectProblem(await api.ask('PATCH', `/webhooks/${webhookId}`, change), 400, 'invalid-input');
  });

  it('takes an order once that is sent many times at once, and answers each alike', async () => {
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    const order = {
      orderId: 'O77',
      customerId: 'C1',
      stationId: 'S1',
      placedAt: '2024-06-13T10:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: [{ skuId: 'ICE', quantity: 1 }],
    };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api.ask('POST', '/orders', { key: admin, json: order })),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body.data).toMatchObject([{ orderId: 'O77', status: 'taken' }]);
    }
    const { rows } = await database.knex.raw("select count(*)::int as count from orders where order_id = 'O77'");
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('takes a day from its files to the signature, and the chain can be walked from both ends', async () => {
    const office = await api.keyOf('integration');
    const imported = await api.ask('POST', '/imports', { key: office, body: formOf(smallDay) });
    expect(imported.status).toBe(201);
    expect(imported.body.findingCount).toBe(0);

    const dispatcher = await api.keyOf('dispatcher', 'D1');
    const begun = await api.ask('POST', `/waves/${wave}/plans`, { key: dispatcher, json: { seconds: 1, threads: 1 } });
    expect(begun.status).toBe(202);
    const job = await api.untilDone(begun.body.jobId, dispatcher);
    expect(job.status).toBe('done');
    const plan = await api.ask('GET', `/plans/${job.result.planId}`, { key: dispatcher });
    expect(plan.body.unassigned).toEqual([]);

    const release = (headers: Record<string, string>) =>
      api.ask('POST', `/plans/${job.result.planId}/release`, { key: dispatcher, headers });
    expectProblem(await release({}), 428, 'if-match-missing');
    expectProblem(await release({ 'if-match': '"other"' }), 412, 'stale');
    expect((await release({ 'if-match': plan.headers.get('etag')! })).status).toBe(200);

    const courier = {
      cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }),
      origin: api.address,
    };
    const [run] = (await api.ask('GET', '/me/runs', { headers: courier })).body.data;
    const stop = run.stops.find((each: { stationId: string }) => each.stationId === 'S1');
    const event = (deviceEventId: string, kind: string, minute: string, more: object = {}) => ({
      deviceEventId,
      kind,
      deviceAt: `2024-06-14T08:${minute}:00+08:00`,
      ...more,
    });
    const events = [
      event('e3', 'delivered', '20', { stopId: stop.stopId }),
      event('e1', 'departed', '00'),
      event('e2', 'arrived', '15', { stopId: stop.stopId }),
    ];
    const report = () => api.ask('POST', `/runs/${run.runId}/events`, { headers: courier, json: { events } });
    const first = await report();
    expect(first.body.data.map(({ effect }: { effect: string }) => effect)).toEqual(['taken', 'taken', 'taken']);
    const whole = (await api.ask('GET', `/runs/${run.runId}`, { key: dispatcher })).body;
    // The goods of a stop come in the order of their ids here, whole runs have them by zone.
    for (const { consignments } of whole.stops) {
      consignments.sort((a: { consignmentId: string }, b: { consignmentId: string }) =>
        a.consignmentId < b.consignmentId ? -1 : 1,
      );
    }
    expect(whole).toMatchObject(first.body.run);
    expect(first.body.run.stops).toHaveLength(whole.stops.length);
    expect(JSON.stringify(first.body.run.stops[0])).not.toContain('stationName');
    const again = await report();
    expect(again.body.data.map(({ effect }: { effect: string }) => effect)).toEqual([
      'repeated',
      'repeated',
      'repeated',
    ]);
    expect(again.body.run).toEqual(first.body.run);
    for (const deviceAt of ['1980-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
      const json = { deviceEventId: deviceAt, kind: 'failed', deviceAt, stopId: stop.stopId };
      const strange = await api.ask('POST', `/runs/${run.runId}/events`, { headers: courier, json });
      expect(strange.body.data).toMatchObject([
        { effect: 'refused', code: 'clock-wrong', detail: expect.stringContaining('clock') },
      ]);
      expect(strange.body.run).toEqual(first.body.run);
    }

    const station = {
      cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' }),
      origin: api.address,
    };
    const [delivery] = (await api.ask('GET', '/stations/S1/deliveries', { headers: station })).body.data;
    expect(delivery).toMatchObject({ stopId: stop.stopId, status: 'delivered' });
    const brought = delivery.consignments.find((each: { consignmentId: string }) => each.consignmentId === chilled);
    expect(brought.products).toMatchObject([{ skuId: 'MILK', ordered: 5 }]);
    const sign = (stationId: string, signedBy: string) =>
      api.ask('POST', `/stations/${stationId}/deliveries/${stop.stopId}/signature`, {
        headers: station,
        json: { signedBy },
      });
    expectProblem(await sign('S2', '王'), 404, 'not-found');
    expect((await sign('S1', '王')).status).toBe(204);
    expectProblem(await sign('S1', '李'), 409, 'already-signed');

    // From the order to the signature …
    const chain = (await api.ask('GET', '/orders/O2', { key: office })).body;
    expect(chain.lines).toMatchObject([{ skuId: 'MILK', quantity: 3, consignmentId: chilled, status: 'delivered' }]);
    const [goods] = chain.consignments;
    expect(goods).toMatchObject({ consignmentId: chilled, stopId: stop.stopId, runId: run.runId, signedBy: '王' });
    expect(chain.events.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['run.departed', 'run.arrived', 'run.delivered', 'stop.signed']),
    );
    // … and back from the vehicle to the orders on it.
    const back = (await api.ask('GET', `/runs/${run.runId}`, { key: office })).body;
    const carried = back.stops.flatMap((each: { consignments: { consignmentId: string }[] }) => each.consignments);
    expect(carried.map((each: { consignmentId: string }) => each.consignmentId)).toContain(goods.consignmentId);
    const orders = (await api.ask('GET', `/orders?wave=${back.waveId}&station=S1`, { key: office })).body.data;
    expect(orders.map(({ orderId }: { orderId: string }) => orderId)).toEqual(['O1', 'O2']);
  });

  it('refuses orders of years that no calendar of business reaches and ids that cannot be printed, and goes on', async () => {
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    const rest = { customerId: 'K', stationId: 'S1', lines: [{ skuId: 'MILK', quantity: 1 }] };
    const orders = [
      { ...rest, orderId: 'N1', placedAt: '9999-12-31T23:59:59-12:00', deliveryDate: '9999-12-31' },
      { ...rest, orderId: 'N2', placedAt: '0000-01-01T00:00:00Z', deliveryDate: '2024-06-15' },
      { ...rest, orderId: 'a\r\nb', placedAt: '2024-06-13T08:00:00+08:00', deliveryDate: '2024-06-14' },
      { ...rest, orderId: '\u202eabc', placedAt: '2024-06-13T08:00:00+08:00', deliveryDate: '2024-06-14' },
    ];
    const sent = await api.ask('POST', '/orders', { key: admin, json: { orders } });
    const became = (sent.body.data as { status: string; findings: { code: string }[] }[]).map(
      ({ status, findings }) => `${status}: ${findings[0]?.code}`,
    );
    expect(became).toEqual([
      'refused: not-a-moment',
      'refused: not-a-moment',
      'refused: control-characters',
      'refused: control-characters',
    ]);
    expect((await api.ask('GET', '/waves', { key: admin })).body.data).toHaveLength(1);
  });

  it("hides other depots' things as if they did not exist", async () => {
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    const other = await api.keyOf('dispatcher', 'D2');
    const { body: job } = await api.ask('POST', `/waves/${wave}/plans`, {
      key: admin,
      json: { seconds: 0.5, threads: 1 },
    });
    for (const address of [`/waves/${wave}`, '/orders/O1', `/jobs/${job.jobId}`]) {
      expectProblem(await api.ask('GET', address, { key: other }), 404, 'not-found');
    }
    expectProblem(await api.ask('POST', `/jobs/${job.jobId}/cancel`, { key: other, json: {} }), 404, 'not-found');
    expect((await api.untilDone(job.jobId, admin)).status).toBe('done');
    const [{ importId }] = (await api.ask('GET', '/imports', { key: admin })).body.data;
    expect((await api.ask('GET', '/imports', { key: other })).body.data).toEqual([]);
    expectProblem(await api.ask('GET', `/imports/${importId}/findings`, { key: other }), 404, 'not-found');
    const order = { orderId: 'N1', customerId: 'K', stationId: 'S1', placedAt: '2024-06-13T20:00:00+08:00' };
    const json = { ...order, deliveryDate: '2024-06-14', lines: [{ skuId: 'MILK', quantity: 1 }] };
    const sent = await api.ask('POST', '/orders', { key: other, json });
    expect(sent.body.data).toMatchObject([
      { orderId: 'N1', status: 'refused', findings: [{ code: 'unknown-station' }] },
    ]);
    const { depotId: _, ...depot } = (await api.ask('GET', '/depots/D1', { key: admin })).body;
    expect((await api.ask('PUT', '/depots/D2', { key: admin, json: { ...depot, name: 'Second' } })).status).toBe(200);
    const chief = await api.keyOf('admin', 'D2');
    const user = { login: 'new.one', name: 'N', role: 'picker' };
    expectProblem(await api.ask('POST', '/users', { key: chief, json: { ...user, depotId: 'D1' } }), 404, 'not-found');
    expect((await api.ask('POST', '/users', { key: chief, json: user })).body.depotIds).toEqual(['D2']);
    expect((await api.ask('GET', '/users', { key: chief })).body.data).toHaveLength(1);
    const audit = (await api.ask('GET', '/audit', { key: chief })).body.data as { action: string }[];
    expect(audit.map(({ action }) => action)).toEqual(['user.added', 'key.added', 'depot.added']);
  });

  it('takes files of an account of one depot for that depot only, and refuses the rest with its reason', async () => {
    const depots = `${smallDay['depots.csv']}D2,北仓,120.20,30.30,03:00,20:00,1,10,1\n`;
    for (const files of [smallDay, { 'depots.csv': depots }]) {
      expect((await api.ask('POST', '/imports', { key: admin, body: formOf(files) })).body.findings).toEqual([]);
    }
    const other = await api.keyOf('integration', 'D2');
    const send = async (files: Record<string, string>) =>
      (await api.ask('POST', '/imports', { key: other, body: formOf(files) })).body;
    const refused = ({ findings }: { findings: { file: string; line: number; code: string }[] }) =>
      findings.map(({ file, line, code }) => `${file} ${line} ${code}`);
    const header = 'station_id,name,lon,lat,receive_from,receive_to,fixed_service_min,min_per_100kg,depot_id';
    const own = 'N1,新站,120.2,30.3,07:00,12:00,5,2';
    const sent = await send({
      'depots.csv': depots.replace('D1,仓库', 'D1,别人的仓库'),
      'stations.csv': `${header}\n${own},D2\nS1,抢来的站,120.2,30.3,07:00,12:00,5,2,D2\nN2,远站,120.2,30.3,07:00,12:00,5,2,D1\n`,
      'skus.csv': (smallDay['skus.csv'] ?? '').replace('鲜牛奶', '别的牛奶'),
      'orders.csv': smallDay['orders.csv'] ?? '',
      'order_lines.csv': smallDay['order_lines.csv'] ?? '',
    });
    expect(refused(sent)).toEqual([
      'depots.csv 2 other-depot',
      'stations.csv 3 id-taken',
      'stations.csv 4 unknown-depot',
      'skus.csv 2 shared-by-depots',
      'orders.csv 2 unknown-station',
      'orders.csv 3 unknown-station',
      'orders.csv 4 unknown-station',
      'order_lines.csv 2 unknown-order',
      'order_lines.csv 3 unknown-order',
      'order_lines.csv 4 unknown-order',
      'order_lines.csv 5 unknown-order',
    ]);
    const names = (await api.ask('GET', '/stations', { key: admin })).body.data;
    expect(names.map((row: Record<string, string>) => `${row.depotId} ${row.stationId} ${row.name}`)).toEqual([
      'D1 S1 一号站',
      'D1 S2 二号站',
      'D1 S3 三号站',
      'D2 N1 新站',
    ]);
    expect((await api.ask('GET', '/depots/D1', { key: admin })).body.name).toBe('仓库');
    expect((await api.ask('GET', '/skus/MILK', { key: other })).body.name).toBe('鲜牛奶');
    const [{ importId }] = (await api.ask('GET', '/imports', { key: other })).body.data;
    expect(importId).toBe(sent.importId);
    expectProblem(
      await api.ask('GET', `/imports/${importId}`, { key: await api.keyOf('integration', 'D1') }),
      404,
      'not-found',
    );
  });

  it('walks a list page by page, each row once, and takes no strange cursor', async () => {
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    for (const [name, count] of [
      ['orders', 3],
      ['waves', 1],
      ['zones', 4],
      ['imports', 1],
      ['skus', 4],
      ['priority-rules', undefined],
      ['audit', undefined],
    ] as const) {
      const whole = (await api.ask('GET', `/${name}?limit=200`, { key: admin })).body.data;
      if (count !== undefined) expect(whole, name).toHaveLength(count);
      const rows: unknown[] = [];
      let cursor = '';
      do {
        const { body } = await api.ask('GET', `/${name}?limit=2${cursor}`, { key: admin });
        rows.push(...body.data);
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      expect(rows).toEqual(whole);
    }
    const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
    const { nextCursor } = (await api.ask('GET', '/orders?limit=1', { key: admin })).body;
    expect(nextCursor).toEqual(expect.any(String));
    for (const cursor of [
      'x',
      nextCursor,
      cursorOf(['waves', 'a']),
      cursorOf({}),
      cursorOf(['waves', 'no day', 'a', 'b']),
      cursorOf(['waves', 'a\0', 'b', 'c']),
      cursorOf(['stops', '2024-06-14', 'D1', 'w']),
    ]) {
      expectProblem(await api.ask('GET', `/waves?cursor=${cursor}`, { key: admin }), 400, 'invalid-input');
    }
  });

  it('reads a page of orders from the index of their key', async () => {
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    const { nextCursor } = (await api.ask('GET', '/orders?limit=1', { key: admin })).body;
    const sent: { sql: string; bindings: string[] }[] = [];
    const note = (query: { sql: string; bindings: string[] }) => sent.push(query);
    database.knex.on('query', note);
    await api.ask('GET', `/orders?limit=1&cursor=${nextCursor}`, { key: admin });
    database.knex.off('query', note);
    const page = sent.find(({ sql }) => sql.includes('from orders'))!;
    const steps = await database.knex.transaction(async (transaction) => {
      // Three rows are quicker sorted; what matters is that a million need not be.
      for (const way of ['seqscan', 'bitmapscan', 'sort']) await transaction.raw(`set local enable_${way} = off`);
      const { rows } = await transaction.raw(`explain ${page.sql.replaceAll(/\$\d+/g, '?')}`, page.bindings);
      return (rows as Record<string, string>[]).map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(steps).toContain('Index Cond: (ROW(depot_id, order_id) > ROW(');
    expect(steps).not.toContain('Sort');
  });

  it('gives a run to another courier, by who saw its newest version', async () => {
    const couriers = { ...smallDay, 'couriers.csv': `${smallDay['couriers.csv']}C2,李师傅,13900000000,V2\n` };
    await api.record.importFrom(writeFiles(couriers));
    await api.record.plan(wave);
    const [{ runId }] = (await api.ask('GET', `/runs?wave=${wave}`, { key: admin })).body.data;
    const seen = await api.ask('GET', `/runs/${runId}`, { key: admin });
    expect(seen.body.courierId).toBe('C1');
    const etag = seen.headers.get('etag')!;
    const change = (courierId: string | null, headers: Record<string, string>, key = admin) =>
      api.ask('PATCH', `/runs/${runId}`, { key, headers, json: { courierId } });
    expectProblem(await change('C2', {}), 428, 'if-match-missing');
    expectProblem(await change('C9', { 'if-match': etag }), 400, 'invalid-input');
    expectProblem(await change('C2', { 'if-match': etag }, await api.keyOf('dispatcher', 'D2')), 404, 'not-found');
    const changed = await change('C2', { 'if-match': etag });
    expect(changed.body).toMatchObject({ courierId: 'C2', courierName: '李师傅' });
    expect(changed.headers.get('etag')).not.toBe(etag);
    expectProblem(await change('C1', { 'if-match': etag }), 412, 'stale');
  });

  it('replaces the priority table, which later orders go by', async () => {
    const row = { orderClass: 'cold', customerTier: 'vip', area: 'east', priority: 2 };
    const put = (rules: object[], key = admin) => api.ask('PUT', '/priority-rules', { key, json: { rules } });
    expectProblem(await put([row, row]), 400, 'invalid-input');
    expectProblem(await put([{ ...row, priority: 10 }]), 400, 'invalid-input');
    expectProblem(await put([row], await api.keyOf('dispatcher', 'D1')), 403, 'not-allowed');
    expect((await put([row])).status).toBe(200);
    expect((await api.ask('GET', '/priority-rules', { key: admin })).body.data).toEqual([row]);
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    const { data } = (await api.ask('GET', '/orders?tier=vip', { key: admin })).body;
    expect(data).toMatchObject([{ orderId: 'O2', priority: 2 }]);
  });

  it('answers what cannot be with a problem, never with an error of ours', async () => {
    const json = (text: string) => ({ key: admin, body: text, headers: { 'content-type': 'application/json' } });
    const plain = (body: string) => ({ key: admin, body, headers: { 'content-type': 'text/plain' } });
    expectProblem(await api.ask('GET', '/waves?date=foo', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('GET', '/waves?daet=2024-06-14', { key: admin }), 400, 'invalid-input');
    const misspelt = await api.ask('GET', '/waves?daet=2024-06-14', { key: admin });
    expect(misspelt.body.errors).toEqual([{ field: 'daet', reason: expect.any(String) }]);
    expectProblem(await api.ask('GET', '/waves?limit=0', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('GET', '/waves?limit=201', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('GET', '/me?x=1', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('GET', '/orders/a%00b', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('GET', '/orders?station=a%00b', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('GET', '/orders/%E0%A4%A', { key: admin }), 400, 'invalid-input');
    expectProblem(await api.ask('POST', '/users', json('{"login":"a\\u0000b"}')), 400, 'invalid-input');
    expectProblem(await api.ask('POST', '/users', json('{"name":"\\ud800"}')), 400, 'invalid-input');
    expectProblem(await api.ask('POST', '/users', json('{')), 400, 'malformed-json');
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expectProblem(await api.ask('POST', '/users', json(`{"login":${deep}}`)), 400, 'invalid-input');
    expectProblem(await api.ask('POST', '/users', plain('login=a')), 415, 'unsupported-type');
    expectProblem(await api.ask('POST', '/imports', json('{}')), 415, 'unsupported-type');
    const broken = { 'content-type': 'multipart/form-data; boundary=x' };
    expectProblem(
      await api.ask('POST', '/imports', { key: admin, headers: broken, body: '--x\r\n' }),
      400,
      'invalid-input',
    );
    const wrongMethod = await api.ask('PUT', '/waves', { key: admin, json: {} });
    expectProblem(wrongMethod, 405, 'method-not-allowed');
    expect(wrongMethod.headers.get('allow')).toBe('GET');
    const long = (letters: number) => json(JSON.stringify({ login: 'a'.repeat(letters) }));
    expectProblem(await api.ask('POST', '/users', long(11_000_000)), 413, 'too-large');
    expectProblem(await api.ask('POST', '/session', long(11_000)), 413, 'too-large');
    // Without a key nothing of it is read.
    expectProblem(await api.ask('POST', '/users', { ...long(11_000_000), key: 'wrong' }), 401, 'not-signed-in');
    expectProblem(await api.ask('GET', '/nothing', { key: admin }), 404, 'not-found');
    expectProblem(await api.ask('GET', '/me', { key: 'wrong' }), 401, 'not-signed-in');
  });

  it('does a request once per Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const first = await api.ask('POST', '/imports', { key: admin, headers, body: formOf(smallDay) });
    const again = await api.ask('POST', '/imports', { key: admin, headers, body: formOf(smallDay) });
    expect([again.status, again.body.importId]).toEqual([201, first.body.importId]);
    const changed = formOf({ ...smallDay, 'couriers.csv': `${smallDay['couriers.csv']}C2,李,1,V2\n` });
    expectProblem(
      await api.ask('POST', '/imports', { key: admin, headers, body: changed }),
      422,
      'idempotency-key-reused',
    );
    expect((await api.ask('GET', '/imports', { key: admin })).body.data).toHaveLength(1);
  });

  it('tells of one import where a request comes several times at once', async () => {
    const headers = { 'idempotency-key': 'at-once' };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => api.ask('POST', '/imports', { key: admin, headers, body: formOf(smallDay) })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.importId}`))).toHaveLength(1);
    const { data } = (await api.ask('GET', '/imports', { key: admin })).body;
    expect(data).toMatchObject([{ importId: answers[0].body.importId, status: 'published' }]);
  });

  it('answers a repeated request with its secret, which the database does not tell', async () => {
    const headers = { 'idempotency-key': 'a key that nobody guesses' };
    const json = { login: 'li.si', name: '李四', role: 'picker' };
    const first = await api.ask('POST', '/users', { key: admin, headers, json });
    expect(first.body.link).toMatch(/^\/login#token=/);
    const again = await api.ask('POST', '/users', { key: admin, headers, json });
    expect(again.body).toEqual(first.body);
    const { rows } = await database.knex.raw(
      "select coalesce(answer, '') || encode(sealed, 'escape') || key_hash as kept from idempotency_records",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].kept).not.toContain(first.body.link.slice('/login#token='.length));
    expect(rows[0].kept).not.toContain(headers['idempotency-key']);
  });

  it('keeps no secret under a key that is easily guessed', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const json = { login: 'li.si', name: '李四', role: 'picker' };
    const first = await api.ask('POST', '/users', { key: admin, headers, json });
    const again = await api.ask('POST', '/users', { key: admin, headers, json });
    expect(again.body).toEqual({ ...first.body, link: undefined });
  });

  it('keeps the keys of two accounts of one name apart', async () => {
    const [one, other] = [
      (await api.accounts.addKey('oms', 'integration', undefined, 'test')).key,
      (await api.accounts.addKey('oms', 'integration', undefined, 'test')).key,
    ];
    const send = (key: string) =>
      api.ask('POST', '/imports', { key, headers: { 'idempotency-key': 'k1' }, body: formOf(smallDay) });
    const [first, second] = [await send(one), await send(other)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.importId).not.toBe(first.body.importId);
  });

  const repeatable = { accountId: 'a', method: 'POST', address: '/x', content: {}, secrets: [], status: 200 };
  const insertImport = (importId: string) =>
    database.knex.raw("insert into imports (import_id, status, begun_by, begun_at) values (?, 'reading', 'x', now())", [
      importId,
    ]);
  const countImports = async () => (await database.knex.raw('select 1 from imports')).rows.length;

  it('keeps neither effect nor answer of a request that ends between the two', async () => {
    const store = makeIdempotencyStore(database);
    const request = { ...repeatable, key: 'k' };
    const ends = { ...store, keep: () => Promise.reject(new Error('The process ended.')) };
    const attempt = (over: typeof store, importId: string) =>
      answerOnce(over, database.inTransaction, request, (once) =>
        once(async () => {
          await insertImport(importId);
          return importId;
        }),
      );
    await expect(attempt(ends, 'first')).rejects.toThrow('The process ended.');
    expect(await countImports()).toBe(0);
    expect(await attempt(store, 'second')).toEqual({ status: 200, value: 'second' });
    expect(await attempt(store, 'third')).toEqual({ status: 200, value: 'second' });
    expect(await countImports()).toBe(1);
  });

  it('publishes nothing of an import when the database lost what was staged', async () => {
    const store = makeIntakeStore(database);
    const loses = {
      ...store,
      async saveFindings(...given: Parameters<typeof store.saveFindings>) {
        await store.saveFindings(...given);
        // What a recovery from a crash does to tables that are not logged.
        await database.knex.raw('truncate staged_orders');
      },
    };
    const folder = writeFiles(smallDay);
    const opened = await openTables([folder]);
    const take = (over: typeof store) =>
      makeImportFiles(
        over,
        { now: () => new Date() },
        (prefix) => `${prefix}-${Math.random()}`,
      )({
        tables: opened.tables,
        unreadable: opened.unreadable,
        timeZone: 'Asia/Shanghai',
        begunBy: 'test',
      });
    await expect(take(loses)).rejects.toMatchObject({ code: 'import-interrupted' });
    expect((await database.knex.raw('select 1 from orders union all select 1 from stations')).rows).toEqual([]);
    await take(store);
    expect((await database.knex.raw('select 1 from orders')).rows).toHaveLength(3);
  });

  it('gives the same request sent ten times at once one effect and one answer', async () => {
    const headers = { 'idempotency-key': 'ten at once, 0123456789' };
    const json = { login: 'li.si', name: '李四', role: 'picker' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.ask('POST', '/users', { key: admin, headers, json })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map(({ body }) => body.link)).size).toBe(1);
    const { rows } = await database.knex.raw("select 1 from users where login = 'li.si'");
    expect(rows).toHaveLength(1);
  });

  it('takes an import with NUL typed as letters in a refused row, and answers it again', async () => {
    const lines = `${smallDay['order_lines.csv']}O\\u00009,1,MILK,1\n`;
    const send = () =>
      api.ask('POST', '/imports', {
        key: admin,
        headers: { 'idempotency-key': 'nul' },
        body: formOf({ ...smallDay, 'order_lines.csv': lines }),
      });
    const first = await send();
    expect([first.status, first.body.findingCount]).toEqual([201, 1]);
    expect((await send()).body).toEqual(first.body);
  });

  it('refuses another request under a key that was used', async () => {
    const store = makeIdempotencyStore(database);
    const answered = (content: unknown) =>
      answerOnce(store, database.inTransaction, { ...repeatable, key: 'k', content }, (once) => once(async () => 1));
    await answered({ a: 1 });
    await expect(answered({ a: 2 })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('refuses changes of a session from other pages, and those from nowhere', async () => {
    const cookie = await api.cookieOf('admin');
    const from = (headers: Record<string, string>) =>
      api.ask('PUT', '/me/password', { headers: { cookie, ...headers }, json: { password: 'long enough 1' } });
    expectProblem(await from({ origin: 'https://evil.example' }), 403, 'other-origin');
    expectProblem(await from({ origin: 'null' }), 403, 'other-origin');
    expectProblem(await from({ 'sec-fetch-site': 'cross-site' }), 403, 'other-origin');
    expect((await from({ origin: api.address })).status).toBe(204);
  });

  it('makes a new link for who cannot sign in, but not for who is suspended', async () => {
    await api.ask('POST', '/imports', { key: admin, body: formOf(smallDay) });
    const user = await api.accounts.addUser({ login: 'wang', name: '王', role: 'picker', depotIds: ['D1'] }, 'test');
    const make = async (key: string) => api.ask('POST', `/users/${user.userId}/link`, { key });
    expectProblem(await make(await api.keyOf('admin', 'D2')), 404, 'not-found');
    const { link } = (await make(admin)).body;
    const token = tokenOfLink(link);
    const enter = async () => (await api.ask('POST', '/session', { json: { token } })).body;
    expect(await enter()).toEqual({ login: 'wang', name: '王', role: 'picker' });
    expect((await enter()).code).toBe('link-used');
    const { data } = (await api.ask('GET', `/audit?subject=${user.userId}`, { key: admin })).body;
    expect(data.map(({ action }: { action: string }) => action)).toEqual([
      'sign-in.refused',
      'session.opened',
      'user.link-made',
      'user.added',
    ]);
    const auditId = data[0].auditId;
    expect((await api.ask('GET', `/audit/${auditId}`, { key: admin })).body).toEqual(data[0]);
    expectProblem(await api.ask('GET', '/audit/x', { key: admin }), 404, 'not-found');
    await api.ask('POST', '/users/suspend', { key: admin, json: { userIds: [user.userId] } });
    expectProblem(await make(admin), 409, 'wrong-state');
  });

  it('refuses an address that guesses a password, for that login only', async () => {
    for (const login of ['wang', 'zhao']) {
      await api.accounts.addUser({ login, name: login, role: 'picker', password: 'first password' }, 'test');
    }
    const logIn = async (login: string, password: string) =>
      (await api.ask('POST', '/session', { json: { login, password } })).body.code;
    for (let guess = 1; guess <= 10; guess++) expect(await logIn('wang', `guess ${guess}`)).toBe('login-refused');
    // The right one no more than a wrong one: who guesses must not learn that it was right.
    expect(await logIn('WANG', 'first password')).toBe('too-many-requests');
    expect(await logIn('zhao', 'first password')).toBeUndefined();
  });

  it('begins every session anew, whatever cookie came with the login', async () => {
    await api.accounts.addUser({ login: 'wang', name: '王', role: 'picker', password: 'first password' }, 'test');
    const headers = { cookie: 'tuanda_session=chosen-by-somebody-else', origin: api.address };
    const json = { login: 'wang', password: 'first password' };
    const answer = await api.ask('POST', '/session', { headers, json });
    const cookie = answer.headers.get('set-cookie')!.split(';')[0];
    expect(cookie).toMatch(/^tuanda_session=[\w-]{32}$/);
    const me = (sent: string) => api.ask('GET', '/me', { headers: { cookie: sent } });
    expect((await me(cookie)).status).toBe(200);
    expect((await me(headers.cookie)).status).toBe(401);
    // A form of another site can send no JSON.
    const form = { 'content-type': 'text/plain' };
    expectProblem(
      await api.ask('POST', '/session', { headers: form, body: JSON.stringify(json) }),
      415,
      'unsupported-type',
    );
  });

  it('ends the other sessions when a password is set', async () => {
    const user = await api.accounts.addUser(
      { login: 'wang', name: '王', role: 'picker', password: 'first password' },
      'test',
    );
    expect(user.disabled).toBe(false);
    const logIn = async (password: string) => {
      const answer = await api.ask('POST', '/session', { json: { login: 'wang', password } });
      return answer.headers.get('set-cookie')?.split(';')[0] ?? answer.status;
    };
    const [mine, other] = [(await logIn('first password')) as string, (await logIn('first password')) as string];
    const json = { currentPassword: 'first password', password: 'second password' };
    expect(
      (await api.ask('PUT', '/me/password', { headers: { cookie: mine, origin: api.address }, json })).status,
    ).toBe(204);
    expect((await api.ask('GET', '/me', { headers: { cookie: mine } })).status).toBe(200);
    expect((await api.ask('GET', '/me', { headers: { cookie: other } })).status).toBe(401);
    expect(await logIn('first password')).toBe(401);
  });

  it('streams facts after the one that was last heard', async () => {
    await api.record.importFrom(writeFiles(smallDay));
    await api.record.waves.close(wave, new Date(), 'test');
    const courier = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
    const hear = async (headers: Record<string, string>) => {
      const stop = new AbortController();
      const response = await fetch(`${api.address}/api/v1/events?after=0`, { headers, signal: stop.signal });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      const timer = setTimeout(() => stop.abort(), 2500);
      let text = '';
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          text += value;
        }
      } catch {
        clearTimeout(timer);
      }
      return text;
    };
    const heard = await hear({ authorization: `Bearer ${admin}` });
    expect(heard).toMatch(/^id: \d+\nevent: fact\ndata: \{.*"waveId":"D1-20240614-1"/m);
    expect(await hear({ cookie: courier })).not.toContain('event: fact');
  });
});

eachDatabase('the API behind https', (open) => {
  let api: Api;
  beforeAll(async () => {
    api = await serveApi(await open(), { publicUrl: 'https://tuanda.example' });
  });
  afterAll(() => api.close());

  it('marks the session cookie Secure, and asks for https', async () => {
    const user = await api.accounts.addUser({ login: 'admin', name: 'A', role: 'admin' }, 'test');
    const token = await api.accounts.makeLoginLink(user.userId);
    const { headers } = await api.ask('POST', '/session', { json: { token } });
    expect(headers.get('set-cookie')).toMatch(/HttpOnly; Secure; SameSite=Lax/);
    expect(headers.get('strict-transport-security')).toMatch(/max-age/);
  });

  it('takes changes from the public address, whatever host the proxy names', async () => {
    const cookie = await api.cookieOf('admin');
    const json = { password: 'long enough 1' };
    const headers = { cookie, origin: 'https://tuanda.example' };
    expect((await api.ask('PUT', '/me/password', { headers, json })).status).toBe(204);
    expectProblem(await api.ask('PUT', '/me/password', { headers: { cookie }, json }), 403, 'other-origin');
  });
});
