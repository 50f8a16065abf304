import type { OwnDepots } from '../../domain/own-depots.js';
import type { ToteLine } from '../../domain/waves/tote-packing.js';

/** Units of an order's line that ride in a tote, with what people call them. */
export interface PackedLine extends ToteLine {
  readonly customerId: string;
  readonly skuId: string;
  readonly name: string;
  readonly isFragile: boolean;
  /** Of all of these units. */
  readonly grams: number;
  readonly milliliters: number;
  /** How many of them are missing, because fewer were picked than ordered. */
  readonly missing: number;
}

/** A tote with what is in it, where it goes, and what is known of its label. */
export interface PackedTote {
  readonly depotId: string;
  readonly toteCode: string;
  readonly labelCode: string;
  readonly waveId: string;
  readonly consignmentId: string;
  readonly stationId: string;
  readonly stationName: string;
  readonly zoneId: string;
  /** Counted from 1, and how many its consignment has. */
  readonly number: number;
  readonly count: number;
  /** Which part of its consignment it rides with, where that is brought in parts. */
  readonly partNo: number | null;
  readonly partCount: number | null;
  /** Once it is planned: the run that brings it, and its stop there. */
  readonly runId: string | null;
  readonly runCode: string | null;
  readonly stopSequence: number | null;
  readonly labelsPrinted: number;
  readonly labelsPrintedAt: Date | null;
  readonly grams: number;
  readonly milliliters: number;
  /** From the bottom to the top. */
  readonly lines: readonly PackedLine[];
}

/** Which totes are meant; what is not said does not narrow. */
export interface ToteChoice {
  readonly waveId?: string;
  readonly zoneId?: string;
  readonly stationId?: string;
  readonly runId?: string;
  readonly toteCodes?: readonly string[];
}

/** Units that change from one tote of a consignment to another. */
export interface ToteMove extends ToteLine {
  /** Either of the codes that a tote has. */
  readonly toTote: string;
}

/** Totes as they are packed, labelled and looked into. */
export interface ToteStore {
  /** In the order of stations, zones and numbers. */
  list(choice: ToteChoice, depotIds: OwnDepots): Promise<PackedTote[]>;
  /** By either of its codes, in any case. @throws NotFoundError */
  get(code: string, depotIds: OwnDepots): Promise<PackedTote>;
  /**
   * Moves units to another tote of the same consignment.
   *
   * @returns both totes, the one they came from first.
   * @throws NotFoundError; InvalidInputError; ConflictError `goods-left` once its consignment is on board.
   */
  move(code: string, move: ToteMove, depotIds: OwnDepots, by: string, at: Date): Promise<[PackedTote, PackedTote]>;
  /**
   * Counts that the labels of totes are printed once more. No two printings get the same number, also at once: this comes
   * before they are drawn.
   *
   * @returns the totes with this printing counted.
   */
  countPrinted(totes: readonly PackedTote[], at: Date): Promise<PackedTote[]>;
}
