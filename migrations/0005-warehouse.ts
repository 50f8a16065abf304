import type { Migration } from './index.js';

/** The warehouse's sheets: one pick list a wave and zone, one line a SKU. */
export const warehouse: Migration = {
  name: '0005-warehouse',
  statements: [
    `create table pick_lists (
      depot_id text not null,
      pick_list_id text not null,
      wave_id text not null,
      zone_id text not null references zones (zone_id),
      status text not null default 'open' constraint pick_lists_status_known check (status in ('open', 'done')),
      primary key (depot_id, pick_list_id),
      constraint pick_lists_one_a_wave_zone unique (depot_id, wave_id, zone_id),
      foreign key (depot_id, wave_id) references waves (depot_id, wave_id)
    )`,
    `create table pick_list_lines (
      depot_id text not null,
      pick_list_id text not null,
      line_no integer not null,
      sku_id text not null,
      quantity bigint not null,
      picked_quantity bigint,
      short_reason text,
      picked_by text,
      picked_at timestamptz,
      primary key (depot_id, pick_list_id, line_no),
      constraint pick_list_lines_one_a_sku unique (depot_id, pick_list_id, sku_id),
      foreign key (depot_id, pick_list_id) references pick_lists (depot_id, pick_list_id) on delete cascade,
      constraint pick_list_lines_not_over check (picked_quantity is null or picked_quantity between 0 and quantity)
    )`,
  ],
};
