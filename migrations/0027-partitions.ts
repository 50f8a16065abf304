import type { Migration } from './index.js';

/** Compartments that movable partitions do not change. */
export const partitions: Migration = {
  name: '0027-partitions',
  statements: ['alter table compartments add column has_fixed_walls boolean not null default false'],
};
