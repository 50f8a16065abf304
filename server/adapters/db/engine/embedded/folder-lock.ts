import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { DispatchError } from '../../../../domain/dispatch-error.js';
import { told } from '../../../../domain/told.js';

/** Somebody else holds the data folder; two engines on one folder would destroy it without a word. */
export class FolderHeldError extends DispatchError {
  constructor(
    folder: string,
    readonly holder: FolderHolder,
  ) {
    super(
      'data-folder-held',
      told`The data folder ${folder} is in use by process ${holder.pid} on host ${holder.host} since ${holder.since}. Stop that process first, or set TUANDA_DATA to another folder.`,
      { details: { pid: holder.pid, host: holder.host, since: holder.since } },
    );
  }
}

/** Who holds a folder: enough to find out later whether it still lives. */
export interface FolderHolder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** Tells processes of one boot from those of another. */
  readonly bootId: string;
  /** Containers on one machine may count their processes apart; a pid says something only within one such space. */
  readonly pidSpace: string;
  /** Clock ticks after boot at which the process began: a process id may be given out again. */
  readonly startTicks: string;
  readonly since: string;
}

/** An exclusive claim on a data folder. */
export interface FolderLock {
  release(): void;
}

const heartbeatMilliseconds = 2_000;
/** A holder that cannot be looked up by its process id counts as alive while its heart beats. */
const silentMilliseconds = 15_000;
const unknown = 'unknown';

/**
 * Claims a data folder for this process, by a lock file.
 *
 * @param folder as named to people.
 * @param file the lock file.
 * @param onLost called when somebody else took the folder all the same: stop writing at once.
 * @throws FolderHeldError naming the holder. Never waits.
 */
export function lockFolder(folder: string, file: string, onLost: () => void): FolderLock {
  const self = describeSelf();
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, self)) return keepAlive(file, self, onLost);
    const found = read(file);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder === undefined ? isFresh(file) : isAlive(holder, file, self)) {
      throw new FolderHeldError(folder, holder ?? { ...self, pid: 0, host: unknown, since: unknown });
    }
    removeStale(file, found);
  }
  throw new DispatchError('data-folder-held', told`The data folder ${folder} is being claimed by others. Try again.`);
}

/** Where the lock of a data folder's embedded database lies. */
export function lockFileOf(dataFolder: string): string {
  return path.join(dataFolder, 'database.lock');
}

/** The process that holds the embedded database of a data folder at this moment. */
export function findHolder(dataFolder: string): FolderHolder | undefined {
  return findFolderHolder(lockFileOf(dataFolder));
}

/** Who holds a folder at this moment; undefined when nobody does. */
export function findFolderHolder(file: string): FolderHolder | undefined {
  const holder = parse(read(file) ?? '');
  return holder !== undefined && isAlive(holder, file, describeSelf()) ? holder : undefined;
}

/** Creates the file with its content in one step: whoever sees it sees all of it. */
function create(file: string, self: FolderHolder): boolean {
  const draft = `${file}.${self.token}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EOPNOTSUPP') throw error;
    return createWithoutLinks(file, self);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems that know no hard links. */
function createWithoutLinks(file: string, self: FolderHolder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a dead holder's file away. Two processes may find it dead at once: what was moved away is looked at, and put
 * back when it is the quicker one's new claim.
 */
function removeStale(file: string, staleContent: string): void {
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== staleContent) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process claimed it in between; the one whose file this was notices at its next heartbeat.
    }
  }
  rmSync(aside, { force: true });
}

function keepAlive(file: string, self: FolderHolder, onLost: () => void): FolderLock {
  const isOurs = () => parse(read(file) ?? '')?.token === self.token;
  const beat = setInterval(() => {
    if (isOurs()) {
      const now = new Date();
      utimesSync(file, now, now);
      return;
    }
    clearInterval(beat);
    onLost();
  }, heartbeatMilliseconds);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      if (isOurs()) rmSync(file, { force: true });
    },
  };
}

function isAlive(holder: FolderHolder, file: string, self: FolderHolder): boolean {
  const isNear = holder.bootId === self.bootId && holder.pidSpace === self.pidSpace;
  if (holder.bootId !== unknown && isNear) return startTicksOf(holder.pid) === holder.startTicks;
  // Same host name and another boot: the machine was started again.
  if (holder.host === self.host && holder.bootId !== self.bootId) return false;
  // No /proc, another container or another machine on a shared disk.
  if (holder.host === self.host && isNear && !answersToSignals(holder.pid)) return false;
  return isFresh(file);
}

function isFresh(file: string): boolean {
  const beatAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return beatAt !== undefined && Date.now() - beatAt < silentMilliseconds;
}

function describeSelf(): FolderHolder {
  return {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? unknown,
    pidSpace: readLink('/proc/self/ns/pid') ?? unknown,
    startTicks: startTicksOf(process.pid) ?? unknown,
    since: new Date().toISOString(),
  };
}

/**
 * Field 22 of /proc/PID/stat, counted after the command's name, which may hold blanks and brackets. A process that was
 * killed and only waits for its parent to notice has none.
 */
function startTicksOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function answersToSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function parse(content: string): FolderHolder | undefined {
  try {
    return JSON.parse(content) as FolderHolder;
  } catch {
    // Not one of ours, or written only in part on a file system without links.
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
