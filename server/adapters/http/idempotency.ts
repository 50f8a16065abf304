import { createHash } from 'node:crypto';
import { DispatchError } from '../../domain/dispatch-error.js';

export interface KeptAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** One attempt at a request. Whoever takes a request over gets the next number, and those before have lost it. */
export interface Claim {
  readonly accountId: string;
  readonly key: string;
  readonly attempt: number;
}

/** Requests that were answered, by the account that asked and the key that it gave. */
export interface IdempotencyStore {
  /**
   * Claims a key for a minute. The kept answer when it was used before; `running` while another holds it. Who ended
   * without an answer loses the key after that minute to the next one with the same request.
   */
  claim(
    accountId: string,
    key: string,
    requestHash: string,
  ): Promise<{ readonly attempt: number } | 'running' | 'other-request' | KeptAnswer>;
  /** Holds a claimed key for another minute. */
  renew(claim: Claim): Promise<void>;
  /** False when another has taken the request over: then nothing is kept. */
  keep(claim: Claim, answer: KeptAnswer): Promise<boolean>;
  /** Frees a key whose request failed, so that it may be tried again; not one that another has taken over. */
  free(claim: Claim): Promise<void>;
}

/** One request as far as it tells whether another is the same. */
export interface RepeatableRequest {
  readonly accountId: string;
  readonly key: string;
  readonly method: string;
  readonly address: string;
  /** The body, or what tells the uploaded files apart. */
  readonly content: unknown;
  /** Names of fields that are kept neither of the request nor of the answer. */
  readonly secrets: readonly string[];
}

const renewMilliseconds = 20_000;

/** Does the work once per Idempotency-Key; repeats get the first answer, without its secrets. */
export async function withIdempotency(
  store: IdempotencyStore,
  request: RepeatableRequest,
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const { accountId, key, secrets } = request;
  if (key.length < 1 || key.length > 200) {
    throw new DispatchError('invalid-input', 'An Idempotency-Key has 1 to 200 characters.');
  }
  const content = JSON.stringify(withoutFields(request.content, secrets) ?? null);
  const hash = createHash('sha256').update(`${request.method} ${request.address}\n${content}`).digest('hex');
  const claimed = await store.claim(accountId, key, hash);
  if (claimed === 'other-request') {
    throw new DispatchError('idempotency-key-reused', 'This Idempotency-Key was used for another request.');
  }
  if (claimed === 'running') {
    throw new DispatchError('already-running', 'This request is still being worked on. Ask again soon.');
  }
  if (!('attempt' in claimed)) return claimed;
  const claim = { accountId, key, attempt: claimed.attempt };
  // A renewal that fails shows when the answer is kept.
  const renewal = setInterval(() => void store.renew(claim).catch(() => undefined), renewMilliseconds);
  try {
    const answer = await work();
    const isKept = await store.keep(claim, { ...answer, value: withoutFields(answer.value, secrets) });
    // Stuck for so long that another did the work: that one's answer is what repeats get, and so must this one.
    if (!isKept) throw new DispatchError('already-running', 'This request was taken over. Ask again for its answer.');
    return answer;
  } catch (error) {
    await store.free(claim);
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

function withoutFields(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
