import type { Migration } from './index.js';

/** What is hashed of a row, the same whenever and wherever it is read; `docs/audit.md` has it in words. */
export const auditContent = (row: string): string =>
  `jsonb_build_array(${row}.audit_id, to_char(${row}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    ${row}.actor, ${row}.action, ${row}.subject_kind, ${row}.subject_id, ${row}.depot_id, ${row}.reason,
    ${row}.detail)::text`;

const hashOf = (previous: string, row: string) =>
  `encode(sha256(convert_to(${previous} || E'\\n' || ${auditContent(row)}, 'UTF8')), 'hex')`;

/** The audit cannot be changed, and each row holds the hash of the one before. */
export const auditChain: Migration = {
  name: '0033-audit-chain',
  statements: [
    'alter table audit add column reason text',
    'alter table audit add column previous_hash text',
    'alter table audit add column hash text',
    `create table audit_head (
      one boolean primary key default true constraint audit_head_one check (one),
      audit_id bigint not null,
      hash text not null
    )`,
    // The rows that are there keep their order and get numbers without gaps.
    `do $$
    declare
      found record;
      last_id bigint := 0;
      last_hash text := '';
      made text;
      entry audit%rowtype;
    begin
      alter table audit alter column audit_id drop identity;
      for found in select audit_id from audit order by audit_id loop
        update audit set audit_id = last_id + 1 where audit_id = found.audit_id returning * into entry;
        made := ${hashOf('last_hash', 'entry')};
        update audit set previous_hash = last_hash, hash = made where audit_id = entry.audit_id;
        last_id := entry.audit_id;
        last_hash := made;
      end loop;
      insert into audit_head (audit_id, hash) values (last_id, last_hash);
    end $$`,
    'alter table audit alter column previous_hash set not null',
    'alter table audit alter column hash set not null',
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
    'create index audit_by_time on audit (at, audit_id)',
  ],
};
