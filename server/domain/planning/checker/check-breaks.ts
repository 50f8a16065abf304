import type { Vehicle } from '../../network/network.js';
import type { Route, Trip } from '../plan.js';
import type { Say } from './check-context.js';

/**
 * Every break of the vehicle is taken, in order, as long as it is to be and when it may begin. After an event those that
 * are past are facts, and some may be missed.
 */
export function checkBreaks(route: Route, vehicle: Vehicle, isAfterEvent: boolean, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  let wanted = vehicle.rules?.breaks ?? [];
  const judged = isAfterEvent ? route.trips.slice(route.begun?.trips ?? 0) : route.trips;
  const taken = judged.flatMap((trip) => trip.breaks ?? []);
  if (taken.length !== wanted.length && !isAfterEvent) {
    say('break', `${name} takes ${taken.length} breaks of ${wanted.length}.`);
    return;
  }
  for (const trip of judged.filter((trip) => !areOnWay(trip))) {
    const places = trip.breaks?.map(({ beforeStop }) => beforeStop).join(', ');
    say('break', `${name} takes breaks before the stops ${places} of a trip of ${trip.stops.length}.`);
  }
  for (const { begins, ends } of taken) {
    const meant = wanted.findIndex(
      ({ seconds, begins: window }) => ends - begins === seconds && begins >= window.opens && begins <= window.closes,
    );
    if (meant < 0 || (meant > 0 && !isAfterEvent)) {
      say('break', `${name} takes a break from ${begins} to ${ends}, which is not when or as long as it is to be.`);
    }
    wanted = wanted.slice(meant + 1);
  }
}

/** Whether each break lies on a leg of the trip, in order: no arrival would be later by another. */
function areOnWay({ stops, breaks = [] }: Trip): boolean {
  return breaks.every(({ beforeStop }, at) => {
    const isAhead = beforeStop >= (breaks[at - 1]?.beforeStop ?? 0);
    return isAhead && beforeStop <= stops.length && Number.isInteger(beforeStop);
  });
}
