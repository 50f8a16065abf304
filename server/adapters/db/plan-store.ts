import type { Knex } from 'knex';
import type { PlanStore } from '../../application/planning/plan-store.js';
import { ConflictError, NotFoundError } from '../../domain/dispatch-error.js';
import type { Lack, Plan, PlanFigures, PlanOrigin, Trip } from '../../domain/plan.js';
import { assertWaveTransition } from '../../domain/wave.js';
import { type Database, expectRows } from './database.js';
import { replaceDraftRuns } from './draft-runs.js';
import { insertEvent } from './field/insert-event.js';
import { releasePlan, withdrawPlan } from './release-plan.js';
import { getWave } from './wave-store.js';

interface UnassignedRow {
  readonly consignment_id: string;
  readonly station_id: string;
  readonly zone_id: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly reason_code: string;
  readonly reason_text: string;
  readonly lack: Lack | null;
}

export function makePlanStore(database: Database): PlanStore {
  return {
    get: (planId, depotId) => getPlan(database.knex, planId, depotId),
    save: (plan, createdBy) => database.inTransaction((transaction) => savePlan(transaction, plan, createdBy)),
    makeCurrent: (planId, at, by) => database.inTransaction((transaction) => makeCurrent(transaction, planId, at, by)),
    release: (planId, at, by) => database.inTransaction((transaction) => releasePlan(transaction, planId, at, by)),
    withdraw: (planId, at, by) => database.inTransaction((transaction) => withdrawPlan(transaction, planId, at, by)),
  };
}

async function getPlan(knex: Knex, planId: string, depotId?: string): Promise<Plan> {
  const found = await knex.raw(
    `select plans.depot_id, plans.plan_id, plans.wave_id, waves.delivery_date, plans.version, plans.parent_plan_id,
       plans.origin, plans.figures, plans.created_at
     from plans join waves on waves.depot_id = plans.depot_id and waves.wave_id = plans.wave_id
     where plans.plan_id = ? and (?::text is null or plans.depot_id = ?)`,
    [planId, depotId ?? null, depotId ?? null] as string[],
  );
  if (found.rows.length === 0) throw new NotFoundError('plan', planId);
  const row = found.rows[0];
  const routes = await knex.raw(
    'select vehicle_id, trips from routes where depot_id = ? and plan_id = ? order by route_no',
    [row.depot_id, planId],
  );
  const unassigned = await knex.raw(
    `select unassigned.consignment_id, consignments.station_id, consignments.zone_id, consignments.grams,
       consignments.milliliters, unassigned.reason_code, unassigned.reason_text, unassigned.lack
     from unassigned join consignments on consignments.depot_id = unassigned.depot_id
       and consignments.consignment_id = unassigned.consignment_id
     where unassigned.depot_id = ? and unassigned.plan_id = ? order by unassigned.consignment_id`,
    [row.depot_id, planId],
  );
  return {
    planId,
    depotId: row.depot_id,
    waveId: row.wave_id,
    deliveryDate: row.delivery_date,
    version: row.version,
    parentPlanId: row.parent_plan_id ?? undefined,
    madeBy: row.origin as PlanOrigin,
    routes: routes.rows.map((route: { vehicle_id: string; trips: Trip[] }) => ({
      vehicleId: route.vehicle_id,
      trips: route.trips,
    })),
    unassigned: unassigned.rows.map((goods: UnassignedRow) => ({
      consignmentId: goods.consignment_id,
      stationId: goods.station_id,
      zoneId: goods.zone_id,
      grams: goods.grams,
      milliliters: goods.milliliters,
      reason: { code: goods.reason_code, text: goods.reason_text, ...(goods.lack && { lack: goods.lack }) },
    })),
    figures: row.figures as PlanFigures,
    createdAt: row.created_at,
  };
}

