import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Clock, NewId } from '../../application/clock.js';
import type { Job, JobRunner } from '../../application/jobs.js';
import { ConflictError, DispatchError, NotFoundError } from '../../domain/dispatch-error.js';

const leaseSeconds = 30;
const beatMilliseconds = 1_000;

interface JobRow {
  job_id: string;
  kind: string;
  status: Job['status'];
  subject_id: string | null;
  progress: unknown;
  result: unknown;
  error: Job['error'] | null;
}

const columns = 'job_id, kind, status, subject_id, progress, result, error';

/**
 * Runs jobs in this process and keeps what they are at in the database, where every process sees it.
 *
 * A running job holds a lease that it renews with each heartbeat; the same beat writes its progress and learns of a
 * cancel. A job whose process died is told as failed once its lease has run out.
 */
export function makeJobRunner(knex: Knex, clock: Clock, newId: NewId, log: Logger, owner: string): JobRunner {
  const running = new Map<string, AbortController>();

  const failLost = () =>
    knex.raw(
      `update jobs set status = 'failed', ended_at = now(),
         error = '{"code":"process-ended","detail":"The server ended while this was running. Start it again."}'
       where status = 'running' and lease_until < now()`,
    );

  const get = async (jobId: string, depotId?: string): Promise<Job> => {
    await failLost();
    const { rows } = await knex.raw(
      `select ${columns} from jobs where job_id = ? and (?::text is null or depot_id = ?)`,
      [jobId, depotId ?? null, depotId ?? null] as string[],
    );
    if (rows.length === 0) throw new NotFoundError('job', jobId);
    return toJob(rows[0]);
  };

  const end = async (jobId: string, status: Job['status'], result: unknown, error: Job['error']) => {
    await knex.raw(
      `update jobs set status = ?, result = ?, error = ?, ended_at = ? where job_id = ? and leased_by = ? and status = 'running'`,
      [status, json(result), json(error), clock.now(), jobId, owner] as string[],
    );
  };

  const beat = async (jobId: string, controller: AbortController, progress: unknown) => {
    const { rows } = await knex.raw(
      `update jobs set lease_until = now() + interval '${leaseSeconds} seconds', progress = ?
       where job_id = ? and leased_by = ? and status = 'running' returning cancel_requested_at`,
      [JSON.stringify(progress), jobId, owner],
    );
    // Told as failed by another process meanwhile: it stays so, whatever comes of the work.
    if (rows.length === 0) controller.abort(new LeaseLostError(jobId));
    else if (rows[0].cancel_requested_at !== null)
      controller.abort(new DispatchError('cancelled', 'It was cancelled.'));
  };

  /** One beat after the other, so that a slow database is not asked again before it answered. */
  const beatWhile = (jobId: string, controller: AbortController, progress: () => unknown) => {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    const next = () => {
      if (stopped || controller.signal.aborted) return;
      timer = setTimeout(() => {
        beat(jobId, controller, progress())
          .catch((error: unknown) => log.warn({ err: error, jobId }, 'A job could not tell how far it is.'))
          .finally(next);
      }, beatMilliseconds);
    };
    next();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  };

  return {
    get,

    async start({ kind, subjectId, depotId, by }, work) {
      await failLost();
      const jobId = newId('job');
      const inserted = await knex.raw(
        `insert into jobs (job_id, kind, status, depot_id, subject_id, payload, attempt, lease_until, leased_by, created_by,
           created_at)
         values (?, ?, 'running', ?, ?, '{}', 1, now() + interval '${leaseSeconds} seconds', ?, ?, ?)
         on conflict (kind, subject_id) where status in ('waiting', 'running') do nothing`,
        [jobId, kind, depotId, subjectId, owner, by, clock.now()],
      );
      if (inserted.rowCount === 0) {
        throw new ConflictError(
          'already-running',
          `For ${subjectId} this is being worked on already. Wait, or cancel it.`,
        );
      }
      const controller = new AbortController();
      running.set(jobId, controller);
      let progress: unknown = {};
      const stopBeats = beatWhile(jobId, controller, () => progress);
      void work(controller.signal, (told) => {
        progress = told;
      })
        .then(
          (result) => end(jobId, 'done', result, undefined),
          (error: unknown) => {
            if (controller.signal.reason instanceof LeaseLostError) return;
            if (controller.signal.aborted) return end(jobId, 'cancelled', undefined, undefined);
            if (!(error instanceof DispatchError)) log.error({ err: error, jobId, kind }, 'A job failed.');
            return end(jobId, 'failed', undefined, toError(error));
          },
        )
        .catch((error: unknown) => log.error({ err: error, jobId }, "A job's end could not be written."))
        .finally(() => {
          stopBeats();
          running.delete(jobId);
        });
      return get(jobId);
    },

    async cancel(jobId, depotId) {
      await get(jobId, depotId);
      await knex.raw("update jobs set cancel_requested_at = ? where job_id = ? and status = 'running'", [
        clock.now(),
        jobId,
      ]);
      running.get(jobId)?.abort(new DispatchError('cancelled', 'It was cancelled.'));
      return get(jobId);
    },
  };
}

/** The lease ran out while the work went on, e.g. because the machine slept; another process has said so. */
class LeaseLostError extends Error {
  constructor(jobId: string) {
    super(`The lease of job ${jobId} ran out.`);
  }
}

function toError(error: unknown): Job['error'] {
  if (error instanceof DispatchError) return { code: error.code, detail: error.message };
  return { code: 'internal', detail: 'Something went wrong here; it is in the log.' };
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function toJob(row: JobRow): Job {
  return {
    jobId: row.job_id,
    kind: row.kind,
    status: row.status,
    subjectId: row.subject_id ?? undefined,
    progress: row.progress,
    result: row.result ?? undefined,
    error: row.error ?? undefined,
  };
}
