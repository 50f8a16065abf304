import type { IdentityState, Manifest, Piece, ReadPart, TableForm } from './archive-port.js';

/** The record as it stood at one moment, whatever is written to it meanwhile. */
export interface RecordSnapshot {
  readonly madeFrom: string;
  readonly steps: readonly string[];
  readonly identities: readonly IdentityState[];
  readonly tables: readonly TableForm[];
  /** A table's rows in the order of its key, one line of JSON each: an array of its columns as text, or null. */
  rows(table: TableForm, signal: AbortSignal): AsyncIterable<Piece>;
}

/** Reads all of the record. */
export interface RecordReader {
  /** The snapshot holds for the length of the work. On the embedded database everybody else waits for so long. */
  read<T>(work: (snapshot: RecordSnapshot) => Promise<T>): Promise<T>;
}

/** What was changed in a restored record, because it must not go on where it was when the backup was made. */
export interface Settled {
  readonly jobs: number;
  readonly imports: number;
  readonly webhooks: number;
}

/** Fills an empty database. */
export interface RecordLoader {
  /** @throws DispatchError backup-too-new or backup-too-old where another release's tables are unknown here. Asks nothing of the database. */
  assertKnown(manifest: Manifest): void;
  /** @throws DispatchError place-not-empty */
  assertEmpty(): Promise<void>;
  /**
   * Takes in all tables, in one transaction: all of it is kept, or nothing. The schema is brought to the backup's step
   * first and to today's afterwards, within the same transaction.
   *
   * @param tables in the order of the archive.
   * @throws DispatchError place-not-empty, backup-too-new, backup-too-old, or backup-damaged where the tables are not its release's.
   */
  load(
    manifest: Manifest,
    tables: AsyncIterable<ReadPart>,
    options: {
      /** Otherwise webhooks that send are paused. */
      readonly keepWebhooks: boolean;
      readonly onRows: (table: string, rows: number) => void;
      /** Runs when all is in; what it throws undoes everything. */
      readonly beforeCommit: () => Promise<void>;
      readonly signal: AbortSignal;
    },
  ): Promise<Settled>;
}
