import type { Migration } from './index.js';

/** Empty totes that go back: what a plan takes along at a stop, what was taken, and counts by hand. */
export const emptyTotes: Migration = {
  name: '0026-empty-totes',
  statements: [
    `alter table stops add column takes_back jsonb not null default '[]'`,
    'alter table stops add column taken_back jsonb',
    'create index stops_by_leaving on stops (depot_id, left_at) where left_at is not null',
    `create table tote_counts (
      depot_id text not null,
      station_id text not null,
      zone_id text not null references zones (zone_id),
      totes integer not null constraint tote_counts_not_negative check (totes >= 0),
      counted_at timestamptz not null,
      counted_by text not null,
      primary key (depot_id, station_id, zone_id, counted_at),
      foreign key (depot_id, station_id) references stations (depot_id, station_id)
    )`,
  ],
};
