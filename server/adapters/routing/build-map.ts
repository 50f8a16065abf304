import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { MapBuilderMissingError, UnusableMapFileError } from '../../application/routing-errors.js';
import { compiledModule } from '../../compiled.js';
import { openRoadEngine, tileVersion } from '../../roads/index.js';
import { type CurrentMap, type MapDescription, useMap } from './map-folder.js';

export interface BuildMapOptions {
  readonly pbfFile: string;
  readonly mapsFolder: string;
  readonly name: string;
  readonly builtAt: Date;
  readonly demo: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (phase: MapPhase) => void;
  /** Writes what else belongs to the map (the base map) into its folder before it is put to use. */
  readonly addExtras: (folder: string, pbfFile: string) => Promise<void>;
}

/** What building a map is at. */
export type MapPhase = 'reading' | 'tiles' | 'opening' | 'base-map' | 'done';

/**
 * Builds a city's map from an OpenStreetMap extract and puts it to use.
 *
 * The tiles are built in a child process into a folder of their own, opened once for proof and then renamed into place;
 * whatever fails before that leaves the map in use as it was.
 *
 * @throws UnusableMapFileError when the file is no map.
 */
export async function buildMap(options: BuildMapOptions): Promise<CurrentMap> {
  const { pbfFile, mapsFolder, name, signal, onProgress } = options;
  const file = path.basename(pbfFile);
  onProgress?.('reading');
  if (!existsSync(pbfFile)) throw new UnusableMapFileError(`${file} is no usable map: there is no such file.`);
  if (statSync(pbfFile).size < 64)
    throw new UnusableMapFileError(`${file} is no usable map: it is empty or cut short.`);
  await assertLooksLikePbf(pbfFile, file);
  const mapId = `map-${(await hashOf(pbfFile)).slice(0, 16)}`;
  const folder = path.join(mapsFolder, mapId);
  const unfinished = path.join(mapsFolder, `${mapId}.unfinished-${process.pid}`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(path.join(unfinished, 'tiles'), { recursive: true, mode: 0o700 });
  try {
    onProgress?.('tiles');
    await buildTiles(pbfFile, file, unfinished, signal);
    onProgress?.('opening');
    await openOnce(path.join(unfinished, 'tiles'), file);
    onProgress?.('base-map');
    await options.addExtras(unfinished, pbfFile);
    const builtAt = options.builtAt.toISOString();
    const description: MapDescription = { mapId, name, sourceFile: file, builtAt, tileVersion, demo: options.demo };
    writeFileSync(path.join(unfinished, 'map.json'), JSON.stringify(description, undefined, 2));
    signal.throwIfAborted();
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    useMap(mapsFolder, mapId);
    onProgress?.('done');
    return { ...description, folder };
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** The builder crashes on some files that are no maps; the first block of a real one names itself. */
async function assertLooksLikePbf(pbfFile: string, file: string): Promise<void> {
  for await (const chunk of createReadStream(pbfFile, { end: 63 }) as AsyncIterable<Buffer>) {
    if (!chunk.includes('OSMHeader'))
      throw new UnusableMapFileError(`${file} is no usable map: it does not begin like an .osm.pbf file.`);
    return;
  }
}

async function hashOf(pbfFile: string): Promise<string> {
  const hash = createHash('sha256').update(tileVersion);
  for await (const chunk of createReadStream(pbfFile) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function buildTiles(pbfFile: string, file: string, folder: string, signal: AbortSignal): Promise<void> {
  const tileDir = path.join(folder, 'tiles');
  const configFile = path.join(folder, 'valhalla.json');
  writeFileSync(configFile, JSON.stringify(builderConfig(tileDir)));
  return new Promise((resolve, reject) => {
    const child = spawn(builderFile(), ['-c', configFile, path.resolve(pbfFile)], { cwd: folder, signal });
    let said = '';
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      if (code === 0 && existsSync(path.join(tileDir, '2'))) return resolve();
      const last = said
        .split('\n')
        .filter((line) => /ERROR|terminate|what\(\)/.test(line))
        .at(-1);
      const why = last?.replace(/^.*\[ERROR\]\s*/, '').trim() || `the builder ended with ${killedBy ?? code}`;
      reject(new UnusableMapFileError(`${file} is no usable map: ${code === 0 ? 'it holds no roads' : why}.`));
    });
  });
}

function builderFile(): string {
  const packageFile = createRequire(import.meta.url).resolve('@valhallajs/valhallajs');
  const builder = path.join(path.dirname(packageFile), process.platform, process.arch, 'valhalla_build_tiles');
  if (!existsSync(builder)) {
    throw new MapBuilderMissingError(
      `Maps cannot be built here: there is no builder for ${process.platform} ${process.arch}.`,
    );
  }
  return builder;
}

/** The builder's settings; what is not named here stays at its own default. */
function builderConfig(tileDir: string): object {
  return {
    mjolnir: {
      tile_dir: tileDir,
      concurrency: 2,
      hierarchy: true,
      shortcuts: true,
      include_driveways: true,
      include_construction: false,
      id_table_size: 1_300_000_000,
      data_processing: {
        infer_internal_intersections: true,
        infer_turn_channels: true,
        apply_country_overrides: true,
        use_admin_db: false,
      },
      logging: { type: 'std_out', color: false },
    },
  };
}

async function openOnce(tileFolder: string, file: string): Promise<void> {
  try {
    const engine = await openRoadEngine(tileFolder, {
      workerUrl: compiledModule('server/roads/worker.js'),
      threads: 1,
    });
    await engine.close();
  } catch (error) {
    throw new UnusableMapFileError(`${file} is no usable map: its roads cannot be read after building.`, {
      cause: error,
    });
  }
}
