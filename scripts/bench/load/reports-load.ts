import { listAll, mustAsk } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import { signIn } from '../servers/sign-in.js';
import { courierIdOf, deliveryDate, depotId, smallNetwork } from '../servers/small-network.js';
import { adminKey } from '../servers/tuanda-server.js';
import { figuresOf, onlyAt } from './figures.js';
import { type Shot, sendLoad, steadyTimes } from './open-loop.js';
import { planWave, releasePlan, waveIdOf } from './plan-stage.js';
import { type LoadSettings, type Stage, setStage } from './stage.js';

const asked = { rate: 400, p99: 150 };
/** Servers that have just been started run uncompiled code and have few connections: they are told apart. */
const startSeconds = 5;
/** What a courier's phone tells of one stop, in this order. */
const kindsAtStop = ['arrived', 'temperature', 'note', 'delivered', 'temperature'] as const;

interface OpenRun {
  readonly runId: string;
  readonly courierId: string;
  readonly stopIds: readonly string[];
}

/** Couriers' reports as their page sends them: one event a request, under the courier's own session. */
export async function loadReports(scratch: Scratch, settings: LoadSettings) {
  const rate = settings.rate ?? asked.rate;
  const seconds = startSeconds + settings.seconds;
  const wanted = rate * seconds;
  const waves = Math.ceil(wanted / (smallNetwork.stations * kindsAtStop.length));
  const dates = Array.from({ length: waves }, (_, at) => deliveryDate(2 + at));
  const orders = smallNetwork.stations * 5;
  const stage = await setStage(
    scratch,
    settings,
    dates.map((date) => ({ date, orders })),
  );
  const runs: OpenRun[] = [];
  for (const date of dates) {
    await releasePlan(stage, await planWave(stage, date, 1));
    runs.push(...(await openRuns(stage, date)));
  }
  const couriers = [...new Set(runs.map(({ courierId }) => courierId))];
  const cookies = new Map<string, string>();
  for (const courierId of couriers) {
    const user = { login: `user-${courierId}`, name: courierId, role: 'courier', depotId, courierId };
    cookies.set(courierId, await signIn(stage.address, user));
  }
  const events = interleaved(runs.map(reportsOf)).slice(0, wanted);
  const shots: Shot[] = steadyTimes(rate, events.length / rate).map((at, number) => {
    const { runId, courierId, event } = events[number];
    const server = couriers.indexOf(courierId) % stage.ports.length;
    return {
      at,
      server,
      method: 'POST',
      path: `/runs/${runId}/events`,
      headers: { cookie: cookies.get(courierId)!, origin: stage.servers[server].address },
      json: { events: [event] },
    };
  });
  const sent = await sendLoad(stage.ports, shots, { mark: '"effect":"taken"' });
  const numbers = [...shots.keys()];
  const inStart = rate * startSeconds;
  const start = figuresOf(onlyAt(sent, numbers.slice(0, inStart)), startSeconds);
  const figures = figuresOf(onlyAt(sent, numbers.slice(inStart), startSeconds * 1000), (shots.length - inStart) / rate);
  const acknowledged = new Set(events.filter((_, at) => sent.marked[at] === 1).map(({ event }) => event.deviceEventId));
  return {
    rows: [
      { name: `reports ${rate}/s`, figures },
      { name: `the first ${startSeconds} s after the servers' start`, figures: start },
    ],
    asked: `p99 ≤ ${asked.p99} ms after the start, all done`,
    met: [start, figures].every(({ done, sent }) => done === sent) && figures.p99 <= asked.p99,
    detail: {
      rate,
      runs: runs.length,
      couriers: couriers.length,
      ...figures,
      start,
      count: await countReports(stage, acknowledged),
    },
  };
}

async function openRuns(stage: Stage, date: string): Promise<OpenRun[]> {
  const runs: OpenRun[] = [];
  for await (const { runId, courierId } of listAll(stage.address, adminKey, `/runs?wave=${waveIdOf(date)}`)) {
    const { stops } = await mustAsk(stage.address, { method: 'GET', path: `/runs/${runId}`, key: adminKey });
    runs.push({
      runId,
      courierId: courierId ?? courierIdOf(0),
      stopIds: stops.map((stop: { stopId: string }) => stop.stopId),
    });
  }
  return runs;
}

function reportsOf({ runId, courierId, stopIds }: OpenRun) {
  // The order of the device's times is what counts; all of them lie in the past.
  const begin = Date.now() - 3_600_000;
  const event = (at: number, kind: string, rest: object = {}) => ({
    runId,
    courierId,
    event: { deviceEventId: `${runId}-${at}`, kind, deviceAt: new Date(begin + at * 1000).toISOString(), ...rest },
  });
  const atStops = stopIds.flatMap((stopId) => kindsAtStop.map((kind) => ({ stopId, kind })));
  return [
    event(0, 'departed'),
    ...atStops.map(({ stopId, kind }, at) =>
      event(at + 1, kind, {
        stopId,
        ...(kind === 'temperature' && { celsius: 4 }),
        ...(kind === 'note' && { note: 'At the side door' }),
      }),
    ),
  ];
}

/** The first of each list, then the second of each, and so on: the runs are under way side by side. */
function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

/** Facts of acknowledged reports, each there once; read from the stream of facts as a program would. */
async function countReports({ address }: Stage, acknowledged: ReadonlySet<string>) {
  const kinds: Record<string, number> = {};
  for await (const { kind } of listAll(address, adminKey, '/events?after=0')) {
    if (/^run\.(departed|arrived|temperature|note|delivered)$/.test(kind)) kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const facts = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return { acknowledged: acknowledged.size, facts };
}
