import type { Migration } from './index.js';

/** Seeds of one-time codes, which are kept encrypted only. Secrets of webhooks are encrypted at the next start. */
export const sealedSecrets: Migration = {
  name: '0034-sealed-secrets',
  statements: [
    `create table totp_seeds (
      user_id text primary key references users (user_id) on delete cascade,
      sealed_seed text not null constraint totp_seeds_sealed check (sealed_seed like 'v1.%'),
      created_at timestamptz not null,
      confirmed_at timestamptz
    )`,
  ],
};
