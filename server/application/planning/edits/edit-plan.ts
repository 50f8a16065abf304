import { ConflictError, DispatchError } from '../../../domain/dispatch-error.js';
import { checkPlan } from '../../../domain/planning/check-plan.js';
import type { Plan, PlanKpis, Route } from '../../../domain/planning/plan.js';
import { told } from '../../../domain/told.js';
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
import type { ReplanStore } from '../replan-store.js';
import { type Violation, violationOf } from '../violation.js';
import { applyEdits } from './apply-edits.js';
import type { PlanEdit } from './plan-edit.js';

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
}

/** The edits break rules: the plan stays as it is. `details` has the violations. */
export class EditBreaksRulesError extends DispatchError {
  constructor(violations: readonly Violation[]) {
    super('edit-breaks-rules', told`The change breaks ${violations.length} rules: ${violations[0].text}`, {
      details: violations,
    });
  }
}

/** Prices hand-made changes of a plan, and makes them. */
export interface EditPlan {
  /** Prices the edits; nothing is stored. @throws InvalidInputError */
  evaluate(plan: Plan, edits: readonly PlanEdit[], signal: AbortSignal): Promise<EditEvaluation>;
  /**
   * Makes the edits a new version of the plan, which becomes the wave's current one.
   *
   * @throws EditBreaksRulesError, InvalidInputError, ConflictError `plan-replaced` or `wave-released`.
   */
  make(plan: Plan, edits: readonly PlanEdit[], by: string, signal: AbortSignal): Promise<[Plan, EditEvaluation]>;
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

  return {
    async evaluate(plan, edits, signal) {
      return evaluateEdits(plan, edits, await readAgain(plan, signal)).evaluation;
    },

    async make(plan, edits, by, signal) {
      const wave = await deps.waves.get(plan.waveId);
      if (wave.currentPlanId !== plan.planId) {
        throw new ConflictError(
          'plan-replaced',
          told`Plan ${plan.planId} is not the current plan of its wave any more.`,
        );
      }
      const context = await read(plan, signal);
      const { edited, evaluation } = evaluateEdits(plan, edits, context);
      if (evaluation.violations.length > 0) throw new EditBreaksRulesError(evaluation.violations);
      const next = {
        ...edited,
        planId: deps.newId('plan'),
        parentPlanId: plan.planId,
        createdAt: deps.clock.now(),
      };
      // Locks move nobody: they may be set while vehicles are on the road.
      if (!areLocks(edits)) return [await deps.plans.save({ ...next, rules: context.rules }, by), evaluation];
      const seen = await deps.replans.listSeenRuns(plan);
      return [await deps.replans.saveReplan({ plan: next, seen, urgentOrderIds: [], added: [] }, by), evaluation];
    },
  };
}

function areLocks(edits: readonly PlanEdit[]): boolean {
  return edits.every(({ kind }) => kind === 'lock' || kind === 'unlock');
}

/** Pure: what the edits make of the plan, and how the checker likes it. */
export function evaluateEdits(
  plan: Plan,
  edits: readonly PlanEdit[],
  context: PlanningContext,
): { readonly edited: Plan; readonly evaluation: EditEvaluation } {
  const checkContext = { ...checkContextOf(context), before: plan };
  const { routes: driven, unassigned, locks, touched } = applyEdits(plan, edits, checkContext);
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
  const edited: Plan = { ...plan, provenance, routes, unassigned, locks, kpis, replanned: undefined };
  // What moves nobody breaks nothing, whatever the network is by now.
  const violations = isAsBefore ? [] : checkPlan(edited, checkContext).map(violationOf);
  const evaluation: EditEvaluation = {
    kpis: { ...kpis, checkerFaults: violations.length },
    costChangeMinor: kpis.costMinor - plan.kpis.costMinor,
    penaltyChangeMinor: kpis.penaltyMinor - plan.kpis.penaltyMinor,
    violations,
    routes: routes.filter((route) => touched.has(route.vehicleId)),
  };
  return { edited, evaluation };
}
