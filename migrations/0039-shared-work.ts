import type { Migration } from './index.js';

/** What all server processes of one record go by: the lines that jobs wait in, who reads an import, looked-at re-plans. */
export const sharedWork: Migration = {
  name: '0039-shared-work',
  statements: [
    'alter table jobs add column account_id text',
    'alter table jobs add column is_long boolean not null default false',
    // When a depot's jobs were taken last; '' for what belongs to none. Its row is locked for the moment of a taking, so that two servers take turns.
    `create table job_turns (
      depot_id text not null,
      is_long boolean not null,
      last_taken_at timestamptz,
      primary key (depot_id, is_long)
    )`,
    // Locked by who adds a job, so that two who add at once count each other's.
    `create table job_bounds (
      kind text not null constraint job_bounds_kind_known check (kind in ('depot', 'account')),
      id text not null,
      primary key (kind, id)
    )`,
    // Short jobs and long ones wait in a line each: depots take turns, the one with the least work running first.
    `create view job_lines as
      select job_id, running,
        row_number() over (
          partition by is_long order by running + own_place, last_taken_at nulls first, created_at, job_id) - 1 as ahead
      from (
        select jobs.job_id, jobs.is_long, jobs.created_at, job_turns.last_taken_at,
          coalesce(at_work.running, 0) as running,
          row_number() over (
            partition by coalesce(jobs.depot_id, ''), jobs.is_long order by jobs.created_at, jobs.job_id) as own_place
        from jobs
          left join job_turns on job_turns.depot_id = coalesce(jobs.depot_id, '') and job_turns.is_long = jobs.is_long
          left join (
            select coalesce(depot_id, '') as depot_id, is_long, count(*) as running from jobs
            where status = 'running' and lease_until >= now() group by 1, is_long
          ) as at_work on at_work.depot_id = coalesce(jobs.depot_id, '') and at_work.is_long = jobs.is_long
        where jobs.status = 'waiting' and jobs.cancel_requested_at is null
      ) as waiting`,
    // A process of an earlier release renews nothing: what it reads counts as interrupted after an hour.
    "alter table imports add column lease_until timestamptz not null default now() + interval '1 hour'",
    'alter table imports add column error jsonb',
    "create index imports_being_read on imports (lease_until) where status = 'reading'",
    // Text and not jsonb: a plan goes back exactly as it was made.
    `create table replan_previews (
      preview_id text primary key,
      depot_id text not null,
      plan_id text not null,
      draft json not null,
      outcome json not null,
      expires_at timestamptz not null
    )`,
    'create index replan_previews_by_depot on replan_previews (depot_id, expires_at)',
  ],
};
