/** What is told of a background job. */
export interface Job {
  readonly jobId: string;
  readonly kind: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly subjectId: string | undefined;
  readonly progress: unknown;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly detail: string } | undefined;
}

/** Work in the background that can be watched and cancelled. */
export interface JobRunner {
  /**
   * Starts work; one at a time per kind and subject.
   *
   * @throws ConflictError with code `already-running`.
   */
  start(
    job: { readonly kind: string; readonly subjectId: string; readonly depotId: string; readonly by: string },
    work: (signal: AbortSignal, tell: (progress: unknown) => void) => Promise<unknown>,
  ): Promise<Job>;
  /** @throws NotFoundError, also for a job of another depot than the one named. */
  get(jobId: string, depotId?: string): Promise<Job>;
  /** Asks it to stop. @throws NotFoundError as `get` does. */
  cancel(jobId: string, depotId?: string): Promise<Job>;
}
