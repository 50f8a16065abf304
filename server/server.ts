import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import cron, { type ScheduledTask } from 'node-cron';
import type { Logger } from 'pino';
import { makeIdempotencyStore } from './adapters/db/accounts/idempotency-store.js';
import { makeSetupReader } from './adapters/db/beginning/setup-reader.js';
import { makeCaseStore } from './adapters/db/cases/case-store.js';
import { makeClaimChanges } from './adapters/db/cases/claim-changes.js';
import { makeCaseWatchStore } from './adapters/db/cases/watched-cases.js';
import { makeFieldStore } from './adapters/db/delivery/field-store.js';
import { makeProgressReader } from './adapters/db/delivery/progress/progress-reader.js';
import { makeRunChanges } from './adapters/db/delivery/run-changes.js';
import { makeRunReader } from './adapters/db/delivery/run-reader.js';
import { listRunsUnderWay } from './adapters/db/delivery/runs-under-way.js';
import { backends } from './adapters/db/engine/backend.js';
import { makeFirstStart } from './adapters/db/engine/first-start.js';
import { makeEventReader } from './adapters/db/exchange/event-reader.js';
import { makeWebhookStore } from './adapters/db/exchange/webhook-store.js';
import { filtersOf, makeListReader } from './adapters/db/list-reader.js';
import { readOrderChain } from './adapters/db/orders/order-chain.js';
import { makePriorityRuleStore } from './adapters/db/orders/priority-rule-store.js';
import { makeMapInUse } from './adapters/db/travel/map-in-use.js';
import { makeFurtherWaves } from './adapters/db/waves/further-waves.js';
import { makeScheduleSlots } from './adapters/db/waves/schedule-slots.js';
import { auditCsv } from './adapters/files/csv/audit-csv.js';
import { openTables } from './adapters/files/open-tables.js';
import { writeCardsDocument } from './adapters/files/write-document.js';
import { makeHttpApp } from './adapters/http/app.js';
import { makeHttpServer } from './adapters/http/connections/http-server.js';
import { shedLoad } from './adapters/http/connections/shed-load.js';
import { makeEndpoints } from './adapters/http/endpoints.js';
import { refuseLoad } from './adapters/http/requests/problem.js';
import type { HttpServices } from './adapters/http/services.js';
import { makeJobRunner } from './adapters/jobs/job-runner.js';
import { makeBaseMapStore } from './adapters/map/base-map/base-map-store.js';
import { findCurrentMap, mapsFolderOf } from './adapters/routing/map-folder.js';
import { assertSendable } from './adapters/webhooks/public-address.js';
import { makeWebhookSender } from './adapters/webhooks/webhook-sender.js';
import { makeWatchCases } from './application/cases/watch-cases.js';
import { makeReportDesk } from './application/delivery/report-desk.js';
import { makeVehiclePositions } from './application/delivery/vehicle-positions.js';
import { makeTestWebhook } from './application/exchange/webhooks/test-webhook.js';
import type { JobRunner } from './application/jobs.js';
import { stationsInArea } from './application/planning/map/stations-in-area.js';
import { makePlanJob } from './application/planning/plan-job.js';
import { makeCloseDueWaves } from './application/waves/close-due-waves.js';
import { demoJobs } from './beginning/demo-jobs.js';
import { type FirstChoice, writeFirstRows } from './beginning/first-rows.js';
import { loadDemo } from './beginning/load-demo.js';
import { makeMapFiles } from './beginning/map-files.js';
import { makeMapJob } from './beginning/map-job.js';
import { makeMapUploads } from './beginning/map-uploads.js';
import { baseMapFolderName } from './cli/commands/build-city-map.js';
import { projectRoot } from './compiled.js';
import { newId, openServices, type Services, systemClock } from './compose.js';
import { openImports } from './compose-imports.js';
import { composeNetwork } from './compose-network.js';
import type { Config } from './config.js';
import { followMap } from './follow-map.js';
import { gettingReadyPage } from './getting-ready-page.js';
import { keepBackups } from './keep-backups.js';
import { programVersion } from './program-version.js';
import { sendWebhooks } from './send-webhooks.js';
import { keepFilesTidy } from './upkeep/keep-files-tidy.js';
import { keepTablesFit } from './upkeep/keep-tables-fit.js';

