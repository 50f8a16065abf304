import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { PlanDraft } from '../../../application/planning/plan-store.js';
import type { RuleOverride } from '../../../domain/planning/overrides.js';
import type { Plan, Route } from '../../../domain/planning/plan.js';
import { type NumberedRoute, numberRoutes } from '../../../domain/planning/run-identity.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { expectRows } from '../engine/database.js';
import { partRowOf } from '../part-row.js';
import { readRows, writeRows } from '../statement.js';

/**
 * Writes a plan as the next version of its wave; it keeps its parent's rules where it has none of its own. Its routes get
 * the numbers of the runs that they go on with. The caller holds the wave's lock.
 */
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
       replanned, edited, overrides, created_by, created_at, rules)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?::jsonb,
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
      jsonOrNull(plan.edited),
      jsonOrNull(plan.overrides),
      createdBy,
      plan.createdAt,
      jsonOrNull(rules),
      depotId,
      plan.parentPlanId,
    ],
  );
  expectRows(inserted, 1, 'a plan');
  const numbered = await numberRuns(transaction, plan, plan.routes);
  const routes = await transaction.raw(
    `insert into routes (depot_id, plan_id, route_no, run_id, vehicle_id, trips, executed_prefix)
     select ?, ?, given.no, given.run_id, given.vehicle_id, given.trips, given.executed_prefix
     from jsonb_to_recordset(?::jsonb) as given(no integer, run_id text, vehicle_id text, trips jsonb,
       executed_prefix jsonb)`,
    [
      depotId,
      planId,
      JSON.stringify(
        numbered.map(({ run, vehicleId, trips, executedPrefix }) => ({
          no: run.routeNo,
          run_id: run.runId,
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
  return { ...plan, routes: numbered, version };
}

/** Who lets which soft rule pass with this version, and why; those of earlier versions stand there already. */
export async function auditOverrides(
  transaction: Knex.Transaction,
  { depotId, planId, parentPlanId, overrides = [], createdAt: at }: Plan,
  by: string,
): Promise<void> {
  if (overrides.length === 0) return;
  const [parent] = await readRows<{ overrides: RuleOverride[] | null }>(
    transaction,
    'select overrides from plans where depot_id = ? and plan_id = ?',
    [depotId, parentPlanId],
  );
  const isKnown = (each: RuleOverride) => parent?.overrides?.some((had) => isDeepStrictEqual(had, each)) === true;
  for (const { rule, vehicleId, stationId, reason } of overrides.filter((each) => !isKnown(each))) {
    const detail = { rule, vehicleId, ...(stationId !== undefined && { stationId }) };
    const subject = { kind: 'plan', id: planId, depotId };
    await insertAudit(transaction, { by, action: 'plan.rule-overridden', ...subject, reason, at, detail });
  }
}

async function numberRuns(
  transaction: Knex.Transaction,
  { depotId, waveId }: Pick<Plan, 'depotId' | 'waveId'>,
  routes: readonly Route[],
): Promise<NumberedRoute[]> {
  const rows = await readRows<{ vehicle_id: string; run_id: string; route_no: number }>(
    transaction,
    `select distinct routes.vehicle_id, routes.run_id, routes.route_no
     from plans join routes on routes.depot_id = plans.depot_id and routes.plan_id = plans.plan_id
     where plans.depot_id = ? and plans.wave_id = ?`,
    [depotId, waveId],
  );
  // Beside the plans' own: a run may have been cancelled before numbers stayed.
  const [{ last }] = await readRows<{ last: number }>(
    transaction,
    'select coalesce(max(route_no), 0) as last from runs where depot_id = ? and wave_id = ?',
    [depotId, waveId],
  );
  const known = new Map(rows.map((row) => [row.vehicle_id, { runId: row.run_id, routeNo: row.route_no }]));
  const lastNo = Math.max(last, ...rows.map(({ route_no }) => route_no));
  return numberRoutes(routes, known, lastNo, () => `run-${randomUUID().slice(0, 13)}`);
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
