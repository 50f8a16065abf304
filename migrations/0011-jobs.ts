import type { Migration } from './index.js';

/** Work in the background and the lines that it waits in, schedules that fire once, and who writes the rows that an installation begins with. */
export const jobs: Migration = {
  name: '0011-jobs',
  statements: [
    `create table jobs (
      job_id text primary key,
      kind text not null,
      status text not null constraint jobs_status_known check (
        status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
      depot_id text,
      subject_id text,
      account_id text,
      is_long boolean not null default false,
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
    `create table schedule_slots (
      schedule text not null,
      slot_at timestamptz not null,
      fired_at timestamptz not null,
      fired_by text not null,
      primary key (schedule, slot_at)
    )`,
    `create table first_start (
      one boolean primary key default true check (one),
      begun_by text not null,
      begun_at timestamptz not null,
      demo text not null default 'none' constraint first_start_demo_known check (
        demo in ('none', 'wanted', 'loaded', 'failed')),
      demo_lease_until timestamptz
    )`,
  ],
};
