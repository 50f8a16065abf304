/** A table of the record: its columns in their order, as the database's types name them. Computed columns are not in it. */
export interface TableForm {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** One part of an archive: the rows of a table, or a file of the data folder by its path in it. */
export type Part =
  | { readonly kind: 'table'; readonly table: TableForm }
  | { readonly kind: 'file'; readonly path: string };

/** What an archive says of a part that it holds. */
export interface PartSummary {
  /** A table's name or a file's path. */
  readonly name: string;
  /** Of a table; 0 for a file. */
  readonly rows: number;
  /** Of the content, before it is compressed. */
  readonly bytes: number;
  /** Of the content, hex. */
  readonly sha256: string;
}

/** How far the numbers of an identity column were given out. */
export interface IdentityState {
  readonly table: string;
  readonly column: string;
  /** As text: it may be larger than a number holds exactly. */
  readonly lastValue: string;
}

/** What an archive is of; stands at its end, when all is known. */
export interface Manifest {
  readonly productVersion: string;
  /** RFC 3339. */
  readonly madeAt: string;
  /** The steps of the schema that the record had, the oldest first. */
  readonly steps: readonly string[];
  readonly madeFrom: string;
  readonly identities: readonly IdentityState[];
  readonly tables: readonly PartSummary[];
  readonly files: readonly PartSummary[];
}

/** A part's content as it comes, and how many rows each piece has. */
export interface Piece {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** Writes an archive, part after part. */
export interface ArchiveWriter {
  add(part: Part, pieces: AsyncIterable<Piece>): Promise<PartSummary>;
  /** Writes the manifest and the checksum of the whole. @returns that checksum, hex, and the size. */
  end(manifest: Manifest): Promise<{ readonly sha256: string; readonly bytes: number }>;
}

/** A part as it is read. Its content must be read to its end before the next part is asked for. */
export interface ReadPart {
  readonly part: Part;
  readonly content: AsyncIterable<Buffer>;
}

/** An archive that was opened for reading. */
export interface Archive {
  /**
   * Reads all of it and compares every checksum.
   *
   * @throws DispatchError backup-damaged when anything is not as it was written, also where its end is missing.
   */
  verify(onProgress: (bytes: number) => void, signal: AbortSignal): Promise<Manifest>;
  /** The parts in their order, checked once more as they are read. @throws DispatchError backup-damaged */
  parts(signal: AbortSignal): AsyncIterable<ReadPart>;
  close(): Promise<void>;
}
