import { isDeepStrictEqual } from 'node:util';
import { ConflictError, DispatchError, InvalidInputError, NotFoundError } from '../../domain/dispatch-error.js';
import { foldId } from '../../domain/fold-id.js';
import type { BusinessDate } from '../../domain/local-time.js';
import { changeOrder, type OrderChange, type OrderContent } from '../../domain/orders/change-order.js';
import { orderClassOf } from '../../domain/orders/order.js';
import { priorityOf } from '../../domain/orders/priority.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import { told } from '../../domain/told.js';
import { waveIdOf } from '../../domain/waves/wave.js';
import type { Clock, NewId } from '../clock.js';
import { followGoods, followSplit } from '../planning/edits/follow-goods.js';
import { type PlanningSources, readPlanningContext } from '../planning/planning-context.js';
import type { ReplanStore } from '../planning/replan-store.js';
import { engineOf } from '../travel/index.js';
import type { IntakeStore, WaveOpening } from './intake-store.js';
import type {
  GoodsLooked,
  GoodsState,
  HeldOrder,
  HeldOrders,
  HeldWave,
  LeavingGoods,
  OrderChangeStore,
  OrderToWrite,
  WaveEffects,
} from './order-change-store.js';
import { largestOrder } from './order-rows.js';
import { makeWaveChoice } from './wave-choice.js';

/** What somebody wants changed of one order. */
export interface OrderRequest {
  readonly orderId: string;
  readonly cancels?: boolean;
  readonly lines?: OrderChange['lines'];
  readonly stationId?: string;
  /** The wave to go to, or the date whose wave takes the order. */
  readonly waveId?: string;
  readonly deliveryDate?: BusinessDate;
  /** Throws where it is not the version that was looked at. */
  readonly assertSeen?: (order: Pick<HeldOrder, 'orderId' | 'version'>) => void;
}

/** What became of one order. */
export interface OrderAnswer {
  readonly orderId: string;
  readonly status: 'changed' | 'cancelled' | 'unchanged' | 'refused';
  readonly version?: number;
  readonly before?: OrderContent;
  readonly after?: OrderContent;
  /** Where its wave was closed before. */
  readonly isLate?: boolean;
  readonly refusal?: DispatchError;
}

export interface ChangedOrders {
  readonly orders: readonly OrderAnswer[];
  readonly waves: readonly WaveEffects[];
}

