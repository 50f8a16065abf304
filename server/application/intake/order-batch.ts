import type { Finding } from './finding.js';
import type { ImportSummary, KnownOrder, TakenOrder, WaveOpening } from './intake-store.js';
import type { OrderNetwork } from './order-intake.js';

/** What one request to take orders comes to, ready to be written. */
export interface TakenGroup {
  readonly importId: string;
  readonly begunBy: string;
  /** Of an account of one depot. */
  readonly depotId: string | undefined;
  readonly summary: ImportSummary;
  readonly findings: readonly Finding[];
  readonly orders: readonly TakenOrder[];
}

/** The record within the one transaction of a batch. */
export interface OrderBatch {
  /** As it holds now; of one depot only where one is named. */
  network(depotId: string | undefined): OrderNetwork;
  /** Of delivery dates from the given one on. */
  listClosedDates(from: string): Promise<readonly string[]>;
  findOrders(orderIds: readonly string[]): Promise<readonly KnownOrder[]>;
  /**
   * Writes the groups, each as an import of its own, and holds the waves that their orders go to.
   *
   * @throws ConflictError `wave-closed` or `order-id-taken`: read again, and it will fit.
   */
  write(groups: readonly TakenGroup[], waves: readonly WaveOpening[], at: Date): Promise<void>;
}

export interface OrderBatchStore {
  /** Does the work in one transaction; all that it writes is kept, or nothing. */
  inBatch<T>(work: (batch: OrderBatch) => Promise<T>): Promise<T>;
}
