import { batch, computed, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import { ApiError } from '../../api/api-error.js';
import type { EditedPlan, Plan } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { formatMoneyChange } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { isPlanning, me, plan, stationsById, views, wave } from '../console-state.js';
import { refreshWave } from '../view/read-day.js';
import { allMovesOnto, type Move, moveOff, moveTo, type Slot, type Visit } from './places.js';

/** What a move would come to; undefined while the server is asked. */
export interface Proposal {
  readonly move: Move;
  readonly outcome: EditedPlan | undefined;
}

/** The visit that is being dragged or asked about. */
export const lifted = signal<Visit>();
export const proposal = signal<Proposal>();
export const isSaving = signal(false);
/** The station whose row takes the focus again once the changed plan is shown. */
export const refocus = signal<string>();

/** Versions that were left by undoing, each with the one it was made from. */
const undone = signal<readonly Pick<Plan, 'planId' | 'parentPlanId'>[]>([]);

/** Whether a wave in view may be changed: also released and under way, until the last vehicle is back. */
export function canChange(waveId: string | undefined): boolean {
  const view = views.value.find(({ wave }) => wave.waveId === waveId);
  return (
    view?.plan !== undefined &&
    (me.value?.role === 'dispatcher' || me.value?.role === 'admin') &&
    view.wave.status !== 'finished' &&
    !isPlanning.value &&
    !isSaving.value
  );
}

export const canEdit = computed(() => canChange(wave.value?.waveId));
/** Also while vehicles are on the road, as far as nobody reported against it. */
export const canUndo = computed(
  () => plan.value?.parentPlanId !== undefined && canEdit.value && plan.value.provenance.how !== 'solver',
);
/** Only from the version that it was made from: somebody else may have changed the plan meanwhile. */
export const canRedo = computed(
  () => canEdit.value && undone.value.length > 0 && undone.value.at(-1)?.parentPlanId === plan.value?.planId,
);

let asked = 0;

/** Shows at once which move is meant and, as soon as the server has priced it, what it would come to. */
export function propose(move: Move | undefined): void {
  if (move !== undefined && JSON.stringify(move) === JSON.stringify(proposal.value?.move)) return;
  const turn = ++asked;
  proposal.value = move === undefined ? undefined : { move, outcome: undefined };
  if (move === undefined) return;
  // A pointer passes over many places on its way; only where it rests is worth a question.
  window.setTimeout(async () => {
    if (turn !== asked) return;
    try {
      const outcome = await api.tryEdits(plan.value!, [move]);
      if (turn === asked) proposal.value = { move, outcome };
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
  proposal.value = moves.length === 0 ? undefined : { move: moves[0], outcome: undefined };
  let best: Proposal | undefined;
  try {
    for (let from = 0; from < moves.length && turn === asked; from += questionsAtOnce) {
      const some = moves.slice(from, from + questionsAtOnce);
      const outcomes = await Promise.all(some.map((move) => api.tryEdits(edited, [move])));
      for (const [at, outcome] of outcomes.entries()) {
        if (best === undefined || rank(outcome) < rank(best.outcome!)) best = { move: some[at], outcome };
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

/** The rules that a change would break, each once, in words. */
export function violationWords({ violations }: EditedPlan): string {
  return [...new Set(violations.map(({ cause, text }) => tOr(`violation.${cause}`, text)))].join(t('edit.and'));
}

/** Makes a move a new version of the plan. The server refuses what breaks a rule; then nothing changes. */
export async function commit(move: Move | undefined): Promise<void> {
  const edited = plan.value;
  // What is known to break a rule need not be asked for again.
  const breaks = proposal.value?.outcome === undefined ? '' : violationWords(proposal.value.outcome);
  letGo();
  if (move === undefined || edited === undefined || !canEdit.value) return;
  if (breaks.length > 0) {
    tellFailure(new ApiError(409, 'edit-breaks-rules', breaks));
    return;
  }
  await save(async () => {
    const { costChangeMinor } = await api.editPlan(edited, [move]);
    undone.value = [];
    const name = stationsById.value.get(move.stationId)?.name ?? move.stationId;
    tell(t('edit.done', { name, change: formatMoneyChange(costChangeMinor) }));
  });
  refocus.value = move.stationId;
}

/** Goes back to the version before the last change made by hand. */
export async function undo(): Promise<void> {
  const now = plan.value!;
  const { planId, parentPlanId } = now;
  if (!canUndo.value || parentPlanId === undefined) return;
  await save(async () => {
    await api.makeCurrent(parentPlanId, now);
    undone.value = [...undone.value, { planId, parentPlanId }];
    tell(t('edit.undone'));
  });
}

export async function redo(): Promise<void> {
  const again = undone.value.at(-1);
  const now = plan.value!;
  if (!canRedo.value || again === undefined) return;
  await save(async () => {
    await api.makeCurrent(again.planId, now);
    undone.value = undone.value.slice(0, -1);
    tell(t('edit.redone'));
  });
}

async function save(change: () => Promise<void>): Promise<void> {
  isSaving.value = true;
  try {
    await change();
  } catch (error) {
    tellFailure(error);
  } finally {
    await refreshWave().catch(tellFailure);
    isSaving.value = false;
  }
}
