import type { Migration } from './index.js';

/** Whose turn it is among depots that wait for work, and plans after an event that were looked at but not made yet. */
export const fairWork: Migration = {
  name: '0039-fair-work',
  statements: [
    'alter table jobs add column started_at timestamptz',
    // A row for each depot and each account that asked: held while one is counted, so that bounds hold side by side.
    `create table job_queues (
      queue text primary key,
      last_started_at timestamptz
    )`,
    "create index jobs_unended_by_depot on jobs (depot_id, created_at) where status in ('waiting', 'running')",
    `create table replan_previews (
      preview_id text primary key,
      plan_id text not null,
      draft jsonb not null,
      outcome jsonb not null,
      ends_at timestamptz not null
    )`,
    'create index replan_previews_by_end on replan_previews (ends_at)',
  ],
};