/** How long the answers of requests are kept for repeats. */
const keptAnswersMilliseconds = 2 * 86_400_000;

/** Some half a second of work: who comes later would wait longer than it takes to come again. */
const mostRequestsUnderWay = 256;

export interface RunningServer {
  readonly port: number;
  /** Resolves when the demo, if one is loaded, is planned. */
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Opens everything and listens. Answers with a progress page until the record is open.
 *
 * @param takeCommands begins to take commands for this server's record.
 * @param choice what an empty record begins with.
 * @throws whatever cannot be opened; nothing of what was opened before stays open then.
 */
export async function startServer(
  config: Config,
  log: Logger,
  takeCommands: (services: Services) => Promise<{ close(): Promise<void> }>,
  choice: FirstChoice = 'ask',
): Promise<RunningServer> {
  let app: ReturnType<typeof makeHttpApp> | undefined;
  let phase = 'opening the database';
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (app !== undefined) app(request, response);
    else gettingReadyPage(request, response, phase);
  };
  const http = makeHttpServer(shedLoad(answer, mostRequestsUnderWay, refuseLoad), config);
  await http.listen(config.port, config.host);
  const { port } = http.server.address() as AddressInfo;
  const address = config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const state: ServerState = { ready: false };
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const services = await openServices(config, log);
    ends.push(() => services.close());
    const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
    const alone = !backends[services.database.backend].severalProcesses;
    const firstStart = makeFirstStart(services.database);
    await writeFirstRows(services, firstStart, { owner, address, choice });
    await services.endInterruptedImports();
    const backups = keepBackups(services, owner);
    const mapFiles = makeMapFiles(config);
    const mapUploads = makeMapUploads(services.database, mapFiles, systemClock);
    const imports = openImports(services.database, {
      importFiles: services.importFiles,
      findExtent: services.findExtent,
      geocoders: services.geocoders,
      dataFolder: config.dataFolder,
      timeZone: config.timeZone,
      clock: systemClock,
      newId,
    });
    const jobs = makeJobRunner({
      knex: services.database.knex,
      afterCommit: services.database.afterCommit,
      clock: systemClock,
      newId,
      log,
      owner,
      alone,
      handlers: {
        plan: makePlanJob(services.planWave, services.plans, availableParallelism()),
        backup: backups.job,
        ...demoJobs(services, address),
        [mapFiles.jobKind]: makeMapJob(services, mapFiles),
        ...imports.handlers,
      },
    });
    ends.push(() => jobs.close());
    const commands = config.databaseUrl === undefined ? await takeCommands(services) : undefined;
    if (commands !== undefined) ends.push(() => commands.close());
    const tickBackups = backups.tickWith(jobs);
    let isLoading = false;
    // The demo has the machine for itself while it is loaded.
    const keepBackedUp = async () => (isLoading ? undefined : tickBackups());
    const ticker = keepTheClock(services, owner, keepBackedUp, stopping.signal);
    ends.push(async () => ticker.stop());
    const webhooks = sendWebhooks(services, stopping.signal);
    const maps = followMap(services, stopping.signal);
    const maintenance = keepTablesFit(services, stopping.signal);
    const { importDrafts } = imports.services;
    const tidying = keepFilesTidy(services, { importDrafts, mapUploads }, stopping.signal);
    app = makeApp({ ...services, ...imports.services, mapFiles, mapUploads }, jobs, backups, state, stopping.signal);
    phase = 'ready';
    state.ready = true;
    log.info(`Tuanda answers at ${address}`);
    isLoading = await services.demo.take(alone);
    const ready = isLoading
      ? loadDemo({ services, address, signal: stopping.signal }).finally(() => {
          isLoading = false;
        })
      : Promise.resolve();
    return {
      port,
      ready,
      async close() {
        state.ready = false;
        stopping.abort(new Error('The server is stopping.'));
        const parts = [
          () => http.stop(),
          ...ends.slice(1),
          () => webhooks,
          () => maps,
          () => maintenance,
          () => tidying,
          () => ready.catch(() => undefined),
        ];
        await endAll(parts, log);
        await endAll(ends.slice(0, 1), log);
      },
    };
  } catch (error) {
    stopping.abort(new Error('The server could not start.'));
    await endAll([() => http.stop(), ...ends.slice(1)], log);
    await endAll(ends.slice(0, 1), log);
    throw error;
  }
}

