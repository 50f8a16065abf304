import type { OwnDepots } from '../../domain/own-depots.js';
import type { KeptRecord, Repeatable } from '../repeat.js';
import type { Finding } from '../tables/finding.js';
import type { ImportSummary, KnownOrder, TakenOrder, WaveOpening } from './intake-store.js';
import type { OrderNetwork } from './order-intake.js';
import type { KnownWave } from './wave-choice.js';

/** What one request to take orders comes to, ready to be written. */
export interface TakenGroup {
  readonly importId: string;
  readonly begunBy: string;
  /** Of an account of some depots. */
  readonly depotIds: OwnDepots;
  readonly summary: ImportSummary;
  readonly findings: readonly Finding[];
  readonly orders: readonly TakenOrder[];
  /** What is kept of the request, so that it is not done twice; undefined where it may not come again. */
  readonly kept: (KeptRecord & Pick<Repeatable, 'accountId' | 'keyHash'>) | undefined;
}

/** What the record holds that the orders of a batch are compared with. */
export interface KnownBefore {
  /** Those that are closed, or further ones of their date. */
  readonly waves: readonly KnownWave[];
  readonly orders: readonly KnownOrder[];
  /** Of the repeatables that were answered before; in their order. */
  readonly answered: readonly (KeptRecord | undefined)[];
}

/** The record within the one transaction of a batch. */
export interface OrderBatch {
  /** As it holds now; of some depots only where they are named. */
  network(depotIds: OwnDepots): OrderNetwork;
  readonly known: KnownBefore;
  /**
   * Writes the groups, each as an import of its own, and holds the waves that their orders go to.
   *
   * @throws ConflictError `wave-closed`, `order-id-taken`, `network-changed`, or `answered-meanwhile` where another process has just answered
   *   one of the requests: read again, and it will fit.
   */
  write(groups: readonly TakenGroup[], waves: readonly WaveOpening[], at: Date): Promise<void>;
}

export interface OrderBatchStore {
  /**
   * Orders of one lane wait for each other, those of others do not: a wave that is just being closed holds up its own
   * depot only. By what is in memory, which may be old or missing; it decides about nothing else.
   */
  laneOf(stationIds: readonly string[]): string;
  /**
   * Does the work in one transaction; all that it writes is kept, or nothing.
   *
   * @param from the earliest delivery date that is looked at.
   */
  inBatch<T>(
    asked: {
      readonly from: string;
      readonly orderIds: readonly string[];
      readonly repeatables: readonly (Repeatable | undefined)[];
    },
    work: (batch: OrderBatch) => Promise<T>,
  ): Promise<T>;
}
