import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { DispatchError } from '../../../domain/dispatch-error.js';

/** Somebody else holds the data folder; two engines on one folder would destroy it without a word. */
export class FolderHeldError extends DispatchError {
  constructor(
    folder: string,
    readonly holder: FolderHolder,
  ) {
    super(
      'data-folder-held',
      `The data folder ${folder} is in use by process ${holder.pid} on ${holder.host} since ${holder.since}. ` +
        'Stop that process first, or set TUANDA_DATA to another folder.',
    );
  }
}

export interface FolderHolder {
  readonly pid: number;
  readonly host: string;
  /** Tells processes of one boot from those of another. */
  readonly bootId: string;
  /** Clock ticks after boot at which the process began: a process id may be given out again. */
  readonly startTicks: string;
  readonly since: string;
}

const heartbeatMilliseconds = 5_000;
/** A holder in another container cannot be looked up by its process id; it counts as alive while its heart beats. */
const silentMilliseconds = 20_000;

/** An exclusive claim on a data folder. */
export interface FolderLock {
  release(): void;
}

/**
 * Claims a data folder for this process.
 *
 * @throws FolderHeldError naming the holder. Never waits.
 */
export function lockFolder(folder: string): FolderLock {
  const file = path.join(folder, 'holder.lock');
  const self = describeSelf();
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, JSON.stringify(self));
      closeSync(handle);
      return keepAlive(file, self);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder !== undefined && isAlive(holder, file)) throw new FolderHeldError(folder, holder);
    rmSync(file, { force: true });
  }
  throw new DispatchError('data-folder-held', `The data folder ${folder} could not be claimed. Try again.`);
}

function keepAlive(file: string, self: FolderHolder): FolderLock {
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The folder may have been removed under us; the engine will say so itself.
    }
  }, heartbeatMilliseconds);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      if (readHolder(file)?.startTicks === self.startTicks) rmSync(file, { force: true });
    },
  };
}

function readHolder(file: string): FolderHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as FolderHolder;
  } catch {
    // Written only in part, by a process killed in between: nobody's.
    return undefined;
  }
}

function isAlive(holder: FolderHolder, file: string): boolean {
  const self = describeSelf();
  if (holder.host !== self.host) {
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return age < silentMilliseconds;
  }
  if (holder.bootId !== self.bootId) return false;
  return startTicksOf(holder.pid) === holder.startTicks;
}

function describeSelf(): FolderHolder {
  return {
    pid: process.pid,
    host: hostname(),
    bootId: readOr('/proc/sys/kernel/random/boot_id', 'unknown').trim(),
    startTicks: startTicksOf(process.pid) ?? 'unknown',
    since: new Date().toISOString(),
  };
}

/** Field 22 of /proc/PID/stat; where there is no /proc, whether the process answers to a signal is all that is known. */
function startTicksOf(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`, '');
  if (stat !== '') return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch {
    return undefined;
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
