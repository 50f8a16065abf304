import type { Migration } from './index.js';

/**
 * The highest code that any label was ever given. Totes go with cancelled orders and with the demo, their labels stay stuck on
 * boxes: no later tote may have the same code.
 */
export const labelCounter: Migration = {
  name: '0037-label-counter',
  statements: [
    `create table label_counter (
      is_only boolean primary key default true constraint label_counter_is_one check (is_only),
      last_code text collate "C" not null
    )`,
    'insert into label_counter (last_code) select max(label_code) from totes having count(*) > 0',
  ],
};
