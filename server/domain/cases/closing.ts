import { InvalidInputError } from '../dispatch-error.js';
import { foldId } from '../fold-id.js';
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

/** A line as a case has it, with all that its order has of the product. */
export interface LineOfCase extends OwedLine {
  /** In all of the order's lines of the product. */
  readonly ordered: number;
  /** What orders that bring its goods again hold of the product, whichever case they are of. */
  readonly redelivered: number;
}

/** The lines of a case as far as they are still owed: no order's product is brought again more often than it was ordered. */
export function owedOf(lines: readonly LineOfCase[]): OwedLine[] {
  const left = new Map<string, number>();
  return lines.flatMap(({ ordered, redelivered, ...line }) => {
    const key = JSON.stringify([line.orderId, line.skuId]);
    const room = left.get(key) ?? ordered - redelivered;
    const quantity = Math.min(line.quantity, room);
    left.set(key, room - Math.max(quantity, 0));
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
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
  const asked = orderIds && new Set(orderIds.map(foldId));
  const known = new Set(owed.map(({ orderId }) => foldId(orderId)));
  if (asked !== undefined && [...asked].some((orderId) => !known.has(orderId))) {
    throw new InvalidInputError('An order that is named has no goods in this case that are still owed.');
  }
  const lines: Line[] = [];
  let left = most;
  for (const line of owed) {
    if (asked !== undefined && !asked.has(foldId(line.orderId))) continue;
    const quantity = Math.min(line.quantity, left);
    if (quantity <= 0) continue;
    lines.push({ ...line, quantity });
    left -= quantity;
  }
  if (lines.length === 0) throw new InvalidInputError('There is nothing in this case that could be brought again.');
  return lines;
}
