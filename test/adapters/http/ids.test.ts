import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const window = { opens: 25_200, closes: 34_200 };
const bodies: Readonly<Record<string, object>> = {
  depots: {
    name: 'x',
    lon: 120.1,
    lat: 30.2,
    timeZone: 'Asia/Shanghai',
    opensSecond: 10_800,
    closesSecond: 72_000,
    docks: 1,
    loadingFixedMilliminutes: 1000,
    loadingMilliminutesPer100Kg: 100,
    cutoffSecond: 82_800,
  },
  stations: {
    depotId: ' Ｄ１\u200b',
    name: 'x',
    lon: 120.1,
    lat: 30.2,
    windows: [window],
    serviceFixedMilliminutes: 5500,
    serviceMilliminutesPer100Kg: 1500,
  },
  skus: { name: 'x', category: 'x', zoneId: ' chilled', unitGrams: 1000, unitMilliliters: 1000 },
  vehicles: {
    depotId: 'Ｄ１',
    type: 'x',
    payloadGrams: 1000,
    compartments: [],
    shiftBeginsSecond: 18_000,
    shiftEndsSecond: 57_600,
    fixedCostMicros: 0,
    costPerKmMicros: 0,
    costPerHourMicros: 0,
  },
  couriers: { depotId: 'Ｄ１', name: 'x', phone: '', vehicleId: ' Ｖ１' },
  cutoffs: { depotId: 'Ｄ１', name: 'x', sequence: 1, cutoffSecond: 79_200 },
};
const idNames: Readonly<Record<string, string>> = {
  depots: 'depotId',
  stations: 'stationId',
  skus: 'skuId',
  vehicles: 'vehicleId',
  couriers: 'courierId',
  cutoffs: 'cutoffId',
};
/** One id, as five hands type it; kept as the first. */
const ways = ['\u00c9-12 3', 'E\u0301-12 3', ' É-１２ ３', 'É-12\u00a03\u200b', '\ufeffE\u200b\u0301-12 3 '];

eachDatabase('ids, however they are typed', (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(smallDay));
    key = await api.keyOf('admin');
    return () => api.close();
  });
  const ask = (method: string, path: string, json?: object) => api.ask(method, path, { key, json });

  it('name the same thing in paths and bodies', async () => {
    for (const [kind, json] of Object.entries(bodies)) {
      for (const way of [ways[2], ...ways]) {
        const path = `/${kind}/${encodeURIComponent(way)}`;
        const put = await ask('PUT', path, { ...json, [idNames[kind]]: ways[1] });
        expect(put.status, JSON.stringify([path, put.body])).toBe(200);
        expect(put.body[idNames[kind]]).toBe(ways[0]);
        expect((await ask('GET', path)).body).toEqual(put.body);
        const change = kind === 'vehicles' ? { type: 'y' } : { name: 'y' };
        expect((await ask('PATCH', path, change)).body).toMatchObject({ ...change, [idNames[kind]]: ways[0] });
      }
      const { data } = (await ask('GET', `/${kind}`)).body;
      expect(data.filter((each: Record<string, string>) => each[idNames[kind]] === ways[0])).toHaveLength(1);
    }
    expect((await ask('GET', '/couriers?vehicle=%EF%BC%B61')).body.data).toHaveLength(2);
  });

  it('find an order by the id that was answered, which is the one that is kept', async () => {
    const order = (orderId: string) => ({
      orderId,
      customerId: 'K',
      stationId: ' ｓ１',
      placedAt: '2024-06-13T20:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: [{ skuId: ' milk', quantity: 1 }],
    });
    for (const way of ways) {
      const { body } = await ask('POST', '/orders', order(way));
      expect(body.data).toMatchObject([{ orderId: ways[0], status: 'taken', findings: [] }]);
      expect(body.data[0].sentOrderId).toBe(way === ways[0] ? undefined : way);
      for (const asked of [body.data[0].orderId, way, way.toLowerCase()]) {
        const found = await ask('GET', `/orders/${encodeURIComponent(asked)}`);
        expect([found.status, found.body.orderId], JSON.stringify(asked)).toEqual([200, ways[0]]);
      }
    }
  });

  it('of stations and products are found in any case, in paths and filters', async () => {
    expect((await ask('GET', '/stations/s1')).body.stationId).toBe('S1');
    expect((await ask('GET', '/skus/milk')).body.skuId).toBe('MILK');
    expect((await ask('GET', '/orders?station=%EF%BD%931')).body.data).toHaveLength(2);
    expect((await ask('GET', '/orders?station=nowhere')).status).toBe(404);
    const totes = { totes: [{ zoneId: ' chilled', totes: 3 }] };
    const counted = await ask('PUT', '/stations/s1/empty-totes', totes);
    expect(counted.body).toEqual({ totes: [{ zoneId: 'chilled', totes: 3 }] });
    expect((await ask('GET', '/stations/S1/empty-totes')).body.data).toEqual(counted.body.totes);
  });
});
