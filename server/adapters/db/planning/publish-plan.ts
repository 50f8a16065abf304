import type { Knex } from 'knex';
import { assertRunTransition } from '../../../domain/delivery/run.js';
import { ConflictError, NotFoundError } from '../../../domain/dispatch-error.js';
import { insertEvent } from '../insert-event.js';
import { getWave } from '../waves/wave-store.js';
import { lockRuns } from './seen-runs.js';

/** Moves the draft runs of a wave's current plan on. */
export async function releasePlan(transaction: Knex.Transaction, planId: string, at: Date, by: string) {
  const { depotId, waveId } = await lockCurrent(transaction, planId);
  assertRunTransition('draft', 'released');
  const released = await transaction.raw(
    `update runs set status = 'released', version = version + 1
     where depot_id = ? and plan_id = ? and status = 'draft' returning run_id`,
    [depotId, planId],
  );
  if (released.rowCount === 0) {
    throw new ConflictError('nothing-to-release', `The runs of plan ${planId} are released already, or it has none.`);
  }
  await insertEvent(transaction, 'plan.released', { depotId, waveId }, by, at, { planId });
  const runIds = released.rows.map((row: { run_id: string }) => row.run_id);
  await transaction.raw(
    `insert into events (depot_id, kind, wave_id, run_id, courier_id, actor, received_at, data)
     select depot_id, 'run.released', wave_id, run_id, courier_id, ?, ?, jsonb_build_object('planId', plan_id)
     from runs where depot_id = ? and run_id = any(?::text[]) order by route_no`,
    [by, at, depotId, runIds] as string[],
  );
  return { runs: released.rowCount as number };
}

/** Takes a release back while no run of it has left: the runs are drafts again, and couriers see them no more. */
export async function withdrawPlan(transaction: Knex.Transaction, planId: string, at: Date, by: string) {
  const { depotId, waveId } = await lockCurrent(transaction, planId);
  // Reports lock their run: none leaves between the look and the change.
  await lockRuns(transaction, depotId, waveId);
  const { rows } = await transaction.raw(
    'select status, count(*)::integer as count from runs where depot_id = ? and plan_id = ? group by status',
    [depotId, planId],
  );
  const counts = new Map(rows.map((row: { status: string; count: number }) => [row.status, row.count]));
  if (counts.has('departed') || counts.has('finished')) {
    throw new ConflictError('run-departed', `A run of plan ${planId} has left; its release cannot be taken back.`);
  }
  if (!counts.has('released')) throw new ConflictError('not-released', `Plan ${planId} is not released.`);
  assertRunTransition('released', 'draft');
  const withdrawn = await transaction.raw(
    `update runs set status = 'draft', version = version + 1
     where depot_id = ? and plan_id = ? and status = 'released'`,
    [depotId, planId],
  );
  await insertEvent(transaction, 'plan.withdrawn', { depotId, waveId }, by, at, { planId });
  return { runs: withdrawn.rowCount as number };
}

/** Locks the wave of a plan. @throws ConflictError when another plan is the current one. */
async function lockCurrent(transaction: Knex.Transaction, planId: string) {
  const found = await transaction.raw('select depot_id, wave_id from plans where plan_id = ?', [planId]);
  if (found.rows.length === 0) throw new NotFoundError('plan', planId);
  const { depot_id: depotId, wave_id: waveId } = found.rows[0] as { depot_id: string; wave_id: string };
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  if (wave.currentPlanId !== planId) {
    throw new ConflictError('plan-replaced', `Plan ${planId} is not the current plan of wave ${waveId} any more.`);
  }
  return { depotId, waveId };
}
