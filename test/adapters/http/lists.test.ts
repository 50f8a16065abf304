import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

eachDatabase("the API's lists of what belongs to something", (open) => {
  let api: Api;
  beforeEach(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });

  /** Every list that can be asked for by what it belongs to. */
  const pathsOf = ({ wave, plan, run, depot, station, vehicle, consignment }: Record<string, string>) => [
    ...['orders', 'consignments', 'totes', 'pick-lists', 'plans', 'runs', 'stops'].map((of) => `/${of}?wave=${wave}`),
    `/waves/${wave}/load-lists`,
    ...['plan', 'runs', 'pick-lists'].map((subject) => `/waves/${wave}/exports/${subject}`),
    `/runs?plan=${plan}`,
    `/stops?run=${run}`,
    `/cases?run=${run}`,
    `/cases?wave=${wave}`,
    ...['stations', 'vehicles', 'couriers', 'waves'].map((of) => `/${of}?depot=${depot}`),
    ...['orders', 'consignments', 'stops', 'claims', 'cases'].map((of) => `/${of}?station=${station}`),
    `/couriers?vehicle=${vehicle}`,
    `/totes?consignment=${consignment}`,
  ];

  it("answers 404 where that is not there or another depot's, and the list where it is", {
    timeout: 60_000,
  }, async () => {
    const { planId } = await api.record.plan(wave);
    const own = await api.keyOf('dispatcher', 'D1');
    const elsewhere = await api.keyOf('dispatcher', 'D2');
    const [{ runId }] = (await api.ask('GET', '/runs', { key: own })).body.data;
    const ids = { depot: 'D1', station: 'S1', vehicle: 'V1', consignment: `${wave}.S1.chilled` };
    const none = { depot: 'D9', station: 'S9', vehicle: 'V9', consignment: 'none' };
    for (const path of pathsOf({ wave, plan: planId, run: runId, ...ids })) {
      expect((await api.ask('GET', path, { key: own })).status, path).toBe(200);
      const strange = await api.ask('GET', path, { key: elsewhere });
      expect([strange.status, strange.body.code], `${path} of another depot`).toEqual([404, 'not-found']);
    }
    for (const path of pathsOf({ wave: 'D1-20990101-1', plan: 'none', run: 'none', ...none })) {
      const absent = await api.ask('GET', path, { key: own });
      expect([absent.status, absent.body.code], path).toEqual([404, 'not-found']);
    }
  });
});
