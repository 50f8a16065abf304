import type { Migration } from './index.js';

/** What is known of speeds: by class of road and hour, as reported for roads and areas, as seen on couriers' tracks. */
export const traffic: Migration = {
  name: '0007-traffic',
  statements: [
    `create table class_speeds (
      depot_id text not null references depots,
      road_class integer not null constraint class_speeds_class_known check (road_class between 0 and 7),
      hour integer not null constraint class_speeds_hour_of_day check (hour between 0 and 23),
      speed_factor double precision not null constraint class_speeds_factor_plausible
        check (speed_factor > 0 and speed_factor <= 3),
      primary key (depot_id, road_class, hour)
    )`,
    `create table traffic_reports (
      report_id text primary key,
      kind text not null constraint traffic_reports_kind_known check (kind in ('factor', 'kph', 'closed')),
      value double precision,
      geometry jsonb not null,
      both_ways boolean not null,
      valid_from timestamptz not null,
      valid_until timestamptz not null,
      note text not null default '',
      created_at timestamptz not null,
      created_by text not null,
      created_by_account text,
      withdrawn_at timestamptz,
      withdrawn_by text,
      constraint traffic_reports_value_fits check ((value is null) = (kind = 'closed')),
      constraint traffic_reports_ends_later check (valid_until > valid_from)
    )`,
    'create index traffic_reports_by_end on traffic_reports (valid_until) where withdrawn_at is null',
    `create table traffic_report_edges (
      report_id text not null references traffic_reports on delete cascade,
      map_id text not null,
      edge_ids jsonb not null,
      primary key (report_id, map_id)
    )`,
    `create table tracks (
      track_id text primary key,
      map_id text not null,
      timed_edges integer not null,
      taken_at timestamptz not null,
      taken_by text not null
    )`,
    `create table seen_speeds (
      map_id text not null,
      edge_id bigint not null,
      hour integer not null,
      seen_at timestamptz not null,
      kph real not null,
      track_id text not null references tracks on delete cascade
    )`,
    'create index seen_speeds_by_edge on seen_speeds (map_id, edge_id, hour, seen_at)',
    `create table learned_speeds (
      map_id text not null,
      edge_id bigint not null,
      hour integer not null,
      kph real not null,
      seen integer not null,
      primary key (map_id, hour, edge_id)
    )`,
  ],
};
