import { resultOfGoods, resultOfStop } from '../delivery/progress.js';
import type { RunStatus } from '../delivery/run.js';
import type { GoodsOutcome, StopStatus } from '../delivery/stop.js';
import type { TemperatureZone } from '../network/temperature-zone.js';
import type { CaseFact, CaseGoods, CaseSubject } from './case.js';
import type { CaseKind } from './case-kinds.js';

/** A stop as its reports have it. */
export interface StopOfCase {
  readonly depotId: string;
  readonly waveId: string;
  readonly runId: string;
  readonly stopId: string;
  readonly stationId: string;
  readonly status: StopStatus;
  readonly runStatus: RunStatus;
  readonly goods: readonly (CaseGoods & { readonly outcome: GoodsOutcome })[];
  /** What was said when it was left. */
  readonly note: string | null;
}

const kindOfResult = {
  failed: 'failed',
  refused: 'refused',
  partial: 'partial',
  skipped: 'left-behind',
  delivered: undefined,
  open: undefined,
} as const;
/** A stop has one result, so at most one of these holds. */
export const stopKinds = ['failed', 'refused', 'partial', 'left-behind'] as const satisfies CaseKind[];

/** What is wrong with a stop, with the goods that were not handed over; nothing while it is open, or all went well. */
export function caseOfStop(stop: StopOfCase): CaseFact | undefined {
  const { depotId, waveId, runId, stopId, stationId, note } = stop;
  // A run that was cancelled brings nothing; what becomes of its goods is the plan's.
  const kind = kindOfResult[resultOfStop(stop.status, stop.runStatus)];
  if (kind === undefined) return undefined;
  const left = stop.goods.filter(({ outcome }) => resultOfGoods(outcome, stop.runStatus) !== 'delivered');
  const goods = left.map(({ outcome: _, ...each }) => each);
  return { depotId, kind, subject: stopId, waveId, runId, stopId, stationId, goods, detail: { note } };
}

/** The subjects that a look at a stop decides about. */
export function subjectsOfStop({ depotId, stopId }: Pick<StopOfCase, 'depotId' | 'stopId'>): CaseSubject[] {
  return stopKinds.map((kind) => ({ depotId, kind, subject: stopId }));
}

export type ZoneRange = Pick<TemperatureZone, 'zoneId' | 'minCelsius' | 'maxCelsius'>;

/**
 * The zone that a reading is wrong for. Where none was named it may be of any that it could be of: it is wrong only where it
 * fits none of them, and then for the one that it comes nearest to.
 *
 * @param zones those that the reading may be of.
 */
export function zoneOfWrongReading(celsius: number, zones: readonly ZoneRange[]): ZoneRange | undefined {
  const byDistance = zones
    .map((zone) => ({ zone, distance: Math.max(zone.minCelsius - celsius, celsius - zone.maxCelsius, 0) }))
    .sort((one, other) => one.distance - other.distance);
  const [nearest] = byDistance;
  return nearest === undefined || nearest.distance === 0 ? undefined : nearest.zone;
}

/** A run as it is watched. Times here are seconds, of whichever clock. */
export interface WatchedRun {
  readonly status: RunStatus;
  /** By how much it is late to leave. */
  readonly departureDelay: number;
  /** When it should be home. */
  readonly returns: number;
  /** When it was last heard of. */
  readonly heard: number;
}

/** After how many seconds each kind that goes by the clock becomes a case; undefined for one that is off. */
export type WatchLimits = Readonly<Partial<Record<CaseKind, number>>>;

/** What is wrong with a run by the clock. */
export function watchedRunKinds(run: WatchedRun, limits: WatchLimits, now: number): CaseKind[] {
  const isBeyond = (kind: CaseKind, seconds: number) => seconds > (limits[kind] ?? Number.POSITIVE_INFINITY);
  const found: CaseKind[] = [];
  if (isBeyond('not-departed', run.departureDelay)) found.push('not-departed');
  if (run.status !== 'departed') return found;
  if (isBeyond('run-overdue', now - run.returns)) found.push('run-overdue');
  if (isBeyond('vehicle-silent', now - run.heard)) found.push('vehicle-silent');
  return found;
}

/**
 * Whether a stop is later than the limit. One that is done stays as late as it was.
 *
 * @param lateSeconds by how much service begins after closing, as it looks now or was; undefined where that is not known.
 */
export function isLateBeyond(lateSeconds: number | undefined, limits: WatchLimits): boolean {
  return (lateSeconds ?? 0) > (limits.late ?? Number.POSITIVE_INFINITY);
}
