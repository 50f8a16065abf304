import { randomBytes, randomUUID } from 'node:crypto';
import { constants, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.js';
import { InvalidInputError } from '../domain/dispatch-error.js';
import { told } from '../domain/told.js';

const uploadsFolderName = 'map-uploads';
/** The first block of an extract says so within its first bytes. */
const sniffedBytes = 64;
const sign = 'OSMHeader';
/** A number of its own for each data folder, made by the first who looks. */
const placeFileName = 'place';
const dayMilliseconds = 86_400_000;

/** Files that maps are built from: what somebody sends, and what lies in folders that the settings name. */
export function makeMapFiles(config: Config) {
  const uploads = path.join(config.dataFolder, uploadsFolderName);
  const { mostUploadBytes, folders } = config.maps;
  return {
    mostUploadBytes,
    /** Whether there are folders of the server to build from. */
    hasFolders: folders.length > 0,
    /** Jobs of this kind are done where the data folder is, and nowhere else: only there the file and the map lie. */
    jobKind: `map-build-${placeOf(uploads)}`,

    /**
     * Keeps a file that was sent until its map is built.
     *
     * @returns its path in the folder of sent files: servers may know their data folder by other paths.
     * @throws InvalidInputError for what is no extract or too large.
     */
    async keepUpload(sent: string): Promise<string> {
      if ((await stat(sent)).size > mostUploadBytes) {
        const megabytes = Math.floor(mostUploadBytes / 1_000_000);
        throw new InvalidInputError(
          told`The extract is larger than ${megabytes} MB. Send a smaller one, or have the setting TUANDA_MAP_UPLOAD_MB raised.`,
        );
      }
      await assertExtract(sent);
      // Under its own name, which the map then tells, in a folder that nobody else has.
      const within = path.join(randomUUID(), path.basename(sent));
      const kept = path.join(uploads, within);
      await mkdir(path.dirname(kept), { recursive: true, mode: 0o700 });
      // Another file system than the data folder's, often.
      await rename(sent, kept).catch(() => copyFile(sent, kept, constants.COPYFILE_EXCL));
      return within;
    },

    /** Where a file that a build names lies here: one that was sent, or one of the server's folders. */
    pathOf: (file: string): string => (path.isAbsolute(file) ? file : path.join(uploads, file)),

    /**
     * A file on the server, in one of the folders that the settings name; links are followed first, so that none leads out.
     *
     * @throws InvalidInputError in the same words for what is not there, elsewhere or no extract: nobody learns what lies where.
     */
    async findOnServer(asked: string): Promise<string> {
      const real = await realpath(path.resolve('/', asked)).catch(() => undefined);
      for (const folder of folders) {
        const allowed = await realpath(folder).catch(() => undefined);
        if (real === undefined || allowed === undefined || !real.startsWith(allowed + path.sep)) continue;
        if (!real.endsWith('.pbf') || !(await stat(real)).isFile()) continue;
        await assertExtract(real);
        return real;
      }
      throw new InvalidInputError(
        'There is no such extract in the folders that maps may be built from. The setting TUANDA_MAP_FOLDERS names them.',
      );
    },

    /**
     * Removes files that were sent for builds that have ended, and those that no build has named for a day.
     *
     * @param builds of this place.
     */
    async tidy(builds: readonly { readonly file: string; readonly isOpen: boolean }[], now: Date): Promise<void> {
      for (const entry of await readdir(uploads, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const folder = path.join(uploads, entry.name);
        // By its own name, which nothing else has: earlier releases kept the whole path.
        const ofFolder = builds.filter(({ file }) => path.basename(path.dirname(file)) === entry.name);
        // Its build, or another server, may have removed it meanwhile.
        const found = await stat(folder).catch(() => undefined);
        if (found === undefined) continue;
        const age = now.getTime() - found.mtimeMs;
        if (ofFolder.length > 0 ? ofFolder.some(({ isOpen }) => isOpen) : age < dayMilliseconds) continue;
        await rm(folder, { recursive: true, force: true });
      }
    },

    /** Removes a file that was sent; one that lies on the server stays. */
    async forget(file: string): Promise<void> {
      if (!path.isAbsolute(file)) await rm(path.join(uploads, path.dirname(file)), { recursive: true, force: true });
    },
  };
}

export type MapFiles = ReturnType<typeof makeMapFiles>;

/** The number of a data folder. A name of the host would be the same on two machines, and another one after a restart. */
function placeOf(uploads: string): string {
  const file = path.join(uploads, placeFileName);
  mkdirSync(uploads, { recursive: true, mode: 0o700 });
  const known = numberIn(file);
  if (known !== undefined) return known;
  // Whoever looks sees all of it or nothing. What a full disk has left of it is written over.
  const made = `${file}.${randomUUID()}`;
  writeFileSync(made, randomBytes(4).toString('hex'), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (numberIn(file) === undefined) renameSync(made, file);
  } finally {
    rmSync(made, { force: true });
  }
  return numberIn(file)!;
}

function numberIn(file: string): string | undefined {
  try {
    return /^[0-9a-f]{8}$/.exec(readFileSync(file, 'utf8').trim())?.[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function assertExtract(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0);
    if (buffer.subarray(0, bytesRead).includes(sign)) return;
  } finally {
    await handle.close();
  }
  throw new InvalidInputError('This file is no OpenStreetMap extract. Choose a file that ends in .osm.pbf.');
}
