import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeJobRunner } from '../../../server/adapters/jobs/job-runner.js';
import type { JobHandler, JobRequest, JobRunner, JobTask } from '../../../server/application/jobs.js';
import { eachDatabase } from '../../support/databases.js';
import { silentLog } from '../../support/template-database.js';

let ids = 0;
const open: JobRunner[] = [];

function runnerOver(database: Database, handlers: Record<string, JobHandler>, knex: Knex = database.knex) {
  const runner = makeJobRunner({
    knex,
    afterCommit: database.afterCommit,
    clock: { now: () => new Date() },
    newId: (prefix) => `${prefix}-${++ids}`,
    log: silentLog,
    owner: `process-${++ids}`,
    alone: false,
    handlers,
  });
  open.push(runner);
  return runner;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((runner) => runner.close()));
});

/** Work that goes on until it is ended, by subject; what was begun stands in order. */
function controlled() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const aborted: string[] = [];
  const plan = ({ subjectId, signal }: JobTask) =>
    new Promise<string>((resolve, reject) => {
      begun.push(subjectId);
      ends.set(subjectId, () => resolve('done'));
      signal.addEventListener('abort', () => {
        aborted.push(subjectId);
        reject(signal.reason);
      });
    });
  return {
    handlers: { plan },
    begun,
    aborted,
    end: (subjectId: string) => ends.get(subjectId)!(),
    async untilBegun(count: number) {
      while (begun.length < count) await wait(20);
    },
  };
}

const ask = (depotId: string, subjectId: string, seconds = 1): JobRequest => ({
  kind: 'plan',
  depotId,
  subjectId,
  seconds,
  by: 'key oms',
  accountId: 'key-oms',
  payload: {},
});

async function linesOf({ knex }: Database): Promise<Record<string, number>> {
  const { rows } = await knex.raw('select subject_id, ahead from jobs join job_lines using (job_id)');
  return Object.fromEntries(rows.map((row: { subject_id: string; ahead: number }) => [row.subject_id, row.ahead]));
}

