import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Piece } from '../../application/backups/archive-port.js';
import type { DataFiles } from '../../application/backups/data-files.js';
import { keyFileName } from '../../application/secret-box.js';
import { asWriteFault } from './output-file.js';
import { syncFolder } from './sync-folder.js';

/** Names the map in use, by its folder beside it. */
const pointer = 'maps/current';

/** The record's files below a data folder: photos as they came, and the folder of the map in use. */
export function makeDataFiles(dataFolder: string): DataFiles {
  const placeOf = (file: string) => path.join(dataFolder, ...file.split('/'));
  let writtenMap: Buffer | undefined;

  const write = async (file: string, content: AsyncIterable<Buffer>) => {
    const place = placeOf(file);
    const folder = path.dirname(place);
    // With a dot: nobody takes it for one of the files that are there.
    const unfinished = path.join(folder, `.${randomBytes(6).toString('hex')}.part`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let handle: FileHandle | undefined;
    try {
      handle = await open(unfinished, 'wx', 0o600);
      for await (const chunk of content) await handle.writeFile(chunk);
      await handle.sync();
      await handle.close();
      await rename(unfinished, place);
      await syncFolder(folder);
    } catch (error) {
      await handle?.close().catch(() => undefined);
      await rm(unfinished, { force: true });
      throw asWriteFault(error, place);
    }
  };

  return {
    async list({ photos, map, key }) {
      const found: string[] = [];
      if (key && existsSync(placeOf(keyFileName))) found.push(keyFileName);
      if (photos) found.push(...(await filesBelow(dataFolder, 'photos')));
      if (map) {
        const name = await readFile(placeOf(pointer), 'utf8').catch(emptyWhenMissing);
        const folder = name.trim();
        if (folder !== '' && path.basename(folder) === folder && !folder.startsWith('.')) {
          found.push(...(await filesBelow(dataFolder, `maps/${folder}`)), pointer);
        }
      }
      return found;
    },

    async read(file) {
      try {
        return piecesOf(await open(placeOf(file), 'r'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },

    async write(file, content) {
      if (file === keyFileName && existsSync(placeOf(file))) return drain(content);
      if (file !== pointer) return write(file, content);
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      writtenMap = Buffer.concat(chunks);
    },

    async useWrittenMap() {
      if (writtenMap === undefined) return;
      const name = writtenMap;
      await write(
        pointer,
        (async function* () {
          yield name;
        })(),
      );
    },
  };
}

/** Files below a folder by their path, in order; hidden ones are not finished, and links lead elsewhere. */
async function filesBelow(dataFolder: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(dataFolder, ...folder.split('/')), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(dataFolder, file)));
    else if (entry.isFile()) found.push(file);
  }
  return found;
}

async function* piecesOf(handle: FileHandle): AsyncGenerator<Piece> {
  for await (const bytes of handle.createReadStream({ highWaterMark: 256 * 1024 })) {
    yield { bytes: bytes as Buffer, rows: 0 };
  }
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

/** The content of an archive has to be read to come to what is behind it. */
async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}
