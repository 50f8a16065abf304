import { batch, computed, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { PlanLock, ReplanEvent, ReplannedPlan } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { formatMoneyChange } from '../../format.js';
import { t } from '../../i18n/language.js';
import { isPlanning, me, plan, wave } from '../console-state.js';
import { refreshWave } from '../view/read-day.js';

/** What the dialog shows: the questions, or what changed in the plan that is current. */
export const replanView = signal<'ask' | 'changes'>();
/** What the event would come to, as soon as the server has worked it out. */
export const preview = signal<ReplannedPlan>();
export const isLooking = signal(false);
export const isApplying = signal(false);
export const lookFailure = signal<unknown>();

const mayChange = computed(() => me.value?.role === 'dispatcher' || me.value?.role === 'admin');
/** Also while vehicles are on the road, until the last one is back. */
export const canReplan = computed(
  () => plan.value !== undefined && mayChange.value && wave.value?.status !== 'finished' && !isPlanning.value,
);

let asked = 0;

export function forgetPreview(): void {
  asked++;
  batch(() => {
    preview.value = undefined;
    isLooking.value = false;
    lookFailure.value = undefined;
  });
}

/** Asks what an event would change. Nothing is stored. */
export async function look(event: ReplanEvent, from: string | undefined, keepsEdits: boolean): Promise<void> {
  forgetPreview();
  const turn = asked;
  isLooking.value = true;
  try {
    const outcome = await api.tryReplan(plan.value!, event, from, keepsEdits);
    if (turn === asked) preview.value = outcome;
  } catch (error) {
    if (turn === asked) lookFailure.value = error;
  } finally {
    if (turn === asked) isLooking.value = false;
  }
}

/** Makes what is shown. Where something came in between, the dialog stays and says so. */
export async function apply(event: ReplanEvent): Promise<void> {
  const shown = preview.value;
  if (shown === undefined || plan.value === undefined) return;
  isApplying.value = true;
  try {
    const { changes, costChangeMinor } = await api.replan(plan.value, event, shown.previewId);
    tell(t('replan.done', { n: changes.length, change: formatMoneyChange(costChangeMinor) }));
    replanView.value = undefined;
    forgetPreview();
  } catch (error) {
    lookFailure.value = error;
    preview.value = undefined;
  } finally {
    await refreshWave().catch(tellFailure);
    isApplying.value = false;
  }
}

export function isLocked(lock: PlanLock): boolean {
  return (plan.value?.locks ?? []).some(
    ({ vehicleId, stationId }) => vehicleId === lock.vehicleId && stationId === lock.stationId,
  );
}

/** Locks what is open and opens what is locked. */
export async function toggleLock(lock: PlanLock, name: string): Promise<void> {
  const kind = isLocked(lock) ? 'unlock' : 'lock';
  try {
    await api.editPlan(plan.value!, [{ kind, ...lock }]);
    tell(t(`lock.${kind}ed`, { name }));
  } catch (error) {
    tellFailure(error);
  } finally {
    await refreshWave().catch(tellFailure);
  }
}
