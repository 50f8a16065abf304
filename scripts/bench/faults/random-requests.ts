import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '../../../server/demo/seeded.js';
import { ask, mustAsk } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import { signIn } from '../servers/sign-in.js';
import { adminKey, startTuanda, type TuandaServer } from '../servers/tuanda-server.js';
import { KnownIds } from './known-ids.js';
import { type Freeze, probeLoop } from './loop-probe.js';
import { type Account, type ApiDescription, makeRequestMaker } from './make-request.js';
import { type RawAnswer, type RawRequest, RawSender } from './raw-request.js';

export interface RandomRequestsSettings {
  /** Of PostgreSQL; undefined: the embedded database. */
  readonly database: string | undefined;
  readonly requests: number;
  readonly seed: number;
  readonly port: number;
}

interface Fault {
  readonly number: number;
  readonly why: string;
  readonly request: RawRequest;
  readonly answer: RawAnswer;
}

const freezeMilliseconds = 100;
const timeoutMilliseconds = 60_000;
const mostShown = 20;

/** Sends random requests to a server with the demo day and looks for what must not happen. @returns whether all is well. */
export async function sendRandomRequests(scratch: Scratch, settings: RandomRequestsSettings): Promise<boolean> {
  const databaseUrl = settings.database === undefined ? undefined : await scratch.createDatabase(settings.database);
  const place = {
    dataFolder: path.join(scratch.folder, 'data'),
    databaseUrl,
    settings: { ROUTING_ENGINE: 'valhalla' },
  };
  const server = await startTuanda(scratch, place, settings.port);
  await untilDemo(server);
  const random = new Seeded(settings.seed);
  const ids = new KnownIds(random);
  await ids.refresh(server.address, adminKey);
  const description = (await (await fetch(`${server.address}/api/openapi.json`)).json()) as ApiDescription;
  const accounts: Account[] = [];
  await renewAccounts(server, ids, accounts);
  const { schemas } = description.components;
  const source = { random, schemas, idFor: (name: string) => ids.idFor(name), hostility: 0.03 };
  const readEtag = async (at: string) => {
    const answer = await ask(server.address, { method: 'GET', path: at.replace('/api/v1', ''), key: adminKey });
    return answer.headers.get('etag') ?? undefined;
  };
  const makeRequest = makeRequestMaker({ description, random, source, accounts, readEtag });
  const sender = new RawSender(settings.port, timeoutMilliseconds);
  scratch.onEnd(() => sender.close());
  const probe = probeLoop(settings.port, server.pid, freezeMilliseconds);
  const faults: Fault[] = [];
  const frozen: { freeze: Freeze; number: number; request: RawRequest; milliseconds: number }[] = [];
  const statuses = new Map<number, number>();
  const causes = new Map<string, number>();
  const began = performance.now();
  let answering = 0;
  for (let number = 1; number <= settings.requests && server.isRunning(); number++) {
    if (number % 300 === 0) {
      await ids.refresh(server.address, adminKey);
      await renewAccounts(server, ids, accounts);
    }
    const request = await makeRequest();
    const known = probe.freezes.length;
    const answer = await sender.send(request);
    answering += answer.milliseconds;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 503) {
      const cause = /"code":"([^"]+)"/.exec(answer.text)?.[1] ?? 'no code';
      causes.set(cause, (causes.get(cause) ?? 0) + 1);
    }
    const why = faultOf(answer);
    if (why !== undefined) {
      faults.push({ number, why, request, answer });
      if (faults.length <= mostShown) showFault(faults.at(-1)!);
    }
    // The probe's answer comes after the one of the request that held it up.
    if (answer.milliseconds > freezeMilliseconds) await wait(30);
    for (const freeze of probe.freezes.slice(known)) {
      frozen.push({ freeze, number, request, milliseconds: answer.milliseconds });
      if (frozen.length <= mostShown) showFreeze(freeze, number, request);
    }
    if (number % 500 === 0) {
      console.log(
        `${number} requests, ${Math.round((performance.now() - began) / 1000)} s, ${faults.length} faults, ${frozen.length} freezes`,
      );
    }
  }
  await probe.stop();
  const isAlive = server.isRunning() && (await fetch(`${server.address}/healthz`).catch(() => undefined))?.ok === true;
  const longest = probe.longest();
  console.log(
    `statuses: ${[...statuses]
      .sort(([one], [other]) => one - other)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')}`,
  );
  console.log(
    JSON.stringify({
      faults: faults.length,
      freezes: frozen.length,
      longestFreezeMilliseconds: Math.round(longest?.wallMilliseconds ?? 0),
      ofWhichComputing: longest?.cpuMilliseconds === undefined ? undefined : Math.round(longest.cpuMilliseconds),
      unavailable: Object.fromEntries(causes),
      meanMilliseconds: Math.round(answering / settings.requests),
      alive: isAlive,
      seed: settings.seed,
    }),
  );
  if (!isAlive || faults.length > 0) console.log(`The end of the server's log:\n${server.log().slice(-6000)}`);
  return isAlive && faults.length === 0 && frozen.length === 0;
}

