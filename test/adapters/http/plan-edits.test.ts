import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

eachDatabase("the API's edits of a plan", (open) => {
  let api: Api;
  let dispatcher: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    dispatcher = await api.keyOf('dispatcher', 'D1');
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });
  const leaveOut = (stationId: string) => [{ kind: 'move', stationId, to: null }];
  const send = (planId: string, json: object, headers?: Record<string, string>) =>
    api.ask('POST', `/plans/${planId}/edits`, { key: dispatcher, json, headers });

  it('price without storing, store with If-Match, and can be undone', async () => {
    const { planId } = await api.record.plan(wave);
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    const ifMatch = { 'if-match': headers.get('etag')! };

    const priced = await send(planId, { edits: leaveOut('S2'), dryRun: true });
    expect(priced.status).toBe(200);
    expect(priced.body).toMatchObject({ violations: [], kpis: { unassigned: 1, stops: 1 } });
    expect(priced.body.costChangeMinor).toBeLessThan(0);
    expect(priced.body.plan).toBeUndefined();

    expect((await send(planId, { edits: leaveOut('S2') })).body.code).toBe('if-match-missing');
    const made = await send(planId, { edits: leaveOut('S2') }, ifMatch);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ plan: { version: 2, parentPlanId: planId }, kpis: priced.body.kpis });
    expect((await send(planId, { edits: leaveOut('S1') }, ifMatch)).body.code).toBe('plan-replaced');

    const back = `/plans/${planId}/make-current`;
    expect((await api.ask('POST', back, { key: dispatcher })).body.code).toBe('if-match-missing');
    // Somebody else's change came meanwhile.
    expect((await api.ask('POST', back, { key: dispatcher, headers: ifMatch })).status).toBe(412);
    const seen = { 'if-match': `"${made.body.plan.planId}.2"` };
    const undone = await api.ask('POST', back, { key: dispatcher, headers: seen });
    expect(undone.body).toMatchObject({ planId, version: 1 });
    const current = await api.ask('GET', `/waves/${wave}`, { key: dispatcher });
    expect(current.body.currentPlanId).toBe(planId);
  });

  it('are refused with all that they break', async () => {
    const { planId } = await api.record.plan(wave);
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    const toV2 = { kind: 'move', stationId: 'S2', to: { vehicleId: 'V2', tripNo: 1, position: 1 } };
    const refused = await send(planId, { edits: [toV2] }, { 'if-match': headers.get('etag')! });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'edit-breaks-rules',
      errors: [{ cause: 'unavailable', rule: 'vehicle-available' }],
    });
    for (const edits of [
      [],
      leaveOut('S9'),
      [{ ...toV2, to: { ...toV2.to, tripNo: 3 } }],
      [{ ...toV2, to: { ...toV2.to, vehicleId: 'V9' } }],
      [{ kind: 'swap' }],
    ]) {
      expect((await send(planId, { edits, dryRun: true })).body, JSON.stringify(edits)).toMatchObject({
        status: 400,
        code: 'invalid-input',
      });
    }
  });

  it("are not for another depot's dispatcher, nor for pickers", async () => {
    const { planId } = await api.record.plan(wave);
    const edits = { edits: leaveOut('S2'), dryRun: true };
    const elsewhere = await api.keyOf('dispatcher', 'D2');
    expect((await api.ask('POST', `/plans/${planId}/edits`, { key: elsewhere, json: edits })).status).toBe(404);
    expect((await api.ask('POST', `/plans/${planId}/make-current`, { key: elsewhere })).status).toBe(404);
    expect((await api.ask('POST', `/plans/${planId}/withdraw`, { key: elsewhere })).status).toBe(404);
    const picker = await api.keyOf('picker', 'D1');
    expect((await api.ask('POST', `/plans/${planId}/edits`, { key: picker, json: edits })).status).toBe(403);
  });

  it('work on a plan that is released, and after its release is withdrawn', async () => {
    const { planId } = await api.record.plan(wave);
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    const ifMatch = { 'if-match': headers.get('etag')! };
    await api.ask('POST', `/plans/${planId}/release`, { key: dispatcher, headers: ifMatch });
    expect((await send(planId, { edits: leaveOut('S2'), dryRun: true })).body).toMatchObject({ violations: [] });
    const withdrawn = await api.ask('POST', `/plans/${planId}/withdraw`, { key: dispatcher, headers: ifMatch });
    expect(withdrawn.body).toEqual({ runs: 1 });
    expect((await send(planId, { edits: leaveOut('S2') }, ifMatch)).status).toBe(200);
  });

  it('begin with a plan of no run, and build it by hand', async () => {
    const { body: job } = await api.ask('POST', `/waves/${wave}/plans`, { key: dispatcher, json: { search: false } });
    await api.untilDone(job.jobId, dispatcher);
    const { currentPlanId } = (await api.ask('GET', `/waves/${wave}`, { key: dispatcher })).body;
    const empty = await api.ask('GET', `/plans/${currentPlanId}`, { key: dispatcher });
    expect(empty.body).toMatchObject({ routes: [], provenance: { how: 'edit', iterations: 0 }, kpis: { runs: 0 } });
    expect(empty.body.unassigned.map(({ reason }: { reason: { code: string } }) => reason.code)).toEqual(
      Array(empty.body.kpis.consignments).fill('by-hand'),
    );
    const to = { vehicleId: 'V1', tripNo: 1, position: 1 };
    const edits = [{ kind: 'move', stationIds: ['S2', 'S1'], to }];
    const ifMatch = { 'if-match': empty.headers.get('etag')! };
    const made = await send(currentPlanId, { edits }, ifMatch);
    expect(made.body).toMatchObject({ plan: { version: 2, edited: { edits } }, kpis: { runs: 1, unassigned: 0 } });
    const { data } = (await api.ask('GET', `/plans?wave=${wave}`, { key: dispatcher })).body;
    expect(data).toMatchObject([
      { version: 2, parentPlanId: currentPlanId, edited: { edits }, eventKind: null, overrides: null },
      { version: 1, parentPlanId: null, edited: null },
    ]);
  });

  it('say what they break in the language of who asks, by how much and where', async () => {
    const { planId } = await api.record.plan(wave);
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    const edits = [{ kind: 'split', vehicleId: 'V1', tripNo: 1, position: 2, toVehicleId: 'V2' }];
    const zh = { 'accept-language': 'zh' };
    const priced = await send(planId, { edits, dryRun: true }, zh);
    expect(priced.body.violations).toEqual([
      { cause: 'unavailable', rule: 'vehicle-available', isSoft: false, vehicleId: 'V2', text: '车辆 V2 不可用。' },
    ]);
    const refused = await send(planId, { edits }, { ...zh, 'if-match': headers.get('etag')! });
    expect(refused.body).toMatchObject({
      code: 'edit-breaks-rules',
      detail: '这样改会违反 1 条规则：车辆 V2 不可用。',
      errors: [{ vehicleId: 'V2', text: '车辆 V2 不可用。' }],
    });
    const unsaid = { rule: 'max-stops', vehicleId: 'V1', reason: ' ' };
    expect((await send(planId, { edits, dryRun: true, overrides: [unsaid] })).body.code).toBe('invalid-input');
    const physics = { rule: 'payload', vehicleId: 'V1', reason: 'it will do' };
    expect((await send(planId, { edits, dryRun: true, overrides: [physics] })).body.code).toBe('invalid-input');
  });

  it('release and take back single runs, which only dispatchers of the depot may', async () => {
    const { planId } = await api.record.plan(wave);
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key: dispatcher });
    const ifMatch = { 'if-match': headers.get('etag')! };
    const [{ runId }] = (await api.ask('GET', `/runs?wave=${wave}`, { key: dispatcher })).body.data;
    const act = (what: string, runIds: string[], key = dispatcher) =>
      api.ask('POST', `/plans/${planId}/${what}`, { key, json: { runIds }, headers: ifMatch });
    expect((await act('release', ['run-x'])).body.code).toBe('invalid-input');
    expect((await act('release', [runId], await api.keyOf('dispatcher', 'D2'))).status).toBe(404);
    expect((await act('release', [runId])).body).toEqual({ runs: 1 });
    expect((await act('withdraw', [runId])).body).toEqual({ runs: 1 });
    expect((await act('withdraw', [runId])).body.code).toBe('not-released');
  });

  it('come too late, as planning does, once a run has left', async () => {
    const { planId } = await api.record.plan(wave);
    await api.record.plans.release(planId, new Date(), 'test');
    const courier = {
      cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }),
      origin: api.address,
    };
    const [{ runId }] = (await api.ask('GET', '/me/runs', { headers: courier })).body.data;
    const departed = { deviceEventId: 'd', kind: 'departed', deviceAt: new Date().toISOString() };
    await api.ask('POST', `/runs/${runId}/events`, { headers: courier, json: departed });
    const again = await api.ask('POST', `/waves/${wave}/plans`, { key: dispatcher, json: { seconds: 1 } });
    expect(again).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
  });
});
