import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The system's limit for the path of a socket is 107 bytes on Linux, 103 elsewhere. */
const longestPath = 103;
const socketName = 'commands.sock';

/** Where a server of a data folder may listen: one socket, made and taken away by whoever holds the folder. */
export interface SocketPlace {
  readonly address: string;
  /** Tells clients of it, once the server listens there. */
  announce(): void;
  remove(): void;
}

/** In the data folder, unless its path is too long for the system or its file system knows no sockets. */
export function placeInFolder(dataFolder: string): SocketPlace | undefined {
  const address = path.join(dataFolder, socketName);
  if (!isShort(address)) return undefined;
  // Whoever holds the data folder may take away what a killed server left here.
  rmSync(address, { force: true });
  return {
    address,
    announce: () => rmSync(noteOf(dataFolder), { force: true }),
    remove: () => rmSync(address, { force: true }),
  };
}

/** In a new folder of this user's own among the temporary files; a note in the data folder says where. */
export function placeAmongTemporaryFiles(dataFolder: string): SocketPlace {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-'));
  const address = path.join(folder, socketName);
  return {
    address,
    announce: () => writeFileSync(noteOf(dataFolder), address, { mode: 0o600 }),
    remove() {
      rmSync(noteOf(dataFolder), { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where a client finds the server of a data folder, if one is there; undefined when there can be none. */
export function findSocketAddress(dataFolder: string): string | undefined {
  let address = path.join(dataFolder, socketName);
  try {
    address = readFileSync(noteOf(dataFolder), 'utf8');
  } catch {
    // No note: it is in the folder.
  }
  return isShort(address) ? address : undefined;
}

function noteOf(dataFolder: string): string {
  return path.join(dataFolder, 'commands.address');
}

function isShort(address: string): boolean {
  return Buffer.byteLength(address) <= longestPath;
}
