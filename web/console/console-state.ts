import { batch, computed, signal } from '@preact/signals';
import type { Depot, Job, MapInUse, Me, Run, Station, VehiclePosition, Wave } from '../api/types.js';
import type { DrawnRuns, RunKey } from '../run-key.js';
import type { Tab } from './view/tabs.js';
import { drawnTogether, nameOfRun, type WaveChoice, type WaveInView } from './view/waves-in-view.js';

/** What the console knows. Data flows from the API into here, and from here into panels and map. */
export const me = signal<Me>();
export const depots = signal<readonly Depot[]>([]);
export const mapInUse = signal<MapInUse>();
export const date = signal('');
/** All of the date that somebody may see. */
export const waves = signal<readonly Wave[]>([]);
/** The one depot that is shown, and of its waves the one; undefined for all. */
export const choice = signal<WaveChoice>({ depotId: undefined, waveId: undefined });
export const views = signal<readonly WaveInView[]>([]);
/** Of several waves in view, the one that somebody works at: that of the run they chose. */
const actingWaveId = signal<string>();
export const stationsOf = signal<ReadonlyMap<string, readonly Station[]>>(new Map());
/** Why stations could not be read. */
export const stationsFailure = signal<unknown>();
/** Where vehicles under way should be by now. */
export const positions = signal<readonly VehiclePosition[]>([]);
/** False while the server is not heard: what is shown may be out of date. */
export const isConnected = signal(true);
/** Whether the roads of a plan in view are still being asked for. */
export const isDrawing = signal(false);
export const showsRouteHulls = signal(false);
export const chosenRun = signal<Run>();
/** Named before what there is of it has come. */
export const chosenKey = signal<RunKey>();
export const hoveredKey = signal<RunKey>();
/** Whose words are open on the map. */
export const shownStationId = signal<string>();
export const tab = signal<Tab>('runs');
/** By the wave that they plan. */
export const planJobs = signal<ReadonlyMap<string, Job>>(new Map());
export const otherDate = signal<string>();
export const status = signal<'loading' | 'ready' | 'failed'>('loading');
export const failure = signal<unknown>();

/** The wave that is worked at, with its plan and runs: the only one in view, or that of the chosen run. */
const acting = computed(() =>
  views.value.length === 1 ? views.value[0] : views.value.find(({ wave }) => wave.waveId === actingWaveId.value),
);
export const wave = computed(() => acting.value?.wave);
export const plan = computed(() => acting.value?.plan);
export const runs = computed(() => acting.value?.runs ?? []);
/** Of all waves in view. */
export const allRuns = computed(() => views.value.flatMap((view) => view.runs));
export const plans = computed(() => views.value.flatMap((view) => view.plan ?? []));
let drawnBefore: { readonly of: readonly unknown[]; readonly drawn: DrawnRuns | undefined } | undefined;
export const planGeoJson = computed(() => {
  const of = views.value.flatMap(({ drawn, wave }) => [drawn, wave.waveId]);
  // A map that is told the same again would be drawn again.
  const isSame = drawnBefore?.of.length === of.length && drawnBefore.of.every((each, at) => each === of[at]);
  if (!isSame) drawnBefore = { of, drawn: drawnTogether(views.value) };
  return drawnBefore!.drawn;
});
export const depotsInView = computed(() => {
  const { depotId } = choice.value;
  return depotId === undefined ? depots.value : depots.value.filter((depot) => depot.depotId === depotId);
});
/** Whose roads and rules are shown where there can be but one. */
export const depotId = computed(() => wave.value?.depotId ?? depotsInView.value[0]?.depotId);
/** Those whose stations have not come yet. */
export const depotsWithoutStations = computed(() =>
  depotsInView.value.filter(({ depotId }) => !stationsOf.value.has(depotId)),
);
export const stations = computed(() =>
  depotsInView.value.flatMap((depot) => stationsOf.value.get(depot.depotId) ?? []),
);
/** Clock of what is in view. */
export const timeZone = computed(
  () => wave.value?.timeZone ?? views.value[0]?.wave.timeZone ?? depotsInView.value[0]?.timeZone,
);
export const stationsById = computed(() => new Map(stations.value.map((station) => [station.stationId, station])));
/** Which run visits a station; the last one where goods are split over several. */
export const runByStation = computed(() => {
  const keys = new Map<string, RunKey>();
  for (const { drawn, run } of planGeoJson.value?.features ?? []) {
    if (drawn.properties.kind === 'stop' && run !== undefined) keys.set(drawn.properties.stationId, run);
  }
  return keys;
});
export const zonesByStation = computed(() => {
  const found = new Map<string, string[]>();
  for (const { drawn } of planGeoJson.value?.features ?? []) {
    const { properties } = drawn;
    if (properties.kind !== 'stop' && properties.kind !== 'unassigned') continue;
    found.set(properties.stationId, [...(found.get(properties.stationId) ?? []), ...properties.zones]);
  }
  return found;
});
export const unassignedStations = computed(
  () => new Set(plans.value.flatMap(({ unassigned }) => unassigned.map(({ stationId }) => stationId))),
);
export const isPlanning = computed(() => views.value.some(({ wave }) => planJobs.value.has(wave.waveId)));

/** How a run is called. */
export const runName = (key: RunKey): string => nameOfRun(views.value, key);
export const depotName = (depotId: string): string =>
  depots.value.find((depot) => depot.depotId === depotId)?.name ?? depotId;

/** Of several waves in view, works at this one: its plan is then the one that is changed. */
export function workAt(waveId: string): void {
  actingWaveId.value = waveId;
}

export function leaveRun(): void {
  batch(() => {
    chosenRun.value = undefined;
    chosenKey.value = undefined;
    actingWaveId.value = undefined;
  });
}
