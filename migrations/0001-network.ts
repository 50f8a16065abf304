import type { Migration } from './index.js';

const positionCheck = (table: string) =>
  `constraint ${table}_position_on_globe check (
    ST_X(position) between -180 and 180 and ST_Y(position) between -90 and 90)`;

/** What orders refer to: every change of such a table makes a new version of the network. */
export const changesNetwork = (table: string) =>
  `create trigger ${table}_change_network after insert or update or delete or truncate on ${table}
   for each statement execute function network_changed()`;

/** Depots, stations, zones, SKUs, vehicles and couriers. The depot leads the keys of business tables; ids are held apart however they are written. */
export const network: Migration = {
  name: '0001-network',
  statements: [
    'create extension if not exists postgis',
    `create table depots (
      depot_id text primary key,
      name text not null,
      position geometry(Point, 4326) not null,
      time_zone text not null,
      opens_second integer not null,
      closes_second integer not null,
      docks integer not null constraint depots_docks_positive check (docks > 0),
      loading_fixed_milliminutes integer not null,
      loading_milliminutes_per_100kg integer not null,
      cutoff_second integer not null default 82800,
      rules jsonb not null default '{}' constraint depots_rules_an_object check (jsonb_typeof(rules) = 'object'),
      ${positionCheck('depots')},
      constraint depots_hours_ordered check (opens_second <= closes_second)
    )`,
    `create table speed_profiles (
      depot_id text not null references depots (depot_id),
      hour integer not null constraint speed_profiles_hour_of_day check (hour between 0 and 23),
      speed_factor double precision not null constraint speed_profiles_factor_plausible
        check (speed_factor > 0 and speed_factor <= 3),
      primary key (depot_id, hour)
    )`,
    // A text as it is sorted by people: what is written in digits counts as a number, upper and lower case alike.
    `create function natural_order(text) returns text language sql immutable as $$
      select coalesce(string_agg(part[1] || case when part[2] = '' then '' else
        lpad(part[2], greatest(20, length(part[2])), '0') end, '' order by place), '') collate "C"
      from regexp_matches(upper($1), '(\\D*)(\\d*)', 'g') with ordinality as matches (part, place)
    $$`,
    `create table zones (
      zone_id text primary key,
      name_zh text not null,
      name_en text not null,
      sort integer not null,
      min_celsius double precision not null,
      max_celsius double precision not null,
      minutes_out_of_refrigeration integer,
      tote_name_zh text not null,
      tote_name_en text not null,
      tote_milliliters integer not null constraint zones_tote_milliliters_positive check (tote_milliliters > 0),
      tote_grams integer not null constraint zones_tote_grams_positive check (tote_grams > 0)
    )`,
    `create table skus (
      sku_id text primary key,
      name text not null,
      category text not null,
      zone_id text not null references zones (zone_id),
      unit_grams bigint not null constraint skus_grams_not_negative check (unit_grams >= 0),
      unit_milliliters bigint not null constraint skus_milliliters_not_negative check (unit_milliliters >= 0),
      fragile boolean not null,
      active boolean not null,
      location text not null default ''
    )`,
    'create unique index skus_one_sku_id on skus (upper(sku_id))',
    `create table stations (
      depot_id text not null references depots (depot_id),
      station_id text not null,
      name text not null,
      kind text not null constraint stations_kind_known check (kind in ('station', 'locker', 'leader')),
      position geometry(Point, 4326) not null,
      street text not null,
      area text not null,
      tier text not null,
      receiving_windows jsonb not null,
      service_fixed_milliminutes integer not null,
      service_milliminutes_per_100kg integer not null,
      has_freezer boolean not null,
      max_vehicle_height_millimeters integer,
      status text not null constraint stations_status_known check (status in ('open', 'suspended')),
      rules jsonb not null default '{}' constraint stations_rules_an_object check (jsonb_typeof(rules) = 'object'),
      primary key (depot_id, station_id),
      ${positionCheck('stations')}
    )`,
    'create unique index stations_one_station_id on stations (upper(station_id))',
    'create index stations_by_id on stations (station_id)',
    'create index stations_by_position on stations using gist (position)',
    `create table vehicles (
      depot_id text not null references depots (depot_id),
      vehicle_id text not null,
      type text not null,
      payload_grams bigint not null,
      max_stops integer,
      shift_begins_second integer not null,
      shift_ends_second integer not null,
      max_trips integer not null,
      range_meters integer,
      height_millimeters integer,
      profile text not null constraint vehicles_profile_known check (profile in ('auto', 'truck')),
      fixed_cost_micros bigint not null,
      cost_per_km_micros bigint not null,
      cost_per_hour_micros bigint not null,
      status text not null constraint vehicles_status_known check (status in ('available', 'maintenance')),
      rules jsonb not null default '{}' constraint vehicles_rules_an_object check (jsonb_typeof(rules) = 'object'),
      primary key (depot_id, vehicle_id)
    )`,
    'create unique index vehicles_one_vehicle_id on vehicles (vehicle_id)',
    `create table compartments (
      depot_id text not null,
      vehicle_id text not null,
      compartment_no integer not null,
      zone_ids jsonb not null,
      milliliters bigint not null,
      max_time_on_board_seconds integer constraint compartments_max_time_on_board_not_negative check (max_time_on_board_seconds >= 0),
      has_fixed_walls boolean not null default false,
      primary key (depot_id, vehicle_id, compartment_no),
      foreign key (depot_id, vehicle_id) references vehicles (depot_id, vehicle_id) on delete cascade
    )`,
    `create table couriers (
      depot_id text not null references depots (depot_id),
      courier_id text not null,
      name text not null,
      phone text not null,
      vehicle_id text,
      primary key (depot_id, courier_id)
    )`,
    'create unique index couriers_one_courier_id on couriers (courier_id)',
    // One row that changes of the network lock, so that they come one after the other. Its version tells who keeps the
    // network in memory whether that still holds.
    `create table network_lock (
      one boolean primary key default true check (one),
      version uuid not null default gen_random_uuid()
    )`,
    'insert into network_lock default values',
    `create function network_changed() returns trigger language plpgsql as $$
    begin
      update network_lock set version = gen_random_uuid();
      return null;
    end $$`,
    ...['depots', 'speed_profiles', 'stations', 'zones', 'skus', 'vehicles', 'compartments'].map(changesNetwork),
  ],
};
