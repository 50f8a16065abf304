import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { generatedSource } from '../generated-source.js';
import { type CutTile, cutTiles, tileZooms } from './cut-tiles.js';
import { tileExtent } from './encode-tile.js';
import { readFeatures } from './read-features.js';

const compress = promisify(gzip);

/** What the console needs to know before it asks for tiles; the content of `base-map.json`. */
export interface BaseMapMetadata {
  readonly version: 1;
  readonly name: string;
  /** To stand on every screen that shows the map. */
  readonly credit: string;
  readonly generated: boolean;
  /** West, south, east, north of the streets, degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly tileZooms: readonly number[];
  /** Pixels at which a tile is drawn at its own zoom. */
  readonly tilePixels: number;
  readonly tileExtent: number;
  readonly tileCount: number;
  /** Which tiles there are: rows (y) by "zoom/column". Others need not be asked for. */
  readonly tiles: Readonly<Record<string, readonly number[]>>;
}

export interface BuildBaseMapOptions {
  /** Shown to the user, e.g. the city's name. */
  readonly name: string;
  /** Called with a share from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

export const openStreetMapCredit = '© OpenStreetMap contributors';
export const metadataFileName = 'base-map.json';

/** Path of a tile in the map's folder; its content is compressed by gzip. */
export function tilePath(z: number, x: number, y: number): string {
  return path.join(String(z), String(x), `${y}.mvt.gz`);
}

/**
 * Makes the offline base map of an `.osm.pbf` file: vector tiles and `base-map.json` in a folder.
 *
 * The metadata is written last: a folder with it is whole.
 *
 * @throws OsmPbfError when the map file is damaged. @throws the signal's reason when it is aborted.
 */
export async function buildBaseMap(
  osmPbfFile: string,
  folder: string,
  options: BuildBaseMapOptions,
): Promise<BaseMapMetadata> {
  const { features, bounds, source } = await readFeatures(osmPbfFile);
  options.onProgress?.(0.3);
  let tileCount = 0;
  const tiles: Record<string, number[]> = {};
  for (const [step, z] of tileZooms.entries()) {
    for (const tile of cutTiles(features, z)) {
      options.signal?.throwIfAborted();
      await writeTile(folder, tile);
      tileCount++;
      (tiles[`${tile.z}/${tile.x}`] ??= []).push(tile.y);
    }
    options.onProgress?.(1 - 0.7 * (1 - (step + 1) / tileZooms.length));
  }
  const generated = source === generatedSource;
  const metadata: BaseMapMetadata = {
    version: 1,
    name: options.name,
    credit: generated ? 'Generated demo city' : openStreetMapCredit,
    generated,
    bounds,
    tileZooms: [...tileZooms],
    tilePixels: 512,
    tileExtent,
    tileCount,
    tiles,
  };
  await writeFile(path.join(folder, metadataFileName), `${JSON.stringify(metadata)}\n`);
  return metadata;
}

async function writeTile(folder: string, { z, x, y, bytes }: CutTile): Promise<void> {
  const file = path.join(folder, tilePath(z, x, y));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await compress(bytes, { level: 9 }));
}
