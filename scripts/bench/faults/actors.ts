import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from '../../../server/demo/seeded.js';
import { type Answer, ask } from '../servers/ask.js';
import { type MadeOrder, makeOrder, ordersFile, smallNetwork } from '../servers/small-network.js';
import { adminKey } from '../servers/tuanda-server.js';
import type { Ledger } from './ledger.js';

/** Where the actors of a round send to, and until when. */
export interface Round {
  readonly number: number;
  /** The delivery date of the round's orders. */
  readonly date: string;
  readonly ledger: Ledger;
  readonly random: Seeded;
  /** One of the servers, at random. */
  address(): string;
  isOver(): boolean;
}

let serial = 0;

function orderFor({ random, date, number }: Round): MadeOrder {
  return makeOrder(random, `r${number}-o${++serial}`, date, smallNetwork);
}

/** Single orders, and now and then a batch. */
export async function sendOrders(round: Round): Promise<void> {
  const { ledger, random } = round;
  while (!round.isOver()) {
    const orders = Array.from({ length: random.chance(0.2) ? 20 : 1 }, () => orderFor(round));
    const json = orders.length === 1 ? orders[0] : { orders };
    const request = { method: 'POST', path: '/orders', key: adminKey, json };
    const entry = ledger.entry(`${orders.length} order(s) from ${orders[0].orderId}`, request, {
      orders,
      onAnswer({ body }) {
        const refused = (body.data as { orderId: string; status: string }[]).filter(({ status }) => status !== 'taken');
        if (refused.length > 0) ledger.fault(`Orders refused: ${JSON.stringify(refused).slice(0, 500)}`);
        ledger.noteOrders(orders);
      },
    });
    await pauseAfter(await ledger.send(round.address(), entry));
  }
}

/** Files of a hundred orders. */
export async function importFiles(round: Round): Promise<void> {
  const { ledger } = round;
  while (!round.isOver()) {
    const orders = Array.from({ length: 100 }, () => orderFor(round));
    const form = new FormData();
    form.append('files', new Blob([ordersFile(orders)], { type: 'text/csv' }), 'flat.csv');
    const entry = ledger.entry(
      `import from ${orders[0].orderId}`,
      { method: 'POST', path: '/imports', key: adminKey, form },
      {
        orders,
        onAnswer({ body }) {
          if (body.files[0].taken + body.files[0].warned < orders.length)
            ledger.fault(`Import: ${JSON.stringify(body).slice(0, 500)}`);
          ledger.noteOrders(orders);
        },
      },
    );
    await pauseAfter(await ledger.send(round.address(), entry));
    await wait(200);
  }
}

/** Users, webhooks and keys: each is made once. */
export async function makeThings(round: Round): Promise<void> {
  const { ledger, random, number } = round;
  while (!round.isOver()) {
    const name = `r${number}-t${++serial}`;
    const [kind, path, json] = random.pick([
      ['user', '/users', { login: name, name, role: 'picker' }],
      ['webhook', '/webhooks', { name, url: `https://${name}.invalid/`, kinds: ['plan.withdrawn'] }],
      ['key', '/api-keys', { name, role: 'picker' }],
    ] as const);
    const entry = ledger.entry(
      `${kind} ${name}`,
      { method: 'POST', path, key: adminKey, json },
      {
        onAnswer: () => ledger.made.add(`${kind} ${name}`),
      },
    );
    await pauseAfter(await ledger.send(round.address(), entry));
    await wait(50);
  }
}

