import type { Migration } from './index.js';

/** Why a consignment is on no route: a code and facts, of which a sentence is made in the reader's language. */
export const reasonFacts: Migration = {
  name: '0043-reason-facts',
  statements: [
    `alter table unassigned add column facts jsonb not null default '{}'`,
    `update unassigned set facts = jsonb_build_object('lack', lack) where lack is not null`,
    'alter table unassigned drop column lack, drop column reason_text',
  ],
};
