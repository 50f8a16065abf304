import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const { 'orders.csv': _orders, 'order_lines.csv': _lines, ...network } = smallDay;
const header = '订单号,客户,自提点,商品,数量,下单时间,配送日期\n';
const row = (id: string, sku: string, quantity: string, customer = 'K', date = '2024-06-14') =>
  `${id},${customer},S1,${sku},${quantity},2024-06-13 20:00,${date}\n`;

eachDatabase('an order of which a line is refused', (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    key = await api.keyOf('dispatcher');
    await api.record.importFrom(writeFiles(network));
    return () => api.close();
  });

  /** Of each order that was taken its products. */
  const taken = async () => {
    const { data } = (await api.ask('GET', '/orders?limit=200', { key })).body;
    const chains = await Promise.all(
      data.map(({ orderId }: { orderId: string }) => api.ask('GET', `/orders/${orderId}`, { key })),
    );
    return Object.fromEntries(
      chains.map(({ body }) => [body.orderId, body.lines.map(({ skuId }: { skuId: string }) => skuId)]),
    );
  };
  const sendFiles = async (files: Readonly<Record<string, string>>, query = '') => {
    const form = new FormData();
    for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
    const { status, body } = await api.ask('POST', `/imports${query}`, { key, body: form });
    expect(status, JSON.stringify(body)).toBe(201);
    const findings = body.findings.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`);
    return { ...body, told: findings.sort() };
  };

  it('is taken without it, or not by halves where that is asked for', async () => {
    const order = (orderId: string, ...skuIds: string[]) => ({
      orderId,
      customerId: 'K',
      stationId: 'S1',
      placedAt: '2024-06-13T20:00:00+08:00',
      deliveryDate: '2024-06-14',
      lines: skuIds.map((skuId) => ({ skuId, quantity: 1 })),
    });
    const orders = [order('A', 'MILK', 'NONE', 'RICE'), order('B', 'RICE')];
    const send = async (query: string) => (await api.ask('POST', `/orders${query}`, { key, json: { orders } })).body;
    const { data } = await send('?incompleteOrders=refuse');
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['refused', 'taken']);
    expect(data[0].findings.map(({ code }: { code: string }) => code)).toEqual(['unknown-sku', 'order-incomplete']);
    expect(data[0].findings[1].reason).toMatch(/product NONE was refused, so nothing of order A is taken/);
    expect(await taken()).toEqual({ B: ['RICE'] });
    const rest = await send('');
    expect(rest.data.map(({ status }: { status: string }) => status)).toEqual(['partly', 'taken']);
    expect(await taken()).toEqual({ A: ['MILK', 'RICE'], B: ['RICE'] });
    expect((await api.ask('POST', '/orders?incompleteOrders=some', { key, json: { orders } })).status).toBe(400);
  });

  it('is told of with the row that stands in its way, wherever that is in a file', async () => {
    const flat = [
      row('A', 'MILK', '1'),
      row('A', 'RICE', '0'),
      // The first row of an order, and a head that cannot be read.
      row('B', 'NONE', '1'),
      row('B', 'RICE', '1'),
      row('C', 'MILK', '1'),
      row('C', 'RICE', '1', 'K', '2024-13-01'),
      // A copy of a row, and another order under the same id, are no lines of it.
      row('D', 'MILK', '1'),
      row('D', 'MILK', '1'),
      row('D', 'RICE', '1', 'L'),
      row('E', 'RICE', '1'),
    ].join('');
    const read = await sendFiles({ '订单.csv': header + flat }, '?incompleteOrders=refuse');
    expect(read.told).toEqual([
      '10 order-id-taken',
      '2 order-incomplete',
      '3 not-a-quantity',
      '4 unknown-sku',
      '5 order-incomplete',
      '6 order-incomplete',
      '7 not-a-date',
      '9 line-twice',
    ]);
    expect(read.files[0]).toMatchObject({ rows: 10, taken: 2, refused: 8 });
    const told = read.findings.find(({ line, code }: { line: number; code: string }) => line === 5 && code);
    expect(told.reason).toMatch(/^Row 4 \(product NONE\) was refused, so nothing of order B is taken/);
    expect(await taken()).toEqual({ D: ['MILK'], E: ['RICE'] });
    const rest = await sendFiles({ '订单.csv': header + flat });
    expect(rest.files[0]).toMatchObject({ rows: 10, taken: 3, unchanged: 2, refused: 5 });
    expect(await taken()).toEqual({ A: ['MILK'], B: ['RICE'], C: ['MILK'], D: ['MILK'], E: ['RICE'] });
  });

  it('is whole also where its lines come in a file of their own', async () => {
    const heads = `order_id,customer_id,customer_tier,station_id,placed_at,delivery_date
A,K,normal,S1,2024-06-13T20:00:00+08:00,2024-06-14
B,K,normal,S1,2024-06-13T20:00:00+08:00,2024-06-14
C,K,normal,S1,2024-06-13T20:00:00+08:00,2024-06-14
`;
    const lines =
      'order_id,line_no,sku_id,qty\nA,1,MILK,1\nA,2,NONE,1\nB,1,MILK,1\nB,1,MILK,1\nC,1,MILK,1\nC,1,MILK,2\n';
    const read = await sendFiles({ 'orders.csv': heads, 'order_lines.csv': lines }, '?incompleteOrders=refuse');
    expect(read.told).toEqual([
      '2 order-incomplete',
      '3 unknown-sku',
      '4 order-incomplete',
      '5 line-twice',
      '7 line-twice',
    ]);
    // What the second line 1 of C says is lost; that of B says the same again.
    expect(await taken()).toEqual({ B: ['MILK'] });
  });

  it('is taken without it by an import of which a person has said so', async () => {
    const form = new FormData();
    form.append('files', new Blob([header + row('A', 'MILK', '1') + row('A', 'NONE', '1')]), '订单.csv');
    const draft = (await api.ask('POST', '/import-drafts', { key, body: form })).body;
    expect(draft.incompleteOrders).toBe('refuse');
    const work = async (what: string) => {
      const { body } = await api.ask('POST', `/import-drafts/${draft.draftId}/${what}`, { key });
      expect((await api.untilDone(body.jobId, key)).status).toBe('done');
    };
    await work('preview');
    const look = async () => (await api.ask('GET', `/import-drafts/${draft.draftId}`, { key })).body;
    expect((await look()).preview.files[0]).toMatchObject({ taken: 0, refused: 2 });
    const json = { incompleteOrders: 'take' };
    const chosen = await api.ask('PATCH', `/import-drafts/${draft.draftId}`, { key, json });
    expect([chosen.body.incompleteOrders, chosen.body.preview.isCurrent]).toEqual(['take', false]);
    await work('preview');
    expect((await look()).preview.files[0]).toMatchObject({ taken: 1, refused: 1 });
    await work('take');
    expect(await taken()).toEqual({ A: ['MILK'] });
  });
});
