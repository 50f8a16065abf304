import type { Migration } from './index.js';

/** Imports, waves' orders and their lines, and the priority table. */
export const orders: Migration = {
  name: '0003-orders',
  statements: [
    `create table imports (
      import_id text primary key,
      status text not null constraint imports_status_known check (status in ('reading', 'published', 'failed')),
      begun_by text not null,
      begun_at timestamptz not null,
      ended_at timestamptz,
      summary jsonb not null default '{}'
    )`,
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
    `create table waves (
      depot_id text not null references depots (depot_id),
      wave_id text not null,
      delivery_date date not null,
      sequence integer not null,
      status text not null constraint waves_status_known check (
        status in ('collecting', 'closed', 'planned', 'picking', 'loading', 'dispatched', 'finished')),
      cutoff_at timestamptz not null,
      time_zone text not null,
      first_order_at timestamptz,
      closed_at timestamptz,
      closed_by text,
      current_plan_id text,
      primary key (depot_id, wave_id),
      constraint waves_one_a_sequence unique (depot_id, delivery_date, sequence)
    )`,
    'create index waves_by_date on waves (delivery_date)',
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
    'create index orders_by_id on orders (order_id)',
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
      status text constraint order_lines_status_known check (
        status in ('ordered', 'allocated', 'picked', 'short', 'substituted', 'loaded', 'delivered', 'refused', 'returned')),
      picked_quantity integer,
      primary key (depot_id, order_id, line_no)
    )`,
    'create index order_lines_by_wave on order_lines (depot_id, wave_id, zone_id, sku_id)',
    `create table priority_rules (
      order_class text not null,
      customer_tier text not null,
      area text not null,
      priority integer not null constraint priority_rules_one_to_nine check (priority between 1 and 9),
      primary key (order_class, customer_tier, area)
    )`,
  ],
};
