import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InvalidInputError } from '../../../domain/dispatch-error.js';
import type { LonLat } from '../../../domain/network/place.js';
import { compareOmissions, omissionOf } from '../../../domain/planning/omission.js';
import type { Plan, PlanKpis, PlanLock, Route, UnassignedReason } from '../../../domain/planning/plan.js';
import type { RuleChange } from '../../../domain/planning/plan-rules.js';
import type { PlanChange, ReplanEvent } from '../../../domain/planning/replan.js';
import { told } from '../../../domain/told.js';
import { type Consignment, consignmentIdOf, partIdOf } from '../../../domain/waves/consignment.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import type { Solution } from '../../../solver/index.js';
import type { Clock, NewId } from '../../clock.js';
import { travelOfPlan } from '../../travel/index.js';
import type { WaveStore } from '../../waves/wave-store.js';
import { evaluateEdits } from '../edits/edit-plan.js';
import { unassignedOf } from '../from-solution.js';
import { type PlanningContext, type PlanningSources, readPlanningContext } from '../planning-context.js';
import type { ReplanDraft, ReplanStore, SeenRun, UrgentOrder } from '../replan-store.js';
import type { Solver, SolverBudget } from '../solver-port.js';
import { assertOnDay, momentOf } from '../under-way/replan-moment.js';
import { asJson } from './as-json.js';
import { comparePlans } from './compare-plans.js';
import { brings, placedByHand } from './placed-by-hand.js';
import { reasonFinder } from './reason-finder.js';
import { refuseMeeting } from './refuse-meeting.js';
import { applyEvent } from './remaining-day/apply-event.js';
import { buildSubproblem, type OpenDay } from './remaining-day/build-subproblem.js';
import { mergePlan } from './remaining-day/merge-plan.js';
import { partitionDay } from './remaining-day/partition-day.js';
import { ruleChanges } from './rule-changes.js';

export interface ReplanDeps extends PlanningSources {
  readonly waves: WaveStore;
  readonly replans: ReplanStore;
  readonly solver: Solver;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Default: one thread for half a second. */
  readonly budget?: SolverBudget;
}

export interface ReplanRequest {
  readonly event: ReplanEvent;
  /** From when on the plan may change; now unless said. Never before the last report. */
  readonly from?: Date;
  /** Whether stations that were moved by hand stay on their vehicles where that leaves nothing else behind; so unless said. */
  readonly keepsEdits?: boolean;
}

/** What a plan would become after an event. */
export interface ReplanOutcome {
  /** Makes exactly this plan, for some minutes. */
  readonly previewId: string;
  /** From when on, seconds after the wave's midnight. */
  readonly from: number;
  readonly kpis: PlanKpis;
  readonly costChangeMinor: number;
  readonly penaltyChangeMinor: number;
  readonly changes: readonly PlanChange[];
  /** What of the network is not as it was when the plan was made; empty where that was not kept. */
  readonly networkChanges: readonly RuleChange[];
  /** Stations that were moved by hand and do not stay there. */
  readonly givenUp: readonly PlanLock[];
  /** Routes that differ, as they would be. */
  readonly routes: readonly Route[];
}

export interface Replan {
  /** What would change; the plan stays. @throws InvalidInputError, ConflictError */
  preview(plan: Plan, request: ReplanRequest, signal: AbortSignal): Promise<ReplanOutcome>;
  /**
   * Makes a preview the wave's current plan, and tells couriers whose released runs it changes.
   *
   * @throws ConflictError `preview-gone`, and as `ReplanStore.saveReplan` does.
   */
  /** @param event what the preview must be of, where it is said. */
  apply(plan: Plan, previewId: string, by: string, event?: ReplanEvent): Promise<[Plan, ReplanOutcome]>;
}

const defaultBudget: SolverBudget = { seed: 1, threads: 1, seconds: 0.5 };
/** How long a preview can be made real. */
const previewMilliseconds = 10 * 60_000;

