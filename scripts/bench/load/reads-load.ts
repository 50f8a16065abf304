import { listAll, mustAsk } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import { signIn } from '../servers/sign-in.js';
import { deliveryDate, depotId, smallNetwork, stationIdOf } from '../servers/small-network.js';
import { adminKey } from '../servers/tuanda-server.js';
import { figuresOf, onlyAt } from './figures.js';
import { type Shot, sendLoad, steadyTimes } from './open-loop.js';
import { planWave, releasePlan, waveIdOf } from './plan-stage.js';
import { type LoadSettings, setStage } from './stage.js';

const asked = { rate: 60, p99: 50 };

/** What the console and the floor page read, under dispatchers' sessions, while another wave's plan is searched. */
export async function loadReads(scratch: Scratch, settings: LoadSettings) {
  const rate = settings.rate ?? asked.rate;
  const [released, planned] = [deliveryDate(2), deliveryDate(3)];
  const orders = smallNetwork.stations * 5;
  const stage = await setStage(scratch, settings, [
    { date: released, orders },
    { date: planned, orders },
  ]);
  const planId = await planWave(stage, released, 3);
  await releasePlan(stage, planId);
  const waveId = waveIdOf(released);
  const runIds: string[] = [];
  for await (const { runId } of listAll(stage.address, adminKey, `/runs?wave=${waveId}`)) runIds.push(runId);
  const cookies: string[] = [];
  for (let at = 0; at < 5; at++) {
    cookies.push(
      await signIn(stage.address, { login: `dispatcher-${at}`, name: `Dispatcher ${at}`, role: 'dispatcher' }),
    );
  }
  const { random } = stage;
  const reads: readonly (() => string)[] = [
    () => '/me',
    () => '/waves?limit=5',
    () => `/waves?date=${released}&limit=200`,
    () => `/runs?wave=${waveId}&limit=200`,
    () => `/runs/${random.pick(runIds)}`,
    () => `/plans/${planId}`,
    () => `/plans/${planId}?format=geojson`,
    () => `/waves/${waveId}/positions`,
    () => `/orders?wave=${waveId}&limit=50`,
    () => `/orders?wave=${waveId}&station=${stationIdOf(random.below(smallNetwork.stations))}&limit=50`,
    () => `/stations?depot=${depotId}&limit=200`,
    () => `/vehicles?depot=${depotId}&limit=200`,
    () => `/stops?wave=${waveId}&limit=50`,
    () => `/consignments?wave=${waveId}&limit=50`,
    () => `/pick-lists?wave=${waveId}`,
    () => `/orders/${released}-${random.below(orders)}`,
    () => '/claims?status=open',
    () => '/jobs?kind=plan&status=running&limit=1',
    () => '/events?after=0&limit=50',
  ];
  const shotsAt = (times: readonly number[]): Shot[] =>
    times.map((at, number) => ({
      at,
      server: number % stage.ports.length,
      method: 'GET',
      path: random.pick(reads)(),
      headers: { cookie: cookies[number % cookies.length], accept: 'application/json' },
    }));
  await sendLoad(stage.ports, shotsAt(steadyTimes(20, 3)));
  const json = { seconds: settings.seconds + 5, threads: 1 };
  const path = `/waves/${waveIdOf(planned)}/plans`;
  const { jobId } = await mustAsk(stage.address, { method: 'POST', path, key: adminKey, json });
  const readJob = () => mustAsk(stage.address, { method: 'GET', path: `/jobs/${jobId}`, key: adminKey });
  while ((await readJob()).status === 'waiting') await new Promise((resolve) => setTimeout(resolve, 100));
  const shots = shotsAt(steadyTimes(rate, settings.seconds));
  const sent = await sendLoad(stage.ports, shots);
  const { status } = await readJob();
  const figures = figuresOf(sent, settings.seconds);
  return {
    rows: [
      { name: `reads ${rate}/s`, figures },
      ...slowest(shots, sent.milliseconds).map(({ path: read, at }) => ({
        name: `  ${read}`,
        figures: figuresOf(onlyAt(sent, at), settings.seconds),
      })),
    ],
    asked: `p99 ≤ ${asked.p99} ms, all done`,
    met: figures.done === figures.sent && figures.p99 <= asked.p99,
    detail: { rate, planJob: status, ...figures },
  };
}

/** The five kinds of reads that take longest at most, with the numbers of their requests. */
function slowest(shots: readonly Shot[], milliseconds: Float64Array): { path: string; at: number[] }[] {
  const kinds = new Map<string, number[]>();
  shots.forEach(({ path }, at) => {
    const kind = path.replaceAll(/[^/?&=]*\d{3,}[^/?&=]*/g, '…');
    kinds.set(kind, [...(kinds.get(kind) ?? []), at]);
  });
  const longest = (at: readonly number[]) => Math.max(...at.map((each) => milliseconds[each] || 0));
  return [...kinds]
    .map(([path, at]) => ({ path, at }))
    .sort((one, other) => longest(other.at) - longest(one.at))
    .slice(0, 5);
}
