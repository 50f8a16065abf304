import type { Knex } from 'knex';
import type { PlanDraft } from '../../../application/planning/plan-store.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { expectRows } from '../engine/database.js';
import { partRowOf } from '../part-row.js';
import { readRows, writeRows } from '../statement.js';

/** Writes a plan as the next version of its wave; it keeps its parent's rules where it has none of its own. The caller holds the wave's lock. */
export async function insertPlan(
  transaction: Knex.Transaction,
  { rules, ...plan }: PlanDraft,
  createdBy: string,
): Promise<Plan> {
  const { depotId, planId, waveId } = plan;
  const [{ next: version }] = await readRows<{ next: number }>(
    transaction,
    'select coalesce(max(version), 0) + 1 as next from plans where depot_id = ? and wave_id = ?',
    [depotId, waveId],
  );
  const inserted = await writeRows(
    transaction,
    `insert into plans (depot_id, plan_id, wave_id, version, parent_plan_id, provenance, kpis, locks, day_overrides, split,
       replanned, created_by, created_at, rules)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?::jsonb,
       (select parents.rules from plans as parents where parents.depot_id = ? and parents.plan_id = ?)))`,
    [
      depotId,
      planId,
      waveId,
      version,
      plan.parentPlanId,
      JSON.stringify(plan.provenance),
      JSON.stringify(plan.kpis),
      jsonOrNull(plan.locks),
      jsonOrNull(plan.dayOverrides),
      jsonOrNull(plan.split),
      jsonOrNull(plan.replanned),
      createdBy,
      plan.createdAt,
      jsonOrNull(rules),
      depotId,
      plan.parentPlanId,
    ],
  );
  expectRows(inserted, 1, 'a plan');
  const routes = await transaction.raw(
    `insert into routes (depot_id, plan_id, route_no, vehicle_id, trips, executed_prefix)
     select ?, ?, given.no, given.vehicle_id, given.trips, given.executed_prefix
     from jsonb_to_recordset(?::jsonb) as given(no integer, vehicle_id text, trips jsonb, executed_prefix jsonb)`,
    [
      depotId,
      planId,
      JSON.stringify(
        plan.routes.map(({ vehicleId, trips, executedPrefix }, at) => ({
          no: at + 1,
          vehicle_id: vehicleId,
          trips,
          executed_prefix: executedPrefix,
        })),
      ),
    ],
  );
  expectRows(routes, plan.routes.length, 'routes');
  const unassigned = await transaction.raw(
    `insert into unassigned (depot_id, plan_id, consignment_id, part, reason_code, reason_facts)
     select ?, ?, given.id, given.part, given.code, given.facts
     from jsonb_to_recordset(?::jsonb) as given(id text, part jsonb, code text, facts jsonb)`,
    [
      depotId,
      planId,
      JSON.stringify(
        plan.unassigned.map((goods) => {
          const { code, ...facts } = goods.reason;
          return { id: goods.consignmentId, part: partRowOf(goods), code, facts };
        }),
      ),
    ],
  );
  expectRows(unassigned, plan.unassigned.length, 'unassigned consignments');
  return { ...plan, version };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
