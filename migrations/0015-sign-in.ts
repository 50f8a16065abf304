import type { Migration } from './index.js';

/** How people come in: by password or by the link of a shared phone, with a second factor or by a provider's word. */
export const signIn: Migration = {
  name: '0015-sign-in',
  statements: [
    `alter table users
      add column sign_in_by text not null default 'password' constraint users_sign_in_by_known
        check (sign_in_by in ('password', 'link')),
      add column provider_subject text constraint users_provider_subject_unique unique,
      add constraint users_link_in_the_field check (sign_in_by = 'password' or role in ('picker', 'courier', 'station'))`,
    // Until when a link can be opened again counts from here.
    'alter table login_links add column made_at timestamptz not null default now()',
    `alter table sessions
      add column session_id text,
      add column last_used_at timestamptz,
      add column ends_at timestamptz,
      add column address text not null default '',
      add column device text not null default '',
      add column link_hash text,
      drop constraint sessions_opened_by_known,
      add constraint sessions_opened_by_known check (opened_by in ('password', 'link', 'provider'))`,
    `update sessions set last_used_at = created_at,
      session_id = 'session-' || substr(encode(sha256(convert_to(session_hash, 'UTF8')), 'hex'), 1, 16)`,
    `alter table sessions
      alter column session_id set not null,
      alter column last_used_at set not null,
      add constraint sessions_id_unique unique (session_id)`,
    // A secret that is being set up stands in pending until a code of it was typed; sealed, as the other one.
    `create table second_factors (
      user_id text primary key references users (user_id) on delete cascade,
      secret text,
      confirmed_at timestamptz,
      pending text,
      pending_at timestamptz,
      last_step bigint not null default 0,
      constraint second_factors_confirmed check ((secret is null) = (confirmed_at is null))
    )`,
    `create table recovery_codes (
      user_id text not null references second_factors (user_id) on delete cascade,
      code_hash text not null,
      used_at timestamptz,
      primary key (user_id, code_hash)
    )`,
    `create table sign_in_rules (
      one boolean primary key default true constraint sign_in_rules_one check (one),
      second_factor_roles jsonb not null default '[]'
    )`,
    'insert into sign_in_rules (one) values (true)',
  ],
};
