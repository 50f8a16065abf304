import type { ToldFault } from '../domain/dispatch-error.js';
/** What is told of a background job. */
export interface Job {
  readonly jobId: string;
  readonly kind: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly subjectId: string | undefined;
  readonly progress: unknown;
  readonly result: unknown;
  readonly error: ToldFault | undefined;
}

/** What is to be done: a kind that a handler is known for, on one subject, with what the handler needs to know. */
export interface JobWork {
  readonly kind: string;
  readonly subjectId: string;
  /** Undefined: of no depot, so that only accounts of all depots see it. */
  readonly depotId: string | undefined;
  readonly by: string;
  /** Goes through JSON: another process, or this one after a restart, may do the work. */
  readonly payload: unknown;
}

/** Work that somebody asks for. */
export interface JobRequest extends JobWork {
  /** Id of the user or key that asks; jobs that wait are counted by it. */
  readonly accountId: string;
  /** For how many seconds it is to go on; more than 60 is long work, which leaves room to short. */
  readonly seconds: number;
}

/** A job in the hands of its handler. */
export interface JobTask extends JobWork {
  readonly jobId: string;
  /** Aborted by a cancel, by the end of the process and when the lease was lost. */
  readonly signal: AbortSignal;
  tell(progress: unknown): void;
}

/**
 * Does the work and returns its result. It may be called again for the same job when the process of the first call
 * died, so what it writes must be known again by the job's id.
 */
export type JobHandler = (task: JobTask) => Promise<unknown>;

/** Work in the background that can be watched and cancelled. */
export interface JobRunner {
  /**
   * Takes work on; one at a time per kind and subject.
   *
   * @throws ConflictError with code `already-running`.
   * @throws DispatchError with code `too-many-jobs` when too many of the depot or the account wait already.
   */
  start(request: JobRequest): Promise<Job>;
  /** @throws NotFoundError, also for a job of another depots than those named. */
  get(jobId: string, depotIds?: readonly string[]): Promise<Job>;
  /** Asks it to stop. @throws NotFoundError as `get` does. */
  cancel(jobId: string, depotIds?: readonly string[]): Promise<Job>;
  /** Stops taking work and hands back what is running, so that the next process goes on at once. */
  close(): Promise<void>;
}
