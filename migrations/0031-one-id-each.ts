import type { Migration } from './index.js';

/** An index that holds ids apart, however they are written; where the record has two of one, that is said. */
export const oneEach = (table: string, id: string, word: string, written: string) => [
  `do $$
  declare
    twice text;
  begin
    select ${written} into twice from ${table} group by ${written} having count(*) > 1 limit 1;
    if twice is not null then
      raise exception 'The ${word} id % stands more than once in the record. Rename one of them before this update.', twice;
    end if;
  end $$`,
  `create unique index ${table}_one_${id.replace('_id', '')}_id on ${table} ((${written}))`,
];

/** Ids that are the same but for case, or belong to two depots, are held apart by the database and not by looking. */
export const oneIdEach: Migration = {
  name: '0031-one-id-each',
  statements: [
    ...oneEach('stations', 'station_id', 'station', 'upper(station_id)'),
    ...oneEach('vehicles', 'vehicle_id', 'vehicle', 'vehicle_id'),
    ...oneEach('skus', 'sku_id', 'product', 'upper(sku_id)'),
    ...oneEach('orders', 'order_id', 'order', 'upper(order_id)'),
    'drop index orders_by_id',
  ],
};
