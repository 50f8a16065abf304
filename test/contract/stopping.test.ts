import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-stop-'));
const key = 'stop-test-admin-key-0123456789';

const day = path.join(folder, 'day');
beforeAll(() => writeDemo({ folder: day, date: '2024-06-14' }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Tally {
  answered: number;
  /** Connections that were not let in: nothing of these was heard. */
  refused: number;
  /** Requests that were sent and got no whole answer. */
  readonly cut: string[];
}

/** Asks until it is told to stop or nobody listens any more, over one kept connection or a new one each time. */
async function askOnAndOn(address: string, keepAlive: boolean, tally: Tally, until: AbortSignal): Promise<void> {
  const agent = new http.Agent({ keepAlive, maxSockets: 1 });
  for (let turn = 0; !until.aborted; turn++) {
    const writes = turn % 2 === 0;
    const outcome = await askOnce(`${address}/api/v1/${writes ? 'api-keys' : 'depots'}`, agent, writes);
    if (outcome === 'answered') tally.answered += 1;
    else if (outcome === 'refused') {
      tally.refused += 1;
      break;
    } else tally.cut.push(outcome);
  }
  agent.destroy();
}

let keys = 0;

function askOnce(url: string, agent: http.Agent, writes: boolean): Promise<string> {
  return new Promise((resolve) => {
    const body = writes ? JSON.stringify({ name: `k${++keys}`, role: 'picker' }) : undefined;
    const request = http.request(url, {
      agent,
      method: writes ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, ...(writes ? { 'content-type': 'application/json' } : {}) },
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      // A connection that never came to be was not heard, whether it is refused or reset as the last one in the queue.
      resolve(error.syscall === 'connect' ? 'refused' : `${error.code}: ${error.message}`),
    );
    request.on('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode! < 300 ? 'answered' : `status ${response.statusCode}`));
      response.once('aborted', () => resolve('the answer broke off'));
    });
    request.end(body);
  });
}

/** Reads a stream of events to its end. */
async function listen(address: string): Promise<'ended' | 'broke off'> {
  const request = http.get(`${address}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
  });
  try {
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    return 'ended';
  } catch {
    return 'broke off';
  }
}

function stopsUnderLoad(settings: () => Promise<{ env: Record<string, string>; drop(): Promise<void> }>) {
  it('ends within 10 s of SIGTERM, answers all it has heard and hands its work back', async () => {
    const { env, drop } = await settings();
    const data = mkdtempSync(path.join(folder, 'data-'));
    const program = programOn(data, { TUANDA_ADMIN_KEY: key, LOG_LEVEL: 'warn', ...env });
    // A record that is not empty, so that no demo is loaded and planned beside it: nothing else is at work.
    const imported = await program.run(['import', day]);
    expect(imported.status, imported.stderr).toBe(0);
    const server = await program.start();
    try {
      const waveId = await findWave(server.address);
      const job = await fetch(`${server.address}/api/v1/waves/${waveId}/plans`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ seconds: 600, threads: 1 }),
      });
      expect(job.status).toBe(202);
      const { jobId } = (await job.json()) as { jobId: string };
      const streams = Array.from({ length: 5 }, () => listen(server.address));
      const tally: Tally = { answered: 0, refused: 0, cut: [] };
      const enough = new AbortController();
      const askers = Array.from({ length: 24 }, (_, at) =>
        askOnAndOn(server.address, at % 2 === 0, tally, enough.signal),
      );
      // However fast the machine is, the server is well at work when it is stopped.
      const begunAsking = performance.now();
      while (tally.answered <= 20 && performance.now() - begunAsking < 60_000) await wait(100);
      await wait(1_000);
      const answeredBefore = tally.answered;
      expect(answeredBefore).toBeGreaterThan(20);
      const begunAt = performance.now();
      await server.end('SIGTERM');
      const seconds = (performance.now() - begunAt) / 1000;
      enough.abort();
      await Promise.all(askers);
      expect(tally.cut).toEqual([]);
      expect(seconds).toBeLessThan(10);
      expect(await Promise.all(streams)).toEqual(streams.map(() => 'ended'));

      const next = await program.start();
      const again = await fetch(`${next.address}/api/v1/jobs/${jobId}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      expect(await again.json()).toMatchObject({ status: expect.stringMatching(/waiting|running/) });
      const idleAt = performance.now();
      await next.end('SIGTERM');
      expect((performance.now() - idleAt) / 1000).toBeLessThan(10);
    } finally {
      await server.end('SIGKILL');
      await drop();
    }
  });
}

async function findWave(address: string): Promise<string> {
  const waves = await fetch(`${address}/api/v1/waves`, { headers: { authorization: `Bearer ${key}` } });
  return ((await waves.json()) as { data: { waveId: string }[] }).data[0].waveId;
}

describe('a server that is stopped under load (embedded)', () =>
  stopsUnderLoad(async () => ({ env: {}, drop: async () => undefined })));

describe.skipIf(testServerUrl === undefined)('a server that is stopped under load (PostgreSQL)', () =>
  stopsUnderLoad(async () => {
    const { url, drop } = await createPostgresDatabase();
    return { env: { DATABASE_URL: url }, drop };
  }),
);
