import type { Migration } from './index.js';

/** Who last got a login by being added or renamed before a moment; it stands in the audit only. */
const userOfLogin = (login: string, before: string) => `(select subject_id from audit
  where action in ('user.added', 'user.changed') and at <= ${before}
    and coalesce(detail #>> '{after,login}', detail ->> 'login') = ${login}
  order by audit_id desc limit 1)`;

/** What ends with an account, or with a thing that was deleted, and what of it is kept for those who take that back. */
export const accountEnds: Migration = {
  name: '0023-account-ends',
  statements: [
    // Null: it stands by itself. No reference: of an owner who is gone the key is to know that there was one.
    'alter table api_keys add column owner_id text',
    `update api_keys set owner_id = ${userOfLogin('substr(created_by, 6)', 'api_keys.created_at')}
     where created_by like 'user %'`,
    'create index api_keys_by_owner on api_keys (owner_id) where owner_id is not null',

    `create table removed_users (
      user_id text primary key,
      login_key text not null,
      provider_subject text,
      removed_at timestamptz not null
    )`,
    'create index removed_users_by_login on removed_users (login_key)',
    'create index removed_users_by_subject on removed_users (provider_subject) where provider_subject is not null',
    // Logins are kept in one form; what is left to tell them apart by is case.
    `insert into removed_users (user_id, login_key, removed_at)
     select distinct on (subject_id) subject_id, lower(detail ->> 'login'), at from audit
     where action = 'user.removed' and detail ->> 'login' is not null order by subject_id, audit_id desc`,

    // Sessions of before they had an end: 30 days of an admin, 90 of who has a desk, as they get today.
    `update sessions set ends_at = sessions.created_at + ends.days * interval '1 day',
       expires_at = least(sessions.expires_at, sessions.created_at + ends.days * interval '1 day')
     from users join (values ('admin', 30), ('dispatcher', 90), ('integration', 90)) as ends (role, days)
       on ends.role = users.role
     where users.user_id = sessions.user_id and sessions.ends_at is null`,

    // A thing that was deleted, with what belongs to it, for a day.
    `create table removed_things (
      kind text not null,
      id text not null,
      depot_id text,
      removed_at timestamptz not null,
      rows jsonb not null,
      primary key (kind, id)
    )`,
    'create index removed_things_by_age on removed_things (removed_at)',

    // They waited for a host of a certain name, and nothing has that name any more.
    `update jobs set status = 'cancelled', cancel_requested_at = coalesce(cancel_requested_at, created_at), ended_at = created_at
     where kind like 'map-build-%' and status in ('waiting', 'running')`,
  ],
};