export function makeReplan(deps: ReplanDeps): Replan {
  const budget = deps.budget ?? defaultBudget;

  return {
    async preview(plan, request, signal) {
      const wave = await deps.waves.get(plan.waveId);
      if (wave.currentPlanId !== plan.planId) {
        throw new ConflictError(
          'plan-replaced',
          told`Plan ${plan.planId} is not the current plan of its wave any more.`,
        );
      }
      if (wave.status === 'finished') {
        throw new ConflictError('run-completed', told`Wave ${wave.waveId} is finished; nothing of it can change.`);
      }
      const { event } = request;
      const seen = await deps.replans.listSeenRuns(plan);
      const clock = waveClockOf(plan.deliveryDate, wave.timeZone);
      const asked = clock.secondAt(request.from ?? deps.clock.now());
      if (request.from !== undefined) {
        assertOnDay(asked, clock, plan, wave.timeZone, await deps.network.listVehicles(plan.depotId));
      }
      const from = momentOf(plan, seen, asked, request.from !== undefined);
      const dayOverrides = applyEvent(plan, event, seen, from);
      const urgent =
        event.kind === 'urgent-orders' ? await deps.replans.listUrgentOrders(plan.depotId, event.orderIds) : [];
      const wholes = new Map(
        (plan.split ?? []).flatMap(({ consignmentId, parts }) =>
          parts.map(({ no }): [string, string] => [partIdOf(consignmentId, no), consignmentId]),
        ),
      );
      const wholeOf = (id: string) => wholes.get(id) ?? id;
      const kept = await deps.waves.listConsignments(plan.depotId, plan.waveId);
      const added = event.kind === 'urgent-orders' ? addOrders(plan, event.orderIds, urgent, kept, seen, wholeOf) : [];
      const position = event.kind === 'vehicle-out' ? await placeOf(event, plan, seen, deps) : undefined;
      const transferPlaces =
        position === undefined ? [] : [{ vehicleId: (event as { vehicleId: string }).vehicleId, position }];
      const context = await readPlanningContext(
        deps,
        { ...plan, dayOverrides, transferPlaces, added, addedOrderIds: urgent.map(({ orderId }) => orderId) },
        { signal },
      );
      assertKnown(event, context, plan);
      const grown = new Set(added.map(({ consignmentId }) => consignmentId));
      // What grows is divided anew: the parts that it had are gone like the whole, those that it has now are new.
      const addedIds = new Set([
        ...grown,
        ...[...wholes].flatMap(([id, whole]) => (grown.has(whole) ? [id] : [])),
        ...context.consignments.flatMap(({ consignmentId, part }) =>
          part && grown.has(part.of) ? [consignmentId] : [],
        ),
      ]);
      const placed = request.keepsEdits === false ? [] : await placedByHand(plan, (planId) => deps.plans.get(planId));
      const locks = [...(plan.locks ?? []), ...placed];
      const input = { plan, event, from, seen, dayOverrides, context, position, added: addedIds, locks };
      const day = partitionDay(input);
      assertNotLoaded(grown, day.executed);
      refuseMeeting(day.executed, context, clock);
      const search = (open: OpenDay): Promise<Solution> =>
        open.task.stations.length === 0
          ? Promise.resolve(nothingToSearch)
          : deps.solver.solve(open.problem, budget, { signal });
      const wasLeft = new Set(plan.unassigned.map(({ consignmentId }) => consignmentId));
      const leavesMore = (each: OpenDay, found: Solution) =>
        leftIn(each, found).some(({ consignmentId }) => !wasLeft.has(consignmentId));
      let open = buildSubproblem(input, day, false);
      let solution = await search(open);
      if (placed.length > 0 && leavesMore(open, solution)) {
        // Goods on a vehicle are worth more than where somebody wanted others.
        open = buildSubproblem({ ...input, locks: plan.locks ?? [] }, day, false);
        solution = await search(open);
      }
      const whole = new Map<string, UnassignedReason>();
      if (open.isPart && leavesMore(open, solution)) {
        const wide = buildSubproblem(open.input, day, true);
        const found = await search(wide);
        const [few, many] = [found, solution].map((each, at) =>
          omissionOf(leftIn(at === 0 ? wide : open, each), context.visited, context.depot),
        );
        if (compareOmissions(few, many) < 0) [open, solution] = [wide, found];
        else for (const each of unassignedOf(found, wide.task, context)) whole.set(each.consignmentId, each.reason);
      }
      const { routes, unassigned, kpis, overrides } = mergePlan(open, solution, whole);
      const { split } = context;
      const { edited: _edited, overrides: _overrides, ...before } = plan;
      const lasting = {
        ...(overrides.length > 0 && { overrides }),
        ...((plan.split || split.length > 0) && { split }),
      };
      const parts = { ...before, routes, unassigned, kpis, ...lasting };
      const reasonFor = reasonFinder(
        plan,
        parts,
        event,
        day.displaced,
        addedIds,
        (edits) => evaluateEdits(parts, edits, context).evaluation,
      );
      const changes = comparePlans(plan, parts, reasonFor);
      const { version: _, ...rest } = parts;
      const draft: ReplanDraft = {
        plan: {
          ...rest,
          planId: deps.newId('plan'),
          parentPlanId: plan.planId,
          provenance: {
            how: 'replan',
            seed: budget.seed,
            searchSeconds: budget.seconds,
            threads: budget.threads,
            iterations: solution.iterations,
            ...travelOfPlan(context, context.vehicles),
            speedProfile: context.speedProfile,
          },
          dayOverrides,
          replanned: { event, from, changes },
          createdAt: deps.clock.now(),
          rules: context.rules,
        },
        seen,
        urgentOrderIds: event.kind === 'urgent-orders' ? event.orderIds : [],
        added,
      };
      const was = await deps.replans.findRules(plan);
      const had = new Set(plan.routes.map(({ vehicleId }) => vehicleId));
      const outcome: ReplanOutcome = {
        previewId: deps.newId('preview'),
        from,
        kpis,
        costChangeMinor: kpis.costMinor - plan.kpis.costMinor,
        penaltyChangeMinor: kpis.penaltyMinor - plan.kpis.penaltyMinor,
        changes,
        networkChanges: was === undefined ? [] : ruleChanges(was, context.rules, had),
        givenUp: placed.filter(({ vehicleId, stationId }) => !brings(parts, vehicleId, stationId)),
        routes: changedRoutes(plan.routes, routes),
      };
      signal.throwIfAborted();
      const now = deps.clock.now();
      const expiresAt = new Date(now.getTime() + previewMilliseconds);
      await deps.replans.keepPreview(outcome.previewId, { draft, outcome }, now, expiresAt);
      return outcome;
    },

    async apply(plan, previewId, by, event) {
      const found = await deps.replans.findPreview<ReplanOutcome>(previewId, plan.planId, deps.clock.now());
      if (found === undefined) {
        throw new ConflictError(
          'preview-gone',
          told`There is no preview ${previewId} of plan ${plan.planId} any more.`,
        );
      }
      const looked = found.draft.plan.replanned?.event;
      if (event !== undefined && !isDeepStrictEqual(asJson(event), asJson(looked))) {
        throw new InvalidInputError(
          told`The preview ${previewId} is of another event. Leave previewId out, or look again.`,
        );
      }
      const saved = await deps.replans.saveReplan(found.draft, by);
      await deps.replans.forgetPreview(previewId);
      return [saved, found.outcome];
    },
  };
}

