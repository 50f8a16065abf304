import type { Plan, PlanGeoJson, RunRow, Wave } from '../../api/types.js';
import { type DrawnRuns, numberOf, type RunKey, runKey, waveIdOf } from '../../run-key.js';

/** A wave that the console shows, with what there is of it. */
export interface WaveInView {
  readonly wave: Wave;
  /** Its depot's, before its runs' codes where several depots are in view: A, B, … Empty where one is alone. */
  readonly sign: string;
  /** Tells the waves in view apart: A, #2, A#2. Empty where one is alone. */
  readonly waveSign: string;
  readonly plan: Plan | undefined;
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

/** Gives depots and waves their signs: a depot's is the same whichever of the others are in view. */
export function placed(
  found: readonly Omit<WaveInView, 'sign' | 'waveSign'>[],
  depotIds: readonly string[],
): WaveInView[] {
  const isOneDepot = new Set(found.map(({ wave }) => wave.depotId)).size < 2;
  return found.map((each) => {
    const { depotId, sequence } = each.wave;
    const sign = isOneDepot ? '' : letters(depotIds.indexOf(depotId));
    const isOnlyWave = found.filter(({ wave }) => wave.depotId === depotId).length < 2;
    return { ...each, sign, waveSign: isOnlyWave ? sign : `${sign}#${sequence}` };
  });
}

/** A to Z, then AA and so on. */
function letters(at: number): string {
  return `${at < 26 ? '' : letters(Math.floor(at / 26) - 1)}${String.fromCharCode(65 + (at % 26))}`;
}

/** One drawing of all plans in view; undefined where none is drawn. */
export function drawnTogether(views: readonly WaveInView[]): DrawnRuns | undefined {
  const shown = views.filter((view) => view.drawn !== undefined);
  if (shown.length === 0) return undefined;
  const features = shown.flatMap(({ drawn, wave: { waveId } }) =>
    drawn!.features.map((feature) => {
      const { properties } = feature;
      const run = 'routeNo' in properties ? runKey({ waveId, routeNo: properties.routeNo }) : undefined;
      return { drawn: feature, run };
    }),
  );
  return { features };
}

/** How a run is called: by its code, with its depot's sign before it where several are in view. */
export function nameOfRun(views: readonly WaveInView[], key: RunKey): string {
  const view = views.find(({ wave }) => wave.waveId === waveIdOf(key));
  const row = view?.runs.find(({ routeNo }) => routeNo === numberOf(key));
  return `${view?.sign ?? ''}${row?.runCode ?? numberOf(key)}`;
}

/** What all the plans in view come to together; undefined where there is none. */
export function summedKpis(plans: readonly Plan[]): Plan['kpis'] | undefined {
  if (plans.length === 0) return undefined;
  return plans.slice(1).reduce((sum, { kpis }) => {
    const added = Object.entries(kpis).map(([name, value]) => [name, (sum[name as keyof Plan['kpis']] ?? 0) + value]);
    return Object.fromEntries(added) as Plan['kpis'];
  }, plans[0].kpis);
}
