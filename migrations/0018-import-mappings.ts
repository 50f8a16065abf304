import type { Migration } from './index.js';

/** How people's files are read, imports before they are taken, and what findings name, so that each is told in any language. */
export const importMappings: Migration = {
  name: '0018-import-mappings',
  statements: [
    `alter table import_findings
      add column sentence text not null default '',
      add column facts jsonb not null default '{}'`,
    // Empty: of the whole house, for accounts of all depots.
    `create table import_mappings (
      depot_id text not null,
      name text not null,
      kind text not null,
      header_key text not null,
      mapping jsonb not null,
      changed_by text not null,
      changed_at timestamptz not null,
      primary key (depot_id, name)
    )`,
    'create index import_mappings_by_header on import_mappings (header_key)',
    `create table import_drafts (
      draft_id text primary key,
      depot_id text,
      account_id text not null,
      begun_by text not null,
      begun_at timestamptz not null,
      ends_at timestamptz not null,
      version integer not null,
      state jsonb not null
    )`,
    'create index import_drafts_by_account on import_drafts (account_id, begun_at)',
  ],
};
