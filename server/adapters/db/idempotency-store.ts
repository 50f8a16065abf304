import type { Database } from './database.js';

/** How long a claim holds without being renewed. */
const lease = "interval '1 minute'";

/** One attempt at a request: whoever takes a request over gets the next number, and those before have lost it. */
interface Claim {
  readonly accountId: string;
  readonly key: string;
  readonly attempt: number;
}

/**
 * Requests that were answered, by the account that asked and the key that it gave.
 *
 * While a request is worked on, `created_at` is the moment of its claim or of the last renewal.
 */
export function makeIdempotencyStore({ knex }: Database) {
  return {
    async claim(accountId: string, key: string, requestHash: string) {
      await knex.raw("delete from idempotency_keys where created_at < now() - interval '2 days'");
      const claimed = await knex.raw(
        `insert into idempotency_keys (actor, idempotency_key, request_hash, created_at) values (?, ?, ?, now())
         on conflict (actor, idempotency_key) do update
           set created_at = now(), attempt = idempotency_keys.attempt + 1
           where idempotency_keys.status is null and idempotency_keys.request_hash = excluded.request_hash
             and idempotency_keys.created_at < now() - ${lease}
         returning attempt`,
        [accountId, key, requestHash],
      );
      if (claimed.rows.length === 1) return { attempt: claimed.rows[0].attempt as number };
      const { rows } = await knex.raw(
        'select request_hash, status, response from idempotency_keys where actor = ? and idempotency_key = ?',
        [accountId, key],
      );
      // Freed between the two statements: the other one failed, and the caller may try again.
      if (rows.length === 0) return 'running' as const;
      if (rows[0].request_hash !== requestHash) return 'other-request' as const;
      if (rows[0].status === null) return 'running' as const;
      return { status: rows[0].status as number, value: (rows[0].response ?? undefined) as unknown };
    },

    async renew({ accountId, key, attempt }: Claim) {
      await knex.raw(
        `update idempotency_keys set created_at = now()
         where actor = ? and idempotency_key = ? and attempt = ? and status is null`,
        [accountId, key, attempt],
      );
    },

    async keep(
      { accountId, key, attempt }: Claim,
      answer: { readonly status: number; readonly value: unknown },
    ): Promise<boolean> {
      const kept = await knex.raw(
        `update idempotency_keys set status = ?, response = ?, created_at = now()
         where actor = ? and idempotency_key = ? and attempt = ? and status is null`,
        [
          answer.status,
          answer.value === undefined ? null : JSON.stringify(answer.value),
          accountId,
          key,
          attempt,
        ] as string[],
      );
      return kept.rowCount === 1;
    },

    async free({ accountId, key, attempt }: Claim) {
      await knex.raw(
        'delete from idempotency_keys where actor = ? and idempotency_key = ? and attempt = ? and status is null',
        [accountId, key, attempt],
      );
    },
  };
}
