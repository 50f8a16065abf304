import type { ZoneTotes } from '../network/empty-totes.js';
import type { NextStates } from '../state-table.js';
import { type RunEventKind, type RunReport, reportRules } from './report.js';

export const stopStatuses = ['planned', 'arrived', 'delivered', 'partial', 'refused', 'failed'] as const;
export type StopStatus = (typeof stopStatuses)[number];

export const goodsOutcomes = ['planned', 'delivered', 'partial', 'refused', 'failed', 'returned'] as const;
/** What became of a consignment, or a part of one, at its stop. */
export type GoodsOutcome = (typeof goodsOutcomes)[number];

/** Reports are only ever added, and a later one corrects an earlier: nothing becomes undone, but it may end otherwise. */
export const nextStops: NextStates<StopStatus> = {
  planned: ['arrived', 'delivered', 'partial', 'refused', 'failed'],
  arrived: ['delivered', 'partial', 'refused', 'failed'],
  delivered: ['partial', 'refused', 'failed'],
  partial: ['delivered', 'refused', 'failed'],
  refused: ['delivered', 'partial', 'failed'],
  failed: ['delivered', 'partial', 'refused'],
};

/** A vehicle that is home stays so: what failed and came home with it cannot merely have failed. */
export const nextOutcomes: NextStates<GoodsOutcome> = {
  planned: ['delivered', 'partial', 'refused', 'failed', 'returned'],
  delivered: ['partial', 'refused', 'failed', 'returned'],
  partial: ['delivered', 'refused', 'failed', 'returned'],
  refused: ['delivered', 'partial', 'failed', 'returned'],
  failed: ['delivered', 'partial', 'refused', 'returned'],
  returned: ['delivered', 'partial', 'refused'],
};

/** A report at a stop, as far as it decides about it. */
export type StopReport = Pick<RunReport, 'kind' | 'deviceAt' | 'deviceEventId' | 'consignments' | 'totesTakenBack'>;

/** A stop as its reports have it. */
export interface StopState {
  readonly status: StopStatus;
  /** The earliest arrival and the latest report that nothing is left to do. */
  readonly arrivedAt: Date | undefined;
  readonly leftAt: Date | undefined;
  readonly takenBack: readonly ZoneTotes[] | undefined;
}

/** What became of goods, and how many totes of them were handed over, where that was said. */
export interface GoodsState {
  readonly outcome: GoodsOutcome;
  readonly totesHandedOver: number | undefined;
}

/**
 * A report that names no consignment speaks of all at its stop, one that names some speaks of those first: for each
 * consignment the latest report that speaks of it decides. Where none does, the latest report's kind does. Reports of one
 * device time are taken in the order of their ids, so that the order of their arrival never matters.
 *
 * @param isBack whether the vehicle came home: what failed is returned then.
 */
export function goodsByReports(consignmentId: string, reports: readonly StopReport[], isBack: boolean): GoodsState {
  const done = latestFirst(reports).filter(isDone);
  const named = ({ consignments = [] }: StopReport) =>
    consignments.find((goods) => goods.consignmentId === consignmentId);
  const speaks = (report: StopReport) => (report.consignments ?? []).length === 0 || named(report) !== undefined;
  const last = done.find(speaks) ?? done.at(0);
  if (last === undefined) return { outcome: 'planned', totesHandedOver: undefined };
  const goods = named(last);
  const outcome = goods?.outcome ?? outcomeOf(last.kind);
  return {
    outcome: outcome === 'failed' && isBack ? 'returned' : outcome,
    totesHandedOver: goods?.totesHandedOver,
  };
}

/** A stop by the reports at it and what became of its goods; of one without goods its latest report decides. */
export function stopByReports(reports: readonly StopReport[], outcomes: readonly GoodsOutcome[]): StopState {
  const arrivals = reports.filter(({ kind }) => reportRules[kind].stop === 'arrived');
  const done = latestFirst(reports).filter(isDone);
  const arrivedAt = arrivals.length === 0 ? undefined : earliest(arrivals);
  const last = done.at(0);
  const takenBack = done.find(({ totesTakenBack }) => totesTakenBack !== undefined)?.totesTakenBack;
  if (last === undefined) {
    return { status: arrivedAt === undefined ? 'planned' : 'arrived', arrivedAt, leftAt: undefined, takenBack };
  }
  return { status: stopOutcome(outcomes, outcomeOf(last.kind)), arrivedAt, leftAt: last.deviceAt, takenBack };
}

function stopOutcome(outcomes: readonly GoodsOutcome[], otherwise: StopStatus): StopStatus {
  const different = new Set(outcomes);
  if (different.size > 1) return 'partial';
  const [only = otherwise] = different;
  return only === 'returned' ? 'failed' : only;
}

function latestFirst(reports: readonly StopReport[]): StopReport[] {
  return [...reports].sort((one, other) => {
    const later = other.deviceAt.getTime() - one.deviceAt.getTime();
    if (later !== 0) return later;
    return one.deviceEventId < other.deviceEventId ? 1 : -1;
  });
}

function isDone({ kind }: StopReport): boolean {
  return reportRules[kind].stop === 'done';
}

function earliest(reports: readonly StopReport[]): Date {
  return new Date(Math.min(...reports.map(({ deviceAt }) => deviceAt.getTime())));
}

/** The kinds of reports that end a stop are named after what became of the goods. */
function outcomeOf(kind: RunEventKind): 'delivered' | 'refused' | 'failed' {
  if (kind === 'delivered' || kind === 'refused' || kind === 'failed') return kind;
  throw new Error(`A report of the kind ${kind} ends no stop.`);
}
