import type { Migration } from './index.js';

/**
 * Travel times are kept for each state of speeds too: the key of the speeds that they were computed with, empty for
 * free roads. Ways of legs are kept beside them.
 */
export const travelStates: Migration = {
  name: '0016-travel-states',
  statements: [
    "alter table travel_blocks add column speeds_key text not null default ''",
    'alter table travel_blocks drop constraint travel_blocks_pkey',
    'alter table travel_blocks add primary key (map_id, profile, speeds_key, row_block, column_block)',
    `create table travel_states (
      map_id text not null,
      speeds_key text not null,
      speeds bytea not null,
      used_at timestamptz not null,
      primary key (map_id, speeds_key)
    )`,
    `create table travel_legs (
      map_id text not null,
      profile text not null,
      speeds_key text not null,
      from_lon double precision not null,
      from_lat double precision not null,
      to_lon double precision not null,
      to_lat double precision not null,
      seconds integer not null,
      meters integer not null,
      line text,
      primary key (map_id, profile, speeds_key, from_lon, from_lat, to_lon, to_lat)
    )`,
  ],
};
