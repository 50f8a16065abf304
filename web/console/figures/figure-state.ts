import { batch, computed, effect, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { FollowedStop, ProgressFigures, ProgressList, RunProgress, Tally, WaveProgress } from '../../api/types.js';
import { runKey } from '../../run-key.js';
import { chosenRun, leaveRun, tab, views } from '../console-state.js';

/** A figure whose list is shown: stops, or the runs that should have left. */
export type Figure = ProgressList | 'late-departures';

export const figureNames: readonly Figure[] = [
  'all',
  'delivered',
  'partial',
  'refused',
  'failed',
  'skipped',
  'open',
  'late-planned',
  'late-predicted',
  'late-actual',
  'overdue',
  'waiting',
  'late-departures',
];

/** The one that somebody asked for; undefined shows all runs. */
export const figure = signal<Figure>();
/** By wave, as far as it was read. */
const progress = signal<ReadonlyMap<string, WaveProgress>>(new Map());
/** The stops behind `figure`, of all waves in view; undefined until they are read. */
export const figureStops = signal<readonly FollowedStop[]>();
/** How the stops of the chosen run stand, by their ids. */
export const standings = signal<ReadonlyMap<string, FollowedStop>>(new Map());

const shown = computed(() => views.value.flatMap(({ wave }) => progress.value.get(wave.waveId) ?? []));

/** Of all waves in view; undefined until all of them are read. */
export const figures = computed((): ProgressFigures | undefined =>
  shown.value.length === 0 || shown.value.length < views.value.length
    ? undefined
    : shown.value.map((wave) => wave.figures).reduce(sum),
);

export const progressByRun = computed(
  () =>
    new Map(
      shown.value.flatMap(({ waveId, runs }) =>
        runs.map((run): [string, RunProgress] => [runKey({ waveId, routeNo: run.routeNo }), run]),
      ),
    ),
);

export function totalOf(counted: Tally): number {
  return Object.values(counted).reduce((total, count) => total + count, 0);
}

function sum(one: ProgressFigures, other: ProgressFigures): ProgressFigures {
  const added = (a: Tally, b: Tally) =>
    Object.fromEntries(Object.entries(a).map(([result, count]) => [result, count + b[result as keyof Tally]])) as Tally;
  return {
    stops: added(one.stops, other.stops),
    totes: added(one.totes, other.totes),
    orders: added(one.orders, other.orders),
    late: {
      planned: one.late.planned + other.late.planned,
      predicted: one.late.predicted + other.late.predicted,
      actual: one.late.actual + other.late.actual,
    },
    overdue: one.overdue + other.overdue,
    waiting: one.waiting + other.waiting,
    lateDepartures: one.lateDepartures + other.lateDepartures,
  };
}

/** Reads how far the waves in view are, and the list that is shown of them. What is late changes also while nobody reports. */
export async function refreshProgress(): Promise<void> {
  const waveIds = views.value.map(({ wave }) => wave.waveId);
  const wanted = figure.value;
  const stops = wanted === undefined || wanted === 'late-departures' ? undefined : wanted;
  const found = await Promise.all(waveIds.map((waveId) => api.progress(waveId, stops && { stops })));
  const isSame = views.value.every(({ wave }, at) => wave.waveId === waveIds[at]);
  if (!isSame || views.value.length !== waveIds.length) return;
  progress.value = new Map(found.map((each) => [each.waveId, each]));
  if (figure.value === wanted) figureStops.value = found.flatMap((each) => each.stops ?? []);
}

/** Shows the list behind a figure, in the place of the runs; the page reads it, as it does with everything of the waves. */
export function showFigure(wanted: Figure | undefined): void {
  batch(() => {
    leaveRun();
    tab.value = 'runs';
    if (figure.value !== wanted) figureStops.value = undefined;
    figure.value = wanted;
  });
}

/** Keeps `standings` with the chosen run; returns how to stop that. */
export function followChosenRun(): () => void {
  return effect(() => {
    const run = chosenRun.value;
    if (run === undefined) {
      standings.value = new Map();
      return;
    }
    api
      .progress(run.waveId, { stops: 'all', run: run.runId })
      .then(({ stops = [] }) => {
        if (chosenRun.value?.runId === run.runId) standings.value = new Map(stops.map((stop) => [stop.stopId, stop]));
      })
      .catch(() => undefined);
  });
}
