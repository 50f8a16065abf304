import type { Migration } from './index.js';

/** Waves with their cutoffs, and what a closed one is made of: consignments and the totes that they ride in. */
export const waves: Migration = {
  name: '0003-waves',
  statements: [
    `create table waves (
      depot_id text not null references depots (depot_id),
      wave_id text not null,
      delivery_date date not null,
      sequence integer not null,
      status text not null constraint waves_status_known check (
        status in ('collecting', 'closed', 'planned', 'picking', 'dispatched', 'finished')),
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
    `create table consignments (
      depot_id text not null,
      consignment_id text not null,
      wave_id text not null,
      station_id text not null,
      zone_id text not null references zones (zone_id),
      grams bigint not null,
      milliliters bigint not null,
      order_count integer not null,
      tote_count integer not null,
      priority integer not null,
      status text not null default 'allocated' constraint consignments_status_known check (
        status in ('allocated', 'loaded', 'delivered', 'partial', 'refused', 'failed', 'returned')),
      primary key (depot_id, consignment_id),
      constraint consignments_one_a_wave_station_zone unique (depot_id, wave_id, station_id, zone_id),
      foreign key (depot_id, wave_id) references waves (depot_id, wave_id),
      foreign key (depot_id, station_id) references stations (depot_id, station_id)
    )`,
    'create index consignments_by_station on consignments (depot_id, station_id)',
    `create table totes (
      depot_id text not null,
      tote_code text not null,
      consignment_id text not null,
      wave_id text not null,
      number integer not null,
      primary key (depot_id, tote_code),
      foreign key (depot_id, consignment_id) references consignments (depot_id, consignment_id) on delete cascade
    )`,
    'create index totes_by_consignment on totes (depot_id, consignment_id)',
  ],
};
