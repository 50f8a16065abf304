import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeOrderBatches } from '../../../server/adapters/db/orders/order-batches.js';
import { shedLoad } from '../../../server/adapters/http/connections/shed-load.js';
import { refuseLoad } from '../../../server/adapters/http/requests/problem.js';
import { makeOrderDesk } from '../../../server/application/orders/order-desk.js';
import { ConflictError } from '../../../server/domain/dispatch-error.js';
import { eachDatabase } from '../../support/databases.js';
import { serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const order = (orderId: string, stationId = 'S1', quantity = 1) => ({
  orderId,
  customerId: 'K',
  stationId,
  placedAt: '2024-06-13T20:00:00+08:00',
  deliveryDate: '2024-06-14',
  lines: [{ skuId: 'MILK', quantity }],
});

eachDatabase('orders that come at once', (open) => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  let key: string;
  let count: (table: string) => Promise<number>;
  let database: Database;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    await api.record.importFrom(writeFiles(smallDay));
    key = await api.keyOf('integration');
    count = async (table) => (await database.knex.raw(`select count(*)::int as rows from ${table}`)).rows[0].rows;
  });

  const send = (json: object, idempotencyKey?: string) =>
    api.ask('POST', '/orders', {
      key,
      json,
      headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
    });

  it('are each answered for themselves, with and without a key', async () => {
    const before = [await count('orders'), await count('imports')];
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, at) => send(order(`A${at}`), at % 2 === 0 ? randomUUID() : undefined)),
      send(order('B1', 'S99')),
      send({ orders: [order('C1'), order('C2', 'S99'), order('C3')] }, randomUUID()),
      send({ ...order('D1'), deliveryDate: 'tomorrow' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const told = answers.map(({ body }) => body.data.map((each: { status: string }) => each.status).join(' '));
    expect(told).toEqual([...Array(20).fill('taken'), 'refused', 'taken refused taken', 'refused']);
    expect(await count('orders')).toBe(before[0] + 22);
    expect(await count('imports')).toBe(before[1] + 23);
    expect(new Set(answers.map(({ body }) => body.importId)).size).toBe(23);
    const [refused] = answers[20].body.data;
    expect(refused.findings).toMatchObject([{ code: 'unknown-station' }]);
  });

  it('have one effect and one answer where a request comes twice, and none where its key was used for another', async () => {
    const [once, again, other] = [randomUUID(), randomUUID(), randomUUID()];
    const twice = await Promise.all([send(order('A1'), once), send(order('A2'), again), send(order('A1'), once)]);
    expect(twice[2].body).toEqual(twice[0].body);
    const later = await Promise.all([send(order('A1'), once), send(order('A3'), other), send(order('A9'), once)]);
    expect(later[0].body).toEqual(twice[0].body);
    expect(later[1].body.data).toMatchObject([{ status: 'taken' }]);
    expect([later[2].status, later[2].body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('are taken once where an order comes twice without a key, however its id is written', async () => {
    const before = await count('orders');
    const answers = await Promise.all([send(order('same')), send(order('same')), send(order('SAME', 'S1', 2))]);
    const [one, again, other] = answers.map(({ body }) => body.data[0]);
    // Whichever comes first is taken, and what says something else is not.
    expect(again.status).toBe(one.status);
    expect([one.status, other.status].sort()).toEqual(['refused', 'taken']);
    const refused = one.status === 'refused' ? one : other;
    expect(refused.findings).toMatchObject([{ code: 'order-id-taken' }]);
    expect(await count('orders')).toBe(before + 1);
  });

  it('are two orders where one request holds an id twice, and the second is refused when it says something else', async () => {
    const before = [await count('orders'), await count('order_lines')];
    const changes: readonly object[] = [
      { lines: [{ skuId: 'RICE', quantity: 1 }] },
      { lines: [{ skuId: 'MILK', quantity: 2 }] },
      { lines: [...order('x').lines, { skuId: 'RICE', quantity: 1 }] },
      { customerId: 'L' },
      { customerTier: 'vip' },
      { stationId: 'S2' },
      { placedAt: '2024-06-13T20:00:01+08:00' },
      { deliveryDate: '2024-06-15' },
      { note: 'ring twice' },
    ];
    for (const [at, change] of changes.entries()) {
      const other = { ...order(`tw${at}`), ...change };
      const together = await send({ orders: [order(`TW${at}`), other, order(` ＴＷ${at}`)] });
      expect(together.body.data, JSON.stringify(change)).toMatchObject([
        { status: 'taken', findings: [] },
        { status: 'refused', findings: [{ column: 'order_id', code: 'order-id-taken' }] },
        { status: 'taken', findings: [] },
      ]);
      // And likewise when it comes later.
      const later = await send({ orders: [other, order(`TW${at}`)] });
      expect(later.body.data, JSON.stringify(change)).toMatchObject([
        { status: 'refused', findings: [{ code: 'order-id-taken' }] },
        { status: 'taken', findings: [] },
      ]);
    }
    expect([await count('orders'), await count('order_lines')]).toEqual(before.map((rows) => rows + changes.length));
  });

  it('are two orders in a request of a file’s size as well', async () => {
    const many = Array.from({ length: 2001 }, (_, at) => order(`M${at % 2000}`, 'S1', at < 2000 ? 1 : 2));
    const [one, other] = [many.slice(0, 1000), many.slice(1000)];
    const sent = { orders: [{ ...order('wide'), lines: [...order('x').lines] }, ...one.slice(0, 998), ...other] };
    const answer = await send(sent);
    expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBe(200);
    expect(answer.body.data.at(-1)).toMatchObject({ orderId: 'M0', status: 'refused' });
    expect(answer.body.data.filter(({ status }: { status: string }) => status === 'refused')).toHaveLength(1);
  });

  it('are known again after their wave was closed, though one placed now would join a later one', async () => {
    expect((await send(order('A1'))).body.data[0].status).toBe('taken');
    const dispatcher = await api.keyOf('dispatcher');
    expect((await api.ask('POST', '/waves/D1-20240614-1/close', { key: dispatcher })).status).toBe(200);
    expect((await send(order('A1'))).body.data[0].status).toBe('taken');
    expect((await send(order('A2'))).body.data[0].findings).toMatchObject([{ code: 'wave-closed' }]);
    expect((await send(order('A2'))).body.data[0].status).toBe('taken');
    expect((await send({ ...order('A2'), deliveryDate: '2024-06-16' })).body.data[0].status).toBe('refused');
  });

  it('are refused by row where rows of a file disagree about an order, and warned of where they hardly do', async () => {
    const rows = (lines: readonly string[]) => {
      const columns = 'order_id,customer_id,customer_tier,station_id,sku_id,qty,placed_at,delivery_date,note';
      return path.join(writeFiles({ 'a.csv': `${[columns, ...lines].join('\n')}\n` }), 'a.csv');
    };
    const first = 'F1,K,normal,S1,MILK,1,2024-06-13T20:00:00+08:00,2024-06-14,';
    const { summary, findings } = await api.record.importFrom(
      rows([
        first,
        'f1,K,normal,S1,RICE,1,2024-06-13T20:00:00+08:00,2024-06-14,',
        'F1,L,normal,S1,ICE,1,2024-06-13T20:00:00+08:00,2024-06-14,',
        'F1,K,normal,S2,ICE,1,2024-06-13T20:00:00+08:00,2024-06-14,',
        'F1,K,normal,S1,ICE,1,2024-06-13T20:00:01+08:00,2024-06-14,',
        'F1,K,normal,S1,ICE,1,2024-06-13T20:00:00+08:00,2024-06-15,',
        'F1,K,gold,S1,ICE,1,2024-06-13T20:00:00+08:00,2024-06-14,upstairs',
      ]),
    );
    expect(summary.files).toMatchObject([{ rows: 7, taken: 3, refused: 4, warned: 1 }]);
    expect(findings.map(({ line, level, code }) => [line, level, code])).toEqual([
      ...[4, 5, 6, 7].map((line) => [line, 'refused', 'order-id-taken']),
      [8, 'warned', 'differs-above'],
    ]);
    // The same again, in two files of one import of which one says something else.
    const twice = await api.record.importFrom(rows(['F2,K,normal,S1,MILK,1,2024-06-13T20:00:00+08:00,2024-06-14,']));
    expect(twice.summary.files).toMatchObject([{ taken: 1 }]);
    const files = writeFiles({
      'b.csv': `order_id,customer_id,station_id,sku_id,qty,placed_at,delivery_date
F2,K,S1,MILK,1,2024-06-13T20:00:00+08:00,2024-06-14
F3,K,S1,MILK,1,2024-06-13T20:00:00+08:00,2024-06-14
F4,K,S1,MILK,1,2024-06-13T20:00:00+08:00,2024-06-14
`,
      'c.csv': `order_id,customer_id,station_id,sku_id,qty,placed_at,delivery_date
F3,K,S1,MILK,1,2024-06-13T20:00:00+08:00,2024-06-14
F4,K,S1,MILK,2,2024-06-13T20:00:00+08:00,2024-06-14
`,
    });
    const { summary: both } = await api.record.importFrom(path.join(files, 'b.csv'), path.join(files, 'c.csv'));
    expect(both.files).toMatchObject([
      { file: 'b.csv', taken: 2, unchanged: 1 },
      { file: 'c.csv', unchanged: 1, refused: 1 },
    ]);
  });

  it('are known again however their ids and dates are written', async () => {
    const before = await count('orders');
    const odd = { ...order(' ａ１\u200b'), deliveryDate: '２０２４-06-14' };
    expect((await send(odd)).body.data[0].status).toBe('taken');
    expect((await send(odd)).body.data[0].status).toBe('taken');
    expect((await send({ ...order('A1'), lines: [{ skuId: 'MILK', quantity: 3 }] })).body.data[0]).toMatchObject({
      status: 'refused',
      findings: [{ code: 'order-id-taken' }],
    });
    expect(await count('orders')).toBe(before + 1);
  });

  it('are read again where somebody else takes one of them, or answers the request, in between', async () => {
    const { knex } = database;
    const store = makeOrderBatches(database);
    const kept = { accountId: 'a', keyHash: 'k', requestHash: 'r' };
    const repeatable = {
      ...kept,
      keep: () => ({ status: 200, answer: '"mine"', sealed: undefined }),
      read: (known: { answer: string | undefined }) => JSON.parse(known.answer!),
    };
    const cells = {
      order_id: 'RACE',
      customer_id: 'K',
      station_id: 'S1',
      sku_id: 'MILK',
      qty: '1',
      placed_at: '2024-06-13T20:00:00+08:00',
      delivery_date: '2024-06-14',
      note: '',
    };
    const take = async (between: () => Promise<unknown>, given: typeof repeatable | undefined) => {
      let tries = 0;
      const desk = makeOrderDesk(
        {
          laneOf: store.laneOf,
          inBatch: (asked, work) =>
            store.inBatch(asked, async (batch) => {
              if (++tries === 1) await between();
              return work(batch);
            }),
        },
        { now: () => new Date() },
        (prefix) => `${prefix}-${randomUUID()}`,
      );
      const sent = {
        table: {
          file: 'orders',
          columns: Object.keys(cells),
          rows: async function* () {
            yield { line: 1, cells };
          },
        },
        orderIds: ['RACE'],
        stationIds: ['S1'],
        from: '2024-06-14',
        lines: 1,
        begunBy: 'test',
        depotIds: undefined,
        answerOf: ({ findings }: { findings: readonly unknown[] }) => findings.length,
        repeatable: given,
      };
      const answer = await desk.take<unknown>(sent);
      return { answer, tries };
    };
    const before = await count('orders');
    // Another one's writes, which are gone with the transaction that they stood in the way of.
    const other = () =>
      knex.raw(
        `with other as (
           insert into orders (depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id,
             order_class, area, priority, grams, milliliters, line_count, note)
           values ('D1', 'RACE', 'K', 'normal', 'S1', now(), '2024-06-14', 'w', 'x', '', 1, 1, 1, 1, ''))
         insert into order_lines (depot_id, order_id, line_no, wave_id, station_id, sku_id, zone_id, quantity, grams, milliliters)
         values ('D1', 'RACE', 1, 'w', 'S1', 'MILK', 'chilled', 1, 1, 1)`,
      );
    expect(await take(other, undefined)).toEqual({ answer: 0, tries: 2 });
    expect(await count('orders')).toBe(before + 1);
    const answered = () =>
      knex.raw(
        "insert into idempotency_records (account_id, key_hash, request_hash, status, answer, created_at) values ('a', 'k', 'r', 200, '1', now())",
      );
    expect(await take(answered, repeatable)).toEqual({ answer: 0, tries: 2 });
    expect(await take(async () => undefined, repeatable)).toEqual({ answer: 'mine', tries: 1 });
  });

  it('see a change of the network at once', async () => {
    expect((await send(order('A1', 'S7'))).body.data[0].status).toBe('refused');
    const admin = await api.keyOf('dispatcher');
    const json = {
      name: 'new',
      lon: 120.115,
      lat: 30.255,
      windows: [{ opens: 25_200, closes: 34_200 }],
      serviceFixedMilliminutes: 5500,
      serviceMilliminutesPer100Kg: 1500,
    };
    const put = await api.ask('PUT', '/stations/S7', { key: admin, json });
    expect(put.status, JSON.stringify(put.body)).toBe(200);
    expect((await send(order('A1', 'S7'))).body.data[0].status).toBe('taken');
    await api.ask('PATCH', '/stations/S7', { key: admin, json: { status: 'suspended' } });
    expect((await send(order('A2', 'S7'))).body.data[0].findings).toMatchObject([{ code: 'suspended-station' }]);
  });
});

describe('the desk', () => {
  const sent = (orderId: string, lane = 'S1') => ({
    table: { file: 'orders', columns: [], rows: async function* () {} },
    orderIds: [orderId],
    stationIds: [lane],
    from: '2024-06-14',
    lines: 1,
    begunBy: 'test',
    depotIds: undefined,
    answerOf: () => orderId,
    repeatable: undefined,
  });
  const clock = { now: () => new Date() };
  const batch = {
    network: () => ({
      depots: new Map(),
      stations: new Map(),
      skus: new Map(),
      fleetLimits: new Map(),
      rules: [],
      cutoffs: [],
      waveRules: [],
    }),
    known: { waves: [], orders: [], answered: [] },
    write: async () => undefined,
  };

  it('takes together what waits, and tries each alone where together fails', async () => {
    const sizes: number[] = [];
    const desk = makeOrderDesk(
      {
        laneOf: () => '',
        async inBatch({ orderIds }, work) {
          sizes.push(orderIds.length);
          if (orderIds.length > 1) throw new Error('together it fails');
          if (orderIds[0] === 'bad') throw new Error('and alone');
          return work(batch as never);
        },
      },
      clock,
      (prefix) => prefix,
    );
    const ids = ['a', 'b', 'bad', 'c'];
    const settled = await Promise.allSettled(ids.map((id) => desk.take(sent(id))));
    expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))).toEqual([
      'a',
      'b',
      'Error: and alone',
      'c',
    ]);
    expect(sizes).toEqual([1, 3, 1, 1, 1]);
  });

  it('reads again what a wave that closed refused, and gives up after some tries', async () => {
    let tries = 0;
    const closing = (times: number) =>
      makeOrderDesk(
        {
          laneOf: ([stationId]) => stationId,
          async inBatch(_asked, work) {
            if (++tries <= times) throw new ConflictError('wave-closed', 'closed');
            return work(batch as never);
          },
        },
        clock,
        (prefix) => prefix,
      );
    expect(await closing(2).take(sent('a'))).toBe('a');
    tries = 0;
    await expect(closing(99).take(sent('a'))).rejects.toMatchObject({ code: 'wave-closed' });
    expect(tries).toBe(5);
  });

  it('tells who would wait too long to come again', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const desk = makeOrderDesk(
      {
        laneOf: ([stationId]) => stationId,
        async inBatch({ orderIds }, work) {
          if (orderIds[0] !== 'elsewhere') await held;
          return work(batch as never);
        },
      },
      clock,
      (prefix) => prefix,
    );
    const first = desk.take(sent('first'));
    // Another depot's orders do not wait behind it.
    expect(await desk.take(sent('elsewhere', 'S2'))).toBe('elsewhere');
    const waiting = Array.from({ length: 2000 }, (_, at) => desk.take(sent(`w${at}`)).catch((error) => error.code));
    await expect(desk.take(sent('one more'))).rejects.toMatchObject({ code: 'overloaded' });
    await new Promise((resolve) => setTimeout(resolve, 2_700));
    release();
    expect(await first).toBe('first');
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['overloaded']));
  });
});

it('refuses at once what is more than may be under way, but not who watches over the server', async () => {
  const open: (() => void)[] = [];
  const handler = shedLoad(
    (request, response) => {
      if (request.url === '/healthz') response.end('ok');
      else open.push(() => response.end('done'));
    },
    2,
    refuseLoad,
  );
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    // A body that does not come takes no place.
    const slow = request(`${address}/slow`, { method: 'POST', headers: { 'content-length': '9' } });
    slow.on('error', () => undefined);
    slow.write('x');
    await expect.poll(() => open.length).toBe(1);
    open.length = 0;
    const first = [fetch(`${address}/a`), fetch(`${address}/b`)];
    await expect.poll(() => open.length).toBe(2);
    const third = await fetch(`${address}/c`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(third.status).toBe(503);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await third.json()).toMatchObject({ code: 'overloaded' });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    for (const end of open.splice(0)) end();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    const next = fetch(`${address}/d`);
    await expect.poll(() => open.length).toBe(1);
    open[0]();
    expect((await next).status).toBe(200);
    slow.destroy();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
