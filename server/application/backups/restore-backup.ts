import type { Archive, Manifest, ReadPart } from './archive-port.js';
import type { DataFiles } from './data-files.js';
import type { BackupProgress } from './make-backup.js';
import type { RecordLoader, Settled } from './record-port.js';

export interface RestoreRequest {
  /** Was verified: every checksum was compared. */
  readonly archive: Archive;
  readonly manifest: Manifest;
  /** Webhooks go on sending from here; otherwise they are paused. */
  readonly keepWebhooks: boolean;
  readonly onProgress: (progress: BackupProgress) => void;
  readonly signal: AbortSignal;
}

/** What a restore has brought back. */
export interface Restored {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly settled: Settled;
}

/**
 * Fills an empty place from a backup: all rows in one transaction, and the files before it is committed, so that no row
 * ever speaks of a file that is not there yet. Stopped in the middle it can be done again.
 *
 * @throws DispatchError place-not-empty, backup-too-new, backup-too-old or backup-damaged; nothing of the record was changed then.
 */
export function makeRestoreBackup({ loader, files }: { readonly loader: RecordLoader; readonly files: DataFiles }) {
  return async ({ archive, manifest, keepWebhooks, onProgress, signal }: RestoreRequest): Promise<Restored> => {
    loader.assertKnown(manifest);
    await loader.assertEmpty();
    let rows = 0;
    let written = 0;
    const { tables, rest } = tablesFirst(archive.parts(signal));
    const settled = await loader.load(manifest, tables, {
      keepWebhooks,
      signal,
      onRows(table, count) {
        rows += count;
        onProgress({ phase: 'rows', table, rows });
      },
      async beforeCommit() {
        for await (const { part, content } of rest) {
          if (part.kind !== 'file') throw new Error('A table stood behind the files.');
          await files.write(part.path, content);
          written++;
          onProgress({ phase: 'files', files: written, total: manifest.files.length });
        }
        await files.useWrittenMap();
      },
    });
    return { tables: manifest.tables.length, rows, files: written, settled };
  };
}

/** Divides the parts of an archive, which can be read only once, into the tables that stand first and what is behind. */
function tablesFirst(parts: AsyncIterable<ReadPart>): {
  readonly tables: AsyncIterable<ReadPart>;
  readonly rest: AsyncIterable<ReadPart>;
} {
  const all = parts[Symbol.asyncIterator]();
  let first: ReadPart | undefined;
  const tables = async function* () {
    let isWhole = false;
    try {
      for (let next = await all.next(); !next.done; next = await all.next()) {
        if (next.value.part.kind !== 'table') {
          first = next.value;
          break;
        }
        yield next.value;
      }
      isWhole = true;
    } finally {
      if (!isWhole) await all.return?.();
    }
  };
  const rest = async function* () {
    try {
      if (first !== undefined) yield first;
      for (let next = await all.next(); !next.done; next = await all.next()) yield next.value;
    } finally {
      await all.return?.();
    }
  };
  return { tables: tables(), rest: rest() };
}
