import type { ToldFault } from '../../domain/dispatch-error.js';
import type { MadeBackup } from './make-backup.js';

/** A backup that ended, well or badly. */
export interface BackupEntry {
  readonly backupId: string;
  /** Who asked for it, or the schedule. */
  readonly madeBy: string;
  readonly begunAt: Date;
  readonly endedAt: Date;
  /** The machine whose file it is. */
  readonly host: string;
  /** Absolute. */
  readonly file: string;
  readonly encrypted: boolean;
  readonly outcome: { readonly made: MadeBackup } | { readonly error: ToldFault };
}

/** What is known of the last backups. */
export interface LastBackups {
  /** When the last one that is whole was begun; undefined when none was ever made. */
  readonly lastGoodAt: Date | undefined;
  /** Why the last one failed; undefined when it did not. */
  readonly failure: (ToldFault & { readonly at: Date }) | undefined;
}

/** Keeps which backups were made. */
export interface BackupStore {
  add(entry: BackupEntry): Promise<void>;
  /** Older ones whose files are gone now. */
  noteRemoved(host: string, files: readonly string[], at: Date): Promise<void>;
  last(): Promise<LastBackups>;
  /** Whether a job was ever begun for a moment of the schedule. */
  wasBegunFor(slotAt: Date): Promise<boolean>;
}

/** Where the backups of the schedule lie. */
export interface BackupFolder {
  /** Makes it if need be, and clears away what a killed process left unfinished. */
  prepare(): Promise<void>;
  /** Names of the backups that lie there, by our own way of naming, the newest first. */
  list(): Promise<string[]>;
  pathOf(name: string): string;
  remove(name: string): Promise<void>;
}
