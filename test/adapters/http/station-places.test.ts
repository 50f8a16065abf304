import { expect, it } from 'vitest';
import { type Geocoder, GeocoderError, type PlaceCandidate } from '../../../server/application/network/geocoder.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

const depots = `仓库编号,仓库名称,经度,纬度,开门时间,关门时间,月台数,固定装车时间,每百公斤装车时间
D1,东仓,120.10,30.30,04:00,20:00,4,10,2
`;
const twoDepots = `${depots}D2,西仓,120.30,30.30,04:00,20:00,4,10,2\n`;
/** Two rows of one address, one of another, and one with coordinates. */
const stations = `自提点,自提点名称,仓库,地址,收货开始,收货结束,服务时间,每百公斤分钟
S1,一号站,D1,文三路478号,07:00,09:30,4,2
S2,二号站,D1,文三路４７８号 1201室,07:00,09:30,4,2
S3,三号站,D1,云杉路2号,07:00,09:30,4,2
`;
const zh = { 'accept-language': 'zh' };

const candidate = (lon: number, confidence: number): PlaceCandidate => ({
  ...{ lon, lat: 30.3, confidence },
  match: confidence > 0.9 ? 'house' : 'street',
  label: `at ${lon}`,
  source: 'test',
});

/** Knows one street of a house, and another by its name alone; notes what it is asked. */
function knowing(asked: string[]): Geocoder {
  return {
    name: 'test',
    async find(address) {
      asked.push(address);
      if (address.startsWith('文三路')) return [candidate(120.11, 0.95), candidate(120.12, 0.5)];
      // The second lies beyond what anybody drives in a day.
      return [candidate(120.13, 0.5), candidate(110, 0.4)];
    },
  };
}

function formOf(files: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
  return form;
}

async function send(api: Api, key: string, files: Readonly<Record<string, string>>): Promise<string> {
  const sent = await api.ask('POST', '/import-drafts', { key, body: formOf(files) });
  expect(sent.status).toBe(201);
  expect(sent.body.tables.flatMap(({ missing }: { missing: string[] }) => missing)).toEqual([]);
  return sent.body.draftId;
}

async function work(api: Api, key: string, path: string) {
  const begun = await api.ask('POST', path, { key });
  expect(begun.status, JSON.stringify(begun.body)).toBe(202);
  const done = await api.untilDone(begun.body.jobId, key);
  expect(done).toMatchObject({ status: 'done' });
  return done.result;
}

async function previewed(api: Api, key: string, draftId: string) {
  await work(api, key, `/import-drafts/${draftId}/preview`);
  return (await api.ask('GET', `/import-drafts/${draftId}`, { key })).body.preview;
}

const placesOf = async (api: Api, key: string, draftId: string) =>
  (await api.ask('GET', `/import-drafts/${draftId}/places`, { key, headers: zh })).body;

