import type { Migration } from './index.js';

/** Sums over many orders or legs, each within its own limits, may be larger than an integer. */
export const largeSums: Migration = {
  name: '0036-large-sums',
  statements: [
    `alter table pick_list_lines alter column quantity type bigint, alter column picked_quantity type bigint`,
    `alter table runs alter column distance_meters type bigint, alter column travel_seconds type bigint`,
  ],
};
