/** What is kept of a request that was answered. */
export interface KeptAnswer {
  readonly status: number;
  /** JSON; undefined where the answer has no body, or where it is sealed. */
  readonly answer: string | undefined;
  readonly sealed: Buffer | undefined;
}

/** The same with what tells which request it was. */
export interface KeptRecord extends KeptAnswer {
  readonly requestHash: string;
}

/** Another of the same requests was answered first: what this one has done so far is undone, and that answer is given. */
export class AnsweredMeanwhileError extends Error {
  constructor(readonly answer: { readonly status: number; readonly value: unknown }) {
    super('The same request was answered meanwhile.');
  }
}

/** A request that may come again, and must have its effect once. */
export interface Repeatable {
  readonly accountId: string;
  readonly keyHash: string;
  readonly requestHash: string;
  /** What is to be kept of its answer. */
  keep(value: unknown): KeptAnswer;
  /** The answer that was kept. @throws DispatchError `idempotency-key-reused` where it is another request's. */
  read(kept: KeptRecord): unknown;
}
