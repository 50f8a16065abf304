import type { Migration } from './index.js';

/** Which rows are the demo's, so that they can be taken away again, and that nobody's own stand beside them. */
export const settingUp: Migration = {
  name: '0019-setting-up',
  statements: [
    'alter table depots add column demo boolean not null default false',
    'alter table skus add column demo boolean not null default false',
    'alter table users add column demo boolean not null default false',
    'alter table first_start drop constraint first_start_demo_known',
    `alter table first_start add constraint first_start_demo_known check (
      demo in ('none', 'wanted', 'loaded', 'failed', 'removing', 'removed'))`,
    'alter table first_start add column demo_map_id text',
    // When an admin said that they want to look at the demo, or to begin with their own.
    'alter table first_start add column chosen_at timestamptz',
    'alter table first_start add column chosen_by text',

    // What a first start has loaded before rows were marked: the depots of its orders, what was ordered, its accounts.
    `update depots set demo = true where depot_id in (
      select orders.depot_id from orders join imports on imports.import_id = orders.import_id
      where imports.begun_by = 'first start')`,
    `update skus set demo = true where exists (select 1 from depots where demo)
      and not exists (select 1 from depots where not demo)
      -- Where somebody brought products of their own, which are whose is not known: they all stay.
      and not exists (select 1 from imports where begun_by <> 'first start')
      and not exists (select 1 from audit where subject_kind = 'sku')`,
    `update users set demo = true where login <> 'admin' and user_id in (
      select subject_id from audit where actor = 'first start' and action = 'user.added')`,
    "update first_start set chosen_at = begun_at, chosen_by = 'upgrade'",

    // Only rows that are new come here, not those that an upsert replaces.
    `create function demo_stands_alone() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from added where not demo) and exists (select 1 from depots where demo) then
        raise exception 'Nothing of one''s own is added beside the demo.'
          using errcode = 'check_violation', constraint = 'demo_stands_alone', table = tg_table_name;
      end if;
      return null;
    end $$`,
    `create trigger depots_beside_demo after insert on depots referencing new table as added
      for each statement execute function demo_stands_alone()`,
    `create trigger skus_beside_demo after insert on skus referencing new table as added
      for each statement execute function demo_stands_alone()`,
  ],
};
