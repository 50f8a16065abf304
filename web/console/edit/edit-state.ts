import { batch, computed, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import { ApiError } from '../../api/api-error.js';
import type { EditedPlan, Plan, PlanEdit, PlanRow, Violation, WantedOverride } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { formatMoneyChange } from '../../format.js';
import { t } from '../../i18n/language.js';
import { isPlanning, me, plan, stationsById, views, wave } from '../console-state.js';
import { refreshWave } from '../view/read-day.js';
import { allMovesOnto, moveOff, moveTo, type Slot, stationsOf, type Visit } from './places.js';

/** What a change would come to; undefined while the server is asked. */
export interface Proposal {
  readonly edit: PlanEdit;
  readonly outcome: EditedPlan | undefined;
}

/** A change that breaks soft rules only: whoever makes it says why. */
export interface AskedOverride {
  readonly edits: readonly PlanEdit[];
  readonly violations: readonly Violation[];
  readonly name: string;
}

/** The visit that is being dragged or asked about. */
export const lifted = signal<Visit>();
export const proposal = signal<Proposal>();
export const isSaving = signal(false);
export const askedOverride = signal<AskedOverride>();
/** The station whose row takes the focus again once the changed plan is shown. */
export const refocus = signal<string>();

/** Versions that were left by undoing, each with the one it was made from. */
const undone = signal<readonly Pick<Plan, 'planId' | 'parentPlanId'>[]>([]);

/** Whether a wave in view may be changed now. */
export function canChange(waveId: string | undefined): boolean {
  return mayChange(waveId) && !isSaving.value;
}

/** Whether it may be, once what is just saved is saved: also released and under way, until the last vehicle is back. */
function mayChange(waveId: string | undefined): boolean {
  const view = views.value.find(({ wave }) => wave.waveId === waveId);
  return (
    view?.plan !== undefined &&
    (me.value?.role === 'dispatcher' || me.value?.role === 'admin') &&
    view.wave.status !== 'finished' &&
    !isPlanning.value
  );
}

export const canEdit = computed(() => canChange(wave.value?.waveId));
/** What is there to change by stays while a change is saved, so that nothing jumps. */
export const mayEdit = computed(() => mayChange(wave.value?.waveId));
/** Also while vehicles are on the road, as far as nobody reported against it. */
export const canUndo = computed(
  () =>
    plan.value?.parentPlanId !== undefined &&
    canEdit.value &&
    plan.value.provenance.how !== 'solver' &&
    !followsOrders(plan.value),
);
/** Whether it is a version that changed orders made: the one before was made for other goods, and is none to go back to. */
export function followsOrders({
  provenance,
  edited,
  parentPlanId,
}: Pick<Plan | PlanRow, 'provenance' | 'edited' | 'parentPlanId'>): boolean {
  const isOfHand = edited !== undefined && edited !== null;
  return provenance.how === 'edit' && !isOfHand && typeof parentPlanId === 'string';
}

/** Only from the version that it was made from: somebody else may have changed the plan meanwhile. */
export const canRedo = computed(
  () => canEdit.value && undone.value.length > 0 && undone.value.at(-1)?.parentPlanId === plan.value?.planId,
);

let asked = 0;

/** Shows at once which change is meant and, as soon as the server has priced it, what it would come to. */
export function propose(edit: PlanEdit | undefined): void {
  if (edit !== undefined && JSON.stringify(edit) === JSON.stringify(proposal.value?.edit)) return;
  const turn = ++asked;
  proposal.value = edit === undefined ? undefined : { edit, outcome: undefined };
  if (edit === undefined) return;
  // A pointer passes over many places on its way; only where it rests is worth a question.
  window.setTimeout(async () => {
    if (turn !== asked) return;
    try {
      const outcome = await api.tryEdits(plan.value!, [edit]);
      if (turn === asked) proposal.value = { edit, outcome };
    } catch (error) {
      if (turn !== asked) return;
      proposal.value = undefined;
      tellFailure(error);
    }
  }, 120);
}

export function proposeSlot(visit: Visit, slot: Slot): void {
  propose(moveTo(plan.value!, visit, slot));
}

export function proposeOff(visit: Visit): void {
  propose(moveOff(visit));
}

const questionsAtOnce = 4;

/** Looks for the vehicle's best place for a visit: the one that breaks fewest rules, then the cheapest. */
export async function proposeVehicle(visit: Visit, vehicleId: string): Promise<void> {
  const turn = ++asked;
  const edited = plan.value!;
  const moves = allMovesOnto(edited, visit, vehicleId);
  proposal.value = moves.length === 0 ? undefined : { edit: moves[0], outcome: undefined };
  let best: Proposal | undefined;
  try {
    for (let from = 0; from < moves.length && turn === asked; from += questionsAtOnce) {
      const some = moves.slice(from, from + questionsAtOnce);
      const outcomes = await Promise.all(some.map((move) => api.tryEdits(edited, [move])));
      for (const [at, outcome] of outcomes.entries()) {
        if (best === undefined || rank(outcome) < rank(best.outcome!)) best = { edit: some[at], outcome };
      }
    }
    if (turn === asked) proposal.value = best;
  } catch (error) {
    if (turn !== asked) return;
    proposal.value = undefined;
    tellFailure(error);
  }
}

/** Any broken rule outweighs any price. */
function rank({ violations, kpis, costChangeMinor, penaltyChangeMinor }: EditedPlan): number {
  return violations.length * 1e15 + kpis.unassigned * 1e10 + costChangeMinor + penaltyChangeMinor;
}

export function letGo(): void {
  asked++;
  batch(() => {
    lifted.value = undefined;
    proposal.value = undefined;
  });
}

/** What a change would break, each once, in whole sentences. */
export function violationWords(violations: readonly Violation[]): string {
  return [...new Set(violations.map(({ text }) => text))].join(' ');
}

/** Whether a dispatcher may let all of it pass. */
export function areSoft(violations: readonly Violation[]): boolean {
  return violations.length > 0 && violations.every(({ isSoft }) => isSoft);
}

/** What a visit is called: the station, or how many they are. */
export function nameOf(visit: Visit): string {
  const stationIds = stationsOf(visit);
  if (stationIds.length > 1) return t('edit.stations', { n: stationIds.length });
  return stationsById.value.get(visit.stationId)?.name ?? visit.stationId;
}

/** Makes the move in hand. */
export function commitVisit(visit: Visit, edit: PlanEdit | undefined = proposal.value?.edit): Promise<void> {
  return commit(edit === undefined ? [] : [edit], nameOf(visit), visit.stationId);
}

/**
 * Makes changes a new version of the plan. What breaks soft rules only asks for a reason first; what breaks another is
 * refused, and nothing changes.
 *
 * @param name what is changed, for the words about it.
 * @param stationId whose row takes the focus again.
 */
export async function commit(edits: readonly PlanEdit[], name: string, stationId?: string): Promise<void> {
  const edited = plan.value;
  const known = proposal.value?.outcome;
  letGo();
  if (edits.length === 0 || edited === undefined || !canEdit.value) return;
  try {
    // What is known to break a rule need not be asked for again.
    const { violations } = known ?? (await api.tryEdits(edited, edits));
    if (areSoft(violations)) askedOverride.value = { edits, violations, name };
    else if (violations.length > 0) {
      tellFailure(new ApiError(409, 'edit-breaks-rules', violationWords(violations)));
    } else await makeEdits(edits, name);
  } catch (error) {
    tellFailure(error);
  }
  refocus.value = stationId;
}

/** Makes changes, with the soft rules that are let pass. */
export async function makeEdits(
  edits: readonly PlanEdit[],
  name: string,
  overrides?: readonly WantedOverride[],
): Promise<void> {
  await save(async () => {
    const { costChangeMinor } = await api.editPlan(plan.value!, edits, overrides);
    undone.value = [];
    const isMove = edits.every(({ kind }) => kind === 'move');
    tell(t(isMove ? 'edit.done' : 'edit.changed', { name, change: formatMoneyChange(costChangeMinor) }));
  });
}

/** Whose step made the plan as it is, where that is somebody else; one's own steps alone are undone by a key. */
async function otherPerson({ planId, waveId }: Plan): Promise<string | undefined> {
  const row = (await api.plans(waveId)).find((each) => each.planId === planId);
  return row === undefined || row.createdBy === me.value?.name ? undefined : row.createdBy;
}

/** Goes back to the version before the last change of one's own. */
export async function undo(): Promise<void> {
  const now = plan.value;
  if (now === undefined || !canUndo.value || now.parentPlanId === undefined) return;
  const { planId, parentPlanId } = now;
  await save(async () => {
    const other = await otherPerson(now);
    if (other !== undefined) {
      tell(t('edit.othersStep', { name: other, n: now.version }));
      return;
    }
    await api.makeCurrent(parentPlanId, now);
    undone.value = [...undone.value, { planId, parentPlanId }];
    tell(t('edit.undone'));
  });
}

export async function redo(): Promise<void> {
  const again = undone.value.at(-1);
  const now = plan.value;
  if (now === undefined || !canRedo.value || again === undefined) return;
  await save(async () => {
    await api.makeCurrent(again.planId, now);
    undone.value = undone.value.slice(0, -1);
    tell(t('edit.redone'));
  });
}

/** Makes any version the current one again. */
export async function goTo(version: Pick<Plan, 'planId' | 'version'>): Promise<void> {
  await save(async () => {
    await api.makeCurrent(version.planId, plan.value!);
    undone.value = [];
    tell(t('versions.back', { n: version.version }));
  });
}

async function save(change: () => Promise<void>): Promise<void> {
  const held = document.activeElement;
  isSaving.value = true;
  try {
    await change();
  } catch (error) {
    tellFailure(error);
  } finally {
    await refreshWave().catch(tellFailure);
    isSaving.value = false;
    giveFocusBack(held);
  }
}

/** A button that cannot be pressed while a change is saved loses the focus, and who works by keys would begin at the top. */
function giveFocusBack(held: Element | null): void {
  window.requestAnimationFrame(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && held instanceof HTMLElement && held.isConnected) held.focus({ preventScroll: true });
  });
}
