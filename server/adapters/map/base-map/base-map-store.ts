import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type BaseMapMetadata, metadataFileName, tilePath } from './build-base-map.js';

/** Reads a base map that was built into a folder. */
export interface BaseMapStore {
  /** Undefined where the folder holds no (whole) base map. */
  findMetadata(): Promise<BaseMapMetadata | undefined>;
  /** A vector tile compressed by gzip, or undefined where there is nothing to show. */
  findTile(z: number, x: number, y: number): Promise<Buffer | undefined>;
}

export function makeBaseMapStore(folder: string): BaseMapStore {
  return {
    async findMetadata() {
      const text = await readIfPresent(path.join(folder, metadataFileName));
      return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as BaseMapMetadata);
    },
    async findTile(z, x, y) {
      // The numbers come from a URL: anything else than a small whole number is no tile, and no path either.
      if (![z, x, y].every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 24)) return undefined;
      return readIfPresent(path.join(folder, tilePath(z, x, y)));
    },
  };
}

async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
