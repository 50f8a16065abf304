import type { Depot } from '../../domain/network/network.js';
import { checkPlan } from '../../domain/planning/check-plan.js';
import type { Plan } from '../../domain/planning/plan.js';
import { dockUsesOf } from '../../domain/planning/timetable/loading.js';
import type { SearchProgress } from '../../solver/index.js';
import type { Clock, NewId } from '../clock.js';
import { travelOfPlan } from '../travel/index.js';
import type { WaveStore } from '../waves/wave-store.js';
import { kpisOf, leftBehind, routesOf, unassignedOf } from './from-solution.js';
import { takeBackTotes } from './loading/collect-empty-totes.js';
import { setPartitions } from './loading/set-partitions.js';
import type { PlanStore } from './plan-store.js';
import { checkContextOf, type PlanningSources, readPlanningContext, routesBeside } from './planning-context.js';
import { withLocks } from './planning-locks.js';
import type { Solver, SolverBudget } from './solver-port.js';
import { toProblem } from './to-problem.js';

export interface PlanWaveDeps extends PlanningSources {
  readonly waves: WaveStore;
  readonly plans: PlanStore;
  readonly solver: Solver;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface PlanWaveRequest {
  /** The id of the plan to be; a new one otherwise. */
  readonly planId?: string;
  readonly waveId: string;
  readonly budget: SolverBudget;
  /** Nothing is searched for: all goods are left to be assigned by hand. */
  readonly byHand?: boolean;
  readonly by: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PlanProgress) => void;
}

/** How far planning is: travel times first, then the search. */
export type PlanProgress =
  | { readonly phase: 'travel'; readonly done: number; readonly total: number }
  | ({ readonly phase: 'search' } & Omit<SearchProgress, 'unservedPenalty'>);

export type PlanWave = (request: PlanWaveRequest) => Promise<Plan>;

/** Closes a wave if it still collects, plans it, has the plan checked, and keeps it with its draft runs. */
export function makePlanWave(deps: PlanWaveDeps): PlanWave {
  return async ({ planId, waveId, budget, byHand = false, by, signal, onProgress }) => {
    const wave = await deps.waves.get(waveId);
    if (wave.status === 'collecting') await deps.waves.close(waveId, deps.clock.now(), by);
    const before = wave.currentPlanId === undefined ? undefined : await deps.plans.get(wave.currentPlanId);
    const dayOverrides = before?.dayOverrides;
    const context = await readPlanningContext(
      deps,
      { ...wave, dayOverrides },
      {
        signal,
        onProgress: (done, total) => onProgress?.({ phase: 'travel', done, total }),
      },
    );
    const { depot, available, zones, consignments, visited, offRoad, travel, travelClasses, speedProfile } = context;

    // A place that no profile can reach by road is named; one that only some can is left to the search.
    const reachable = consignments.filter((consignment) => !offRoad.has(consignment.stationId));
    const onRoad = visited.filter((station) => !offRoad.has(station.stationId));
    const placeOf = new Map(visited.map((station, at) => [station.stationId, at + 1]));
    const task = toProblem({
      depot,
      vehicles: available,
      stations: onRoad,
      consignments: reachable,
      zones,
      servedBefore: await servedBefore(deps.plans, wave.currentPlanId, depot),
      // The matrices stay whole: for ten thousand stations a copy without a few of them takes 1.6 GB.
      places: onRoad.map((station) => placeOf.get(station.stationId)!),
      travel,
      travelClasses,
      ...(context.sharing && { docksTaken: dockUsesOf(routesBeside(context), depot) }),
    });
    const locks = before?.locks ?? [];
    const problem = before === undefined ? task.problem : withLocks(task, before, locks);
    const solution = byHand
      ? undefined
      : await deps.solver.solve(problem, budget, {
          signal,
          // The penalty is a number of the search's own.
          onProgress: ({ unservedPenalty: _, ...progress }) => onProgress?.({ phase: 'search', ...progress }),
        });
    const found = solution === undefined ? [] : routesOf(solution, task);
    const routes = setPartitions(takeBackTotes(found, context), context.vehicles);
    const lost = consignments.filter((consignment) => offRoad.has(consignment.stationId));
    const unassigned = [
      ...lost.map((goods) => leftBehind(goods, { code: 'no-road' })),
      ...(solution === undefined
        ? reachable.map((goods) => leftBehind(goods, { code: 'by-hand' }))
        : unassignedOf(solution, task, context)),
    ];
    const draft = {
      planId: planId ?? deps.newId('plan'),
      depotId: wave.depotId,
      waveId,
      deliveryDate: wave.deliveryDate,
      parentPlanId: undefined,
      provenance: {
        how: byHand ? ('edit' as const) : ('solver' as const),
        seed: budget.seed,
        searchSeconds: byHand ? 0 : budget.seconds,
        threads: budget.threads,
        iterations: solution?.iterations ?? 0,
        ...travelOfPlan(context, context.vehicles),
        speedProfile,
      },
      routes,
      unassigned,
      kpis: kpisOf(depot, routes, unassigned, available, consignments, visited),
      ...(before?.locks && { locks }),
      ...(dayOverrides && { dayOverrides }),
      ...(context.split.length > 0 && { split: context.split }),
      createdAt: deps.clock.now(),
    };
    const faults = checkPlan({ ...draft, version: 0 }, { ...checkContextOf(context), before });
    if (faults.length > 0) {
      // A plan that breaks a rule is a bug of ours: it is never stored.
      throw new Error(
        `The plan breaks ${faults.length} rules: ${faults
          .slice(0, 5)
          .map((fault) => fault.text)
          .join(' ')}`,
      );
    }
    signal.throwIfAborted();
    return deps.plans.save({ ...draft, rules: context.rules }, by);
  };
}

/** By station, the vehicle of the wave's plan so far; a station of several visits counts as its first one's. */
async function servedBefore(
  plans: Pick<PlanStore, 'get'>,
  planId: string | undefined,
  { rules }: Depot,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (planId === undefined || rules?.changeMicros === undefined) return undefined;
  const { routes } = await plans.get(planId);
  const served = new Map<string, string>();
  for (const { vehicleId, trips } of [...routes].reverse()) {
    for (const { stationId } of trips.flatMap(({ stops }) => stops)) served.set(stationId, vehicleId);
  }
  return served;
}
