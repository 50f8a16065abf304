import type { Knex } from 'knex';
import { type RunStatus, runAfter } from '../../../domain/delivery/run.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { settleUnassigned } from '../cases/watched-cases.js';
import { insertEvent } from '../insert-event.js';
import { readRows, writeRows } from '../statement.js';
import { getWave } from '../waves/wave-store.js';
import { lockRuns } from './seen-runs.js';

/** Moves the draft runs of a wave's current plan on: all, or those named. */
export async function releasePlan(
  transaction: Knex.Transaction,
  planId: string,
  at: Date,
  by: string,
  runIds?: readonly string[],
) {
  const { depotId, waveId } = await lockCurrent(transaction, planId);
  await assertRuns(transaction, depotId, planId, runIds);
  const released = await readRows<{ run_id: string }>(
    transaction,
    `update runs set status = ?, version = version + 1
     where depot_id = ? and plan_id = ? and status = 'draft' and (?::text[] is null or run_id = any(?::text[]))
     returning run_id`,
    [runAfter('draft', 'released'), depotId, planId, runIds, runIds],
  );
  if (released.length === 0) {
    throw new ConflictError(
      'nothing-to-release',
      told`The runs of plan ${planId} are released already, or it has none.`,
    );
  }
  const some = runIds === undefined ? {} : { runIds };
  await insertEvent(transaction, 'plan.released', { depotId, waveId }, by, at, { planId, ...some });
  await writeRows(
    transaction,
    `insert into events (depot_id, kind, wave_id, run_id, courier_id, actor, received_at, data)
     select depot_id, 'run.released', wave_id, run_id, courier_id, ?, ?, jsonb_build_object('planId', plan_id)
     from runs where depot_id = ? and run_id = any(?::text[]) order by route_no`,
    [by, at, depotId, released.map(({ run_id }) => run_id)],
  );
  await settleUnassigned(transaction, { depotId, waveId }, at);
  return { runs: released.length };
}

/** Takes a release back while no run of it has left: the runs, or those named, are drafts again, and couriers see them no more. */
export async function withdrawPlan(
  transaction: Knex.Transaction,
  planId: string,
  at: Date,
  by: string,
  runIds?: readonly string[],
) {
  const { depotId, waveId } = await lockCurrent(transaction, planId);
  // Reports lock their run: none leaves between the look and the change.
  await lockRuns(transaction, depotId, waveId);
  await assertRuns(transaction, depotId, planId, runIds);
  const rows = await readRows<{ status: RunStatus }>(
    transaction,
    `select distinct status from runs
     where depot_id = ? and plan_id = ? and (?::text[] is null or run_id = any(?::text[]))`,
    [depotId, planId, runIds, runIds],
  );
  const statuses = new Set(rows.map(({ status }) => status));
  if (statuses.has('departed') || statuses.has('finished')) {
    throw new ConflictError('run-departed', told`A run of plan ${planId} has left; its release cannot be taken back.`);
  }
  if (!statuses.has('released')) throw new ConflictError('not-released', told`Plan ${planId} is not released.`);
  const withdrawn = await writeRows(
    transaction,
    `update runs set status = ?, version = version + 1
     where depot_id = ? and plan_id = ? and status = 'released' and (?::text[] is null or run_id = any(?::text[]))`,
    [runAfter('released', 'withdrawn'), depotId, planId, runIds, runIds],
  );
  const some = runIds === undefined ? {} : { runIds };
  await insertEvent(transaction, 'plan.withdrawn', { depotId, waveId }, by, at, { planId, ...some });
  return { runs: withdrawn.rowCount };
}

/** @throws InvalidInputError naming a run that is none of the plan's. */
async function assertRuns(
  transaction: Knex.Transaction,
  depotId: string,
  planId: string,
  runIds: readonly string[] = [],
): Promise<void> {
  const rows = await readRows<{ run_id: string }>(
    transaction,
    'select run_id from runs where depot_id = ? and plan_id = ? and run_id = any(?::text[])',
    [depotId, planId, runIds],
  );
  const missing = runIds.find((id) => !rows.some(({ run_id }) => run_id === id));
  if (missing !== undefined) throw new InvalidInputError(told`Plan ${planId} has no run ${missing}.`);
}

/** Locks the wave of a plan. @throws ConflictError when another plan is the current one. */
async function lockCurrent(transaction: Knex.Transaction, planId: string) {
  const [found] = await readRows<{ depot_id: string; wave_id: string }>(
    transaction,
    'select depot_id, wave_id from plans where plan_id = ?',
    [planId],
  );
  if (found === undefined) throw new NotFoundError('plan', planId);
  const { depot_id: depotId, wave_id: waveId } = found;
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  if (wave.currentPlanId !== planId) {
    throw new ConflictError('plan-replaced', told`Plan ${planId} is not the current plan of wave ${waveId} any more.`);
  }
  return { depotId, waveId };
}
