import type { Database } from './database.js';

/** Requests that were answered, by who asked and the key that they gave. */
export function makeIdempotencyStore({ knex }: Database) {
  return {
    async claim(actor: string, key: string, requestHash: string) {
      await knex.raw("delete from idempotency_keys where created_at < now() - interval '2 days'");
      const claimed = await knex.raw(
        `insert into idempotency_keys (actor, idempotency_key, request_hash, created_at) values (?, ?, ?, now())
         on conflict (actor, idempotency_key) do nothing`,
        [actor, key, requestHash],
      );
      if (claimed.rowCount === 1) return 'claimed' as const;
      const { rows } = await knex.raw(
        'select request_hash, status, response from idempotency_keys where actor = ? and idempotency_key = ?',
        [actor, key],
      );
      if (rows[0]?.request_hash !== requestHash) return 'other-request' as const;
      if (rows[0].status === null) return 'running' as const;
      return { status: rows[0].status as number, value: rows[0].response as unknown };
    },
    async keep(actor: string, key: string, answer: { readonly status: number; readonly value: unknown }) {
      await knex.raw('update idempotency_keys set status = ?, response = ? where actor = ? and idempotency_key = ?', [
        answer.status,
        JSON.stringify(answer.value ?? null),
        actor,
        key,
      ]);
    },
    async free(actor: string, key: string) {
      await knex.raw('delete from idempotency_keys where actor = ? and idempotency_key = ? and status is null', [actor, key]);
    },
  };
}
