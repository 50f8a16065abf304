import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/adapters/db/engine/database.js';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { programArguments } from '../support/program.js';
import { silentLog } from '../support/template-database.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-kill-'));
const day = path.join(folder, 'day');
const data = path.join(folder, 'data');
const environment = { PATH: process.env.PATH, TUANDA_DATA: data, ROUTING_ENGINE: 'straight-line' };

/** Runs a command and kills it, as hard as can be, after so many milliseconds. */
async function killAfter(milliseconds: number, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [...programArguments, ...args], { env: environment, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([wait(milliseconds), ended]);
  child.kill('SIGKILL');
  await ended;
}

function run(...args: string[]): {
  readonly status: number | null;
  readonly last: Record<string, unknown>;
  readonly stderr: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...programArguments, ...args, '--json'], {
    env: environment,
    encoding: 'utf8',
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return { status, last: line.startsWith('{') ? JSON.parse(line) : {}, stderr };
}

/** Starts the server on a free port and waits until it is ready; its answers are read as an admin. */
async function startServer() {
  const port = await freePort();
  const key = 'kill-test-admin-key-0123456789';
  const child = spawn(process.execPath, [...programArguments, 'start', '--port', String(port)], {
    env: { ...environment, TUANDA_ADMIN_KEY: key },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = `http://127.0.0.1:${port}`;
  while (child.exitCode === null && !(await fetch(`${address}/readyz`).catch(() => undefined))?.ok) await wait(100);
  return {
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
    async ask(method: string, at: string, json?: unknown): Promise<any> {
      const answer = await fetch(`${address}/api/v1${at}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': 'once' },
        body: json === undefined ? undefined : JSON.stringify(json),
      });
      return answer.json();
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function counts() {
  const database = await openDatabase({ dataFolder: data, log: silentLog });
  try {
    // The first kills may come before the schema is whole.
    await database.migrate();
    const { rows } = await database.knex.raw(
      `select (select count(*) from orders) as orders, (select count(*) from order_lines) as lines,
         (select count(*) from consignments) as consignments, (select count(*) from totes) as totes,
         (select coalesce(sum(tote_count), 0)::bigint from consignments) as totes_due,
         (select count(*) from plans) as plans, (select count(*) from runs) as runs,
         (select count(*) from routes) as routes, (select status from waves limit 1) as wave`,
    );
    return rows[0];
  } finally {
    await database.close();
  }
}

describe('a process that is killed', () => {
  let orders = 0;
  let lines = 0;

  beforeAll(async () => {
    ({ orders, lines } = await writeDemo({ folder: day, date: '2024-06-14', stations: 60, orders: 1200 }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('while it imports leaves all of the orders or none, and the import can be done again', async () => {
    // Opening takes a second or two; the kills fall before, into and after the writing.
    for (const milliseconds of [1200, 2200, 2800, 3400]) {
      await killAfter(milliseconds, 'import', day);
      const found = await counts();
      expect([0, orders], `after ${milliseconds} ms`).toContain(found.orders);
      expect(found.lines).toBe(found.orders === 0 ? 0 : lines);
    }
    const { status, stderr } = run('import', day);
    expect(status, stderr).toBe(0);
    expect(await counts()).toMatchObject({ orders, lines });
  });

  it('while it groups and plans leaves nothing half, and planning can be done again', async () => {
    for (const milliseconds of [1500, 2300, 3200, 4500]) {
      await killAfter(milliseconds, 'plan', '--date', '2024-06-14', '--seconds', '1');
      const found = await counts();
      expect(found.totes, `after ${milliseconds} ms`).toBe(found.totes_due);
      expect(found.wave === 'collecting' ? found.consignments : 0, `after ${milliseconds} ms`).toBe(0);
      expect(found.wave === 'collecting' || found.consignments > 0).toBe(true);
      expect(found.plans === 0).toBe(found.wave === 'collecting' || found.wave === 'closed');
      if (found.plans > 0) expect(found.runs).toBeGreaterThan(0);
    }
    const planned = run('plan', '--date', '2024-06-14', '--seconds', '1');
    expect(planned.status, planned.stderr).toBe(0);
    expect(planned.last).toMatchObject({ checkerFaults: 0, lateStops: 0 });
    expect((await counts()).wave).toBe('planned');
  });

  it('while it plans as a server takes the planning up again when it is started again', async () => {
    const before = (await counts()).plans;
    const first = await startServer();
    const { data: waves } = await first.ask('GET', '/waves');
    const { jobId } = await first.ask('POST', `/waves/${waves[0].waveId}/plans`, { seconds: 2 });
    await wait(1000);
    expect((await first.ask('GET', `/jobs/${jobId}`)).status).toBe('running');
    await first.kill();

    const second = await startServer();
    let job = await second.ask('GET', `/jobs/${jobId}`);
    while (job.status === 'running' || job.status === 'waiting') {
      await wait(200);
      job = await second.ask('GET', `/jobs/${jobId}`);
    }
    await second.kill();
    expect(job).toMatchObject({ status: 'done', result: { planId: jobId.replace('job', 'plan') } });
    expect((await counts()).plans).toBe(before + 1);
  });

  it('is refused the data folder while another process holds it, by name and at once', async () => {
    const database = await openDatabase({ dataFolder: data, log: silentLog });
    try {
      const began = performance.now();
      await expect(openDatabase({ dataFolder: data, log: silentLog })).rejects.toThrow(String(process.pid));
      expect(performance.now() - began).toBeLessThan(3000);
    } finally {
      await database.close();
    }
  });
});
