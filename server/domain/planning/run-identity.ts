import type { Route, RunIdentity } from './plan.js';

/** A route with the run that it is. */
export type NumberedRoute = Route & { readonly run: RunIdentity };

/**
 * Says of each route of a plan which run of the wave it is. A run is what one vehicle does for one wave, all of its trips:
 * a vehicle that ever had a route in the wave goes on with its run, whatever is on it; another begins a new one, with a
 * number that none had.
 *
 * @param known by vehicle, of every version of the wave's plan.
 * @param lastNo the highest number that any run of the wave ever had; 0 for none.
 * @param makeRunId gives ids that no run has.
 * @returns the routes in the order of their numbers.
 */
export function numberRoutes(
  routes: readonly Route[],
  known: ReadonlyMap<string, RunIdentity>,
  lastNo: number,
  makeRunId: () => string,
): NumberedRoute[] {
  let last = lastNo;
  return routes
    .map((route) => ({ ...route, run: known.get(route.vehicleId) ?? { runId: makeRunId(), routeNo: ++last } }))
    .sort((one, other) => one.run.routeNo - other.run.routeNo);
}

/** The run that a route of a kept plan is. */
export function runOf({ vehicleId, run }: Route): RunIdentity {
  if (run === undefined) throw new Error(`The route of ${vehicleId} has no number: its plan was not kept.`);
  return run;
}
