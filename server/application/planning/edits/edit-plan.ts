import { ConflictError, DispatchError } from '../../../domain/dispatch-error.js';
import { checkPlan } from '../../../domain/planning/check-plan.js';
import {
  isOverridden,
  type OverriddenRule,
  overridesOf,
  type RuleOverride,
} from '../../../domain/planning/overrides.js';
import type { DayOverrides, Plan, PlanKpis, Route } from '../../../domain/planning/plan.js';
import type { PlanEdit } from '../../../domain/planning/plan-edit.js';
import { told } from '../../../domain/told.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import type { Clock, NewId } from '../../clock.js';
import { engineOf, travelOfPlan } from '../../travel/index.js';
import type { WaveStore } from '../../waves/wave-store.js';
import { countLate, kpisOf } from '../from-solution.js';
import { takeBackTotes } from '../loading/collect-empty-totes.js';
import { setPartitions } from '../loading/set-partitions.js';
import type { PlanStore } from '../plan-store.js';
import {
  checkContextOf,
  type PlanningContext,
  type PlanningSources,
  readPlanningContext,
} from '../planning-context.js';
import type { ReplanStore, SeenRun } from '../replan-store.js';
import { type DayUnderWay, dayUnderWay, isReleased } from '../under-way/day-under-way.js';
import { assertOnDay, momentOf } from '../under-way/replan-moment.js';
import { type Violation, violationOf } from '../violation.js';
import { applyEdits } from './apply-edits.js';

