import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { backends } from './adapters/db/engine/backend.js';
import { makeFirstStart } from './adapters/db/engine/first-start.js';
import type { makeHttpApp } from './adapters/http/app.js';
import { makeHttpServer } from './adapters/http/connections/http-server.js';
import { shedLoad } from './adapters/http/connections/shed-load.js';
import { refuseLoad } from './adapters/http/requests/problem.js';
import { makeJobRunner } from './adapters/jobs/job-runner.js';
import { makePlanJob } from './application/planning/plan-job.js';
import { demoJobs } from './beginning/demo-jobs.js';
import { type FirstChoice, writeFirstRows } from './beginning/first-rows.js';
import { loadDemo } from './beginning/load-demo.js';
import { makeMapFiles } from './beginning/map-files.js';
import { makeMapJob } from './beginning/map-job.js';
import { makeMapUploads } from './beginning/map-uploads.js';
import { newId, openServices, type Services, systemClock } from './compose.js';
import { makeApp, type ServerState } from './compose-http.js';
import { openImports } from './compose-imports.js';
import type { Config } from './config.js';
import { followMap } from './follow-map.js';
import { gettingReadyPage } from './getting-ready-page.js';
import { keepBackups } from './keep-backups.js';
import { sendWebhooks } from './send-webhooks.js';
import { keepFilesTidy } from './upkeep/keep-files-tidy.js';
import { keepTablesFit } from './upkeep/keep-tables-fit.js';
import { keepTheClock } from './upkeep/keep-the-clock.js';

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
      draftsFolder: config.draftsFolder,
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
