import type { KeptAnswer, KeptRecord } from '../../../application/repeat.js';
import type { Database } from '../engine/database.js';

interface Row {
  readonly request_hash: string;
  readonly status: number;
  readonly answer: string | null;
  readonly sealed: Buffer | null;
}

/**
 * Requests that were answered, by the account that asked and the hash of the key that it gave. A record is written in
 * the transaction of its request's effect.
 */
export function makeIdempotencyStore({ knex }: Database) {
  const find = async (accountId: string, keyHash: string): Promise<KeptRecord | undefined> => {
    const { rows } = await knex.raw(
      'select request_hash, status, answer, sealed from idempotency_records where account_id = ? and key_hash = ?',
      [accountId, keyHash],
    );
    if (rows.length === 0) return undefined;
    const { request_hash: requestHash, status, answer, sealed } = rows[0] as Row;
    return { requestHash, status, answer: answer ?? undefined, sealed: sealed ?? undefined };
  };
  return {
    find,

    /**
     * Begins a record inside of the transaction. While another transaction works on the same one this waits for its
     * end. @returns what the other one kept; undefined when the record is this transaction's.
     */
    async begin(accountId: string, keyHash: string, requestHash: string): Promise<KeptRecord | undefined> {
      for (;;) {
        const begun = await knex.raw(
          `insert into idempotency_records (account_id, key_hash, request_hash, created_at) values (?, ?, ?, now())
           on conflict (account_id, key_hash) do nothing`,
          [accountId, keyHash, requestHash],
        );
        if (begun.rowCount === 1) return undefined;
        const kept = await find(accountId, keyHash);
        if (kept !== undefined) return kept;
        // Forgotten between the two statements, being old.
      }
    },

    async keep(accountId: string, keyHash: string, record: KeptAnswer): Promise<void> {
      await knex.raw(
        'update idempotency_records set status = ?, answer = ?, sealed = ? where account_id = ? and key_hash = ?',
        [record.status, record.answer ?? null, record.sealed ?? null, accountId, keyHash] as unknown as string[],
      );
    },

    /** Forgets what was answered before a moment, the oldest first, and not too many at a time. */
    async forget(before: Date): Promise<void> {
      await knex.raw(
        `delete from idempotency_records where (account_id, key_hash) in (
           select account_id, key_hash from idempotency_records where created_at < ? order by created_at limit 20000)`,
        [before],
      );
    },
  };
}
