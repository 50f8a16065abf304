import { composedId } from '../composed-id.js';
import type { LineToPack } from './tote-packing.js';

/** One station's goods of one temperature zone in one wave: what the solver places. */
export interface Consignment {
  readonly depotId: string;
  readonly consignmentId: string;
  readonly waveId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly orderCount: number;
  readonly toteCount: number;
  /** The highest priority among its orders, 1 to 9. */
  readonly priority: number;
  /** Where this is a part of a consignment that no vehicle holds whole; sizes and counts are the part's own. */
  readonly part?: ConsignmentPart;
}

/** Which part of a consignment something is, and which totes ride with it. */
export interface ConsignmentPart {
  /** The consignment as the wave has it. */
  readonly of: string;
  /** Counted from 1. */
  readonly no: number;
  readonly count: number;
  /** Numbers of its first and its last tote; all between ride with it. */
  readonly firstTote: number;
  readonly lastTote: number;
  readonly orderCount: number;
}

/** An order line as far as it is part of a consignment. */
export interface ConsignmentLine {
  readonly consignmentId: string;
  readonly orderId: string;
  readonly lineNo: number;
  readonly grams: number;
  readonly milliliters: number;
}

/** An order line with what packing it asks for. */
export type GoodsLine = ConsignmentLine & LineToPack & { readonly zoneId: string };

/** A consignment that no vehicle holds whole, and the order lines of each of its parts. */
export interface SplitConsignment {
  readonly consignmentId: string;
  /** In the order of their numbers. */
  readonly parts: readonly DividedPart[];
}

/** A part as it was made: its size, its totes and whose lines it holds. */
export interface DividedPart extends ConsignmentPart {
  readonly grams: number;
  readonly milliliters: number;
  readonly lines: readonly Pick<ConsignmentLine, 'orderId' | 'lineNo'>[];
}

/** What a part is called beside the whole: consignments and parts are placed, moved and reported alike. */
export function partIdOf(consignmentId: string, no: number): string {
  return `${consignmentId}~${no}`;
}

/** The parts of a divided consignment, as goods that are placed. */
export function partsOf(whole: Consignment, { parts }: SplitConsignment): Consignment[] {
  return parts.map(({ lines: _, grams, milliliters, ...part }) => ({
    ...whole,
    consignmentId: partIdOf(whole.consignmentId, part.no),
    grams,
    milliliters,
    orderCount: part.orderCount,
    toteCount: part.lastTote - part.firstTote + 1,
    part,
  }));
}

/** The id of a consignment says what it is: wave, station, zone. */
export function consignmentIdOf(waveId: string, stationId: string, zoneId: string): string {
  return composedId(waveId, stationId, zoneId);
}

/** The scannable code of a tote: its consignment and its number, counted from 1. */
export function toteCodeOf(consignmentId: string, number: number): string {
  return `${consignmentId}.${number}`;
}
