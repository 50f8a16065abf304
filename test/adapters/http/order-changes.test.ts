import { beforeEach, describe, expect, it } from 'vitest';
import { checkContextOf, readPlanningContext } from '../../../server/application/planning/planning-context.js';
import { checkPlan } from '../../../server/domain/planning/check-plan.js';
import { waveClockOf } from '../../../server/domain/waves/wave-clock.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const next = 'D1-20240615-1';

/** O9 of a later day keeps that day's wave collecting. */
const twoDays = {
  ...smallDay,
  'orders.csv': `${smallDay['orders.csv']}O9,K1,normal,S1,2024-06-13T20:10:00+08:00,2024-06-15,1,1,1.2,chilled,\n`,
  'order_lines.csv': `${smallDay['order_lines.csv']}O9,1,MILK,1\n`,
};

eachDatabase('orders that are changed', (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open(), { clock: { now: () => new Date('2024-06-13T15:30:00Z') } });
    key = await api.keyOf('dispatcher', 'D1');
    await api.record.importFrom(writeFiles(twoDays));
    return () => api.close();
  });

  const get = async (path: string, by = key) => {
    const answer = await api.ask('GET', path, { key: by });
    expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body;
  };
  const etagOf = async (orderId: string) =>
    (await api.ask('GET', `/orders/${orderId}`, { key })).headers.get('etag') ?? '';
  const patch = async (orderId: string, json: object) =>
    api.ask('PATCH', `/orders/${orderId}`, { key, json, headers: { 'if-match': await etagOf(orderId) } });
  const cancel = async (orderId: string, json: object = {}) =>
    api.ask('POST', `/orders/${orderId}/cancel`, { key, json, headers: { 'if-match': await etagOf(orderId) } });
  const close = () => api.record.waves.close(wave, new Date('2024-06-13T16:00:00Z'), 'test');
  const consignments = async () => (await get(`/consignments?wave=${wave}`)).data;
  const pickLines = async () =>
    (await get(`/pick-lists?wave=${wave}`)).data.flatMap((list: { lines: object[] }) => list.lines);
  const lineOf = async (skuId: string) => (await pickLines()).find((line: { skuId: string }) => line.skuId === skuId);
  const release = async () => {
    const { planId } = await api.record.plan(wave);
    await api.record.plans.release(planId, new Date('2024-06-13T17:00:00Z'), 'test');
    return planId;
  };
  const currentPlan = async () => {
    const { currentPlanId } = await api.record.waves.get(wave);
    return api.record.plans.get(currentPlanId!);
  };
  /** What the independent checker says of the current plan, with the goods as the record has them. */
  const faults = async () => {
    const plan = await currentPlan();
    const context = await readPlanningContext(api.record.planning, plan, {
      signal: new AbortController().signal,
      provenance: plan.provenance,
    });
    return checkPlan(plan, checkContextOf(context));
  };

  it('may become anything while their wave collects', async () => {
    const changed = await patch('O1', { lines: [{ lineNo: 1, quantity: 5 }], stationId: 'S2', reason: 'called' });
    expect(changed.status).toBe(200);
    expect(changed.body.data[0]).toMatchObject({ orderId: 'O1', status: 'changed', version: 2, isLate: false });
    expect(changed.body.waves).toEqual([]);
    // Five bottles of 1 kg and a sack of 10.
    expect(await get('/orders/O1')).toMatchObject({ stationId: 'S2', grams: 15_000, lineCount: 2, version: 2 });
    const gone = await cancel('O2');
    expect(gone.body.data[0]).toMatchObject({ status: 'cancelled' });
    expect(await get('/orders/O2')).toMatchObject({ status: 'cancelled', grams: 0, lineCount: 0, lines: [] });
    const later = await patch('O3', { deliveryDate: '2024-06-15' });
    expect(later.body.data[0].after).toMatchObject({ waveId: next, deliveryDate: '2024-06-15' });
    await close();
    expect(await consignments()).toMatchObject([
      { stationId: 'S2', zoneId: 'ambient', grams: 10_000 },
      { stationId: 'S2', zoneId: 'chilled', grams: 5_000 },
    ]);
    const audited = (await get('/audit?kind=order', await api.keyOf('admin'))).data;
    expect(audited.map(({ action, subjectId }: Record<string, string>) => `${action} ${subjectId}`).sort()).toEqual([
      'order.cancelled O2',
      'order.changed O1',
      'order.changed O3',
    ]);
    const { rows: told } = await api.record.database.knex.raw(
      "select kind, data->>'orderId' as id from events where kind like 'order.%' order by event_id",
    );
    expect(told).toEqual([
      { kind: 'order.changed', id: 'O1' },
      { kind: 'order.cancelled', id: 'O2' },
      { kind: 'order.changed', id: 'O3' },
    ]);
    const { changes } = await get('/orders/O1');
    expect(changes).toMatchObject([
      { kind: 'changed', isLate: false, reason: 'called', before: { stationId: 'S1' }, after: { stationId: 'S2' } },
    ]);
    expect((await get(`/waves/${wave}`)).orders).toBe(1);
  });

  it('are changed by who saw their last version only', async () => {
    const seen = await etagOf('O1');
    await patch('O1', { lines: [{ lineNo: 1, quantity: 3 }] });
    const stale = await api.ask('PATCH', '/orders/O1', { key, json: {}, headers: { 'if-match': seen } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale' } });
    expect(await api.ask('POST', '/orders/O1/cancel', { key, json: {} })).toMatchObject({ status: 428 });
    expect(
      (await api.ask('PATCH', '/orders/o1', { key, json: {}, headers: { 'if-match': await etagOf('O1') } })).status,
    ).toBe(200);
  });

  it('are nobody else’s: not of another depot, and not of couriers, stations and pickers', async () => {
    const json = { changes: [{ orderId: 'O1', cancel: true }] };
    const strange = await api.ask('POST', '/orders/changes', { key: await api.keyOf('dispatcher', 'D2'), json });
    expect(strange.body.data).toMatchObject([{ status: 'refused', code: 'not-found' }]);
    for (const role of ['picker', 'courier', 'station'] as const) {
      const answer = await api.ask('POST', '/orders/changes', { key: await api.keyOf(role, 'D1'), json });
      expect(answer.status, role).toBe(403);
    }
    expect(await get('/orders/O1')).toMatchObject({ status: 'ordered', version: 1 });
  });

  it('leave a closed wave smaller: goods, totes and pick list, with what is picked already to put back', async () => {
    await close();
    const milk = await lineOf('MILK');
    const [list] = (await get(`/pick-lists?wave=${wave}&zone=chilled`)).data;
    const picker = await api.keyOf('picker', 'D1');
    const pick = { lines: [{ lineNo: milk.lineNo, pickedQuantity: 5 }] };
    expect((await api.ask('PATCH', `/pick-lists/${list.pickListId}/lines`, { key: picker, json: pick })).status).toBe(
      200,
    );
    const looked = await patch('O2', { lines: [{ lineNo: 1, quantity: 1 }], dryRun: true });
    const changed = await patch('O2', { lines: [{ lineNo: 1, quantity: 1 }] });
    // What was looked at is what is made.
    expect(looked.body).toEqual(changed.body);
    expect(changed.body.waves).toMatchObject([
      {
        waveId: wave,
        plan: { before: null, after: null },
        consignments: [{ zoneId: 'chilled', before: { grams: 5_000 }, after: { grams: 3_000 } }],
        pickLines: [
          {
            skuId: 'MILK',
            before: { quantity: 5, pickedQuantity: 5, putBackQuantity: 0 },
            after: { quantity: 3, pickedQuantity: 3, putBackQuantity: 2 },
          },
        ],
      },
    ]);
    expect(await lineOf('MILK')).toMatchObject({ quantity: 3, pickedQuantity: 3, putBackQuantity: 2 });
    expect((await get(`/totes/${wave}.S1.chilled.1`, picker)).lines).toMatchObject([
      { orderId: 'O1', quantity: 2 },
      { orderId: 'O2', quantity: 1 },
    ]);
    const back = (quantity: number) =>
      api.ask('POST', `/pick-lists/${list.pickListId}/put-backs`, {
        key: picker,
        json: { lines: [{ lineNo: milk.lineNo, quantity }] },
      });
    expect((await back(3)).status).toBe(400);
    expect((await back(2)).body.lines[0]).toMatchObject({ quantity: 3, putBackQuantity: 0 });
    expect((await get('/cases?status=open')).data).toMatchObject([
      { kind: 'order-changed', waveId: wave, detail: { orderId: 'O2', change: 'reduced', pieces: 2 } },
    ]);
  });

  it('do not grow in a closed wave, nor change once they are on board', async () => {
    await close();
    const grown = await patch('O2', { lines: [{ lineNo: 1, quantity: 4 }] });
    expect(grown).toMatchObject({ status: 409, body: { code: 'order-grows' } });
    await release();
    const [run] = (await get(`/runs?wave=${wave}`)).data;
    await api.record.database.knex.raw("update consignments set status = 'loaded' where zone_id = 'frozen'");
    expect(await cancel('O3')).toMatchObject({ status: 409, body: { code: 'goods-loaded' } });
    expect(run.status).toBe('released');
    expect((await cancel('O2')).status).toBe(200);
  });

  it('of a later trip change until their vehicle is on it, by reports or by the clock once the first trip is done', async () => {
    await close();
    const { planId } = await api.record.plan(wave);
    const seen = (await api.ask('GET', `/plans/${planId}`, { key })).headers.get('etag')!;
    const edits = [{ kind: 'split', vehicleId: 'V1', tripNo: 1, position: 2, toVehicleId: 'V1' }];
    const made = await api.ask('POST', `/plans/${planId}/edits`, {
      key,
      json: { edits },
      headers: { 'if-match': seen },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    await api.record.plans.release(made.body.plan.planId, new Date('2024-06-13T17:00:00Z'), 'test');
    const [{ runId }] = (await get(`/runs?wave=${wave}`)).data;
    const { stops } = await get(`/runs/${runId}`);
    expect(stops.map(({ tripNo }: { tripNo: number }) => tripNo)).toEqual([1, 2]);
    const orderAt = (trip: number) => (stops[trip - 1].stationId === 'S1' ? 'O2' : 'O3');
    const cookie = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
    const report = async (kind: string, minute: number, stopId?: string) => {
      const events = [
        { deviceEventId: `e${minute}`, kind, deviceAt: new Date(Date.UTC(2024, 5, 13, 15, minute)), stopId },
      ];
      const headers = { cookie, origin: api.address };
      const { body } = await api.ask('POST', `/runs/${runId}/events`, { headers, json: { events } });
      expect(body.data).toMatchObject([{ effect: 'taken' }]);
    };
    const answers = async () => {
      const both = [await cancel(orderAt(1), { dryRun: true }), await cancel(orderAt(2), { dryRun: true })];
      return both.map(({ status, body }) => (status === 200 ? 'changes' : body.code));
    };
    const statusAt = async (trip: number) => {
      const own = (await consignments()).filter(
        ({ stationId }: { stationId: string }) => stationId === stops[trip - 1].stationId,
      );
      return [...new Set(own.map(({ status }: { status: string }) => status))];
    };
    await report('departed', 0);
    expect(await statusAt(1)).toEqual(['loaded']);
    expect(await statusAt(2)).toEqual(['allocated']);
    expect(await answers()).toEqual(['goods-loaded', 'changes']);
    await report('delivered', 5, stops[0].stopId);
    expect(await answers()).toEqual(['goods-loaded', 'changes']);
    // The clock stands still: the second trip is planned for just now, and for later again.
    const planFor = (at: string) =>
      api.record.database.knex.raw('update stops set planned_arrival_at = ? where stop_id = ?', [at, stops[1].stopId]);
    await planFor('2024-06-13T15:30:00Z');
    expect(await answers()).toEqual(['goods-loaded', 'goods-loaded']);
    await planFor(stops[1].plannedArrivalAt);
    await report('arrived', 10, stops[1].stopId);
    expect(await statusAt(2)).toEqual(['loaded']);
    expect(await answers()).toEqual(['goods-loaded', 'goods-loaded']);
  });

  it('are gone from a released run: the stop without goods is dropped, and the courier is told', async () => {
    await close();
    const planId = await release();
    const looked = await cancel('O3', { dryRun: true });
    expect((await currentPlan()).planId).toBe(planId);
    const gone = await cancel('O3', { reason: 'customer called' });
    expect(gone.body.waves[0].stops).toMatchObject([{ stationId: 'S2', runStatus: 'released', isDropped: true }]);
    expect(looked.body.waves[0].stops).toEqual(gone.body.waves[0].stops);
    const plan = await currentPlan();
    expect(plan).toMatchObject({
      parentPlanId: planId,
      version: 2,
      kpis: { stops: 1, consignments: 2, checkerFaults: 0 },
    });
    expect(await faults()).toEqual([]);
    const runs = await get(`/waves/${wave}/load-lists`);
    expect(
      runs.data.flatMap((run: { stops: { stationId: string }[] }) => run.stops.map((stop) => stop.stationId)),
    ).toEqual(['S1']);
    expect(await consignments()).toHaveLength(2);
    expect(await lineOf('ICE')).toBeUndefined();
    expect((await get(`/runs?wave=${wave}`)).data[0].status).toBe('released');
    const notices = async () =>
      (await api.record.database.knex.raw("select data from events where kind = 'run.changed' order by event_id")).rows;
    expect((await notices())[0].data).toMatchObject({ removed: ['S2'], added: [] });
    // A stop that goes on with one of its two consignments, or with less of one, neither comes nor goes.
    await patch('O1', { lines: [{ lineNo: 2, quantity: 0 }] });
    await patch('O1', { lines: [{ lineNo: 1, quantity: 1 }] });
    for (const { data } of (await notices()).slice(1)) {
      expect(data).toMatchObject({ fewer: ['S1'], removed: [], added: [], names: { S1: '一号站' } });
    }
    expect(await notices()).toHaveLength(3);
    const deliveriesOf = async (stationId: string) => {
      const cookie = await api.cookieOf('station', { depotIds: ['D1'], stationId });
      return (await api.ask('GET', `/stations/${stationId}/deliveries`, { headers: { cookie } })).body.data;
    };
    expect(await deliveriesOf('S2')).toEqual([]);
    // One bottle of O1 and three of O2.
    expect((await deliveriesOf('S1'))[0].consignments).toMatchObject([{ zoneId: 'chilled', grams: 4_000 }]);
    expect(await faults()).toEqual([]);
    expect((await api.ask('POST', `/plans/${planId}/make-current`, { key, headers: { 'if-match': '*' } })).status).toBe(
      409,
    );
  });

  it('leave a plan whole whose vehicle should be loaded by the clock, though nobody said so', async () => {
    await close();
    await release();
    await api.record.database.knex.raw(`update routes set executed_prefix = '{"at": 20000, "trips": 1, "stops": 0}'`);
    expect((await cancel('O2')).status).toBe(200);
    expect(await faults()).toEqual([]);
    expect((await currentPlan()).kpis.checkerFaults).toBe(0);
  });

  it('were on board already where that is reported only later: the courier hears so, and dispatchers what comes back', async () => {
    await close();
    await release();
    const [{ runId }] = (await get(`/runs?wave=${wave}`)).data;
    const { stops } = await get(`/runs/${runId}`);
    const stopOf = (at: string) => stops.find(({ stationId }: { stationId: string }) => stationId === at).stopId;
    await cancel('O3');
    await cancel('O2');
    const cookie = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
    let minute = 20;
    // Ten minutes before the orders were cancelled, by the device's clock.
    const report = async (kind: string, stopId?: string) => {
      const deviceAt = new Date(Date.UTC(2024, 5, 13, 15, minute++));
      const events = [{ deviceEventId: `e${minute}`, kind, deviceAt, stopId }];
      const headers = { cookie, origin: api.address };
      const { body } = await api.ask('POST', `/runs/${runId}/events`, { headers, json: { events } });
      return body.data[0];
    };
    const casesOf = async (kind: string) => (await get(`/cases?kind=${kind}`)).data;
    expect(await report('departed')).toMatchObject({ effect: 'taken' });
    const changed = async () =>
      (await casesOf('order-changed')).map(({ detail }: { detail: Record<string, string> }) =>
        [detail.orderId, detail.change, detail.leftWith].join(' '),
      );
    expect((await changed()).sort()).toEqual(['O2 cancelled V1', 'O3 cancelled V1']);
    const told = await report('delivered', stopOf('S2'));
    expect(told).toMatchObject({ effect: 'refused', code: 'stop-orders-cancelled' });
    expect(told.detail).toMatch(/orders for this stop were cancelled. Bring the goods back/);
    expect(await casesOf('report-against-plan')).toMatchObject([
      {
        detail: { code: 'stop-orders-cancelled', stationId: 'S2', plannedWith: null },
        goods: [{ consignmentId: `${wave}.S2.frozen`, zoneId: 'frozen' }],
      },
    ]);
    // It says so once: another report of the road adds nothing.
    const entriesOf = async () => {
      const [{ caseId }] = await casesOf('order-changed');
      return (await get(`/cases/${caseId}`)).entries.length;
    };
    const before = await entriesOf();
    expect(await report('arrived', stopOf('S1'))).toMatchObject({ effect: 'taken' });
    expect(await entriesOf()).toBe(before);
  });

  it('may all be cancelled: the courier who had left with them hears so, and the case has all of the goods', async () => {
    await close();
    await release();
    const [{ runId }] = (await get(`/runs?wave=${wave}`)).data;
    for (const orderId of ['O1', 'O2', 'O3']) expect((await cancel(orderId)).status).toBe(200);
    expect((await get(`/runs/${runId}`)).status).toBe('cancelled');
    const cookie = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
    const events = [{ deviceEventId: 'e1', kind: 'departed', deviceAt: '2024-06-13T15:20:00Z' }];
    const headers = { cookie, origin: api.address };
    const { body } = await api.ask('POST', `/runs/${runId}/events`, { headers, json: { events } });
    expect(body.data).toMatchObject([{ effect: 'refused', code: 'run-orders-cancelled' }]);
    const [{ goods }] = (await get('/cases?kind=report-against-plan')).data;
    expect(goods.map(({ consignmentId }: { consignmentId: string }) => consignmentId).sort()).toEqual(
      // The last change left the run without stops; what had gone before it was on the run as well.
      ['S1.ambient', 'S1.chilled', 'S2.frozen'].map((id) => `${wave}.${id}`),
    );
  });

  describe('of a released run whose day is another than it was planned', () => {
    const clockOf = (second: number) => waveClockOf('2024-06-14', 'Asia/Shanghai').instantAt(second).toISOString();
    const send = async (path: string, json: object) => {
      const { planId } = await currentPlan();
      const { headers } = await api.ask('GET', `/plans/${planId}`, { key });
      const answer = await api.ask('POST', `/plans/${planId}/${path}`, {
        key,
        json,
        headers: { 'if-match': headers.get('etag')! },
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    };
    const timesOf = async () =>
      (await currentPlan()).routes.map(({ trips }) =>
        trips.map(({ loadBegins, departs, stops }) => ({
          loadBegins,
          departs,
          arrives: stops.map((stop) => stop.arrives),
        })),
      );
    beforeEach(async () => {
      await close();
      await release();
    });

    const stayAsLate = async (orderId: string, from: number) => {
      const later = (await timesOf())[0].at(-1)!;
      expect(later.loadBegins).toBeGreaterThanOrEqual(from);
      const { executedPrefix } = (await currentPlan()).routes[0];
      expect((await patch(orderId, { lines: [{ lineNo: 1, quantity: 1 }] })).status).toBe(200);
      const after = (await timesOf())[0].at(-1)!;
      // What takes less time to load is loaded later for the same departure.
      expect(after.departs).toBe(later.departs);
      expect(after.loadBegins).toBeGreaterThanOrEqual(later.loadBegins);
      expect(after.arrives[0]).toBe(later.arrives[0]);
      expect((await currentPlan()).routes[0].executedPrefix).toEqual(executedPrefix);
      expect(await faults()).toEqual([]);
    };

    it('leave it as late as a late departure made it', async () => {
      const [[planned]] = await timesOf();
      await send('replan', { event: { kind: 'late-departure', vehicleId: 'V1', minutes: 45 }, from: clockOf(0) });
      await stayAsLate('O2', planned.loadBegins + 45 * 60);
      const [run] = (await get(`/runs?wave=${wave}`)).data;
      const [[{ departs }]] = await timesOf();
      expect(Date.parse(run.plannedDepartureAt)).toBe(Date.parse(clockOf(departs)));
      expect((await get(`/runs/${run.runId}`)).notice).toMatchObject({ fewer: ['S1'] });
    });

    it('leave a trip that was added on the road no earlier than the moment of that', async () => {
      const move = { kind: 'move', stationId: 'S2' };
      await send('edits', { edits: [{ ...move, to: null }] });
      const from = 8 * 3600;
      const to = { vehicleId: 'V1', tripNo: 2, position: 1 };
      await send('edits', { edits: [{ ...move, to }], from: clockOf(from) });
      expect((await timesOf())[0]).toHaveLength(2);
      expect((await currentPlan()).routes[0].executedPrefix).toMatchObject({ at: from, trips: 1 });
      await stayAsLate('O3', from);
    });

    it('keep the trip that is done as it was, and when the rest was planned', async () => {
      await send('edits', {
        edits: [{ kind: 'split', vehicleId: 'V1', tripNo: 1, position: 2, toVehicleId: 'V1' }],
      });
      const [[first, second]] = await timesOf();
      const begun = { at: first.departs + 60, trips: 1, stops: 1 };
      // As it was driven, which no planning would make of it.
      await api.record.database.knex.raw(
        `update routes set executed_prefix = ?::jsonb,
           trips = jsonb_set(trips, '{0,stops,0,arrives}', to_jsonb((trips->0->'stops'->0->>'arrives')::integer - 7))
         where plan_id = ?`,
        [JSON.stringify(begun), (await currentPlan()).planId],
      );
      const [{ trips }] = (await currentPlan()).routes;
      const orderId = trips[1].stops[0].stationId === 'S1' ? 'O2' : 'O3';
      expect((await patch(orderId, { lines: [{ lineNo: 1, quantity: 1 }] })).status).toBe(200);
      const [route] = (await currentPlan()).routes;
      expect(route.executedPrefix).toEqual(begun);
      expect(route.trips[0]).toEqual(trips[0]);
      expect(route.trips[1].departs).toBe(second.departs);
    });
  });

  it('open no wave when they are refused or only looked at', async () => {
    const waves = async () => (await get('/waves')).data.map(({ waveId }: { waveId: string }) => waveId).sort();
    const there = await waves();
    await cancel('O3');
    const refused = await patch('O3', { deliveryDate: '2024-06-20' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'order-cancelled' } });
    const json = { changes: [{ orderId: 'O3', deliveryDate: '2024-06-20' }] };
    const [{ code }] = (await api.ask('POST', '/orders/changes', { key, json })).body.data;
    expect(code).toBe('order-cancelled');
    expect((await patch('O1', { deliveryDate: '2024-06-20', dryRun: true })).body.data[0].status).toBe('changed');
    expect(await waves()).toEqual(there);
    const moved = { changes: ['O1', 'O2'].map((orderId) => ({ orderId, deliveryDate: '2024-06-20' })) };
    const { data } = (await api.ask('POST', '/orders/changes', { key, json: moved })).body;
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['changed', 'changed']);
    expect(await waves()).toEqual([...there, 'D1-20240620-1']);
    expect(await get('/orders/O1')).toMatchObject({ waveId: 'D1-20240620-1', deliveryDate: '2024-06-20' });
  });

  it('name each line once', async () => {
    const lines = [1, 2].map((quantity) => ({ lineNo: 1, quantity }));
    const refused = await patch('O1', { lines });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    expect(refused.body.detail).toContain('Line 1 of order O1 is named twice.');
    expect(await get('/orders/O1')).toMatchObject({ version: 1 });
  });

  it('leave nothing to put back where the tick is taken back', async () => {
    await close();
    const picker = await api.keyOf('picker', 'D1');
    const pick = async (skuId: string, zoneId: string, pickedQuantity: number | null) => {
      const { lineNo } = await lineOf(skuId);
      const path = `/pick-lists/${wave}.${zoneId}/lines`;
      const answer = await api.ask('PATCH', path, { key: picker, json: { lines: [{ lineNo, pickedQuantity }] } });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body;
    };
    await pick('MILK', 'chilled', 5);
    await pick('ICE', 'frozen', 2);
    await patch('O2', { lines: [{ lineNo: 1, quantity: 1 }] });
    await cancel('O3');
    expect(await lineOf('MILK')).toMatchObject({ quantity: 3, putBackQuantity: 2 });
    expect(await lineOf('ICE')).toMatchObject({ quantity: 0, putBackQuantity: 2 });
    await pick('MILK', 'chilled', null);
    const milk = await lineOf('MILK');
    expect(milk).toMatchObject({ quantity: 3, putBackQuantity: 0 });
    expect(milk.pickedQuantity).toBeUndefined();
    // Nothing is asked for any more: the list is done.
    expect(await pick('ICE', 'frozen', null)).toMatchObject({ status: 'done', lines: [] });
  });

  it('go to a wave that still collects, and keep their number', async () => {
    await close();
    await release();
    expect(await patch('O3', { stationId: 'S1' })).toMatchObject({ status: 409, body: { code: 'wave-closed' } });
    const moved = await patch('O3', { stationId: 'S1', waveId: next });
    expect(moved.body.data[0].after).toMatchObject({ stationId: 'S1', waveId: next, deliveryDate: '2024-06-15' });
    expect(await faults()).toEqual([]);
    expect(await get('/orders/O3')).toMatchObject({
      waveId: next,
      lines: [{ status: 'ordered', quantity: 2 }],
      changes: [{ isLate: true, before: { waveId: wave, stationId: 'S2' }, after: { waveId: next, stationId: 'S1' } }],
    });
    await api.record.waves.close(next, new Date('2024-06-14T16:00:00Z'), 'test');
    const all = (await get(`/consignments?wave=${next}`)).data;
    expect(all.map(({ zoneId, grams }: { zoneId: string; grams: number }) => [zoneId, grams])).toEqual([
      ['chilled', 1_000],
      ['frozen', 1_000],
    ]);
  });

  it('are answered one by one where they are many', async () => {
    await close();
    await release();
    const headers = { 'idempotency-key': 'many' };
    const json = {
      reason: 'sold out',
      changes: [
        { orderId: 'O1', lines: [{ lineNo: 2, quantity: 0 }] },
        { orderId: 'O2', cancel: true },
        { orderId: 'O3', lines: [{ lineNo: 7, quantity: 1 }] },
        { orderId: 'NONE', cancel: true },
        { orderId: 'O9', lines: [{ lineNo: 1, quantity: 8 }] },
      ],
    };
    const answer = await api.ask('POST', '/orders/changes', { key, json, headers });
    expect(answer.body.data).toMatchObject([
      { orderId: 'O1', status: 'changed' },
      { orderId: 'O2', status: 'cancelled' },
      { orderId: 'O3', status: 'refused', code: 'invalid-input' },
      { orderId: 'NONE', status: 'refused', code: 'not-found' },
      { orderId: 'O9', status: 'changed', isLate: false },
    ]);
    expect(await faults()).toEqual([]);
    expect((await currentPlan()).version).toBe(2);
    // Sent again, it is answered again and nothing else.
    expect((await api.ask('POST', '/orders/changes', { key, json, headers })).body).toEqual(answer.body);
    expect(await get('/orders/O1')).toMatchObject({ version: 2, grams: 2_000 });
    const twice = { changes: [{ orderId: 'O1' }, { orderId: 'o1' }] };
    expect((await api.ask('POST', '/orders/changes', { key, json: twice })).status).toBe(400);
  });

  it('stay as they are when they are sent again', async () => {
    await cancel('O2');
    await patch('O3', { lines: [{ lineNo: 1, quantity: 1 }] });
    const sent = (
      orderId: string,
      customerId: string,
      stationId: string,
      skuId: string,
      quantity: number,
      minute: string,
    ) => ({
      orderId,
      customerId,
      customerTier: customerId === 'K2' ? 'vip' : 'normal',
      stationId,
      placedAt: `2024-06-13T20:${minute}:00+08:00`,
      deliveryDate: '2024-06-14',
      lines: [{ skuId, quantity }],
    });
    const again = await api.ask('POST', '/orders', {
      key,
      json: { orders: [sent('O2', 'K2', 'S1', 'MILK', 3, '05'), sent('O3', 'K3', 'S2', 'ICE', 2, '10')] },
    });
    expect(again.body.data).toMatchObject([
      { orderId: 'O2', status: 'taken', findings: [{ level: 'warned', code: 'order-cancelled' }] },
      { orderId: 'O3', status: 'taken', findings: [{ level: 'warned', code: 'order-changed' }] },
    ]);
    const other = await api.ask('POST', '/orders', { key, json: sent('O2', 'K2', 'S1', 'MILK', 4, '05') });
    expect(other.body.data).toMatchObject([{ status: 'refused', findings: [{ code: 'order-cancelled' }] }]);
    expect(await get('/orders/O2')).toMatchObject({ status: 'cancelled' });
    expect(await get('/orders/O3')).toMatchObject({ grams: 500 });
    await api.record.importFrom(writeFiles(twoDays));
    expect(await get('/orders/O2')).toMatchObject({ status: 'cancelled' });
  });

  it('are found by the ends of their number and customer, by station, product and tote', async () => {
    await api.record.importFrom(
      writeFiles({
        'orders.csv': `order_id,customer_id,customer_tier,station_id,placed_at,delivery_date
GB-77120,138000_5566,normal,S2,2024-06-13T20:00:00+08:00,2024-06-14
`,
        'order_lines.csv': `order_id,line_no,sku_id,qty
GB-77120,1,RICE,1
`,
      }),
    );
    await close();
    const found = async (q: string, more = '') =>
      (await get(`/orders?q=${encodeURIComponent(q)}${more}`)).data.map(({ orderId }: { orderId: string }) => orderId);
    expect(await found('7120')).toEqual(['GB-77120']);
    expect(await found('b-77120')).toEqual(['GB-77120']);
    expect(await found('5566')).toEqual(['GB-77120']);
    // A sign that stands for any other elsewhere is itself here.
    expect(await found('_5566')).toEqual(['GB-77120']);
    expect(await found('%')).toEqual([]);
    expect(await found('二号')).toEqual(['GB-77120', 'O3']);
    expect(await found('s2')).toEqual(['GB-77120', 'O3']);
    expect(await found('大米')).toEqual(['GB-77120', 'O1']);
    expect(await found('ice')).toEqual(['O3']);
    const { labelCode } = await get(`/totes/${wave}.S2.frozen.1`, await api.keyOf('picker', 'D1'));
    expect(await found(labelCode)).toEqual(['O3']);
    expect(await found(`${wave}.s2.frozen.1`)).toEqual(['O3']);
    expect(await found('鲜牛奶', `&wave=${next}`)).toEqual(['O9']);
    expect(await found('鲜牛奶')).toEqual(['O1', 'O2', 'O9']);
    const elsewhere = await api.ask('GET', '/orders?q=O1', { key: await api.keyOf('dispatcher', 'D2') });
    expect(elsewhere.body.data).toEqual([]);
  });
});
