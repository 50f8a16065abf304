import type { Migration } from './index.js';

/**
 * Repeated requests belong to an account by its id, which nobody else can have, and are taken over with a number that
 * tells who holds them now. Imports of an account of one depot belong to that depot.
 */
export const whoseRequest: Migration = {
  name: '0013-whose-request',
  statements: [
    "comment on column idempotency_keys.actor is 'id of the account'",
    'alter table idempotency_keys add column attempt integer not null default 1',
    'create index idempotency_keys_by_age on idempotency_keys (created_at)',
    'alter table imports add column depot_id text',
    'create index imports_by_depot on imports (depot_id, begun_at)',
  ],
};
