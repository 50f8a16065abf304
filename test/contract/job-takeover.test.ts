import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-takeover-'));
const key = 'takeover-admin-key-0123456789';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(testServerUrl === undefined)('a job of a server process (PostgreSQL)', () => {
  it('stays with a process that stalls for some seconds, and runs elsewhere within 15 s of its end', async () => {
    const { url, drop } = await createPostgresDatabase();
    const day = path.join(folder, 'day');
    await writeDemo({ folder: day, date: '2024-06-14', stations: 20, orders: 200 });
    const programOf = (name: string) =>
      programOn(path.join(folder, name), { DATABASE_URL: url, TUANDA_ADMIN_KEY: key, LOG_LEVEL: 'warn' });
    const imported = await programOf('first').run(['import', day]);
    expect(imported.status, imported.stderr).toBe(0);
    const first = await programOf('first').start();
    const second = await programOf('second').start();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const readJob = async (): Promise<{ attempt: number; leased_by: string; status: string }> =>
      (await client.query('select attempt, leased_by, status from jobs')).rows[0];
    try {
      const { rows } = await client.query('select wave_id from waves');
      const answer = await fetch(`${first.address}/api/v1/waves/${rows[0].wave_id}/plans`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ seconds: 120, threads: 1 }),
      });
      expect(answer.status, await answer.text()).toBe(202);
      while ((await readJob()).status !== 'running') await wait(100);
      const worker = (await readJob()).leased_by.includes(`:${first.pid}:`) ? first : second;
      const other = worker === first ? second : first;

      process.kill(worker.pid!, 'SIGSTOP');
      await wait(8_000);
      process.kill(worker.pid!, 'SIGCONT');
      await wait(3_000);
      expect(await readJob()).toMatchObject({ attempt: 1, status: 'running' });

      await worker.end('SIGKILL');
      const killedAt = performance.now();
      let job = await readJob();
      while (job.attempt === 1 && performance.now() - killedAt < 60_000) {
        await wait(100);
        job = await readJob();
      }
      expect(job).toMatchObject({ attempt: 2, status: 'running' });
      expect(job.leased_by).toContain(`:${other.pid}:`);
      expect((performance.now() - killedAt) / 1000).toBeLessThan(15);
    } finally {
      await client.end();
      await Promise.all([first, second].map((server) => server.end('SIGKILL')));
      await drop();
    }
  });
});
