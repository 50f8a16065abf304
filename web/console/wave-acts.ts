import { api } from '../api/api.js';
import { ApiError } from '../api/api-error.js';
import type { Job } from '../api/types.js';
import { doUnlessUndone, tell, tellFailure } from '../components/notices.js';
import { t } from '../i18n/language.js';
import { leaveRun, plan, planJob, refreshWave, waveId } from './console-state.js';

export function closeWave(): void {
  const closing = waveId.value!;
  doUnlessUndone(t('action.closePending'), async () => {
    const { consignments, totes, pickLists } = await api.closeWave(closing);
    tell(t('action.closed', { consignments, totes, pickLists }));
    await refreshWave();
  });
}

export function releasePlan(): void {
  const released = plan.value!;
  doUnlessUndone(t('action.releasePending', { n: released.kpis.runs }), async () => {
    try {
      const { runs: count } = await api.releasePlan(released);
      tell(t('action.released', { n: count }));
    } finally {
      await refreshWave();
    }
  });
}

/** Takes a release back while nobody has left. */
export function withdrawPlan(): void {
  const released = plan.value!;
  doUnlessUndone(t('action.withdrawPending', { n: released.kpis.runs }), async () => {
    try {
      const { runs: count } = await api.withdrawPlan(released);
      tell(t('action.withdrawn', { n: count }));
    } finally {
      await refreshWave();
    }
  });
}

/** Plans the wave and follows the work until it ends. */
export async function startPlanning(seconds: number): Promise<void> {
  try {
    follow(await api.planWave(waveId.value!, seconds));
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes up planning that was started elsewhere or before this page was loaded, also where it still waits. */
export async function followRunning(shown: string): Promise<void> {
  const [job] = await api.latestPlanJobs(shown);
  if (job === undefined || (job.status !== 'running' && job.status !== 'waiting')) return;
  if (waveId.value === shown && planJob.value === undefined) follow(job);
}

function follow(job: Job): void {
  planJob.value = job;
  api.watchJob(
    job.jobId,
    (now) => {
      planJob.value = now;
      if (now.status === 'running' || now.status === 'waiting') return;
      planJob.value = undefined;
      if (now.status === 'done' && now.result !== null && 'kpis' in now.result) {
        const { runs: count, unassigned } = now.result.kpis;
        tell(t('plan.done', { runs: count, unassigned }));
        leaveRun();
      } else if (now.status === 'cancelled') tell(t('plan.cancelled'));
      else
        tellFailure(
          new ApiError(409, now.error?.code ?? 'internal', t('plan.failed', { detail: now.error?.detail ?? '' })),
        );
      refreshWave().catch(tellFailure);
    },
    () => {
      planJob.value = undefined;
      refreshWave().catch(tellFailure);
    },
  );
}

export async function cancelPlanning(): Promise<void> {
  if (planJob.value !== undefined) await api.cancelJob(planJob.value.jobId).catch(tellFailure);
}
