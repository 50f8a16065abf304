import { createHash } from 'node:crypto';
import type { OrderLine } from '../../domain/orders/order.js';
import type { TableRow } from '../tables/finding.js';
import { plain, type RowReader } from '../tables/row-reader.js';
import type { KnownOrder } from './intake-store.js';
import { largestOrder, type OrderHead, type readOrderLine } from './order-rows.js';
import type { ChosenWave } from './wave-choice.js';

/** An order while its lines come in. */
export interface OpenOrder {
  readonly head: OrderHead;
  readonly file: string;
  readonly row: number;
  readonly lines: OrderLine[];
  /** Redundant columns of orders.csv, to be compared with the lines. */
  readonly claims: OrderClaims | undefined;
  /** It came in a request, not in a file. */
  readonly isSent: boolean;
  /** Its first row is counted as warned already. */
  isWarned: boolean;
  /** The first of its lines that was refused. */
  lost: LostLine | undefined;
  /** How many rows stand for it, by file, for the counts. */
  readonly rows: Map<string, { taken: number; warned: number; readonly lines: number[] }>;
}

/** A row that was refused and holds a line of an order. */
export interface LostLine {
  readonly line: number;
  readonly sku: string;
}

interface OrderClaims {
  readonly lineCount: string;
  readonly weight: string;
  readonly volume: string;
  readonly zones: string;
}

export function openOrder(
  head: OrderHead,
  file: string,
  row: number,
  claims: OrderClaims | undefined,
  isSent = false,
): OpenOrder {
  return { head, file, row, lines: [], claims, isWarned: false, lost: undefined, isSent, rows: new Map() };
}

export function lostLine(reader: RowReader, { line }: TableRow): LostLine {
  return { line, sku: plain(reader.raw('sku_id')) };
}

/** Whether a row of an order is one of its rows above again, in all that is taken of it. */
export function saysTheSame(
  { head: { customerTier, note }, lines }: OpenOrder,
  head: OrderHead,
  { sku, quantity }: NonNullable<ReturnType<typeof readOrderLine>>,
): boolean {
  const isSameLine = lines.some((other) => other.skuId === sku.skuId && other.quantity === quantity);
  return isSameLine && head.customerTier === customerTier && head.note === note;
}

export function addLine(
  order: OpenOrder,
  lineNo: number,
  { sku, quantity, grams, milliliters }: NonNullable<ReturnType<typeof readOrderLine>>,
  place: { readonly file: string; readonly line: number },
  warned: boolean,
): void {
  order.lines.push({ lineNo, skuId: sku.skuId, zoneId: sku.zoneId, quantity, grams, milliliters });
  const rows = order.rows.get(place.file) ?? { taken: 0, warned: 0, lines: [] };
  rows.taken++;
  if (warned) rows.warned++;
  rows.lines.push(place.line);
  order.rows.set(place.file, rows);
}

export function isTooLarge({ lines }: OpenOrder): boolean {
  return (
    sumOf(lines, (line) => line.grams) > largestOrder.grams ||
    sumOf(lines, (line) => line.milliliters) > largestOrder.milliliters
  );
}

/** Whether a row says something else than one above of what may differ: the first holds. */
export function differsBeside(one: OrderHead, other: OrderHead): boolean {
  return one.customerTier !== other.customerTier || one.note !== other.note || one.wish !== other.wish;
}

/** Whether two rows are of one order: whose, where to, when. */
export function sameHead(one: OrderHead, other: OrderHead): boolean {
  return (
    one.customerId === other.customerId &&
    one.station === other.station &&
    one.placedAt.getTime() === other.placedAt.getTime() &&
    one.deliveryDate === other.deliveryDate
  );
}

/**
 * Whether the record holds the very order already: as it is, or as it was before it was changed by hand. Whoever sends it again
 * changes nothing of that.
 */
export function isSame(known: KnownOrder, order: OpenOrder, wave: ChosenWave): boolean {
  return isSameAs(known, order, wave) || (known.sent !== null && isSameAs({ ...known, ...known.sent }, order, wave));
}

function isSameAs(known: KnownOrder, { head, lines }: OpenOrder, wave: ChosenWave): boolean {
  const sorted = sortedLines(lines);
  return (
    known.customerId === head.customerId &&
    (!head.given.customerTier || known.customerTier === head.customerTier) &&
    known.stationId === head.station.stationId &&
    known.placedAtMilliseconds === head.placedAt.getTime() &&
    // The date that it asked for, or the one that it was told then.
    head.deliveryDate <= known.deliveryDate &&
    // Of orders of before the date that they asked for is not known: what they may have got lies up to the wave of today.
    (known.requestedDate === null
      ? known.deliveryDate <= wave.deliveryDate
      : known.requestedDate <= head.deliveryDate) &&
    (!head.given.note || known.note === head.note) &&
    known.lines.length === sorted.length &&
    known.lines.every((line, at) => line.skuId === sorted[at].skuId && line.quantity === sorted[at].quantity)
  );
}

/** All that tells an order from another of the same id, in few bytes. */
export function contentOf({ head, lines }: OpenOrder): string {
  const { customerId, customerTier, station, placedAt, deliveryDate, note } = head;
  const goods = sortedLines(lines).map(({ skuId, quantity }) => [skuId, quantity]);
  const content = [customerId, customerTier, station.stationId, placedAt, deliveryDate, note, goods];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64');
}

function sortedLines(lines: readonly OrderLine[]): OrderLine[] {
  return [...lines].sort((one, other) => one.lineNo - other.lineNo);
}

export function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
