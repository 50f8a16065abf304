import type { Migration } from './index.js';

/** What was changed by hand where a plan was made so, and the soft rules that somebody lets runs break. */
export const changesByHand: Migration = {
  name: '0036-changes-by-hand',
  statements: ['alter table plans add column edited jsonb', 'alter table plans add column overrides jsonb'],
};
