import { hostname } from 'node:os';
import { makeBackupStore } from './adapters/db/backups/backup-store.js';
import { makeScheduleSlots } from './adapters/db/waves/schedule-slots.js';
import { makeBackupFolder } from './adapters/files/backup-folder.js';
import {
  assertFolder,
  type BackupHealth,
  backupHealth,
  makeBackupJob,
  makeStartDueBackup,
} from './application/backups/keep-backups.js';
import type { JobRunner } from './application/jobs.js';
import { newId, type Services, systemClock } from './compose.js';
import { openBackupFile, openBackups } from './compose-backups.js';

/** The backups that a server makes by itself or when it is asked, and what it tells of them. */
export function keepBackups({ database, config, log }: Services, owner: string) {
  const { backup, timeZone } = config;
  const store = makeBackupStore(database);
  const folder = backup.folder === undefined ? undefined : makeBackupFolder(backup.folder);
  const isScheduled = folder !== undefined;
  let lastGoodAt: Date | undefined;
  const health = async (): Promise<BackupHealth> => {
    const last = await store.last();
    lastGoodAt = last.lastGoodAt;
    return backupHealth(last, isScheduled, systemClock.now());
  };
  return {
    job: makeBackupJob({
      make: openBackups(database, config).make,
      folder,
      openFile: openBackupFile,
      store,
      keep: backup.keep,
      withMaps: backup.withMaps,
      password: backup.password,
      host: hostname(),
      clock: systemClock,
      newId,
      warn: (error, sentence) => log.error({ err: error }, sentence),
    }),
    health,
    /** @throws DispatchError no-backup-folder */
    assertFolder: () => assertFolder(folder),
    /** What the ticker does: begins the backup that is due, and looks when the last one was. */
    tickWith(jobs: JobRunner): () => Promise<void> {
      const { time } = backup;
      const slots = makeScheduleSlots(database);
      const startDue = makeStartDueBackup({ slots, store, jobs, clock: systemClock, owner, time, timeZone });
      return async () => {
        if (isScheduled) await startDue();
        await health();
      };
    },
    /** For /metrics: seconds since 1970 of the last good one, 0 when none is known. */
    lastGoodSeconds: () => Math.floor((lastGoodAt?.getTime() ?? 0) / 1000),
  };
}
