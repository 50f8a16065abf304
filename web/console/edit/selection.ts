import { computed, signal } from '@preact/signals';
import type { PlanEdit } from '../../api/types.js';
import { waveIdOf } from '../../run-key.js';
import { plan, runByStation, views, workAt } from '../console-state.js';
import { canChange, canEdit, commit, nameOf } from './edit-state.js';
import { movedVisit } from './move-dialog.js';
import { inPlanOrder, moveOff, type Visit } from './places.js';

/** Stations that were chosen to be changed together. */
export const selected = signal<ReadonlySet<string>>(new Set());
/** What a drag over the map chooses: nothing, what lies in a box, or what lies within a line that is drawn. */
export const areaTool = signal<'off' | 'box' | 'lasso'>('off');

/** Where some plan in view can be changed. */
export const canChooseStations = computed(() => views.value.some(({ wave }) => canChange(wave.waveId)));

export function clearSelection(): void {
  if (selected.value.size > 0) selected.value = new Set();
}

/** Adds stations, or takes one away that is chosen already. */
export function toggleStation(stationId: string): void {
  const next = new Set(selected.value);
  if (!next.delete(stationId)) next.add(stationId);
  select(next);
}

export function addStations(stationIds: readonly string[]): void {
  select(new Set([...selected.value, ...stationIds]));
  areaTool.value = 'off';
}

/** Only goods of the wave that is worked at can be moved: that of the chosen run, or of the first station. */
function select(stationIds: ReadonlySet<string>): void {
  const first = [...stationIds].map((stationId) => runByStation.value.get(stationId)).find((run) => run !== undefined);
  if (plan.value === undefined && first !== undefined) workAt(waveIdOf(first));
  selected.value = stationIds;
}

/** What is chosen as one visit, in the plan's order; undefined where nothing of it is in the plan. */
export function selectedVisit(): Visit | undefined {
  const shown = plan.value;
  if (shown === undefined) return undefined;
  const known = new Set([
    ...shown.routes.flatMap(({ trips }) => trips.flatMap(({ stops }) => stops.map(({ stationId }) => stationId))),
    ...shown.unassigned.map(({ stationId }) => stationId),
  ]);
  const [stationId, ...others] = inPlanOrder(shown, selected.value).filter((each) => known.has(each));
  return stationId === undefined ? undefined : { stationId, vehicleId: undefined, others };
}

export function moveSelected(): void {
  movedVisit.value = selectedVisit();
}

export async function leaveOutSelected(): Promise<void> {
  const visit = selectedVisit();
  if (visit === undefined) return;
  await commit([moveOff(visit)], nameOf(visit));
  clearSelection();
}

/** Keeps each of them on the vehicle that brings it. */
export async function lockSelected(): Promise<void> {
  const locks = (plan.value?.routes ?? []).flatMap(({ vehicleId, trips }) =>
    trips.flatMap(({ stops }) =>
      stops
        .filter(({ stationId }) => selected.value.has(stationId))
        .map(({ stationId }): PlanEdit => ({ kind: 'lock', vehicleId, stationId })),
    ),
  );
  const visit = selectedVisit();
  if (locks.length === 0 || visit === undefined || !canEdit.value) return;
  await commit(locks, nameOf(visit));
  clearSelection();
}
