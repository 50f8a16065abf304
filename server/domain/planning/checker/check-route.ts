import type { Vehicle } from '../../network/network.js';
import { isAllGiven, isNewFetch } from '../given-route.js';
import type { ExecutedPrefix, Route } from '../plan.js';
import { checkBreaks } from './check-breaks.js';
import type { RouteContext, Say } from './check-context.js';
import { checkLoad, checkTaken, wasLoaded } from './check-load.js';
import { checkGivenTrip, checkTrip } from './check-trip.js';

/** All that the route of one vehicle breaks by itself, whatever the others do. */
export function checkRoute(route: Route, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const { depot } = context;
  const { executedPrefix } = route;
  const given = executedPrefix?.trips ?? 0;
  const isFetch = isNewFetch(route, vehicle, context);
  const isGivenWhole = isAllGiven(route, vehicle, context);
  if (vehicle.status !== 'available' && !isGivenWhole) say('vehicle-available', `${name} is in maintenance.`);
  if (executedPrefix !== undefined) checkStarted(route, executedPrefix, name, say);
  if (route.trips.length === 0) say('route-empty', `${name} has a route without trips.`);
  if (route.trips.length > vehicle.maxTrips && !isGivenWhole)
    say('max-trips', `${name} drives ${route.trips.length} trips.`);
  const stops = route.trips.reduce((count, trip) => count + trip.stops.length, 0);
  if (stops > (vehicle.maxStops ?? Infinity) && !isGivenWhole) say('max-stops', `${name} makes ${stops} stops.`);
  const meters = route.trips.reduce((total, trip) => total + trip.meters, 0);
  if (meters > (vehicle.rangeMeters ?? Infinity) && !isGivenWhole) say('range', `${name} drives ${meters} m.`);
  const driven = route.trips.reduce((total, trip) => total + trip.seconds, 0);
  if (driven > (vehicle.rules?.maxDrivingSeconds ?? Infinity) && !isGivenWhole) {
    say('driving', `${name} drives ${driven} s.`);
  }
  checkBreaks(route, vehicle, context, say);
  const now = executedPrefix?.at ?? context.replannedFrom ?? Number.NEGATIVE_INFINITY;
  let free = Math.max(vehicle.shift.opens, depot.open.opens);
  route.trips.forEach((trip, at) => {
    const isGiven = at < given;
    const isAhead = !isGiven || (isFetch && at === given - 1);
    if (trip.loadBegins < free && isAhead) say('load-begin', `${name} loads at ${trip.loadBegins}, before ${free}.`);
    if (trip.loadBegins < now && isAhead) say('load-begin', `${name} loads at ${trip.loadBegins}, which is past.`);
    const isFact = isGiven && wasLoaded(trip, at, vehicle, context);
    if (at < given - 1) {
      if (!isFact) checkLoad(trip, vehicle, say);
    } else if (isGiven) {
      if (isFact) checkTaken(trip, vehicle, say, executedPrefix!.stops);
      else checkLoad(trip, vehicle, say);
      checkGivenTrip(trip, executedPrefix!, vehicle, context, say, isFact);
    } else checkTrip(trip, vehicle, context, say);
    free = trip.returns;
  });
  if (free > vehicle.shift.closes && !isGivenWhole) say('shift', `${name} returns at ${free}, after its shift.`);
}

/** A beginning counts trips and stops that are there, and one that broke down has nothing before it. */
function checkStarted({ trips }: Route, { trips: given, stops, isOut }: ExecutedPrefix, name: string, say: Say): void {
  const done = trips[given - 1]?.stops.length ?? 0;
  const isPossible = given >= 0 && given <= trips.length && stops >= 0 && stops <= done;
  const isOver = isOut !== true || (given === trips.length && stops === done);
  if (!isPossible || !isOver)
    say('executed-prefix', `${name} cannot have begun with ${given} trips and ${stops} stops.`);
}
