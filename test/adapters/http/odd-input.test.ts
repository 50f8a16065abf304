import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay } from '../../support/small-day.js';

function formOf(files: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
  return form;
}

const columns = 'order_id,customer_id,station_id,sku_id,qty,placed_at,delivery_date,note';
const moments = '2024-06-13T20:00:00+08:00,2024-06-14';

eachDatabase('odd input to the API', (open) => {
  let database: Database;
  let api: Api;
  let admin: string;
  const send = (files: Readonly<Record<string, string>>) =>
    api.ask('POST', '/imports', { key: admin, body: formOf(files) });
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    admin = await api.keyOf('admin');
    return () => api.close();
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '0001-01-01T00:00:00+23:59'])(
    'refuses the moment %s, which no database holds',
    async (moment) => {
      for (const end of ['from', 'to']) {
        const { status, body } = await api.ask('GET', `/audit?${end}=${encodeURIComponent(moment)}`, { key: admin });
        expect([status, body.code]).toEqual([400, 'invalid-input']);
      }
      expect((await api.ask('GET', '/audit?from=0001-01-01T00:00:00Z', { key: admin })).status).toBe(200);
    },
  );

  it('refuses JSON that is no UTF-8, of which two ids could become one', async () => {
    await send(smallDay);
    const order = JSON.stringify({
      orderId: 'N1',
      customerId: 'K',
      stationId: 'S1',
      placedAt: '2024-06-13T20:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: [{ skuId: 'MILK', quantity: 1 }],
    });
    const [before, after] = order.split('N1');
    const post = (id: readonly number[], type = 'application/json') =>
      fetch(`${api.address}/api/v1/orders`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin}`, 'content-type': type },
        body: Buffer.concat([Buffer.from(before), Buffer.from(id), Buffer.from(after)]),
      });
    for (const id of [
      [0xb5, 0xa5, 0x31],
      [0x62, 0xff],
      [0xed, 0xa0, 0x80],
    ]) {
      expect((await post(id)).status).toBe(415);
      expect((await post(id, 'application/json; charset=utf-8')).status).toBe(415);
    }
    expect((await post([...Buffer.from('单1')])).status).toBe(200);
    expect((await api.ask('GET', `/orders/${encodeURIComponent('单1')}`, { key: admin })).status).toBe(200);
  });

  it('refuses a body that is one order and a list of them', async () => {
    await send(smallDay);
    const { body: known } = await api.ask('GET', '/orders/O1', { key: admin });
    const { customerId, stationId } = known;
    const lines = [{ skuId: 'MILK', quantity: 1 }];
    const order = { customerId, stationId, placedAt: '2024-06-13T20:00:00+08:00', deliveryDate: '2024-06-14', lines };
    const json = { orderId: 'B1', ...order, orders: [{ orderId: 'B2', ...order }] };
    expect((await api.ask('POST', '/orders', { key: admin, json })).status).toBe(400);
    for (const id of ['B1', 'B2']) expect((await api.ask('GET', `/orders/${id}`, { key: admin })).status).toBe(404);
  });

  it('refuses a ninth temperature zone, with which no wave could be planned', async () => {
    const { zoneId: _, ...zone } = (await api.ask('GET', '/zones/chilled', { key: admin })).body;
    const put = async (id: string) => (await api.ask('PUT', `/zones/${id}`, { key: admin, json: zone })).status;
    for (const id of ['z5', 'z6', 'z7', 'z8']) expect(await put(id)).toBe(200);
    expect(await put('z9')).toBe(409);
    expect(await put('z8')).toBe(200);
  });

  it('lists plans', async () => {
    await send(smallDay);
    const { planId } = await api.record.plan('D1-20240614-1');
    const { body } = await api.ask('GET', '/plans', { key: admin });
    expect(body.data).toMatchObject([{ planId, provenance: { how: 'solver' }, kpis: { stops: 2 } }]);
  });

  it('takes the other rows where texts cannot be kept as they are', async () => {
    await send(smallDay);
    const cut = `${'a'.repeat(199)}😀`;
    const answer = await send({
      'flat_orders.csv': [
        columns,
        `A1,K1,${cut},RICE,1,${moments},`,
        `A2,K1,\\u0000\\ud83d,RICE,1,${moments},`,
        `A3,K1,S1,RICE,1,${moments},\\u0000\\ud83d`,
        `A4\u0000,K1,S1,RICE,1,${moments},`,
        `A5,K1,S1,RICE,x\u0000,${moments},`,
        `A6,K1,S1,RICE,1,${moments},${'n'.repeat(499)}😀`,
      ].join('\n'),
    });
    expect(answer.status).toBe(201);
    expect(answer.body.files[0]).toMatchObject({ rows: 6, taken: 2, refused: 4 });
    const kept = await api.ask('GET', `/imports/${answer.body.importId}/findings`, { key: admin });
    expect(kept.body.data.map(({ line, value }: { line: number; value: string }) => [line, value])).toEqual(
      expect.arrayContaining([
        [2, 'a'.repeat(199)],
        [3, '\\u0000\\ud83d'],
        [5, 'A4'],
        [6, 'x'],
      ]),
    );
    expect((await api.ask('GET', '/orders/A3', { key: admin })).body.note).toBe('\\u0000\\ud83d');
  });

  it('refuses by API what cannot be kept, wherever it stands', async () => {
    await send(smallDay);
    const order = {
      orderId: 'A1',
      customerId: 'K1',
      stationId: 'S1',
      placedAt: '2024-06-13T20:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: [{ skuId: 'RICE', quantity: 1 }],
    };
    for (const text of ['\u0000', '\ud83d']) {
      for (const field of ['orderId', 'customerId', 'stationId', 'note']) {
        const answer = await api.ask('POST', '/orders', { key: admin, json: { ...order, [field]: `a${text}` } });
        expect([field, answer.status]).toEqual([field, 400]);
      }
    }
    for (const path of ['/orders/%00', '/orders?wave=%00', '/orders/%ED%A0%BD', '/orders?cursor=%00']) {
      const { status } = await api.ask('GET', path, { key: admin });
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
    const quantity = await api.ask('POST', '/orders', {
      key: admin,
      json: { ...order, lines: [{ skuId: 'RICE', quantity: 9_007_199_254_740_991 }] },
    });
    expect(quantity.body.data[0].status).toBe('refused');
  });

  it('keeps goods of depots and stations with dots apart, and sums beyond two thousand million', async () => {
    const vehicle = (id: string, depot: string) =>
      `${id},冷藏车,${depot},1000000,,05:00,16:00,2,,,auto,200,2,30,available`;
    await send({
      'depots.csv': smallDay['depots.csv'].replace('D1,', 'D.1,'),
      'skus.csv': 'sku_id,name,temp_zone,unit_weight_kg,unit_volume_l\nPIN,针,ambient,0.001,0.001\n',
      'stations.csv': `station_id,name,lon,lat,receive_from,receive_to,fixed_service_min,min_per_100kg\nS.1,a,120.11,30.25,07:00,12:00,5,2\nS!.1,b,120.12,30.25,07:00,12:00,5,2\n`,
      'vehicles.csv': `${smallDay['vehicles.csv'].split('\n')[0]}\n${vehicle('V1', 'D.1')}\n`,
      'vehicle_compartments.csv': 'vehicle_id,compartment_no,temp_zones,volume_l\nV1,1,ambient,1000000\n',
    });
    const rows = Array.from({ length: 999 }, (_, at) => `A${at},K1,S.1,PIN,1000000,${moments},`);
    const orders = await send({ 'flat_orders.csv': [columns, ...rows, `B1,K1,S!.1,PIN,5,${moments},`].join('\n') });
    expect(orders.body.files[0]).toMatchObject({ taken: 1000, refused: 0 });
    // As if more than two thousand such orders had come.
    await database.knex.raw("update order_lines set quantity = 2000000000 where order_id in ('A1', 'A2')");
    const wave = 'D.1-20240614-1';
    expect((await api.ask('POST', `/waves/${wave}/close`, { key: admin })).status).toBeLessThan(300);
    const goods = await api.ask('GET', `/consignments?wave=${wave}`, { key: admin });
    expect(goods.body.data.map(({ consignmentId }: { consignmentId: string }) => consignmentId).sort()).toEqual([
      'D!.1-20240614-1.S!!!.1.ambient',
      'D!.1-20240614-1.S!.1.ambient',
    ]);
    const list = await api.ask('GET', '/pick-lists/D!.1-20240614-1.ambient', { key: admin });
    expect(list.body.lines[0].quantity).toBe(997 * 1_000_000 + 4_000_000_000 + 5);
    for (const pickedQuantity of [9_007_199_254_740_991, 900_000_000_000, -1, 1.5]) {
      const answer = await api.ask('PATCH', '/pick-lists/D!.1-20240614-1.ambient/lines', {
        key: admin,
        json: { lines: [{ lineNo: 1, pickedQuantity }] },
      });
      expect([pickedQuantity, answer.status]).toEqual([pickedQuantity, 400]);
    }
    const picked = await api.ask('PATCH', '/pick-lists/D!.1-20240614-1.ambient/lines', {
      key: admin,
      json: { lines: [{ lineNo: 1, pickedQuantity: 4_000_000_000, shortReason: 'none left' }] },
    });
    expect(picked.status).toBe(200);
  });

  it('refuses lines and orders beyond what an order may be, and takes the others', async () => {
    await send({
      'depots.csv': smallDay['depots.csv'],
      'stations.csv': smallDay['stations.csv'],
      'skus.csv':
        'sku_id,name,temp_zone,unit_weight_kg,unit_volume_l\nH0,重,ambient,600000,1\nH1,大,ambient,600000,1\n',
    });
    const { body } = await send({
      'flat_orders.csv': [
        columns,
        `A1,K1,S1,H0,1000000,${moments},`,
        `A2,K1,S1,H0,1,${moments},`,
        `A2,K1,S1,H1,1,${moments},`,
        `A3,K1,S1,H0,1,${moments},`,
      ].join('\n'),
    });
    expect(body.findings.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`)).toEqual([
      '2 order-too-large',
      '3 order-too-large',
    ]);
    expect(body.files[0]).toMatchObject({ taken: 1, refused: 3 });
  });

  it('takes what every object of the program has, such as a constructor, for a name like any other', async () => {
    const { body: frozen } = await api.ask('GET', '/zones/frozen', { key: admin });
    const zone = { ...frozen, zoneId: 'constructor' };
    expect((await api.ask('PUT', '/zones/constructor', { key: admin, json: zone })).status).toBe(200);
    const stations = smallDay['stations.csv'].replace('suspended,east', 'constructor,east');
    const { status, body } = await send({
      ...smallDay,
      'stations.csv': stations,
      'skus.csv': smallDay['skus.csv'].replace('chilled', 'constructor'),
      'vehicle_compartments.csv': smallDay['vehicle_compartments.csv'].replace('2,chilled|', '2,constructor|chilled|'),
    });
    expect(status).toBe(201);
    expect(body.findings[0]).toMatchObject({
      file: 'stations.csv',
      line: 4,
      code: 'unknown-word',
      value: 'constructor',
    });
    const people = formOf({ 'people.csv': '姓名,角色\n王丽,constructor\n' });
    const { body: read } = await api.ask('POST', '/users/invitations/list', { key: admin, body: people });
    expect(read).toMatchObject({ people: [], faults: [{ line: 2, column: '角色' }] });
    const [wave] = (await api.ask('GET', '/waves', { key: admin })).body.data;
    const json = { seconds: 1, threads: 1 };
    const begun = await api.ask('POST', `/waves/${wave.waveId}/plans`, { key: admin, json });
    const job = await api.untilDone(begun.body.jobId, admin);
    expect(job.status).toBe('done');
    const plan = (await api.ask('GET', `/plans/${job.result.planId}`, { key: admin })).body;
    expect(plan.unassigned).toEqual([]);
    expect(JSON.stringify(plan.routes)).toContain('.constructor');
  });

  it('keeps ids apart that only some languages would write alike in capitals', async () => {
    await send({
      ...smallDay,
      'stations.csv': smallDay['stations.csv']
        .replace('S2,', 'Sß,')
        .replace('S3,', 'SSS,')
        .replace('suspended', 'open'),
    });
    const order = (orderId: string, stationId: string) => ({
      orderId,
      customerId: 'K',
      stationId,
      placedAt: '2024-06-13T20:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: [{ skuId: 'milk', quantity: 1 }],
    });
    const orders = [order('Aß1', 'sß'), order('ASS1', 'sss'), order('aǰ1', 's1'), order('AJ̌1', 's1')];
    const { body } = await api.ask('POST', '/orders', { key: admin, json: { orders } });
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual(['taken', 'taken', 'taken', 'taken']);
    const stationOf = async (id: string) =>
      (await api.ask('GET', `/orders/${encodeURIComponent(id)}`, { key: admin })).body.stationId;
    expect(await Promise.all(['aß1', 'ass1', 'AǰǰǰX', 'aǰ1'].map(stationOf))).toEqual(['Sß', 'SSS', undefined, 'S1']);
  });
});
