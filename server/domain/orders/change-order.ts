import type { ConsignmentStatus } from '../delivery/consignment-status.js';
import { ConflictError, InvalidInputError } from '../dispatch-error.js';
import type { BusinessDate } from '../local-time.js';
import { told } from '../told.js';
import type { WaveStatus } from '../waves/wave.js';
import type { OrderLine } from './order.js';

export const orderStatuses = ['ordered', 'cancelled'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** What of an order may be changed. A cancelled one has no lines. */
export interface OrderContent {
  readonly status: OrderStatus;
  readonly stationId: string;
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  readonly lines: readonly OrderLine[];
}

/** An order as far as decides what may still become of it. */
export interface ChangeableOrder extends OrderContent {
  readonly depotId: string;
  readonly orderId: string;
  readonly waveStatus: WaveStatus;
  /** By zone, where the order's goods are; none while its wave collects. */
  readonly goods: ReadonlyMap<string, ConsignmentStatus>;
}

/** A wave that an order shall go to. */
export interface TargetWave {
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  readonly status: WaveStatus;
}

/** What shall become of an order. */
export interface OrderChange {
  readonly cancels?: boolean;
  /** New quantities; 0 cancels a line. Lines that are not named stay. */
  readonly lines?: readonly { readonly lineNo: number; readonly quantity: number }[];
  readonly stationId?: string;
  readonly wave?: TargetWave;
}

/** A change that may be made. */
export interface ChangedOrder {
  readonly before: ChangeableOrder;
  readonly after: OrderContent;
  /** Whether the wave that the goods were in is closed: then its goods, totes, pick lists and plan follow. */
  readonly isLate: boolean;
  /** Whether the goods leave their wave or station, so that nothing of them is left there. */
  readonly isMoved: boolean;
}

/** What an order weighs and fills at most, as when it is taken in. */
export interface OrderLimits {
  readonly grams: number;
  readonly milliliters: number;
}

/**
 * What an order is after a change; undefined where nothing of it would be another.
 *
 * While its wave collects all may be changed. Later goods are only taken out: less of a line, none of it, or the whole order,
 * which may go to a wave that still collects. What is on board a vehicle or further is nobody's to change here.
 *
 * @throws InvalidInputError for a line that the order does not have or that is named twice, or more than an order may be.
 * @throws ConflictError `order-cancelled`, `wave-closed`, `order-grows`, `goods-loaded`
 */
export function changeOrder(
  order: ChangeableOrder,
  change: OrderChange,
  limits: OrderLimits,
): ChangedOrder | undefined {
  const { orderId, waveId } = order;
  if (order.status === 'cancelled') {
    if (change.cancels) return undefined;
    throw new ConflictError(
      'order-cancelled',
      told`Order ${orderId} is cancelled. Take it in anew, under an id of its own.`,
    );
  }
  const lines = change.cancels ? [] : linesAfter(order, change.lines ?? []);
  const isCancelled = lines.length === 0;
  const stationId = (!isCancelled && change.stationId) || order.stationId;
  const target = isCancelled ? undefined : change.wave;
  const isMoved = stationId !== order.stationId || (target !== undefined && target.waveId !== waveId);
  const isLate = order.waveStatus !== 'collecting';
  const touched = order.lines.filter((line) => isMoved || lines.find(isLine(line))?.quantity !== line.quantity);
  if (touched.length === 0) return undefined;
  if (isMoved) assertCollects(order, target);
  if (isLate) assertWithin(order, touched, isMoved ? [] : lines);
  if (sumOf(lines, 'grams') > limits.grams || sumOf(lines, 'milliliters') > limits.milliliters) {
    throw new InvalidInputError(told`Order ${orderId} would be larger than an order may be.`);
  }
  const after: OrderContent = {
    status: isCancelled ? 'cancelled' : 'ordered',
    stationId,
    waveId: target?.waveId ?? waveId,
    deliveryDate: target?.deliveryDate ?? order.deliveryDate,
    lines,
  };
  return { before: order, after, isLate, isMoved };
}

function linesAfter(order: ChangeableOrder, asked: NonNullable<OrderChange['lines']>): OrderLine[] {
  const unknown = asked.find(({ lineNo }) => !order.lines.some((line) => line.lineNo === lineNo));
  if (unknown !== undefined) {
    throw new InvalidInputError(told`Order ${order.orderId} has no line ${unknown.lineNo}.`);
  }
  const twice = asked.find(({ lineNo }, at) => asked.findIndex((line) => line.lineNo === lineNo) < at);
  if (twice !== undefined) {
    throw new InvalidInputError(
      told`Line ${twice.lineNo} of order ${order.orderId} is named twice. Name each line once.`,
    );
  }
  const quantityOf = new Map(asked.map(({ lineNo, quantity }) => [lineNo, quantity]));
  return order.lines.flatMap((line) => {
    const quantity = quantityOf.get(line.lineNo) ?? line.quantity;
    const share = (whole: number) => Math.round((whole * quantity) / line.quantity);
    return quantity === 0
      ? []
      : [{ ...line, quantity, grams: share(line.grams), milliliters: share(line.milliliters) }];
  });
}

/** @throws ConflictError `wave-closed` where the goods would go to a wave that takes none any more. */
function assertCollects(order: ChangeableOrder, target: TargetWave | undefined): void {
  const { waveId, status } = target ?? { waveId: order.waveId, status: order.waveStatus };
  if (status === 'collecting') return;
  throw new ConflictError(
    'wave-closed',
    told`Wave ${waveId} takes no more orders. Name one that still collects, and order ${order.orderId} goes there.`,
  );
}

/** What is taken out of a closed wave must still be in the warehouse, and nothing comes to it. */
function assertWithin(order: ChangeableOrder, touched: readonly OrderLine[], stay: readonly OrderLine[]): void {
  const { orderId, waveId, waveStatus } = order;
  if (waveStatus === 'finished') {
    throw new ConflictError('wrong-state', told`Wave ${waveId} is finished; nothing of it can change.`);
  }
  const grown = touched.find((line) => (stay.find(isLine(line))?.quantity ?? 0) > line.quantity);
  if (grown !== undefined) {
    throw new ConflictError(
      'order-grows',
      told`Wave ${waveId} is closed: order ${orderId} may become smaller, not larger. Order the rest anew with a wave that still collects.`,
    );
  }
  if (touched.some(({ zoneId }) => order.goods.get(zoneId) !== 'allocated')) {
    throw new ConflictError(
      'goods-loaded',
      told`Goods of order ${orderId} are on board or handed over already. Let them be refused at the door, and close the case of it.`,
    );
  }
}

function isLine({ lineNo }: Pick<OrderLine, 'lineNo'>) {
  return (other: Pick<OrderLine, 'lineNo'>) => other.lineNo === lineNo;
}

function sumOf(lines: readonly OrderLine[], of: 'grams' | 'milliliters'): number {
  return lines.reduce((sum, line) => sum + line[of], 0);
}
