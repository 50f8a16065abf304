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
    kind: string,
    subjectId: string,
    by: string,
    work: (signal: AbortSignal, tell: (progress: unknown) => void) => Promise<unknown>,
  ): Promise<Job>;
  /** @throws NotFoundError */
  get(jobId: string): Promise<Job>;
  cancel(jobId: string, by: string): Promise<Job>;
}
