import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import cron from 'node-cron';
import type { Logger } from 'pino';
import { backends } from './adapters/db/backend.js';
import { makeClaimChanges } from './adapters/db/claim-changes.js';
import { makeEventReader } from './adapters/db/event-reader.js';
import { makeFieldStore } from './adapters/db/field-store.js';
import { makeIdempotencyStore } from './adapters/db/idempotency-store.js';
import { filtersOf, type ListName, makeListReader } from './adapters/db/lists/list-reader.js';
import { makeNetworkChangeStore } from './adapters/db/network-changes.js';
import { readOrderChain } from './adapters/db/order-chain.js';
import { makePriorityRuleStore } from './adapters/db/priority-rule-store.js';
import { makeRunChanges } from './adapters/db/run-changes.js';
import { makeRunReader } from './adapters/db/run-reader.js';
import { listRunsUnderWay } from './adapters/db/runs-under-way.js';
import { makeScheduleSlots } from './adapters/db/schedule-slots.js';
import { makeWebhookStore } from './adapters/db/webhook-store.js';
import { openTables } from './adapters/files/open-tables.js';
import { makeHttpApp } from './adapters/http/app.js';
import { makeRoutes } from './adapters/http/routes/index.js';
import type { HttpServices } from './adapters/http/services.js';
import { makeJobRunner } from './adapters/jobs/job-runner.js';
import { makeBaseMapStore } from './adapters/map/base-map/base-map-store.js';
import { writeDemoInWorker } from './adapters/map/in-map-worker.js';
import { findCurrentMap, mapsFolderOf } from './adapters/routing/map-folder.js';
import { assertSendable } from './adapters/webhooks/public-address.js';
import { makeVehiclePositions } from './application/field/vehicle-positions.js';
import type { JobRunner } from './application/jobs.js';
import { makeChangeNetwork } from './application/network/change-network.js';
import { makePlanJob } from './application/planning/plan-job.js';
import { stationsInArea } from './application/planning/stations-in-area.js';
import { makeCloseDueWaves } from './application/waves/close-due-waves.js';
import { baseMapFolderName, buildCityMap } from './cli/build-city-map.js';
import { projectRoot } from './compiled.js';
import { newId, openServices, programVersion, type Services, systemClock } from './compose.js';
import type { Config } from './config.js';
import { dateOf } from './domain/local-time.js';
import type { Plan } from './domain/plan.js';
import { gettingReadyPage } from './getting-ready-page.js';
import { sendWebhooks } from './send-webhooks.js';

/** How long the answers of requests are kept for repeats. */
const keptAnswersMilliseconds = 2 * 86_400_000;

