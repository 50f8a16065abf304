import { expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

const depots = `仓库编号,仓库名称,经度,纬度,开门时间,关门时间,月台数,固定装车时间,每百公斤装车时间
D1,东仓,120.10,30.30,04:00,20:00,4,10,2
`;
const stations = `自提点,自提点名称,类型,经度,纬度,收货开始,收货结束,服务时间,每百公斤分钟,状态
S1,一号站,自提柜,120.11,30.31,07:00:00,9点半,4,2,营业
S2,二号站,站点,120.12,30.32,07:00,09:30,4,2,营业
`;
const goods = `货号,品名,温层,重量(g),体积(L)
A1,牛奶,冷藏,250,0.3
A2,冰棍,冻品,80,0.1
`;
const orders = `订单号,客户,自提点,商品编码,数量,下单时间,配送日期
O1,K1,S1,A1,2,2026-06-01 20:00,20260602
O2,K2,S9,A1,1,2026-06-01 20:00,20260602
O3,K3,S2,A2,两,2026-06-01 20:00,20260602
合计,,,,3,,
`;

function formOf(files: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
  return form;
}

const all = { '仓库.csv': depots, '自提点.csv': stations, '商品.csv': goods, '6月2日.csv': orders };
const zh = { 'accept-language': 'zh' };

async function previewed(api: Api, key: string, draftId: string) {
  const begun = await api.ask('POST', `/import-drafts/${draftId}/preview`, { key });
  expect(begun.status).toBe(202);
  expect(await api.untilDone(begun.body.jobId, key)).toMatchObject({ status: 'done' });
  return (await api.ask('GET', `/import-drafts/${draftId}`, { key })).body;
}

eachDatabase('an import before it is taken', (open) => {
  it('guesses Chinese files, shows what would be refused, has cells mended, and takes what was shown', async () => {
    const database = await open();
    const api = await serveApi(database);
    try {
      const key = await api.keyOf('dispatcher');
      const sent = await api.ask('POST', '/import-drafts', { key, body: formOf(all), headers: zh });
      expect(sent.status).toBe(201);
      const { draftId, tables } = sent.body;
      const kinds = Object.fromEntries(tables.map((table: { file: string; kind: string }) => [table.file, table.kind]));
      expect(kinds).toEqual({
        '仓库.csv': 'depots',
        '自提点.csv': 'stations',
        '商品.csv': 'skus',
        '6月2日.csv': 'flat_orders',
      });
      expect(tables.every((table: { missing: string[] }) => table.missing.length === 0)).toBe(true);
      const flat = tables.find((table: { kind: string }) => table.kind === 'flat_orders');
      expect(flat.columns[2]).toMatchObject({ header: '自提点', column: 'station_id', sure: 'other-name' });
      expect(flat.sample[1][0]).toBe('O1');

      const draft = await previewed(api, key, draftId);
      expect(draft.preview).toMatchObject({ isCurrent: true, refusedCount: 2 });
      const figures = draft.preview.files.find(({ kind }: { kind: string }) => kind === 'stations');
      expect(figures).toMatchObject({ rows: 2, taken: 2, added: 2, changed: 0, refused: 0 });
      const { body: found } = await api.ask('GET', `/import-drafts/${draftId}/findings?level=refused`, {
        key,
        headers: zh,
      });
      expect(
        found.data.map(({ line, code, reason, value }: Record<string, string>) => [line, code, reason, value]),
      ).toEqual([
        [3, 'unknown-station', '没有自提点 S9。请加到自提点表，或改正编号。', 'S9'],
        [4, 'not-a-quantity', '数量应为 1 到 1000000 的整数。', '两'],
      ]);
      // Nothing of it is in the record yet.
      expect((await api.ask('GET', '/stations', { key })).body.data).toEqual([]);

      const csv = await api.ask('GET', `/import-drafts/${draftId}/refused?format=csv`, { key, headers: zh });
      expect(csv.body.replace('\ufeff', '').split('\r\n')).toEqual([
        '订单号,客户,自提点,商品编码,数量,下单时间,配送日期,原行号,原因',
        'O2,K2,S9,A1,1,2026-06-01 20:00,20260602,3,没有自提点 S9。请加到自提点表，或改正编号。',
        'O3,K3,S2,A2,两,2026-06-01 20:00,20260602,4,数量应为 1 到 1000000 的整数。',
        '',
      ]);

      const cells = `/import-drafts/${draftId}/cells`;
      const mend = { tableNo: flat.tableNo, line: 4, column: 'qty', value: '2' };
      const mended = await api.ask('PUT', cells, { key, json: mend });
      expect(mended.body.preview.isCurrent).toBe(false);
      expect((await previewed(api, key, draftId)).preview.refusedCount).toBe(1);

      const taking = await api.ask('POST', `/import-drafts/${draftId}/take`, { key });
      const done = await api.untilDone(taking.body.jobId, key);
      expect(done).toMatchObject({ status: 'done', result: { findingCount: 2 } });
      const taken = await api.ask('GET', '/orders', { key });
      expect(taken.body.data.map(({ orderId }: { orderId: string }) => orderId).sort()).toEqual(['O1', 'O3']);
      const { body: station } = await api.ask('GET', '/stations/S1', { key });
      expect(station).toMatchObject({ kind: 'locker', windows: [{ opens: 7 * 3600, closes: 9.5 * 3600 }] });
      const { body: sku } = await api.ask('GET', '/skus/A1', { key });
      expect(sku).toMatchObject({ unitGrams: 250, zoneId: 'chilled' });
      expect((await api.ask('GET', `/import-drafts/${draftId}`, { key })).status).toBe(404);
    } finally {
      await api.close();
    }
  });

  it('asks for what is not sure, keeps what was said, and reads the next file of the same headers by it', async () => {
    const database = await open();
    const api = await serveApi(database);
    try {
      const key = await api.keyOf('admin');
      const strange = '代号,叫法,东经,北纬,早,晚\nS1,一号站,120.11,30.31,07:00,09:00\n';
      const sent = await api.ask('POST', '/import-drafts', {
        key,
        body: formOf({ '仓库.csv': depots, '点.csv': strange }),
      });
      const { draftId } = sent.body;
      const table = sent.body.tables.find(({ file }: { file: string }) => file === '点.csv');
      expect(table).toMatchObject({ isUsed: false, kind: null });
      const address = `/import-drafts/${draftId}/tables/${table.tableNo}`;
      const columns = {
        代号: 'station_id',
        叫法: 'name',
        东经: 'lon',
        北纬: 'lat',
        早: 'receive_from',
        晚: 'receive_to',
      };
      const half = await api.ask('PATCH', address, { key, json: { isUsed: true, kind: 'stations' } });
      expect(half.status).toBe(200);
      expect((await api.ask('POST', `/import-drafts/${draftId}/preview`, { key })).body.code).toBe('draft-incomplete');
      const json = { columns, constants: { fixed_service_min: '5', min_per_100kg: '2' } };
      const said = await api.ask('PATCH', address, { key, json });
      expect(said.body.tables.find(({ file }: { file: string }) => file === '点.csv').missing).toEqual([]);
      expect((await api.ask('PATCH', address, { key, json: { columns: { 东: 'lon' } } })).status).toBe(400);
      expect((await api.ask('PUT', `${address}/mapping`, { key, json: { name: '老王的站点表' } })).status).toBe(200);
      expect((await previewed(api, key, draftId)).preview.refusedCount).toBe(0);
      const { body: changes } = await api.ask('GET', `/import-drafts/${draftId}/changes?kind=stations`, { key });
      expect(changes.data).toEqual([{ kind: 'stations', id: 'S1', isNew: true, fields: [] }]);
      expect((await api.ask('DELETE', `/import-drafts/${draftId}`, { key })).status).toBe(204);

      // The simple import knows the header now, and says by which mapping it read.
      const again = await api.ask('POST', '/imports', {
        key,
        body: formOf({ '仓库.csv': depots, '新的点.csv': strange.replace('一号站', '壹号站') }),
      });
      expect(again.body.files.find(({ kind }: { kind: string }) => kind === 'stations')).toMatchObject({
        taken: 1,
        mapping: '老王的站点表',
      });
      const list = await api.ask('GET', '/import-mappings', { key });
      expect(list.body.data).toMatchObject([{ name: '老王的站点表', mapping: { kind: 'stations' } }]);
      const named = `/import-mappings/${encodeURIComponent('老王的站点表')}`;
      const long = await api.ask('PUT', `/import-mappings/${'n'.repeat(101)}`, {
        key,
        json: list.body.data[0].mapping,
      });
      expect(long.body).toMatchObject({ status: 400, code: 'invalid-input', errors: [{ field: 'name' }] });
      expect((await api.ask('DELETE', named, { key })).status).toBe(204);
      expect((await api.ask('GET', named, { key })).status).toBe(404);
      const audit = await api.ask('GET', '/audit?kind=import-mapping', { key });
      expect(audit.body.data.map(({ action }: { action: string }) => action)).toEqual([
        'import-mapping.removed',
        'import-mapping.added',
      ]);
    } finally {
      await api.close();
    }
  });

  it('is seen by nobody else, and shows which fields of a known thing would change', async () => {
    const database = await open();
    const api = await serveApi(database);
    try {
      const key = await api.keyOf('dispatcher');
      await api.ask('POST', '/imports', { key, body: formOf({ '仓库.csv': depots, '自提点.csv': stations }) });
      const sent = await api.ask('POST', '/import-drafts', {
        key,
        body: formOf({ '自提点.csv': stations.replace('二号站', '贰号站') }),
      });
      const { draftId } = sent.body;
      const draft = await previewed(api, key, draftId);
      expect(draft.preview.files).toMatchObject([{ taken: 1, added: 0, changed: 1, unchanged: 1 }]);
      const { body: changes } = await api.ask('GET', `/import-drafts/${draftId}/changes`, { key });
      expect(changes.data).toEqual([
        { kind: 'stations', id: 'S2', isNew: false, fields: [{ field: 'name', from: '二号站', to: '贰号站' }] },
      ]);
      const other = await api.keyOf('dispatcher');
      for (const [method, path] of [
        ['GET', `/import-drafts/${draftId}`],
        ['DELETE', `/import-drafts/${draftId}`],
        ['POST', `/import-drafts/${draftId}/take`],
        ['GET', `/import-drafts/${draftId}/refused`],
      ] as const) {
        expect((await api.ask(method, path, { key: other })).status, path).toBe(404);
      }
      expect((await api.ask('GET', '/import-drafts', { key: other })).body.data).toEqual([]);
      expect((await api.ask('GET', '/import-drafts', { key: await api.keyOf('picker') })).status).toBe(403);
      expect((await api.ask('GET', '/import-drafts', { key })).body.data).toHaveLength(1);
    } finally {
      await api.close();
    }
  });

  it('is taken into the depots that its account is for by then, and no others', async () => {
    const database = await open();
    const api = await serveApi(database);
    try {
      const two = `${depots}D2,西仓,120.20,30.30,04:00,20:00,4,10,2\n`;
      const stationOf = (id: string, depotId: string) =>
        `${id},${depotId},${id}站,站点,120.11,30.31,07:00,09:00,4,2,营业\n`;
      const header = '自提点,仓库编号,自提点名称,类型,经度,纬度,收货开始,收货结束,服务时间,每百公斤分钟,状态\n';
      await api.ask('POST', '/imports', { key: await api.keyOf('admin'), body: formOf({ '仓库.csv': two }) });
      const key = await api.keyOf('dispatcher');
      const narrow = (depotIds: readonly string[] | null) =>
        database.knex.raw("update api_keys set depot_ids = ?::jsonb where role = 'dispatcher'", [
          depotIds && JSON.stringify(depotIds),
        ] as string[]);
      const both = formOf({ '自提点.csv': `${header}${stationOf('S1', 'D1')}${stationOf('S2', 'D2')}` });

      // Begun for all depots: nothing of it is there for an account of one.
      const wide = (await api.ask('POST', '/import-drafts', { key, body: both })).body.draftId;
      expect((await previewed(api, key, wide)).preview.refusedCount).toBe(0);
      await narrow(['D1']);
      for (const [method, path] of [
        ['GET', `/import-drafts/${wide}`],
        ['POST', `/import-drafts/${wide}/preview`],
        ['POST', `/import-drafts/${wide}/take`],
        ['GET', `/import-drafts/${wide}/changes`],
      ] as const) {
        expect((await api.ask(method, path, { key })).status, path).toBe(404);
      }
      expect((await api.ask('GET', '/import-drafts', { key })).body.data).toEqual([]);

      // Begun for one of two, and taken by an account that is for both by then: it reads by both.
      await narrow(['D2']);
      const { draftId } = (await api.ask('POST', '/import-drafts', { key, body: both })).body;
      expect((await previewed(api, key, draftId)).preview.refusedCount).toBe(1);
      await narrow(['D1', 'D2']);
      expect((await previewed(api, key, draftId)).preview.refusedCount).toBe(0);
      const taking = await api.ask('POST', `/import-drafts/${draftId}/take`, { key });
      expect(await api.untilDone(taking.body.jobId, key)).toMatchObject({ status: 'done' });
      const { data } = (await api.ask('GET', '/stations', { key })).body;
      expect(data.map(({ stationId }: { stationId: string }) => stationId).sort()).toEqual(['S1', 'S2']);
    } finally {
      await api.close();
    }
  });

  it('is not thrown away while it is being taken', async () => {
    const database = await open();
    const api = await serveApi(database);
    try {
      const key = await api.keyOf('admin');
      const { draftId } = (await api.ask('POST', '/import-drafts', { key, body: formOf(all) })).body;
      const draft = `/import-drafts/${draftId}`;
      await database.knex.raw(
        `insert into jobs (job_id, kind, status, subject_id, payload, created_by, created_at)
         values ('taking', 'take-import', 'running', ?, '{}', 'test', now())`,
        [draftId],
      );
      const refused = await api.ask('DELETE', draft, { key });
      expect([refused.status, refused.body.code]).toEqual([409, 'already-running']);
      expect((await api.ask('GET', draft, { key })).status).toBe(200);
      await database.knex.raw("update jobs set status = 'done' where job_id = 'taking'");
      expect((await api.ask('DELETE', draft, { key })).status).toBe(204);
      expect((await api.ask('GET', draft, { key })).status).toBe(404);
    } finally {
      await api.close();
    }
  });
});
