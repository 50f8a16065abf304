import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keyFileName } from '../../application/secret-box.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import { isSecretKey } from './secret-box.js';

/**
 * Reads the key of a data folder, or makes one that only the folder's owner can read.
 *
 * @throws DispatchError data-folder-unusable when it cannot be read or made, or holds something else.
 */
export function readKeyFile(dataFolder: string): string {
  const file = path.join(dataFolder, keyFileName);
  try {
    return readKey(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw asRefusal(error, file);
  }
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    makeKey(file);
  } catch (error) {
    // Somebody was quicker: theirs holds.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asRefusal(error, file);
  }
  try {
    return readKey(file);
  } catch (error) {
    throw asRefusal(error, file);
  }
}

function makeKey(file: string): void {
  const key = `${randomBytes(32).toString('base64')}\n`;
  const made = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(made, key, { mode: 0o600, flag: 'wx', flush: true });
    // A link is made whole or not at all, and never over the one of who was quicker.
    linkSync(made, file);
  } catch (error) {
    if (!linkless.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(file, key, { mode: 0o600, flag: 'wx', flush: true });
  } finally {
    rmSync(made, { force: true });
  }
}

/** What file systems without links answer, such as those of sticks and shares. */
const linkless: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

function readKey(file: string): string {
  const text = readFileSync(file, 'utf8').trim();
  if (!isSecretKey(text)) throw new Error('it holds no key');
  return text;
}

function asRefusal(cause: unknown, file: string): DispatchError {
  return new DispatchError(
    'data-folder-unusable',
    `The key file ${file} cannot be used: ${(cause as Error).message}. Bring it back from a backup, or set TUANDA_SECRET_KEY.`,
    { cause },
  );
}