/** How the demo stands in a word. */
const shortOf = {
  none: 'none',
  wanted: 'loading',
  loaded: 'loaded',
  failed: 'failed',
  removing: 'removing',
  removed: 'none',
} as const;

interface ServerState {
  ready: boolean;
}

/** How long one part may take to end; what takes longer is left to the end of the process. */
const longestEndMilliseconds = 7_000;

/** Ends parts side by side. What fails or hangs is logged and keeps none of the others. */
async function endAll(parts: readonly (() => Promise<unknown>)[], log: Logger): Promise<void> {
  const late = Symbol('late');
  await Promise.all(
    parts.map(async (end) => {
      try {
        const ended = await Promise.race([end(), wait(longestEndMilliseconds, late, { ref: false })]);
        if (ended === late) log.warn('A part of the server did not end in time and is left to the end of the process.');
      } catch (error) {
        log.warn({ err: error }, 'A part of the server did not end in order.');
      }
    }),
  );
}

/** What is done by the clock: cutoffs, the end of interrupted imports, arrivals that follow the traffic, cases, and backups. */
function keepTheClock(
  services: Services,
  owner: string,
  keepBackedUp: () => Promise<void>,
  stopping: AbortSignal,
): ScheduledTask {
  const { log } = services;
  const slots = makeScheduleSlots(services.database);
  const answers = makeIdempotencyStore(services.database);
  const closeDue = makeCloseDueWaves(services.waves, slots, systemClock, owner);
  const followTraffic = async () => {
    // One process about once a minute: the slot is free again a minute after it was taken.
    if (!(await slots.claim('follow-traffic', new Date(0), owner))) return;
    await answers
      .forget(new Date(systemClock.now().getTime() - keptAnswersMilliseconds))
      .catch((error: unknown) => log.warn({ err: error }, 'Old answers could not be forgotten.'));
    await services.followTraffic(stopping);
  };
  const watchCases = makeWatchCases({
    store: makeCaseWatchStore(services.database),
    progress: makeProgressReader(services.database.knex),
    clock: systemClock,
  });
  const watch = async () => {
    if (await slots.claim('watch-cases', new Date(0), owner)) await watchCases();
  };
  return cron.schedule('*/15 * * * * *', () => {
    if (stopping.aborted) return;
    closeDue().catch((error: unknown) => log.error({ err: error }, 'The cutoff could not be kept.'));
    services
      .endInterruptedImports()
      .catch((error: unknown) => log.warn({ err: error }, 'Interrupted imports could not be ended.'));
    followTraffic().catch((error: unknown) => {
      if (!stopping.aborted) log.warn({ err: error }, 'Arrivals could not follow the traffic.');
    });
    watch().catch((error: unknown) => {
      if (!stopping.aborted) log.error({ err: error }, 'What goes wrong by the clock could not be looked after.');
    });
    keepBackedUp().catch((error: unknown) => {
      if (!stopping.aborted) log.error({ err: error }, 'Whether a backup is due could not be found out.');
    });
  });
}

