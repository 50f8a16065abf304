import type { OrderContent } from '../orders/change-order.js';
import type { CaseFact } from './case.js';

/** What an order was and is, as far as a case tells of it. */
interface OrderedContent extends Pick<OrderContent, 'status' | 'stationId' | 'waveId'> {
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
}

export interface LateChange {
  readonly depotId: string;
  readonly orderId: string;
  readonly before: OrderedContent;
  readonly after: OrderedContent;
}

/**
 * An order that changed after its wave was closed. Something that happened, each time anew: who closed the case has dealt with
 * the change before.
 *
 * @param leftWith the vehicle that had left with its goods before the change, as was reported only later.
 */
export function orderChangedFact({ depotId, orderId, before, after }: LateChange, leftWith?: string): CaseFact {
  const { waveId, stationId } = before;
  const isMoved = after.waveId !== waveId || after.stationId !== stationId;
  const left = new Map(isMoved ? [] : after.lines.map(({ lineNo, quantity }) => [lineNo, quantity]));
  const pieces = before.lines.reduce((sum, { lineNo, quantity }) => sum + quantity - (left.get(lineNo) ?? 0), 0);
  const change = after.status === 'cancelled' ? 'cancelled' : isMoved ? 'moved' : 'reduced';
  const detail = {
    orderId,
    change,
    pieces,
    toWaveId: change === 'moved' ? after.waveId : null,
    ...(leftWith !== undefined && { leftWith }),
  };
  return { depotId, kind: 'order-changed', subject: orderId, waveId, stationId, goods: [], detail, happens: true };
}
