import { computed, effect, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { FollowedStop } from '../../api/types.js';
import { shiftDate } from '../../format.js';
import type { RunKey } from '../../run-key.js';
import { depots, shownStationId, stationsById, views } from '../console-state.js';
import { routeKpis } from '../view/route-kpis.js';
import { zoneInstant } from '../view/zone-instant.js';
import type { Bar } from './bar.js';
import { rangeAround, type TimeRange } from './time-scale.js';
import { timelineRows } from './timeline-rows.js';
import { grouping } from './timeline-view.js';

/** What somebody has zoomed and moved to; undefined shows all. */
export const chosenRange = signal<TimeRange>();
/** The bar that the keys are at. */
export const focusedBar = signal<Bar>();
/** The bar under the pointer. */
export const pointedBar = signal<Bar>();
/** Where the pointer is on the page, in pixels. */
export const tipAt = signal<{ readonly x: number; readonly y: number }>();
/** Where a dragged stop would go: the middle of which row's gap. */
export const dropMark = signal<{ readonly row: number; readonly at: number }>();

/** By wave, as far as they were read. */
const followed = signal<ReadonlyMap<string, readonly FollowedStop[]>>(new Map());
/** Why reported and expected times could not be read. */
export const followFailure = signal<unknown>();
export const now = signal(Date.now());

export const timelineOf = computed(() =>
  timelineRows(
    views.value.map(({ wave, plan, runs }) => ({
      wave,
      plan,
      runs,
      stops: followed.value.get(wave.waveId) ?? [],
      kpis: plan && routeKpis.value.get(plan.planId),
    })),
    grouping.value,
    (depotId) => depots.value.find((depot) => depot.depotId === depotId)?.docks ?? 0,
    now.value,
  ),
);

const everything = computed(() =>
  rangeAround(timelineOf.value.flatMap(({ planned, followed: bars }) => [...planned, ...bars])),
);
export const shownRange = computed(() => chosenRange.value ?? everything.value);

/** When the station that is pointed at, or else the chosen one, may be served; by the day of each wave in view. */
export const stationWindows = computed(() => {
  const stationId = pointedBar.value?.stationId ?? focusedBar.value?.stationId ?? shownStationId.value;
  if (stationId === undefined) return undefined;
  const spans = views.value.flatMap(({ wave, plan }) => {
    const { deliveryDate, timeZone } = wave;
    const changed = plan?.dayOverrides?.hours.find((hours) => hours.stationId === stationId)?.windows;
    const instant = (second: number) => {
      const days = Math.floor(second / 86_400);
      const [hours, minutes] = [Math.floor((second % 86_400) / 3600), Math.floor((second % 3600) / 60)];
      const clock = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
      return Date.parse(zoneInstant(shiftDate(deliveryDate, days), clock, timeZone));
    };
    const windows = changed ?? stationsById.value.get(stationId)?.windows ?? [];
    return windows.map(({ opens, closes }) => ({ begins: instant(opens), ends: instant(closes) }));
  });
  return { stationId, spans };
});

let reading = 0;

/** Reads what was reported and what is expected of the waves in view. */
export async function readFollowed(): Promise<void> {
  const turn = ++reading;
  const waveIds = views.value.filter(({ plan }) => plan !== undefined).map(({ wave }) => wave.waveId);
  try {
    const found = await Promise.all(waveIds.map((waveId) => api.progress(waveId, { stops: 'all' })));
    if (turn !== reading) return;
    followed.value = new Map(found.map(({ waveId, stops = [] }) => [waveId, stops]));
    followFailure.value = undefined;
  } catch (error) {
    if (turn === reading) followFailure.value = error;
  }
}

/** Keeps the timeline with the day while it is shown; returns how to stop that. */
export function followTimeline(): () => void {
  const ticking = window.setInterval(() => {
    now.value = Date.now();
    void readFollowed();
  }, 30_000);
  const stopReading = effect(() => {
    if (views.value.length > 0) void readFollowed();
  });
  return () => {
    window.clearInterval(ticking);
    stopReading();
  };
}

/** The row that a run stands in; -1 where there is none. */
export function rowOf(run: RunKey | undefined): number {
  return run === undefined ? -1 : timelineOf.value.findIndex(({ runs }) => runs.includes(run));
}