eachDatabase('the lines of jobs', (openDatabase) => {
  it('take depots in turn, and of a depot the first that came', async () => {
    const database = await openDatabase();
    const { handlers, begun, end, untilBegun } = controlled();
    const runner = runnerOver(database, handlers);
    for (const subject of ['A1', 'A2', 'A3']) await runner.start(ask('A', subject));
    for (const subject of ['B1', 'B2']) await runner.start(ask('B', subject));
    await runner.start(ask('C', 'C1'));
    // One short job of each depot, and two short ones in all.
    expect(begun).toEqual(['A1', 'B1']);
    // C has nothing running; then A, whose turn is longer ago than B's; the third of A comes after the second of B.
    expect(await linesOf(database)).toEqual({ C1: 0, A2: 1, B2: 2, A3: 3 });
    const order = ['A1', 'B1', 'C1', 'A2', 'B2'];
    for (const [at, subject] of order.entries()) {
      end(subject);
      await untilBegun(Math.min(6, at + 3));
    }
    expect(begun).toEqual(['A1', 'B1', 'C1', 'A2', 'B2', 'A3']);
  });

  it('give several processes that take at once different depots', async () => {
    const database = await openDatabase();
    for (let round = 0; round < 4; round++) {
      const queue = runnerOver(database, {});
      for (const at of [1, 2, 3, 4]) await queue.start(ask('A', `A${at}`));
      for (const depot of ['B', 'C', 'D']) await queue.start(ask(depot, `${depot}1`));
      const { handlers, begun, untilBegun } = controlled();
      const processes = [runnerOver(database, handlers), runnerOver(database, handlers)];
      await untilBegun(4);
      expect([...begun].sort()).toEqual(['A1', 'B1', 'C1', 'D1']);
      await Promise.all([queue, ...processes].map((runner) => runner.close()));
      await database.knex.raw('delete from jobs');
      await database.knex.raw('delete from job_turns');
    }
  });

  it('keep long searches from holding up short work, of the same depot and of others', async () => {
    const database = await openDatabase();
    const { handlers, begun } = controlled();
    const runner = runnerOver(database, handlers);
    for (let at = 1; at <= 8; at++) await runner.start(ask('A', `long-${at}`, 3600));
    expect((await runner.start(ask('B', 'short', 1))).status).toBe('running');
    expect((await runner.start(ask('A', 'own', 60))).status).toBe('running');
    expect(begun).toEqual(['long-1', 'short', 'own']);
    // Another depot's long search is the next of the long ones, before seven that came earlier.
    await runner.start(ask('B', 'long-of-B', 61));
    expect((await linesOf(database))['long-of-B']).toBe(0);
  });

  it('let at most ten jobs of a depot and 25 of an account wait, also when they come at once', async () => {
    const database = await openDatabase();
    const queue = runnerOver(database, {});
    const start = (request: JobRequest) => database.inTransaction(() => queue.start(request));
    const codes = async (requests: readonly JobRequest[]) =>
      (await Promise.allSettled(requests.map(start))).map((each) =>
        each.status === 'fulfilled' ? 'taken' : (each.reason as { code: string }).code,
      );
    const ofA = await codes(Array.from({ length: 30 }, (_, at) => ask('A', `A${at}`, 3600)));
    expect(ofA.filter((code) => code === 'taken')).toHaveLength(10);
    expect(ofA.filter((code) => code === 'too-many-jobs')).toHaveLength(20);
    const ofOthers = await codes(
      ['B', 'C'].flatMap((depot) => Array.from({ length: 9 }, (_, at) => ask(depot, `${depot}${at}`))),
    );
    expect(ofOthers.filter((code) => code === 'taken')).toHaveLength(15);
    await expect(start(ask('D', 'D1'))).rejects.toThrow(/25 jobs of this account wait already/);
    expect(await codes([{ ...ask('D', 'D1'), accountId: 'user-7' }])).toEqual(['taken']);
    await expect(start({ ...ask('A', 'A99'), accountId: 'user-7' })).rejects.toThrow(/10 jobs of depot A wait already/);
    // What waits already is told as such, full or not.
    expect(await codes([ask('D', 'D1')])).toEqual(['already-running']);
  });

  it('leave a job with the process that works on it, however late its beats are', async () => {
    const database = await openDatabase();
    const { handlers, begun, aborted } = controlled();
    const runner = runnerOver(database, handlers);
    const { jobId } = await runner.start(ask('A', 'A1'));
    await database.knex.raw("update jobs set lease_until = now() - interval '1 second', attempt = max_attempts");
    // Looks for work at once.
    await runner.start(ask('B', 'B1'));
    expect((await runner.get(jobId)).status).toBe('running');
    expect(begun).toEqual(['A1', 'B1']);
    await database.knex.raw("update jobs set lease_until = now() - interval '1 second', attempt = 1");
    await runner.start(ask('C', 'C1', 100));
    expect(begun).toEqual(['A1', 'B1', 'C1']);
    expect(aborted).toEqual([]);
  });

  it('take no job over right after the database was away: its process could not renew the lease either', async () => {
    const database = await openDatabase();
    const { handlers, begun } = controlled();
    let isAway = true;
    const knex = {
      raw: (...given: Parameters<Knex['raw']>) =>
        isAway ? Promise.reject(new Error('away')) : database.knex.raw(...given),
    } as unknown as Knex;
    const queue = runnerOver(database, {});
    await queue.start(ask('A', 'A1'));
    await database.knex.raw(
      "update jobs set status = 'running', attempt = 1, lease_until = now() - interval '1 second'",
    );
    const runner = runnerOver(database, handlers, knex);
    await wait(100);
    isAway = false;
    await runner.start(ask('B', 'B1'));
    await wait(2500);
    expect(begun).toEqual(['B1']);
  });
});
