import type { JobHandler } from '../application/jobs.js';
import { buildCityMap } from '../cli/commands/build-city-map.js';
import type { Services } from '../compose.js';
import type { MapFiles } from './map-files.js';

/** What a job builds a map from. */
export interface MapBuild {
  readonly file: string;
  readonly name: string;
}

/** Building a map as a background job; the map is in use when it ends. A build that was cancelled leaves the one before. */
export function makeMapJob(services: Services, files: MapFiles): JobHandler {
  return async ({ payload, signal, tell }) => {
    const { file, name } = payload as MapBuild;
    try {
      const map = await buildCityMap({
        pbfFile: file,
        dataFolder: services.config.dataFolder,
        name,
        demo: false,
        signal,
        onProgress: (step, share) => tell({ phase: 'map', step, share }),
      });
      await services.reopenRouting();
      return { mapId: map.mapId, name: map.name };
    } finally {
      await files.forget(file);
    }
  };
}
