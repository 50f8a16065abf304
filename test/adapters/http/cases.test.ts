import { beforeEach, expect, it } from 'vitest';
import { makeCaseWatchStore } from '../../../server/adapters/db/cases/watched-cases.js';
import { makeProgressReader } from '../../../server/adapters/db/delivery/progress/progress-reader.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeWatchCases } from '../../../server/application/cases/watch-cases.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const asJson = { accept: 'application/json' };

interface CaseRow {
  readonly caseId: number;
  readonly kind: string;
  readonly status: string;
  readonly [field: string]: unknown;
}

/** The small day, released: one run of V1 with S1 (O1 and O2: rice and milk) and S2 (O3: ice cream). */
eachDatabase('cases', (open) => {
  let database: Database;
  let api: Api;
  let key: string;
  let courier: Readonly<Record<string, string>>;
  let runId: string;
  let stops: Readonly<Record<string, { stopId: string; consignments: { consignmentId: string; zoneId: string }[] }>>;
  let count = 0;
  let watch: (at: string) => Promise<void>;

  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    await api.record.importFrom(writeFiles(smallDay));
    const { planId } = await api.record.plan(wave);
    await api.record.plans.release(planId, new Date(), 'test');
    key = await api.keyOf('dispatcher', 'D1');
    courier = { cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }), origin: api.address };
    const [run] = (await api.ask('GET', '/me/runs', { headers: courier })).body.data;
    runId = run.runId;
    stops = Object.fromEntries(run.stops.map((stop: { stationId: string }) => [stop.stationId, stop]));
    watch = (at) =>
      makeWatchCases({
        store: makeCaseWatchStore(database),
        progress: makeProgressReader(database.knex),
        clock: { now: () => new Date(at) },
      })();
    return () => api.close();
  });

  const report = async (kind: string, minute: number, more: object = {}) => {
    const event = {
      deviceEventId: `e${++count}`,
      kind,
      deviceAt: new Date(Date.UTC(2024, 5, 13, 22, 30 + minute)).toISOString(),
      ...more,
    };
    const { body } = await api.ask('POST', `/runs/${runId}/events`, { headers: courier, json: event });
    expect(body.data).toEqual([{ deviceEventId: event.deviceEventId, effect: 'taken' }]);
  };
  const list = async (query = ''): Promise<CaseRow[]> => {
    const { status, body } = await api.ask('GET', `/cases${query}`, { key });
    expect(status).toBe(200);
    return body.data;
  };
  const only = async (kind: string): Promise<CaseRow> => {
    const found = await list(`?kind=${kind}`);
    expect(found, kind).toHaveLength(1);
    return found[0];
  };
  const act = (caseId: number, what: string, json: object = {}, as = key) =>
    api.ask('POST', `/cases/${caseId}/${what}`, { key: as, json });
  const whole = async (caseId: number) => (await api.ask('GET', `/cases/${caseId}`, { key })).body;
  const entriesOf = async (caseId: number) =>
    (await whole(caseId)).entries.map(({ kind }: { kind: string }) => kind) as string[];

  /** Closes S2, so that the current plan leaves O3 out. */
  const leaveOut = async () => {
    const etagOf = async (id: string) => ({
      'if-match': (await api.ask('GET', `/plans/${id}`, { key })).headers.get('etag')!,
    });
    const [{ planId }] = (await api.ask('GET', `/plans?wave=${wave}`, { key })).body.data;
    const json = { event: { kind: 'station-closed', stationId: 'S2' } };
    const { status, body } = await api.ask('POST', `/plans/${planId}/replan`, {
      key,
      json,
      headers: await etagOf(planId),
    });
    expect(status).toBe(200);
    await watch('2024-06-13T12:00:00Z');
    return { planId: planId as string, made: body.plan.planId as string, etagOf };
  };

  it('come of reports at once, one for each stop and kind, and end by themselves where a report is corrected', async () => {
    const { stopId } = stops.S1;
    await report('departed', 0);
    expect(await list()).toEqual([]);
    await report('refused', 40, { stopId, note: '太热' });
    const refused = await only('refused');
    expect(refused).toMatchObject({
      status: 'open',
      severity: 'high',
      runId,
      runCode: '1',
      stopId,
      stationName: '一号站',
      vehicleId: 'V1',
      detail: { note: '太热' },
    });
    await report('refused', 41, { stopId });
    expect((await only('refused')).caseId).toBe(refused.caseId);
    // The courier was mistaken.
    await report('delivered', 42, { stopId });
    expect(await only('refused')).toMatchObject({ status: 'closed', outcome: 'ended', closedBy: 'cases' });
    await report('failed', 43, { stopId });
    await report('refused', 44, { stopId });
    expect((await list('?current=yes')).map(({ kind }) => kind)).toEqual(['refused']);
    expect(await entriesOf(refused.caseId)).toEqual(['opened', 'ended', 'reopened']);
    await report('returned', 100);
    expect(await only('left-behind')).toMatchObject({ stationId: 'S2', status: 'open' });
    // It was handed over, and told of late.
    await report('delivered', 60, { stopId: stops.S2.stopId });
    expect(await only('left-behind')).toMatchObject({ status: 'closed', outcome: 'ended' });
  });

  it('come of readings outside of a zone, each told in the history of one case', async () => {
    const { stopId } = stops.S1;
    await report('temperature', 10, { stopId, celsius: 3, zoneId: 'chilled', compartmentNo: 2 });
    // Neither chilled (0 to 4 °C) nor ambient (5 to 30 °C) was said: it may have been the ambient part.
    await report('temperature', 11, { stopId, celsius: 9 });
    expect(await list()).toEqual([]);
    await report('temperature', 12, { stopId, celsius: 9, zoneId: 'chilled', compartmentNo: 2 });
    await report('temperature', 13, { stopId, celsius: 8, zoneId: 'chilled', compartmentNo: 2 });
    const found = await only('temperature');
    expect(found).toMatchObject({
      severity: 'urgent',
      goods: [{ consignmentId: `${wave}.S1.chilled`, zoneId: 'chilled' }],
      // 9 °C is further outside than the 8 °C that were read last.
      detail: { celsius: 9, latestCelsius: 8, zoneId: 'chilled', minCelsius: 0, maxCelsius: 4, compartmentNo: 2 },
    });
    expect(await entriesOf(found.caseId)).toEqual(['opened', 'again']);
    expect((await act(found.caseId, 'close', { outcome: 'no-action', note: '冰板已换' })).status).toBe(200);
    await report('temperature', 20, { stopId, celsius: 7, zoneId: 'chilled', compartmentNo: 2 });
    expect(await only('temperature')).toMatchObject({ status: 'open', owner: null, outcome: null });
    const wrong = {
      deviceEventId: 'z',
      kind: 'temperature',
      deviceAt: new Date().toISOString(),
      celsius: 1,
      zoneId: 'no',
    };
    const { body } = await api.ask('POST', `/runs/${runId}/events`, { headers: courier, json: wrong });
    expect(body.data[0]).toMatchObject({ effect: 'refused', code: 'unknown-zone' });
  });

  it('of readings hold all goods that were warm, whatever is read of them later or told of late', async () => {
    const zoneId = 'chilled';
    await report('temperature', 20, { celsius: 30, zoneId });
    await report('temperature', 30, { stopId: stops.S1.stopId, celsius: 9, zoneId });
    // Nothing chilled is brought to S2.
    await report('temperature', 40, { stopId: stops.S2.stopId, celsius: 7, zoneId });
    await report('temperature', 10, { stopId: stops.S2.stopId, celsius: 12, zoneId });
    const found = await only('temperature');
    expect(found).toMatchObject({
      goods: [{ consignmentId: `${wave}.S1.chilled` }],
      detail: { celsius: 30, readAt: '2024-06-13T22:50:00.000Z', latestCelsius: 7, latestStationId: 'S2' },
    });
    const { entries } = await whole(found.caseId);
    expect(entries.map(({ kind, data }: { kind: string; data: object }) => ({ kind, ...data }))).toMatchObject([
      { kind: 'opened', celsius: 30, stationId: null, readAt: '2024-06-13T22:50:00.000Z' },
      { kind: 'again', celsius: 9, stationId: 'S1' },
      { kind: 'again', celsius: 7, stationId: 'S2' },
      { kind: 'again', celsius: 12, stationId: 'S2', readAt: '2024-06-13T22:40:00.000Z' },
    ]);
  });

  it('that a person closed open again where more is short than they saw, or it is short once more', async () => {
    const [chilled] = (await api.ask('GET', `/pick-lists?wave=${wave}&zone=chilled`, { key })).body.data;
    const picker = await api.keyOf('picker', 'D1');
    const pick = async (pickedQuantity: number) => {
      const json = { lines: [{ lineNo: 1, pickedQuantity, shortReason: '破损' }] };
      const { status } = await api.ask('PATCH', `/pick-lists/${chilled.pickListId}/lines`, { key: picker, json });
      expect(status).toBe(200);
      return only('short-pick');
    };
    const { caseId } = await pick(4);
    const close = () => act(caseId, 'close', { outcome: 'no-action', note: '站点同意' });
    await close();
    expect(await pick(4)).toMatchObject({ status: 'closed' });
    expect(await pick(5)).toMatchObject({ status: 'closed', outcome: 'no-action' });
    expect(await pick(4)).toMatchObject({ status: 'open', detail: { picked: 4 } });
    await close();
    expect(await pick(3)).toMatchObject({ status: 'open', detail: { picked: 3 } });
    await close();
    expect(await pick(4)).toMatchObject({ status: 'closed' });
    expect(await entriesOf(caseId)).toEqual([
      'opened',
      'closed',
      'no-longer-so',
      'reopened',
      'closed',
      'reopened',
      'closed',
    ]);
  });

  it('say that what was sent or paid because of them is for nothing, where they turn out not to be so', async () => {
    const { stopId } = stops.S1;
    await report('refused', 40, { stopId });
    const { caseId } = await only('refused');
    await act(caseId, 'close', { outcome: 'refund', amountMinor: 1990 });
    // The courier was mistaken.
    await report('delivered', 42, { stopId });
    expect(await only('refused')).toMatchObject({ status: 'open', owner: null, detail: { toUndo: 'refund' } });
    expect((await whole(caseId)).entries.at(-1)).toMatchObject({
      kind: 'to-undo',
      actor: 'cases',
      data: { outcome: 'refund', amountMinor: 1990 },
    });
    await report('delivered', 43, { stopId });
    await report('note', 44, { stopId, note: '已交' });
    expect((await list('?current=yes')).map((each) => each.caseId)).toEqual([caseId]);
    await act(caseId, 'close', { outcome: 'no-action', note: '退款已撤回' });
    await report('refused', 45, { stopId });
    const again = await only('refused');
    expect(again.status).toBe('open');
    expect(again.detail).toEqual({ note: null });
    // Nothing is under way any more.
    await report('delivered', 46, { stopId });
    expect(await only('refused')).toMatchObject({ status: 'closed', outcome: 'ended' });
    const steps = ['opened', 'closed', 'to-undo', 'closed', 'reopened', 'ended'];
    expect(await entriesOf(caseId)).toEqual(steps);
    const facts = (await api.ask('GET', '/events?kind=case.reopened', { key, headers: asJson })).body.data;
    expect(facts.map(({ actor, data }: { actor: string; data: object }) => ({ actor, ...data }))).toMatchObject([
      { actor: 'cases', caseId, status: 'open', outcome: null },
      { actor: 'cases', caseId, status: 'open', outcome: null },
    ]);
  });

  it('of goods that a plan left out say so too, where a later plan brings them', async () => {
    const { made, planId, etagOf } = await leaveOut();
    const { caseId } = await only('unassigned');
    const later = { deliveryDate: '2099-06-15', cutoffAt: '2099-06-14T23:00:00+08:00' };
    const { body: next } = await api.ask('POST', '/depots/D1/waves', { key, json: later });
    await act(caseId, 'close', { outcome: 'redeliver', waveId: next.waveId });
    await watch('2024-06-13T12:01:00Z');
    expect(await only('unassigned')).toMatchObject({ status: 'closed' });
    const headers = await etagOf(made);
    expect((await api.ask('POST', `/plans/${planId}/make-current`, { key, headers })).status).toBe(200);
    await watch('2024-06-13T12:02:00Z');
    await watch('2024-06-13T12:03:00Z');
    expect(await only('unassigned')).toMatchObject({ status: 'open', detail: { toUndo: 'redeliver' } });
    expect((await whole(caseId)).entries.at(-1)).toMatchObject({ kind: 'to-undo', data: { orderIds: ['O3-R1'] } });
    expect(await entriesOf(caseId)).toEqual(['opened', 'closed', 'to-undo']);
  });

  it('of goods that a plan left out wait for the next release, where one is taken back', async () => {
    const { made, etagOf } = await leaveOut();
    const { caseId } = await only('unassigned');
    await act(caseId, 'close', { outcome: 'refund', amountMinor: 100 });
    // The run should have left, so that the wave is looked at as long as that is open.
    await watch('2024-06-14T02:00:00Z');
    expect(await only('not-departed')).toMatchObject({ status: 'open' });
    const headers = await etagOf(made);
    expect((await api.ask('POST', `/plans/${made}/withdraw`, { key, headers })).status).toBe(200);
    await watch('2024-06-14T02:01:00Z');
    expect(await only('not-departed')).toMatchObject({ outcome: 'ended' });
    expect(await only('unassigned')).toMatchObject({ status: 'closed', outcome: 'refund' });
    const again = await api.ask('POST', `/plans/${made}/release`, { key, headers: await etagOf(made) });
    expect(again.status).toBe(200);
    expect(await only('unassigned')).toMatchObject({ status: 'closed', outcome: 'refund' });
    expect(await entriesOf(caseId)).toEqual(['opened', 'closed']);
  });

  it('are taken, noted and closed, each with its fact and its row in the audit', async () => {
    await report('refused', 40, { stopId: stops.S1.stopId });
    const { caseId } = await only('refused');
    const taken = await act(caseId, 'take');
    expect(taken).toMatchObject({ status: 200, body: { status: 'taken', settings: { kind: 'refused' } } });
    expect(taken.body.owner).toMatch(/^key /);
    expect((await act(caseId, 'notes', { note: '已打电话' })).body.entries.at(-1)).toMatchObject({ note: '已打电话' });
    await api.accounts.addUser({ login: 'li', name: '李', role: 'dispatcher' }, 'test');
    expect((await act(caseId, 'assign', { login: 'nobody' })).body.code).toBe('invalid-input');
    expect((await act(caseId, 'assign', { login: 'ＬＩ' })).body.owner).toBe('user li');
    expect((await act(caseId, 'close', { outcome: 'refund' })).body.code).toBe('invalid-input');
    const closed = await act(caseId, 'close', { outcome: 'refund', amountMinor: 1990 });
    expect(closed.body).toMatchObject({ status: 'closed', outcome: 'refund', outcomeDetail: { amountMinor: 1990 } });
    expect((await act(caseId, 'close', { outcome: 'no-action', note: 'x' })).body.code).toBe('wrong-state');
    expect((await act(caseId, 'reopen', { note: '又来电' })).body).toMatchObject({ status: 'open', outcome: null });
    expect(await entriesOf(caseId)).toEqual(['opened', 'taken', 'noted', 'assigned', 'closed', 'reopened']);
    await act(caseId, 'close', { outcome: 'refund', amountMinor: 500 });
    const began = (await only('refused')).openedAt as string;
    const after = new Date(Date.parse(began) + 1000).toISOString();
    expect((await list(`?outcome=refund&from=${began}&to=${after}`)).map((each) => each.caseId)).toEqual([caseId]);
    expect(await list(`?outcome=refund&from=${after}`)).toEqual([]);
    const admin = await api.keyOf('admin');
    const audit = (await api.ask('GET', `/audit?kind=case&subject=${caseId}`, { key: admin })).body.data;
    expect(audit.map(({ action }: { action: string }) => action).reverse()).toEqual([
      'case.taken',
      'case.noted',
      'case.taken',
      'case.closed',
      'case.reopened',
      'case.closed',
    ]);
    const facts = (await api.ask('GET', '/events?kind=case.closed', { key, headers: asJson })).body.data;
    expect(facts).toMatchObject([
      {
        runId,
        stationId: null,
        data: { caseId, kind: 'refused', outcome: 'refund', outcomeDetail: { amountMinor: 1990 } },
      },
      { data: { outcomeDetail: { amountMinor: 500 } } },
    ]);
    // What is decided is neither the station's nor the courier's to hear.
    const station = await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' });
    for (const cookie of [station, courier.cookie]) {
      const { body } = await api.ask('GET', '/events', { headers: { cookie, ...asJson } });
      expect(body.data.filter(({ kind }: { kind: string }) => kind.startsWith('case.'))).toEqual([]);
    }
  });

  it("repeat a closing with the same key once, and are nobody else's", async () => {
    await report('failed', 40, { stopId: stops.S2.stopId });
    const { caseId } = await only('failed');
    const send = () =>
      api.ask('POST', `/cases/${caseId}/close`, {
        key,
        json: { outcome: 'return' },
        headers: { 'idempotency-key': 'a-key-of-more-than-16' },
      });
    expect((await send()).body).toEqual((await send()).body);
    expect((await list('?returns=expected')).map((each) => each.caseId)).toEqual([caseId]);
    expect((await act(caseId, 'received')).body.receivedAt).not.toBeNull();
    expect((await act(caseId, 'received')).status).toBe(200);
    expect(await list('?returns=expected')).toEqual([]);
    for (const query of ['current=maybe', 'returns=bogus']) {
      expect((await api.ask('GET', `/cases?${query}`, { key })).status, query).toBe(400);
    }
    expect(await entriesOf(caseId)).toEqual(['opened', 'closed', 'received']);
    const other = await api.keyOf('dispatcher', 'D2');
    for (const path of ['', '/take', '/reopen']) {
      const method = path === '' ? 'GET' : 'POST';
      const json = path === '' ? undefined : {};
      expect((await api.ask(method, `/cases/${caseId}${path}`, { key: other, json })).status).toBe(404);
    }
    expect((await api.ask('GET', '/cases', { key: other })).body.data).toEqual([]);
    const picker = await api.keyOf('picker', 'D1');
    expect((await api.ask('GET', '/cases', { key: picker })).status).toBe(403);
    expect((await act(caseId, 'take', {}, await api.keyOf('integration', 'D1'))).status).toBe(403);
  });

  it('bring goods again with a wave that collects, as orders of it', async () => {
    const later = { deliveryDate: '2099-06-15', cutoffAt: '2099-06-14T23:00:00+08:00' };
    const { body: next } = await api.ask('POST', '/depots/D1/waves', { key, json: later });
    await report('refused', 40, { stopId: stops.S1.stopId });
    const { caseId } = await only('refused');
    expect((await whole(caseId)).lines).toMatchObject([
      { orderId: 'O1', skuId: 'MILK', quantity: 2 },
      { orderId: 'O1', skuId: 'RICE', quantity: 1 },
      { orderId: 'O2', skuId: 'MILK', quantity: 3 },
    ]);
    const closing = { outcome: 'redeliver', waveId: next.waveId };
    expect((await act(caseId, 'close', { ...closing, waveId: wave })).body.code).toBe('wave-closed');
    expect((await act(caseId, 'close', { ...closing, waveId: 'none' })).status).toBe(404);
    expect((await act(caseId, 'close', { ...closing, orderIds: ['O3'] })).body.code).toBe('invalid-input');
    expect((await act(caseId, 'close', closing)).body.outcomeDetail).toEqual({
      waveId: next.waveId,
      orderIds: ['O1-R1', 'O2-R1'],
    });
    const { data } = (await api.ask('GET', `/orders?wave=${next.waveId}`, { key })).body;
    // 2 × milk (1 kg) and 1 × rice (10 kg); 3 × milk.
    expect(data.map(({ orderId, grams }: { orderId: string; grams: number }) => [orderId, grams])).toEqual([
      ['O1-R1', 12_000],
      ['O2-R1', 3_000],
    ]);
    expect((await api.ask('POST', `/waves/${next.waveId}/close`, { key, json: {} })).body).toMatchObject({
      consignments: 2,
    });
  });

  it('bring the same goods again once, though several cases are about them and are closed at once', async () => {
    const later = { deliveryDate: '2099-06-15', cutoffAt: '2099-06-14T23:00:00+08:00' };
    const { waveId } = (await api.ask('POST', '/depots/D1/waves', { key, json: later })).body;
    await report('temperature', 30, { stopId: stops.S1.stopId, celsius: 9, zoneId: 'chilled' });
    await report('failed', 40, { stopId: stops.S1.stopId });
    const [warm, failed] = [await only('temperature'), await only('failed')];
    // Ids are found in whatever case they are written.
    const closings = await Promise.all([
      act(warm.caseId, 'close', { outcome: 'redeliver', waveId, orderIds: ['o1', 'O2'] }),
      act(failed.caseId, 'close', { outcome: 'redeliver', waveId }),
    ]);
    expect(closings.map(({ status }) => status).filter((status) => status !== 200 && status !== 400)).toEqual([]);
    const { data } = (await api.ask('GET', `/orders?wave=${waveId}`, { key })).body;
    const lines: { skuId: string; quantity: number }[] = [];
    for (const { orderId } of data) lines.push(...(await api.ask('GET', `/orders/${orderId}`, { key })).body.lines);
    const sum = (skuId: string) =>
      lines.filter((line) => line.skuId === skuId).reduce((total, { quantity }) => total + quantity, 0);
    expect([sum('MILK'), sum('RICE')]).toEqual([5, 1]);
    // The case tells of its goods all the same.
    expect((await whole(warm.caseId)).lines).toHaveLength(2);
  });

  it('name long ids that begin alike apart, and bring nothing to where nothing is taken', async () => {
    const later = { deliveryDate: '2099-06-15', cutoffAt: '2099-06-14T23:00:00+08:00' };
    const { waveId } = (await api.ask('POST', '/depots/D1/waves', { key, json: later })).body;
    const { knex } = database;
    const long = (end: string) => `${'x'.repeat(97)}${end}`;
    for (const [orderId, to] of [
      ['O1', long('aaa')],
      ['O2', long('bbb')],
    ]) {
      await knex.raw(
        `with copied as (insert into orders select (jsonb_populate_record(null::orders,
             to_jsonb(orders) || jsonb_build_object('order_id', ?::text))).* from orders where order_id = ? returning 1)
         update order_lines set order_id = ? where order_id = ? and (select count(*) from copied) = 1`,
        [to, orderId, to, orderId],
      );
    }
    await report('failed', 40, { stopId: stops.S1.stopId });
    const { caseId } = await only('failed');
    const close = () => act(caseId, 'close', { outcome: 'redeliver', waveId });
    await knex.raw(`update stations set status = 'closed' where station_id = 'S1'`);
    expect((await close()).body).toMatchObject({ status: 409, code: 'wrong-state' });
    await knex.raw(`update stations set status = 'open' where station_id = 'S1'`);
    await knex.raw(`update skus set active = false where sku_id = 'MILK'`);
    expect((await close()).body).toMatchObject({ status: 409, code: 'wrong-state' });
    await knex.raw(`update skus set active = true where sku_id = 'MILK'`);
    expect((await close()).body.outcomeDetail.orderIds).toEqual([`${'x'.repeat(94)}-R1`, `${'x'.repeat(94)}-R2`]);
  });

  it('expect back only what is to come back, and keep what two set at once', async () => {
    await report('failed', 40, { stopId: stops.S1.stopId });
    expect(await list('?returns=expected')).toEqual([]);
    const { caseId } = await only('failed');
    expect((await act(caseId, 'close', { outcome: 'return' })).status).toBe(200);
    expect((await list('?returns=expected')).map((each) => each.caseId)).toEqual([caseId]);
    const admin = await api.keyOf('admin');
    const set = (json: object) => api.ask('PATCH', '/depots/D1/case-kinds/late', { key: admin, json });
    for (let round = 0; round < 5; round++) {
      const severity = round % 2 === 0 ? 'high' : 'urgent';
      await Promise.all([set({ severity }), set({ limitMinutes: 100 + round })]);
      const { data } = (await api.ask('GET', '/depots/D1/case-kinds', { key: admin })).body;
      expect(data.find(({ kind }: { kind: string }) => kind === 'late')).toMatchObject({
        severity,
        limitMinutes: 100 + round,
      });
    }
    const claims = await api.ask('PATCH', '/depots/D1/case-kinds/claim', { key: admin, json: { afterMinutes: 5 } });
    expect([claims.status, claims.body.code]).toEqual([400, 'invalid-input']);
  });

  it('are listed by the time of closing once they are closed', async () => {
    await report('refused', 40, { stopId: stops.S1.stopId });
    await report('failed', 50, { stopId: stops.S2.stopId });
    const refused = await only('refused');
    const failed = await only('failed');
    const close = ({ caseId }: { caseId: number }) => act(caseId, 'close', { outcome: 'no-action', note: '已处理' });
    const closed = async (query = '') => {
      const { body } = await api.ask('GET', `/cases?current=no${query}`, { key });
      return { ...body, ids: body.data.map(({ caseId }: { caseId: number }) => caseId) };
    };
    await close(refused);
    await close(failed);
    const first = await closed('&limit=1');
    expect(first.ids).toEqual([failed.caseId]);
    expect((await closed(`&limit=1&cursor=${first.nextCursor}`)).ids).toEqual([refused.caseId]);
    expect((await api.ask('GET', `/cases?cursor=${first.nextCursor}`, { key })).status).toBe(400);
    // The other way round where it was closed the other way round.
    await act(refused.caseId, 'reopen');
    await close(refused);
    expect((await closed()).ids).toEqual([refused.caseId, failed.caseId]);
  });

  it('are what short picks and claims become, and follow them', async () => {
    const [chilled] = (await api.ask('GET', `/pick-lists?wave=${wave}&zone=chilled`, { key })).body.data;
    const picker = await api.keyOf('picker', 'D1');
    const pick = (pickedQuantity: number) =>
      api.ask('PATCH', `/pick-lists/${chilled.pickListId}/lines`, {
        key: picker,
        json: { lines: [{ lineNo: 1, pickedQuantity, shortReason: '破损' }] },
      });
    expect((await pick(4)).status).toBe(200);
    const short = await only('short-pick');
    expect(short.detail).toMatchObject({ skuId: 'MILK', ordered: 5, picked: 4, reason: '破损' });
    const { name } = (await api.ask('GET', '/skus/MILK', { key })).body;
    expect(short.skuName).toBe(name);
    // The order of the lower priority goes without.
    expect((await whole(short.caseId)).lines).toMatchObject([{ orderId: 'O1', skuId: 'MILK', quantity: 1 }]);
    await pick(5);
    expect(await only('short-pick')).toMatchObject({ status: 'closed', outcome: 'ended' });

    const headers = {
      cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' }),
      origin: api.address,
    };
    const json = { consignmentId: `${wave}.S1.chilled`, skuId: 'MILK', kind: 'short', quantity: 1 };
    const raised = await api.ask('POST', `/stations/S1/deliveries/${stops.S1.stopId}/claims`, { headers, json });
    const claim = await only('claim');
    expect(claim).toMatchObject({
      claimId: raised.body.claimId,
      detail: { claim: 'short', quantity: 1, skuId: 'MILK' },
    });
    const set = (status: string) => api.ask('PATCH', `/claims/${raised.body.claimId}`, { key, json: { status } });
    await set('settled');
    expect(await only('claim')).toMatchObject({ status: 'closed', outcome: 'ended' });
    await set('open');
    expect(await only('claim')).toMatchObject({ status: 'open' });
    await act(claim.caseId, 'close', { outcome: 'no-action', note: '已当面补' });
    expect((await api.ask('GET', `/claims/${raised.body.claimId}`, { key })).body.status).toBe('settled');
    await set('open');
    expect(await only('claim')).toMatchObject({ status: 'open' });
    // The same from the side of the case.
    const statusOf = async () => (await api.ask('GET', `/claims/${raised.body.claimId}`, { key })).body.status;
    await act(claim.caseId, 'close', { outcome: 'no-action', note: '已当面补' });
    expect(await statusOf()).toBe('settled');
    expect((await act(claim.caseId, 'reopen', { note: '没有补到' })).status).toBe(200);
    expect(await statusOf()).toBe('open');
    const told = (await api.ask('GET', '/events?kind=claim.opened', { key, headers: asJson })).body.data;
    expect(told.at(-1)).toMatchObject({ data: { claimId: raised.body.claimId, note: '没有补到' } });
    await set('settled');
    expect(await only('claim')).toMatchObject({ status: 'closed', outcome: 'ended' });
  });

  it('of claims are not opened again where more than was ordered would be claimed at once', async () => {
    const headers = {
      cookie: await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' }),
      origin: api.address,
    };
    const json = { consignmentId: `${wave}.S1.chilled`, skuId: 'MILK', kind: 'short', quantity: 3 };
    const raise = async () =>
      (await api.ask('POST', `/stations/S1/deliveries/${stops.S1.stopId}/claims`, { headers, json })).body.claimId;
    const settle = (claimId: string, status: string) =>
      api.ask('PATCH', `/claims/${claimId}`, { key, json: { status } });
    const first = await raise();
    const { caseId } = await only('claim');
    await act(caseId, 'close', { outcome: 'no-action', note: '已当面补' });
    const second = await raise();
    const refused = await act(caseId, 'reopen', { note: '没有补到' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
    expect(refused.body.detail).toMatch(/^Of the 5 pieces that were ordered, 3 are in other open claims/);
    expect((await settle(first, 'open')).status).toBe(409);
    expect((await whole(caseId)).status).toBe('closed');
    await settle(second, 'settled');
    expect((await act(caseId, 'reopen', { note: '没有补到' })).status).toBe(200);
    expect((await settle(second, 'open')).status).toBe(409);
  });

  it('are found by the clock, end with what they told of, and are escalated once their time is over', async () => {
    // V1 is planned to leave in the morning of the 14th; S2 closes at 09:00 and opens again at 14:00.
    await watch('2024-06-13T12:00:00Z');
    expect(await list()).toEqual([]);
    await watch('2024-06-14T02:00:00Z');
    await watch('2024-06-14T02:01:00Z');
    const waiting = await only('not-departed');
    expect(waiting).toMatchObject({ severity: 'urgent', runId, dueAt: '2024-06-14T02:15:00.000Z' });
    await watch('2024-06-14T02:20:00Z');
    await watch('2024-06-14T02:21:00Z');
    expect((await only('not-departed')).escalatedAt).toBe('2024-06-14T02:20:00.000Z');
    expect(await entriesOf(waiting.caseId)).toEqual(['opened', 'escalated']);
    await report('departed', 0);
    await watch('2024-06-14T02:30:00Z');
    expect(await only('not-departed')).toMatchObject({ status: 'closed', outcome: 'ended' });
    // Long past its return, and long past the last window of both stops.
    await watch('2024-06-14T09:00:00Z');
    expect((await list('?current=yes')).map(({ kind }) => kind).sort()).toEqual(['late', 'late', 'run-overdue']);
    // Days later it is nobody's work any more, but what is open stays.
    await watch('2024-06-20T09:00:00Z');
    expect((await list('?current=yes')).length).toBeGreaterThanOrEqual(3);
  });

  it('say of a run that does not leave that alone, and of its stops once it has left', async () => {
    await watch('2024-06-14T09:00:00Z');
    expect((await list('?current=yes')).map(({ kind }) => kind)).toEqual(['not-departed']);
    await report('departed', 600);
    await watch('2024-06-14T09:01:00Z');
    const kinds = (await list('?current=yes')).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'late')).toHaveLength(2);
    expect(kinds).not.toContain('not-departed');
  });

  it('go by what is set for their kind in the depot', async () => {
    const path = '/depots/D1/case-kinds';
    const { data } = (await api.ask('GET', path, { key })).body;
    expect(data.length).toBe(14);
    const set = (kind: string, json: object, as = key) => api.ask('PATCH', `${path}/${kind}`, { key: as, json });
    expect((await set('nothing', {})).status).toBe(404);
    expect((await set('refused', { limitMinutes: 0 })).status).toBe(400);
    expect((await set('refused', { isOn: false }, await api.keyOf('dispatcher', 'D2'))).status).toBe(404);
    expect((await set('refused', { isOn: false })).body).toMatchObject({ isOn: false, severity: 'high' });
    // It does not go by the clock.
    expect((await set('failed', { limitMinutes: 5, afterMinutes: 7 })).status).toBe(400);
    const changed = await set('failed', { severity: 'urgent', limitMinutes: 5 });
    expect(changed.body).toMatchObject({ severity: 'urgent', limitMinutes: 5, afterMinutes: null });
    await report('refused', 40, { stopId: stops.S1.stopId });
    await report('failed', 41, { stopId: stops.S2.stopId });
    const [found, ...others] = await list();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'failed', severity: 'urgent' });
    expect(Date.parse(found.dueAt as string) - Date.parse(found.openedAt as string)).toBe(300_000);
  });
});
