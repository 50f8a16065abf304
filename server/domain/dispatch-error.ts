/**
 * A refusal that the caller can act on.
 *
 * `code` is stable and listed in docs/errors.md with cause and remedy; `message` is a whole sentence that names the
 * thing and the value. A normal outcome (unassigned, late, short) is data, and a bug is a plain Error.
 */
export class DispatchError extends Error {
  readonly code: string;
  /** Facts for programs, e.g. which fields were refused. Never secrets. */
  readonly details: unknown;

  constructor(code: string, message: string, options: ErrorOptions & { details?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details;
  }
}

/** The thing asked for does not exist, or the one who asks may not know of it: both read the same. */
export class NotFoundError extends DispatchError {
  constructor(kind: string, id: string) {
    super('not-found', `There is no ${kind} with id ${id}.`);
  }
}

/** A table of states does not allow this step, which `step` names: "be released", "become departed". */
export class TransitionError extends DispatchError {
  constructor(kind: string, from: string, step: string) {
    super('wrong-state', `A ${kind} that is ${from} cannot ${step}.`);
  }
}

/** Something was sent that is not of the form asked for. `details` lists the fields. */
export class InvalidInputError extends DispatchError {
  constructor(message: string, details?: unknown) {
    super('invalid-input', message, { details });
  }
}

/** What is asked for clashes with what is there, e.g. an id that another thing has taken. */
export class ConflictError extends DispatchError {
  constructor(code: string, message: string, details?: unknown) {
    super(code, message, { details });
  }
}

/** Attempts came too fast. `retryAfterSeconds` is how long to wait before the next. */
export class TooManyAttemptsError extends DispatchError {
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super('too-many-requests', message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a record says of work that failed: a refusal's own words; of a fault of ours only that it is in the log. */
export function toldOf(error: unknown): { readonly code: string; readonly detail: string } {
  if (error instanceof DispatchError) return { code: error.code, detail: error.message };
  return { code: 'internal', detail: 'Something went wrong here; it is in the log.' };
}
