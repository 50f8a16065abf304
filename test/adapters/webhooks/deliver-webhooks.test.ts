import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeEventReader } from '../../../server/adapters/db/exchange/event-reader.js';
import { makeWebhookStore } from '../../../server/adapters/db/exchange/webhook-store.js';
import { makeWebhookSender } from '../../../server/adapters/webhooks/webhook-sender.js';
import { type Fact, makeDeliverWebhooks } from '../../../server/application/exchange/webhooks/deliver-webhooks.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';
import { testBox } from '../../support/test-box.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const inside = ['127.0.0.1'];
const minute = 60_000;

eachDatabase('webhooks', (open) => {
  let database: Database;
  let api: Api;
  let key: string;
  let receiver: Server;
  let url: string;
  let received: Received[];
  /** What the receiver answers next; 204 when nothing is said. */
  let answers: number[];
  let now: Date;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    database = await open();
    api = await serveApi(database, { webhookPrivateHosts: inside });
    key = await api.keyOf('integration');
    received = [];
    answers = [];
    now = new Date(Date.now() + minute);
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        const status = answers.shift() ?? 204;
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    return async () => {
      receiver.closeAllConnections();
      receiver.close();
      await api.close();
    };
  });

  const makeTurn = () => {
    const events = makeEventReader(database.knex);
    const deliver = makeDeliverWebhooks(
      makeWebhookStore(database, testBox),
      async (eventId, depotIds, most) => {
        await events.lastEventId();
        return (await events.eventsAfter(eventId, { depotIds }, most)) as unknown as Fact[];
      },
      makeWebhookSender(inside, '0'),
      { now: () => now },
    );
    return async (milliseconds = 1_000) => {
      now = new Date(now.getTime() + milliseconds);
      await deliver(signal);
    };
  };
  const add = async (more: object = {}) => {
    const answer = await api.ask('POST', '/webhooks', { key, json: { name: 'oms', url, after: 0, ...more } });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const stateOf = async (webhookId: string) => (await api.ask('GET', `/webhooks/${webhookId}`, { key })).body;
  const kinds = () => received.map(({ body }) => JSON.parse(body).type);
  /** Two facts: the wave was closed, and its plan made. */
  const makeFacts = async () => {
    await api.record.importFrom(writeFiles(smallDay));
    return api.record.plan('D1-20240614-1');
  };

  it('sends what happened in its order, once, signed so that others can check it', async () => {
    const { webhookId, secret } = await add();
    await makeFacts();
    const turn = makeTurn();
    await turn();
    await turn();
    expect(kinds()).toEqual(['wave.closed', 'plan.made']);
    const [{ headers, body }] = received;
    // A library of the specification, not our own code.
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'wave.closed',
      data: { kind: 'wave.closed', waveId: 'D1-20240614-1', depotId: 'D1' },
    });
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
    expect(headers['webhook-id']).toBe(`${webhookId}-${JSON.parse(body).data.eventId}`);
    const { data } = (await api.ask('GET', `/webhooks/${webhookId}/deliveries`, { key })).body;
    expect(data).toMatchObject([
      { kind: 'plan.made', attempt: 1, httpStatus: 204, error: null },
      { kind: 'wave.closed', attempt: 1, httpStatus: 204, error: null },
    ]);
    expect(await stateOf(webhookId)).toMatchObject({ lastEventId: data[0].eventId, failures: 0, status: 'active' });
  });

  it('tries again after longer and longer waits, and sends nothing else before', async () => {
    const { webhookId } = await add();
    await makeFacts();
    const turn = makeTurn();
    answers = [500, 302];
    await turn();
    expect(await stateOf(webhookId)).toMatchObject({ failures: 1, lastError: 'The receiver answered 500.' });
    await turn(4_000);
    expect(kinds()).toEqual(['wave.closed']);
    await turn(1_000);
    // A redirect is no arrival, and is not followed.
    expect(await stateOf(webhookId)).toMatchObject({ failures: 2, lastError: 'The receiver answered 302.' });
    await turn(9_000);
    expect(kinds()).toEqual(['wave.closed', 'wave.closed']);
    await turn(1_000);
    expect(kinds()).toEqual(['wave.closed', 'wave.closed', 'wave.closed', 'plan.made']);
    expect(await stateOf(webhookId)).toMatchObject({ failures: 0, failingSince: null, lastError: null });
  });

  it('stops after three days of failures, and goes on where it was when it is resumed', async () => {
    const { webhookId } = await add();
    await makeFacts();
    const turn = makeTurn();
    answers = Array.from({ length: 200 }, () => 503);
    let turns = 0;
    while ((await stateOf(webhookId)).status === 'active' && turns < 200) {
      await turn(60 * minute);
      turns++;
    }
    // The first of an hour's turns fails, and so does every one of the 72 hours after it.
    expect(turns).toBe(73);
    await turn(60 * minute);
    expect(received).toHaveLength(73);
    answers = [];
    await api.ask('PATCH', `/webhooks/${webhookId}`, { key, json: { status: 'active' } });
    await turn();
    expect(kinds().slice(73)).toEqual(['wave.closed', 'plan.made']);
  });

  it('stops at once when the receiver says that it is gone', async () => {
    const { webhookId } = await add();
    await makeFacts();
    answers = [410];
    await makeTurn()();
    expect(await stateOf(webhookId)).toMatchObject({ status: 'stopped' });
  });

  it('sends only the kinds and the depot that were asked for', async () => {
    await add({ kinds: ['plan.*'] });
    await makeFacts();
    await makeTurn()();
    expect(kinds()).toEqual(['plan.made']);
    received.length = 0;
    const other = await api.keyOf('integration', 'D1');
    await database.knex.raw(
      "insert into events (depot_id, kind, actor, received_at) values ('D2', 'plan.made', 'test', now())",
    );
    await api.ask('POST', '/webhooks', { key: other, json: { name: 'one depot', url, after: 0 } });
    await makeTurn()();
    const ofDepots = received.map(({ body }) => JSON.parse(body).data.depotId);
    // The first webhook hears of both depots, the second of its own.
    expect(ofDepots.sort()).toEqual(['D1', 'D1', 'D2']);
  });

  it('is sent by one process at a time', async () => {
    await add();
    await makeFacts();
    const [one, other] = [makeTurn(), makeTurn()];
    await Promise.all([one(), other(0)]);
    expect(kinds()).toEqual(['wave.closed', 'plan.made']);
  });

  it('is sent again when its process ended before it noted that it had arrived', async () => {
    await add();
    await makeFacts();
    const store = makeWebhookStore(database, testBox);
    const events = makeEventReader(database.knex);
    await events.lastEventId();
    const dying = makeDeliverWebhooks(
      { ...store, note: () => Promise.reject(new Error('killed')) },
      async (eventId, depotIds, most) => (await events.eventsAfter(eventId, { depotIds }, most)) as unknown as Fact[],
      makeWebhookSender(inside, '0'),
      { now: () => now },
    );
    now = new Date(now.getTime() + 1000);
    await expect(dying(signal)).rejects.toThrow('killed');
    const turn = makeTurn();
    await turn();
    expect(kinds()).toEqual(['wave.closed']);
    // Its hold has run out.
    await turn(minute);
    expect(kinds()).toEqual(['wave.closed', 'wave.closed', 'plan.made']);
  });

  it('writes nothing for who was changed meanwhile', async () => {
    const { webhookId } = await add();
    await makeFacts();
    const store = makeWebhookStore(database, testBox);
    const [held] = await store.hold(new Date(now.getTime() + 1000), new Date(now.getTime() + minute), 1);
    await api.ask('PATCH', `/webhooks/${webhookId}`, { key, json: { status: 'paused' } });
    const attempt = { eventId: 9, kind: 'x', attempt: 1, at: now, milliseconds: 1, httpStatus: 204, error: undefined };
    expect(await store.note(held, attempt, { kind: 'arrived', heldUntil: now })).toBe(false);
    expect(await stateOf(webhookId)).toMatchObject({ lastEventId: 0, status: 'paused' });
    await makeTurn()();
    expect(received).toEqual([]);
  });

  it('is added, changed and removed by those who may, with its secret told once', async () => {
    const headers = { 'idempotency-key': 'h1' };
    const json = { name: 'oms', url };
    const first = (await api.ask('POST', '/webhooks', { key, headers, json })).body;
    expect(first.secret).toMatch(/^whsec_/);
    expect((await api.ask('POST', '/webhooks', { key, headers, json })).body).toEqual({ ...first, secret: undefined });
    expect(await stateOf(first.webhookId)).not.toHaveProperty('secret');
    const path = `/webhooks/${first.webhookId}`;
    const renewed = (await api.ask('POST', `${path}/secret`, { key })).body;
    expect(renewed.secret).not.toBe(first.secret);
    const codeOf = async (method: string, address: string, as: string, sent?: object) =>
      (await api.ask(method, address, { key: as, json: sent })).body?.code;
    const stranger = await api.keyOf('integration', 'D1');
    expect(await codeOf('GET', path, stranger)).toBe('not-found');
    expect(await codeOf('PATCH', path, stranger, { status: 'paused' })).toBe('not-found');
    expect(await codeOf('DELETE', path, stranger)).toBe('not-found');
    expect(await codeOf('POST', `${path}/secret`, stranger)).toBe('not-found');
    expect(await codeOf('POST', '/webhooks', key, { name: 'x', url: 'http://10.0.0.8/' })).toBe('invalid-input');
    expect(await codeOf('PATCH', path, key, { url: 'http://169.254.169.254/' })).toBe('invalid-input');
    expect(await codeOf('POST', '/webhooks', key, { name: 'x', url, kinds: ['nonsense'] })).toBe('invalid-input');
    expect((await api.ask('DELETE', path, { key })).status).toBe(204);
    expect(await codeOf('GET', path, key)).toBe('not-found');
    const { data } = (await api.ask('GET', '/audit?kind=webhook', { key: await api.keyOf('admin') })).body;
    expect(data.map(({ action }: { action: string }) => action)).toEqual([
      'webhook.removed',
      'webhook.secret-replaced',
      'webhook.added',
    ]);
    expect(JSON.stringify(data)).not.toContain('whsec');
  });
});
