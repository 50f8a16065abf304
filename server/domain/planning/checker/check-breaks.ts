import type { Vehicle } from '../../network/network.js';
import type { ExecutedPrefix, Route, Trip } from '../plan.js';
import type { RouteContext, Say } from './check-context.js';

/**
 * Every break of the vehicle is taken, in order, as long as it is to be and when it may begin. After an event those that
 * are past are facts, and some may be missed: those whose time was over when the rest of the day was planned.
 */
export function checkBreaks(route: Route, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const isAfterEvent = context.dayOverrides !== undefined;
  const given = isAfterEvent ? (route.executedPrefix?.trips ?? 0) : 0;
  const judged = route.trips.slice(given);
  const taken = judged.flatMap((trip) => trip.breaks ?? []);
  let wanted = vehicle.rules?.breaks ?? [];
  if (taken.length !== wanted.length && !isAfterEvent) {
    say('break', `${name} takes ${taken.length} breaks of ${wanted.length}.`);
    return;
  }
  if (route.executedPrefix !== undefined) checkBreaksUnderWay(route, route.executedPrefix, context, name, say);
  const due = isAfterEvent ? breaksAhead(route, vehicle, context) : wanted.length;
  if (judged.length > 0 && taken.length < due) {
    say('break', `${name} takes ${taken.length} breaks of ${due} that it still can.`);
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

/** How many breaks the vehicle can still begin when the re-plan lets it load again; as many as it took are the first ones. */
function breaksAhead({ trips, executedPrefix }: Route, vehicle: Vehicle, { replannedFrom }: RouteContext): number {
  if (replannedFrom === undefined) return 0;
  const given = trips.slice(0, executedPrefix?.trips ?? 0);
  const count = given.reduce((sum, { breaks = [] }) => sum + breaks.length, 0);
  const free = Math.max(executedPrefix?.at ?? replannedFrom, vehicle.shift.opens, given.at(-1)?.returns ?? 0);
  return (vehicle.rules?.breaks ?? []).slice(count).filter(({ begins }) => begins.closes >= free).length;
}

/**
 * On a trip under way a break that is still ahead begins no earlier than the moment of planning, unless it is one that the
 * plan before had at that time, or earlier: the driver has begun it, behind the stop that was left last.
 */
function checkBreaksUnderWay(
  { vehicleId, trips }: Route,
  executedPrefix: ExecutedPrefix,
  { before }: RouteContext,
  name: string,
  say: Say,
): void {
  const trip = trips[executedPrefix.trips - 1];
  if (trip === undefined || executedPrefix.stops === trip.stops.length) return;
  const had = before?.routes.find((route) => route.vehicleId === vehicleId)?.trips[executedPrefix.trips - 1]?.breaks;
  const left = trip.stops[executedPrefix.stops - 1]?.leaves ?? trip.departs;
  for (const { begins, ends, beforeStop } of trip.breaks ?? []) {
    if (beforeStop < executedPrefix.stops || begins >= executedPrefix.at) continue;
    const isBegun = had?.some((was) => was.begins <= begins && was.ends - was.begins === ends - begins) === true;
    if (!isBegun || begins < left) say('break', `${name} takes a break at ${begins}, which is past.`);
  }
}

/** Whether each break lies on a leg of the trip, in order: no arrival would be later by another. */
function areOnWay({ stops, breaks = [] }: Trip): boolean {
  return breaks.every(({ beforeStop }, at) => {
    const isAhead = beforeStop >= (breaks[at - 1]?.beforeStop ?? 0);
    return isAhead && beforeStop <= stops.length && Number.isInteger(beforeStop);
  });
}
