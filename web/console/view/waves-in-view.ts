import type { Plan, PlanGeoJson, RunRow, Wave } from '../../api/types.js';

/** A wave that the console shows, with what there is of it. */
export interface WaveInView {
  readonly wave: Wave;
  /** Before its runs' numbers where several waves are in view: A, B, … Empty where it is alone. */
  readonly sign: string;
  /** How many runs stand before its first. */
  readonly before: number;
  readonly plan: Plan | undefined;
  /** As the record has them, numbered from 1. */
  readonly runs: readonly RunRow[];
  readonly drawn: PlanGeoJson | undefined;
}

/** Which of a date's waves are meant; what is not said leaves all of them. */
export interface WaveChoice {
  readonly depotId: string | undefined;
  readonly waveId: string | undefined;
}

/** The waves of a date that are in view, by depot and number: the one, those of the one depot, or all. */
export function chosenWaves(waves: readonly Wave[], { depotId, waveId }: WaveChoice): readonly Wave[] {
  const ofDepot = waves
    .filter((wave) => depotId === undefined || wave.depotId === depotId)
    .sort((one, other) => one.depotId.localeCompare(other.depotId) || one.sequence - other.sequence);
  const named = ofDepot.filter((wave) => wave.waveId === waveId);
  return named.length > 0 ? named : ofDepot;
}

/**
 * Numbers the runs of several waves through, so that each has a colour and a line of its own on one map.
 *
 * What stays in the order of `found`, which is that of the waves.
 */
export function placed(found: readonly Omit<WaveInView, 'sign' | 'before'>[]): WaveInView[] {
  let before = 0;
  return found.map((each, at) => {
    const shown = { ...each, sign: found.length > 1 ? letters(at) : '', before };
    // A plan has numbers up to its last run, also where one before it is gone.
    before += Math.max(0, ...each.runs.map(({ routeNo }) => routeNo), ...routesOf(each.drawn));
    return shown;
  });
}

function routesOf(drawn: PlanGeoJson | undefined): number[] {
  return (drawn?.features ?? []).flatMap(({ properties }) => ('routeNo' in properties ? [properties.routeNo] : []));
}

/** A to Z, then AA and so on. */
function letters(at: number): string {
  return `${at < 26 ? '' : letters(Math.floor(at / 26) - 1)}${String.fromCharCode(65 + (at % 26))}`;
}

/** The runs of a wave under their numbers in view. */
export function runsInView({ runs, before }: WaveInView): RunRow[] {
  return before === 0 ? [...runs] : runs.map((run) => ({ ...run, routeNo: run.routeNo + before }));
}

/** One drawing of all plans in view, under the numbers in view; undefined where none is drawn. */
export function drawnTogether(views: readonly WaveInView[]): PlanGeoJson | undefined {
  const drawn = views.filter((view) => view.drawn !== undefined);
  // Alone and unchanged: what the map has drawn already it knows again.
  if (drawn.length === 1 && drawn[0].before === 0) return drawn[0].drawn;
  if (drawn.length === 0) return undefined;
  const features = drawn.flatMap(({ drawn: own, before }) =>
    own!.features.map((feature) =>
      'routeNo' in feature.properties
        ? { ...feature, properties: { ...feature.properties, routeNo: feature.properties.routeNo + before } }
        : feature,
    ),
  );
  return { ...drawn[0].drawn!, features } as PlanGeoJson;
}

/** The wave that a number in view belongs to. */
export function viewOf(views: readonly WaveInView[], routeNo: number): WaveInView | undefined {
  return views.findLast((view) => view.before < routeNo);
}

/** How a run is called: by its own number, with its wave's sign before it where several are in view. */
export function nameOfRun(views: readonly WaveInView[], routeNo: number): string {
  const view = viewOf(views, routeNo);
  return view === undefined ? String(routeNo) : `${view.sign}${routeNo - view.before}`;
}

/** What all the plans in view come to together; undefined where there is none. */
export function summedKpis(plans: readonly Plan[]): Plan['kpis'] | undefined {
  if (plans.length === 0) return undefined;
  return plans.slice(1).reduce((sum, { kpis }) => {
    const added = Object.entries(kpis).map(([name, value]) => [name, (sum[name as keyof Plan['kpis']] ?? 0) + value]);
    return Object.fromEntries(added) as Plan['kpis'];
  }, plans[0].kpis);
}

/** The address that shows the same again. */
export function addressOf(date: string, { depotId, waveId }: WaveChoice): string {
  const query = new URLSearchParams(date === '' ? [] : [['date', date]]);
  if (depotId !== undefined) query.set('depot', depotId);
  if (waveId !== undefined) query.set('wave', waveId);
  return query.size === 0 ? '/' : `/?${query}`;
}
