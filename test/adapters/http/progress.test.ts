import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

/**
 * The small day: S1 gets O1 (rice and milk) and O2 (milk), S2 gets O3 (ice cream): three consignments, of which S1 has two.
 */
eachDatabase("the API's figures of a wave", (open) => {
  let api: Api;
  let planId: string;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(smallDay));
    await api.record.waves.close(wave, api.record.clock.now(), 'test');
    ({ planId } = await api.record.plan(wave));
    key = await api.keyOf('dispatcher');
    return () => api.close();
  });

  const get = (path: string) => api.ask('GET', path, { key });
  const report = async (runId: string, events: readonly object[]) => {
    const cookie = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
    const headers = { cookie, origin: api.address };
    const answer = await api.ask('POST', `/runs/${runId}/events`, { headers, json: { events } });
    expect(answer).toMatchObject({ status: 200, body: { data: events.map(() => ({ effect: 'taken' })) } });
  };
  const progress = async (query = '') => {
    const { status, body } = await get(`/waves/${wave}/progress${query}`);
    expect(status).toBe(200);
    return body;
  };
  const none = { delivered: 0, partial: 0, refused: 0, failed: 0, skipped: 0, open: 0 };

  it('count stops, totes and orders apart by what became of them', async () => {
    const before = await progress();
    const totes = before.figures.totes.open;
    expect(before.figures).toMatchObject({
      stops: { ...none, open: 2 },
      orders: { ...none, open: 3 },
    });
    await api.record.plans.release(planId, api.record.clock.now(), 'test');
    const [{ runId, routeNo, runCode }] = before.runs;
    expect([routeNo, runCode]).toEqual([1, '1']);
    const { body: run } = await get(`/runs/${runId}`);
    const of = (stationId: string) => run.stops.find((stop: { stationId: string }) => stop.stationId === stationId);
    const rice = of('S1').consignments.find((goods: { zoneId: string }) => goods.zoneId === 'ambient');
    const reports = [
      { deviceEventId: 'a', kind: 'departed', deviceAt: '2024-06-14T06:30:00+08:00' },
      // The rice is refused, the milk is taken: O1 is partial, O2 delivered.
      {
        deviceEventId: 'b',
        kind: 'delivered',
        deviceAt: '2024-06-14T07:30:00+08:00',
        stopId: of('S1').stopId,
        consignments: [{ consignmentId: rice.consignmentId, outcome: 'refused' }],
      },
    ];
    await report(runId, reports);
    const during = await progress('?stops=partial');
    expect(during.figures).toMatchObject({
      stops: { ...none, partial: 1, open: 1 },
      totes: { refused: rice.totes, delivered: totes - rice.totes - of('S2').consignments[0].totes },
      orders: { ...none, partial: 1, delivered: 1, open: 1 },
    });
    expect(during.runs[0].figures).toEqual(during.figures);
    expect(during.stops).toMatchObject([{ stationId: 'S1', runCode: '1', result: 'partial', standing: null }]);

    // Home without a word about S2.
    const home = { deviceEventId: 'c', kind: 'returned', deviceAt: '2024-06-14T10:00:00+08:00' };
    await report(runId, [home]);
    const after = await progress('?stops=skipped');
    expect(after.figures).toMatchObject({
      stops: { ...none, partial: 1, skipped: 1 },
      orders: { ...none, partial: 1, delivered: 1, skipped: 1 },
    });
    expect(after.stops.map(({ stationId }: { stationId: string }) => stationId)).toEqual(['S2']);
  });

  it('say that a run which has not left is late, and its stops overdue once their doors are closed', async () => {
    // The wave is of long ago: as a draft it was promised to nobody.
    expect((await progress()).figures).toMatchObject({ overdue: 0, lateDepartures: 0 });
    await api.record.plans.release(planId, api.record.clock.now(), 'test');
    // Nothing was reported of what was promised.
    const { figures, runs, stops } = await progress('?stops=overdue');
    expect(figures).toMatchObject({
      late: { planned: 0, predicted: 2, actual: 0 },
      overdue: 2,
      waiting: 0,
      lateDepartures: 1,
    });
    expect(runs[0].departureDelaySeconds).toBeGreaterThan(86_400);
    expect(stops.map(({ standing }: { standing: string }) => standing)).toEqual(['overdue', 'overdue']);
    const [{ runId }] = runs;
    expect((await progress(`?stops=all&run=${runId}`)).stops).toHaveLength(2);
    expect((await get(`/waves/${wave}/progress?run=none`)).body).toMatchObject({
      status: 404,
      detail: 'There is no run with id none.',
    });
    const departed = { deviceEventId: 'a', kind: 'departed', deviceAt: '2024-06-14T06:30:00+08:00' };
    await report(runId, [departed]);
    // It has left: only the stops are late now.
    const after = await progress();
    expect(after.figures).toMatchObject({ overdue: 2, lateDepartures: 0 });
    expect(after.runs[0].departureDelaySeconds).toBe(0);
  });

  it("answer 404 for a wave that is not there or another depot's, and refuse an unknown figure", async () => {
    expect((await get('/waves/D1-20240615-1/progress')).status).toBe(404);
    const other = await api.keyOf('dispatcher', 'D2');
    expect((await api.ask('GET', `/waves/${wave}/progress`, { key: other })).status).toBe(404);
    expect((await get(`/waves/${wave}/progress?stops=nothing`)).status).toBe(400);
  });
});
