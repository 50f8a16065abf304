import type { ReplanDraft, ReplanStore } from '../../../../application/planning/replan-store.js';
import type { Database } from '../../engine/database.js';

/** Of one depot. Whoever looks so often has long gone on from the first. */
const mostKept = 32;

/** Previews of re-plans, so that one that was looked at on one server can be made on another. */
export function makeReplanPreviews(
  database: Database,
): Pick<ReplanStore, 'keepPreview' | 'findPreview' | 'forgetPreview'> {
  const { knex } = database;
  return {
    keepPreview: (previewId, { draft, outcome }, now, expiresAt) =>
      database.inTransaction(async (transaction) => {
        const { depotId, parentPlanId } = draft.plan;
        await transaction.raw(
          `insert into replan_previews (preview_id, depot_id, plan_id, draft, outcome, expires_at)
           values (?, ?, ?, ?, ?, ?)`,
          [previewId, depotId, parentPlanId!, JSON.stringify(draft), JSON.stringify(outcome), expiresAt],
        );
        await transaction.raw(
          `delete from replan_previews where expires_at < ? or preview_id in (
             select preview_id from replan_previews where depot_id = ? order by expires_at desc, preview_id offset ${mostKept})`,
          [now, depotId],
        );
      }),

    async findPreview(previewId, planId, now) {
      const { rows } = await knex.raw(
        'select draft, outcome from replan_previews where preview_id = ? and plan_id = ? and expires_at >= ?',
        [previewId, planId, now],
      );
      if (rows.length === 0) return undefined;
      const [{ draft, outcome }] = rows;
      return { draft: revive(draft), outcome };
    },

    async forgetPreview(previewId) {
      await knex.raw('delete from replan_previews where preview_id = ?', [previewId]);
    },
  };
}

/** JSON has no dates; all else of a draft is as it was. */
function revive(draft: ReplanDraft): ReplanDraft {
  return { ...draft, plan: { ...draft.plan, createdAt: new Date(draft.plan.createdAt) } };
}
