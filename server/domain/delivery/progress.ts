import type { TimeWindow } from '../local-time.js';
import { isReached, latenessAt, serviceBegin, type ToldVisit } from '../planning/timetable/time-trip.js';
import type { RunStatus } from './run.js';
import type { GoodsOutcome, StopStatus } from './stop.js';

export const results = ['delivered', 'partial', 'refused', 'failed', 'skipped', 'open'] as const;
/**
 * What became of a stop, a tote or an order. *skipped*: its run is over and nothing was said of it. *open*: its run is not
 * over. A tote goes by its consignment, also where only some of the totes of a `partial` one were handed over.
 */
export type Result = (typeof results)[number];

/** How many have which result. */
export type Tally = Readonly<Record<Result, number>>;

export function resultOfStop(status: StopStatus, run: RunStatus): Result {
  if (status === 'planned' || status === 'arrived') return run === 'finished' ? 'skipped' : 'open';
  return status;
}

/** Goods that came home had failed before. */
export function resultOfGoods(outcome: GoodsOutcome, run: RunStatus): Result {
  if (outcome === 'planned') return run === 'finished' ? 'skipped' : 'open';
  return outcome === 'returned' ? 'failed' : outcome;
}

/** Of an order by those of its consignments, one or more: open until nothing of it is, and partial where they differ. */
export function resultOfAll(each: readonly Result[]): Result {
  if (each.includes('open')) return 'open';
  const [first, ...others] = new Set(each);
  return others.length === 0 ? first : 'partial';
}

/** @param counted results, each with how many have it. */
export function tally(counted: Iterable<readonly [Result, number]>): Tally {
  const sums: Record<Result, number> = { delivered: 0, partial: 0, refused: 0, failed: 0, skipped: 0, open: 0 };
  for (const [result, count] of counted) sums[result] += count;
  return sums;
}

/** A run that is followed. Times here are seconds after the wave's midnight. */
export interface FollowedRun {
  readonly status: RunStatus;
  readonly plannedDeparts: number;
}

export interface FollowedStop extends ToldVisit {
  readonly status: StopStatus;
  readonly plannedArrives: number;
  readonly plannedBegins: number;
  /** When it was predicted, at the last report; undefined before the run has left, and once the vehicle was there. */
  readonly predictedArrives: number | undefined;
  /** When the station can be served on the day, in order. */
  readonly windows: readonly TimeWindow[];
}

/**
 * How an open stop stands at a moment. *waiting*: the vehicle is there and the door opens later; *there*: it is served.
 * *overdue*: the last window is over and nothing was reported. *late*: it will be reached, or was, after the last window.
 */
export type Standing = 'on-time' | 'late' | 'overdue' | 'waiting' | 'there';

/** By how much service begins after closing; 0 when in time. */
export interface Lateness {
  readonly planned: number;
  /** As it looks now; undefined for a stop that is done, or that the vehicle has reached. */
  readonly predicted: number | undefined;
  /** Once the vehicle was there. */
  readonly actual: number | undefined;
}

export interface StopProgress {
  readonly result: Result;
  /** Undefined once the stop is done, or its run over; and for a draft whose day is over. */
  readonly standing: Standing | undefined;
  readonly late: Lateness;
  /** When the vehicle is expected now; undefined once it was there. */
  readonly expected: number | undefined;
}

/** Less is not told: times are shown in minutes. */
const toleranceSeconds = 60;

/** A draft whose day is over was never promised to anybody: a plan for trial, or of orders of the past. */
const draftFollowedSeconds = 86_400;

function isForgotten({ status, plannedDeparts }: FollowedRun, now: number): boolean {
  return status === 'draft' && now - plannedDeparts > draftFollowedSeconds;
}

/**
 * By how much a run that has not left is late to do so; 0 for one that has left, is over, or still has time, and for a
 * draft whose day is over.
 */
export function departureDelay(run: FollowedRun, now: number): number {
  const { status, plannedDeparts } = run;
  const waits = (status === 'draft' && !isForgotten(run, now)) || status === 'released';
  return waits && now - plannedDeparts > toleranceSeconds ? now - plannedDeparts : 0;
}

/**
 * A stop as it stands at a moment. What was predicted at the last report cannot come earlier than now, and where a run has
 * not left, all of it comes later by what its departure is late.
 */
export function progressOfStop(stop: FollowedStop, run: FollowedRun, now: number): StopProgress {
  const { status, windows, plannedBegins, plannedArrives, predictedArrives } = stop;
  const result = resultOfStop(status, run.status);
  const planned = latenessAt(plannedBegins, windows);
  if (result !== 'open' || isReached(stop)) {
    const reached = stop.arrived ?? stop.left;
    const begins = reached === undefined ? undefined : serviceBegin(reached, windows);
    const actual = begins === undefined ? undefined : latenessAt(begins, windows);
    const late = { planned, predicted: undefined, actual };
    if (result !== 'open' || begins === undefined) return { result, standing: undefined, late, expected: undefined };
    const standing = now < begins ? 'waiting' : actual === 0 ? 'there' : 'late';
    return { result, standing, late, expected: undefined };
  }
  if (isForgotten(run, now)) {
    return {
      result,
      standing: undefined,
      late: { planned, predicted: undefined, actual: undefined },
      expected: undefined,
    };
  }
  const expected = Math.max(now, predictedArrives ?? plannedArrives + departureDelay(run, now));
  const predicted = latenessAt(serviceBegin(expected, windows), windows);
  const standing = latenessAt(now, windows) > 0 ? 'overdue' : predicted > 0 ? 'late' : 'on-time';
  return { result, standing, late: { planned, predicted, actual: undefined }, expected };
}
