import type { Migration } from './index.js';

/** Which order an order brings goods of again, so that none of them is brought twice. */
export const redeliveries: Migration = {
  name: '0033-redeliveries',
  statements: [
    'alter table orders add column redelivery_of text',
    'create index orders_by_redelivery on orders (depot_id, redelivery_of) where redelivery_of is not null',
  ],
};
