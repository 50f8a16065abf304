import type { Migration } from './index.js';

/** Plans as values with versions, and kept travel times as packed blocks. */
export const planning: Migration = {
  name: '0006-planning',
  statements: [
    `create table plans (
      depot_id text not null,
      plan_id text not null,
      wave_id text not null,
      version integer not null,
      parent_plan_id text,
      origin jsonb not null,
      figures jsonb not null,
      created_by text not null,
      created_at timestamptz not null,
      primary key (depot_id, plan_id),
      constraint plans_one_a_version unique (depot_id, wave_id, version),
      foreign key (depot_id, wave_id) references waves (depot_id, wave_id)
    )`,
    'create index plans_by_id on plans (plan_id)',
    `create table routes (
      depot_id text not null,
      plan_id text not null,
      route_no integer not null,
      vehicle_id text not null,
      trips jsonb not null,
      primary key (depot_id, plan_id, route_no),
      foreign key (depot_id, plan_id) references plans (depot_id, plan_id) on delete cascade
    )`,
    `create table unassigned (
      depot_id text not null,
      plan_id text not null,
      consignment_id text not null,
      reason_code text not null,
      reason_text text not null,
      primary key (depot_id, plan_id, consignment_id),
      foreign key (depot_id, plan_id) references plans (depot_id, plan_id) on delete cascade
    )`,
    `create table travel_places (
      map_id text not null,
      profile text not null,
      place_no integer not null,
      lon double precision not null,
      lat double precision not null,
      road_meters integer,
      primary key (map_id, profile, place_no),
      constraint travel_places_one_a_position unique (map_id, profile, lon, lat)
    )`,
    `create table travel_blocks (
      map_id text not null,
      profile text not null,
      row_block integer not null,
      column_block integer not null,
      seconds bytea not null,
      meters bytea not null,
      primary key (map_id, profile, row_block, column_block)
    )`,
  ],
};
