import type { Migration } from './index.js';

/** Work in the background, schedules that fire once, and requests that may be repeated. */
export const work: Migration = {
  name: '0008-work',
  statements: [
    `create table jobs (
      job_id text primary key,
      kind text not null,
      status text not null constraint jobs_status_known check (
        status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
      depot_id text,
      subject_id text,
      payload jsonb not null,
      progress jsonb not null default '{}',
      result jsonb,
      error jsonb,
      attempt integer not null default 0,
      max_attempts integer not null default 3,
      lease_until timestamptz,
      leased_by text,
      cancel_requested_at timestamptz,
      created_by text not null,
      created_at timestamptz not null,
      ended_at timestamptz
    )`,
    "create index jobs_to_do on jobs (created_at) where status in ('waiting', 'running')",
    "create unique index jobs_one_a_subject on jobs (kind, subject_id) where status in ('waiting', 'running')",
    `create table schedule_slots (
      schedule text not null,
      slot_at timestamptz not null,
      fired_at timestamptz not null,
      fired_by text not null,
      primary key (schedule, slot_at)
    )`,
    `create table idempotency_keys (
      actor text not null,
      idempotency_key text not null,
      request_hash text not null,
      status integer,
      response jsonb,
      created_at timestamptz not null,
      primary key (actor, idempotency_key)
    )`,
  ],
};
