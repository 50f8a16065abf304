import { checkPlan } from '../../../../domain/planning/check-plan.js';
import { isOverridden, overridesOf } from '../../../../domain/planning/overrides.js';
import type { Route } from '../../../../domain/planning/plan.js';
import type { Solution } from '../../../../solver/index.js';
import { countLate, kpisOf, routesOf, unassignedOf } from '../../from-solution.js';
import { takeBackTotes } from '../../loading/collect-empty-totes.js';
import { setPartitions } from '../../loading/set-partitions.js';
import { checkContextOf } from '../../planning-context.js';
import { explainAfterEvent, type RestOfDay } from '../../unassigned/explain-after-event.js';
import type { OpenDay } from './build-subproblem.js';

/**
 * The plan after the event: beginnings, and behind them what was kept or found.
 *
 * @param whole by consignment, why a search with all vehicles left it out as well, where there was one.
 * @throws Error when it breaks a rule.
 */
export function mergePlan(
  { input, executed, kept, task, left }: OpenDay,
  solution: Solution,
  whole: RestOfDay['whole'] = new Map(),
) {
  const { plan, context } = input;
  const checkContext = { ...checkContextOf(context), before: plan };
  const searchedRoutes = new Map(routesOf(solution, task).map((route) => [route.vehicleId, route]));
  const order = [
    ...plan.routes.map(({ vehicleId }) => vehicleId),
    ...executed.keys(),
    ...kept.keys(),
    ...searchedRoutes.keys(),
  ];
  const driven = [...new Set(order)].flatMap((vehicleId): Route[] => {
    const beginning = executed.get(vehicleId);
    const rest = kept.get(vehicleId) ?? searchedRoutes.get(vehicleId)?.trips ?? [];
    if (beginning === undefined) return rest.length === 0 ? [] : [{ vehicleId, trips: rest }];
    return [{ ...beginning, trips: [...beginning.trips, ...rest] }];
  });
  const routes = setPartitions(takeBackTotes(driven, context), context.vehicles);
  const { stations } = checkContext;
  const rest = { from: input.from, stations, hasVehicles: context.available.length > 0, whole };
  const searched = unassignedOf(solution, task, context).map((goods) => explainAfterEvent(goods, rest));
  const unassigned = [...left, ...searched];
  const stops = routes.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops));
  const lateStops = countLate(stops, checkContext.stations);
  const kpis = {
    ...kpisOf(context.depot, routes, unassigned, context.vehicles, context.consignments, context.stations),
    lateStops,
  };
  const provenance = { ...plan.provenance, how: 'replan' as const };
  const { edited: _, overrides: had = [], ...before } = plan;
  const found = checkPlan(
    {
      ...{ ...before, provenance, split: context.split, dayOverrides: input.dayOverrides, routes, unassigned, kpis },
      replanned: { event: input.event, from: input.from, changes: [] },
    },
    checkContext,
  );
  const overrides = overridesOf(found, had);
  const faults = found.filter((fault) => !isOverridden(fault, overrides));
  if (faults.length > 0) {
    // A plan that breaks a rule is a bug of ours: it is never shown.
    const texts = faults.slice(0, 5).map(({ text }) => text);
    throw new Error(`The plan after the event breaks ${faults.length} rules: ${texts.join(' ')}`);
  }
  return { routes, unassigned, kpis, overrides };
}
