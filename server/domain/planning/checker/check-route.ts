import type { Vehicle } from '../../network/network.js';
import { isAllGiven, isNewFetch } from '../given-route.js';
import type { ExecutedPrefix, Route } from '../plan.js';
import { checkBreaks } from './check-breaks.js';
import type { RouteContext, Say } from './check-context.js';
import { checkLoad, checkTaken, wasLoaded } from './check-load.js';
import { checkGivenTrip, checkTrip } from './check-trip.js';

/** All that the route of one vehicle breaks by itself, whatever the others do. */
export function checkRoute(route: Route, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const { vehicleId } = vehicle;
  const name = `Vehicle ${vehicleId}`;
  const { depot } = context;
  const { executedPrefix } = route;
  const given = executedPrefix?.trips ?? 0;
  const isFetch = isNewFetch(route, vehicle, context);
  const isGivenWhole = isAllGiven(route, vehicle, context);
  if (vehicle.status !== 'available' && !isGivenWhole)
    say('vehicle-available', `${name} is in maintenance.`, { vehicleId });
  if (executedPrefix !== undefined) checkStarted(route, executedPrefix, name, say);
  if (route.trips.length === 0) say('route-empty', `${name} has a route without trips.`);
  if (route.trips.length > vehicle.maxTrips && !isGivenWhole)
    say('max-trips', `${name} drives ${route.trips.length} trips.`, {
      vehicleId,
      amount: route.trips.length,
      limit: vehicle.maxTrips,
      unit: 'trips',
    });
  const stops = route.trips.reduce((count, trip) => count + trip.stops.length, 0);
  if (stops > (vehicle.maxStops ?? Infinity) && !isGivenWhole) {
    const facts = { vehicleId, amount: stops, limit: vehicle.maxStops, unit: 'stops' } as const;
    say('max-stops', `${name} makes ${stops} stops.`, facts);
  }
  const meters = route.trips.reduce((total, trip) => total + trip.meters, 0);
  if (meters > (vehicle.rangeMeters ?? Infinity) && !isGivenWhole) {
    const facts = { vehicleId, amount: meters, limit: vehicle.rangeMeters, unit: 'meters' } as const;
    say('range', `${name} drives ${meters} m.`, facts);
  }
  const driven = route.trips.reduce((total, trip) => total + trip.seconds, 0);
  if (driven > (vehicle.rules?.maxDrivingSeconds ?? Infinity) && !isGivenWhole) {
    const facts = { vehicleId, amount: driven, limit: vehicle.rules?.maxDrivingSeconds, unit: 'seconds' } as const;
    say('driving', `${name} drives ${driven} s.`, facts);
  }
  checkBreaks(route, vehicle, context, say);
  const now = executedPrefix?.at ?? context.replannedFrom ?? Number.NEGATIVE_INFINITY;
  const had = context.before?.routes.find((each) => each.vehicleId === vehicleId)?.trips ?? [];
  let free = Math.max(vehicle.shift.opens, depot.open.opens);
  route.trips.forEach((trip, at) => {
    const isGiven = at < given;
    const isAhead = !isGiven || (isFetch && at === given - 1);
    const loads = { vehicleId, amount: trip.loadBegins, unit: 'second' } as const;
    if (trip.loadBegins < free && isAhead) {
      say('load-begin', `${name} loads at ${trip.loadBegins}, before ${free}.`, { ...loads, limit: free });
    }
    const isAsBefore = context.isByHand && had[at]?.loadBegins === trip.loadBegins;
    const isOfBefore = isAsBefore && executedPrefix === undefined && wasLoaded(trip, at, vehicle, context);
    if (trip.loadBegins < now && isAhead && !isOfBefore) {
      say('load-begin', `${name} loads at ${trip.loadBegins}, which is past.`, { ...loads, limit: now });
    }
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
  if (free > vehicle.shift.closes && !isGivenWhole) {
    const facts = { vehicleId, amount: free, limit: vehicle.shift.closes, unit: 'second' } as const;
    say('shift', `${name} returns at ${free}, after its shift.`, facts);
  }
}

/** A beginning counts trips and stops that are there, and one that broke down has nothing before it. */
function checkStarted({ trips }: Route, { trips: given, stops, isOut }: ExecutedPrefix, name: string, say: Say): void {
  const done = trips[given - 1]?.stops.length ?? 0;
  const isPossible = given >= 0 && given <= trips.length && stops >= 0 && stops <= done;
  const isOver = isOut !== true || (given === trips.length && stops === done);
  if (!isPossible || !isOver)
    say('executed-prefix', `${name} cannot have begun with ${given} trips and ${stops} stops.`);
}
