import type { Migration } from './index.js';

/** Backups that were made, and those that failed; of each place its own, so that no backup holds them. */
export const backups: Migration = {
  name: '0012-backups',
  statements: [
    `create table backups (
      backup_id text primary key,
      made_by text not null,
      begun_at timestamptz not null,
      ended_at timestamptz not null,
      status text not null constraint backups_status_known check (status in ('done', 'failed')),
      host text not null,
      file text not null,
      encrypted boolean not null,
      bytes bigint,
      row_count bigint,
      file_count integer,
      sha256 text,
      error jsonb,
      removed_at timestamptz,
      constraint backups_done_is_measured check ((status = 'done') = (bytes is not null and sha256 is not null)),
      constraint backups_failed_says_why check ((status = 'failed') = (error is not null))
    )`,
    'create index backups_by_end on backups (ended_at)',
  ],
};
