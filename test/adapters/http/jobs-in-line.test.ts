import { availableParallelism } from 'node:os';
import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

/** Jobs that wait and that no process takes: they had their attempts. */
async function fillLine({ knex }: Database, depotId: string, count: number) {
  await knex.raw(
    `insert into jobs (job_id, kind, status, depot_id, subject_id, payload, max_attempts, created_by, account_id, is_long,
       created_at)
     select ?::text || no, 'plan', 'waiting', ?, ?::text || no, '{}', 0, 'key oms', 'key-oms', false,
       now() - interval '1 hour' + no * interval '1 second' from generate_series(1, ?::int) as no`,
    [`job-${depotId}-`, depotId, `${depotId}-wave-`, count] as string[],
  );
}

eachDatabase("the API's line of jobs", (open) => {
  let api: Api;
  let database: Database;
  let dispatcher: string;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    dispatcher = await api.keyOf('dispatcher', 'D1');
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });
  const plan = (json: object) => api.ask('POST', `/waves/${wave}/plans`, { key: dispatcher, json });

  it('says how many come before a job that waits, and what it waits for', async () => {
    await fillLine(database, 'D1', 2);
    await fillLine(database, 'D2', 1);
    const { body } = await api.ask('GET', '/jobs?status=waiting', { key: await api.keyOf('admin') });
    // The newest first: two jobs of the same second, of D1 and D2, then the second of D1.
    const told = body.data.map(({ jobId, ahead, waitsFor }: Record<string, unknown>) => [jobId, ahead, waitsFor]);
    expect(told).toEqual([
      ['job-D1-2', 2, 'turn'],
      ['job-D2-1', 1, 'turn'],
      ['job-D1-1', 0, 'slot'],
    ]);
    await database.knex.raw(
      "update jobs set status = 'running', lease_until = now() + interval '1 hour' where job_id = 'job-D1-1'",
    );
    const next = await api.ask('GET', '/jobs/job-D1-2', { key: dispatcher });
    expect(next.body).toMatchObject({ ahead: 1, waitsFor: 'turn' });
    await database.knex.raw("delete from jobs where depot_id = 'D2'");
    const last = await api.ask('GET', '/jobs/job-D1-2', { key: dispatcher });
    expect(last.body).toMatchObject({ ahead: 0, waitsFor: 'depot' });
    const running = await api.ask('GET', '/jobs/job-D1-1', { key: dispatcher });
    expect(running.body).toMatchObject({ ahead: null, waitsFor: null });
  });

  it('refuses what is too much with 429, a sentence and when to try again', async () => {
    await fillLine(database, 'D1', 10);
    const refused = await plan({ seconds: 1 });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.body).toMatchObject({
      code: 'too-many-jobs',
      detail:
        '10 jobs of depot D1 wait already, the most that may. Wait until some have begun, or cancel those that are not needed.',
    });
    await api.ask('POST', '/jobs/job-D1-1/cancel', { key: dispatcher, json: {} });
    expect((await plan({ seconds: 1 })).status).toBe(202);
  });

  it('searches with no more threads than there are cores, and the plan says with how many', async () => {
    expect((await plan({ seconds: 3601 })).status).toBe(400);
    expect((await plan({ threads: 17 })).status).toBe(400);
    const begun = await plan({ seconds: 0.5, threads: 16 });
    const { result } = await api.untilDone(begun.body.jobId, dispatcher);
    const made = await api.ask('GET', `/plans/${result.planId}`, { key: dispatcher });
    expect(made.body.provenance.threads).toBe(Math.min(16, availableParallelism()));
  });
});
