import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/database.js';
import { makeJobRunner } from '../../../server/adapters/jobs/job-runner.js';
import { eachDatabase } from '../../support/databases.js';
import { silentLog } from '../../support/template-database.js';

let ids = 0;
const runnerOver = ({ knex }: Database, owner = 'one') =>
  makeJobRunner(knex, { now: () => new Date() }, (prefix) => `${prefix}-${++ids}`, silentLog, owner);
const plan = { kind: 'plan', subjectId: 'W1', depotId: 'D1', by: 'test' };

function later<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((told) => {
    resolve = told;
  });
  return { promise, resolve };
}

/** Work that goes on until it is told to stop, and says why it was. */
function endless() {
  const stopped = later<unknown>();
  const work = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        stopped.resolve(signal.reason);
        reject(signal.reason);
      });
    });
  return { work, stopped: stopped.promise };
}

eachDatabase('the job runner', (open) => {
  it('keeps progress and result where every process sees them', async () => {
    const database = await open();
    const done = later<string>();
    const job = await runnerOver(database).start(plan, async (_signal, tell) => {
      tell({ share: 0.5 });
      return { planId: await done.promise };
    });
    expect(job).toMatchObject({ status: 'running', subjectId: 'W1' });
    await wait(1500);
    const elsewhere = runnerOver(database, 'two');
    expect((await elsewhere.get(job.jobId)).progress).toEqual({ share: 0.5 });
    done.resolve('p1');
    await wait(200);
    expect(await elsewhere.get(job.jobId)).toMatchObject({ status: 'done', result: { planId: 'p1' } });
  });

  it('works on one thing once at a time', async () => {
    const runner = runnerOver(await open());
    const { work } = endless();
    const { jobId } = await runner.start(plan, work);
    await expect(runner.start(plan, work)).rejects.toMatchObject({ code: 'already-running' });
    await runner.cancel(jobId);
    await wait(200);
    const again = endless();
    const { jobId: next } = await runner.start(plan, again.work);
    await runner.cancel(next);
    await again.stopped;
  });

  it('stops a job that another process cancels', async () => {
    const database = await open();
    const { work, stopped } = endless();
    const { jobId } = await runnerOver(database).start(plan, work);
    const elsewhere = runnerOver(database, 'two');
    await elsewhere.cancel(jobId);
    expect(await stopped).toMatchObject({ code: 'cancelled' });
    await wait(200);
    expect((await elsewhere.get(jobId)).status).toBe('cancelled');
  });

  it('tells a job whose lease ran out as failed, and it stays so when its work ends after all', async () => {
    const database = await open();
    const runner = runnerOver(database);
    const { work, stopped } = endless();
    const { jobId } = await runner.start(plan, work);
    await database.knex.raw("update jobs set lease_until = now() - interval '1 second'");
    const failed = { status: 'failed', error: { code: 'process-ended' } };
    expect(await runner.get(jobId)).toMatchObject(failed);
    expect(await stopped).not.toMatchObject({ code: 'cancelled' });
    await wait(200);
    expect(await runner.get(jobId)).toMatchObject(failed);
  });

  it('knows no job of another depot', async () => {
    const runner = runnerOver(await open());
    const { work, stopped } = endless();
    const { jobId } = await runner.start(plan, work);
    await expect(runner.get(jobId, 'D2')).rejects.toMatchObject({ code: 'not-found' });
    await expect(runner.cancel(jobId, 'D2')).rejects.toMatchObject({ code: 'not-found' });
    await runner.cancel(jobId, 'D1');
    await stopped;
  });
});
