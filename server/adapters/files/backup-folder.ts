import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BackupFolder } from '../../application/backups/backup-store.js';
import { isBackupName } from '../../application/backups/keep-backups.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import { isUnfinishedName, reasonOf } from './output-file.js';

/** No backup takes as long: what is older and unfinished was left by a process that was killed. */
const staleMilliseconds = 86_400_000;

/** The folder that the server puts its own backups into. */
export function makeBackupFolder(folder: string): BackupFolder {
  const pathOf = (name: string) => path.join(folder, name);
  return {
    pathOf,

    async prepare() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        for (const name of (await readdir(folder)).filter(isUnfinishedName)) {
          const { mtimeMs } = await stat(pathOf(name));
          if (Date.now() - mtimeMs > staleMilliseconds) await rm(pathOf(name), { force: true });
        }
      } catch (error) {
        throw new DispatchError(
          'write-failed',
          `The folder of backups ${folder} cannot be used: ${reasonOf(error)}. Set TUANDA_BACKUP_FOLDER to a folder that you may write.`,
          { cause: error },
        );
      }
    },

    list: async () => (await readdir(folder)).filter(isBackupName).sort().reverse(),

    remove: (name) => rm(pathOf(name), { force: true }),
  };
}
