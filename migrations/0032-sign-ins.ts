import type { Migration } from './index.js';

/**
 * Logins that cannot be taken twice, attempts that are counted for all servers, and keys that end.
 *
 * Logins that differed by case or width only were possible before: the later ones get a part of their user's id.
 */
export const signIns: Migration = {
  name: '0032-sign-ins',
  statements: [
    'alter table users add column login_key text',
    'update users set login = trim(normalize(login, NFKC))',
    `update users set login = users.login || '-' || right(users.user_id, 6)
     from (select user_id, row_number() over (partition by lower(login) order by created_at, user_id) as place
           from users) as ranked
     where ranked.user_id = users.user_id and ranked.place > 1`,
    'update users set login_key = lower(login)',
    'alter table users alter column login_key set not null',
    'alter table users add constraint users_login_key_unique unique (login_key)',
    `create table sign_in_attempts (
      attempt_key text primary key,
      attempts integer not null,
      admitted boolean not null,
      blocked_until timestamptz,
      forget_at timestamptz not null
    )`,
    'create index sign_in_attempts_to_forget on sign_in_attempts (forget_at)',
    `alter table sessions add column opened_by text not null default 'password'
      constraint sessions_opened_by_known check (opened_by in ('password', 'link'))`,
    'alter table api_keys add column expires_at timestamptz',
    'alter table api_keys add column scopes jsonb',
  ],
};
