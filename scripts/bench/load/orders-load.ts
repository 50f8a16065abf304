import { listAll } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import { deliveryDate, gramsOf, type MadeOrder, makeOrder } from '../servers/small-network.js';
import { adminKey } from '../servers/tuanda-server.js';
import { figuresOf, type LoadFigures } from './figures.js';
import { type Shot, type Shots, sendLoad, steadyTimes } from './open-loop.js';
import { keyOf, type LoadSettings, type Stage, setStage } from './stage.js';

/** Two days on, so that the wave collects until tomorrow. */
export const ordersDate = () => deliveryDate(2);

/** How the orders in the record compare with those that were acknowledged. */
export interface OrderCount {
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  /** There without an acknowledgement: of requests that were never answered. */
  readonly unacknowledged: number;
  /** There although they were never sent, or refused. */
  readonly strange: number;
}

export interface OrdersOutcome {
  readonly figures: LoadFigures;
  readonly orders: readonly MadeOrder[];
  readonly shots: Shots;
}

/** Single orders at a steady rate, each with an Idempotency-Key of its own. */
export async function sendOrders(
  stage: Stage,
  key: string,
  name: string,
  ratePerSecond: number,
  seconds: number,
): Promise<OrdersOutcome> {
  const orders: MadeOrder[] = [];
  const shots: Shot[] = steadyTimes(ratePerSecond, seconds).map((at, number) => {
    const order = makeOrder(stage.random, `${name}-${number}`, ordersDate(), stage.size);
    orders.push(order);
    return {
      at,
      server: number % stage.ports.length,
      method: 'POST',
      path: '/orders',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': `key-of-${order.orderId}` },
      json: order,
    };
  });
  const sent = await sendLoad(stage.ports, shots, { mark: '"status":"taken"' });
  return { figures: figuresOf(sent, seconds), orders, shots: sent };
}

/** Counts by the list of orders: each acknowledged one there once, with its lines and its weight; no other one. */
export async function countOrders(stage: Stage, outcomes: readonly OrdersOutcome[]): Promise<OrderCount> {
  const sent = new Map<string, { readonly grams: number; readonly status: number; readonly isTaken: boolean }>();
  for (const { orders, shots } of outcomes) {
    orders.forEach((order, at) => {
      const isTaken = shots.status[at] < 300 && shots.marked[at] === 1;
      sent.set(order.orderId, { grams: gramsOf(order), status: shots.status[at], isTaken });
    });
  }
  const found = new Map<string, number>();
  const count = { acknowledged: 0, lost: 0, doubled: 0, unacknowledged: 0, strange: 0 };
  for await (const { orderId, lineCount, grams } of listAll(stage.address, adminKey, '/orders')) {
    const order = sent.get(orderId);
    found.set(orderId, (found.get(orderId) ?? 0) + 1);
    if (order === undefined || (order.status !== 0 && !order.isTaken)) count.strange++;
    else if (!order.isTaken) count.unacknowledged++;
    if (order !== undefined && (lineCount !== 3 || grams !== order.grams)) count.doubled++;
  }
  for (const times of found.values()) if (times > 1) count.doubled++;
  for (const [orderId, { isTaken }] of sent) {
    if (!isTaken) continue;
    count.acknowledged++;
    if (!found.has(orderId)) count.lost++;
  }
  return count;
}

/** Orders at the asked rate, then the count. */
export async function loadOrders(scratch: Scratch, settings: LoadSettings) {
  const asked = settings.database === undefined ? { rate: 150, p99: 150 } : { rate: 300, p99: 100 };
  const rate = settings.rate ?? asked.rate;
  const stage = await setStage(scratch, settings);
  const key = await keyOf(stage, 'integration');
  // What is compiled and cached once is no part of a steady state.
  const warm = await sendOrders(stage, key, 'warm', Math.min(rate, 20), 2);
  const outcome = await sendOrders(stage, key, 'order', rate, settings.seconds);
  const count = await countOrders(stage, [warm, outcome]);
  const { figures } = outcome;
  return {
    rows: [{ name: `orders ${rate}/s`, figures }],
    asked: `p99 ≤ ${asked.p99} ms, all done`,
    met: figures.done === figures.sent && figures.p99 <= asked.p99,
    detail: { rate, ...figures, count },
  };
}

/** Steps the rate up until no more is done, then ten times the asked rate. */
export async function loadOver(scratch: Scratch, settings: LoadSettings) {
  const asked = settings.rate ?? (settings.database === undefined ? 150 : 300);
  const stage = await setStage(scratch, settings);
  const key = await keyOf(stage, 'integration');
  const outcomes = [await sendOrders(stage, key, 'warm', 20, 2)];
  const rows: { name: string; figures: LoadFigures }[] = [];
  let peak = 0;
  for (let rate = Math.round(asked / 3); rate <= asked * 10; rate = Math.round(rate * 1.4)) {
    const outcome = await sendOrders(stage, key, `step-${rate}`, rate, Math.min(settings.seconds, 5));
    outcomes.push(outcome);
    rows.push({ name: `step ${rate}/s`, figures: outcome.figures });
    const { usefulPerSecond } = outcome.figures;
    peak = Math.max(peak, usefulPerSecond);
    if (usefulPerSecond < rate * 0.8) break;
  }
  const over = await sendOrders(stage, key, 'over', asked * 10, settings.seconds);
  outcomes.push(over);
  const { figures } = over;
  rows.push({ name: `over ${asked * 10}/s`, figures });
  const count = await countOrders(stage, outcomes);
  const told = figures.withRetryAfter === figures.tooMany + figures.unavailable;
  return {
    rows,
    asked: 'useful work ≥ 80 % of the peak, the rest 429 or 503 with Retry-After',
    met: figures.usefulPerSecond >= 0.8 * peak && told && figures.other + figures.unanswered + figures.refused === 0,
    detail: { peak, usefulShare: Math.round((100 * figures.usefulPerSecond) / peak) / 100, ...figures, count },
  };
}
