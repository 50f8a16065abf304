import path from 'node:path';
import {
  buildBaseMapInWorker,
  readRoadLimitsInWorker,
  writeAddressIndexInWorker,
} from '../../adapters/map/in-map-worker.js';
import { buildMap, type MapPhase } from '../../adapters/routing/build-map.js';
import { type CurrentMap, mapsFolderOf } from '../../adapters/routing/map-folder.js';
import { compiledModule } from '../../compiled.js';
import { systemClock } from '../../compose.js';
import { profiles } from '../../domain/travel/travel.js';
import { openRoadEngine, writeRoadLimits } from '../../roads/index.js';

const tilesFolderName = 'tiles';

/** Where a map's folder keeps its base map. */
export const baseMapFolderName = 'base-map';

/** Builds a city's roads and its offline base map together and puts them to use. @throws as buildMap does. */
export function buildCityMap(options: {
  readonly pbfFile: string;
  readonly dataFolder: string;
  readonly name: string;
  readonly demo: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (phase: MapPhase, part: number) => void;
}): Promise<CurrentMap> {
  const { pbfFile, dataFolder, name, demo, signal, onProgress } = options;
  return buildMap({
    pbfFile,
    mapsFolder: mapsFolderOf(dataFolder),
    name,
    builtAt: systemClock.now(),
    demo,
    signal,
    onProgress,
    async addExtras(folder, file) {
      const tileFolder = path.join(folder, tilesFolderName);
      await writeRoadLimits(tileFolder, await readRoadLimitsInWorker(file, signal));
      await prepareRoads(tileFolder, signal);
      await buildBaseMapInWorker(file, path.join(folder, baseMapFolderName), { name, signal });
      await writeAddressIndexInWorker(file, folder, signal);
    },
  });
}

/** What the first matrix of each profile would wait for is made now and kept beside the tiles. */
async function prepareRoads(tileFolder: string, signal: AbortSignal): Promise<void> {
  const roads = await openRoadEngine(tileFolder, { workerUrl: compiledModule('server/roads/worker.js'), threads: 2 });
  try {
    for (const profile of profiles) await roads.prepare(profile, signal);
  } finally {
    await roads.close();
  }
}
