import type { Piece } from './archive-port.js';

/** The files of the data folder that belong to the record. Paths are those of an archive: `photos/…`, `maps/…` and `secret.key`. */
export interface DataFiles {
  /** Those that are there, in order. */
  list(choice: FileChoice): Promise<string[]>;
  /** The content of one; undefined where it is gone meanwhile. */
  read(path: string): Promise<AsyncIterable<Piece> | undefined>;
  /** Writes one whole, or not at all. A map is written but not yet in use; a key that is there stays. */
  write(path: string, content: AsyncIterable<Buffer>): Promise<void>;
  /** Takes the map that was written into use, if one was. */
  useWrittenMap(): Promise<void>;
}

/** Which files a backup is to hold. */
export interface FileChoice {
  /** Photos of deliveries. */
  readonly photos: boolean;
  /** The map in use. It can be built again from the same extract. */
  readonly map: boolean;
  /** The key that secrets in the rows are encrypted with; only into a backup that is encrypted itself. */
  readonly key: boolean;
}
