import { batch, computed, signal } from '@preact/signals';
import { api } from '../api/api.js';
import type {
  Claim,
  Depot,
  Job,
  MapInUse,
  Me,
  Plan,
  PlanGeoJson,
  Run,
  RunRow,
  Station,
  VehiclePosition,
  Wave,
} from '../api/types.js';
import { tellFailure } from '../components/notices.js';
import { zones } from '../components/zone-badge.js';
import { today } from '../format.js';

export type Tab = 'runs' | 'unassigned' | 'stations' | 'orders' | 'claims' | 'rules' | 'import';

/** What the console knows. Data flows from the API into here, and from here into panels and map. */
export const me = signal<Me>();
export const depots = signal<readonly Depot[]>([]);
export const mapInUse = signal<MapInUse>();
export const date = signal('');
export const waves = signal<readonly Wave[]>([]);
export const waveId = signal<string>();
export const stations = signal<readonly Station[]>([]);
export const runs = signal<readonly RunRow[]>([]);
export const plan = signal<Plan>();
export const planGeoJson = signal<PlanGeoJson>();
/** Where vehicles under way should be by now. */
export const positions = signal<readonly VehiclePosition[]>([]);
/** Reported by stations and not settled, the latest first. */
export const claims = signal<readonly Claim[]>([]);
/** False while the server is not heard: what is shown may be out of date. */
export const isConnected = signal(true);
export const showsRouteHulls = signal(false);
export const chosenRun = signal<Run>();
export const chosenRouteNo = signal<number>();
export const hoveredRouteNo = signal<number>();
export const tab = signal<Tab>('runs');
export const planJob = signal<Job>();
export const otherDate = signal<string>();
export const status = signal<'loading' | 'ready' | 'failed'>('loading');
export const failure = signal<unknown>();

export const wave = computed(() => waves.value.find((each) => each.waveId === waveId.value));
/** Whose stations and roads are shown. */
export const depotId = computed(() => wave.value?.depotId ?? depots.value[0]?.depotId);
export const stationsById = computed(() => new Map(stations.value.map((station) => [station.stationId, station])));
/** Which run visits a station; the last one where goods are split over several. */
export const routeNoByStation = computed(() => {
  const numbers = new Map<string, number>();
  for (const { properties } of planGeoJson.value?.features ?? []) {
    if (properties.kind === 'stop') numbers.set(properties.stationId, properties.routeNo);
  }
  return numbers;
});
export const zonesByStation = computed(() => {
  const found = new Map<string, string[]>();
  for (const { properties } of planGeoJson.value?.features ?? []) {
    if (properties.kind !== 'stop' && properties.kind !== 'unassigned') continue;
    found.set(properties.stationId, [...(found.get(properties.stationId) ?? []), ...properties.zones]);
  }
  return found;
});
export const unassignedStations = computed(() => new Set(plan.value?.unassigned.map(({ stationId }) => stationId)));
export const isPlanning = computed(() => planJob.value?.status === 'running' || planJob.value?.status === 'waiting');

/** Loads everything from the beginning: who is here, which day, its waves and plan. */
export async function begin(): Promise<void> {
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
    const wanted = new URLSearchParams(window.location.search).get('date');
    otherDate.value = latest[0]?.deliveryDate;
    // The demo's and most days' wave is today's; where today has none, the next one that is there is meant.
    const first =
      wanted ?? (latest.some((each) => each.deliveryDate === here) ? here : (latest[0]?.deliveryDate ?? here));
    await showDate(first);
  } catch (error) {
    fail(error);
  }
}

export async function showDate(chosen: string): Promise<void> {
  date.value = chosen;
  status.value = 'loading';
  try {
    const found = await api.wavesOf(chosen);
    if (date.value !== chosen) return;
    const first = found.find((each) => each.currentPlanId !== null) ?? found[0];
    waves.value = found;
    await showWave(first?.waveId);
  } catch (error) {
    fail(error);
  }
}

