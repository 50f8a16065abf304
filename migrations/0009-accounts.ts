import type { Migration } from './index.js';

/** What is hashed of a row, the same whenever and wherever it is read; `docs/audit.md` has it in words. */
export const auditContent = (row: string): string =>
  `jsonb_build_array(${row}.audit_id, to_char(${row}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    ${row}.actor, ${row}.action, ${row}.subject_kind, ${row}.subject_id, ${row}.depot_id, ${row}.reason,
    ${row}.detail)::text`;

const hashOf = (previous: string, row: string) =>
  `encode(sha256(convert_to(${previous} || E'\\n' || ${auditContent(row)}, 'UTF8')), 'hex')`;

/** Who may come in, and what they did: the audit is only added to, and each row holds the hash of the one before. */
export const accounts: Migration = {
  name: '0009-accounts',
  statements: [
    `create table users (
      user_id text primary key,
      login text not null constraint users_login_unique unique,
      login_key text not null constraint users_login_key_unique unique,
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
      expires_at timestamptz not null,
      opened_by text not null constraint sessions_opened_by_known check (opened_by in ('password', 'link'))
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
      revoked_at timestamptz,
      expires_at timestamptz,
      scopes jsonb
    )`,
    `create table sign_in_attempts (
      attempt_key text primary key,
      attempts integer not null,
      admitted boolean not null,
      blocked_until timestamptz,
      forget_at timestamptz not null
    )`,
    'create index sign_in_attempts_to_forget on sign_in_attempts (forget_at)',
    // The key itself is not kept, so that it can seal what an answer holds of secrets.
    `create table idempotency_records (
      account_id text not null,
      key_hash text not null,
      request_hash text not null,
      status integer,
      answer text,
      sealed bytea,
      created_at timestamptz not null,
      primary key (account_id, key_hash)
    )`,
    'create index idempotency_records_by_age on idempotency_records (created_at)',
    `create table audit (
      audit_id bigint primary key,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      depot_id text,
      reason text,
      detail jsonb not null default '{}',
      previous_hash text not null,
      hash text not null
    )`,
    'create index audit_by_subject on audit (subject_kind, subject_id, audit_id)',
    'create index audit_by_time on audit (at, audit_id)',
    `create table audit_head (
      one boolean primary key default true constraint audit_head_one check (one),
      audit_id bigint not null,
      hash text not null
    )`,
    "insert into audit_head (audit_id, hash) values (0, '')",
    `create function audit_append() returns trigger language plpgsql as $$
    declare
      head audit_head%rowtype;
    begin
      select * into strict head from audit_head for update;
      new.audit_id := head.audit_id + 1;
      new.previous_hash := head.hash;
      new.hash := ${hashOf('new.previous_hash', 'new')};
      update audit_head set audit_id = new.audit_id, hash = new.hash;
      return new;
    end $$`,
    'create trigger audit_append before insert on audit for each row execute function audit_append()',
    `create function audit_refuse() returns trigger language plpgsql as $$
    begin
      -- The head is moved by the trigger of the audit, and by nobody else.
      if tg_table_name = 'audit_head' and tg_op = 'UPDATE' and pg_trigger_depth() > 1 then return null; end if;
      raise exception 'The audit is only ever added to: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$`,
    `create trigger audit_append_only before update or delete or truncate on audit
      for each statement execute function audit_refuse()`,
    `create trigger audit_head_moves_only before insert or update or delete or truncate on audit_head
      for each statement execute function audit_refuse()`,
  ],
};
