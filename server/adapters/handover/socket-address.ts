import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** The system's limit for the path of a socket is 107 bytes on Linux, 103 elsewhere. */
const longestPath = 103;

/**
 * Where the server of a data folder takes commands: a socket in the folder, or, where the folder's path is too long for
 * that, in a folder of this user's own among the temporary files.
 */
export function socketAddress(dataFolder: string): string {
  const inFolder = path.join(dataFolder, 'commands.sock');
  if (Buffer.byteLength(inFolder) <= longestPath) return inFolder;
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `tuanda-${userInfo().uid}`, `${name}.sock`);
}

/**
 * Makes sure that nobody else can put or find a socket in the folder among the temporary files.
 *
 * @throws Error when the folder there belongs to somebody else.
 */
export function prepareSocketFolder(dataFolder: string): void {
  const folder = path.dirname(socketAddress(dataFolder));
  if (folder === dataFolder) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (statSync(folder).uid !== userInfo().uid) throw new Error(`${folder} belongs to somebody else.`);
  chmodSync(folder, 0o700);
}
