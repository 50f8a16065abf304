import type { Knex } from 'knex';
import type { Job, JobRequest, JobWork } from '../../application/jobs.js';
import { ConflictError, DispatchError, NotFoundError } from '../../domain/dispatch-error.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import { plainly, type Told, told } from '../../domain/told.js';
import { isLong, type OpenSlots } from './job-slots.js';

/**
 * How long a job stays with a process that is not heard of. With a look a second it is taken over within 15 s of the
 * process's end; a process that beats every second may stall for ten and keeps it.
 */
export const leaseSeconds = 12;

/** Jobs of one depot that may wait. A regional operator plans a handful of waves a day. */
const mostWaitingOfDepot = 10;
/** Jobs of one account that may wait, over all depots. */
const mostWaitingOfAccount = 25;

/** A job taken by a process. The attempt is its fencing token: a later taker has a higher one. */
export interface TakenJob extends JobWork {
  readonly jobId: string;
  readonly isLong: boolean;
  readonly attempt: number;
}

/** What a heartbeat learns. */
export type Beat = 'go-on' | 'cancel' | 'lost';

/** What a process that looks for work knows of itself. */
export interface Looker {
  readonly kinds: readonly string[];
  readonly open: OpenSlots;
  /** Jobs that it works on: they are in its hands, however long its last beat is ago. */
  readonly own: readonly string[];
  /** Whether a lease that ran out says that its process is gone. */
  readonly takesOver: boolean;
}

const columns = 'job_id, kind, status, subject_id, progress, result, error';

