import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { type Database, openDatabase } from '../../../server/adapters/db/engine/database.js';
import { Seeded } from '../../../server/demo/seeded.js';
import { ask } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import { signIn } from '../servers/sign-in.js';
import { courierIdOf, deliveryDate, depotId, smallNetwork, writeNetwork } from '../servers/small-network.js';
import { adminKey, runTuanda, startTuanda, type TuandaPlace, type TuandaServer } from '../servers/tuanda-server.js';
import { dispatchWaves, importFiles, makeThings, type Round, reportRuns, sendOrders } from './actors.js';
import { checkRecord } from './check-record.js';
import { FactFollower } from './follow-facts.js';
import { Ledger } from './ledger.js';

export interface KillSettings {
  /** Of PostgreSQL; undefined: the embedded database. */
  readonly database: string | undefined;
  readonly rounds: number;
  /** The longest time under load before somebody is killed. */
  readonly seconds: number;
  readonly seed: number;
  readonly port: number;
}

const couriers = 4;
/** The ticker looks for cutoffs at these seconds of a minute. */
const tickMilliseconds = 15_000;

/** Kills servers or their database connections under load, starts again, repeats, and compares. @returns whether all is well. */
export async function killUnderLoad(scratch: Scratch, settings: KillSettings): Promise<boolean> {
  const { database, seed, port } = settings;
  const random = new Seeded(seed, 7);
  const databaseUrl = database === undefined ? undefined : await scratch.createDatabase(database);
  const placeOf = (at: number): TuandaPlace => ({ dataFolder: path.join(scratch.folder, `data-${at}`), databaseUrl });
  const files = path.join(scratch.folder, 'network');
  writeNetwork(files, smallNetwork, seed);
  await runTuanda(placeOf(0), ['import', files]);
  const servers: TuandaServer[] = [];
  for (let at = 0; at < (databaseUrl === undefined ? 1 : 2); at++)
    servers.push(await startTuanda(scratch, placeOf(at), port + at));
  const address = () => servers[random.below(servers.length)].address;
  const cookies: string[] = [];
  for (let at = 0; at < couriers; at++) {
    const courierId = courierIdOf(at);
    cookies.push(
      await signIn(servers[0].address, { login: courierId, name: courierId, role: 'courier', depotId, courierId }),
    );
  }
  const ledger = new Ledger();
  const follower = new FactFollower((text) => ledger.fault(text));
  const waveIds: string[] = [];
  const readyTimes: number[] = [];
  const restart = async (at: number) => {
    servers[at] = await startTuanda(scratch, placeOf(at), port + at);
    readyTimes.push(servers[at].readyMilliseconds);
  };
  for (let number = 1; number <= settings.rounds; number++) {
    const date = deliveryDate(1 + number);
    waveIds.push(`${depotId}-${date.replaceAll('-', '')}-1`);
    const began = performance.now();
    let over = false;
    const round: Round = { number, date, ledger, random, address, isOver: () => over };
    const isCutoff = databaseUrl !== undefined && number % 3 === 0;
    const work = [
      ...[1, 2, 3].map(() => sendOrders(round)),
      importFiles(round),
      makeThings(round),
      // The wave of a round of cutoff is left to the clock.
      wait(random.below(2000)).then(() => dispatchWaves(round, isCutoff ? waveIds.slice(0, -1) : waveIds)),
      ...cookies.map((cookie) => reportRuns(round, cookie)),
      follower.follow(address, () => over),
    ];
    if (isCutoff) await letCutoffCome(databaseUrl, waveIds.at(-1)!, random);
    else await wait(random.between(200, settings.seconds * 1000));
    const victim = random.below(servers.length);
    const killsServer = databaseUrl === undefined || number % 2 === 1;
    if (killsServer) await servers[victim].end('SIGKILL');
    else await endBackend(databaseUrl, random);
    over = true;
    const killedAt = performance.now();
    await Promise.all(work);
    if (killsServer) await restart(victim);
    const startedAt = performance.now();
    const open = ledger.open.size;
    await checkHalves(ledger, servers[0].address);
    await repeatOpen(ledger, address);
    await follower.catchUp(servers[0].address);
    const repeatedAt = performance.now();
    // The embedded database lets one process in: the server makes room for the look into it.
    if (databaseUrl === undefined) await servers[0].end('SIGTERM');
    const record = await openDatabase({
      databaseUrl,
      dataFolder: placeOf(0).dataFolder,
      log: pino({ level: 'silent' }),
      maxConnections: 2,
    });
    try {
      if (databaseUrl !== undefined) await untilNobodyWrites(record);
      for (const text of await checkRecord(record.knex, ledger, follower.heard, follower.upTo)) ledger.fault(text);
    } finally {
      await record.close();
    }
    if (databaseUrl === undefined) await restart(0);
    for (const server of servers) {
      if (!server.isRunning()) ledger.fault(`A server ended by itself: ${server.log().slice(-2000)}`);
    }
    const took = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
    console.log(
      `round ${number}: killed ${killsServer ? `server ${victim + 1}` : 'a database connection'}${isCutoff ? ' at a cutoff' : ''}; ` +
        `${open} unanswered, ${ledger.acknowledged} acknowledged, ${ledger.takenGrams.size} orders, ${ledger.faults.length} faults; ` +
        `load ${took(began, killedAt)}, start ${took(killedAt, startedAt)}, repeats ${took(startedAt, repeatedAt)}, ` +
        `comparison ${took(repeatedAt, performance.now())}`,
    );
  }
  return report(settings, ledger, follower, readyTimes);
}

