import { inEnglish, plainly, type Told, told } from './told.js';

/**
 * A refusal that the caller can act on.
 *
 * `code` is stable and listed in docs/errors.md with cause and remedy; `message` is a whole sentence in English that names the
 * thing and the value, and `told` the same with its facts apart. A normal outcome (unassigned, late, short) is data, and a bug is a plain Error.
 */
export class DispatchError extends Error {
  readonly code: string;
  readonly told: Told;
  /** Facts for programs, e.g. which fields were refused. Never secrets. */
  readonly details: unknown;

  constructor(code: string, sentence: string | Told, options: ErrorOptions & { details?: unknown } = {}) {
    const said = typeof sentence === 'string' ? plainly(sentence) : sentence;
    super(inEnglish(said), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.told = said;
    this.details = options.details;
  }
}

/** The thing asked for does not exist, or the one who asks may not know of it: both read the same. */
export class NotFoundError extends DispatchError {
  constructor(kind: string, id: string) {
    super('not-found', told`There is no ${plainly(kind)} with id ${id}.`);
  }
}

/** A table of states does not allow this step, which `step` names: "be released", "become departed". */
export class TransitionError extends DispatchError {
  constructor(kind: string, from: string, step: Told) {
    super('wrong-state', told`A ${plainly(kind)} that is ${plainly(from)} cannot ${step}.`);
  }
}

/** Something was sent that is not of the form asked for. `details` lists the fields. */
export class InvalidInputError extends DispatchError {
  constructor(sentence: string | Told, details?: unknown) {
    super('invalid-input', sentence, { details });
  }
}

/** What is asked for clashes with what is there, e.g. an id that another thing has taken. */
export class ConflictError extends DispatchError {
  constructor(code: string, sentence: string | Told, details?: unknown) {
    super(code, sentence, { details });
  }
}

/** Attempts came too fast. `retryAfterSeconds` is how long to wait before the next. */
export class TooManyAttemptsError extends DispatchError {
  readonly retryAfterSeconds: number;

  constructor(sentence: string | Told, retryAfterSeconds: number) {
    super('too-many-requests', sentence);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Why work failed, as a record keeps it: `detail` in English, `told` to be said in the language of who reads it. */
export interface ToldFault {
  readonly code: string;
  readonly detail: string;
  readonly told?: Told;
}

/** What a record says of work that failed: a refusal's own words; of a fault of ours only that it is in the log. */
export function toldOf(error: unknown): ToldFault {
  if (error instanceof DispatchError) return { code: error.code, detail: error.message, told: error.told };
  const sentence = 'Something went wrong here; it is in the log.';
  return { code: 'internal', detail: sentence, told: plainly(sentence) };
}
