import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { makeFirstStart } from './adapters/db/engine/first-start.js';
import { openTables } from './adapters/files/open-tables.js';
import { writeDemoInWorker } from './adapters/map/in-map-worker.js';
import { findCurrentMap, mapsFolderOf } from './adapters/routing/map-folder.js';
import type { Accounts, NewUser } from './application/accounts/accounts.js';
import { buildCityMap } from './cli/commands/build-city-map.js';
import { type Services, systemClock } from './compose.js';
import { dateOf } from './domain/local-time.js';
import type { Plan } from './domain/planning/plan.js';

export type FirstStart = ReturnType<typeof makeFirstStart>;
export type DemoState = 'none' | 'loading' | 'loaded' | 'failed';

/** There is no default password: the first start prints links that let in once. */
export async function writeFirstRows(
  { accounts, network, config }: Services,
  firstStart: FirstStart,
  owner: string,
  address: string,
): Promise<void> {
  const isEmpty = (await network.listDepots()).length === 0;
  let links: readonly string[] = [];
  await firstStart.once(owner, systemClock.now(), async () => {
    links = [];
    if ((await accounts.listUsers()).length > 0) return { wantsDemo: false };
    links = await addPeople(accounts, isEmpty ? [firstAdmin, ...demoPeople] : [firstAdmin], address);
    // Before the rows are kept: a link that nobody has seen would be of no use.
    keepLinks(config.dataFolder, links);
    return { wantsDemo: isEmpty };
  });
  if (links.length > 0) printLinks(config.dataFolder, links);
}

const firstAdmin: NewUser = { login: 'admin', name: 'Admin', role: 'admin' };
const demoPeople: readonly NewUser[] = [
  { login: 'dispatcher', name: '调度员 Dispatcher', role: 'dispatcher' },
  { login: 'picker', name: '拣货员 Picker', role: 'picker' },
];

/** Adds those who are not there yet. @returns a line with a link for each of them. */
async function addPeople(accounts: Accounts, people: readonly NewUser[], address: string): Promise<string[]> {
  const known = new Set((await accounts.listUsers()).map(({ login }) => login));
  const lines: string[] = [];
  for (const person of people.filter(({ login }) => !known.has(login))) {
    const user = await accounts.addUser(person, 'first start');
    lines.push(`${person.role.padEnd(11)}${address}/login?token=${await accounts.makeLoginLink(user.userId)}`);
  }
  return lines;
}

function linksFileOf(dataFolder: string): string {
  return path.join(dataFolder, 'first-links.txt');
}

function keepLinks(dataFolder: string, lines: readonly string[]): void {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(linksFileOf(dataFolder), `${lines.join('\n')}\n`, { mode: 0o600, flag: 'a' });
}

function printLinks(dataFolder: string, lines: readonly string[]): void {
  const file = linksFileOf(dataFolder);
  process.stdout.write(`\nSign in once with these links (also in ${file}):\n\n  ${lines.join('\n  ')}\n\n`);
}

/** The demo city and today's demo day: map, import, plan, and a link for a courier and a station of it. */
export async function loadDemo(
  services: Services,
  state: { demo: DemoState },
  signal: AbortSignal,
  address: string,
): Promise<'loaded' | 'failed' | 'stopped'> {
  const { config, log } = services;
  const folder = path.join(tmpdir(), `tuanda-demo-${process.pid}`);
  state.demo = 'loading';
  try {
    const date = dateOf(systemClock.now(), config.timeZone);
    const demo = await writeDemoInWorker({ folder, date }, signal);
    signal.throwIfAborted();
    if (findCurrentMap(mapsFolderOf(config.dataFolder)) === undefined) {
      await buildCityMap({
        pbfFile: demo.mapFile,
        dataFolder: config.dataFolder,
        name: '团达市 (demo)',
        demo: true,
        signal,
      });
      await services.reopenRouting();
    }
    const opened = await openTables([folder]);
    await services.importFiles({
      tables: opened.tables,
      unreadable: opened.unreadable,
      timeZone: opened.timeZone ?? config.timeZone,
      begunBy: 'first start',
      signal,
    });
    for (const wave of await services.waves.listByDate(date)) {
      // A start that ended in the middle of this got so far.
      if (wave.status === 'planned') continue;
      const budget = { seconds: 10, threads: 2, seed: 1 };
      const plan = await services.planWave({ waveId: wave.waveId, budget, by: 'first start', signal });
      await addFieldLinks(services, plan, address);
    }
    state.demo = 'loaded';
    log.info('The demo day is planned.');
    return 'loaded';
  } catch (error) {
    if (signal.aborted) return 'stopped';
    state.demo = 'failed';
    log.error({ err: error }, 'The demo could not be loaded. The server works without it.');
    return 'failed';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One courier with a run and one station with a delivery, so that their pages can be seen at once. */
async function addFieldLinks({ accounts, network, config }: Services, plan: Plan, address: string): Promise<void> {
  const { depotId } = plan;
  const couriers = await network.listCouriers(depotId);
  const route = plan.routes.find(({ vehicleId }) => couriers.some((each) => each.vehicleId === vehicleId));
  if (route === undefined) return;
  const courier = couriers.find((each) => each.vehicleId === route.vehicleId)!;
  const { stationId } = route.trips[0].stops[0];
  const station = (await network.listStations(depotId)).find((each) => each.stationId === stationId)!;
  const { courierId } = courier;
  const people = [
    { login: 'courier', name: courier.name, role: 'courier' as const, depotId, courierId },
    { login: 'station', name: station.name, role: 'station' as const, depotId, stationId },
  ];
  const lines = await addPeople(accounts, people, address);
  if (lines.length === 0) return;
  keepLinks(config.dataFolder, lines);
  printLinks(config.dataFolder, lines);
}
