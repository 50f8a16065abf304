import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Actor } from '../../application/accounts/account-store.js';
import { DispatchError } from '../../domain/dispatch-error.js';

export interface KeptAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** Requests that were answered, by who asked and the key that they gave. */
export interface IdempotencyStore {
  /** Claims a key. The kept answer when it was used before; `running` when that request is not answered yet. */
  claim(actor: string, key: string, requestHash: string): Promise<'claimed' | 'running' | 'other-request' | KeptAnswer>;
  keep(actor: string, key: string, answer: KeptAnswer): Promise<void>;
  /** Frees a key whose request failed, so that it may be tried again. */
  free(actor: string, key: string): Promise<void>;
}

/** Does the work once per Idempotency-Key; repeats get the first answer. */
export async function withIdempotency(
  store: IdempotencyStore,
  actor: Actor,
  request: Request,
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const key = request.get('idempotency-key');
  if (key === undefined) return work();
  if (key.length < 1 || key.length > 200)
    throw new DispatchError('invalid-input', 'An Idempotency-Key has 1 to 200 characters.');
  const hash = createHash('sha256').update(
    `${request.method} ${request.originalUrl}\n${JSON.stringify(request.body ?? null)}`,
  );
  const claimed = await store.claim(actor.name, key, hash.digest('hex'));
  if (claimed === 'other-request') {
    throw new DispatchError('idempotency-key-reused', 'This Idempotency-Key was used for another request.');
  }
  if (claimed === 'running')
    throw new DispatchError('already-running', 'This request is still being worked on. Ask again soon.');
  if (claimed !== 'claimed') return claimed;
  try {
    const answer = await work();
    await store.keep(actor.name, key, answer);
    return answer;
  } catch (error) {
    await store.free(actor.name, key);
    throw error;
  }
}
