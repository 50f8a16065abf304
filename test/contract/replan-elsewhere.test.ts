import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-elsewhere-'));
const key = 'elsewhere-admin-key-0123456789';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(testServerUrl === undefined)('two server processes on one PostgreSQL', () => {
  it('make on the one what was looked at on the other, also when that one is gone', async () => {
    const { url, drop } = await createPostgresDatabase();
    const programOf = (name: string) =>
      programOn(path.join(folder, name), { DATABASE_URL: url, TUANDA_ADMIN_KEY: key, LOG_LEVEL: 'error' });
    const imported = await programOf('first').run(['import', writeFiles(smallDay)]);
    expect(imported.status, imported.stderr).toBe(0);
    const [first, second] = await Promise.all([programOf('first').start(), programOf('second').start()]);
    const ask = async (address: string, method: string, at: string, json?: object, ifMatch?: string) => {
      const answer = await fetch(`${address}/api/v1${at}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        body: json === undefined ? undefined : JSON.stringify(json),
      });
      // biome-ignore lint/suspicious/noExplicitAny: answers of every form
      return { status: answer.status, etag: answer.headers.get('etag')!, body: (await answer.json()) as any };
    };
    try {
      const begun = await ask(first.address, 'POST', '/waves/D1-20240614-1/plans', { seconds: 0.5, threads: 1 });
      let job = begun.body;
      while (job.status === 'running' || job.status === 'waiting') {
        await wait(100);
        job = (await ask(second.address, 'GET', `/jobs/${job.jobId}`)).body;
      }
      const at = `/plans/${job.result.planId}`;
      const { etag } = await ask(first.address, 'GET', at);
      expect((await ask(second.address, 'POST', `${at}/release`, {}, etag)).status).toBe(200);
      const event = { kind: 'station-closed', stationId: 'S2' };
      const seen = await ask(first.address, 'POST', `${at}/replan`, { event, dryRun: true });
      expect(seen.status).toBe(200);
      await first.end('SIGKILL');
      const made = await ask(second.address, 'POST', `${at}/replan`, { event, previewId: seen.body.previewId }, etag);
      expect(made.status, JSON.stringify(made.body)).toBe(200);
      const { plan, ...outcome } = made.body;
      expect(outcome).toEqual(seen.body);
      expect(plan).toMatchObject({ version: 2, parentPlanId: job.result.planId });
    } finally {
      await Promise.all([first, second].map((server) => server.end('SIGKILL')));
      await drop();
    }
  });
});
