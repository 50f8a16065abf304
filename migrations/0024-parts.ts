import type { Migration } from './index.js';

/**
 * Consignments that no vehicle holds whole and that are brought in parts. A part is named by an id of its own
 * (`consignment_id`), `whole_id` is the consignment as the wave has it. Which order lines are in which part is the
 * plan's; the view has those of the plans that are current.
 */
export const parts: Migration = {
  name: '0024-parts',
  statements: [
    'alter table plans add column divided jsonb',
    'alter table stop_consignments add column part jsonb',
    `alter table stop_consignments add column whole_id text
      generated always as (coalesce(part->>'of', consignment_id)) stored`,
    'create index stop_consignments_by_whole on stop_consignments (depot_id, whole_id)',
    'alter table unassigned add column part jsonb',
    `alter table unassigned add column whole_id text
      generated always as (coalesce(part->>'of', consignment_id)) stored`,
    `create view part_lines as
      select plans.depot_id, plans.wave_id, whole.item->>'consignmentId' as consignment_id,
        (parts.item->>'no')::integer as part_no, (parts.item->>'count')::integer as part_count,
        lines.item->>'orderId' as order_id, (lines.item->>'lineNo')::integer as line_no
      from plans
        join waves on waves.depot_id = plans.depot_id and waves.wave_id = plans.wave_id
          and waves.current_plan_id = plans.plan_id
        cross join lateral jsonb_array_elements(plans.divided) as whole(item)
        cross join lateral jsonb_array_elements(whole.item->'parts') as parts(item)
        cross join lateral jsonb_array_elements(parts.item->'lines') as lines(item)
      where plans.divided is not null`,
  ],
};
