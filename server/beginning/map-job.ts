import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JobHandler } from '../application/jobs.js';
import { buildCityMap } from '../cli/commands/build-city-map.js';
import type { Services } from '../compose.js';
import { InvalidInputError } from '../domain/dispatch-error.js';
import { told } from '../domain/told.js';
import type { MapFiles } from './map-files.js';

/** What a job builds a map from: a file by its whole path, or one that was sent by its path in their folder. */
export interface MapBuild {
  readonly file: string;
  readonly name: string;
}

/** Building a map as a background job; the map is in use when it ends. A build that was cancelled leaves the one before. */
export function makeMapJob(services: Services, files: MapFiles): JobHandler {
  return async ({ payload, signal, tell }) => {
    const { file, name } = payload as MapBuild;
    const pbfFile = files.pathOf(file);
    // A copy of a data folder is taken for the folder itself.
    if (!existsSync(pbfFile)) {
      throw new InvalidInputError(told`The extract ${path.basename(file)} is not on this server. Send it again.`);
    }
    try {
      const map = await buildCityMap({
        pbfFile,
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
