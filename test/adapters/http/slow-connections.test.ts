import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { type HttpServer, makeHttpServer } from '../../../server/adapters/http/connections/http-server.js';
import { streamEvents } from '../../../server/adapters/http/connections/stream-events.js';
import type { Ask } from '../../../server/adapters/http/endpoint.js';

/** As usual, but ten times as impatient. */
const patience = {
  headerMilliseconds: 1_500,
  bodyMilliseconds: 1_500,
  slowestBodyBytes: 8_000,
  readMilliseconds: 1_500,
  slowestReadBytes: 1_000_000,
  lookMilliseconds: 100,
};
const stopTimes = { idleMilliseconds: 200, answerMilliseconds: 700 };
let running: HttpServer | undefined;

afterEach(async () => {
  running?.server.closeAllConnections();
  await running?.stop();
  running = undefined;
});

async function serve(handler: RequestListener, connectionsPerAddress = 1000): Promise<number> {
  running = makeHttpServer(handler, { connectionsPerAddress, patience, stopTimes });
  await running.listen(0, '127.0.0.1');
  return (running.server.address() as AddressInfo).port;
}

/** Reads the whole body, then says how long it was. */
const measure: RequestListener = (request, response) => {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
  });
  request.on('end', () => response.end(String(length)));
  request.on('error', () => undefined);
};

/** Sends a beginning at once and then a byte at a time, for as long as it is let. What was answered until the end. */
async function trickle(port: number, beginning: string, milliseconds = 100): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(beginning);
  const timer = setInterval(() => socket.writable && socket.write('x'), milliseconds);
  await closed;
  clearInterval(timer);
  return heard;
}

const postHead = 'POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n';

it('answers headers and bodies that trickle in with 408, 300 at once, and serves others meanwhile', async () => {
  const port = await serve(measure);
  const beginnings = Array.from({ length: 300 }, (_, at) =>
    at % 3 === 0 ? postHead : at % 3 === 1 ? 'GET / HTTP/1.1\r\nHost: t\r\nX-Long: ' : '',
  );
  const begunAt = performance.now();
  const slow = beginnings.map((beginning) => trickle(port, beginning, 250));
  const quick = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'hello' });
  expect(await quick.text()).toBe('5');
  const answers = await Promise.all(slow);
  expect(performance.now() - begunAt).toBeLessThan(10_000);
  for (const [at, answer] of answers.entries()) {
    // What begins with bytes that are no request is told so.
    expect(answer, beginnings[at]).toMatch(beginnings[at] === '' ? /^HTTP\/1.1 (408|400)/ : /^HTTP\/1.1 408 /);
    expect(answer).toMatch(/Connection: close/);
  }
  expect(answers[0]).toContain('"code":"too-slow"');
  await wait(200);
  await expect(connectionsOf(running!)).resolves.toBeLessThan(3);
});

it('waits for a body that comes slowly but steadily, and for a handler that takes its time', async () => {
  const port = await serve((request, response) => {
    if (request.method === 'GET') setTimeout(() => response.end('late'), 3_000);
    else measure(request, response);
  });
  const late = fetch(`http://127.0.0.1:${port}/`);
  const request = http.request({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 40_000 } });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  for (let part = 0; part < 40; part++) {
    request.write(Buffer.alloc(1_000));
    await wait(80);
  }
  request.end();
  const [response] = await answered;
  expect(response.statusCode).toBe(200);
  response.resume();
  expect(await (await late).text()).toBe('late');
});

it('cuts off who asks for much and does not read it, and not who reads slowly but steadily', async () => {
  const answer = Buffer.alloc(30_000_000, 'a');
  const port = await serve((_request, response) => response.end(answer));
  const deaf = connect(port, '127.0.0.1');
  deaf.on('error', () => undefined);
  deaf.write('GET / HTTP/1.1\r\nHost: t\r\n\r\n');
  deaf.pause();
  await wait(300);
  expect(await connectionsOf(running!)).toBe(1);
  const begunAt = performance.now();
  while ((await connectionsOf(running!)) > 0) await wait(50);
  expect(performance.now() - begunAt).toBeLessThan(5_000);

  const slow = connect(port, '127.0.0.1');
  slow.write('GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n');
  expect(await readSlowly(slow, 1_000_000)).toBeGreaterThan(answer.length);
});

it('sends no more to who does not read a stream of events, and cuts the stream off', async () => {
  let told = 0;
  const app = express();
  const events = new AbortController();
  app.get('/', (request, response) => {
    const ask = { request, response, isStillAllowed: async () => true } as unknown as Ask;
    void streamEvents(ask, events.signal, async (send) => {
      for (let at = 0; at < 100; at++) send('fact', 'x'.repeat(50_000));
      told += 100;
      return true;
    });
  });
  const port = await serve(app);
  const deaf = connect(port, '127.0.0.1');
  deaf.on('error', () => undefined);
  deaf.write('GET / HTTP/1.1\r\nHost: t\r\n\r\n');
  deaf.pause();
  await wait(1_200);
  const after = told;
  expect(after).toBeLessThan(400);
  while ((await connectionsOf(running!)) > 0) await wait(50);
  expect(told).toBe(after);
});

it('lets one address have no more connections than are allowed, and again when some are closed', async () => {
  const port = await serve(measure, 3);
  const open = await Promise.all(
    [1, 2, 3].map(async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    }),
  );
  const refused = await trickle(port, 'GET / HTTP/1.1\r\nHost: t\r\n\r\n', 10_000);
  expect(refused).toMatch(/^HTTP\/1.1 429 /);
  expect(refused).toContain('too-many-connections');
  open[0].destroy();
  await wait(100);
  expect((await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).status).toBe(200);
  for (const socket of open) socket.destroy();
});

it('refuses at its end what cannot be answered in time, and ends though somebody does not read', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/much') response.end(Buffer.alloc(30_000_000));
  });
  const deaf = connect(port, '127.0.0.1');
  deaf.on('error', () => undefined);
  deaf.write('GET /much HTTP/1.1\r\nHost: t\r\n\r\n');
  deaf.pause();
  const hangs = fetch(`http://127.0.0.1:${port}/never`);
  await wait(200);
  const begunAt = performance.now();
  await running!.stop();
  expect(performance.now() - begunAt).toBeLessThan(2_000);
  const answer = await hangs;
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await answer.json()).toMatchObject({ code: 'stopping' });
});

function connectionsOf({ server }: HttpServer): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
}

/** Reads so many bytes every 50 ms. @returns how many there were until the end. */
async function readSlowly(socket: Socket, bytes: number): Promise<number> {
  let read = 0;
  for await (const chunk of socket) {
    read += (chunk as Buffer).length;
    await wait((50 * (chunk as Buffer).length) / bytes);
  }
  return read;
}
