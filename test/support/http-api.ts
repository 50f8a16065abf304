import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { makeAccountStore } from '../../server/adapters/db/accounts/account-store.js';
import { makeAuditReader } from '../../server/adapters/db/accounts/audit-reader.js';
import { makeIdempotencyStore } from '../../server/adapters/db/accounts/idempotency-store.js';
import { makePeopleStore } from '../../server/adapters/db/accounts/people-store.js';
import { makeBackupStore } from '../../server/adapters/db/backups/backup-store.js';
import { makeDemoStore } from '../../server/adapters/db/beginning/demo-store.js';
import { makeSetupReader } from '../../server/adapters/db/beginning/setup-reader.js';
import { makeCaseStore } from '../../server/adapters/db/cases/case-store.js';
import { makeClaimChanges } from '../../server/adapters/db/cases/claim-changes.js';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makeProgressReader } from '../../server/adapters/db/delivery/progress/progress-reader.js';
import { makeRunChanges } from '../../server/adapters/db/delivery/run-changes.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import { listRunsUnderWay } from '../../server/adapters/db/delivery/runs-under-way.js';
import type { Database } from '../../server/adapters/db/engine/database.js';
import { makeEventReader } from '../../server/adapters/db/exchange/event-reader.js';
import { makeExportReader } from '../../server/adapters/db/exchange/export-reader.js';
import { makeImportMappingStore } from '../../server/adapters/db/exchange/import-mapping-store.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { makeWebhookStore } from '../../server/adapters/db/exchange/webhook-store.js';
import { filtersOf, type ListName, makeListReader } from '../../server/adapters/db/list-reader.js';
import { makeOrderBatches } from '../../server/adapters/db/orders/order-batches.js';
import { readOrderChain } from '../../server/adapters/db/orders/order-chain.js';
import { makePriorityRuleStore } from '../../server/adapters/db/orders/priority-rule-store.js';
import { makeTrafficStore } from '../../server/adapters/db/traffic/traffic-store.js';
import { makePickListStore } from '../../server/adapters/db/warehouse/pick-list-store.js';
import { makeFurtherWaves } from '../../server/adapters/db/waves/further-waves.js';
import { makeToteStore } from '../../server/adapters/db/waves/tote-store.js';
import { makeBackupFolder } from '../../server/adapters/files/backup-folder.js';
import { auditCsv } from '../../server/adapters/files/csv/audit-csv.js';
import { makeExports } from '../../server/adapters/files/exports.js';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { writeCardsDocument } from '../../server/adapters/files/write-document.js';
import { makeHttpApp } from '../../server/adapters/http/app.js';
import type { Endpoint } from '../../server/adapters/http/endpoint.js';
import { makeEndpoints } from '../../server/adapters/http/endpoints.js';
import { makeJobRunner } from '../../server/adapters/jobs/job-runner.js';
import { makeStraightLineEngine } from '../../server/adapters/routing/straight-line-engine.js';
import { assertSendable } from '../../server/adapters/webhooks/public-address.js';
import { makeWebhookSender } from '../../server/adapters/webhooks/webhook-sender.js';
import { makeAccounts } from '../../server/application/accounts/accounts.js';
import { makeInvitePeople } from '../../server/application/accounts/invite-people.js';
import { makeManagePeople } from '../../server/application/accounts/manage-people.js';
import type { PasswordCost } from '../../server/application/accounts/secrets.js';
import type { IdentityProvider } from '../../server/application/accounts/sign-in/identity-provider.js';
import { assertFolder, backupHealth, makeBackupJob } from '../../server/application/backups/keep-backups.js';
import { makeRemoveDemo } from '../../server/application/beginning/remove-demo.js';
import type { Clock } from '../../server/application/clock.js';
import { makeReportDesk } from '../../server/application/delivery/report-desk.js';
import { makeVehiclePositions } from '../../server/application/delivery/vehicle-positions.js';
import { makeImportFiles } from '../../server/application/exchange/imports/import-files.js';
import { makeTestWebhook } from '../../server/application/exchange/webhooks/test-webhook.js';
import type { Geocoder } from '../../server/application/network/geocoder.js';
import { makeOrderDesk } from '../../server/application/orders/order-desk.js';
import { makeReadRouteKpis } from '../../server/application/planning/loading/read-route-kpis.js';
import { makePlanGeoJson } from '../../server/application/planning/map/plan-geojson.js';
import { stationsInArea } from '../../server/application/planning/map/stations-in-area.js';
import { makePlanJob } from '../../server/application/planning/plan-job.js';
import { makeReadPlanTravel } from '../../server/application/planning/plan-travel.js';
import { makeEndReport } from '../../server/application/traffic/end-report.js';
import { makeReportTraffic } from '../../server/application/traffic/report-traffic.js';
import { heldRestrictions, makeRestrictVehicles } from '../../server/application/traffic/restrict-vehicles.js';
import { makeTakeTrack } from '../../server/application/traffic/take-track.js';
import { makeLookAtRoads } from '../../server/application/traffic/traffic-state.js';
import { makeReadLegSources } from '../../server/application/travel/leg-sources.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { makeMapFiles } from '../../server/beginning/map-files.js';
import { makeMapUploads } from '../../server/beginning/map-uploads.js';
import { openBackupFile, openBackups } from '../../server/compose-backups.js';
import { openImports } from '../../server/compose-imports.js';
import { composeNetwork } from '../../server/compose-network.js';
import type { Config } from '../../server/config.js';
import type { Role } from '../../server/domain/accounts/role.js';
import { hourOf } from '../../server/domain/local-time.js';
import { checkAnswer } from './check-answer.js';
import { recordOver } from './record.js';
import { silentLog } from './template-database.js';
import { testBox } from './test-box.js';