export interface RunningServer {
  readonly port: number;
  /** Resolves when the demo, if one is loaded, is planned. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens everything and listens. Answers with a progress page until the record is open.
 *
 * @param takeCommands begins to take commands for this server's record.
 */
export async function startServer(
  config: Config,
  log: Logger,
  takeCommands: (services: Services) => Promise<{ close(): Promise<void> }>,
): Promise<RunningServer> {
  let app: ReturnType<typeof makeHttpApp> | undefined;
  let phase = 'opening the database';
  const server = createServer((request, response) => {
    if (app !== undefined) app(request, response);
    else gettingReadyPage(request, response, phase);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  let services: Services;
  try {
    services = await openServices(config, log);
  } catch (error) {
    server.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const address = config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;
  const state = { ready: false, demo: 'none' as 'none' | 'loading' | 'loaded' | 'failed' };
  const isFirst = (await services.accounts.listUsers()).length === 0;
  const wantsDemo = isFirst && (await services.network.listDepots()).length === 0;
  const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  const jobs = makeJobRunner({
    knex: services.database.knex,
    afterCommit: services.database.afterCommit,
    clock: systemClock,
    newId,
    log,
    owner,
    alone: !backends[services.database.backend].severalProcesses,
    handlers: { plan: makePlanJob(services.planWave, services.plans) },
  });
  app = makeApp(services, jobs, state);
  const slots = makeScheduleSlots(services.database);
  const closeDue = makeCloseDueWaves(services.waves, slots, systemClock, owner);
  const answers = makeIdempotencyStore(services.database);
  const stopping = new AbortController();
  const followTraffic = async () => {
    // One process about once a minute: the slot is free again a minute after it was taken.
    if (!(await slots.claim('follow-traffic', new Date(0), owner))) return;
    await answers.forget(new Date(systemClock.now().getTime() - keptAnswersMilliseconds));
    await services.followTraffic(stopping.signal);
  };
  const ticker = cron.schedule('*/15 * * * * *', () => {
    closeDue().catch((error: unknown) => log.error({ err: error }, 'The cutoff could not be kept.'));
    followTraffic().catch((error: unknown) => {
      if (!stopping.signal.aborted) log.warn({ err: error }, 'Arrivals could not follow the traffic.');
    });
  });
  const webhooks = sendWebhooks(services, stopping.signal);
  const commands = config.databaseUrl === undefined ? await takeCommands(services) : undefined;
  if (isFirst) await printFirstLinks(services, address, wantsDemo);
  phase = 'ready';
  state.ready = true;
  log.info(`Tuanda answers at ${address}`);
  const ready = wantsDemo ? loadDemo(services, state, stopping.signal) : Promise.resolve();
  return {
    port,
    ready,
    async close() {
      stopping.abort(new Error('The server is stopping.'));
      await ticker.stop();
      await commands?.close();
      await jobs.close();
      await webhooks;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await ready.catch(() => undefined);
      await services.close();
    },
  };
}

function makeApp(services: Services, jobs: JobRunner, state: { ready: boolean; demo: string }) {
  const { database, config, log } = services;
  const { knex } = database;
  const lists = makeListReader(knex);
  const events = makeEventReader(knex);
  const mapsFolder = mapsFolderOf(config.dataFolder);
  const positions = makeVehiclePositions(services.routing);
  const http: HttpServices = {
    ...services,
    clock: systemClock,
    newId,
    jobs,
    field: makeFieldStore(database),
    timeZone: config.timeZone,
    webhooks: makeWebhookStore(database),
    assertSendable: (url) => assertSendable(url, config.webhookPrivateHosts),
    changeNetwork: makeChangeNetwork(makeNetworkChangeStore(database), systemClock, config.timeZone),
    list: (name, filters, page, depotId) => lists.list(name as ListName, filters, page, depotId),
    item: (name, id, depotId) => lists.item(name as ListName, id, depotId),
    filtersOf: (name) => filtersOf(name as ListName),
    ...makeRunChanges(database),
    ...makePriorityRuleStore(database),
    ...makeClaimChanges(database),
    orderChain: (orderId, depotId) => readOrderChain(knex, orderId, depotId),
    runs: makeRunReader(knex),
    pickList: (pickListId, depotId) => services.pickLists.get(pickListId, depotId),
    listPickLists: (filter, depotId) => services.pickLists.list(filter, depotId),
    stationsInArea: async (corners, depotId) => stationsInArea(await services.network.listStations(depotId), corners),
    vehiclePositions: async (waveId, depotId, signal) =>
      positions(await listRunsUnderWay(knex, waveId, depotId), systemClock.now(), signal),
    planGeoJson: services.planGeoJson,
    exports: services.exports,
    openTables,
    eventsAfter: events.eventsAfter,
    lastEventId: events.lastEventId,
    mapInUse: () => ({
      mapId: findCurrentMap(mapsFolder)?.mapId ?? '',
      name: findCurrentMap(mapsFolder)?.name ?? '',
      estimated: services.routing.estimated,
      tileUrl: config.tileUrl,
    }),
  };
  return makeHttpApp({
    routes: makeRoutes(http),
    accounts: services.accounts,
    idempotency: makeIdempotencyStore(database),
    inTransaction: database.inTransaction,
    log,
    publicUrl: config.publicUrl,
    tileUrl: config.tileUrl,
    webFolder: path.join(projectRoot, 'dist', 'web'),
    version: programVersion(projectRoot),
    findBaseMap(mapId) {
      const folder = path.join(mapsFolder, mapId, baseMapFolderName);
      return existsSync(folder) ? makeBaseMapStore(folder) : undefined;
    },
    readiness: () => ({
      ready: state.ready,
      detail: {
        storage: database.describeStorage(),
        routing: services.routing.name,
        estimated: services.routing.estimated,
        demo: state.demo,
      },
    }),
    metrics: () => {
      const memory = process.memoryUsage();
      return [
        '# TYPE tuanda_up gauge',
        `tuanda_up ${state.ready ? 1 : 0}`,
        '# TYPE tuanda_resident_memory_bytes gauge',
        `tuanda_resident_memory_bytes ${memory.rss}`,
        '# TYPE tuanda_uptime_seconds counter',
        `tuanda_uptime_seconds ${Math.round(process.uptime())}`,
        '',
      ].join('\n');
    },
  });
}

/** There is no default password: the first start prints links that let in once. */
async function printFirstLinks(services: Services, address: string, withDemo: boolean): Promise<void> {
  const { accounts, config } = services;
  const people = [
    { login: 'admin', name: 'Admin', role: 'admin' as const },
    ...(withDemo
      ? [
          { login: 'dispatcher', name: '调度员 Dispatcher', role: 'dispatcher' as const },
          { login: 'picker', name: '拣货员 Picker', role: 'picker' as const },
        ]
      : []),
  ];
  const lines: string[] = [];
  for (const person of people) {
    const user = await accounts.addUser(person, 'first start');
    lines.push(`${person.role.padEnd(11)}${address}/login?token=${await accounts.makeLoginLink(user.userId)}`);
  }
  writeLinks(config.dataFolder, lines);
}

function writeLinks(dataFolder: string, lines: readonly string[]): void {
  const file = path.join(dataFolder, 'first-links.txt');
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'a' });
  process.stdout.write(`\nSign in once with these links (also in ${file}):\n\n  ${lines.join('\n  ')}\n\n`);
}

/** The demo city and today's demo day: map, import, plan, and a link for a courier and a station of it. */
async function loadDemo(services: Services, state: { demo: string }, signal: AbortSignal): Promise<void> {
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
      const budget = { seconds: 10, threads: 2, seed: 1 };
      const plan = await services.planWave({ waveId: wave.waveId, budget, by: 'first start', signal });
      await addFieldLinks(services, plan);
    }
    state.demo = 'loaded';
    log.info('The demo day is planned.');
  } catch (error) {
    state.demo = 'failed';
    if (!signal.aborted) log.error({ err: error }, 'The demo could not be loaded. The server works without it.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One courier with a run and one station with a delivery, so that their pages can be seen at once. */
async function addFieldLinks({ accounts, network, config }: Services, plan: Plan): Promise<void> {
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
  const address = config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${config.port}`;
  const lines: string[] = [];
  for (const person of people) {
    const user = await accounts.addUser(person, 'first start');
    lines.push(`${person.role.padEnd(11)}${address}/login?token=${await accounts.makeLoginLink(user.userId)}`);
  }
  writeLinks(config.dataFolder, lines);
}
