import { beforeEach, expect, it } from 'vitest';
import { makeFieldStore } from '../../../server/adapters/db/delivery/field-store.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const closed = { kind: 'station-closed', stationId: 'S2' };

eachDatabase("the API's planning anew after an event", (open) => {
  let api: Api;
  let dispatcher: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    dispatcher = await api.keyOf('dispatcher', 'D1');
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });
  const send = (planId: string, json: object, headers?: Record<string, string>, key = dispatcher) =>
    api.ask('POST', `/plans/${planId}/replan`, { key, json, headers });
  const released = async () => {
    const { planId } = await api.record.plan(wave);
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    const ifMatch = { 'if-match': headers.get('etag')! };
    expect((await api.ask('POST', `/plans/${planId}/release`, { key: dispatcher, headers: ifMatch })).status).toBe(200);
    return { planId, ifMatch };
  };

  it('shows what would change, makes exactly that, and is undone by the version before', async () => {
    const { planId, ifMatch } = await released();
    const seen = await send(planId, { event: closed, dryRun: true });
    expect(seen.status).toBe(200);
    expect(seen.body).toMatchObject({
      changes: [
        { kind: 'left-out', stationId: 'S2', why: { code: 'station-closed' } },
        { kind: 'retimed', stationId: 'S1', why: { code: 'station-closed' } },
      ],
      kpis: { unassigned: 1 },
    });
    expect(seen.body.plan).toBeUndefined();
    const { previewId } = seen.body;
    expect((await send(planId, { event: closed, previewId })).body.code).toBe('if-match-missing');
    const made = await send(planId, { event: closed, previewId }, ifMatch);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      plan: { version: 2, parentPlanId: planId, replanned: { event: closed }, provenance: { how: 'replan' } },
    });
    expect((await send(planId, { event: closed }, ifMatch)).body.code).toBe('plan-replaced');

    const [run] = (await api.ask('GET', `/runs?wave=${wave}`, { key: dispatcher })).body.data;
    const changed = await api.ask('GET', `/runs/${run.runId}`, { key: dispatcher });
    expect(changed.body.notice).toMatchObject({
      kind: 'changed',
      removed: ['S2'],
      names: { S2: '二号站' },
      added: [],
      acknowledgedAt: null,
    });

    const now = { 'if-match': `"${made.body.plan.planId}.${made.body.plan.version}"` };
    const undone = await api.ask('POST', `/plans/${planId}/make-current`, { key: dispatcher, headers: now });
    expect(undone.body).toMatchObject({ planId, version: 1 });
    const again = await api.ask('GET', `/runs/${run.runId}`, { key: dispatcher });
    expect(again.body.stops.map((stop: { stationId: string }) => stop.stationId)).toContain('S2');
  });

  it('looks from a moment of the wave’s day only, and says which day that is', async () => {
    const { planId } = await released();
    const look = (from: string) => send(planId, { event: closed, dryRun: true, from });
    for (const from of [
      '2099-01-01T00:00:00Z',
      '2024-06-15T00:00:01+08:00',
      '2024-06-13T23:59:59+08:00',
      '0001-06-14T00:00:00Z',
    ]) {
      const { status, body } = await look(from);
      expect([status, body.code, body.errors?.[0]?.field], from).toEqual([400, 'invalid-input', 'from']);
      expect(body.detail).toContain('2024-06-14 from 00:00 to 24:00 (Asia/Shanghai)');
    }
    for (const from of ['2024-06-14T00:00:00+08:00', '2024-06-15T00:00:00+08:00'])
      expect((await look(from)).status).toBe(200);
  });

  it('makes on one server exactly what was looked at on another, once', async () => {
    const { planId, ifMatch } = await released();
    const seen = await send(planId, { event: closed, dryRun: true });
    const elsewhere = await serveApi(api.record.database);
    try {
      const { previewId } = seen.body;
      const apply = (at: Api) =>
        at.ask('POST', `/plans/${planId}/replan`, {
          key: dispatcher,
          json: { event: closed, previewId },
          headers: ifMatch,
        });
      const made = await apply(elsewhere);
      expect(made.status).toBe(200);
      const { plan, ...outcome } = made.body;
      expect(outcome).toEqual(seen.body);
      // Which run a route is, it is told when it is kept.
      const unnumbered = (routes: readonly { run?: object }[]) => routes.map(({ run: _, ...route }) => route);
      expect(unnumbered(plan.routes)).toEqual(expect.arrayContaining(unnumbered(seen.body.routes)));
      const kept = await api.ask('GET', `/plans/${plan.planId}`, { key: dispatcher });
      expect(kept.body).toEqual(plan);
      // Neither where it was looked at can it be made again.
      expect((await apply(api)).body.code).toBe('preview-gone');
    } finally {
      await elsewhere.close();
    }
  });

  it('keeps a preview that could not be made, and 32 of a depot for ten minutes', async () => {
    const { planId, ifMatch } = await released();
    const first = (await send(planId, { event: closed, dryRun: true })).body.previewId;
    const of = { event: closed, previewId: first };
    const { knex } = api.record.database;
    const count = async () => (await knex.raw('select count(*)::int as kept from replan_previews')).rows[0].kept;
    expect(await count()).toBe(1);
    await knex.raw('update waves set current_plan_id = null');
    expect((await send(planId, of, ifMatch)).body.code).toBe('plan-replaced');
    await knex.raw('update waves set current_plan_id = ?', [planId]);
    expect(await count()).toBe(1);

    await knex.raw(
      `insert into replan_previews select 'later-' || no, depot_id, plan_id, draft, outcome,
         expires_at + no * interval '1 second' from replan_previews, generate_series(1, 40) as no`,
    );
    await send(planId, { event: closed, dryRun: true });
    expect(await count()).toBe(32);
    expect((await send(planId, of, ifMatch)).body.code).toBe('preview-gone');
    await knex.raw("update replan_previews set expires_at = '2024-06-13T15:29:59Z' where preview_id = 'later-40'");
    const tooLate = { event: closed, previewId: 'later-40' };
    expect((await send(planId, tooLate, ifMatch)).body.code).toBe('preview-gone');
    expect((await send(planId, { event: closed, previewId: 'later-39' }, ifMatch)).status).toBe(200);
  });

  it('goes on after the network changed, and says what changed since the plan was made', async () => {
    const { planId, ifMatch } = await released();
    const admin = await api.keyOf('admin');
    const unchanged = await send(planId, { event: closed, dryRun: true });
    expect(unchanged.body.networkChanges).toEqual([]);
    const patches = [
      ['/depots/D1', { loadingFixedMilliminutes: 25_000, docks: 2 }],
      ['/stations/S1', { serviceFixedMilliminutes: 9_000, windows: [{ opens: 27_000, closes: 43_200 }] }],
      ['/vehicles/V1', { rangeMeters: 90_000, rules: { skills: ['lift'] } }],
      // It has no route.
      ['/vehicles/V2', { maxTrips: 3 }],
    ] as const;
    for (const [path, json] of patches) expect((await api.ask('PATCH', path, { key: admin, json })).status).toBe(200);
    const seen = await send(planId, { event: { kind: 'reports' }, dryRun: true });
    expect(seen.status).toBe(200);
    const keeps = 'what has begun keeps what it began with.';
    expect(seen.body.networkChanges.map(({ text }: { text: string }) => text)).toEqual([
      `The number of docks of depot D1 is now 2 (was 1): ${keeps}`,
      `The loading time of depot D1 is now 25 min + 1 min/100 kg (was 10 min + 1 min/100 kg): ${keeps}`,
      `The receiving hours of station S1 are now 07:30–12:00 (was 07:00–12:00): ${keeps}`,
      `The service time of station S1 is now 9 min + 2 min/100 kg (was 5 min + 2 min/100 kg): ${keeps}`,
      `The range of vehicle V1 is now 90 km (was without limit): ${keeps}`,
      `The rules of dispatch of vehicle V1 changed since the plan was made: ${keeps}`,
    ]);
    const made = await send(planId, { event: { kind: 'reports' }, previewId: seen.body.previewId }, ifMatch);
    expect(made.status).toBe(200);
    const [trip] = made.body.plan.routes[0].trips;
    // 25 minutes, and a minute for every 100 kg of 16.
    expect(trip.departs - trip.loadBegins).toBe(25 * 60 + 10);
    // The plan that was made knows of it.
    const next = await send(made.body.plan.planId, { event: { kind: 'reports' }, dryRun: true });
    expect(next.body.networkChanges).toEqual([]);
  });

  it('locks over a network under which the plan could not be made any more', async () => {
    const { planId, ifMatch } = await released();
    const admin = await api.keyOf('admin');
    const json = { loadingFixedMilliminutes: 60_000 };
    expect((await api.ask('PATCH', '/depots/D1', { key: admin, json })).status).toBe(200);
    const edits = [{ kind: 'lock', vehicleId: 'V1' }];
    const made = await api.ask('POST', `/plans/${planId}/edits`, {
      key: dispatcher,
      json: { edits },
      headers: ifMatch,
    });
    expect(made.status).toBe(200);
    const before = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    expect(made.body.plan.routes).toEqual(before.body.routes);
    // It is still the plan of the old loading time, and says so.
    const next = await send(made.body.plan.planId, { event: { kind: 'reports' }, dryRun: true });
    expect(next.body.networkChanges).toMatchObject([{ subject: 'depot', id: 'D1', field: 'loading' }]);
  });

  it('tells the courier, who says that it was seen', async () => {
    const { planId, ifMatch } = await released();
    const [run] = (await api.ask('GET', `/runs?wave=${wave}`, { key: dispatcher })).body.data;
    await send(planId, { event: closed }, ifMatch);
    const event = { deviceEventId: 'a1', kind: 'acknowledged', deviceAt: '2024-06-13T15:30:00Z' };
    const by = { name: 'courier', depotIds: undefined, courierId: undefined };
    const field = makeFieldStore(api.record.database);
    const report = { ...event, kind: 'acknowledged' as const, deviceAt: new Date(event.deviceAt) };
    const effects = await field.report(run.runId, [report], by, api.record.clock.now());
    expect(effects[0].effect).toBe('taken');
    const told = await api.ask('GET', `/runs/${run.runId}`, { key: dispatcher });
    expect(told.body.notice.acknowledgedAt).not.toBeNull();
    expect(told.body.status).toBe('released');
  });

  it('refuses events that make no sense', async () => {
    const { planId } = await released();
    for (const event of [
      { kind: 'earthquake' },
      { kind: 'vehicle-out', vehicleId: 'V9' },
      { kind: 'vehicle-out' },
      { kind: 'late-departure', vehicleId: 'V1', minutes: 0 },
      { kind: 'late-departure', vehicleId: 'V1', minutes: 1e9 },
      { kind: 'station-closed', stationId: 'S9' },
      { kind: 'station-closed', stationId: 'S1', windows: [] },
      { kind: 'station-closed', stationId: 'S1', windows: [{ opens: 50_000, closes: 40_000 }] },
      { kind: 'urgent-orders', orderIds: ['none'] },
      { kind: 'urgent-orders', orderIds: [] },
    ]) {
      expect((await send(planId, { event, dryRun: true })).body, JSON.stringify(event)).toMatchObject({
        status: 400,
        code: 'invalid-input',
      });
    }
  });

  it("is not for another depot's dispatcher, nor for pickers", async () => {
    const { planId } = await released();
    const elsewhere = await api.keyOf('dispatcher', 'D2');
    expect((await send(planId, { event: closed, dryRun: true }, undefined, elsewhere)).status).toBe(404);
    const picker = await api.keyOf('picker', 'D1');
    expect((await send(planId, { event: closed, dryRun: true }, undefined, picker)).status).toBe(403);
  });

  it('leaves what is locked, and locks while runs are released', async () => {
    const { planId, ifMatch } = await released();
    const { routes } = (await api.ask('GET', `/plans/${planId}`, { key: dispatcher })).body;
    const [{ vehicleId }] = routes;
    const lock = { kind: 'lock', vehicleId, stationId: 'S2' };
    const made = await api.ask('POST', `/plans/${planId}/edits`, {
      key: dispatcher,
      json: { edits: [lock] },
      headers: ifMatch,
    });
    expect(made.status).toBe(200);
    expect(made.body.plan).toMatchObject({ version: 2, locks: [{ vehicleId, stationId: 'S2' }] });
    const next = made.body.plan.planId;
    const wrong = { edits: [{ kind: 'lock', vehicleId, stationId: 'S9' }], dryRun: true };
    expect((await api.ask('POST', `/plans/${next}/edits`, { key: dispatcher, json: wrong })).body.code).toBe(
      'invalid-input',
    );
    const kept = await send(next, { event: { kind: 'reports' }, dryRun: true });
    expect(kept.body).toMatchObject({ changes: [] });
    const runs = (await api.ask('GET', `/runs?wave=${wave}`, { key: dispatcher })).body.data;
    expect(
      runs.every((run: { status: string; planId: string }) => run.status === 'released' && run.planId === next),
    ).toBe(true);
  });

  it('makes no preview of one event by the word of another', async () => {
    const { planId, ifMatch } = await released();
    const closed = { kind: 'station-closed', stationId: 'S2' };
    const { previewId } = (await send(planId, { event: closed, dryRun: true })).body;
    const other = await send(planId, { event: { kind: 'station-closed', stationId: 'S1' }, previewId }, ifMatch);
    expect([other.status, other.body.code]).toEqual([400, 'invalid-input']);
    expect((await send(planId, { event: closed, previewId }, ifMatch)).status).toBe(200);
  });

  it('takes urgent orders of a wave that still collects along, with totes and pick lists', async () => {
    const { planId, ifMatch } = await released();
    interface Tote {
      readonly toteCode: string;
      readonly labelCode: string;
      readonly lines: { orderId: string; skuId: string; quantity: number }[];
    }
    const contents = ({ toteCode, lines }: Tote) => [
      toteCode,
      lines.map(({ orderId, skuId, quantity }) => `${orderId} ${skuId}×${quantity}`),
    ];
    const before: Tote[] = (await api.ask('GET', `/waves/${wave}/totes?station=S2`, { key: dispatcher })).body.data;
    expect(before.map(contents)).toEqual([[`${wave}.S2.frozen.1`, ['O3 ICE×2']]]);
    const later = writeFiles({
      'orders.csv': `order_id,customer_id,customer_tier,station_id,placed_at,delivery_date,line_count,weight_kg,volume_l,temp_zones,note
O8,K8,normal,S2,2024-06-14T08:00:00+08:00,2024-06-15,2,2.5,2.8,chilled|frozen,
`,
      'order_lines.csv': `order_id,line_no,sku_id,qty
O8,1,MILK,1
O8,2,ICE,3
`,
    });
    await api.record.importFrom(later);
    const urgent = { kind: 'urgent-orders', orderIds: ['O8'] };
    // By the clock the goods are on board by noon, though no courier has said so.
    const late = await send(planId, { event: urgent, dryRun: true, from: '2024-06-14T12:00:00+08:00' });
    expect([late.status, late.body.code]).toEqual([409, 'goods-loaded']);
    const seen = await send(planId, { event: urgent, dryRun: true });
    // One chilled consignment is new; the frozen one of the station grows from two pieces to five.
    expect(seen.body).toMatchObject({ kpis: { consignments: 4, unassigned: 0 } });
    expect(seen.body.changes.filter((change: { kind: string }) => change.kind === 'newly-served')).toMatchObject([
      { stationId: 'S2', consignmentIds: [`${wave}.S2.chilled`], why: { code: 'urgent-order' } },
    ]);
    const made = await send(planId, { event: urgent, previewId: seen.body.previewId }, ifMatch);
    expect(made.status).toBe(200);
    const goods = (await api.ask('GET', `/consignments?wave=${wave}&station=S2`, { key: dispatcher })).body.data;
    expect(goods.map(({ zoneId, grams }: { zoneId: string; grams: number }) => [zoneId, grams]).sort()).toEqual([
      ['chilled', 1000],
      ['frozen', 2500],
    ]);
    const lists = (await api.ask('GET', `/pick-lists?wave=${wave}&zone=frozen`, { key: dispatcher })).body.data;
    expect(lists[0].lines).toMatchObject([{ skuId: 'ICE', quantity: 5 }]);
    const totes = (await api.ask('GET', `/totes?wave=${wave}`, { key: dispatcher })).body.data;
    expect(totes.map(({ consignmentId }: { consignmentId: string }) => consignmentId)).toContain(`${wave}.S2.chilled`);
    // What joins a consignment goes into the room of its tote, which keeps its label; what is new has a tote of its own.
    const packed = (await api.ask('GET', `/waves/${wave}/totes?station=S2`, { key: dispatcher })).body.data;
    expect(packed.map(contents)).toEqual([
      [`${wave}.S2.chilled.1`, ['O8 MILK×1']],
      [`${wave}.S2.frozen.1`, ['O3 ICE×2', 'O8 ICE×3']],
    ]);
    expect(packed[1].labelCode).toBe(before[0].labelCode);
    const order = (await api.ask('GET', '/orders/O8', { key: dispatcher })).body;
    expect(order.waveId).toBe(wave);
    // The version before knows nothing of them.
    const now = { 'if-match': `"${made.body.plan.planId}.${made.body.plan.version}"` };
    const undone = await api.ask('POST', `/plans/${planId}/make-current`, { key: dispatcher, headers: now });
    expect(undone.body.code).toBe('orders-changed');
    expect((await send(made.body.plan.planId, { event: urgent, dryRun: true })).body.code).toBe('order-settled');
  });
});
