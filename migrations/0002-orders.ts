import { changesNetwork } from './0001-network.js';
import type { Migration } from './index.js';

/** Imports, what they stage until it is published, orders and their lines, and the priority table. */
export const orders: Migration = {
  name: '0002-orders',
  statements: [
    `create table imports (
      import_id text primary key,
      depot_id text,
      status text not null constraint imports_status_known check (status in ('reading', 'published', 'failed')),
      begun_by text not null,
      begun_at timestamptz not null,
      ended_at timestamptz,
      lease_until timestamptz not null default now(),
      summary jsonb not null default '{}',
      error jsonb
    )`,
    'create index imports_by_depot on imports (depot_id, begun_at)',
    "create index imports_being_read on imports (lease_until) where status = 'reading'",
    `create table import_findings (
      import_id text not null references imports (import_id) on delete cascade,
      finding_no integer not null,
      level text not null constraint import_findings_level_known check (level in ('refused', 'warned')),
      file text not null,
      line integer not null,
      column_name text not null,
      value text not null,
      code text not null,
      reason text not null,
      primary key (import_id, finding_no)
    )`,
    `create unlogged table staged_orders (
      import_id text not null,
      depot_id text not null,
      order_id text not null,
      customer_id text not null,
      customer_tier text not null,
      station_id text not null,
      placed_at timestamptz not null,
      delivery_date date not null,
      wave_id text not null,
      order_class text not null,
      area text not null,
      priority integer not null,
      grams bigint not null,
      milliliters bigint not null,
      line_count integer not null,
      note text not null
    )`,
    'create index staged_orders_by_import on staged_orders (import_id)',
    `create unlogged table staged_order_lines (
      import_id text not null,
      depot_id text not null,
      order_id text not null,
      line_no integer not null,
      sku_id text not null,
      zone_id text not null,
      quantity integer not null,
      grams bigint not null,
      milliliters bigint not null
    )`,
    'create index staged_order_lines_by_import on staged_order_lines (import_id)',
    `create table orders (
      depot_id text not null,
      order_id text not null,
      customer_id text not null,
      customer_tier text not null,
      station_id text not null,
      placed_at timestamptz not null,
      delivery_date date not null,
      wave_id text not null,
      order_class text not null,
      area text not null,
      priority integer not null,
      grams bigint not null,
      milliliters bigint not null,
      line_count integer not null,
      note text not null,
      import_id text,
      primary key (depot_id, order_id),
      constraint orders_size_not_negative check (grams >= 0 and milliliters >= 0)
    )`,
    'create unique index orders_one_order_id on orders (upper(order_id))',
    'create index orders_by_wave on orders (depot_id, wave_id, station_id)',
    `create table order_lines (
      depot_id text not null,
      order_id text not null,
      line_no integer not null,
      wave_id text not null,
      station_id text not null,
      zone_id text not null,
      sku_id text not null,
      quantity integer not null constraint order_lines_quantity_positive check (quantity > 0),
      grams bigint not null,
      milliliters bigint not null,
      status text constraint order_lines_status_known check (status in ('short')),
      picked_quantity integer,
      primary key (depot_id, order_id, line_no)
    )`,
    'create index order_lines_by_wave on order_lines (depot_id, wave_id, zone_id, sku_id)',
    // From a consignment to its order lines: load lists, couriers and stations ask what is short of each.
    'create index order_lines_by_consignment on order_lines (depot_id, wave_id, station_id, zone_id)',
    `create index order_lines_short on order_lines (depot_id, wave_id, station_id, zone_id)
      where picked_quantity < quantity`,
    `create table priority_rules (
      order_class text not null,
      customer_tier text not null,
      area text not null,
      priority integer not null constraint priority_rules_one_to_nine check (priority between 1 and 9),
      primary key (order_class, customer_tier, area)
    )`,
    changesNetwork('priority_rules'),
  ],
};
