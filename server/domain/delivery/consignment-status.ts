import type { NextStates } from '../state-table.js';
import type { RunStatus } from './run.js';
import type { GoodsOutcome } from './stop.js';

export const consignmentStatuses = [
  'allocated',
  'loaded',
  'delivered',
  'partial',
  'refused',
  'failed',
  'returned',
] as const;
export type ConsignmentStatus = (typeof consignmentStatuses)[number];

/**
 * What has left never becomes what has not. Only a consignment in parts is on its way again after it ended: when a part
 * that had stayed behind joins a run later.
 */
export const nextConsignments: NextStates<ConsignmentStatus> = {
  allocated: ['loaded', 'delivered', 'partial', 'refused', 'failed', 'returned'],
  loaded: ['delivered', 'partial', 'refused', 'failed', 'returned'],
  delivered: ['partial', 'refused', 'failed', 'returned'],
  partial: ['loaded', 'delivered', 'refused', 'failed', 'returned'],
  refused: ['delivered', 'partial', 'failed', 'returned'],
  failed: ['delivered', 'partial', 'refused', 'returned'],
  returned: ['delivered', 'partial', 'refused', 'failed'],
};

/** A consignment, or a part of one, as it is on a run. */
export interface PlacedGoods {
  readonly outcome: GoodsOutcome;
  readonly runStatus: RunStatus;
  /** The trip that brings it, and the last one of its run that has reached a stop; 1 where none has. */
  readonly tripNo: number;
  readonly reachedTripNo: number;
  /** Into how many parts its consignment is split; 1 where it is whole. */
  readonly partCount: number;
}

/**
 * A consignment is as its goods are. One in parts is what all of its parts are, on whatever runs they ride; until each
 * has been told of it is on its way, and partial where they differ or where one stayed behind.
 *
 * @returns undefined where its goods say nothing new: it stays as it is.
 */
export function consignmentByGoods(goods: readonly PlacedGoods[]): ConsignmentStatus | undefined {
  const open = goods.filter(({ outcome }) => outcome === 'planned').length;
  if (goods.length > 0 && open === 0) {
    const outcomes = new Set(goods.map(({ outcome }) => outcome as Exclude<GoodsOutcome, 'planned'>));
    const [only] = outcomes;
    const isWhole = goods.length === Math.max(...goods.map(({ partCount }) => partCount));
    return outcomes.size === 1 && isWhole ? only : 'partial';
  }
  return open < goods.length || goods.some(hasLeft) ? 'loaded' : undefined;
}

/** What a vehicle fetches on a later trip is at the depot until it was seen on that trip: nobody reports that one begins. */
function hasLeft({ runStatus, tripNo, reachedTripNo }: PlacedGoods): boolean {
  return (runStatus === 'departed' || runStatus === 'finished') && tripNo <= reachedTripNo;
}