export interface ChangeOptions {
  readonly reason: string;
  readonly by: string;
  readonly depotIds: OwnDepots;
  /** Changes nothing: what it would do is done and taken back. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/**
 * Changes orders, and carries the changes through: goods, totes, pick lists, plan, runs. What is refused of one order leaves the
 * others as they are asked for; what their waves refuse together stops all of them.
 */
export type ChangeOrders = (requests: readonly OrderRequest[], options: ChangeOptions) => Promise<ChangedOrders>;

export interface ChangeOrdersDeps extends PlanningSources {
  readonly store: OrderChangeStore;
  readonly goods: LeavingGoods;
  readonly intake: Pick<
    IntakeStore,
    'listDepots' | 'listStations' | 'listCutoffs' | 'listKnownWaves' | 'listPriorityRules'
  >;
  readonly replans: Pick<ReplanStore, 'listSeenRuns' | 'saveReplan'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

export function makeChangeOrders(deps: ChangeOrdersDeps): ChangeOrders {
  const { store, goods } = deps;
  return (requests, options) => {
    assertOnce(requests);
    const at = deps.clock.now();
    return store.inTransaction(!options.dryRun, async () => {
      const openings = await openingsOf(deps, requests, options.depotIds);
      const asked = {
        orderIds: requests.map(({ orderId }) => orderId),
        waveIds: requests.flatMap(({ waveId }) => waveId ?? []),
      };
      const held = await store.hold(asked, [...openings.values()], options.depotIds, at);
      const network = { stations: await deps.intake.listStations(), rules: await deps.intake.listPriorityRules() };
      const changes: OrderToWrite[] = [];
      const answers = requests.map((request): OrderAnswer => {
        try {
          const found = decide(request, held, openings, network);
          if (found === undefined) return unchanged(held.orders.get(foldId(request.orderId))!);
          const change = { ...found, reason: options.reason };
          changes.push(change);
          const { before, after, isLate } = change;
          const status = after.status === 'cancelled' ? 'cancelled' : 'changed';
          const { orderId, version } = before;
          return { orderId, status, version: version + 1, before: contentOf(before), after, isLate };
        } catch (error) {
          if (!(error instanceof DispatchError)) throw error;
          return { orderId: request.orderId, status: 'refused', refusal: error };
        }
      });
      const looked = looksOf(changes);
      const before = await lookAt(goods, looked);
      const late = changes.filter(({ isLate }) => isLate);
      const goneTo = new Set(changes.map(({ after }) => after.waveId));
      await store.open(
        [...openings.values()].filter(({ waveId }) => goneTo.has(waveId)),
        at,
      );
      if (changes.length > 0) await store.write(changes, options.by, at);
      if (late.length > 0) await goods.takeOut(late, at);
      for (const { waveId, stationIds } of looked) {
        await followInPlan(deps, held.waves.get(waveId)!, stationIds, options, at);
      }
      if (late.length > 0) await goods.raiseCases(late, at);
      const after = await lookAt(goods, looked);
      if (changes.length > 0) await store.audit(changes, options.by, at);
      const waves = looked.map(({ waveId }, each) => effectsOf(waveId, before[each], after[each]));
      return { orders: answers, waves };
    });
  };
}

/** @throws InvalidInputError where an order is named twice: which of both would be first? */
function assertOnce(requests: readonly OrderRequest[]): void {
  const seen = new Set<string>();
  for (const { orderId } of requests) {
    const key = foldId(orderId);
    if (seen.has(key)) throw new InvalidInputError(told`Order ${orderId} is named twice. Name each order once.`);
    seen.add(key);
  }
}

function contentOf({ status, stationId, waveId, deliveryDate, lines }: OrderContent): OrderContent {
  return { status, stationId, waveId, deliveryDate, lines };
}

function unchanged({ orderId, version }: HeldOrder): OrderAnswer {
  return { orderId, status: 'unchanged', version };
}

/** By id of the order in capitals, the wave of the date that it asks for, as it would be opened where it is not there yet. */
async function openingsOf(
  { store, intake }: ChangeOrdersDeps,
  requests: readonly OrderRequest[],
  depotIds: OwnDepots,
): Promise<Map<string, WaveOpening>> {
  const dateOf = new Map(
    requests.flatMap(({ orderId, waveId, deliveryDate }) =>
      waveId === undefined && deliveryDate !== undefined ? [[foldId(orderId), deliveryDate] as const] : [],
    ),
  );
  if (dateOf.size === 0) return new Map();
  const orders = await store.find([...dateOf.keys()], depotIds);
  const depots = new Map((await intake.listDepots()).map((depot) => [depot.depotId, depot]));
  const choose = makeWaveChoice(await intake.listKnownWaves(), await intake.listCutoffs());
  return new Map(
    orders.flatMap(({ orderId, depotId, placedAt }) => {
      const asked = dateOf.get(foldId(orderId))!;
      const depot = depots.get(depotId)!;
      const { deliveryDate, sequence, cutoffAt, cutoff } = choose(depot, asked, placedAt);
      if (deliveryDate !== asked) return [];
      const waveId = waveIdOf(depotId, deliveryDate, sequence);
      const named = { name: cutoff?.name ?? '', cutoffId: cutoff?.cutoffId };
      const { timeZone } = depot;
      return [[foldId(orderId), { depotId, waveId, deliveryDate, sequence, cutoffAt, timeZone, ...named }] as const];
    }),
  );
}

interface OrderPlaces {
  readonly stations: Awaited<ReturnType<IntakeStore['listStations']>>;
  readonly rules: Awaited<ReturnType<IntakeStore['listPriorityRules']>>;
}

/** @throws DispatchError what is refused */
function decide(
  request: OrderRequest,
  { orders, waves }: HeldOrders,
  openings: ReadonlyMap<string, WaveOpening>,
  { stations, rules }: OrderPlaces,
): Omit<OrderToWrite, 'reason'> | undefined {
  const { orderId, stationId, waveId, deliveryDate } = request;
  const order = orders.get(foldId(orderId));
  if (order === undefined) throw new NotFoundError('order', orderId);
  request.assertSeen?.(order);
  const station = stations.find(
    (each) => each.depotId === order.depotId && foldId(each.stationId) === foldId(stationId ?? order.stationId),
  );
  if (stationId !== undefined && station === undefined) throw new NotFoundError('station', stationId);
  if (stationId !== undefined && station?.status !== 'open') {
    throw new ConflictError('wrong-state', told`Station ${stationId} takes no orders now.`);
  }
  const targetId = waveId ?? (deliveryDate && openings.get(foldId(orderId))?.waveId);
  const wave = targetId === undefined ? undefined : waves.get(targetId);
  if (waveId !== undefined && wave?.depotId !== order.depotId) throw new NotFoundError('wave', waveId);
  if (deliveryDate !== undefined && wave === undefined) {
    throw new ConflictError(
      'wave-closed',
      told`No wave of ${deliveryDate} takes the order by its cutoff. Name a wave that still collects.`,
    );
  }
  const { cancels, lines } = request;
  const asked = { cancels, lines, stationId: stationId && station!.stationId, wave };
  const changed = changeOrder(order, asked, largestOrder);
  if (changed === undefined) return undefined;
  const { after } = changed;
  const area = station?.area ?? '';
  const kept = after.status === 'cancelled' ? order.lines : after.lines;
  const orderClass = orderClassOf(kept.map(({ zoneId }) => zoneId));
  const priority = priorityOf(rules, orderClass, order.customerTier, area);
  return { ...changed, before: order, area, orderClass, priority };
}

/** By closed wave, the goods that changes touch. */
function looksOf(changes: readonly OrderToWrite[]): GoodsLooked[] {
  const byWave = new Map<string, OrderToWrite[]>();
  for (const change of changes) {
    if (!change.isLate) continue;
    const { waveId } = change.before;
    byWave.set(waveId, [...(byWave.get(waveId) ?? []), change]);
  }
  return [...byWave].map(([waveId, own]) => {
    const lines = own.flatMap(({ before }) => before.lines);
    return {
      depotId: own[0].before.depotId,
      waveId,
      stationIds: [...new Set(own.map(({ before }) => before.stationId))],
      zoneIds: [...new Set(lines.map(({ zoneId }) => zoneId))],
      skuIds: [...new Set(lines.map(({ skuId }) => skuId))],
    };
  });
}

async function lookAt(goods: LeavingGoods, looked: readonly GoodsLooked[]): Promise<GoodsState[]> {
  const states: GoodsState[] = [];
  for (const each of looked) states.push(await goods.look(each));
  return states;
}

/** The wave's plan becomes one with the goods that there are, as a new version; its runs follow it. */
async function followInPlan(
  deps: ChangeOrdersDeps,
  { currentPlanId, depotId }: HeldWave,
  fewerAt: readonly string[],
  { by, signal }: ChangeOptions,
  at: Date,
): Promise<void> {
  if (currentPlanId === undefined) return;
  const plan = await deps.plans.get(currentPlanId, [depotId]);
  const { engine, mapId } = plan.provenance;
  if (engineOf(deps.routing, plan.provenance) === undefined) {
    throw new ConflictError(
      'plan-of-other-map',
      told`The plan was made with travel times of ${engine} ${mapId}, which is not in use any more. Plan the wave anew.`,
    );
  }
  const divided = (plan.split ?? []).map(({ consignmentId }) => consignmentId);
  const lines = divided.length === 0 ? [] : await deps.waves.listConsignmentLines(plan.depotId, plan.waveId, divided);
  const filled = await deps.goods.filledTotes(plan.depotId, divided);
  const split = followSplit(plan.split ?? [], lines, filled);
  const context = await readPlanningContext(deps, { ...plan, split }, { signal, provenance: plan.provenance });
  const { version: _, ...followed } = followGoods(plan, context);
  const seen = await deps.replans.listSeenRuns(plan);
  const next = { ...followed, planId: deps.newId('plan'), parentPlanId: plan.planId, createdAt: at };
  await deps.replans.saveReplan({ plan: next, seen, urgentOrderIds: [], added: [], fewerAt }, by);
}

function effectsOf(waveId: string, before: GoodsState, after: GoodsState): WaveEffects {
  return {
    waveId,
    waveStatus: before.waveStatus,
    plan: { before: before.plan, after: after.plan },
    consignments: differences(before.consignments, after.consignments),
    pickLines: differences(before.pickLines, after.pickLines),
    stops: before.stops.map((stop) => ({
      ...stop,
      isDropped: !after.stops.some((other) => other.runId === stop.runId && other.stationId === stop.stationId),
    })),
  };
}

/** What is not as it was; nothing is new. */
function differences<Key extends object, State>(
  before: readonly (Key & { readonly state: State })[],
  after: readonly (Key & { readonly state: State })[],
): (Key & { before: State; after: State | null })[] {
  const keyOf = ({ state: _, ...key }: Key & { readonly state: State }) => JSON.stringify(key);
  const now = new Map(after.map((row) => [keyOf(row), row.state]));
  return before.flatMap((row) => {
    const then = now.get(keyOf(row)) ?? null;
    const { state, ...key } = row;
    return isDeepStrictEqual(state, then) ? [] : [{ ...(key as unknown as Key), before: state, after: then }];
  });
}
