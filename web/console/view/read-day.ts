import { batch } from '@preact/signals';
import { api } from '../../api/api.js';
import type { PlanGeoJson, Wave } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { zones } from '../../components/zone-badge.js';
import { today } from '../../format.js';
import { type RunKey, runKey } from '../../run-key.js';
import { refreshCases } from '../cases/case-state.js';
import {
  allRuns,
  choice,
  chosenKey,
  chosenRun,
  date,
  depots,
  depotsWithoutStations,
  failure,
  isConnected,
  isDrawing,
  isPlanning,
  leaveRun,
  me,
  otherDate,
  plans,
  positions,
  stationsFailure,
  stationsOf,
  status,
  tab,
  views,
  waves,
  workAt,
} from '../console-state.js';
import { refreshProgress } from '../figures/figure-state.js';
import { oncePerBurst } from './once-per-burst.js';
import { chosenWaves, placed, type WaveChoice, type WaveInView } from './waves-in-view.js';

/** Which day, and which of its waves; an empty date for the one to begin with. */
export interface DayAsked extends WaveChoice {
  readonly date: string;
}

/** Loads everything from the beginning: who is here, which day, its waves and plan. Of what is asked for, what there is. */
export async function begin(asked: DayAsked): Promise<void> {
  status.value = 'loading';
  try {
    const [self, depotRows, zoneRows, latest] = await Promise.all([
      api.me(),
      api.depots(),
      api.zones(),
      api.latestWaves(),
    ]);
    batch(() => {
      me.value = self;
      depots.value = depotRows;
      zones.value = zoneRows;
    });
    const here = today(new Date(), depotRows[0]?.timeZone);
    const wanted = asked.date || undefined;
    otherDate.value = latest[0]?.deliveryDate;
    // The demo's and most days' wave is today's; where today has none, the next one that is there is meant.
    const first =
      wanted ?? (latest.some((each) => each.deliveryDate === here) ? here : (latest[0]?.deliveryDate ?? here));
    await showDate(first, asked, allOf(first, latest));
  } catch (error) {
    fail(error);
  }
}

/** The waves of a day, where the latest hold all of them: they end with an earlier day, or there are no more. */
function allOf(day: string, latest: readonly Wave[]): readonly Wave[] | undefined {
  const isAll = latest.length < api.latestWaveCount || latest.at(-1)!.deliveryDate < day;
  return isAll ? latest.filter(({ deliveryDate }) => deliveryDate === day) : undefined;
}

/**
 * @param asked which of its waves; as before where it is left out.
 * @param known the waves of that day, where they were read just now.
 */
export async function showDate(
  chosen: string,
  asked: WaveChoice = choice.value,
  known?: readonly Wave[],
): Promise<void> {
  batch(() => {
    date.value = chosen;
    status.value = 'loading';
  });
  try {
    const found = known ?? (await api.wavesOf(chosen));
    if (date.value !== chosen) return;
    waves.value = found;
    const isKnown = depots.value.some(({ depotId }) => depotId === asked.depotId);
    await showView({ depotId: isKnown ? asked.depotId : undefined, waveId: asked.waveId });
  } catch (error) {
    fail(error);
  }
}

/** Shows one depot's waves, or all of them, each with its runs, plan and drawing. */
export async function showView(chosen: WaveChoice): Promise<void> {
  const isNamed = waves.value.some(
    ({ waveId, depotId }) => waveId === chosen.waveId && (chosen.depotId ?? depotId) === depotId,
  );
  batch(() => {
    choice.value = { ...chosen, waveId: isNamed ? chosen.waveId : undefined };
    const before = views.value.map(({ wave }) => wave.waveId).join(' ');
    if (
      chosenWaves(waves.value, choice.value)
        .map((each) => each.waveId)
        .join(' ') === before
    )
      return;
    leaveRun();
    views.value = [];
  });
  try {
    // Runs come first: stations are for the map, and the largest list there is.
    await refreshWave(waves.value, () => {
      status.value = 'ready';
      loadMissingStations();
    });
  } catch (error) {
    fail(error);
  }
}

/** Reads the stations of the depots in view that have not come. */
export function loadMissingStations(): void {
  stationsFailure.value = undefined;
  for (const { depotId } of depotsWithoutStations.value) {
    loadStations(depotId).catch((error: unknown) => {
      stationsFailure.value = error;
      tellFailure(error);
    });
  }
}

/** Reads the stations of a depot, also again. */
export async function loadStations(depotId: string): Promise<void> {
  const found = await api.stations(depotId);
  stationsOf.value = new Map(stationsOf.value).set(depotId, found);
}

/** Reads again what changes while a day runs; what is chosen stays chosen. */
export function refreshWave(): Promise<void>;
/**
 * The same for what was not shown before.
 *
 * @param just the waves, which were read just now.
 * @param onRuns is called when the runs are there, which come before their plans.
 */
