import { rm } from 'node:fs/promises';
import { findCurrentMap, leaveMap, mapsFolderOf } from '../adapters/routing/map-folder.js';
import { makeRemoveDemo, type RemoveDemo } from '../application/beginning/remove-demo.js';
import { type Services, systemClock } from '../compose.js';
import { demoRoles } from './demo-people.js';
import { forgetLinks } from './first-links.js';

/** Takes the demo of these services away, with its map and the links of its people. */
export function removeDemoOf(services: Services): RemoveDemo {
  const remove = makeRemoveDemo(services.demo, systemClock, () => dropDemoMap(services));
  return async (removal) => {
    const removed = await remove(removal);
    const logins = new Set(removed.logins);
    forgetLinks(services.config.dataFolder, (role) => demoRoles.has(role) && logins.has(role));
    return removed;
  };
}

/** Puts the demo's map out of use where it is the one in use here, and deletes it: all work on it has ended before. */
export async function dropDemoMap(services: Services): Promise<void> {
  const mapsFolder = mapsFolderOf(services.config.dataFolder);
  const map = findCurrentMap(mapsFolder);
  if (map?.demo !== true) return;
  leaveMap(mapsFolder);
  await services.reopenRouting();
  await rm(map.folder, { recursive: true, force: true });
  services.log.info({ mapId: map.mapId }, 'The map of the demo went with it.');
}