/** Shows a wave with its runs, plan and map. */
export async function showWave(id: string | undefined): Promise<void> {
  const before = waveId.value;
  const depotId = waves.value.find((each) => each.waveId === id)?.depotId;
  try {
    if (depotId !== undefined && stations.value.length === 0) stations.value = await api.stations(depotId);
    else if (depotId === undefined && depots.value.length > 0 && stations.value.length === 0) {
      stations.value = await api.stations(depots.value[0].depotId);
    }
    batch(() => {
      waveId.value = id;
      if (before === id) return;
      leaveRun();
      planGeoJson.value = undefined;
    });
    await refreshWave();
    status.value = 'ready';
  } catch (error) {
    fail(error);
  }
}

/** Reads again what changes while a day runs; what is chosen stays chosen. */
export async function refreshWave(): Promise<void> {
  const shown = waveId.value;
  if (shown === undefined) {
    batch(() => {
      runs.value = [];
      plan.value = undefined;
      planGeoJson.value = undefined;
    });
    return;
  }
  const [waveRows, runRows] = await Promise.all([api.wavesOf(date.value), api.runs(shown)]);
  const planId = waveRows.find((each) => each.waveId === shown)?.currentPlanId ?? undefined;
  const isNew = planId !== plan.value?.planId;
  const found = planId === undefined ? undefined : isNew ? await api.plan(planId) : plan.value;
  if (waveId.value !== shown) return;
  batch(() => {
    waves.value = waveRows;
    runs.value = runRows;
    plan.value = found;
    // The old drawing stays until the new one is there, so that the map does not blink while a plan is changed.
    if (found === undefined) planGeoJson.value = undefined;
  });
  if (isNew && planId !== undefined) {
    api.planGeoJson(planId).then((drawn) => {
      if (plan.value?.planId === planId) planGeoJson.value = drawn;
    }, tellFailure);
  }
  refreshPositions().catch(() => undefined);
  refreshClaims().catch(() => undefined);
  const chosen = chosenRun.value;
  if (chosen === undefined) return;
  // A changed plan has drafts of its own; the vehicle's run stays in view.
  const again =
    runRows.find(({ runId }) => runId === chosen.runId) ??
    runRows.find(({ vehicleId }) => vehicleId === chosen.vehicleId);
  if (again === undefined) return leaveRun();
  const run = await api.run(again.runId);
  batch(() => {
    chosenRun.value = run;
    chosenRouteNo.value = run.routeNo;
  });
}

export async function refreshClaims(): Promise<void> {
  const open = await api.openClaims();
  claims.value = [...open].sort((one, other) => other.raisedAt.localeCompare(one.raisedAt));
}

async function refreshPositions(): Promise<void> {
  const shown = waveId.value;
  const isOut = runs.value.some((run) => run.status === 'departed');
  const found = isOut && shown !== undefined ? await api.positions(shown) : [];
  if (waveId.value === shown) positions.value = found;
}

function fail(error: unknown): void {
  batch(() => {
    failure.value = error;
    status.value = 'failed';
  });
}

export async function chooseRoute(routeNo: number): Promise<void> {
  const run = runs.value.find((each) => each.routeNo === routeNo);
  if (run === undefined) return;
  batch(() => {
    tab.value = 'runs';
    chosenRouteNo.value = routeNo;
    if (chosenRun.value?.runId !== run.runId) chosenRun.value = undefined;
  });
  try {
    const found = await api.run(run.runId);
    if (chosenRouteNo.value === routeNo) chosenRun.value = found;
  } catch (error) {
    leaveRun();
    tellFailure(error);
  }
}

export function leaveRun(): void {
  batch(() => {
    chosenRun.value = undefined;
    chosenRouteNo.value = undefined;
  });
}

/** Facts come in bursts; the record is read once for each burst. */
let refreshTimer: number | undefined;

export function watchTheDay(): () => void {
  // Vehicles move also while nobody reports.
  const moving = window.setInterval(() => refreshPositions().catch(() => undefined), 30_000);
  const refreshSoon = () => {
    window.clearTimeout(refreshTimer);
    refreshTimer = window.setTimeout(() => {
      if (status.value === 'ready' && !isPlanning.value) refreshWave().catch(() => undefined);
    }, 800);
  };
  const stop = api.watchFacts(refreshSoon, (now) => {
    if (now && !isConnected.value) refreshSoon();
    isConnected.value = now;
  });
  return () => {
    window.clearInterval(moving);
    stop();
  };
}
