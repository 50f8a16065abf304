import type { Migration } from './index.js';

/** Plans as values with versions: routes, what is left out and why, parts of consignments, and looked-at re-plans. */
export const planning: Migration = {
  name: '0004-planning',
  statements: [
    `create table plans (
      depot_id text not null,
      plan_id text not null,
      wave_id text not null,
      version integer not null,
      parent_plan_id text,
      provenance jsonb not null,
      kpis jsonb not null,
      locks jsonb,
      day_overrides jsonb,
      replanned jsonb,
      split jsonb,
      rules jsonb,
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
      executed_prefix jsonb,
      primary key (depot_id, plan_id, route_no),
      foreign key (depot_id, plan_id) references plans (depot_id, plan_id) on delete cascade
    )`,
    // Why: a code and facts, of which a sentence is made in the reader's language.
    `create table unassigned (
      depot_id text not null,
      plan_id text not null,
      consignment_id text not null,
      reason_code text not null,
      reason_facts jsonb not null default '{}',
      part jsonb,
      whole_id text generated always as (coalesce(part->>'of', consignment_id)) stored,
      primary key (depot_id, plan_id, consignment_id),
      foreign key (depot_id, plan_id) references plans (depot_id, plan_id) on delete cascade
    )`,
    // Which order lines are in which part of a consignment is the plan's; the view has those of the plans that are current.
    `create view part_lines as
      select plans.depot_id, plans.wave_id, whole.item->>'consignmentId' as consignment_id,
        (parts.item->>'no')::integer as part_no, (parts.item->>'count')::integer as part_count,
        lines.item->>'orderId' as order_id, (lines.item->>'lineNo')::integer as line_no
      from plans
        join waves on waves.depot_id = plans.depot_id and waves.wave_id = plans.wave_id
          and waves.current_plan_id = plans.plan_id
        cross join lateral jsonb_array_elements(plans.split) as whole(item)
        cross join lateral jsonb_array_elements(whole.item->'parts') as parts(item)
        cross join lateral jsonb_array_elements(parts.item->'lines') as lines(item)
      where plans.split is not null`,
    // Text and not jsonb: a plan goes back exactly as it was made.
    `create table replan_previews (
      preview_id text primary key,
      depot_id text not null,
      plan_id text not null,
      draft json not null,
      outcome json not null,
      expires_at timestamptz not null
    )`,
    'create index replan_previews_by_depot on replan_previews (depot_id, expires_at)',
  ],
};
