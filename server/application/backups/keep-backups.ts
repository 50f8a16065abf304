import { ConflictError, DispatchError, toldOf } from '../../domain/dispatch-error.js';
import { dateOf, instantOf, parseTimeOfDay } from '../../domain/local-time.js';
import type { Clock, NewId } from '../clock.js';
import type { JobHandler, JobRunner } from '../jobs.js';
import type { ScheduleSlots } from '../waves/close-due-waves.js';
import type { BackupEntry, BackupFolder, BackupStore, LastBackups } from './backup-store.js';
import type { BackupTarget, MakeBackup } from './make-backup.js';

/** One backup at a time: all jobs have the same subject. */
export const backupSubject = 'record';
/** Long work, as jobs go: a large record takes some minutes. */
export const backupSeconds = 600;

/** Two hours more than a day: a backup takes its time, and one of them may be late. */
const overdueMilliseconds = 26 * 3_600_000;

/** The name that a backup of the schedule has, e.g. `tuanda-20240614T033000Z.backup`: in the order of time. */
export function backupNameOf(at: Date): string {
  return `tuanda-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.backup`;
}

/** Whether a file's name is one that `backupNameOf` gives. Nothing else in the folder is ever touched. */
export function isBackupName(name: string): boolean {
  return /^tuanda-\d{8}T\d{6}Z\.backup$/.test(name);
}

export interface BackupJobOptions {
  readonly make: MakeBackup;
  /** Undefined: none is set. */
  readonly folder: BackupFolder | undefined;
  openFile(file: string): Promise<BackupTarget>;
  readonly store: BackupStore;
  /** How many stay. */
  readonly keep: number;
  readonly withMaps: boolean;
  readonly password: string | undefined;
  readonly host: string;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Told of what somebody has to act on. */
  warn(error: unknown, sentence: string): void;
}

/**
 * Makes a backup in the folder of backups, as a job. When it is whole and was read again, older ones beyond those that
 * are to stay are removed; one that failed removes nothing.
 */
export function makeBackupJob(options: BackupJobOptions): JobHandler {
  const { make, folder, openFile, store, withMaps, password, host, clock, newId, warn } = options;
  return async ({ by, signal, tell }) => {
    assertFolder(folder);
    const begunAt = clock.now();
    const name = backupNameOf(begunAt);
    const file = folder.pathOf(name);
    const ended = (outcome: BackupEntry['outcome']) => {
      const entry = { backupId: newId('backup'), madeBy: by, begunAt, endedAt: clock.now(), host, file };
      return store.add({ ...entry, encrypted: password !== undefined, outcome });
    };
    try {
      await folder.prepare();
      const target = await openFile(file);
      const made = await make({ target, password, photos: true, map: withMaps, onProgress: tell, signal });
      await ended({ made });
      await removeOlder(options, folder, name).catch((error: unknown) =>
        warn(error, 'Older backups could not be removed.'),
      );
      return { bytes: made.bytes, rows: made.rows, files: made.files, encrypted: made.encrypted };
    } catch (error) {
      if (!signal.aborted) {
        warn(error, `The backup ${file} could not be made.`);
        await ended({ error: toldOf(error) });
      }
      throw error;
    }
  };
}

/** @throws DispatchError no-backup-folder */
export function assertFolder(folder: BackupFolder | undefined): asserts folder is BackupFolder {
  if (folder !== undefined) return;
  throw new DispatchError(
    'no-backup-folder',
    'No folder for backups is set. Set TUANDA_BACKUP_FOLDER and start the server again.',
  );
}

async function removeOlder(
  { store, keep, host, clock }: BackupJobOptions,
  folder: BackupFolder,
  newest: string,
): Promise<void> {
  const old = (await folder.list()).filter((name) => name !== newest).slice(keep - 1);
  for (const name of old) await folder.remove(name);
  await store.noteRemoved(host, old.map(folder.pathOf), clock.now());
}

/** The last moment at which the schedule wanted a backup, now or before. */
export function lastDueAt(now: Date, time: string, timeZone: string): Date {
  const second = parseTimeOfDay(time);
  if (second === undefined) throw new Error(`${time} is no time of day.`);
  const today = dateOf(now, timeZone);
  const due = instantOf(today, second, timeZone);
  return due <= now ? due : instantOf(today, second - 86_400, timeZone);
}

/**
 * Begins the backup that is due, once among all servers of a record. Called by the ticker; one that was missed while no
 * server ran is made up for, and so is the very first.
 */
export function makeStartDueBackup({
  slots,
  store,
  jobs,
  clock,
  owner,
  time,
  timeZone,
}: {
  readonly slots: ScheduleSlots;
  readonly store: Pick<BackupStore, 'wasBegunFor'>;
  readonly jobs: Pick<JobRunner, 'start'>;
  readonly clock: Clock;
  readonly owner: string;
  readonly time: string;
  readonly timeZone: string;
}) {
  let doneFor = 0;
  return async (): Promise<void> => {
    const slotAt = lastDueAt(clock.now(), time, timeZone);
    if (slotAt.getTime() === doneFor) return;
    if (!(await slots.claim('backup', slotAt, owner))) return;
    if (!(await store.wasBegunFor(slotAt))) {
      try {
        const payload = { slotAt: slotAt.toISOString() };
        await jobs.start({
          kind: 'backup',
          subjectId: backupSubject,
          depotId: undefined,
          by: 'schedule',
          accountId: 'schedule',
          seconds: backupSeconds,
          payload,
        });
      } catch (error) {
        // Somebody has one made at this moment: the slot is looked at again in a minute.
        if (error instanceof ConflictError) return;
        throw error;
      }
    }
    doneFor = slotAt.getTime();
  };
}

/** How it stands with the backups of a place. */
export interface BackupHealth extends LastBackups {
  /** Whether the server is to make them by itself. */
  readonly scheduled: boolean;
  /** `none`: not one was ever made here. `overdue` and `failed` only where they are scheduled. */
  readonly state: 'good' | 'overdue' | 'failed' | 'none';
}

export function backupHealth(last: LastBackups, scheduled: boolean, now: Date): BackupHealth {
  const { lastGoodAt, failure } = last;
  const isOverdue = lastGoodAt !== undefined && now.getTime() - lastGoodAt.getTime() > overdueMilliseconds;
  let state: BackupHealth['state'] = lastGoodAt === undefined ? 'none' : 'good';
  if (scheduled && isOverdue) state = 'overdue';
  if (scheduled && failure !== undefined) state = 'failed';
  return { ...last, scheduled, state };
}