function report(
  { rounds, database, seed }: KillSettings,
  ledger: Ledger,
  follower: FactFollower,
  readyTimes: readonly number[],
): boolean {
  const count = (pattern: RegExp) => ledger.faults.filter((text) => pattern.test(text)).length;
  const asked = database === undefined ? 10_000 : 5000;
  const worstReady = Math.round(Math.max(...readyTimes));
  console.log(
    JSON.stringify({
      rounds,
      where: database === undefined ? 'embedded' : 'PostgreSQL, 2 servers',
      seed,
      acknowledged: ledger.acknowledged,
      repeated: ledger.repeated,
      orders: ledger.takenGrams.size,
      reports: ledger.reports.size,
      facts: follower.heard.size,
      lost: count(/^lost|never told/),
      doubled: count(/doubled|more than once/),
      half: count(/half|in part|without/),
      faults: ledger.faults.length,
      worstReadyMilliseconds: worstReady,
      readyAskedMilliseconds: asked,
    }),
  );
  return ledger.faults.length === 0 && worstReady <= asked;
}

/** Of each unanswered file or batch all orders are there, or none. */
async function checkHalves(ledger: Ledger, address: string): Promise<void> {
  for (const { what, orders } of ledger.open) {
    if (orders.length < 2) continue;
    const there = await Promise.all(
      orders.map(
        async ({ orderId }) =>
          (await ask(address, { method: 'GET', path: `/orders/${orderId}`, key: adminKey })).status,
      ),
    );
    const count = there.filter((status) => status === 200).length;
    if (count !== 0 && count !== orders.length)
      ledger.fault(`half: ${what}: ${count} of ${orders.length} orders are there`);
  }
}

/** Repeats what was not answered, with the same Idempotency-Keys, until it is. */
async function repeatOpen(ledger: Ledger, address: () => string): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (ledger.open.size > 0) {
    for (const entry of ledger.open) {
      ledger.repeated++;
      if ((await ledger.send(address(), entry)) === undefined) await wait(300);
    }
    if (performance.now() > deadline) {
      ledger.fault(
        `Not answered within two minutes of repeating: ${[...ledger.open].map(({ what }) => what).join(', ')}`,
      );
      return;
    }
  }
}

/** Has a wave's cutoff pass under load, and waits until the clock may be closing it. */
async function letCutoffCome(databaseUrl: string, waveId: string, random: Seeded): Promise<void> {
  const untilTick = () => tickMilliseconds - (Date.now() % tickMilliseconds);
  if (untilTick() < 2500) await wait(untilTick() + 100);
  await wait(untilTick() - 1500);
  await withDatabase(databaseUrl, async ({ knex }) => {
    await knex.raw('update waves set cutoff_at = now() where wave_id = ?', [waveId]);
  });
  await wait(untilTick() + random.between(-50, 600));
}

/** Ends one of the servers' connections to the database, in whatever it is doing. */
async function endBackend(databaseUrl: string, random: Seeded): Promise<void> {
  await withDatabase(databaseUrl, async ({ knex }) => {
    const { rows } = await knex.raw(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       order by (state = 'idle')::integer, pid`,
    );
    const { pid } = rows[random.below(Math.max(1, Math.min(3, rows.length)))];
    await knex.raw('select pg_terminate_backend(?)', [pid]);
  });
}

/** Waits until no transaction that changes something is under way. */
async function untilNobodyWrites({ knex }: Database): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = await knex.raw(
      `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and backend_xid is not null`,
    );
    if (rows.length === 0) return;
    await wait(100);
  }
}

async function withDatabase(databaseUrl: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase({
    databaseUrl,
    dataFolder: 'unused',
    log: pino({ level: 'silent' }),
    maxConnections: 1,
  });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
