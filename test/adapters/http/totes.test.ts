import { beforeEach, expect, it } from 'vitest';
import { toteLines } from '../../../migrations/0031-tote-lines.js';
import { labelNumberOf } from '../../../server/domain/waves/tote-label.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { largeDay } from '../../support/large-day.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

/** A customer of station S1 has 40 bottles of 1 kg and 1.2 l, with the others' 45: three totes of 15 kg. */
const threeTotes = {
  ...smallDay,
  'orders.csv': `${smallDay['orders.csv']}O4,K4,normal,S1,2024-06-13T20:10:00+08:00,2024-06-14,1,40,48,chilled,\n`,
  'order_lines.csv': `${smallDay['order_lines.csv']}O4,1,MILK,40\n`,
};

eachDatabase('what is in totes', (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    key = await api.keyOf('picker', 'D1');
    return () => api.close();
  });

  const closeDay = async (files: Readonly<Record<string, string>>) => {
    await api.record.importFrom(writeFiles(files));
    return api.record.waves.close(wave, new Date('2024-06-13T16:00:00Z'), 'test');
  };
  const get = async (path: string, by = key) => {
    const answer = await api.ask('GET', path, { key: by });
    expect(answer.status, path).toBe(200);
    return answer.body;
  };
  const move = (code: string, json: object, by = key) => api.ask('POST', `/totes/${code}/moves`, { key: by, json });
  interface Tote {
    readonly toteCode: string;
    readonly labelCode: string;
    readonly consignmentId: string;
    readonly number: number;
    readonly count: number;
    readonly partNo: number | null;
    readonly milliliters: number;
    readonly lines: { orderId: string; skuId: string; quantity: number; missing: number; customerId: string }[];
  }
  const totesOf = async (query = ''): Promise<Tote[]> => (await get(`/waves/${wave}/totes?limit=200${query}`)).data;
  const contents = (totes: readonly Tote[]) =>
    totes.map(({ lines }) => lines.map(({ orderId, skuId, quantity }) => `${orderId} ${skuId}×${quantity}`).join(', '));

  it('is told by wave, zone and station, and by each of the codes of one', async () => {
    const { totes } = await closeDay(threeTotes);
    const all = await totesOf();
    expect(all.map(({ toteCode }) => toteCode)).toEqual([
      `${wave}.S1.ambient.1`,
      `${wave}.S1.chilled.1`,
      `${wave}.S1.chilled.2`,
      `${wave}.S1.chilled.3`,
      `${wave}.S2.frozen.1`,
    ]);
    expect(all).toHaveLength(totes);
    expect((await get(`/consignments?wave=${wave}&zone=chilled`)).data[0].toteCount).toBe(
      all.filter(({ consignmentId }) => consignmentId.endsWith('chilled')).length,
    );
    const chilled = await totesOf('&zone=chilled&station=S1');
    expect(contents(await totesOf('&station=S2'))).toEqual(['O3 ICE×2']);
    const one = chilled[0];
    expect(labelNumberOf(one.labelCode)).toBeDefined();
    expect(await get(`/totes/${one.labelCode.toLowerCase()}`)).toEqual(one);
    expect(await get(`/totes/${one.toteCode}`)).toEqual(one);
    expect(new Set(all.map(({ labelCode }) => labelCode)).size).toBe(all.length);
    expect((await api.ask('GET', '/totes/NONE', { key })).status).toBe(404);
    expect((await api.ask('GET', `/totes/${one.toteCode}`, { key: await api.keyOf('picker', 'D2') })).status).toBe(404);
  });

  it('has a label that no later tote is given, also when it went with its order', async () => {
    await closeDay(threeTotes);
    const chief = await api.keyOf('admin');
    const last = (await totesOf())
      .map(({ labelCode }) => labelCode)
      .sort()
      .at(-1)!;
    const ofTote = (await totesOf()).find(({ labelCode }) => labelCode === last)!.lines;
    const changes = [...new Set(ofTote.map(({ orderId }) => orderId))].map((orderId) => ({ orderId, cancel: true }));
    const answer = await api.ask('POST', '/orders/changes', { key: chief, json: { changes, reason: 'sent twice' } });
    expect(answer.body, JSON.stringify(answer.body)).toMatchObject({
      data: changes.map(() => ({ status: 'cancelled' })),
    });
    expect((await totesOf()).map(({ labelCode }) => labelCode)).not.toContain(last);
    const next = {
      orderId: 'NEXT',
      customerId: 'K1',
      stationId: 'S1',
      placedAt: '2024-06-14T20:00:00+08:00',
      deliveryDate: '2024-06-15',
      lines: [{ skuId: 'MILK', quantity: 1 }],
    };
    expect((await api.ask('POST', '/orders', { key: chief, json: next })).body.data[0].status).toBe('taken');
    const closed = await api.ask('POST', '/waves/D1-20240615-1/close', { key: chief });
    expect(closed.status, JSON.stringify(closed.body)).toBe(200);
    const later = (await get('/waves/D1-20240615-1/totes?limit=200')).data as Tote[];
    expect(later.length).toBeGreaterThan(0);
    expect(later.map(({ labelCode }) => labelCode)).not.toContain(last);
  });

  it('comes page by page', async () => {
    await closeDay(threeTotes);
    const all = await totesOf();
    const first = await get(`/waves/${wave}/totes?limit=2`);
    const second = await get(`/waves/${wave}/totes?limit=200&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data]).toEqual(all);
  });

  it('changes as units move to another tote of the same consignment, with a row in the audit', async () => {
    await closeDay(threeTotes);
    const [one, two] = await totesOf('&zone=chilled');
    const line = one.lines.find(({ orderId }) => orderId === 'O4')!;
    const asked = { orderId: 'O4', lineNo: 1, quantity: 2 };
    const moved = await move(one.labelCode, { ...asked, toTote: two.toteCode });
    expect(moved.status).toBe(200);
    const quantity = (tote: Tote) => tote.lines.find(({ orderId }) => orderId === 'O4')?.quantity ?? 0;
    expect(quantity(moved.body.from)).toBe(line.quantity - 2);
    expect(quantity(moved.body.to)).toBe(quantity(two) + 2);
    expect((await totesOf('&zone=chilled')).map(quantity)[0]).toBe(line.quantity - 2);
    const [audit] = (await get('/audit?action=tote.moved', await api.keyOf('admin'))).data;
    expect(audit).toMatchObject({ subjectId: one.toteCode, detail: { ...asked, toTote: two.toteCode } });

    const [other] = await totesOf('&zone=ambient');
    expect((await move(one.toteCode, { ...asked, toTote: other.toteCode })).status).toBe(400);
    expect((await move(one.toteCode, { ...asked, toTote: one.toteCode })).status).toBe(400);
    expect((await move(one.toteCode, { ...asked, quantity: 999, toTote: two.toteCode })).status).toBe(400);
    const mine = await api.keyOf('dispatcher', 'D1');
    expect((await move(one.toteCode, { ...asked, toTote: two.toteCode }, mine)).status).toBe(403);
    await api.record.database.knex.raw("update consignments set status = 'loaded'");
    expect((await move(one.toteCode, { ...asked, toTote: two.toteCode })).body.code).toBe('goods-left');
  });

  it('says what is missing, in the last totes first', async () => {
    await closeDay(threeTotes);
    const lines = [{ lineNo: 1, pickedQuantity: 42, shortReason: 'none left' }];
    const ticked = await api.ask('PATCH', `/pick-lists/${wave}.chilled/lines`, { key, json: { lines } });
    expect(ticked.status).toBe(200);
    const missing = (await totesOf('&zone=chilled')).flatMap(({ number, lines: held }) =>
      held.filter((line) => line.missing > 0).map((line) => [number, line.missing]),
    );
    // 45 are ordered, 42 were picked.
    expect(missing.reduce((sum, [, units]) => sum + units, 0)).toBe(3);
    const last = (await totesOf('&zone=chilled')).length;
    expect(missing[missing.length - 1][0]).toBe(last);
  });

  it('follows the parts of a consignment that no vehicle holds whole', async () => {
    await api.record.importFrom(writeFiles(largeDay));
    const plan = await api.record.plan(wave);
    const [divided] = plan.split!;
    const totes = await totesOf('&zone=ambient');
    expect(totes).toHaveLength(divided.parts[divided.parts.length - 1].lastTote);
    for (const { no, firstTote, lastTote, lines } of divided.parts) {
      const own = totes.filter(({ number }) => number >= firstTote && number <= lastTote);
      expect(own.every(({ partNo, count }) => partNo === no && count === totes.length)).toBe(true);
      expect(new Set(own.flatMap((tote) => tote.lines.map(({ orderId }) => orderId)))).toEqual(
        new Set(lines.map(({ orderId }) => orderId)),
      );
    }
    const units = totes.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
    expect(units).toBe(91);
    // A plan made of it keeps what people have moved.
    const [one, two] = totes;
    const [line] = one.lines;
    const moved = { orderId: line.orderId, lineNo: 1, quantity: 1, toTote: two.toteCode };
    expect((await move(one.toteCode, moved)).status).toBe(200);
    const other = totes.find(({ partNo }) => partNo === 2)!;
    expect((await move(two.toteCode, { ...moved, toTote: other.toteCode })).status).toBe(400);
    const before = contents(await totesOf('&zone=ambient'));
    await api.record.plan(wave);
    expect(contents(await totesOf('&zone=ambient'))).toEqual(before);
  });

  it('gives totes from before a label too', async () => {
    await closeDay(threeTotes);
    const { knex } = api.record.database;
    const labels = await knex
      .transaction(async (transaction) => {
        await transaction.raw('alter table totes alter column label_code drop not null');
        await transaction.raw('update totes set label_code = null');
        for (const statement of toteLines.statements.slice(1, 3)) await transaction.raw(statement);
        const { rows } = await transaction.raw(
          'select label_code from totes order by depot_id, consignment_id, number',
        );
        throw Object.assign(new Error('undone'), { rows });
      })
      .catch(({ rows }) => rows.map((row: { label_code: string }) => labelNumberOf(row.label_code)));
    expect(labels).toEqual([1, 2, 3, 4, 5]);
  });
});
