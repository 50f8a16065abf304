import { hostname } from 'node:os';
import type { Migration } from '../migrations/index.js';
import { openArchive } from './adapters/backup/open-archive.js';
import { beginArchive } from './adapters/backup/write-archive.js';
import { makeBackupStore } from './adapters/db/backups/backup-store.js';
import { makeRecordLoader } from './adapters/db/backups/record/record-loader.js';
import { makeRecordReader } from './adapters/db/backups/record/record-reader.js';
import { hasTable } from './adapters/db/backups/record/record-tables.js';
import type { Database } from './adapters/db/engine/database.js';
import { makeDataFiles } from './adapters/files/data-files.js';
import { asWriteFault, openOutputFile } from './adapters/files/output-file.js';
import { type BackupTarget, type MadeBackup, makeMakeBackup } from './application/backups/make-backup.js';
import { makeRestoreBackup } from './application/backups/restore-backup.js';
import { projectRoot } from './compiled.js';
import { newId, systemClock } from './compose.js';
import type { Config } from './config.js';
import { programVersion } from './program-version.js';

/** Nobody but the owner reads a backup: hashes of passwords and customers' names are in it. */
const ownerOnly = 0o600;

/** Backs up and restores a record, wired to its database and its data folder. */
export function openBackups(
  database: Database,
  { dataFolder }: Pick<Config, 'dataFolder'>,
  migrations?: readonly Migration[],
) {
  const files = makeDataFiles(dataFolder);
  const store = makeBackupStore(database);
  return {
    make: makeMakeBackup({
      record: makeRecordReader(database),
      files,
      clock: systemClock,
      productVersion: programVersion(projectRoot),
    }),
    restore: makeRestoreBackup({ loader: makeRecordLoader(database, migrations), files }),
    /** Remembers a backup that a command made, unless the schema is of a release that knew of none. */
    async note(file: string, begunAt: Date, made: MadeBackup): Promise<void> {
      if (!(await hasTable(database.knex, 'backups'))) return;
      await store.add({
        backupId: newId('backup'),
        madeBy: 'command line',
        begunAt,
        endedAt: systemClock.now(),
        host: hostname(),
        file,
        encrypted: made.encrypted,
        outcome: { made },
      });
    },
  };
}

/**
 * A file that a backup is written to; it is there whole or not at all.
 *
 * @throws InvalidInputError when it cannot be written.
 */
export async function openBackupFile(file: string): Promise<BackupTarget> {
  const out = await openOutputFile(file, ownerOnly);
  /** A full disk is said in words, whichever of the writes met it. */
  const named = <T>(written: Promise<T>) =>
    written.catch((error: unknown) => {
      throw asWriteFault(error, file);
    });
  return {
    async begin(password) {
      const archive = await named(beginArchive(out.stream, password));
      return {
        add: (part, pieces) => named(archive.add(part, pieces)),
        end: (manifest) => named(archive.end(manifest)),
      };
    },
    async reopen(password) {
      const lies = await out.finish();
      return lies === undefined ? undefined : openArchive(lies, password);
    },
    keep: () => out.keep(),
    discard: () => out.discard(),
  };
}