export function refreshWave(just: readonly Wave[], onRuns: () => void): Promise<void>;
export async function refreshWave(just?: readonly Wave[], onRuns: () => void = () => undefined): Promise<void> {
  const [shownDate, shownChoice] = [date.value, choice.value];
  const isStillShown = () => date.value === shownDate && choice.value === shownChoice;
  const waveRows = just ?? (await api.wavesOf(shownDate));
  const known = new Map(views.value.map((view) => [view.wave.waveId, view]));
  const shown = chosenWaves(waveRows, shownChoice);
  const runRows = await Promise.all(shown.map(({ waveId }) => api.runs(waveId)));
  if (!isStillShown()) return;
  if (just !== undefined) showDrawn(shown.map((wave, at) => ({ wave, plan: undefined, runs: runRows[at] })));
  onRuns();
  const found = await Promise.all(
    shown.map(async (wave, at) => {
      const before = known.get(wave.waveId);
      const isNew = wave.currentPlanId !== (before?.plan?.planId ?? null);
      const planned = isNew && wave.currentPlanId !== null ? await api.plan(wave.currentPlanId) : undefined;
      return { wave, plan: isNew ? planned : before?.plan, runs: runRows[at] };
    }),
  );
  if (!isStillShown()) return;
  batch(() => {
    waves.value = waveRows;
    showDrawn(found);
  });
  void drawPlans();
  refreshPositions().catch(() => undefined);
  void refreshCases();
  const chosen = chosenKey.value;
  if (chosen === undefined) return;
  const again = allRuns.value.find((run) => runKey(run) === chosen);
  if (again === undefined) return leaveRun();
  const run = await api.run(again.runId);
  if (chosenKey.value === chosen) chosenRun.value = run;
}

/** Drawings of the plans in view, by plan; undefined while one is asked for. */
const drawings = new Map<string, PlanGeoJson | undefined>();

/** The old drawing of a wave stays until the new one is there, so that the map does not blink while a plan is changed. */
function showDrawn(found: readonly Pick<WaveInView, 'wave' | 'plan' | 'runs'>[]): void {
  const old = new Map(views.value.map((view) => [view.wave.waveId, view.drawn]));
  views.value = placed(
    found.map((view) => ({
      ...view,
      drawn: view.plan && (drawings.get(view.plan.planId) ?? old.get(view.wave.waveId)),
    })),
    depots.value.map(({ depotId }) => depotId),
  );
}

/** Draws what is not drawn yet along the roads, all of it at once, so that the map is fitted to all. */
async function drawPlans(): Promise<void> {
  const planIds = plans.value.map(({ planId }) => planId);
  for (const planId of drawings.keys()) if (!planIds.includes(planId)) drawings.delete(planId);
  const missing = planIds.filter((planId) => !drawings.has(planId));
  if (missing.length === 0) return;
  isDrawing.value = true;
  await Promise.all(
    missing.map(async (planId) => {
      drawings.set(planId, undefined);
      try {
        drawings.set(planId, await api.planGeoJson(planId));
      } catch (error) {
        drawings.delete(planId);
        tellFailure(error);
      }
    }),
  );
  isDrawing.value = [...drawings.values()].includes(undefined);
  showDrawn(views.value);
}

async function refreshPositions(): Promise<void> {
  const shown = views.value;
  const out = shown.filter((view) => view.runs.some((run) => run.status === 'departed'));
  const found = await Promise.all(out.map(({ wave }) => api.positions(wave.waveId)));
  if (views.value === shown) positions.value = found.flat();
}

function fail(error: unknown): void {
  batch(() => {
    failure.value = error;
    status.value = 'failed';
  });
}

export async function chooseRun(key: RunKey): Promise<void> {
  const run = allRuns.value.find((each) => runKey(each) === key);
  if (run === undefined) return;
  batch(() => {
    tab.value = 'runs';
    workAt(run.waveId);
    chosenKey.value = key;
    if (chosenRun.value?.runId !== run.runId) chosenRun.value = undefined;
  });
  try {
    const found = await api.run(run.runId);
    if (chosenKey.value === key) chosenRun.value = found;
  } catch (error) {
    leaveRun();
    tellFailure(error);
  }
}

/** Cases are told of at once, however many other facts come meanwhile. */
const refreshCasesSoon = oncePerBurst(() => refreshCases(), 150);
const refreshSoon = oncePerBurst(
  async () => (status.value === 'ready' && !isPlanning.value ? refreshWave() : undefined),
  400,
);

export function watchTheDay(): () => void {
  // Vehicles move, and what is late grows, also while nobody reports.
  const moving = window.setInterval(() => {
    refreshPositions().catch(() => undefined);
    refreshProgress().catch(() => undefined);
    void refreshCases();
  }, 30_000);
  const hear = ({ kind }: { readonly kind: string }) => {
    if (kind.startsWith('case.')) refreshCasesSoon();
    else refreshSoon();
  };
  const stop = api.watchFacts(hear, (now) => {
    if (now && !isConnected.value) refreshSoon();
    isConnected.value = now;
  });
  return () => {
    window.clearInterval(moving);
    stop();
  };
}
