import type { Vehicle } from '../network/network.js';
import type { CheckContext } from './checker/check-context.js';
import { wasLoaded } from './checker/check-load.js';
import type { Route } from './plan.js';

/** Whether a route's last given trip fetches goods on the road that nobody had to fetch before: who takes them over was free to leave them. */
export function isNewFetch(
  { trips, executedPrefix }: Route,
  vehicle: Pick<Vehicle, 'vehicleId'>,
  context: Pick<CheckContext, 'before'>,
): boolean {
  const at = (executedPrefix?.trips ?? 0) - 1;
  const last = trips[at];
  return last?.transfer !== undefined && executedPrefix?.stops === 0 && !wasLoaded(last, at, vehicle, context);
}

/**
 * Whether all of a route is on board or done. It is brought then, whatever limit of trips, stops, range, driving or shift is
 * passed by it, in this wave alone or with others of the date; it must add nothing further.
 */
export function isAllGiven(
  route: Route,
  vehicle: Pick<Vehicle, 'vehicleId'>,
  context: Pick<CheckContext, 'before'>,
): boolean {
  return (route.executedPrefix?.trips ?? 0) === route.trips.length && !isNewFetch(route, vehicle, context);
}
