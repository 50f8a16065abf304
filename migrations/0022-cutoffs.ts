import { changesNetwork } from './0001-network.js';
import type { Migration } from './index.js';

/** The waves that a depot's dates have, by name and cutoff, and which orders go to which of them. */
export const cutoffs: Migration = {
  name: '0022-cutoffs',
  statements: [
    `create table cutoffs (
      depot_id text not null references depots (depot_id),
      cutoff_id text not null,
      name text not null,
      sequence integer not null constraint cutoffs_sequence_small check (sequence between 1 and 9),
      cutoff_second integer not null constraint cutoffs_second_of_day check (cutoff_second between 0 and 86400),
      days_before integer not null constraint cutoffs_days_before_few check (days_before between 0 and 7),
      weekdays jsonb not null constraint cutoffs_weekdays_some check (
        jsonb_typeof(weekdays) = 'array' and weekdays <> '[]'),
      is_default boolean not null,
      primary key (depot_id, cutoff_id),
      constraint cutoffs_one_name unique (depot_id, name),
      constraint cutoffs_one_sequence unique (depot_id, sequence)
    )`,
    'create unique index cutoffs_one_cutoff_id on cutoffs (cutoff_id)',
    'create unique index cutoffs_one_default on cutoffs (depot_id) where is_default',
    changesNetwork('cutoffs'),
    `create table wave_rules (
      depot_id text not null,
      rule_id text not null,
      rank integer not null,
      zone_id text references zones (zone_id),
      sku_id text references skus (sku_id),
      station_id text,
      area text,
      cutoff_id text not null,
      primary key (depot_id, rule_id),
      foreign key (depot_id, cutoff_id) references cutoffs (depot_id, cutoff_id),
      foreign key (depot_id, station_id) references stations (depot_id, station_id)
    )`,
    'create unique index wave_rules_one_rule_id on wave_rules (rule_id)',
    'create index wave_rules_by_cutoff on wave_rules (depot_id, cutoff_id)',
    changesNetwork('wave_rules'),
    // As it was called when it was opened: names change, and what was printed stays.
    "alter table waves add column name text not null default ''",
    'alter table waves add column cutoff_id text',
  ],
};
