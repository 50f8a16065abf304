import type { BusinessDate } from '../../domain/local-time.js';
import type { Cutoff } from '../../domain/network/cutoff.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { Consignment, GoodsLine } from '../../domain/waves/consignment.js';
import type { Wave } from '../../domain/waves/wave.js';

/** What closing a wave made. */
export interface GroupingFigures {
  readonly orders: number;
  readonly lines: number;
  readonly stations: number;
  readonly consignments: number;
  readonly totes: number;
  readonly pickLists: number;
}

/** A wave with the plan that is current for it. */
export interface StoredWave extends Wave {
  readonly currentPlanId: string | undefined;
}

/** Which orders are meant; what is not said does not narrow. */
export interface OrderChoice {
  readonly orderIds?: readonly string[];
  readonly customerTier?: string;
  readonly orderClass?: string;
  readonly area?: string;
}

/** Further waves of a date beside the first, which comes with its first order. */
export interface FurtherWaves {
  /**
   * Adds a wave that collects until its own cutoff; its number is the next of the date.
   *
   * @throws ConflictError `too-many-waves`.
   */
  add(
    wave: Pick<Wave, 'depotId' | 'deliveryDate' | 'cutoffAt' | 'timeZone'>,
    by: string,
    at: Date,
  ): Promise<StoredWave>;
  /**
   * Opens the wave of a named cutoff before its first order comes; the one there is where it was opened already.
   *
   * @throws InvalidInputError where its cutoff is over.
   */
  open(
    wave: Pick<Wave, 'depotId' | 'deliveryDate' | 'cutoffAt' | 'timeZone'> & { readonly cutoff: Cutoff },
    by: string,
    at: Date,
  ): Promise<StoredWave>;
  /**
   * Moves orders of the date's other waves into this one; all of these waves still collect.
   *
   * @returns how many were moved; those that it has already are not counted.
   * @throws NotFoundError for an order that none of the depot's waves of the date has; ConflictError `wave-closed`.
   */
  moveOrders(waveId: string, depotIds: OwnDepots, choice: OrderChoice, by: string, at: Date): Promise<number>;
}

/** Waves and what they are made of. */
export interface WaveStore {
  /** With a depot, its own only. @throws NotFoundError */
  get(waveId: string, depotIds?: readonly string[]): Promise<StoredWave>;
  listByDate(deliveryDate: BusinessDate): Promise<StoredWave[]>;
  /** Waves that collect and whose cutoff has passed, or was brought forward, since they got their first order. */
  listDue(now: Date): Promise<StoredWave[]>;
  /**
   * Closes a wave and groups its lines into consignments, packed into totes, and pick lists, all at once.
   *
   * @throws TransitionError when the wave is not collecting.
   */
  close(waveId: string, closedAt: Date, closedBy: string): Promise<GroupingFigures>;
  listConsignments(depotId: string, waveId: string): Promise<Consignment[]>;
  /** The order lines of some consignments; of further orders, those that would join them. */
  listConsignmentLines(
    depotId: string,
    waveId: string,
    consignmentIds: readonly string[],
    addedOrderIds?: readonly string[],
  ): Promise<GoodsLine[]>;
  /** By consignment, as many totes as it has once further orders have joined it. */
  countTotes(
    depotId: string,
    waveId: string,
    consignmentIds: readonly string[],
    addedOrderIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}
