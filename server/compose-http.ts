import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeIdempotencyStore } from './adapters/db/accounts/idempotency-store.js';
import { makeSetupReader } from './adapters/db/beginning/setup-reader.js';
import { makeCaseStore } from './adapters/db/cases/case-store.js';
import { makeClaimChanges } from './adapters/db/cases/claim-changes.js';
import { makeFieldStore } from './adapters/db/delivery/field-store.js';
import { makeProgressReader } from './adapters/db/delivery/progress/progress-reader.js';
import { makeRunChanges } from './adapters/db/delivery/run-changes.js';
import { makeRunReader } from './adapters/db/delivery/run-reader.js';
import { listRunsUnderWay } from './adapters/db/delivery/runs-under-way.js';
import { makeEventReader } from './adapters/db/exchange/event-reader.js';
import { makeWebhookStore } from './adapters/db/exchange/webhook-store.js';
import { filtersOf, makeListReader } from './adapters/db/list-reader.js';
import { readOrderChain } from './adapters/db/orders/order-chain.js';
import { makePriorityRuleStore } from './adapters/db/orders/priority-rule-store.js';
import { makeMapInUse } from './adapters/db/travel/map-in-use.js';
import { makeFurtherWaves } from './adapters/db/waves/further-waves.js';
import { auditCsv } from './adapters/files/csv/audit-csv.js';
import { openTables } from './adapters/files/open-tables.js';
import { writeCardsDocument } from './adapters/files/write-document.js';
import { makeHttpApp } from './adapters/http/app.js';
import { makeEndpoints } from './adapters/http/endpoints.js';
import type { HttpServices } from './adapters/http/services.js';
import { makeBaseMapStore } from './adapters/map/base-map/base-map-store.js';
import { findCurrentMap, mapsFolderOf } from './adapters/routing/map-folder.js';
import { assertSendable } from './adapters/webhooks/public-address.js';
import { makeWebhookSender } from './adapters/webhooks/webhook-sender.js';
import { toldDemoState } from './application/beginning/demo-store.js';
import { makeReportDesk } from './application/delivery/report-desk.js';
import { makeVehiclePositions } from './application/delivery/vehicle-positions.js';
import { makeTestWebhook } from './application/exchange/webhooks/test-webhook.js';
import type { JobRunner } from './application/jobs.js';
import { stationsInArea } from './application/planning/map/stations-in-area.js';
import { baseMapFolderName } from './cli/commands/build-city-map.js';
import { projectRoot } from './compiled.js';
import { newId, type Services, systemClock } from './compose.js';
import type { openImports } from './compose-imports.js';
import { composeNetwork } from './compose-network.js';
import type { keepBackups } from './keep-backups.js';
import { programVersion } from './program-version.js';

export interface ServerState {
  ready: boolean;
}

/** The API and the pages, over all that was opened. */
export function makeApp(
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
  const demoNow = () =>
    Promise.race([services.demo.find().then(({ state }) => toldDemoState[state]), wait(500, 'unknown')]);
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
