import { createHash, randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { MapBuilderMissingError, UnusableMapFileError } from '../../application/travel/routing/routing-errors.js';
import { RoadTileError } from '../../roads/index.js';
import { writeCalibration } from './estimate-file.js';
import { checkExtract } from './map-build/check-extract.js';
import { finishOneAtATime } from './map-build/finish-one-at-a-time.js';
import { isRunning } from './map-build/is-running.js';
import { proveMap } from './map-build/prove-map.js';
import { runTileBuilder } from './map-build/run-tile-builder.js';
import { type CurrentMap, findCurrentMap, findMap, tileFolderOf, useMap, writeMapDescription } from './map-folder.js';
import { serviceConfig } from './valhalla/valhalla-config.js';
import { findValhalla } from './valhalla/valhalla-package.js';

/** What building a map is at. */
export type MapPhase = 'reading' | 'tiles' | 'opening' | 'base-map' | 'done';

export interface BuildMapOptions {
  /** An OpenStreetMap extract, `.osm.pbf`. */
  readonly pbfFile: string;
  /** Holds one folder a map and the file that names the one in use; made when missing. */
  readonly mapsFolder: string;
  /** Shown to people, e.g. "Hangzhou". */
  readonly name: string;
  readonly builtAt: Date;
  /** `part` of the phase that is done, 0 to 1. */
  readonly onProgress?: (phase: MapPhase, part: number) => void;
  readonly signal?: AbortSignal;
  /** Whether this is the generated city of a new installation. */
  readonly demo?: boolean;
  /** Writes what else belongs to the map (the base map) into its folder before it is put to use. When it throws there is no new map. */
  readonly addExtras?: (folder: string, pbfFile: string) => Promise<void>;
  readonly credit?: string;
}

export const openStreetMapCredit = '© OpenStreetMap contributors';

/** Part of a map's identity: raise it when maps built before must be built anew. */
const layoutVersion = 2;
const unfinishedPrefix = '.building-';
const builtName = /^map-[0-9a-f]{16}(-2)?$/;
const maxThreads = 4;

/**
 * Builds a city's map beside the one in use, and makes it the one in use when all of it has been opened.
 *
 * @throws UnusableMapFileError when the file is no map, MapBuilderMissingError where maps cannot be built, the
 * signal's reason when aborted. The map that was in use before then still is. Of
 * earlier maps the one that was in use before is kept, and no other.
 */
export async function buildMap(options: BuildMapOptions): Promise<CurrentMap> {
  const { signal, name, builtAt } = options;
  const report = options.onProgress ?? (() => undefined);
  signal?.throwIfAborted();
  const valhalla = findValhalla();
  if (valhalla === undefined) {
    throw new MapBuilderMissingError(
      `Maps cannot be built on ${process.platform} ${process.arch}: Valhalla comes for Linux (x64, arm64) and macOS (arm64).`,
    );
  }
  const mapsFolder = path.resolve(options.mapsFolder);
  const pbfFile = path.resolve(options.pbfFile);
  const sourceFile = path.basename(pbfFile);

  report('reading', 0);
  const extract = await checkExtract(pbfFile, signal, (done, total) => report('reading', done / total));

  await mkdir(mapsFolder, { recursive: true });
  await removeAbandoned(mapsFolder);
  const folder = path.join(realpathSync(mapsFolder), `${unfinishedPrefix}${process.pid}-${randomUUID()}`);
  await mkdir(folder);
  try {
    report('tiles', 0);
    const tileFolder = tileFolderOf(folder);
    await runTileBuilder({
      builderFile: valhalla.builderFile,
      pbfFile,
      tileFolder,
      workFolder: path.join(folder, 'work'),
      threads: Math.min(maxThreads, availableParallelism()),
      signal,
      onProgress: (part) => report('tiles', part),
    });
    if (!(await holdsTiles(tileFolder))) throw new UnusableMapFileError(`${sourceFile} holds no roads.`);

    report('opening', 0);
    const config = serviceConfig(tileFolder);
    const { bbox, road } = await proveMap(
      { bindingFile: valhalla.bindingFile, config, tileFolder },
      sourceFile,
      signal,
    );

    try {
      await writeCalibration(folder, tileFolder);
    } catch (error) {
      // Tiles that our own search cannot read are Valhalla's to answer from; the estimate is the usual one then.
      if (!(error instanceof RoadTileError)) throw error;
    }
    signal?.throwIfAborted();

    report('base-map', 0);
    await options.addExtras?.(folder, pbfFile);
    signal?.throwIfAborted();

    const mapId = mapIdOf(extract.sha256, valhalla.version);
    writeMapDescription(folder, {
      mapId,
      name,
      bbox,
      road,
      sourceFile,
      sourceSha256: extract.sha256,
      builtAt: builtAt.toISOString(),
      valhallaVersion: valhalla.version,
      credit: options.credit ?? openStreetMapCredit,
      demo: options.demo ?? false,
    });
    const map = await finishOneAtATime(mapsFolder, async () => {
      const before = findCurrentMap(mapsFolder)?.folder;
      const place = await placeFor(mapsFolder, mapId);
      const finished = path.join(mapsFolder, place);
      await rename(folder, finished);
      useMap(mapsFolder, place);
      await removeUnused(mapsFolder, [finished, before]);
      const built = findMap(finished);
      if (built === undefined) throw new Error(`The map in ${finished} is gone.`);
      return built;
    });
    report('done', 1);
    return map;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mapIdOf(sourceSha256: string, valhallaVersion: string): string {
  const identity = `${sourceSha256} valhalla ${valhallaVersion} layout ${layoutVersion}`;
  return `map-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`;
}

async function holdsTiles(tileFolder: string): Promise<boolean> {
  const names = await readdir(tileFolder, { recursive: true });
  return names.some((file) => file.endsWith('.gph'));
}

/**
 * Where a map goes that was built before and is in use: beside itself, since a folder cannot be renamed over
 * another and there must be a whole map at any moment. A server that runs goes on with the folder that it opened.
 */
async function placeFor(mapsFolder: string, mapId: string): Promise<string> {
  const inUse = findCurrentMap(mapsFolder)?.folder;
  const name = inUse === path.join(mapsFolder, mapId) ? `${mapId}-2` : mapId;
  await rm(path.join(mapsFolder, name), { recursive: true, force: true });
  return name;
}

/** Removes maps but those to keep: the one in use, and the one before, which a server that runs may still have open. */
async function removeUnused(mapsFolder: string, keep: readonly (string | undefined)[]): Promise<void> {
  for (const name of await readdir(mapsFolder)) {
    const folder = path.join(mapsFolder, name);
    if (!builtName.test(name) || keep.includes(folder)) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what builds left behind that were killed. */
async function removeAbandoned(mapsFolder: string): Promise<void> {
  for (const name of await readdir(mapsFolder)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    const pid = Number.parseInt(name.slice(unfinishedPrefix.length), 10);
    if (!isRunning(pid)) await rm(path.join(mapsFolder, name), { recursive: true, force: true });
  }
}
