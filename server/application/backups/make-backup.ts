import { InvalidInputError } from '../../domain/dispatch-error.js';
import type { Clock } from '../clock.js';
import type { Archive, ArchiveWriter, PartSummary } from './archive-port.js';
import type { DataFiles, FileChoice } from './data-files.js';
import type { RecordReader } from './record-port.js';

/** Where a backup is written to. */
export interface BackupTarget {
  /** Begins the archive. */
  begin(password: string | undefined): Promise<ArchiveWriter>;
  /** Opens what was written, to look at it; undefined where it cannot be read again, as with a pipe. */
  reopen(password: string | undefined): Promise<Archive | undefined>;
  /** Puts it in its place. */
  keep(): Promise<void>;
  /** Leaves what stood there before. */
  discard(): Promise<void>;
}

/** How far a backup or a restore is. */
export type BackupProgress =
  | { readonly phase: 'rows'; readonly table: string; readonly rows: number }
  | { readonly phase: 'files'; readonly files: number; readonly total: number }
  | { readonly phase: 'verify'; readonly bytes: number };

export interface BackupRequest extends Omit<FileChoice, 'key'> {
  readonly target: BackupTarget;
  /** Undefined: it is not encrypted. */
  readonly password: string | undefined;
  readonly onProgress: (progress: BackupProgress) => void;
  readonly signal: AbortSignal;
}

/** A backup that is whole and in its place. */
export interface MadeBackup {
  readonly madeAt: string;
  readonly bytes: number;
  /** Of the file up to its last frame, hex. */
  readonly sha256: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly encrypted: boolean;
  /** Whether it was read again and every checksum compared. */
  readonly verified: boolean;
}

export type MakeBackup = (request: BackupRequest) => Promise<MadeBackup>;

/**
 * Writes the whole record into one archive, as it stands at one moment, and reads it again before it takes its place.
 * What fails or is stopped leaves no file.
 */
export function makeMakeBackup({
  record,
  files,
  clock,
  productVersion,
}: {
  readonly record: RecordReader;
  readonly files: DataFiles;
  readonly clock: Clock;
  readonly productVersion: string;
}): MakeBackup {
  return async ({ target, password, photos, map, onProgress, signal }) => {
    try {
      signal.throwIfAborted();
      const archive = await target.begin(password);
      const madeAt = clock.now().toISOString();
      const tables: PartSummary[] = [];
      const about = await record.read(async ({ madeFrom, steps, identities, tables: forms, rows }) => {
        if (steps.length === 0) throw new InvalidInputError('The database holds no record that could be backed up.');
        for (const table of forms) {
          const counted = counting(rows(table, signal), (count) =>
            onProgress({ phase: 'rows', table: table.name, rows: count }),
          );
          tables.push(await archive.add({ kind: 'table', table }, counted));
        }
        return { madeFrom, steps, identities };
      });
      // Behind the rows: a row never speaks of a file that came too late for the backup.
      const kept: PartSummary[] = [];
      const paths = await files.list({ photos, map, key: password !== undefined });
      for (const path of paths) {
        signal.throwIfAborted();
        const content = await files.read(path);
        if (content !== undefined) kept.push(await archive.add({ kind: 'file', path }, content));
        onProgress({ phase: 'files', files: kept.length, total: paths.length });
      }
      const { sha256, bytes } = await archive.end({ productVersion, madeAt, ...about, tables, files: kept });
      const verified = await verify(target, password, onProgress, signal);
      signal.throwIfAborted();
      await target.keep();
      return {
        madeAt,
        bytes,
        sha256,
        tables: tables.length,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        files: kept.length,
        encrypted: password !== undefined,
        verified,
      };
    } catch (error) {
      await target.discard();
      throw error;
    }
  };
}

async function verify(
  target: BackupTarget,
  password: string | undefined,
  onProgress: (progress: BackupProgress) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const written = await target.reopen(password);
  if (written === undefined) return false;
  try {
    await written.verify((bytes) => onProgress({ phase: 'verify', bytes }), signal);
    return true;
  } finally {
    await written.close();
  }
}

async function* counting<T extends { readonly rows: number }>(
  pieces: AsyncIterable<T>,
  onRows: (rows: number) => void,
): AsyncGenerator<T> {
  let rows = 0;
  for await (const piece of pieces) {
    yield piece;
    rows += piece.rows;
    onRows(rows);
  }
}
