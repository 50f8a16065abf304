import { api } from '../api/api.js';
import { ApiError } from '../api/api-error.js';
import type { Job, Plan, Run, RunRow, Wave } from '../api/types.js';
import { doUnlessUndone, tell, tellFailure } from '../components/notices.js';
import { t } from '../i18n/language.js';
import { runKey } from '../run-key.js';
import { depotName, leaveRun, planJobs, runName, views, waves } from './console-state.js';
import { refreshWave } from './view/read-day.js';
import { closable, plannable, releasable, withdrawable } from './view/what-can-be-done.js';

/** Closes what still collects of what is in view. */
export function closeWaves(): void {
  const closing = closable(views.value).map(({ wave }) => wave);
  const words = closing.length === 1 ? t('action.closePending') : t('action.closeAllPending', { n: closing.length });
  doUnlessUndone(words, () =>
    oneAfterTheOther(
      closing.map((wave) => ({ wave, of: wave })),
      async ({ waveId }) => {
        const { consignments, totes, pickLists } = await api.closeWave(waveId);
        tell(t('action.closed', { consignments, totes, pickLists }));
      },
    ),
  );
}

/** Releases every plan in view that has drafts. */
export function releasePlans(): void {
  const released = releasable(views.value).map(({ wave, plan }) => ({ wave, of: plan! }));
  const drafts = releasable(views.value).flatMap(({ runs }) => runs.filter(({ status }) => status === 'draft'));
  doUnlessUndone(releaseWords(drafts), () =>
    oneAfterTheOther(released, async (plan) => {
      const { runs: count } = await api.releasePlan(plan);
      tell(t('action.released', { n: count }));
    }),
  );
}

/** How many runs are released, and which of them nobody drives. */
function releaseWords(drafts: readonly RunRow[]): string {
  const driverless = drafts.filter(({ courierId }) => courierId === null);
  if (driverless.length === 0) return t('action.releasePending', { n: drafts.length });
  const names = driverless.map((run) => `${runName(runKey(run))} (${run.vehicleId})`).join(', ');
  return t('action.releaseDriverless', { n: drafts.length, runs: names });
}

/** Releases one run of a plan, whatever the others are. */
export function releaseRun(plan: Plan, run: Run): void {
  const name = runName(runKey(run));
  const words = run.courierId === null ? t('run.releaseDriverless', { n: name }) : t('run.releasePending', { n: name });
  doUnlessUndone(words, () => actOnRun(api.releasePlan(plan, [run.runId]), t('run.released', { n: name })));
}

/** Takes the release of one run back while it has not left. */
export function withdrawRun(plan: Plan, run: Run): void {
  const name = runName(runKey(run));
  doUnlessUndone(t('run.withdrawPending', { n: name }), () =>
    actOnRun(api.withdrawPlan(plan, [run.runId]), t('run.withdrawn', { n: name })),
  );
}

async function actOnRun(answer: Promise<unknown>, words: string): Promise<void> {
  try {
    await answer;
    tell(words);
  } finally {
    await refreshWave().catch(tellFailure);
  }
}

/** Takes releases back while nobody has left. */
export function withdrawPlans(): void {
  const released = withdrawable(views.value).map(({ wave, plan }) => ({ wave, of: plan! }));
  doUnlessUndone(t('action.withdrawPending', { n: runsOf(released) }), () =>
    oneAfterTheOther(released, async (plan) => {
      const { runs: count } = await api.withdrawPlan(plan);
      tell(t('action.withdrawn', { n: count }));
    }),
  );
}

/** Plans what is in view, a job for each wave; the server works through them. */
export async function startPlanning(seconds: number): Promise<void> {
  const planned = plannable(views.value).map(({ wave }) => ({ wave, of: wave }));
  await oneAfterTheOther(planned, async ({ waveId }) => follow(waveId, await api.planWave(waveId, seconds)));
}

/** Makes plans with no run of what is in view, to be made by hand. */
export async function beginByHand(): Promise<void> {
  const planned = plannable(views.value).map(({ wave }) => ({ wave, of: wave }));
  await oneAfterTheOther(planned, async ({ waveId }) => follow(waveId, await api.planByHand(waveId)));
}

interface Meant<T> {
  readonly wave: Wave;
  readonly of: T;
}

/** What one wave refuses keeps nothing from the others, and is told with its depot's name where there are several. */
async function oneAfterTheOther<T>(meant: readonly Meant<T>[], work: (of: T) => Promise<void>): Promise<void> {
  for (const { wave, of } of meant) {
    try {
      await work(of);
    } catch (error) {
      if (meant.length === 1 || !(error instanceof ApiError)) tellFailure(error);
      else tellFailure(new ApiError(error.status, error.code, `${depotName(wave.depotId)}: ${error.message}`));
    }
  }
  await refreshWave().catch(tellFailure);
}

const runsOf = (plans: readonly Meant<Plan>[]) => plans.reduce((sum, { of }) => sum + of.kpis.runs, 0);

/** Takes up planning that was started elsewhere or before this page was loaded, also where it still waits. */
export async function followRunning(waveId: string): Promise<void> {
  const [job] = await api.latestPlanJobs(waveId);
  if (job === undefined || (job.status !== 'running' && job.status !== 'waiting')) return;
  if (!planJobs.value.has(waveId)) follow(waveId, job);
}

function note(waveId: string, job: Job | undefined): void {
  const jobs = new Map(planJobs.value);
  if (job === undefined) jobs.delete(waveId);
  else jobs.set(waveId, job);
  planJobs.value = jobs;
}

function follow(waveId: string, job: Job): void {
  note(waveId, job);
  api.watchJob(
    job.jobId,
    (now) => {
      if (now.status === 'running' || now.status === 'waiting') return note(waveId, now);
      note(waveId, undefined);
      if (now.status === 'done' && now.result !== null && 'kpis' in now.result) {
        const { runs: count, unassigned } = now.result.kpis;
        tell(named(waveId, t('plan.done', { runs: count, unassigned })));
        if (views.value.length === 1) leaveRun();
      } else if (now.status === 'cancelled') tell(named(waveId, t('plan.cancelled')));
      else {
        const detail = named(waveId, t('plan.failed', { detail: now.error?.detail ?? '' }));
        tellFailure(new ApiError(409, now.error?.code ?? 'internal', detail));
      }
      refreshWave().catch(tellFailure);
    },
    () => {
      note(waveId, undefined);
      refreshWave().catch(tellFailure);
    },
  );
}

/** Says whose it is where several are in view. */
function named(waveId: string, words: string): string {
  const wave = waves.value.find((each) => each.waveId === waveId);
  return views.value.length < 2 || wave === undefined ? words : `${depotName(wave.depotId)}: ${words}`;
}

export async function cancelPlanning(waveId: string): Promise<void> {
  const job = planJobs.value.get(waveId);
  if (job !== undefined) await api.cancelJob(job.jobId).catch(tellFailure);
}