function leftIn({ task }: OpenDay, { unassigned }: Solution): Consignment[] {
  return unassigned.map(({ station, zone }) => task.consignmentAt.get(`${station} ${zone}`)!);
}

const nothingToSearch: Solution = {
  routes: [],
  unassigned: [],
  cost: 0,
  unservedPenalty: 0,
  penaltyCost: 0,
  iterations: 0,
};

/** Where the vehicle stands: as told, or the last stop that it was seen at; the depot before that. */
async function placeOf(
  event: Extract<ReplanEvent, { kind: 'vehicle-out' }>,
  { depotId }: Plan,
  seen: readonly SeenRun[],
  { network }: PlanningSources,
): Promise<LonLat | undefined> {
  if (event.position !== undefined) return event.position;
  const stops = seen.find(({ vehicleId }) => vehicleId === event.vehicleId)?.stops ?? [];
  const time = ({ arrived, left }: (typeof stops)[number]) => left ?? arrived ?? Number.NEGATIVE_INFINITY;
  const last = stops.reduce<(typeof stops)[number] | undefined>(
    (latest, stop) => (time(stop) > (latest === undefined ? Number.NEGATIVE_INFINITY : time(latest)) ? stop : latest),
    undefined,
  );
  const depot = (await network.listDepots()).find((each) => each.depotId === depotId);
  if (last === undefined) return depot?.position;
  return (await network.listStations(depotId)).find(({ stationId }) => stationId === last.stationId)?.position;
}

