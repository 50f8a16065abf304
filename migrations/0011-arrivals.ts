import type { Migration } from './index.js';

/** When stops are expected, and by how much service begins after closing. */
export const arrivals: Migration = {
  name: '0011-arrivals',
  statements: ['alter table stops add column late_seconds integer not null default 0'],
};
