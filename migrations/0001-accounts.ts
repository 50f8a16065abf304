import type { Migration } from './index.js';

/** Who may come in, and what they did. */
export const accounts: Migration = {
  name: '0001-accounts',
  statements: [
    'create extension if not exists postgis',
    `create table users (
      user_id text primary key,
      login text not null constraint users_login_unique unique,
      name text not null,
      role text not null constraint users_role_known
        check (role in ('admin', 'dispatcher', 'picker', 'courier', 'station', 'integration')),
      password_hash text,
      depot_id text,
      courier_id text,
      station_id text,
      created_at timestamptz not null,
      disabled_at timestamptz
    )`,
    `create table login_links (
      token_hash text primary key,
      user_id text not null references users (user_id) on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    )`,
    `create table sessions (
      session_hash text primary key,
      user_id text not null references users (user_id) on delete cascade,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`,
    'create index sessions_by_user on sessions (user_id)',
    `create table api_keys (
      key_id text primary key,
      name text not null,
      key_hash text not null constraint api_keys_hash_unique unique,
      role text not null constraint api_keys_role_known
        check (role in ('admin', 'dispatcher', 'picker', 'courier', 'station', 'integration')),
      depot_id text,
      courier_id text,
      station_id text,
      created_by text not null,
      created_at timestamptz not null,
      revoked_at timestamptz
    )`,
    `create table audit (
      audit_id bigint generated always as identity primary key,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      depot_id text,
      detail jsonb not null default '{}'
    )`,
    'create index audit_by_subject on audit (subject_kind, subject_id, audit_id)',
  ],
};
