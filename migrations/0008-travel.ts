import type { Migration } from './index.js';

/** Travel times that are kept as packed blocks for each state of speeds, empty for free roads, with the paths of legs; and the map that all servers plan with. */
export const travel: Migration = {
  name: '0008-travel',
  statements: [
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
      travel_class text not null,
      speeds_key text not null,
      row_block integer not null,
      column_block integer not null,
      seconds bytea not null,
      meters bytea not null,
      primary key (map_id, travel_class, speeds_key, row_block, column_block)
    )`,
    `create table travel_states (
      map_id text not null,
      speeds_key text not null,
      speeds bytea not null,
      used_at timestamptz not null,
      primary key (map_id, speeds_key)
    )`,
    `create table travel_legs (
      map_id text not null,
      travel_class text not null,
      speeds_key text not null,
      from_lon double precision not null,
      from_lat double precision not null,
      to_lon double precision not null,
      to_lat double precision not null,
      seconds integer not null,
      meters integer not null,
      line text,
      primary key (map_id, travel_class, speeds_key, from_lon, from_lat, to_lon, to_lat)
    )`,
    // As the server that took a map into use last has said.
    `create table map_in_use (
      one boolean primary key default true check (one),
      map_id text not null,
      name text not null,
      since timestamptz not null
    )`,
  ],
};
