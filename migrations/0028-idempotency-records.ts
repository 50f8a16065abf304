import type { Migration } from './index.js';

/**
 * Answers that are kept for repeats, written in the transaction of what they answer: both stand, or neither. The key
 * itself is not kept, so that it can seal what an answer holds of secrets.
 */
export const idempotencyRecords: Migration = {
  name: '0028-idempotency-records',
  statements: [
    'drop table idempotency_keys',
    `create table idempotency_records (
      account_id text not null,
      key_hash text not null,
      request_hash text not null,
      status integer,
      answer text,
      sealed bytea,
      created_at timestamptz not null,
      primary key (account_id, key_hash)
    )`,
    'create index idempotency_records_by_age on idempotency_records (created_at)',
  ],
};
