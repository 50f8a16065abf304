import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Clock, NewId } from '../../application/clock.js';
import type { JobHandler, JobRunner } from '../../application/jobs.js';
import { DispatchError, toldOf } from '../../domain/dispatch-error.js';
import { findOpenSlots } from './job-slots.js';
import { leaseSeconds, makeJobTable, type TakenJob } from './job-table.js';

const beatMilliseconds = 1_000;
/** How often is asked for work that another process took on or left behind. */
const lookMilliseconds = 1_000;
/** How long work that was told to stop may take to do so when the process ends. */
const closingMilliseconds = 3_000;

export interface JobRunnerOptions {
  readonly knex: Knex;
  /** Runs the callback once what is written in the transaction around it stands; at once where there is none. */
  afterCommit(callback: () => void): void;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Logger;
  /** Names this process in the table; no two share it. */
  readonly owner: string;
  /** No other process works on this record: what still runs in the table when this one begins lost its process. */
  readonly alone: boolean;
  readonly handlers: Readonly<Record<string, JobHandler>>;
}

/**
 * Works through the table of jobs, in as many processes as there are: depots in turn, and what each may do at once as
 * `findOpenSlots` says. A job is taken under a lease that each heartbeat
 * renews; the same beat writes its progress and learns of a cancel. A job whose process died is taken again by the next
 * that looks, with a higher attempt; whoever lost it writes nothing more.
 */
export function makeJobRunner({
  knex,
  afterCommit,
  clock,
  newId,
  log,
  owner,
  alone,
  handlers,
}: JobRunnerOptions): JobRunner {
  const table = makeJobTable(knex, owner);
  const kinds = Object.keys(handlers);
  const running = new Map<string, Running>();
  let closed = false;
  /** Until then no lease counts as run out: while the database was away nobody could renew one. */
  let leasesUnsureUntil = 0;
  let looking: Promise<void> = alone ? table.endLeases().catch(warn) : Promise.resolve();
  let nextLook: Promise<void> | undefined;

  function warn(error: unknown): void {
    leasesUnsureUntil = performance.now() + leaseSeconds * 1000;
    if (!closed) log.warn({ err: error }, 'The table of jobs could not be read.');
  }

  const takesOver = () => performance.now() >= leasesUnsureUntil;
  const endLost = async () => {
    if (takesOver()) await table.endLost([...running.keys()]);
  };

  /** Takes work until there is none or enough; one look after the other. */
  const look = () => {
    // Asked again before the next one began, that one is enough.
    nextLook ??= looking.then(async () => {
      nextLook = undefined;
      try {
        await endLost();
        await table.makeTurns();
        while (!closed) {
          const open = findOpenSlots([...running.values()].map(({ job }) => job));
          if (open.short === undefined && open.long === undefined) return;
          const taken = await table.take({ kinds, open, own: [...running.keys()], takesOver: takesOver() });
          if (taken === undefined) return;
          begin(taken);
        }
      } catch (error) {
        warn(error);
      }
    });
    looking = nextLook;
    return nextLook;
  };

  const begin = (job: TakenJob) => {
    const controller = new AbortController();
    const ended = work(job, controller).finally(() => {
      running.delete(job.jobId);
      if (!closed) void look();
    });
    running.set(job.jobId, { job, controller, ended });
  };

  const work = async (job: TakenJob, controller: AbortController) => {
    const { signal } = controller;
    let progress: unknown = {};
    const stopBeats = beatWhile(job, controller, () => progress);
    const tell = (told: unknown) => {
      progress = told;
    };
    try {
      const outcome = await settled(handlers[job.kind]({ ...job, signal, tell }));
      const { reason } = signal;
      if (reason instanceof LeaseLostError) return;
      if ('result' in outcome) await table.end(job, 'done', outcome, clock.now());
      else if (reason instanceof ProcessEndsError) await table.handBack(job);
      else if (signal.aborted) await table.end(job, 'cancelled', {}, clock.now());
      else {
        if (!(outcome.error instanceof DispatchError))
          log.error({ err: outcome.error, jobId: job.jobId, kind: job.kind }, 'A job failed.');
        await table.end(job, 'failed', { error: toldOf(outcome.error) }, clock.now());
      }
    } catch (error) {
      log.error({ err: error, jobId: job.jobId }, "A job's end could not be written.");
    } finally {
      stopBeats();
    }
  };

  const beat = async (job: TakenJob, controller: AbortController, progress: unknown) => {
    const learned = await table.beat(job, progress);
    if (learned === 'lost') controller.abort(new LeaseLostError(job.jobId));
    if (learned === 'cancel') controller.abort(new CancelledError());
  };

  /** One beat after the other, so that a slow database is not asked again before it answered. */
  const beatWhile = (job: TakenJob, controller: AbortController, progress: () => unknown) => {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    const next = () => {
      if (stopped || controller.signal.aborted) return;
      timer = setTimeout(() => {
        beat(job, controller, progress())
          .catch((error: unknown) => log.warn({ err: error, jobId: job.jobId }, 'A job could not tell how far it is.'))
          .finally(next);
      }, beatMilliseconds);
    };
    next();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  };

  const timer = setInterval(look, lookMilliseconds);
  timer.unref();
  void look();

  return {
    async start(request) {
      const jobId = newId('job');
      await endLost();
      await table.insert(jobId, request, clock.now());
      // Within a transaction nobody can take it before the commit.
      let looked: Promise<void> | undefined;
      afterCommit(() => {
        looked = look();
      });
      await looked;
      return table.get(jobId, undefined);
    },

    async get(jobId, depotIds) {
      await endLost();
      return table.get(jobId, depotIds);
    },

    async cancel(jobId, depotIds) {
      await table.get(jobId, depotIds);
      await table.requestCancel(jobId, clock.now());
      running.get(jobId)?.controller.abort(new CancelledError());
      return table.get(jobId, depotIds);
    },

    async close() {
      closed = true;
      clearInterval(timer);
      await looking;
      const last = [...running.values()];
      for (const { controller } of last) controller.abort(new ProcessEndsError());
      await Promise.race([
        Promise.all(last.map(({ ended }) => ended)),
        wait(closingMilliseconds, undefined, { ref: false }),
      ]);
      // What does not listen is handed back all the same: whoever takes it has a higher attempt, and this one writes nothing more.
      for (const { job } of running.values()) await table.handBack(job);
    },
  };
}

interface Running {
  readonly job: TakenJob;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** The lease ran out while the work went on, e.g. because the machine slept; another process has the job. */
class LeaseLostError extends Error {
  constructor(jobId: string) {
    super(`The lease of job ${jobId} ran out.`);
  }
}

class ProcessEndsError extends Error {
  constructor() {
    super('The server is stopping.');
  }
}

class CancelledError extends DispatchError {
  constructor() {
    super('cancelled', 'It was cancelled.');
  }
}

async function settled<T>(work: Promise<T>): Promise<{ readonly result: T } | { readonly error: unknown }> {
  try {
    return { result: await work };
  } catch (error) {
    return { error };
  }
}
