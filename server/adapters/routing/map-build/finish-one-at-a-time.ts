import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from './is-running.js';

const lockName = '.finishing';
const pauseMilliseconds = 50;
/** Finishing takes a moment; whoever has held the lock for so long has forgotten it. */
const longestMilliseconds = 120_000;

/** Runs the last steps of a build while no other build of the same maps folder, of any process, does. */
export async function finishOneAtATime<T>(mapsFolder: string, finish: () => Promise<T>): Promise<T> {
  const lock = path.join(mapsFolder, lockName);
  const own = `${lock}-${process.pid}-${randomUUID()}`;
  await writeFile(own, `${process.pid}\n`);
  try {
    // A link appears whole, with its content, or is refused because another is there.
    while (!(await tryLink(own, lock))) {
      if (await isAbandoned(lock)) await rm(lock, { force: true });
      else await pause(pauseMilliseconds);
    }
    try {
      return await finish();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function tryLink(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock);
    const pid = Number.parseInt(await readFile(lock, 'utf8'), 10);
    return !isRunning(pid) || Date.now() - mtimeMs > longestMilliseconds;
  } catch {
    // Gone meanwhile: the next try tells.
    return false;
  }
}
