import type { Migration } from './index.js';

/** Who writes the rows that an installation begins with: one start of one server, and how far its demo is. */
export const firstStart: Migration = {
  name: '0037-first-start',
  statements: [
    `create table first_start (
      one boolean primary key default true check (one),
      begun_by text not null,
      begun_at timestamptz not null,
      demo text not null default 'none' constraint first_start_demo_known check (
        demo in ('none', 'wanted', 'loaded', 'failed')),
      demo_lease_until timestamptz
    )`,
    // Installations of before have begun.
    `insert into first_start (begun_by, begun_at) select 'an earlier release', now() where exists (select 1 from users)`,
  ],
};
