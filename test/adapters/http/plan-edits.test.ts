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