eachDatabase('stations with an address and no coordinates', (open) => {
  it('wait for a person who confirms, pins or leaves out, and are taken then and by the next file', async () => {
    const asked: string[] = [];
    const api = await serveApi(await open(), { geocoders: [knowing(asked)] });
    try {
      const key = await api.keyOf('dispatcher');
      const draftId = await send(api, key, { '仓库.csv': depots, '自提点.csv': stations });
      const preview = await previewed(api, key, draftId);
      expect(preview).toMatchObject({ addressCount: 2, refusedCount: 3, codes: [{ code: 'to-place', count: 3 }] });
      const { body: found } = await api.ask('GET', `/import-drafts/${draftId}/findings`, { key, headers: zh });
      expect(found.data[0]).toMatchObject({
        level: 'refused',
        line: 2,
        value: '文三路478号',
        reason: '自提点 S1 有地址，没有坐标。请在导入页的“待定位”里定位，再导入。',
      });

      // Nobody was asked before somebody asked for it; then each address once.
      expect(asked).toEqual([]);
      expect(await placesOf(api, key, draftId)).toMatchObject({ counts: { open: 2, unasked: 2 }, fault: null });
      expect(await work(api, key, `/import-drafts/${draftId}/places/search`)).toMatchObject({ addresses: 2, found: 2 });
      expect(asked).toEqual(['文三路478号', '云杉路2号']);
      const { data: open } = await placesOf(api, key, draftId);
      expect(open[0]).toMatchObject({
        depotId: 'D1',
        state: 'open',
        place: null,
        stations: [{ stationId: 'S1', line: 2 }, { stationId: 'S2' }],
        candidates: [{ lon: 120.11, confidence: 0.95, match: 'house' }, { lon: 120.12 }],
      });
      expect(open[1].candidates).toHaveLength(1);
      // What a geocoder says is nothing before it is confirmed.
      expect(await previewed(api, key, draftId)).toMatchObject({ refusedCount: 3 });

      const confirm = `/import-drafts/${draftId}/places/confirm`;
      const none = await api.ask('POST', confirm, { key, json: { confidence: 0.99 } });
      expect(none).toMatchObject({ status: 409, body: { code: 'nothing-to-confirm' } });
      const all = await api.ask('POST', confirm, { key, json: { confidence: 0.9 } });
      expect(all.body).toEqual({ confirmed: 1, ambiguous: 0 });
      const { addressKey } = open[1];
      const pinned = await api.ask('PUT', `/import-drafts/${draftId}/places`, {
        key,
        json: { depotId: 'D1', addressKey, position: { lon: 120.14, lat: 30.31 } },
      });
      expect(pinned.body).toMatchObject({ state: 'placed', place: { how: 'hand', lon: 120.14, confidence: null } });
      expect((await api.ask('GET', `/import-drafts/${draftId}`, { key })).body.preview.isCurrent).toBe(false);
      const after = await previewed(api, key, draftId);
      expect(after).toMatchObject({ refusedCount: 0, addressCount: 2 });
      expect(after.files.find(({ kind }: { kind: string }) => kind === 'stations')).toMatchObject({
        taken: 3,
        warned: 3,
      });
      const { body: told } = await api.ask('GET', `/import-drafts/${draftId}/findings`, { key, headers: zh });
      expect(told.data[0].reason).toMatch(/^位置按记住的取：.+ 确认了 test 的结果，可信度 95%。$/);
      await work(api, key, `/import-drafts/${draftId}/take`);
      expect((await api.ask('GET', '/stations/S2', { key })).body).toMatchObject({ lon: 120.11, lat: 30.3 });
      expect((await api.ask('GET', '/stations/S3', { key })).body).toMatchObject({ lon: 120.14, lat: 30.31 });

      // Another file: a new station at a known address, a known one with its address, and one that says another.
      const next = `自提点,自提点名称,仓库,地址,收货开始,收货结束,服务时间,每百公斤分钟
S4,四号站,D1,文三路 478 号,07:00,09:30,4,2
S1,一号站,D1,文三路478号,07:00,09:30,4,2
S3,三号站,D1,新华路9号,07:00,09:30,4,2
`;
      const second = await send(api, key, { '自提点.csv': next });
      expect(await previewed(api, key, second)).toMatchObject({ refusedCount: 0, addressCount: 1 });
      const { body: codes } = await api.ask('GET', `/import-drafts/${second}/findings`, { key });
      expect(codes.data.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
        [2, 'remembered-place'],
        [4, 'address-changed'],
      ]);
      await work(api, key, `/import-drafts/${second}/take`);
      expect((await api.ask('GET', '/stations/S4', { key })).body).toMatchObject({ lon: 120.11, lat: 30.3 });
      const moved = (await api.ask('GET', '/stations/S3', { key })).body;
      expect(moved).toMatchObject({ lon: 120.14, lat: 30.31, street: '新华路9号' });
      expect(asked).toHaveLength(2);

      const remembered = (await api.ask('GET', '/remembered-places', { key })).body.data;
      expect(remembered.map(({ address, how }: { address: string; how: string }) => [address, how])).toEqual([
        ['云杉路2号', 'hand'],
        ['文三路478号', 'geocoder'],
      ]);
      const audit = await api.ask('GET', '/audit?kind=place', { key: await api.keyOf('admin') });
      expect(audit.body.data.map(({ action }: { action: string }) => action)).toEqual([
        'place.remembered',
        'place.remembered',
      ]);
    } finally {
      await api.close();
    }
  });

  it('are not confirmed together where another place is about as sure, and stay open', async () => {
    const twice: Geocoder = {
      name: 'twice',
      find: async (address) => [
        candidate(120.11, 0.95),
        candidate(address.startsWith('文三路') ? 120.13 : 120.111, 0.9),
      ],
    };
    const api = await serveApi(await open(), { geocoders: [twice] });
    try {
      const key = await api.keyOf('dispatcher');
      const draftId = await send(api, key, { '仓库.csv': depots, '自提点.csv': stations });
      await previewed(api, key, draftId);
      await work(api, key, `/import-drafts/${draftId}/places/search`);
      const { data } = await placesOf(api, key, draftId);
      expect(data.map(({ isAmbiguous }: { isAmbiguous: boolean }) => isAmbiguous)).toEqual([true, false]);
      // A hundredth of a degree of longitude is 960 m here.
      expect(data[0].candidates[0].metersFromDepot).toBeGreaterThan(950);
      expect(data[0].candidates[0].metersFromDepot).toBeLessThan(970);
      const confirm = () =>
        api.ask('POST', `/import-drafts/${draftId}/places/confirm`, { key, json: { confidence: 0.9 } });
      expect((await confirm()).body).toEqual({ confirmed: 1, ambiguous: 1 });
      expect((await placesOf(api, key, draftId)).counts).toMatchObject({ open: 1, placed: 1 });
      expect((await confirm()).body.code).toBe('nothing-to-confirm');
    } finally {
      await api.close();
    }
  });

  it('can be left out, taken up again and forgotten', async () => {
    const api = await serveApi(await open(), { geocoders: [knowing([])] });
    try {
      const key = await api.keyOf('dispatcher');
      const draftId = await send(api, key, { '仓库.csv': depots, '自提点.csv': stations });
      await previewed(api, key, draftId);
      await work(api, key, `/import-drafts/${draftId}/places/search`);
      const [{ addressKey }] = (await placesOf(api, key, draftId)).data;
      const say = (json: object) =>
        api.ask('PUT', `/import-drafts/${draftId}/places`, { key, json: { depotId: 'D1', addressKey, ...json } });
      expect((await say({ state: 'left-out' })).body.state).toBe('left-out');
      // What is left out is not confirmed with the others.
      const all = await api.ask('POST', `/import-drafts/${draftId}/places/confirm`, { key, json: { confidence: 0 } });
      expect(all.body).toEqual({ confirmed: 1, ambiguous: 0 });
      expect((await say({ state: 'open' })).body.state).toBe('open');
      expect((await say({ candidateNo: 1 })).body).toMatchObject({ state: 'placed', place: { lon: 120.12 } });
      expect((await say({ state: 'open' })).body).toMatchObject({ state: 'open', place: null });
      expect((await say({ candidateNo: 7 })).status).toBe(400);
      expect((await say({ position: { lon: 0, lat: 0 } })).status).toBe(400);
      expect((await say({ candidateNo: 0, state: 'open' })).status).toBe(400);
      expect((await say({ addressKey: 'elsewhere', candidateNo: 0 })).status).toBe(400);
    } finally {
      await api.close();
    }
  });

  it('are told of together with what else is wrong with them, and lack both coordinates', async () => {
    const api = await serveApi(await open());
    try {
      const key = await api.keyOf('dispatcher');
      const rows = `自提点,自提点名称,地址,经度,纬度,收货开始,收货结束,服务时间,每百公斤分钟
S1,一号站,文三路1号,,,早,09:30,4,2
S2,二号站,文三路2号,120.1,,07:00,09:30,4,2
S3,三号站,,,,07:00,09:30,4,2
S4,四号站,文三路4号,120.1,30.3,07:00,09:30,4,2
`;
      const draftId = await send(api, key, { '仓库.csv': depots, '自提点.csv': rows });
      expect(await previewed(api, key, draftId)).toMatchObject({ addressCount: 1, refusedCount: 3 });
      const { body } = await api.ask('GET', `/import-drafts/${draftId}/findings?level=refused`, { key });
      const codes = body.data.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`);
      expect(codes).toContain('2 to-place');
      expect(codes.filter((code: string) => code.startsWith('2 '))).toHaveLength(2);
      expect(codes.filter((code: string) => code.endsWith('to-place'))).toHaveLength(1);
    } finally {
      await api.close();
    }
  });

  it('have the rest of their addresses kept where the geocoder fails, with why in the language of who reads it', async () => {
    let tries = 0;
    const failing: Geocoder = {
      name: 'failing',
      async find(address) {
        tries++;
        if (address.startsWith('文三路')) return [candidate(120.11, 0.95)];
        throw new GeocoderError(
          'no-address-index',
          'There is no map yet to find addresses on. Build one, or place the stations by hand.',
          { isLasting: true },
        );
      },
    };
    const api = await serveApi(await open(), { geocoders: [failing] });
    try {
      const key = await api.keyOf('dispatcher');
      const more = `${stations}S5,五号站,D1,云杉路9号,07:00,09:30,4,2\n`;
      const draftId = await send(api, key, { '仓库.csv': depots, '自提点.csv': more });
      await previewed(api, key, draftId);
      await work(api, key, `/import-drafts/${draftId}/places/search`);
      // The second is refused for good, and the third is not tried.
      expect(tries).toBe(2);
      const found = await placesOf(api, key, draftId);
      expect(found).toMatchObject({
        counts: { open: 3, unasked: 2 },
        fault: { code: 'no-address-index', detail: '还没有可以查地址的地图。请先建立地图，或在地图上手工定位。' },
      });
      // By hand it goes on.
      const { addressKey } = found.data[1];
      const position = { lon: 120.14, lat: 30.31 };
      const json = { depotId: 'D1', addressKey, position };
      expect((await api.ask('PUT', `/import-drafts/${draftId}/places`, { key, json })).status).toBe(200);
      // What was found is not asked for again.
      await work(api, key, `/import-drafts/${draftId}/places/search`);
      expect(tries).toBe(3);
    } finally {
      await api.close();
    }
  });

  it('are asked of the next geocoder only where the first is not sure, and again where that one failed', async () => {
    const asked: string[] = [];
    let isOut = true;
    const first: Geocoder = {
      name: 'first',
      find: async (address) => [candidate(120.11, address.startsWith('文三路') ? 0.95 : 0.5)],
    };
    const second: Geocoder = {
      name: 'second',
      async find(address) {
        asked.push(address);
        if (isOut) throw new GeocoderError('geocoder-unavailable', 'It is out.', { isLasting: false });
        return [{ ...candidate(120.15, 0.92), source: 'second' }];
      },
    };
    const api = await serveApi(await open(), { geocoders: [first, second] });
    try {
      const key = await api.keyOf('dispatcher');
      const draftId = await send(api, key, { '仓库.csv': depots, '自提点.csv': stations });
      await previewed(api, key, draftId);
      await work(api, key, `/import-drafts/${draftId}/places/search`);
      const half = await placesOf(api, key, draftId);
      expect(half).toMatchObject({ counts: { unasked: 1 }, fault: { code: 'geocoder-unavailable' } });
      expect(half.data[1]).toMatchObject({ isAsked: false, candidates: [{ lon: 120.11, confidence: 0.5 }] });
      isOut = false;
      await work(api, key, `/import-drafts/${draftId}/places/search`);
      const whole = await placesOf(api, key, draftId);
      expect(whole).toMatchObject({ counts: { unasked: 0 }, fault: null });
      expect(whole.data[1].candidates).toMatchObject([{ source: 'second' }, { lon: 120.11 }]);
      expect(asked).toEqual(['云杉路2号', '云杉路2号']);
    } finally {
      await api.close();
    }
  });

  it('of one depot are nothing to an account of another', async () => {
    const api = await serveApi(await open(), { geocoders: [knowing([])] });
    try {
      const all = await api.keyOf('dispatcher');
      const first = await send(api, all, { '仓库.csv': twoDepots });
      await previewed(api, all, first);
      await work(api, all, `/import-drafts/${first}/take`);
      const [one, two] = [await api.keyOf('admin', 'D1'), await api.keyOf('admin', 'D2')];
      const draftId = await send(api, one, { '自提点.csv': stations });
      await previewed(api, one, draftId);
      await work(api, one, `/import-drafts/${draftId}/places/search`);
      await api.ask('POST', `/import-drafts/${draftId}/places/confirm`, { key: one, json: { confidence: 0 } });

      expect((await api.ask('GET', '/remembered-places', { key: one })).body.data).toHaveLength(2);
      expect((await api.ask('GET', '/remembered-places', { key: two })).body.data).toEqual([]);
      expect((await api.ask('GET', `/import-drafts/${draftId}/places`, { key: two })).status).toBe(404);
      const key = encodeURIComponent('文三路478号');
      expect((await api.ask('DELETE', `/remembered-places/D1/${key}`, { key: two })).status).toBe(404);
      // The same address of another depot is another's, and rows of another's depot are not to be placed.
      const theirs = await send(api, two, { '自提点.csv': stations.replaceAll(',D1,', ',D2,') });
      expect(await previewed(api, two, theirs)).toMatchObject({ addressCount: 2, refusedCount: 3 });
      const strange = await send(api, two, { '自提点.csv': stations });
      expect(await previewed(api, two, strange)).toMatchObject({ addressCount: 0, refusedCount: 3 });
      const say = { depotId: 'D1', addressKey: '文三路478号', position: { lon: 120.1, lat: 30.3 } };
      const asked = await api.ask('PUT', `/import-drafts/${theirs}/places`, { key: two, json: say });
      expect(asked.status).toBe(400);
      expect((await api.ask('DELETE', `/remembered-places/D1/${key}`, { key: one })).status).toBe(204);
      expect((await api.ask('GET', '/remembered-places', { key: one })).body.data).toHaveLength(1);
    } finally {
      await api.close();
    }
  });
});
