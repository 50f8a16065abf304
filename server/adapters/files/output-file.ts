import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import { syncFolder } from './sync-folder.js';

/** Writes a file so that it is there whole or not at all. */
export interface OutputFile {
  readonly stream: Writable;
  /** Ends the stream. @returns where what was written lies now; undefined for a device or a pipe. */
  finish(): Promise<string | undefined>;
  /** Puts the written file in its place. */
  keep(): Promise<void>;
  /** Leaves what stood there before. */
  discard(): Promise<void>;
}

/**
 * Opens a file for writing. What is written goes beside it and takes its place at the end; a device or a pipe is
 * written to directly.
 *
 * @param mode the file's rights, also where one of other rights stood there; undefined for the usual ones.
 * @throws InvalidInputError when it cannot be written, before any work was done for it.
 */
export async function openOutputFile(file: string, mode?: number): Promise<OutputFile> {
  try {
    // Behind a link the file is replaced and not the link.
    const target = await realpath(file).catch(fileWhenMissing(file));
    const known = await stat(target).catch(fileWhenMissing(undefined));
    if (known?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (known !== undefined && !known.isFile()) return directly(await open(target, 'w'), file);
    // Opening is the one sure test of whether one may write there; nothing is changed by it.
    if (known !== undefined) await (await open(target, 'r+')).close();
    const part = path.join(path.dirname(target), unfinishedName());
    const handle = await open(part, 'wx', mode ?? (known === undefined ? 0o666 : known.mode & 0o777));
    return beside(handle, part, target, file);
  } catch (error) {
    throw new InvalidInputError(`${file} cannot be written: ${reasonOf(error)}.`);
  }
}

function unfinishedName(): string {
  return `.tuanda-${randomBytes(6).toString('hex')}.part`;
}

/** Whether a file's name is that of one that is being written, or was when its process was killed. */
export function isUnfinishedName(name: string): boolean {
  return /^\.tuanda-[0-9a-f]{12}\.part$/.test(name);
}

function beside(handle: FileHandle, part: string, target: string, file: string): OutputFile {
  const stream = handle.createWriteStream({ flush: true });
  return {
    stream,
    async finish() {
      await ended(stream, file);
      return part;
    },
    async keep() {
      await ended(stream, file);
      await rename(part, target);
      await syncFolder(path.dirname(target));
    },
    async discard() {
      stream.destroy();
      await finished(stream).catch(() => {});
      await rm(part, { force: true });
    },
  };
}

function directly(handle: FileHandle, file: string): OutputFile {
  const stream = handle.createWriteStream();
  return {
    stream,
    async finish() {
      await ended(stream, file);
      return undefined;
    },
    keep: () => ended(stream, file),
    async discard() {
      stream.destroy();
    },
  };
}

/** Ends a stream and waits until all of it is written. @throws DispatchError write-failed, e.g. when the disk is full. */
async function ended(stream: Writable, file: string): Promise<void> {
  try {
    if (!stream.writableFinished) await finished(stream.writableEnded ? stream : stream.end());
  } catch (error) {
    throw asWriteFault(error, file);
  }
}

/** A fault of the system while a file was written as one that says so; any other fault as it is. */
export function asWriteFault(error: unknown, file: string): unknown {
  if ((error as { syscall?: string }).syscall !== 'write') return error;
  return new DispatchError('write-failed', `${file} could not be written: ${reasonOf(error)}.`, { cause: error });
}

function fileWhenMissing<T>(otherwise: T): (error: { code?: string }) => T {
  return (error) => {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a file could not be written, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return reasons[code ?? ''] ?? message ?? String(error);
}
