import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeMapInUse } from './adapters/db/travel/map-in-use.js';
import { type CurrentMap, findCurrentMap, findMap, mapsFolderOf, useMap } from './adapters/routing/map-folder.js';
import { dropDemoMap } from './beginning/remove-demo-of.js';
import type { Services } from './compose.js';

const lookMilliseconds = 2_000;

/**
 * Takes maps into use that are built beside the running server, until the signal: what the data folder names, and what
 * another server of the same record has taken into use, where this one has its files.
 */
export async function followMap(services: Services, signal: AbortSignal): Promise<void> {
  const { config, database, log } = services;
  const mapsFolder = mapsFolderOf(config.dataFolder);
  const inUse = makeMapInUse(database);
  let lacking: string | undefined;
  const look = async () => {
    // As another server, or a command, has taken the demo away.
    if (findCurrentMap(mapsFolder)?.demo && (await services.demo.find()).state === 'removed') {
      await dropDemoMap(services);
    }
    const map = findCurrentMap(mapsFolder);
    if (map === undefined && services.openMapFolder() !== undefined) await services.reopenRouting();
    if (map !== undefined && map.folder !== services.openMapFolder()) {
      await services.reopenRouting();
      log.info({ mapId: map.mapId }, `The map of ${map.name} is taken into use.`);
    }
    const said = await inUse.find();
    if (map === undefined && said === undefined) return;
    if (map?.mapId === said?.mapId) return;
    // What was taken into use last counts, wherever that was.
    const since = map === undefined ? undefined : statSync(path.join(mapsFolder, 'current')).mtime;
    if (map !== undefined && since !== undefined && (said === undefined || since > said.since)) {
      await inUse.say(map, since);
      return;
    }
    if (said === undefined) return;
    const here = mapOf(mapsFolder, said.mapId);
    if (here !== undefined) {
      useMap(mapsFolder, path.basename(here.folder));
      await services.reopenRouting();
      log.info({ mapId: here.mapId }, `The map of ${here.name} is taken into use, as another server has done.`);
    } else if (lacking !== said.mapId) {
      lacking = said.mapId;
      log.warn(
        { mapId: said.mapId },
        `Another server plans with the map of ${said.name}, which is not in ${mapsFolder}. Build it here, or copy its folder.`,
      );
    }
  };
  while (!signal.aborted) {
    try {
      await look();
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'Whether there is a new map could not be found out.');
    }
    await wait(lookMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}

/** A map of this id among those that lie in the folder. */
function mapOf(mapsFolder: string, mapId: string): CurrentMap | undefined {
  try {
    for (const name of readdirSync(mapsFolder)) {
      const map = name.startsWith('.') ? undefined : findMap(path.join(mapsFolder, name));
      if (map?.mapId === mapId) return map;
    }
  } catch {
    // No map was built here yet.
  }
  return undefined;
}
