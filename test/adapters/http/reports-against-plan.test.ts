import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const files = { ...smallDay, 'vehicles.csv': smallDay['vehicles.csv'].replace('maintenance', 'available') };

interface CourierRun {
  readonly runId: string;
  readonly stops: readonly {
    readonly stopId: string;
    readonly stationId: string;
    readonly consignments: readonly { readonly consignmentId: string }[];
  }[];
}

/** The small day, released, with a second vehicle that takes stops over while the first one's courier has not heard of it. */
eachDatabase('reports against the plan', (open) => {
  let api: Api;
  let key: string;
  let courier: Readonly<Record<string, string>>;
  let run: CourierRun;
  let planId: string;
  let count: number;

  beforeEach(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(files));
    ({ planId } = await api.record.plan(wave));
    key = await api.keyOf('dispatcher', 'D1');
    // All of it is V1's to begin with.
    const [own] = await get(`/runs?wave=${wave}`);
    if (own.vehicleId !== 'V1') await give('V1', 'S1', 'S2');
    await api.record.plans.release(planId, new Date(), 'test');
    courier = { cookie: await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' }), origin: api.address };
    [run] = (await api.ask('GET', '/me/runs', { headers: courier })).body.data;
    count = 0;
    return () => api.close();
  });

  const get = async (path: string) => (await api.ask('GET', path, { key })).body.data;
  const give = async (vehicleId: string, ...stationIds: string[]) => {
    const { headers } = await api.ask('GET', `/plans/${planId}`, { key });
    const edits = stationIds.map((stationId) => ({
      kind: 'move',
      stationId,
      to: { vehicleId, tripNo: 1, position: 1 },
    }));
    const made = await api.ask('POST', `/plans/${planId}/edits`, {
      key,
      json: { edits },
      headers: { 'if-match': headers.get('etag')! },
    });
    expect(made.body).toMatchObject({ plan: { parentPlanId: planId } });
    planId = made.body.plan.planId;
  };
  const event = (kind: string, more: object = {}) => ({
    deviceEventId: `e${++count}`,
    kind,
    deviceAt: new Date(Date.UTC(2024, 5, 13, 22, 30 + count)).toISOString(),
    ...more,
  });
  const report = async (...events: object[]) =>
    (await api.ask('POST', `/runs/${run.runId}/events`, { headers: courier, json: { events } })).body.data as {
      effect: string;
      code?: string;
      detail?: string;
    }[];
  const told = async () => {
    const { body } = await api.ask('GET', `/events?wave=${wave}`, { key, headers: { accept: 'application/json' } });
    return (body.data as { kind: string; runId: string | null }[])
      .filter(({ runId }) => runId === run.runId)
      .map(({ kind }) => kind);
  };
  const stopAt = (stationId: string) => run.stops.find((stop) => stop.stationId === stationId)!;
  const done = (stationId: string) => {
    const { stopId, consignments } = stopAt(stationId);
    return event('delivered', { stopId, consignments: consignments.map(({ consignmentId }) => ({ consignmentId })) });
  };
  const only = async () => {
    const cases = await get('/cases?kind=report-against-plan');
    expect(cases).toHaveLength(1);
    return (await api.ask('GET', `/cases/${cases[0].caseId}`, { key })).body;
  };

  it('of a run that was cancelled are refused, tell no fact of its vehicle, and are a case with what was done', async () => {
    await give('V2', 'S1', 'S2');
    const before = (await api.ask('GET', `/runs/${run.runId}`, { key })).body;
    expect(before.status).toBe('cancelled');
    const events = [event('departed'), event('arrived', { stopId: stopAt('S1').stopId }), done('S1')];
    const answers = await report(...events);
    expect(answers.map(({ effect, code }) => [effect, code])).toEqual(events.map(() => ['refused', 'run-cancelled']));
    expect(answers[0].detail).toMatch(/was cancelled.*call the dispatcher/);
    expect((await api.ask('GET', `/runs/${run.runId}`, { key })).body).toEqual(before);
    expect((await told()).filter((kind) => /departed|arrived|delivered/.test(kind))).toEqual([]);
    expect(await told()).toContain('case.opened');

    const found = await only();
    expect(found).toMatchObject({
      severity: 'urgent',
      status: 'open',
      runId: run.runId,
      vehicleId: 'V1',
      detail: {
        report: 'delivered',
        code: 'run-cancelled',
        stopId: stopAt('S1').stopId,
        stationId: 'S1',
        plannedWith: 'V2',
      },
    });
    expect(found.goods.map(({ consignmentId }: { consignmentId: string }) => consignmentId).sort()).toEqual(
      stopAt('S1')
        .consignments.map(({ consignmentId }) => consignmentId)
        .sort(),
    );
    expect(found.lines.map(({ orderId }: { orderId: string }) => orderId)).toContain('O1');
    const entries = found.entries.map(({ kind, data }: { kind: string; data: { report: string } }) => [
      kind,
      data.report,
    ]);
    expect(entries).toEqual([
      ['opened', 'departed'],
      ['again', 'arrived'],
      ['again', 'delivered'],
    ]);
    // The answer was lost on the way.
    await report(...events);
    expect(await only()).toEqual(found);
    // Goods of all reports are there, and the last one by the device's clock is told.
    const late = { ...event('arrived', { stopId: stopAt('S2').stopId }), deviceAt: events[0].deviceAt };
    await report(done('S2'));
    await report(late);
    const more = await only();
    expect(more.detail).toMatchObject({ report: 'delivered', stationId: 'S2' });
    expect(more.goods).toHaveLength(3);
    // What says nothing of the vehicle is taken.
    expect(await report(event('acknowledged'), event('note', { note: '知道了' }))).toMatchObject([
      { effect: 'taken' },
      { effect: 'taken' },
    ]);
    // What is done about it is kept, and another report opens it again.
    const close = (json: object) => api.ask('POST', `/cases/${found.caseId}/close`, { key, json });
    expect((await close({ outcome: 'redeliver', note: '', waveId: wave, orderIds: ['O1'] })).status).toBe(400);
    expect((await close({ outcome: 'return', note: '' })).status).toBe(200);
    await report(event('returned'));
    expect(await only()).toMatchObject({ status: 'open' });
  });

  it('of a stop that was taken off the run are so too, and the run goes on', async () => {
    await give('V2', 'S2');
    const answers = await report(event('departed'), done('S1'), done('S2'), event('arrived', { stopId: 'nowhere' }));
    expect(answers.map(({ effect, code }) => code ?? effect)).toEqual(['taken', 'taken', 'stop-moved', 'unknown-stop']);
    const found = await only();
    expect(found).toMatchObject({
      runId: run.runId,
      detail: { report: 'delivered', code: 'stop-moved', stationId: 'S2', plannedWith: 'V2' },
    });
    expect(found.entries).toHaveLength(1);
    expect((await told()).filter((kind) => kind === 'run.delivered')).toHaveLength(1);
  });

  it('of a run whose release was taken back are a case as well', async () => {
    await api.record.plans.withdraw(planId, new Date(), 'test');
    expect(await report(event('departed'), event('note', { note: '?' }))).toMatchObject([
      { code: 'run-withdrawn' },
      { code: 'run-withdrawn' },
    ]);
    expect((await only()).entries).toHaveLength(1);
  });
});