/** An answer of the API, its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly body: any;
}

export interface Sent {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: BodyInit;
}

const clock = { now: () => new Date() };
let ids = 0;

/** The scheme of the product with a thousandth of its work. */
export const quickPasswords: PasswordCost = { N: 32, r: 8, p: 1 };

const newId = (prefix: string) => `${prefix}-t${++ids}`;

/** The whole API over a database, on a port of this machine. Close it when the test is done. */
export async function serveApi(
  database: Database,
  settings: {
    publicUrl?: string;
    trustedProxies?: readonly string[];
    routing?: RoutingEngine;
    webhookPrivateHosts?: readonly string[];
    /** The map in use; none where a test says nothing. */
    /** Where maps are built, and from which folders of the server. */
    maps?: { dataFolder: string; folders: readonly string[] };
    map?: { mapId: string; name: string; bbox: { west: number; south: number; east: number; north: number } };
    /** What a guess at a password costs; next to nothing where a test says nothing, because it makes hundreds. */
    passwordCost?: PasswordCost;
    provider?: IdentityProvider;
    /** One that finds nothing where a test says nothing. */
    geocoders?: readonly Geocoder[];
    /** Of the endpoints; the hour of the test's run where a test says nothing. */
    clock?: Clock;
    /** Where backups go to, and how many of them stay; none are made without. */
    backups?: { folder: string; keep: number };
  } = {},
) {
  const routing = settings.routing ?? makeStraightLineEngine();
  const traffic = makeTrafficStore(database);
  const record = recordOver(database, settings.routing);
  const { knex } = database;
  const passwordCost = settings.passwordCost ?? quickPasswords;
  const accounts = makeAccounts({
    store: makeAccountStore(database),
    clock,
    newId,
    secretBox: testBox,
    passwordCost,
    provider: settings.provider,
  });
  const lists = makeListReader(knex);
  const pickLists = makePickListStore(database);
  const field = makeFieldStore(database);
  const planGeoJson = makePlanGeoJson(routing, record.travel, record.network);
  const backupStore = makeBackupStore(database);
  const backupFolder = settings.backups && makeBackupFolder(settings.backups.folder);
  const backupOptions = {
    make: openBackups(database, { dataFolder: '/nonexistent' }).make,
    folder: backupFolder,
    openFile: openBackupFile,
    store: backupStore,
    keep: settings.backups?.keep ?? 1,
    withMaps: false,
    password: undefined,
    host: 'here',
    clock,
    newId,
    warn: () => undefined,
  };
  const importFiles = makeImportFiles(makeIntakeStore(database), clock, newId, makeImportMappingStore(database));
  const draftFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-drafts-'));
  const imports = openImports(database, {
    importFiles,
    geocoders: settings.geocoders ?? [{ name: 'none', find: async () => [] }],
    draftsFolder: draftFolder,
    timeZone: 'Asia/Shanghai',
    clock,
    newId,
  });
  const demo = makeDemoStore(database);
  const mapFiles = makeMapFiles({
    dataFolder: settings.maps?.dataFolder ?? draftFolder,
    maps: { mostUploadBytes: 1_000_000, folders: settings.maps?.folders ?? [] },
  } as Config);
  const jobs = makeJobRunner({
    knex,
    afterCommit: database.afterCommit,
    clock,
    newId,
    log: silentLog,
    owner: 'test',
    alone: false,
    handlers: {
      plan: makePlanJob(record.planWave, record.plans, availableParallelism()),
      backup: makeBackupJob(backupOptions),
      'demo-remove': async ({ by, payload, signal, tell }) => {
        const { accountId } = payload as { accountId: string };
        const { total } = await makeRemoveDemo(demo, clock, async () => undefined)({ by, accountId, signal, tell });
        return { demo: 'removed', rows: total };
      },
      ...imports.handlers,
    },
  });
  const positions = makeVehiclePositions(record.planning.routing);
  const peopleStore = makePeopleStore(database);
  const webhooks = makeWebhookStore(database, testBox);
  const endpoints: Endpoint[] = makeEndpoints({
    accounts,
    invitePeople: makeInvitePeople(peopleStore, clock, newId),
    people: makeManagePeople(peopleStore, clock),
    writeCards: writeCardsDocument,
    publicUrl: settings.publicUrl,
    clock: settings.clock ?? clock,
    newId,
    waves: record.waves,
    furtherWaves: makeFurtherWaves(database),
    totes: makeToteStore(database),
    plans: record.plans,
    editPlan: record.editPlan,
    changeOrders: record.changeOrders,
    replan: record.replan,
    importFiles,
    ...imports.services,
    orderDesk: makeOrderDesk(makeOrderBatches(database), clock, newId),
    jobs,
    backups: {
      health: async () => backupHealth(await backupStore.last(), backupFolder !== undefined, clock.now()),
      assertFolder: () => assertFolder(backupFolder),
    },
    field,
    reportDesk: makeReportDesk(field),
    traffic,
    readPlanTravel: makeReadPlanTravel(record.planning),
    readRouteKpis: makeReadRouteKpis(record.planning),
    readLegSources: makeReadLegSources(record.planning),
    readTrafficState: makeLookAtRoads({ ...record.planning, clock }),
    restrictions: record.planning.restrictions,
    restrictVehicles: makeRestrictVehicles({ store: record.planning.restrictions, routing, clock, newId }),
    heldRestrictions: () => heldRestrictions(routing),
    reportTraffic: makeReportTraffic({ store: traffic, routing, clock, newId }),
    endReport: makeEndReport({ store: traffic, clock }),
    takeTrack: makeTakeTrack({ store: traffic, routing, clock, hourOf: (at) => hourOf(at, 'Asia/Shanghai') }),
    timeZone: 'Asia/Shanghai',
    stopping: new AbortController().signal,
    demo,
    webhooks,
    testWebhook: makeTestWebhook(webhooks, makeWebhookSender(settings.webhookPrivateHosts ?? [], '0'), clock, newId),
    audit: makeAuditReader(database),
    auditCsv,
    assertSendable: (url) => assertSendable(url, settings.webhookPrivateHosts ?? []),
    ...composeNetwork(database, routing, clock, 'Asia/Shanghai'),
    list: (name, filters, page, depotIds) => lists.list(name as ListName, filters, page, depotIds),
    item: (name, id, depotIds) => lists.item(name as ListName, id, depotIds),
    filtersOf: (name) => filtersOf(name as ListName),
    ...makeRunChanges(database),
    ...makePriorityRuleStore(database),
    ...makeClaimChanges(database),
    cases: makeCaseStore(database),
    ...makeEventReader(knex),
    orderChain: (orderId, depotIds) => readOrderChain(knex, orderId, depotIds),
    runs: makeRunReader(knex),
    progress: makeProgressReader(knex),
    pickList: (pickListId, depotIds) => pickLists.get(pickListId, depotIds),
    listPickLists: (filter, depotIds) => pickLists.list(filter, depotIds),
    planGeoJson,
    exports: makeExports({
      ...record,
      pickLists,
      totes: makeToteStore(database),
      exportReader: makeExportReader(database),
      clock,
      planGeoJson,
    }),
    stationsInArea: async (corners, depotIds) => stationsInArea(await record.network.listStations(depotIds), corners),
    vehiclePositions: async (waveId, depotIds, signal) =>
      positions(await listRunsUnderWay(knex, waveId, depotIds), clock.now(), signal),
    openTables,
    installation: () => ({ version: '0', storage: 'tests', routing: routing.name, estimated: routing.estimated }),
    readSetupFigures: makeSetupReader(database),
    findMap: () =>
      settings.map && {
        ...settings.map,
        builtAt: '2024-06-01T00:00:00.000Z',
        sourceFile: 'x.osm.pbf',
        demo: false,
        credit: '© OpenStreetMap contributors',
      },
    mapFiles,
    mapUploads: makeMapUploads(database, mapFiles, clock),
    mapInUse: async () => ({ mapId: '', name: '', estimated: true, tileUrl: undefined, otherMap: undefined }),
  });
  const app = makeHttpApp({
    endpoints,
    accounts,
    idempotency: makeIdempotencyStore(database),
    inTransaction: database.inTransaction,
    log: silentLog,
    publicUrl: settings.publicUrl,
    trustedProxies: settings.trustedProxies ?? [],
    tileUrl: undefined,
    webFolder: '/nonexistent',
    version: '0',
    findBaseMap: () => undefined,
    readiness: async () => ({ ready: true, databaseFault: undefined, detail: { demo: 'none' } }),
    metrics: () => '',
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;

  const ask = async (method: string, path: string, { key, headers, json, body }: Sent = {}): Promise<Answer> => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      await response.body!.cancel();
      return { status: response.status, headers: response.headers, body: undefined };
    }
    const text = await response.text();
    // Files are looked into by the tests of files; here they are text.
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    };
    checkAnswer(endpoints, method, path, answer);
    return answer;
  };
  return {
    address,
    accounts,
    endpoints,
    record,
    ask,
    /** Waits for a job to end. */
    async untilDone(jobId: string, key: string) {
      for (;;) {
        const { body } = await ask('GET', `/jobs/${jobId}`, { key });
        if (body.status !== 'running' && body.status !== 'waiting') return body;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** A key of a role. */
    /** A new key, also of depots that are not there. */
    async keyOf(role: Role, depots?: string | readonly string[]) {
      const add = (depotIds: readonly string[] | undefined) => accounts.addKey(`k${++ids}`, role, depotIds, 'test');
      const depotIds = depots === undefined ? undefined : [depots].flat();
      const { rows } = await knex.raw('select count(*)::int as known from depots where depot_id = any(?)', [
        depotIds ?? [],
      ] as never);
      if (depotIds === undefined || rows[0].known === depotIds.length) return (await add(depotIds)).key;
      const { key, keyId } = await add(undefined);
      await knex.raw('update api_keys set depot_ids = ?::jsonb where key_id = ?', [JSON.stringify(depotIds), keyId]);
      return key;
    },
    /** The cookie of a new user's session. */
    async cookieOf(role: Role, of: { depotIds?: readonly string[]; courierId?: string; stationId?: string } = {}) {
      const user = await accounts.addUser({ login: `u${++ids}`, name: role, role, ...of }, 'test');
      const { secret } = await accounts.logInByLink(await accounts.makeLoginLink(user.userId));
      return `tuanda_session=${secret}`;
    },
    async close() {
      await jobs.close();
      rmSync(draftFolder, { recursive: true, force: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Api = Awaited<ReturnType<typeof serveApi>>;
