import type { Migration } from './index.js';

/** What the nearest vehicle lacks for a consignment that no vehicle can carry. */
export const lacks: Migration = {
  name: '0012-lacks',
  statements: ['alter table unassigned add column lack jsonb'],
};
