import type { Migration } from './index.js';

/** Where and when some of a depot's vehicles may not drive, as its operator has drawn it, and the roads that it touches. */
export const vehicleRestrictions: Migration = {
  name: '0032-vehicle-restrictions',
  statements: [
    `create table vehicle_restrictions (
      restriction_id text primary key,
      depot_id text not null references depots,
      name text not null,
      geometry jsonb not null,
      both_ways boolean not null,
      hours jsonb not null,
      profile text constraint vehicle_restrictions_profile_known check (profile in ('auto', 'truck')),
      over jsonb not null,
      permit_skill text,
      allows_destinations boolean not null,
      valid_from date,
      valid_until date,
      is_on boolean not null,
      created_at timestamptz not null,
      created_by text not null,
      removed_at timestamptz,
      constraint vehicle_restrictions_for_some check (profile is not null or over <> '{}'),
      constraint vehicle_restrictions_ends_later check (valid_until >= valid_from)
    )`,
    'create index vehicle_restrictions_by_depot on vehicle_restrictions (depot_id)',
    `create table vehicle_restriction_edges (
      restriction_id text not null references vehicle_restrictions on delete cascade,
      map_id text not null,
      edge_ids jsonb not null,
      primary key (restriction_id, map_id)
    )`,
  ],
};