async function savePlan(transaction: Knex.Transaction, plan: Omit<Plan, 'version'>, createdBy: string): Promise<Plan> {
  const { depotId, planId, waveId } = plan;
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  assertWaveTransition(wave.status, 'planned');
  await refuseReleased(transaction, depotId, waveId);
  if (plan.parentPlanId !== undefined && plan.parentPlanId !== wave.currentPlanId) {
    throw new ConflictError(
      'plan-replaced',
      `Plan ${plan.parentPlanId} is not the current plan of wave ${waveId} any more.`,
    );
  }
  const versions = await transaction.raw(
    'select coalesce(max(version), 0) + 1 as next from plans where depot_id = ? and wave_id = ?',
    [depotId, waveId],
  );
  const version: number = versions.rows[0].next;
  const inserted = await transaction.raw(
    `insert into plans (depot_id, plan_id, wave_id, version, parent_plan_id, origin, figures, created_by, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      depotId,
      planId,
      waveId,
      version,
      plan.parentPlanId ?? null,
      JSON.stringify(plan.madeBy),
      JSON.stringify(plan.figures),
      createdBy,
      plan.createdAt,
    ] as string[],
  );
  expectRows(inserted, 1, 'a plan');
  const routes = await transaction.raw(
    `insert into routes (depot_id, plan_id, route_no, vehicle_id, trips)
     select ?, ?, given.no, given.vehicle_id, given.trips
     from jsonb_to_recordset(?::jsonb) as given(no integer, vehicle_id text, trips jsonb)`,
    [
      depotId,
      planId,
      JSON.stringify(plan.routes.map((route, at) => ({ no: at + 1, vehicle_id: route.vehicleId, trips: route.trips }))),
    ],
  );
  expectRows(routes, plan.routes.length, 'routes');
  const unassigned = await transaction.raw(
    `insert into unassigned (depot_id, plan_id, consignment_id, reason_code, reason_text, lack)
     select ?, ?, given.id, given.code, given.text, given.lack
     from jsonb_to_recordset(?::jsonb) as given(id text, code text, "text" text, lack jsonb)`,
    [depotId, planId, JSON.stringify(plan.unassigned.map((goods) => ({ id: goods.consignmentId, ...goods.reason })))],
  );
  expectRows(unassigned, plan.unassigned.length, 'unassigned consignments');
  const saved: Plan = { ...plan, version };
  await replaceDraftRuns(transaction, saved, wave.timeZone);
  // Picking may have begun already; a new plan does not take it back.
  const status = wave.status === 'closed' ? 'planned' : wave.status;
  const updated = await transaction.raw(
    'update waves set status = ?, current_plan_id = ? where depot_id = ? and wave_id = ?',
    [status, planId, depotId, waveId],
  );
  expectRows(updated, 1, 'a wave');
  await insertEvent(transaction, 'plan.made', { depotId, waveId }, createdBy, plan.createdAt, { planId, version });
  return saved;
}

async function refuseReleased(transaction: Knex.Transaction, depotId: string, waveId: string): Promise<void> {
  const { rows } = await transaction.raw(
    "select count(*) as released from runs where depot_id = ? and wave_id = ? and status not in ('draft', 'cancelled')",
    [depotId, waveId],
  );
  if (rows[0].released > 0) {
    throw new ConflictError('wave-released', `Wave ${waveId} has runs that are released; it cannot be planned anew.`);
  }
}

/** An earlier version becomes the current one again, and its routes the draft runs. */
async function makeCurrent(transaction: Knex.Transaction, planId: string, at: Date, by: string): Promise<Plan> {
  const plan = await getPlan(transaction, planId);
  const { depotId, waveId, version } = plan;
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  assertWaveTransition(wave.status, 'planned');
  await refuseReleased(transaction, depotId, waveId);
  if (wave.currentPlanId === planId) return plan;
  await replaceDraftRuns(transaction, plan, wave.timeZone);
  await transaction.raw('update waves set current_plan_id = ? where depot_id = ? and wave_id = ?', [
    planId,
    depotId,
    waveId,
  ]);
  const detail = { planId, version, instead: wave.currentPlanId };
  await insertEvent(transaction, 'plan.chosen', { depotId, waveId }, by, at, detail);
  return plan;
}