function assertKnown(event: ReplanEvent, { vehicles, stations, available }: PlanningContext, plan: Plan): void {
  if ('vehicleId' in event && !vehicles.some(({ vehicleId }) => vehicleId === event.vehicleId)) {
    throw new InvalidInputError(told`There is no vehicle ${event.vehicleId}.`);
  }
  if (event.kind === 'vehicle-out' && event.substituteVehicleId !== undefined) {
    const id = event.substituteVehicleId;
    if (id === event.vehicleId || !available.some(({ vehicleId }) => vehicleId === id)) {
      throw new InvalidInputError(told`Vehicle ${id} cannot fetch goods: it is out, in maintenance, or there is none.`);
    }
  }
  if (event.kind === 'station-closed' && !stations.some(({ stationId }) => stationId === event.stationId)) {
    throw new InvalidInputError(told`There is no station ${event.stationId} in depot ${plan.depotId}.`);
  }
}

/** The wave's goods with the orders' goods in them: new consignments, and those that grow. */
function addOrders(
  plan: Plan,
  orderIds: readonly string[],
  orders: readonly UrgentOrder[],
  kept: readonly Consignment[],
  seen: readonly SeenRun[],
  wholeOf: (consignmentId: string) => string,
): Consignment[] {
  const missing = orderIds.find((id) => !orders.some(({ orderId }) => orderId === id));
  if (missing !== undefined) throw new InvalidInputError(told`There is no order ${missing} in depot ${plan.depotId}.`);
  const settled = orders.find(({ waveStatus }) => waveStatus !== 'collecting');
  if (settled !== undefined) {
    throw new ConflictError('order-settled', told`Order ${settled.orderId} is in a wave that is closed already.`);
  }
  const byId = new Map(kept.map((each) => [each.consignmentId, each]));
  const added = new Map<string, Consignment>();
  for (const { stationId, priority, goods } of orders) {
    for (const { zoneId, grams, milliliters } of goods) {
      const consignmentId = consignmentIdOf(plan.waveId, stationId, zoneId);
      const so = added.get(consignmentId) ?? byId.get(consignmentId);
      added.set(consignmentId, {
        depotId: plan.depotId,
        consignmentId,
        waveId: plan.waveId,
        stationId,
        zoneId,
        grams: (so?.grams ?? 0) + grams,
        milliliters: (so?.milliliters ?? 0) + milliliters,
        orderCount: (so?.orderCount ?? 0) + 1,
        toteCount: so?.toteCount ?? 1,
        priority: Math.max(so?.priority ?? 0, priority),
      });
    }
  }
  const gone = seen
    .filter(({ status }) => status === 'departed' || status === 'finished')
    .flatMap(({ vehicleId, stops }) =>
      stops.flatMap(({ consignmentIds }) => consignmentIds.map((id) => ({ id: wholeOf(id), vehicleId }))),
    )
    .find(({ id }) => added.has(id));
  if (gone !== undefined) {
    throw new ConflictError(
      'goods-loaded',
      told`Consignment ${gone.id}, which the order would join, is with vehicle ${gone.vehicleId}, which has left. Leave the order in its wave.`,
    );
  }
  return [...added.values()];
}

/** @throws ConflictError goods-loaded when an order would join goods that are on board by the clock, though nobody said so. */
function assertNotLoaded(grown: ReadonlySet<string>, executed: ReadonlyMap<string, Route>): void {
  for (const { vehicleId, trips } of executed.values()) {
    const aboard = trips.flatMap(({ stops }) => stops.flatMap(({ consignments }) => consignments));
    const loaded = aboard.map(({ consignmentId, part }) => part?.of ?? consignmentId).find((id) => grown.has(id));
    if (loaded === undefined) continue;
    throw new ConflictError(
      'goods-loaded',
      told`Consignment ${loaded}, which the order would join, is loaded on vehicle ${vehicleId} by then. Leave the order in its wave, or choose an earlier moment.`,
    );
  }
}

function changedRoutes(before: readonly Route[], after: readonly Route[]): Route[] {
  const known = new Map(before.map((route) => [route.vehicleId, JSON.stringify(route.trips)]));
  return after.filter((route) => known.get(route.vehicleId) !== JSON.stringify(route.trips));
}
