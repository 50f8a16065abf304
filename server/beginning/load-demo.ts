import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTables } from '../adapters/files/open-tables.js';
import { writeDemoInWorker } from '../adapters/map/in-map-worker.js';
import { findCurrentMap, mapsFolderOf } from '../adapters/routing/map-folder.js';
import { OwnDataFirstError } from '../application/beginning/demo-store.js';
import type { DemoProgress } from '../application/beginning/remove-demo.js';
import { buildCityMap } from '../cli/commands/build-city-map.js';
import { type Services, systemClock } from '../compose.js';
import { dateOf } from '../domain/local-time.js';
import { addDemoPeople, addFieldLinks, demoPeople } from './demo-people.js';
import { keepLinks } from './first-links.js';
import { removeDemoOf } from './remove-demo-of.js';

/** What a budget of ten seconds finds is good enough to look at. */
const demoBudget = { seconds: 10, threads: 2, seed: 1 };

export interface DemoLoad {
  readonly services: Services;
  /** Where the pages are, for the links of the demo's people. */
  readonly address: string;
  readonly signal: AbortSignal;
  readonly tell?: (progress: DemoProgress) => void;
}

/**
 * Loads the demo city and today's demo day: map, files, plan, and a link for a courier and a station of it. To be called by
 * who has taken it. Where depots of somebody's own came first, what was made of it is taken away again.
 */
export async function loadDemo(load: DemoLoad): Promise<'loaded' | 'failed' | 'stopped'> {
  const { services, signal } = load;
  let cameSecond = false;
  const end = await services.demo.whileHeld(signal, async (held) => {
    try {
      await loadHeld({ ...load, signal: held });
      services.log.info('The demo day is planned.');
      return 'loaded';
    } catch (error) {
      if (held.aborted) return 'stopped';
      cameSecond = error instanceof OwnDataFirstError;
      if (cameSecond) services.log.info('The demo is not loaded: there are depots of your own.');
      else services.log.error({ err: error }, 'The demo could not be loaded. The server works without it.');
      return 'failed';
    }
  });
  if (cameSecond) {
    const removal = { by: 'first start', accountId: undefined, signal, tell: () => undefined };
    await removeDemoOf(services)(removal).catch((error: unknown) => {
      if (!signal.aborted) services.log.warn({ err: error }, 'What was made of the demo could not be removed.');
    });
  }
  return end;
}

async function loadHeld({ services, address, signal, tell = () => undefined }: DemoLoad): Promise<void> {
  const { config, demo } = services;
  const folder = path.join(tmpdir(), `tuanda-demo-${process.pid}`);
  try {
    const date = dateOf(systemClock.now(), config.timeZone);
    tell({ phase: 'demo', step: 'city' });
    const written = await writeDemoInWorker({ folder, date }, signal);
    signal.throwIfAborted();
    tell({ phase: 'demo', step: 'map' });
    await buildDemoMap(services, written.mapFile, signal);
    tell({ phase: 'demo', step: 'import' });
    const opened = await openTables([folder]);
    await services.importFiles({
      tables: opened.tables,
      unreadable: opened.unreadable,
      timeZone: opened.timeZone ?? config.timeZone,
      begunBy: 'first start',
      signal,
      withPublish: (publish) => demo.publish(publish),
    });
    keepLinks(config.dataFolder, await addDemoPeople(services, demoPeople, address));
    tell({ phase: 'demo', step: 'plan' });
    for (const wave of await services.waves.listByDate(date)) {
      // A start that ended in the middle of this got so far.
      if (wave.status === 'planned') continue;
      const plan = await services.planWave({ waveId: wave.waveId, budget: demoBudget, by: 'first start', signal });
      await addFieldLinks(services, plan, address);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Never over a map of somebody's own; the demo's own is used again. */
async function buildDemoMap(services: Services, pbfFile: string, signal: AbortSignal): Promise<void> {
  const { dataFolder } = services.config;
  let map = findCurrentMap(mapsFolderOf(dataFolder));
  if (map === undefined) {
    map = await buildCityMap({ pbfFile, dataFolder, name: '团达市 (demo)', demo: true, signal });
    await services.reopenRouting();
  }
  if (map.demo) await services.demo.keepMap(map.mapId);
}
