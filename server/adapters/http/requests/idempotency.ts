import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import {
  AnsweredMeanwhileError,
  type KeptAnswer,
  type KeptRecord,
  type Repeatable,
} from '../../../application/repeat.js';
import { DispatchError } from '../../../domain/dispatch-error.js';

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  readonly value: unknown;
}

/** Requests that were answered, by account and hash of the key. */
export interface IdempotencyStore {
  find(accountId: string, keyHash: string): Promise<KeptRecord | undefined>;
  /** In a transaction; what another one kept of the same key, or undefined where this one may do the work. */
  begin(accountId: string, keyHash: string, requestHash: string): Promise<KeptRecord | undefined>;
  keep(accountId: string, keyHash: string, record: KeptAnswer): Promise<void>;
}

/** Runs work in one transaction; within one it joins that one. */
export type InTransaction = <T>(work: () => Promise<T>) => Promise<T>;

/** One request as far as it tells whether another is the same. */
export interface RepeatableRequest {
  readonly accountId: string;
  readonly key: string;
  readonly method: string;
  readonly address: string;
  /** The body, or what tells the uploaded files apart. */
  readonly content: unknown;
  /** Names of fields that are never kept readable, of the request or of the answer. */
  readonly secrets: readonly string[];
  /** Of a success. */
  readonly status: number;
}

/** Does work in one transaction, together with whatever keeps it from being done twice. */
export type Once = <T>(work: () => Promise<T>) => Promise<T>;

/** A key that is easily guessed seals nothing. */
const shortestSealingKey = 16;

/** @throws DispatchError `invalid-input` when the key is none. */
export function makeRepeatable(request: RepeatableRequest): Repeatable {
  const { accountId, key, secrets, status } = request;
  if (key.length < 1 || key.length > 200) {
    throw new DispatchError('invalid-input', 'An Idempotency-Key has 1 to 200 characters.');
  }
  const content = JSON.stringify(withoutFields(request.content, secrets) ?? null);
  const requestHash = hashOf(`${request.method} ${request.address}\n${content}`);
  return {
    accountId,
    keyHash: hashOf(key),
    requestHash,
    keep: (value) => writeAnswer({ status, value }, request),
    read(kept) {
      if (kept.requestHash !== requestHash) {
        throw new DispatchError('idempotency-key-reused', 'This Idempotency-Key was used for another request.');
      }
      return readAnswer(kept, request);
    },
  };
}

/**
 * Answers a request that has an Idempotency-Key: its effect and the record of its answer are one transaction, so that
 * either both stand or neither, whenever the process or the database ends. Repeats get the first answer. One that comes
 * while the first is worked on waits for its end.
 *
 * Secrets of an answer are sealed with a key made from the Idempotency-Key, of which only a hash is kept: who repeats
 * the request reads them, who reads the database does not. With a key of fewer than 16 characters repeats are answered
 * without them.
 *
 * @param looksFirst whether is looked for a record before anything is done; not where the handler does so by itself.
 * @param handle calls `once` around everything that it changes, and answers what that returned.
 */
export async function answerOnce(
  store: IdempotencyStore,
  inTransaction: InTransaction,
  request: RepeatableRequest,
  handle: (once: Once, repeatable: Repeatable) => Promise<unknown>,
  looksFirst = true,
): Promise<Answer> {
  const { status } = request;
  const repeatable = makeRepeatable(request);
  const { accountId, keyHash, requestHash } = repeatable;
  const answerOf = (kept: KeptRecord) => ({
    status: kept.status,
    value: repeatable.read(kept),
  });
  const before = looksFirst ? await store.find(accountId, keyHash) : undefined;
  if (before !== undefined) return answerOf(before);
  const once: Once = (work) =>
    inTransaction(async () => {
      const meanwhile = await store.begin(accountId, keyHash, requestHash);
      if (meanwhile !== undefined) throw new AnsweredMeanwhileError(answerOf(meanwhile));
      const value = await work();
      await store.keep(accountId, keyHash, repeatable.keep(value));
      return value;
    });
  try {
    return { status, value: await handle(once, repeatable) };
  } catch (error) {
    if (error instanceof AnsweredMeanwhileError) return error.answer;
    throw error;
  }
}

function writeAnswer({ status, value }: Answer, { key, accountId, secrets }: RepeatableRequest): KeptAnswer {
  if (value === undefined) return { status, answer: undefined, sealed: undefined };
  const hasSecret =
    typeof value === 'object' && value !== null && secrets.some((name) => (value as Values)[name] !== undefined);
  if (!hasSecret || key.length < shortestSealingKey) {
    return { status, answer: JSON.stringify(withoutFields(value, secrets)), sealed: undefined };
  }
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key, accountId), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return { status, answer: undefined, sealed: Buffer.concat([sealed, cipher.getAuthTag()]) };
}

function readAnswer({ answer, sealed }: KeptAnswer, { key, accountId }: RepeatableRequest): unknown {
  if (sealed === undefined) return answer === undefined ? undefined : JSON.parse(answer);
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key, accountId), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  return JSON.parse(text.toString('utf8'));
}

function sealingKey(key: string, accountId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, accountId, 'tuanda idempotent answer', 32));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

type Values = Readonly<Record<string, unknown>>;

function withoutFields(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
