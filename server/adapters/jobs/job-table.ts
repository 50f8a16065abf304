import type { Knex } from 'knex';
import type { Job, JobRequest } from '../../application/jobs.js';
import { NotFoundError } from '../../domain/dispatch-error.js';

const leaseSeconds = 30;

/** A job taken by a process. The attempt is its fencing token: a later taker has a higher one. */
export interface TakenJob extends JobRequest {
  readonly jobId: string;
  readonly attempt: number;
}

/** What a heartbeat learns. */
export type Beat = 'go-on' | 'cancel' | 'lost';

const columns = 'job_id, kind, status, subject_id, progress, result, error';

/** The table of jobs. Every write of a taker names its attempt, so that one who lost the job writes nothing more. */
export function makeJobTable(knex: Knex, owner: string) {
  return {
    /** False when one of this kind and subject waits or runs already. */
    async insert(jobId: string, { kind, depotId, subjectId, payload, by }: JobRequest, now: Date): Promise<boolean> {
      const inserted = await knex.raw(
        `insert into jobs (job_id, kind, status, depot_id, subject_id, payload, created_by, created_at)
         values (?, ?, 'waiting', ?, ?, ?, ?, ?)
         on conflict (kind, subject_id) where status in ('waiting', 'running') do nothing`,
        [jobId, kind, depotId, subjectId, JSON.stringify(payload), by, now],
      );
      return inserted.rowCount === 1;
    },

    /** Takes the oldest job that waits or whose process is gone; undefined when there is none of these kinds. */
    async take(kinds: readonly string[]): Promise<TakenJob | undefined> {
      const { rows } = await knex.raw(
        `update jobs set status = 'running', attempt = attempt + 1, leased_by = ?,
           lease_until = now() + interval '${leaseSeconds} seconds'
         where job_id = (
           select job_id from jobs
           where (status = 'waiting' or (status = 'running' and lease_until < now()))
             and attempt < max_attempts and cancel_requested_at is null and kind = any(?)
           order by created_at limit 1 for update skip locked)
         returning job_id, kind, subject_id, depot_id, payload, attempt, created_by`,
        [owner, kinds as string[]],
      );
      if (rows.length === 0) return undefined;
      const [row] = rows;
      return {
        jobId: row.job_id,
        kind: row.kind,
        subjectId: row.subject_id,
        depotId: row.depot_id,
        payload: row.payload,
        by: row.created_by,
        attempt: row.attempt,
      };
    },

    /** Renews the lease and keeps the progress. */
    async beat({ jobId, attempt }: TakenJob, progress: unknown): Promise<Beat> {
      const { rows } = await knex.raw(
        `update jobs set lease_until = now() + interval '${leaseSeconds} seconds', progress = ?
         where job_id = ? and attempt = ? and status = 'running' returning cancel_requested_at`,
        [JSON.stringify(progress), jobId, attempt],
      );
      if (rows.length === 0) return 'lost';
      return rows[0].cancel_requested_at === null ? 'go-on' : 'cancel';
    },

    async end(
      { jobId, attempt }: TakenJob,
      status: Job['status'],
      outcome: { readonly result?: unknown; readonly error?: Job['error'] },
      now: Date,
    ): Promise<void> {
      await knex.raw(
        `update jobs set status = ?, result = ?, error = ?, ended_at = ?
         where job_id = ? and attempt = ? and status = 'running'`,
        [status, json(outcome.result), json(outcome.error), now, jobId, attempt] as string[],
      );
    },

    /** Lets a job wait again because its process ends in order; that is no failed attempt. */
    async handBack({ jobId, attempt }: TakenJob): Promise<void> {
      await knex.raw(
        `update jobs set status = 'waiting', lease_until = null, max_attempts = max_attempts + 1
         where job_id = ? and attempt = ? and status = 'running'`,
        [jobId, attempt],
      );
    },

    /** Ends all leases: for a process that knows that it is the only one. */
    async endLeases(): Promise<void> {
      await knex.raw("update jobs set lease_until = now() - interval '1 second' where status = 'running'");
    },

    /** Ends what nobody will take again: processes died over it too often, or it was cancelled after its process died. */
    async endLost(): Promise<void> {
      await knex.raw(
        `update jobs set ended_at = now(),
           status = case when cancel_requested_at is null then 'failed' else 'cancelled' end,
           error = case when cancel_requested_at is null then
             '{"code":"process-ended","detail":"The server ended each time while this was running. Look into its log."}'::jsonb end
         where status = 'running' and lease_until < now()
           and (attempt >= max_attempts or cancel_requested_at is not null)`,
      );
    },

    /** @throws NotFoundError */
    async get(jobId: string, depotId: string | undefined): Promise<Job> {
      const { rows } = await knex.raw(
        `select ${columns} from jobs where job_id = ? and (?::text is null or depot_id = ?)`,
        [jobId, depotId ?? null, depotId ?? null] as string[],
      );
      if (rows.length === 0) throw new NotFoundError('job', jobId);
      return toJob(rows[0]);
    },

    /** A job that nobody has taken yet ends at once; a running one learns of it with its next beat. */
    async requestCancel(jobId: string, now: Date): Promise<void> {
      await knex.raw(
        `update jobs set cancel_requested_at = ?,
           status = case status when 'waiting' then 'cancelled' else status end,
           ended_at = case status when 'waiting' then ?::timestamptz end
         where job_id = ? and status in ('waiting', 'running')`,
        [now, now, jobId],
      );
    },
  };
}

interface JobRow {
  job_id: string;
  kind: string;
  status: Job['status'];
  subject_id: string | null;
  progress: unknown;
  result: unknown;
  error: Job['error'] | null;
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

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
