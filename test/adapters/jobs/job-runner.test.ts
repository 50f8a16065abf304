import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeJobRunner } from '../../../server/adapters/jobs/job-runner.js';
import type { JobHandler, JobRunner } from '../../../server/application/jobs.js';
import { eachDatabase } from '../../support/databases.js';
import { silentLog } from '../../support/template-database.js';

let ids = 0;
const open: JobRunner[] = [];
const plan = {
  kind: 'plan',
  subjectId: 'W1',
  depotId: 'D1',
  by: 'test',
  accountId: 'k1',
  seconds: 3,
  payload: { seconds: 3 },
};

function runnerOver({ knex }: Database, handler: JobHandler, owner = 'one', alone = false) {
  const runner = makeJobRunner({
    knex,
    afterCommit: (callback: () => void) => callback(),
    clock: { now: () => new Date() },
    newId: (prefix) => `${prefix}-${++ids}`,
    log: silentLog,
    owner,
    alone,
    handlers: { plan: handler },
  });
  open.push(runner);
  return runner;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((runner) => runner.close()));
});

function later<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((told) => {
    resolve = told;
  });
  return { promise, resolve };
}

/** Work that goes on until it is told to stop, and says why it was. */
function endless() {
  const begun = later<void>();
  const stopped = later<unknown>();
  const handler: JobHandler = ({ signal }) =>
    new Promise<never>((_resolve, reject) => {
      begun.resolve();
      signal.addEventListener('abort', () => {
        stopped.resolve(signal.reason);
        reject(signal.reason);
      });
    });
  return { handler, begun: begun.promise, stopped: stopped.promise };
}

async function untilEnded(runner: JobRunner, jobId: string) {
  for (;;) {
    const job = await runner.get(jobId);
    if (job.status !== 'waiting' && job.status !== 'running') return job;
    await wait(50);
  }
}

const endLeases = ({ knex }: Database) => knex.raw("update jobs set lease_until = now() - interval '1 second'");
const unused: JobHandler = () => Promise.reject(new Error('nobody asked for this'));

eachDatabase('the job runner', (openDatabase) => {
  it('keeps progress and result where every process sees them', async () => {
    const database = await openDatabase();
    const done = later<string>();
    const runner = runnerOver(database, async ({ tell, payload }) => {
      tell({ share: 0.5 });
      return { planId: await done.promise, payload };
    });
    const job = await runner.start(plan);
    expect(job).toMatchObject({ status: 'running', subjectId: 'W1' });
    await wait(1500);
    const elsewhere = runnerOver(database, unused, 'two');
    expect((await elsewhere.get(job.jobId)).progress).toEqual({ share: 0.5 });
    done.resolve('p1');
    expect(await untilEnded(elsewhere, job.jobId)).toMatchObject({
      status: 'done',
      result: { planId: 'p1', payload: { seconds: 3 } },
    });
  });

  it('works on one thing once at a time', async () => {
    const { handler } = endless();
    const runner = runnerOver(await openDatabase(), handler);
    const { jobId } = await runner.start(plan);
    await expect(runner.start(plan)).rejects.toMatchObject({ code: 'already-running' });
    await runner.cancel(jobId);
    expect(await untilEnded(runner, jobId)).toMatchObject({ status: 'cancelled' });
    expect((await runner.start(plan)).status).toBe('running');
  });

  it('stops a job that another process cancels', async () => {
    const database = await openDatabase();
    const { handler, stopped } = endless();
    const { jobId } = await runnerOver(database, handler).start(plan);
    const elsewhere = runnerOver(database, unused, 'two');
    await elsewhere.cancel(jobId);
    expect(await stopped).toMatchObject({ code: 'cancelled' });
    expect((await untilEnded(elsewhere, jobId)).status).toBe('cancelled');
  });

  it('lets what is too much wait, and a cancel ends it before it began', async () => {
    const runner = runnerOver(await openDatabase(), endless().handler);
    for (const subjectId of ['W1', 'W2']) await runner.start({ ...plan, subjectId });
    const third = await runner.start({ ...plan, subjectId: 'W3' });
    expect(third.status).toBe('waiting');
    expect((await runner.cancel(third.jobId)).status).toBe('cancelled');
  });

  it('takes a job again whose process is gone; the one who lost it writes nothing more', async () => {
    const database = await openDatabase();
    const late = later<string>();
    const lost = later<unknown>();
    const loser = runnerOver(database, async ({ signal }) => {
      signal.addEventListener('abort', () => lost.resolve(signal.reason));
      return { by: await late.promise };
    });
    const { jobId } = await loser.start(plan);
    await endLeases(database);
    const taker = runnerOver(database, () => Promise.resolve({ by: 'the second' }), 'two');
    expect(await untilEnded(taker, jobId)).toMatchObject({ status: 'done', result: { by: 'the second' } });
    await lost.promise;
    late.resolve('the first');
    await wait(200);
    expect((await taker.get(jobId)).result).toEqual({ by: 'the second' });
  });

  it('gives a job up after three processes died over it', async () => {
    const database = await openDatabase();
    const first = runnerOver(database, endless().handler);
    const { jobId } = await first.start(plan);
    await database.knex.raw("update jobs set attempt = 3, lease_until = now() - interval '1 second'");
    const next = runnerOver(database, unused, 'two');
    expect(await next.get(jobId)).toMatchObject({ status: 'failed', error: { code: 'process-ended' } });
  });

  it('goes on at once after its own end, in order or not, where it is the only process', async () => {
    const database = await openDatabase();
    const before = runnerOver(database, endless().handler);
    const { jobId } = await before.start(plan);
    await before.close();
    expect(await before.get(jobId)).toMatchObject({ status: 'waiting' });
    const killed = endless();
    runnerOver(database, killed.handler, 'two');
    await killed.begun;
    const after = runnerOver(database, () => Promise.resolve('whole'), 'three', true);
    expect(await untilEnded(after, jobId)).toMatchObject({ status: 'done', result: 'whole' });
  });

  it('knows no job of another depot', async () => {
    const { handler, stopped } = endless();
    const runner = runnerOver(await openDatabase(), handler);
    const { jobId } = await runner.start(plan);
    await expect(runner.get(jobId, ['D2'])).rejects.toMatchObject({ code: 'not-found' });
    await expect(runner.cancel(jobId, ['D2'])).rejects.toMatchObject({ code: 'not-found' });
    await runner.cancel(jobId, ['D1']);
    await stopped;
  });
});
