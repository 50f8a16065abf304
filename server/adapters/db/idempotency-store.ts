import type { Database } from './database.js';

/** How long a claim holds without being renewed. */
const lease = "interval '1 minute'";

/**
 * Requests that were answered, by who asked and the key that they gave.
 *
 * While a request is worked on, `created_at` is the moment of its claim or of the last renewal.
 */
export function makeIdempotencyStore({ knex }: Database) {
  return {
    async claim(actor: string, key: string, requestHash: string) {
      await knex.raw("delete from idempotency_keys where created_at < now() - interval '2 days'");
      const claimed = await knex.raw(
        `insert into idempotency_keys (actor, idempotency_key, request_hash, created_at) values (?, ?, ?, now())
         on conflict (actor, idempotency_key) do update set created_at = now()
           where idempotency_keys.status is null and idempotency_keys.request_hash = excluded.request_hash
             and idempotency_keys.created_at < now() - ${lease}`,
        [actor, key, requestHash],
      );
      if (claimed.rowCount === 1) return 'claimed' as const;
      const { rows } = await knex.raw(
        'select request_hash, status, response from idempotency_keys where actor = ? and idempotency_key = ?',
        [actor, key],
      );
      // Freed between the two statements: the other one failed, and the caller may try again.
      if (rows.length === 0) return 'running' as const;
      if (rows[0].request_hash !== requestHash) return 'other-request' as const;
      if (rows[0].status === null) return 'running' as const;
      return { status: rows[0].status as number, value: (rows[0].response ?? undefined) as unknown };
    },
    async renew(actor: string, key: string) {
      await knex.raw(
        'update idempotency_keys set created_at = now() where actor = ? and idempotency_key = ? and status is null',
        [actor, key],
      );
    },
    async keep(actor: string, key: string, answer: { readonly status: number; readonly value: unknown }) {
      await knex.raw(
        'update idempotency_keys set status = ?, response = ?, created_at = now() where actor = ? and idempotency_key = ?',
        [answer.status, answer.value === undefined ? null : JSON.stringify(answer.value), actor, key] as string[],
      );
    },
    async free(actor: string, key: string) {
      await knex.raw('delete from idempotency_keys where actor = ? and idempotency_key = ? and status is null', [
        actor,
        key,
      ]);
    },
  };
}
