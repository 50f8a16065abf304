import { InvalidInputError } from '../dispatch-error.js';
import { type CaseKind, type CaseOutcome, needsOrders, outcomesOf } from './case-kinds.js';

/** How a person closes a case, with what the outcome needs. */
export interface CaseClosing {
  readonly outcome: CaseOutcome;
  readonly note: string;
  /** Of `redeliver`: the wave that brings the goods, and whose they are where that is not all of them. */
  readonly waveId?: string;
  readonly orderIds?: readonly string[];
  /** Of `refund`, in minor units. */
  readonly amountMinor?: number;
  /** Of `substitute`. */
  readonly skuId?: string;
  readonly quantity?: number;
}

/** @throws InvalidInputError where a case of the kind cannot end so, or something is not said that the outcome needs. */
export function assertClosing(kind: CaseKind, closing: CaseClosing): void {
  const { outcome, note, waveId, orderIds = [], amountMinor, skuId, quantity } = closing;
  if (!outcomesOf[kind].includes(outcome)) throw new InvalidInputError('A case of this kind cannot end so.');
  if (outcome === 'no-action' && note.trim() === '') throw new InvalidInputError('Say why nothing is done.');
  if (outcome === 'refund' && amountMinor === undefined) throw new InvalidInputError('Say how much is refunded.');
  if (outcome === 'substitute' && (skuId === undefined || quantity === undefined)) {
    throw new InvalidInputError('Say which product is given instead, and how many of it.');
  }
  if (outcome !== 'redeliver') return;
  if (waveId === undefined) throw new InvalidInputError('Say which wave brings the goods again.');
  if (needsOrders.has(kind) && orderIds.length === 0) {
    throw new InvalidInputError('Say which orders are brought again: of this case it is not known.');
  }
}

/** A line of an order whose goods a case is about, with how much of it is owed. */
export interface OwedLine {
  readonly orderId: string;
  readonly lineNo: number;
  readonly customerId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly skuId: string;
  readonly name: string;
  readonly quantity: number;
}

/**
 * The lines that are brought again.
 *
 * @param most pieces that are owed in all, where that is known; the first lines get them.
 * @throws InvalidInputError where nothing is owed, or an order that is named has nothing of it.
 */
export function linesToRedeliver<Line extends Pick<OwedLine, 'orderId' | 'quantity'>>(
  owed: readonly Line[],
  orderIds: readonly string[] | undefined,
  most = Number.POSITIVE_INFINITY,
): Line[] {
  if (orderIds?.some((orderId) => !owed.some((line) => line.orderId === orderId))) {
    throw new InvalidInputError('An order that is named has no goods in this case.');
  }
  const lines: Line[] = [];
  let left = most;
  for (const line of owed) {
    if (orderIds !== undefined && !orderIds.includes(line.orderId)) continue;
    const quantity = Math.min(line.quantity, left);
    if (quantity <= 0) continue;
    lines.push({ ...line, quantity });
    left -= quantity;
  }
  if (lines.length === 0) throw new InvalidInputError('There is nothing in this case that could be brought again.');
  return lines;
}
