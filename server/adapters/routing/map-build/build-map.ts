import { createHash, randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { MapBuilderMissingError, UnusableMapFileError } from '../../../application/routing-errors.js';
import { serviceConfig } from '../valhalla/valhalla-config.js';
import { findValhalla } from '../valhalla/valhalla-package.js';
import {
  type BuiltMap,
  findCurrentMap,
  getBuiltMap,
  pointToMap,
  tileFolderOf,
  writeMapDescription,
} from './built-map.js';
import { checkExtract } from './check-extract.js';
import { proveMap } from './prove-map.js';
import { runTileBuilder } from './run-tile-builder.js';

export type MapBuildPhase = 'checking' | 'roads' | 'proving' | 'extras' | 'finishing';

export interface MapBuildOptions {
  /** An OpenStreetMap extract, `.osm.pbf`. */
  readonly pbfFile: string;
  /** Holds one folder a map and the file that names the one in use; made when missing. */
  readonly mapsFolder: string;
  /** Shown to people, e.g. "Hangzhou". */
  readonly name: string;
  readonly builtAt: Date;
  /** `part` of the phase that is done, 0 to 1. */
  readonly onProgress?: (phase: MapBuildPhase, part: number) => void;
  readonly signal?: AbortSignal;
  /** Adds to the new map's folder before anybody sees it, e.g. the base map. When it throws there is no new map. */
  readonly extras?: (folder: string, pbfFile: string) => Promise<void>;
  readonly credit?: string;
}

export const openStreetMapCredit = '© OpenStreetMap contributors';

/** Part of a map's identity: raise it when maps built before must be built anew. */
const layoutVersion = 1;
const unfinishedPrefix = '.building-';
const maxThreads = 4;

/**
 * Builds a city's map beside the one in use, and makes it the one in use when all of it has been opened.
 *
 * @throws UnusableMapFileError when the file is no map, MapBuilderMissingError where maps cannot be built, the
 * signal's reason when aborted. The map that was in use before then still is.
 */
export async function buildMap(options: MapBuildOptions): Promise<BuiltMap> {
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

  report('checking', 0);
  const extract = await checkExtract(pbfFile, signal, (done, total) => report('checking', done / total));

  await mkdir(mapsFolder, { recursive: true });
  await removeAbandoned(mapsFolder);
  const folder = path.join(realpathSync(mapsFolder), `${unfinishedPrefix}${process.pid}-${randomUUID()}`);
  await mkdir(folder);
  try {
    report('roads', 0);
    const tileFolder = tileFolderOf(folder);
    await runTileBuilder({
      builderFile: valhalla.builderFile,
      pbfFile,
      tileFolder,
      workFolder: path.join(folder, 'work'),
      threads: Math.min(maxThreads, availableParallelism()),
      signal,
      onProgress: (part) => report('roads', part),
    });
    if (!(await holdsTiles(tileFolder))) throw new UnusableMapFileError(`${sourceFile} holds no roads.`);

    report('proving', 0);
    const config = serviceConfig(tileFolder);
    const { bbox } = await proveMap({ bindingFile: valhalla.bindingFile, config, tileFolder }, sourceFile, signal);

    report('extras', 0);
    await options.extras?.(folder, pbfFile);
    signal?.throwIfAborted();

    report('finishing', 0);
    const id = mapIdOf(extract.sha256, valhalla.version);
    await writeMapDescription(folder, {
      id,
      name,
      bbox,
      sourceFile,
      sourceSha256: extract.sha256,
      builtAt: builtAt.toISOString(),
      valhallaVersion: valhalla.version,
      credit: options.credit ?? openStreetMapCredit,
    });
    const place = await placeFor(mapsFolder, id);
    await rename(folder, path.join(mapsFolder, place));
    await pointToMap(mapsFolder, place);
    report('finishing', 1);
    return await getBuiltMap(path.join(mapsFolder, place));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mapIdOf(sourceSha256: string, valhallaVersion: string): string {
  const identity = `${sourceSha256} valhalla ${valhallaVersion} layout ${layoutVersion}`;
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

async function holdsTiles(tileFolder: string): Promise<boolean> {
  const names = await readdir(tileFolder, { recursive: true });
  return names.some((file) => file.endsWith('.gph'));
}

/**
 * Where a map goes that was built before and is in use: beside itself, since a folder cannot be renamed over
 * another and there must be a whole map at any moment. A server that runs goes on with the folder that it opened.
 */
async function placeFor(mapsFolder: string, id: string): Promise<string> {
  const inUse = await findCurrentMap(mapsFolder).catch(() => undefined);
  const name = inUse?.folder === path.resolve(mapsFolder, id) ? `${id}-2` : id;
  await rm(path.join(mapsFolder, name), { recursive: true, force: true });
  return name;
}

/** Removes what builds left behind that were killed. */
async function removeAbandoned(mapsFolder: string): Promise<void> {
  for (const name of await readdir(mapsFolder)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    const pid = Number.parseInt(name.slice(unfinishedPrefix.length), 10);
    if (!isRunning(pid)) await rm(path.join(mapsFolder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
