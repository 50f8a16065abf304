import { randomBytes } from 'node:crypto';
import pino, { type Logger } from 'pino';
import { makeAccountStore } from './adapters/db/accounts/account-store.js';
import { makeAuditReader } from './adapters/db/accounts/audit-reader.js';
import { makePeopleStore } from './adapters/db/accounts/people-store.js';
import { renewSecondFactors } from './adapters/db/accounts/sign-in/renew-second-factors.js';
import { makeDemoStore } from './adapters/db/beginning/demo-store.js';
import { makeRemainingLegs } from './adapters/db/delivery/remaining-legs.js';
import { type Database, openDatabase } from './adapters/db/engine/database.js';
import { makeMaintainTables } from './adapters/db/engine/maintain-tables.js';
import { makeExportReader } from './adapters/db/exchange/export-reader.js';
import { makeImportMappingStore } from './adapters/db/exchange/import-mapping-store.js';
import { makeIntakeStore } from './adapters/db/exchange/import-store.js';
import { sealWebhookSecrets } from './adapters/db/exchange/webhook-store.js';
import { makeNetworkReader } from './adapters/db/network/network-store.js';
import { makeOrderBatches } from './adapters/db/orders/order-batches.js';
import { makeOrderChangeStore } from './adapters/db/orders/order-changes.js';
import { makePlanStore } from './adapters/db/planning/plan-store.js';
import { makeReplanStore } from './adapters/db/planning/replanning/replan-store.js';
import { makeRestrictionStore } from './adapters/db/traffic/restriction-store.js';
import { makeTrafficStore } from './adapters/db/traffic/traffic-store.js';
import { makeTravelStore } from './adapters/db/travel/travel-store.js';
import { makeLeavingGoods } from './adapters/db/warehouse/leaving-goods.js';
import { makePickListStore } from './adapters/db/warehouse/pick-list-store.js';
import { makeToteStore } from './adapters/db/waves/tote-store.js';
import { makeWaveStore } from './adapters/db/waves/wave-store.js';
import { makeExports } from './adapters/files/exports.js';
import { openProvider } from './adapters/geocoding/open-provider.js';
import { makeOfflineGeocoder } from './adapters/map/address-index/offline-geocoder.js';
import { makeOpenIdProvider } from './adapters/oidc/open-id-provider.js';
import { makeExchangeableEngine } from './adapters/routing/exchangeable-engine.js';
import { findCurrentMap, mapsFolderOf } from './adapters/routing/map-folder.js';
import { openRoutingEngine } from './adapters/routing/open-routing-engine.js';
import { readKeyFile } from './adapters/secrets/key-file.js';
import { makeSecretBox } from './adapters/secrets/secret-box.js';
import { makeThreadSolver } from './adapters/solver/thread-solver.js';
import { makeAccounts } from './application/accounts/accounts.js';
import { makeInvitePeople } from './application/accounts/invite-people.js';
import { makeManagePeople } from './application/accounts/manage-people.js';
import { secondFactorPurpose } from './application/accounts/sign-in/second-factor.js';
import type { Clock, NewId } from './application/clock.js';
import { makeFollowTraffic } from './application/delivery/follow-traffic.js';
import type { FindExtent, RoadMeters } from './application/exchange/imports/datum-by-roads.js';
import { makeImportFiles } from './application/exchange/imports/import-files.js';
import type { Geocoder } from './application/network/geocoder.js';
import { makeChangeOrders } from './application/orders/change-orders.js';
import { makeOrderDesk } from './application/orders/order-desk.js';
import { makeEditPlan } from './application/planning/edits/edit-plan.js';
import { makeReadRouteKpis } from './application/planning/loading/read-route-kpis.js';
import { makePlanGeoJson } from './application/planning/map/plan-geojson.js';
import { makeReadPlanTravel } from './application/planning/plan-travel.js';
import { makePlanWave } from './application/planning/plan-wave.js';
import { makeReplan } from './application/planning/replanning/replan.js';
import { makeEndReport } from './application/traffic/end-report.js';
import { makeReportTraffic } from './application/traffic/report-traffic.js';
import { heldRestrictions, makeRestrictVehicles } from './application/traffic/restrict-vehicles.js';
import { makeSpeedsForWave } from './application/traffic/speeds-for-wave.js';
import { makeTakeTrack } from './application/traffic/take-track.js';
import { makeLookAtRoads } from './application/traffic/traffic-state.js';
import { makeReadLegSources } from './application/travel/leg-sources.js';
import { rememberTravel } from './application/travel/remember-travel.js';
import type { RoutingEngine } from './application/travel/routing/routing-port.js';
import { projectRoot } from './compiled.js';
import type { Config } from './config.js';
import { describeFault } from './describe-fault.js';
import { hourOf } from './domain/local-time.js';
import { programVersion } from './program-version.js';
import { analyzedAfter } from './upkeep/analyzed-after.js';

