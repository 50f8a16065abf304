import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/adapters/db/engine/database.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { makeTcpProxy } from '../support/tcp-proxy.js';
import { silentLog, templateDatabase } from '../support/template-database.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-ready-'));
const adminKey = 'readiness-admin-key-0123456789';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly status: number;
  readonly seconds: number;
  readonly body: Record<string, unknown>;
}

async function askReady(address: string, key?: string): Promise<Told> {
  const begunAt = performance.now();
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(`${address}/readyz`, { headers });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, seconds: (performance.now() - begunAt) / 1000, body };
}

describe.skipIf(testServerUrl === undefined)('/readyz of a server whose PostgreSQL goes', () => {
  it('says so within a second, when it is cut off and when it hangs, and when it is back; why it says to admins', async () => {
    const { url, drop } = await createPostgresDatabase();
    const target = new URL(url);
    const proxy = await makeTcpProxy(target.hostname, Number(target.port || 5432));
    target.port = String(proxy.port);
    const settings = { DATABASE_URL: target.href, TUANDA_ADMIN_KEY: adminKey, LOG_LEVEL: 'error' };
    const program = programOn(path.join(folder, 'data'), settings);
    const imported = await program.run(['import', writeFiles(smallDay)]);
    expect(imported.status, imported.stderr).toBe(0);
    const server = await program.start();
    try {
      const { address } = server;
      const authorization = `Bearer ${adminKey}`;
      const made = await fetch(`${address}/api/v1/api-keys`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'watcher', role: 'dispatcher' }),
      });
      expect(made.status).toBe(201);
      const { key } = (await made.json()) as { key: string };
      const untilReady = async () => {
        const begunAt = performance.now();
        while ((await askReady(address)).status !== 200) await wait(50);
        return (performance.now() - begunAt) / 1000;
      };

      expect((await askReady(address)).body).toEqual({ ready: true, demo: 'none' });
      expect((await askReady(address, key)).body).toEqual({ ready: true, demo: 'none' });
      expect((await askReady(address, adminKey)).body).toMatchObject({
        ready: true,
        database: 'It answers.',
        storage: expect.stringContaining('PostgreSQL'),
      });

      const faults = { hang: 'it did not answer within 0.5 s', cut: `connect ECONNREFUSED 127.0.0.1:${proxy.port}` };
      for (const way of ['hang', 'cut', 'hang'] as const) {
        await proxy[way]();
        // The looks for jobs may open as many as the pool has; those who ask for readiness add one.
        const openBefore = proxy.accepted();
        for (let round = 0; round < 3; round++) {
          const told = await Promise.all(Array.from({ length: 20 }, () => askReady(address)));
          expect(told.map(({ status }) => status)).toEqual(told.map(() => 503));
          expect(told.map(({ body }) => body)).toEqual(told.map(() => ({ ready: false, demo: 'unknown' })));
          expect(Math.max(...told.map(({ seconds }) => seconds)), `${way} ${round}`).toBeLessThan(1);
        }
        expect(proxy.accepted() - openBefore, way).toBeLessThan(15);
        expect((await askReady(address, key)).body).toEqual({ ready: false, demo: 'unknown' });
        const admin = await askReady(address, adminKey);
        expect(admin.seconds).toBeLessThan(1);
        expect(admin.body).toMatchObject({ ready: false, database: expect.stringContaining(faults[way]) });
        await proxy.restore();
        expect(await untilReady(), way).toBeLessThan(2);
      }
      // Not only is it said: what is asked is answered again.
      const waves = await fetch(`${address}/api/v1/waves`, { headers: { authorization } });
      expect(waves.status).toBe(200);
    } finally {
      await server.end('SIGKILL');
      await proxy.close();
      await drop();
    }
  });
});

describe('the embedded database', () => {
  it('says whether it answers: after it was lost once it is open again, and closed not', async () => {
    const dataFolder = path.join(folder, 'embedded');
    const database = await openDatabase({ dataFolder, log: silentLog, template: await templateDatabase() });
    expect(await database.findFault()).toBeUndefined();
    await expect(database.knex.raw("copy depots from program 'ls'")).rejects.toMatchObject({ code: 'ENGINE_DESYNC' });
    const faults = new Set<string | undefined>();
    do {
      const begunAt = performance.now();
      faults.add(await database.findFault());
      expect(performance.now() - begunAt).toBeLessThan(1000);
    } while (!faults.has(undefined));
    faults.delete(undefined);
    for (const fault of faults) expect(fault).toBe('it was lost and is being opened again');
    await database.close();
    expect(await database.findFault()).toBe('The embedded database is closed.');
  });
});