function makeApp(
  services: Services & ReturnType<typeof openImports>['services'] & Pick<HttpServices, 'mapFiles' | 'mapUploads'>,
  jobs: JobRunner,
  backups: ReturnType<typeof keepBackups>,
  state: ServerState,
  stopping: AbortSignal,
) {
  const { database, config, log } = services;
  const { knex } = database;
  const lists = makeListReader(knex);
  const events = makeEventReader(knex);
  const mapsFolder = mapsFolderOf(config.dataFolder);
  const recordsMap = makeMapInUse(database);
  const positions = makeVehiclePositions(services.routing);
  const field = makeFieldStore(database);
  /** As admins are told; not waited for where the database goes away just now. */
  const demoNow = () => Promise.race([services.demo.find().then(({ state }) => shortOf[state]), wait(500, 'unknown')]);
  const webhooks = makeWebhookStore(database, services.secretBox);
  const http: HttpServices = {
    ...services,
    clock: systemClock,
    newId,
    jobs,
    backups,
    field,
    reportDesk: makeReportDesk(field),
    timeZone: config.timeZone,
    publicUrl: config.publicUrl,
    writeCards: writeCardsDocument,
    stopping,
    webhooks,
    testWebhook: makeTestWebhook(
      webhooks,
      makeWebhookSender(config.webhookPrivateHosts, programVersion(projectRoot)),
      systemClock,
      newId,
    ),
    auditCsv,
    assertSendable: (url) => assertSendable(url, config.webhookPrivateHosts),
    furtherWaves: makeFurtherWaves(database),
    totes: services.totes,
    ...composeNetwork(database, services.routing, systemClock, config.timeZone),
    list: lists.list,
    item: lists.item,
    filtersOf,
    ...makeRunChanges(database),
    ...makePriorityRuleStore(database),
    ...makeClaimChanges(database),
    cases: makeCaseStore(database),
    orderChain: (orderId, depotIds) => readOrderChain(knex, orderId, depotIds),
    runs: makeRunReader(knex),
    progress: makeProgressReader(knex),
    pickList: (pickListId, depotIds) => services.pickLists.get(pickListId, depotIds),
    listPickLists: (filter, depotIds) => services.pickLists.list(filter, depotIds),
    stationsInArea: async (corners, depotIds) => stationsInArea(await services.network.listStations(depotIds), corners),
    vehiclePositions: async (waveId, depotIds, signal) =>
      positions(await listRunsUnderWay(knex, waveId, depotIds), systemClock.now(), signal),
    planGeoJson: services.planGeoJson,
    exports: services.exports,
    openTables,
    eventsAfter: events.eventsAfter,
    lastEventId: events.lastEventId,
    installation: () => ({
      version: programVersion(projectRoot),
      storage: database.describeStorage(),
      routing: services.routing.name,
      estimated: services.routing.estimated,
    }),
    readSetupFigures: makeSetupReader(database),
    findMap: () => findCurrentMap(mapsFolder),
    async mapInUse() {
      const { mapId = '', name = '' } = findCurrentMap(mapsFolder) ?? {};
      const said = await recordsMap.find();
      const otherMap = said === undefined || said.mapId === mapId ? undefined : { mapId: said.mapId, name: said.name };
      const { tileUrl, tileAttribution } = config;
      const tileDatum = tileUrl === undefined ? undefined : config.tileDatum;
      return { mapId, name, estimated: services.routing.estimated, tileUrl, tileDatum, tileAttribution, otherMap };
    },
  };
  return makeHttpApp({
    endpoints: makeEndpoints(http),
    accounts: services.accounts,
    idempotency: makeIdempotencyStore(database),
    inTransaction: database.inTransaction,
    log,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    tileUrl: config.tileUrl,
    webFolder: path.join(projectRoot, 'dist', 'web'),
    version: programVersion(projectRoot),
    findBaseMap(mapId) {
      const folder = path.join(mapsFolder, mapId, baseMapFolderName);
      return existsSync(folder) ? makeBaseMapStore(folder) : undefined;
    },
    async readiness() {
      const databaseFault = await database.findFault();
      return {
        ready: state.ready && databaseFault === undefined,
        databaseFault,
        detail: {
          storage: database.describeStorage(),
          routing: services.routing.name,
          estimated: services.routing.estimated,
          demo: databaseFault === undefined ? await demoNow() : 'unknown',
        },
      };
    },
    metrics: () => {
      const memory = process.memoryUsage();
      return [
        '# TYPE tuanda_up gauge',
        `tuanda_up ${state.ready ? 1 : 0}`,
        '# TYPE tuanda_resident_memory_bytes gauge',
        `tuanda_resident_memory_bytes ${memory.rss}`,
        '# TYPE tuanda_uptime_seconds counter',
        `tuanda_uptime_seconds ${Math.round(process.uptime())}`,
        '# TYPE tuanda_last_backup_timestamp_seconds gauge',
        `tuanda_last_backup_timestamp_seconds ${backups.lastGoodSeconds()}`,
        '',
      ].join('\n');
    },
  });
}
