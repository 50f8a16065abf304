import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compressAnswers } from '../../../server/adapters/http/connections/compress-answers.js';
import { servePages } from '../../../server/adapters/http/serve-pages.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-pages-'));
const rows = Array.from({ length: 200 }, (_, at) => ({ stationId: `S${at}`, name: '站点' }));
const script = 'export const answer = 42;\n'.repeat(100);
const app = express();
const server = createServer(app);
let address: string;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'assets', 'page-1a2b.js'), script);
  writeFileSync(path.join(folder, 'assets', 'page-1a2b.js.br'), brotliCompressSync(script));
  writeFileSync(path.join(folder, 'assets', 'page-1a2b.js.gz'), gzipSync(script));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  app.use('/api', compressAnswers());
  app.get('/api/rows', (_request, response) => void response.json(rows));
  app.get('/api/few', (_request, response) => void response.json(rows.slice(0, 2)));
  app.get('/api/events', (_request, response) => {
    response.type('text/event-stream').write(`data: ${'x'.repeat(5000)}\n\n`);
  });
  servePages(app, folder);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** An answer as it goes over the wire: fetch would hide how. */
function ask(at: string, encodings: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${address}${at}`, { headers: { 'accept-encoding': encodings } }, resolve).on('error', reject);
  });
}
async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('compresses answers as whoever asks takes them, and leaves small ones', async () => {
  const plain = JSON.stringify(rows);
  const brotli = await ask('/api/rows', 'gzip, br');
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(await bytesOf(brotli)).toString()).toBe(plain);
  const gzip = await ask('/api/rows', 'gzip');
  expect(gzip.headers['content-encoding']).toBe('gzip');
  const packed = await bytesOf(gzip);
  expect(gunzipSync(packed).toString()).toBe(plain);
  expect(packed.length).toBeLessThan(plain.length / 5);
  expect((await ask('/api/rows', 'identity')).headers['content-encoding']).toBeUndefined();
  expect((await ask('/api/few', 'gzip, br')).headers['content-encoding']).toBeUndefined();
});

it('sends events as they come', async () => {
  const answer = await ask('/api/events', 'gzip, br');
  expect(answer.headers['content-encoding']).toBeUndefined();
  const [first] = await new Promise<Buffer[]>((resolve) => answer.once('data', (chunk) => resolve([chunk])));
  expect(first.toString()).toContain('data: xxx');
  answer.destroy();
});

it('hands out assets as they were compressed when they were built, to be kept for a year', async () => {
  const brotli = await ask('/assets/page-1a2b.js', 'gzip, br');
  expect(brotli.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(brotli.headers['content-type']).toContain('javascript');
  expect(brotliDecompressSync(await bytesOf(brotli)).toString()).toBe(script);
  const plain = await ask('/assets/page-1a2b.js', 'identity');
  expect((await bytesOf(plain)).toString()).toBe(script);
  expect((await ask('/', 'br')).headers['cache-control']).toBe('no-cache');
});