export interface EditPlanDeps extends PlanningSources {
  readonly waves: WaveStore;
  readonly plans: PlanStore;
  readonly replans: ReplanStore;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** What a hand-made change would come to. */
export interface EditEvaluation {
  readonly kpis: PlanKpis;
  /** Against the plan that was edited; minor units. */
  readonly costChangeMinor: number;
  readonly penaltyChangeMinor: number;
  readonly violations: readonly Violation[];
  /** The routes that the edits touch, as they would be. */
  readonly routes: readonly Route[];
  /** Soft rules that are let pass, in this plan or already in the one that was edited. */
  readonly overrides: readonly RuleOverride[];
}

/** What edits are made with beside themselves. */
export interface EditOptions {
  /** From when on the plan may change, where runs are released: now unless said, and never before the last report. */
  readonly from?: Date;
  /** Soft rules that shall be let pass, each for one run, and why. */
  readonly overrides?: readonly (OverriddenRule & { readonly reason: string })[];
}

/** The edits break rules: the plan stays as it is. `details` has the violations. */
export class EditBreaksRulesError extends DispatchError {
  constructor(violations: readonly Violation[]) {
    super(
      'edit-breaks-rules',
      told`The change breaks ${violations.length} rules: ${violations[0].told ?? violations[0].text}`,
      {
        details: violations,
      },
    );
  }
}

/** Prices hand-made changes of a plan, and makes them. */
export interface EditPlan {
  /** Prices the edits; nothing is stored. @throws InvalidInputError */
  evaluate(plan: Plan, edits: readonly PlanEdit[], signal: AbortSignal, options?: EditOptions): Promise<EditEvaluation>;
  /**
   * Makes the edits a new version of the plan, which becomes the wave's current one. Of released runs what is done or on
   * board stays, and couriers whose runs change are told.
   *
   * @throws EditBreaksRulesError, InvalidInputError, ConflictError `plan-replaced` or `run-completed`, and as
   *   `ReplanStore.saveReplan` does.
   */
  make(
    plan: Plan,
    edits: readonly PlanEdit[],
    by: string,
    signal: AbortSignal,
    options?: EditOptions,
  ): Promise<[Plan, EditEvaluation]>;
}

/** How long what a plan depends on is remembered between two evaluations: while somebody drags. */
const rememberMilliseconds = 30_000;

export function makeEditPlan(deps: EditPlanDeps): EditPlan {
  let remembered: { planId: string; version: string; until: number; context: Promise<PlanningContext> } | undefined;

  const read = (plan: Plan, signal: AbortSignal) => {
    const { engine, mapId } = plan.provenance;
    if (engineOf(deps.routing, plan.provenance) === undefined) {
      throw new ConflictError(
        'plan-of-other-map',
        told`The plan was made with travel times of ${engine} ${mapId}, which is not in use any more. Plan the wave anew.`,
      );
    }
    return readPlanningContext(deps, plan, { signal, provenance: plan.provenance });
  };
  const readAgain = async (plan: Plan, signal: AbortSignal) => {
    const now = deps.clock.now().getTime();
    const version = await deps.network.version();
    if (remembered?.planId !== plan.planId || remembered.version !== version || remembered.until < now) {
      const context = read(plan, signal);
      const entry = { planId: plan.planId, version, until: now + rememberMilliseconds, context };
      remembered = entry;
      context.catch(() => {
        if (remembered === entry) remembered = undefined;
      });
    }
    return remembered.context;
  };
  /** The released day as it stands; undefined while all runs are drafts. */
  const underWayOf = async (plan: Plan, seen: readonly SeenRun[], context: PlanningContext, from: Date | undefined) => {
    if (!isReleased(seen)) return undefined;
    const timeZone = context.depot.timeZone;
    const clock = waveClockOf(plan.deliveryDate, timeZone);
    const asked = clock.secondAt(from ?? deps.clock.now());
    if (from !== undefined) {
      assertOnDay(asked, clock, plan, timeZone, await deps.network.listVehicles(plan.depotId));
    }
    return dayUnderWay(plan, seen, momentOf(plan, seen, asked, from !== undefined), checkContextOf(context));
  };
  const named = (overrides: EditOptions['overrides'] = [], by: string, at: Date) =>
    overrides.map((each): RuleOverride => ({ ...each, by, at: at.toISOString() }));

  return {
    async evaluate(plan, edits, signal, { from, overrides } = {}) {
      const context = await readAgain(plan, signal);
      const underWay = await underWayOf(plan, await deps.replans.listSeenRuns(plan), context, from);
      return evaluateEdits(plan, edits, context, { underWay, overrides: named(overrides, '', deps.clock.now()) })
        .evaluation;
    },

    async make(plan, edits, by, signal, { from, overrides } = {}) {
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
      const now = deps.clock.now();
      const context = await read(plan, signal);
      const seen = await deps.replans.listSeenRuns(plan);
      const underWay = areLocks(edits) ? undefined : await underWayOf(plan, seen, context, from);
      const { edited, evaluation } = evaluateEdits(plan, edits, context, {
        underWay,
        overrides: named(overrides, by, now),
      });
      if (evaluation.violations.length > 0) throw new EditBreaksRulesError(evaluation.violations);
      const next = {
        ...edited,
        planId: deps.newId('plan'),
        parentPlanId: plan.planId,
        createdAt: now,
      };
      // Locks move nobody: they may be set while vehicles are on the road.
      if (underWay === undefined && !areLocks(edits)) {
        return [await deps.plans.save({ ...next, rules: context.rules }, by), evaluation];
      }
      const { rules } = context;
      const draft = areLocks(edits) ? next : { ...next, rules };
      return [await deps.replans.saveReplan({ plan: draft, seen, urgentOrderIds: [], added: [] }, by), evaluation];
    },
  };
}

function areLocks(edits: readonly PlanEdit[]): boolean {
  return edits.every(({ kind }) => kind === 'lock' || kind === 'unlock');
}

const nothingOverridden: DayOverrides = { hours: [], vehiclesOut: [], notBefore: [] };

/** Pure: what the edits make of the plan, and how the checker likes it. */
export function evaluateEdits(
  plan: Plan,
  edits: readonly PlanEdit[],
  context: PlanningContext,
  { underWay, overrides = [] }: { readonly underWay?: DayUnderWay; readonly overrides?: readonly RuleOverride[] } = {},
): { readonly edited: Plan; readonly evaluation: EditEvaluation } {
  const checkContext = { ...checkContextOf(context), before: plan };
  const { routes: driven, unassigned, locks, touched, refused } = applyEdits(plan, edits, checkContext, underWay);
  const isAsBefore = areLocks(edits);
  const routes = isAsBefore ? driven : setPartitions(takeBackTotes(driven, context), context.vehicles);
  const stops = routes.flatMap((route) => route.trips.flatMap((trip) => trip.stops));
  const kpis = isAsBefore
    ? plan.kpis
    : {
        ...kpisOf(context.depot, routes, unassigned, context.vehicles, context.consignments, context.stations),
        lateStops: countLate(stops, checkContext.stations),
      };
  // Vehicles may have other measures by now.
  const { travelClasses: _, ...made } = plan.provenance;
  const { travelClasses } = travelOfPlan(context, context.vehicles);
  const provenance = { ...made, ...(travelClasses && { travelClasses }), how: 'edit' as const };
  const { overrides: had = [], ...before } = plan;
  const wished: Plan = {
    ...before,
    provenance,
    routes,
    unassigned,
    locks,
    kpis,
    ...(underWay && { dayOverrides: plan.dayOverrides ?? nothingOverridden }),
    replanned: undefined,
    edited: { edits, ...(underWay && { from: underWay.from }) },
  };
  // What moves nobody breaks nothing, whatever the network is by now.
  const faults = isAsBefore ? [] : checkPlan(wished, checkContext);
  const kept = isAsBefore ? had : overridesOf(faults, [...overrides, ...had]);
  const edited: Plan = { ...wished, ...(kept.length > 0 && { overrides: kept }) };
  const clock = waveClockOf(plan.deliveryDate, context.depot.timeZone);
  const broken = faults.filter((fault) => !isOverridden(fault, kept)).map((fault) => violationOf(fault, clock));
  const violations = [...refused, ...broken];
  const evaluation: EditEvaluation = {
    kpis: { ...kpis, checkerFaults: violations.length },
    costChangeMinor: kpis.costMinor - plan.kpis.costMinor,
    penaltyChangeMinor: kpis.penaltyMinor - plan.kpis.penaltyMinor,
    violations,
    routes: routes.filter((route) => touched.has(route.vehicleId)),
    overrides: kept,
  };
  return { edited, evaluation };
}
