import type { Migration } from './index.js';

/** The key that had a name when something was made by it; the owner is told where all keys of the name then had the same. */
const ownerOfMaker = `(select case when count(distinct coalesce(makers.owner_id, '')) = 1 then min(makers.owner_id) end
  from api_keys as makers
  where 'key ' || makers.name = api_keys.created_by and makers.key_id <> api_keys.key_id
    and makers.created_at <= api_keys.created_at
    and (makers.revoked_at is null or makers.revoked_at >= api_keys.created_at))`;

/** What was asked for and what came of it, cutoffs that change places, and what of before 0023 ends with an account. */
export const askedAndEnded: Migration = {
  name: '0025-asked-and-ended',
  statements: [
    // Null: of before, when only the date of the wave was kept.
    'alter table orders add column requested_date date',
    'alter table staged_orders add column requested_date date',

    // Its cutoff was brought forward over its first order: it closes itself all the same.
    'alter table waves add column cutoff_brought_forward boolean not null default false',

    // Several cutoffs may change places in one transaction.
    'alter table cutoffs drop constraint cutoffs_one_name',
    `alter table cutoffs add constraint cutoffs_one_name unique (depot_id, name) deferrable initially deferred`,
    'alter table cutoffs drop constraint cutoffs_one_sequence',
    `alter table cutoffs add constraint cutoffs_one_sequence unique (depot_id, sequence) deferrable initially deferred`,
    'drop index cutoffs_one_default',
    `alter table cutoffs add constraint cutoffs_one_default exclude using btree (depot_id with =)
       where (is_default) deferrable initially deferred`,

    // Keys that keys made, which may have made further ones.
    `do $$ begin
      loop
        update api_keys set owner_id = ${ownerOfMaker}
        where owner_id is null and created_by like 'key %' and ${ownerOfMaker} is not null;
        exit when not found;
      end loop;
    end $$`,

    // Whose account a provider's person had come to, and who was removed before that was kept.
    `update removed_users set provider_subject = attached.subject
     from (select distinct on (subject_id) subject_id, action, detail ->> 'attachedTo' as subject from audit
       where subject_kind = 'user' and (action = 'user.provider-detached' or detail ->> 'attachedTo' is not null)
       order by subject_id, audit_id desc) as attached
     where attached.subject_id = removed_users.user_id and attached.subject is not null
       and removed_users.provider_subject is null`,

    // An id may be given again by another depot, or in other letters, before a day is over.
    'alter table removed_things add column removed_no bigint generated always as identity',
    'alter table removed_things drop constraint removed_things_pkey',
    'alter table removed_things add primary key (removed_no)',
    'create index removed_things_by_id on removed_things (kind, upper(id), removed_at)',
  ],
};
