import type { Knex } from 'knex';
import type { PlanDraft, PlanStore } from '../../../application/planning/plan-store.js';
import { ConflictError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { RuleOverride } from '../../../domain/planning/overrides.js';
import type {
  DayOverrides,
  ExecutedPrefix,
  Plan,
  PlanKpis,
  PlanLock,
  PlanProvenance,
  Trip,
  UnassignedReason,
} from '../../../domain/planning/plan.js';
import type { HandEdit } from '../../../domain/planning/plan-edit.js';
import type { Replanned } from '../../../domain/planning/replan.js';
import { told } from '../../../domain/told.js';
import type { SplitConsignment } from '../../../domain/waves/consignment.js';
import { waveAfter } from '../../../domain/waves/wave.js';
import { type Database, expectRows } from '../engine/database.js';
import { insertEvent } from '../insert-event.js';
import type { PartRow } from '../part-row.js';
import { readRows } from '../statement.js';
import { holdDays } from '../waves/hold-days.js';
import { packParts } from '../waves/pack-goods.js';
import { getWave } from '../waves/wave-store.js';
import { changeRuns } from './change-runs.js';
import { replaceDraftRuns } from './draft-runs.js';
import { auditOverrides, insertPlan } from './insert-plan.js';
import { releasePlan, withdrawPlan } from './publish-plan.js';
import { refuseTakenMeanwhile } from './refuse-taken-meanwhile.js';
import { lockRuns, refuseContradiction } from './seen-runs.js';

interface PlanRow {
  readonly depot_id: string;
  readonly wave_id: string;
  readonly delivery_date: string;
  readonly version: number;
  readonly parent_plan_id: string | null;
  readonly provenance: PlanProvenance;
  readonly kpis: PlanKpis;
  readonly locks: PlanLock[] | null;
  readonly day_overrides: DayOverrides | null;
  readonly split: SplitConsignment[] | null;
  readonly replanned: Replanned | null;
  readonly edited: HandEdit | null;
  readonly overrides: RuleOverride[] | null;
  readonly created_at: Date;
}

interface RouteRow {
  readonly run_id: string;
  readonly route_no: number;
  readonly vehicle_id: string;
  readonly trips: Trip[];
  readonly executed_prefix: ExecutedPrefix | null;
}

interface ConsignmentRow {
  readonly consignment_id: string;
  readonly grams: number;
  readonly milliliters: number;
}

interface UnassignedRow {
  readonly consignment_id: string;
  readonly part: PartRow | null;
  readonly station_id: string;
  readonly zone_id: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly reason_code: string;
  readonly reason_facts: Omit<UnassignedReason, 'code'>;
}

export function makePlanStore(database: Database): PlanStore {
  return {
    get: (planId, depotId) => getPlan(database.knex, planId, depotId),
    save: (plan, createdBy) => database.inTransaction((transaction) => savePlan(transaction, plan, createdBy)),
    makeCurrent: (planId, at, by, assertSeen) =>
      database.inTransaction((transaction) => makeCurrent(transaction, planId, at, by, assertSeen)),
    release: (planId, at, by, runIds) =>
      database.inTransaction((transaction) => releasePlan(transaction, planId, at, by, runIds)),
    withdraw: (planId, at, by, runIds) =>
      database.inTransaction((transaction) => withdrawPlan(transaction, planId, at, by, runIds)),
  };
}

export async function getPlan(knex: Knex, planId: string, depotIds?: readonly string[]): Promise<Plan> {
  const [row] = await readRows<PlanRow>(
    knex,
    `select plans.depot_id, plans.plan_id, plans.wave_id, waves.delivery_date, plans.version, plans.parent_plan_id,
       plans.provenance, plans.kpis, plans.locks, plans.day_overrides, plans.split, plans.replanned, plans.edited,
       plans.overrides, plans.created_at
     from plans join waves on waves.depot_id = plans.depot_id and waves.wave_id = plans.wave_id
     where plans.plan_id = ? and (?::text[] is null or plans.depot_id = any(?::text[]))`,
    [planId, depotIds, depotIds],
  );
  if (row === undefined) throw new NotFoundError('plan', planId);
  const routes = await readRows<RouteRow>(
    knex,
    'select run_id, route_no, vehicle_id, trips, executed_prefix from routes where depot_id = ? and plan_id = ? order by route_no',
    [row.depot_id, planId],
  );
  const unassigned = await readRows<UnassignedRow>(
    knex,
    `select unassigned.consignment_id, unassigned.part, consignments.station_id, consignments.zone_id,
       consignments.grams, consignments.milliliters, unassigned.reason_code, unassigned.reason_facts
     from unassigned join consignments on consignments.depot_id = unassigned.depot_id
       and consignments.consignment_id = unassigned.whole_id
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
    provenance: row.provenance,
    routes: routes.map((route) => ({
      vehicleId: route.vehicle_id,
      run: { runId: route.run_id, routeNo: route.route_no },
      trips: route.trips,
      ...(route.executed_prefix && { executedPrefix: route.executed_prefix }),
    })),
    unassigned: unassigned.map((goods) => ({
      consignmentId: goods.consignment_id,
      stationId: goods.station_id,
      zoneId: goods.zone_id,
      ...sizeAndPartOf(goods),
      reason: { code: goods.reason_code, ...goods.reason_facts },
    })),
    kpis: row.kpis,
    ...(row.locks && { locks: row.locks }),
    ...(row.day_overrides && { dayOverrides: row.day_overrides }),
    ...(row.split && { split: row.split }),
    ...(row.replanned && { replanned: row.replanned }),
    ...(row.edited && { edited: row.edited }),
    ...(row.overrides && { overrides: row.overrides }),
    createdAt: row.created_at,
  };
}

function sizeAndPartOf({ grams, milliliters, part }: Pick<UnassignedRow, 'grams' | 'milliliters' | 'part'>) {
  if (part === null) return { grams, milliliters };
  const { grams: ownGrams, milliliters: ownMilliliters, ...which } = part;
  return { grams: ownGrams, milliliters: ownMilliliters, part: which };
}

async function savePlan(transaction: Knex.Transaction, plan: PlanDraft, createdBy: string): Promise<Plan> {
  const { depotId, planId, waveId } = plan;
  await holdDays(transaction, [waveId]);
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  const status = waveAfter(wave.status, 'planned');
  await refuseReleased(transaction, depotId, waveId);
  if (plan.parentPlanId !== undefined && plan.parentPlanId !== wave.currentPlanId) {
    throw new ConflictError(
      'plan-replaced',
      told`Plan ${plan.parentPlanId} is not the current plan of wave ${waveId} any more.`,
    );
  }
  await refuseOtherGoods(transaction, plan);
  await refuseTakenMeanwhile(transaction, plan);
  const saved = await insertPlan(transaction, plan, createdBy);
  await packParts(transaction, saved);
  await replaceDraftRuns(transaction, saved, wave.timeZone);
  const updated = await transaction.raw(
    'update waves set status = ?, current_plan_id = ? where depot_id = ? and wave_id = ?',
    [status, planId, depotId, waveId],
  );
  expectRows(updated, 1, 'a wave');
  await insertEvent(transaction, 'plan.made', { depotId, waveId }, createdBy, plan.createdAt, {
    planId,
    version: saved.version,
  });
  await auditOverrides(transaction, saved, createdBy);
  return saved;
}

async function refuseReleased(transaction: Knex.Transaction, depotId: string, waveId: string): Promise<void> {
  const released = await readRows<{ run_id: string }>(
    transaction,
    "select run_id from runs where depot_id = ? and wave_id = ? and status not in ('draft', 'cancelled') limit 1",
    [depotId, waveId],
  );
  if (released.length > 0) {
    throw new ConflictError(
      'wave-released',
      told`Wave ${waveId} has runs that are released; it cannot be planned anew.`,
    );
  }
}

/**
 * An earlier version becomes the current one again, and its routes the runs. Where runs are released or have left, as far as
 * nothing was reported against it.
 */
async function makeCurrent(
  transaction: Knex.Transaction,
  planId: string,
  at: Date,
  by: string,
  assertSeen?: (current: Plan | undefined) => void,
): Promise<Plan> {
  const plan = await getPlan(transaction, planId);
  const { depotId, waveId, version } = plan;
  await holdDays(transaction, [waveId]);
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  const current = wave.currentPlanId === undefined ? undefined : await getPlan(transaction, wave.currentPlanId);
  assertSeen?.(current);
  waveAfter(wave.status, 'replanned');
  await lockRuns(transaction, depotId, waveId);
  await refuseContradiction(transaction, plan, []);
  if (wave.currentPlanId === planId) return plan;
  await refuseOtherGoods(transaction, plan);
  await refuseTakenMeanwhile(transaction, plan);
  await transaction.raw('update waves set current_plan_id = ? where depot_id = ? and wave_id = ?', [
    planId,
    depotId,
    waveId,
  ]);
  await packParts(transaction, plan);
  const detail = { planId, version, instead: wave.currentPlanId };
  await insertEvent(transaction, 'plan.chosen', { depotId, waveId }, by, at, detail);
  await changeRuns(transaction, plan, wave.timeZone, at, by);
  return plan;
}

/** @throws ConflictError `orders-changed` when goods of the wave are not what they were when the plan was made. */
async function refuseOtherGoods(
  transaction: Knex.Transaction,
  plan: Pick<Plan, 'depotId' | 'waveId' | 'planId' | 'routes' | 'unassigned'>,
): Promise<void> {
  const kept = await readRows<ConsignmentRow>(
    transaction,
    'select consignment_id, grams, milliliters from consignments where depot_id = ? and wave_id = ?',
    [plan.depotId, plan.waveId],
  );
  const planned = new Map<string, { grams: number; milliliters: number }>();
  const goods = [
    ...plan.routes.flatMap(({ trips }) => trips.flatMap(({ stops }) => stops.flatMap((stop) => stop.consignments))),
    ...plan.unassigned,
  ];
  for (const { consignmentId, part, grams, milliliters } of goods) {
    const id = part?.of ?? consignmentId;
    const so = planned.get(id);
    planned.set(id, { grams: (so?.grams ?? 0) + grams, milliliters: (so?.milliliters ?? 0) + milliliters });
  }
  const isOther = (row: ConsignmentRow) => {
    const so = planned.get(row.consignment_id);
    return so === undefined || so.grams !== row.grams || so.milliliters !== row.milliliters;
  };
  if (kept.length !== planned.size || kept.some(isOther)) {
    throw new ConflictError(
      'orders-changed',
      told`The goods of wave ${plan.waveId} are not what they were when plan ${plan.planId} was made.`,
    );
  }
}