/** Closes, plans and releases every wave that is not so far yet, the oldest first. */
export async function dispatchWaves(round: Round, waveIds: readonly string[]): Promise<void> {
  const { ledger } = round;
  for (const waveId of waveIds) {
    if (round.isOver()) return;
    const wave = await read(round, `/waves/${waveId}`);
    if (wave === undefined) continue;
    if (wave.status === 'collecting') {
      const request = { method: 'POST', path: `/waves/${waveId}/close`, key: adminKey };
      if (
        (await ledger.send(round.address(), ledger.entry(`close ${waveId}`, request, { mayBe: [409] }))) === undefined
      )
        return;
    }
    const path = `/waves/${waveId}/plans`;
    if (wave.currentPlanId === null) {
      const request = { method: 'POST', path, key: adminKey, json: { seconds: 0.5, threads: 1 } };
      const begun = await ledger.send(round.address(), ledger.entry(`plan ${waveId}`, request, { mayBe: [409] }));
      if (begun === undefined) return;
      if (begun.status === 202 && !(await untilEnded(round, begun.body.jobId))) return;
    }
    const planId = (await read(round, `/waves/${waveId}`))?.currentPlanId;
    const plan = typeof planId === 'string' ? await read(round, `/plans/${planId}`) : undefined;
    if (plan === undefined) continue;
    const runs = await read(round, `/runs?wave=${waveId}&limit=200`);
    if (runs === undefined || runs.data.every((run: { status: string }) => run.status !== 'draft')) continue;
    const request = {
      method: 'POST',
      path: `/plans/${planId}/release`,
      key: adminKey,
      headers: { 'if-match': `"${planId}.${plan.version}"` },
    };
    // It has no key: a repeat finds that it is released.
    await ledger.send(round.address(), ledger.entry(`release ${planId}`, request, { mayBe: [409, 412] }));
  }
}

async function untilEnded(round: Round, jobId: string): Promise<boolean> {
  for (;;) {
    const job = await read(round, `/jobs/${jobId}`);
    if (job === undefined || round.isOver()) return false;
    if (job.status === 'failed') round.ledger.fault(`Job ${jobId}: ${JSON.stringify(job.error)}`);
    if (job.status !== 'running' && job.status !== 'waiting') return true;
    await wait(100);
  }
}

/** Reports of a courier on all own runs that are released, stop by stop, each sent twice now and then. */
export async function reportRuns(round: Round, cookie: string): Promise<void> {
  const { ledger, random } = round;
  const address = round.address();
  const runs = await read(round, '/me/runs', { cookie });
  for (const run of runs?.data ?? []) {
    if (run.status === 'finished') continue;
    const events: { kind: string; stopId?: string }[] = [{ kind: 'departed' }];
    for (const { stopId } of run.stops as { stopId: string }[])
      events.push({ kind: 'arrived', stopId }, { kind: 'delivered', stopId });
    events.push({ kind: 'returned' });
    const begin = Date.parse(run.plannedDepartureAt) - 400 * 86_400_000;
    for (const [at, { kind, stopId }] of events.entries()) {
      if (round.isOver()) return;
      const deviceEventId = `${run.runId}-${at}`;
      const event = { deviceEventId, kind, stopId, deviceAt: new Date(begin + at * 1000).toISOString() };
      const request = {
        method: 'POST',
        path: `/runs/${run.runId}/events`,
        headers: { cookie },
        json: { events: [event] },
      };
      const entry = ledger.entry(`report ${deviceEventId}`, request, {
        onAnswer({ body }) {
          const [{ effect }] = body.data;
          if (effect !== 'taken' && effect !== 'repeated')
            ledger.fault(`Report ${deviceEventId}: ${JSON.stringify(body.data)}`);
          ledger.reports.add(`${run.runId} ${deviceEventId}`);
        },
      });
      if ((await ledger.send(address, entry)) === undefined) return;
      if (random.chance(0.1)) await ledger.send(address, entry);
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers have every form
async function read(round: Round, path: string, headers?: Readonly<Record<string, string>>): Promise<any> {
  const key = headers === undefined ? adminKey : undefined;
  const answer = await ask(round.address(), { method: 'GET', path, key, headers }).catch(() => undefined);
  return answer?.status === 200 ? answer.body : undefined;
}

/** Where nobody answers, or not now, asking again at once is of no use. */
async function pauseAfter(answer: Answer | undefined): Promise<void> {
  if (answer === undefined) await wait(300);
}