function faultOf({ status, headers }: RawAnswer): string | undefined {
  if (status === 0) return 'no answer';
  if (status === 503) return headers['retry-after'] === undefined ? '503 without Retry-After' : undefined;
  return status >= 500 ? `${status}` : undefined;
}

function showFault({ number, why, request, answer }: Fault): void {
  console.log(`\nRequest ${number}: ${why}\n${asText(request)}\n→ ${answer.status} ${answer.text.slice(0, 1000)}\n`);
}

function showFreeze({ wallMilliseconds, cpuMilliseconds }: Freeze, number: number, request: RawRequest): void {
  const computed = cpuMilliseconds === undefined ? '' : `, ${Math.round(cpuMilliseconds)} ms of it computing`;
  console.log(
    `\nRequest ${number}: the event loop stood still for ${Math.round(wallMilliseconds)} ms${computed}\n${asText(request)}\n`,
  );
}

/** Ready to be sent again; a body that is no text as base64. */
function asText({ method, path: at, headers, body }: RawRequest): string {
  const text = body?.toString('utf8');
  const isText = body === undefined || Buffer.from(text!, 'utf8').equals(body);
  const kept = (all: string) => (all.length > 20_000 ? `${all.slice(0, 20_000)}… (${all.length} characters)` : all);
  const { authorization, cookie, ...shown } = headers;
  const who = authorization === undefined ? (cookie === undefined ? 'nobody' : 'a session') : 'a key';
  const sent =
    body === undefined ? '' : `\n${isText ? kept(JSON.stringify(text)) : `base64 ${kept(body.toString('base64'))}`}`;
  return `${method} ${at} (${who}) ${JSON.stringify(shown)}${sent}`;
}

async function untilDemo({ address }: TuandaServer): Promise<void> {
  for (;;) {
    const { demo } = (await (await fetch(`${address}/readyz`)).json()) as { demo: string };
    if (demo === 'loaded') return;
    // It begins a moment after the server is ready.
    if (demo === 'failed') throw new Error(`The demo day is ${demo}.`);
    await wait(500);
  }
}

/** Replaces the keys and sessions: requests may have revoked or ended them, or taken the runs away. */
async function renewAccounts({ address }: TuandaServer, ids: KnownIds, accounts: Account[]): Promise<void> {
  const renewed: Account[] = [{ role: 'admin', headers: { authorization: `Bearer ${adminKey}` } }];
  for (const role of ['dispatcher', 'picker', 'integration']) {
    const json = { name: `bench ${role}`, role };
    const { key } = await mustAsk(address, { method: 'POST', path: '/api-keys', key: adminKey, json });
    renewed.push({ role, headers: { authorization: `Bearer ${key}` } });
  }
  const { data: runs } = await mustAsk(address, { method: 'GET', path: '/runs?limit=20', key: adminKey });
  const run = runs.find(({ courierId }: { courierId: string | null }) => courierId !== null);
  const { data: stops } = await mustAsk(address, { method: 'GET', path: '/stops?limit=20', key: adminKey });
  const people = [
    { role: 'courier', depotId: run?.depotId, courierId: run?.courierId },
    { role: 'station', depotId: ids.idFor('depotId'), stationId: stops[0]?.stationId },
  ].filter(({ depotId, courierId, stationId }) => depotId !== undefined && (courierId ?? stationId) !== undefined);
  for (const of of people) {
    const user = { ...of, login: `bench-${of.role}-${Math.round(performance.now())}`, name: of.role };
    renewed.push({ role: of.role, headers: { cookie: await signIn(address, user), origin: address } });
  }
  accounts.splice(0, accounts.length, ...renewed);
}