/** The table of jobs. Every write of a taker names its attempt, so that one who lost the job writes nothing more. */
export function makeJobTable(knex: Knex, owner: string) {
  return {
    /**
     * Adds a job. In a transaction of the caller or in none; in one, others who add jobs of the same depot or account wait
     * for its end.
     *
     * @throws ConflictError `already-running` when one of this kind and subject waits or runs already.
     * @throws DispatchError `too-many-jobs`
     */
    async insert(jobId: string, request: JobRequest, now: Date): Promise<void> {
      const { kind, depotId, subjectId, payload, by, accountId } = request;
      await knex.raw(
        `insert into job_bounds (kind, id) values ('depot', ?), ('account', ?)
         on conflict (kind, id) do update set id = excluded.id`,
        [depotId ?? '', accountId],
      );
      const { rows } = await knex.raw(
        `select count(*) filter (where depot_id is not distinct from ?)::int as "ofDepot",
           count(*) filter (where account_id = ?)::int as "ofAccount",
           (select count(*) from jobs where kind = ? and subject_id = ? and status in ('waiting', 'running'))::int as same
         from jobs where status = 'waiting' and cancel_requested_at is null`,
        [depotId ?? null, accountId, kind, subjectId] as string[],
      );
      const { ofDepot, ofAccount, same } = rows[0] as { ofDepot: number; ofAccount: number; same: number };
      if (same === 0) assertRoom(depotId, ofDepot, ofAccount);
      const inserted = await knex.raw(
        `insert into jobs (job_id, kind, status, depot_id, subject_id, payload, created_by, account_id, is_long, created_at)
         values (?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?)
         on conflict (kind, subject_id) where status in ('waiting', 'running') do nothing`,
        [
          jobId,
          kind,
          depotId ?? null,
          subjectId,
          JSON.stringify(payload),
          by,
          accountId,
          isLong(request),
          now,
        ] as string[],
      );
      if (inserted.rowCount === 0) {
        throw new ConflictError(
          'already-running',
          told`For ${subjectId} this is being worked on already. Wait, or cancel it.`,
        );
      }
    },

    /** Gives every depot with a job that waits its place among those that take turns. */
    async makeTurns(): Promise<void> {
      await knex.raw(
        `insert into job_turns (depot_id, is_long)
         select distinct coalesce(depot_id, ''), is_long from jobs where status in ('waiting', 'running')
         on conflict (depot_id, is_long) do nothing`,
      );
    },

    /**
     * Takes the next job that may be taken; undefined when there is none. First what lost its process, for that had its
     * turn; then depots in turn.
     *
     * Who reads the lines while another one takes from them finds the depot's turn changed and goes on to the next depot.
     */
    async take({ kinds, open, own, takesOver }: Looker): Promise<TakenJob | undefined> {
      const { rows } = await knex.raw(
        `with taken as (
           update jobs set status = 'running', attempt = attempt + 1, leased_by = ?,
             lease_until = now() + interval '${leaseSeconds} seconds'
           where job_id = (
             select jobs.job_id from jobs
               join job_turns on job_turns.depot_id = coalesce(jobs.depot_id, '') and job_turns.is_long = jobs.is_long
               left join job_lines on job_lines.job_id = jobs.job_id
             where (jobs.status = 'waiting' or (?::boolean and jobs.status = 'running' and jobs.lease_until < now()))
               and jobs.attempt < jobs.max_attempts and jobs.cancel_requested_at is null and jobs.kind = any(?)
               and jobs.job_id <> all(?::text[])
               and case when jobs.is_long then ?::boolean and coalesce(jobs.depot_id, '') <> all(?::text[])
                 else ?::boolean and coalesce(jobs.depot_id, '') <> all(?::text[]) end
               and job_turns.last_taken_at is not distinct from (
                 select seen.last_taken_at from job_turns as seen
                 where seen.depot_id = job_turns.depot_id and seen.is_long = job_turns.is_long)
             order by jobs.status = 'waiting', job_lines.ahead, jobs.created_at, jobs.job_id
             limit 1 for update of jobs, job_turns skip locked)
           returning job_id, kind, subject_id, depot_id, payload, attempt, created_by, is_long),
         turn as (
           update job_turns set last_taken_at = clock_timestamp() from taken
           where job_turns.depot_id = coalesce(taken.depot_id, '') and job_turns.is_long = taken.is_long)
         select * from taken`,
        [
          owner,
          takesOver,
          kinds,
          own,
          open.long !== undefined,
          open.long ?? [],
          open.short !== undefined,
          open.short ?? [],
        ] as string[],
      );
      if (rows.length === 0) return undefined;
      const [row] = rows;
      return {
        jobId: row.job_id,
        kind: row.kind,
        subjectId: row.subject_id,
        depotId: row.depot_id ?? undefined,
        payload: row.payload,
        by: row.created_by,
        isLong: row.is_long,
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
        `update jobs set lease_until = null, max_attempts = max_attempts + 1,
           status = case when cancel_requested_at is null then 'waiting' else 'cancelled' end,
           ended_at = case when cancel_requested_at is null then null else now() end
         where job_id = ? and attempt = ? and status = 'running'`,
        [jobId, attempt],
      );
    },

    /** Ends all leases: for a process that knows that it is the only one. */
    async endLeases(): Promise<void> {
      await knex.raw("update jobs set lease_until = now() - interval '1 second' where status = 'running'");
    },

    /**
     * Ends what nobody will take again: processes died over it too often, or it was cancelled after its process died.
     *
     * @param own jobs that the asking process works on.
     */
    async endLost(own: readonly string[]): Promise<void> {
      await knex.raw(
        `update jobs set ended_at = now(),
           status = case when cancel_requested_at is null then 'failed' else 'cancelled' end,
           error = case when cancel_requested_at is null then
             '{"code":"process-ended","detail":"The server ended each time while this was running. Look into its log."}'::jsonb end
         where (status = 'running' and lease_until < now() and job_id <> all(?::text[])
             and (attempt >= max_attempts or cancel_requested_at is not null))
           or (status = 'waiting' and cancel_requested_at is not null)`,
        [own as string[]],
      );
    },

    /** @throws NotFoundError */
    async get(jobId: string, depotIds: OwnDepots): Promise<Job> {
      const { rows } = await knex.raw(
        `select ${columns} from jobs where job_id = ? and (?::text[] is null or depot_id = any(?::text[]))`,
        [jobId, depotIds ?? null, depotIds ?? null] as string[],
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

/** @throws DispatchError `too-many-jobs` */
function assertRoom(depotId: string | undefined, ofDepot: number, ofAccount: number): void {
  const refuse = (sentence: Told): never => {
    throw new DispatchError(
      'too-many-jobs',
      told`${sentence} Wait until some have begun, or cancel those that are not needed.`,
    );
  };
  if (ofDepot >= mostWaitingOfDepot) {
    refuse(
      told`${ofDepot} jobs of ${depotId === undefined ? plainly('no depot') : told`depot ${depotId}`} wait already, the most that may.`,
    );
  }
  if (ofAccount >= mostWaitingOfAccount)
    refuse(told`${ofAccount} jobs of this account wait already, the most that may.`);
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
