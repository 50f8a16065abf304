import type { Knex } from 'knex';
import type { ReplanDraft, ReplanStore, UrgentOrder } from '../../../../application/planning/replan-store.js';
import { ConflictError } from '../../../../domain/dispatch-error.js';
import type { Plan } from '../../../../domain/planning/plan.js';
import type { PlanRules } from '../../../../domain/planning/plan-rules.js';
import { told } from '../../../../domain/told.js';
import { waveAfter } from '../../../../domain/waves/wave.js';
import type { Database } from '../../engine/database.js';
import { insertEvent } from '../../insert-event.js';
import { takeUrgentOrders } from '../../orders/take-urgent-orders.js';
import { readRows } from '../../statement.js';
import { holdDays } from '../../waves/hold-days.js';
import { packParts } from '../../waves/pack-goods.js';
import { getWave } from '../../waves/wave-store.js';
import { changeRuns } from '../change-runs.js';
import { auditOverrides, insertPlan } from '../insert-plan.js';
import { refuseTakenMeanwhile } from '../refuse-taken-meanwhile.js';
import { listSeenRuns, lockRuns, refuseContradiction } from '../seen-runs.js';
import { makeReplanPreviews } from './replan-previews.js';

/** Plans after an event, over runs that have left with parts of the day. */
export function makeReplanStore(database: Database): ReplanStore {
  return {
    ...makeReplanPreviews(database),
    listSeenRuns: (plan) => listSeenRuns(database.knex, plan),

    async findRules({ depotId, planId }) {
      const [plan] = await readRows<{ rules: PlanRules | null }>(
        database.knex,
        'select rules from plans where depot_id = ? and plan_id = ?',
        [depotId, planId],
      );
      return plan?.rules ?? undefined;
    },

    async listUrgentOrders(depotId, orderIds) {
      return readRows<UrgentOrder>(
        database.knex,
        `select orders.order_id as "orderId", orders.depot_id as "depotId", waves.status as "waveStatus",
           waves.delivery_date as "deliveryDate", orders.station_id as "stationId", orders.priority,
           (select coalesce(jsonb_agg(jsonb_build_object('zoneId', sums.zone_id, 'grams', sums.grams,
               'milliliters', sums.milliliters) order by sums.zone_id), '[]'::jsonb)
             from (select zone_id, sum(grams)::bigint as grams, sum(milliliters)::bigint as milliliters
               from order_lines where order_lines.depot_id = orders.depot_id
                 and order_lines.order_id = orders.order_id group by zone_id) as sums) as goods
         from orders join waves on waves.depot_id = orders.depot_id and waves.wave_id = orders.wave_id
         where orders.depot_id = ? and orders.order_id = any(?::text[]) and orders.status <> 'cancelled'
         order by orders.order_id`,
        [depotId, orderIds],
      );
    },

    saveReplan: (draft, by) => database.inTransaction((transaction) => saveReplan(transaction, draft, by)),
  };
}

async function saveReplan(transaction: Knex.Transaction, draft: ReplanDraft, by: string): Promise<Plan> {
  const { plan, seen, urgentOrderIds, added } = draft;
  const { depotId, waveId, parentPlanId, createdAt } = plan;
  await holdDays(transaction, [waveId]);
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  const status = waveAfter(wave.status, 'replanned');
  if (parentPlanId !== wave.currentPlanId) {
    throw new ConflictError(
      'plan-replaced',
      told`Plan ${parentPlanId} is not the current plan of wave ${waveId} any more.`,
    );
  }
  await lockRuns(transaction, depotId, waveId);
  await refuseContradiction(transaction, plan, seen);
  if (urgentOrderIds.length > 0) {
    await takeUrgentOrders(transaction, { depotId, waveId, orderIds: urgentOrderIds, added, by, at: createdAt });
  }
  await refuseTakenMeanwhile(transaction, plan);
  const saved = await insertPlan(transaction, plan, by);
  await packParts(transaction, saved);
  await transaction.raw('update waves set current_plan_id = ?, status = ? where depot_id = ? and wave_id = ?', [
    saved.planId,
    status,
    depotId,
    waveId,
  ]);
  const { replanned } = plan;
  const detail = { planId: saved.planId, version: saved.version, instead: parentPlanId };
  const about = replanned === undefined ? {} : { event: replanned.event, changes: replanned.changes.length };
  const kind = replanned === undefined ? 'plan.made' : 'plan.replanned';
  await insertEvent(transaction, kind, { depotId, waveId }, by, createdAt, { ...detail, ...about });
  await changeRuns(transaction, saved, wave.timeZone, createdAt, by, draft.fewerAt);
  await auditOverrides(transaction, saved, by);
  return saved;
}
