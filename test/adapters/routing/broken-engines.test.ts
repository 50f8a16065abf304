import type { IncomingMessage, ServerResponse } from 'node:http';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openGraphHopperEngine, openOsrmEngine } from '../../../server/adapters/routing/index.js';
import { RoutingUnavailableError } from '../../../server/application/travel/routing/routing-errors.js';
import type { RoutingEngine } from '../../../server/application/travel/routing/routing-port.js';
import { townPlaces } from '../../contract/routing-town.js';
import { startBrokenServer } from './stand-ins/stand-in-server.js';

const log = pino({ level: 'silent' });
const { signal } = new AbortController();
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Limits {
  readonly limitMilliseconds?: number;
  readonly maxBytes?: number;
  readonly now?: () => number;
}

const engines: [string, (url: string, limits: Limits) => Promise<RoutingEngine>][] = [
  ['OSRM', (url, limits) => openOsrmEngine({ url, ...limits }, signal)],
  ['GraphHopper', (url, limits) => openGraphHopperEngine({ url, log, ...limits }, signal)],
];

const whole = JSON.stringify({ code: 'Ok', paths: [], routes: [] });
const json = { 'content-type': 'application/json' };

describe.each(engines)('%s, when its server is broken', (title, open) => {
  async function broken(behave: (request: IncomingMessage, response: ServerResponse) => void, limits: Limits = {}) {
    const server = await startBrokenServer(behave);
    ends.push(server.close);
    const engine = await open(server.url, limits);
    ends.push(() => engine.close());
    return { engine, server };
  }

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void, string, Limits]>([
    ['never answers', () => undefined, 'did not answer within 0.05 s', { limitMilliseconds: 50 }],
    [
      'begins to answer and hangs',
      (_, response) => void response.writeHead(200, json).write('{"code":'),
      'did not answer within 0.05 s',
      { limitMilliseconds: 50 },
    ],
    ['hangs up', (request) => request.socket.destroy(), 'cannot be reached', {}],
    [
      'hangs up in the middle',
      (request, response) => {
        response.writeHead(200, { ...json, 'content-length': '1000' });
        response.write('{"code":', () => request.socket.destroy());
      },
      'cannot be reached',
      {},
    ],
    [
      'cuts the JSON',
      (_, response) => void response.writeHead(200, json).end(whole.slice(0, 20)),
      'not whole JSON',
      {},
    ],
    [
      'answers with a page',
      (_, response) => void response.writeHead(200).end('<html>Hello</html>'),
      'not whole JSON',
      {},
    ],
    [
      'answers with far too much',
      (_, response) => void response.writeHead(200, json).end(' '.repeat(2_000) + whole),
      'answered with more than 1000 bytes',
      { maxBytes: 1_000 },
    ],
    ['fails', (_, response) => void response.writeHead(503).end('{}'), 'answered with status 503', {}],
    [
      'sends us elsewhere',
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      title,
      {},
    ],
  ])('says so when it %s', async (_, behave, sentence, limits) => {
    const { engine } = await broken(behave, limits);
    const refusal = await engine.route(townPlaces, 'auto', signal).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RoutingUnavailableError);
    expect((refusal as Error).message).toContain(sentence);
    expect((refusal as Error).message).toContain(title);
  });

  it('opens all the same while no server answers', async () => {
    const gone = await startBrokenServer(() => undefined);
    await gone.close();
    const engine = await open(gone.url, {});
    await expect(engine.route(townPlaces, 'auto', signal)).rejects.toThrow(
      `${title} cannot be reached (ECONNREFUSED).`,
    );
  });

  it('rests after five failures in a row, and asks again when the rest is over', async () => {
    let clock = 0;
    let works = false;
    const { engine, server } = await broken(
      (_, response) =>
        void response.writeHead(works ? 400 : 503, json).end('{"code":"NoRoute","message":"out of bounds"}'),
      { now: () => clock },
    );
    const ask = () => engine.route(townPlaces.slice(0, 2), 'auto', signal);
    // The question at the opening was the first.
    for (let failure = 2; failure <= 5; failure++) await expect(ask()).rejects.toThrow('answered with status 503');
    const asked = server.count();
    expect(asked).toBe(5);
    await expect(ask()).rejects.toThrow(`${title} failed 5 times in a row and is asked again in a moment.`);
    clock += 14_999;
    await expect(ask()).rejects.toThrow('is asked again in a moment');
    expect(server.count()).toBe(5);
    // Fifteen seconds are over: one question goes through, fails, and the rest begins anew.
    clock += 1;
    await expect(ask()).rejects.toThrow('answered with status 503');
    await expect(ask()).rejects.toThrow('is asked again in a moment');
    expect(server.count()).toBe(6);
    works = true;
    clock += 15_000;
    expect(await ask()).toEqual([undefined]);
    expect(await ask()).toEqual([undefined]);
    expect(server.count()).toBe(8);
  });

  it('ends a question at once when it is aborted, and does not count that as a failure', async () => {
    const { engine } = await broken(() => undefined, { limitMilliseconds: 500 });
    for (let time = 0; time < 10; time++) {
      const abort = new AbortController();
      const asked = engine.route(townPlaces, 'auto', abort.signal);
      const reason = new Error('Enough.');
      setImmediate(() => abort.abort(reason));
      await expect(asked).rejects.toBe(reason);
    }
  });
});