/** Of kept travel times in memory: some 60 states of speeds between 600 places. */
const travelBytes = 200_000_000;

export const systemClock: Clock = { now: () => new Date() };

/** Ids of 16 letters and digits behind their prefix; nobody can guess one. */
export const newId: NewId = (prefix) =>
  `${prefix}-${BigInt(`0x${randomBytes(10).toString('hex')}`)
    .toString(36)
    .padStart(16, '0')}`;

/** The log, on stderr, so that stdout stays for answers. */
export function makeLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino(
    { level: config.logLevel ?? 'info', serializers: { err: describeFault } },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** Everything that does the work, wired together. */
export type Services = Awaited<ReturnType<typeof openServices>>;

/**
 * Opens the database and the routing engine and wires the use cases to them.
 *
 * @throws FolderHeldError when another process holds the embedded database.
 */
export async function openServices(config: Config, log: Logger) {
  const database: Database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataFolder: config.dataFolder,
    log,
  });
  await database.migrate();
  let mapFolder = findCurrentMap(mapsFolderOf(config.dataFolder))?.folder;
  const opened = await openRouting(config, log);
  const secretBox = makeSecretBox(config.secretKeys.length > 0 ? config.secretKeys : [readKeyFile(config.dataFolder)]);
  await sealWebhookSecrets(database, secretBox);
  await renewSecondFactors(database, secretBox, secondFactorPurpose);
  const network = makeNetworkReader(database.knex);
  const waves = makeWaveStore(database);
  const plans = makePlanStore(database);
  const travel = rememberTravel(makeTravelStore(database), travelBytes);
  const traffic = makeTrafficStore(database);
  const intake = makeIntakeStore(database);
  const people = makePeopleStore(database);
  // The engine may be exchanged while the server runs: a new map, or another engine when one is out.
  const exchangeable = makeExchangeableEngine(opened);
  const currentRouting = exchangeable.engine;
  const solver = makeThreadSolver();
  const restrictions = makeRestrictionStore(database);
  const speedsForWave = makeSpeedsForWave(traffic, restrictions);
  const replans = makeReplanStore(database);
  const planning = {
    waves,
    plans,
    replans,
    network,
    travel,
    routing: currentRouting,
    speedsForWave,
    restrictions,
    clock: systemClock,
    newId,
  };
  const pickLists = makePickListStore(database);
  const totes = makeToteStore(database);
  // Engines of somebody else's have roads of their own.
  const hasOwnRoads = config.routing.engine === 'valhalla';
  const roadMeters: RoadMeters = async (places, signal = new AbortController().signal) =>
    (await currentRouting.snap(places, 'auto', signal)).map((snap) => snap.roadMeters);
  const findExtent: FindExtent = () => {
    const bbox = hasOwnRoads ? findCurrentMap(mapsFolderOf(config.dataFolder))?.bbox : undefined;
    // The estimate knows no roads.
    return bbox && { ...bbox, roadMeters: currentRouting.estimated ? undefined : roadMeters };
  };
  const planGeoJson = makePlanGeoJson(currentRouting, travel, network);
  return {
    config,
    log,
    database,
    secretBox,
    audit: makeAuditReader(database),
    demo: makeDemoStore(database),
    network,
    waves,
    plans,
    travel,
    pickLists,
    totes,
    planGeoJson,
    exports: makeExports({
      waves,
      plans,
      travel,
      network,
      pickLists,
      totes,
      exportReader: makeExportReader(database),
      clock: systemClock,
      planGeoJson,
    }),
    routing: currentRouting,
    traffic,
    readPlanTravel: makeReadPlanTravel(planning),
    readRouteKpis: makeReadRouteKpis({ waves, network }),
    readLegSources: makeReadLegSources(planning),
    followTraffic: makeFollowTraffic({ ...planning, speedsForWave, drives: makeRemainingLegs(database) }),
    readTrafficState: makeLookAtRoads({ network, routing: currentRouting, speedsForWave, clock: systemClock }),
    restrictions,
    restrictVehicles: makeRestrictVehicles({ store: restrictions, routing: currentRouting, clock: systemClock, newId }),
    heldRestrictions: () => heldRestrictions(currentRouting),
    endReport: makeEndReport({ store: traffic, clock: systemClock }),
    reportTraffic: makeReportTraffic({ store: traffic, routing: currentRouting, clock: systemClock, newId }),
    takeTrack: makeTakeTrack({
      store: traffic,
      routing: currentRouting,
      clock: systemClock,
      hourOf: (at) => hourOf(at, config.timeZone),
    }),
    accounts: makeAccounts({
      store: makeAccountStore(database),
      clock: systemClock,
      newId,
      secretBox,
      adminKey: config.adminKey,
      provider: config.provider && makeOpenIdProvider(config.provider),
    }),
    invitePeople: makeInvitePeople(people, systemClock, newId),
    people: makeManagePeople(people, systemClock),
    findExtent,
    geocoders: openGeocoders(config),
    importFiles: analyzedAfter(
      makeImportFiles(intake, systemClock, newId, makeImportMappingStore(database), findExtent),
      makeMaintainTables(database),
      log,
    ),
    orderDesk: makeOrderDesk(makeOrderBatches(database), systemClock, newId),
    /** Ends imports whose process is gone, so that nobody waits for them. */
    async endInterruptedImports() {
      const importIds = await intake.endInterrupted();
      if (importIds.length > 0) log.warn({ importIds }, 'Imports were interrupted; their files are to be sent again.');
    },
    planWave: makePlanWave({ ...planning, solver }),
    editPlan: makeEditPlan(planning),
    changeOrders: makeChangeOrders({
      ...planning,
      intake,
      store: makeOrderChangeStore(database),
      goods: makeLeavingGoods(database),
    }),
    replan: makeReplan({ ...planning, solver }),
    /** Takes the map that was built meanwhile into use. Work that is under way ends on the one before. */
    async reopenRouting() {
      mapFolder = findCurrentMap(mapsFolderOf(config.dataFolder))?.folder;
      exchangeable.exchange(await openRouting(config, log), log);
      // The times of the map before may have gone with it.
      travel.forget();
    },
    /** The folder of the map that is open; undefined when there was none. */
    openMapFolder: () => mapFolder,
    async close() {
      await exchangeable.close();
      await database.close();
    },
  };
}

/** Whom addresses are asked of: the own map first, then the provider of the settings, where there is one. */
function openGeocoders({ dataFolder, geocoder }: Config): Geocoder[] {
  const offline = makeOfflineGeocoder(() => findCurrentMap(mapsFolderOf(dataFolder))?.folder);
  return geocoder === undefined
    ? [offline]
    : [offline, openProvider(geocoder, `Tuanda/${programVersion(projectRoot)}`)];
}

/** The routing engine of the settings; the marked estimate, said so, where there is no map to ask. */
export async function openRouting(config: Config, log: Logger): Promise<RoutingEngine> {
  const mapFolder = findCurrentMap(mapsFolderOf(config.dataFolder))?.folder;
  const { engine } = await openRoutingEngine({ ...config.routing, mapFolder, log });
  return engine;
}
