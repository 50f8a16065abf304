import type { Vehicle } from '../../network/network.js';
import type { Drive } from '../../travel/drive.js';
import type { PlannedStop, Trip } from '../plan.js';
import type { RouteContext, Say } from './check-context.js';
import { checkCold, checkStop } from './check-stop.js';
import { arrivalOf, driveAt } from './own-times.js';

/** The part of a trip that is still to be driven, and what was driven before it. */
interface RestOfTrip {
  readonly from: string | undefined;
  readonly clock: number;
  readonly notBefore: number;
  readonly meters: number;
  readonly seconds: number;
  readonly stops: readonly PlannedStop[];
  /** It is on the road: service may begin after the last closing, and ways that are gone stay as they were planned. */
  readonly mayBeLate: boolean;
  /** Whether it is asked if the vehicle may come to the stations. */
  readonly isJudged: boolean;
}

export function checkDrive(trip: Trip, rest: RestOfTrip, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const { mayBeLate } = rest;
  let { clock, notBefore, from: at, meters, seconds: driving } = rest;
  let stops = trip.stops.length - rest.stops.length;
  const breaksBefore = (stop: number) => (trip.breaks ?? []).filter(({ beforeStop }) => beforeStop === stop);
  // A vehicle on the road is where it is: a leg that the roads of now do not have stays as it was planned.
  const drive = (to: string | undefined, planned: Drive): Drive => {
    const isKept = mayBeLate && planned.seconds >= 0 && planned.meters >= 0;
    const leg = driveAt(context.travel(vehicle, at, to), clock) ?? (isKept ? planned : undefined);
    if (leg === undefined) say('unreachable', `${name} has no way from ${at ?? 'the depot'} to ${to ?? 'the depot'}.`);
    at = to;
    meters += leg?.meters ?? 0;
    driving += leg?.seconds ?? 0;
    return leg ?? { seconds: 0, meters: 0 };
  };
  for (const stop of rest.stops) {
    const leg = drive(stop.stationId, { seconds: stop.legSeconds, meters: stop.legMeters });
    if (leg.seconds !== stop.legSeconds || leg.meters !== stop.legMeters) {
      say('leg', `${name} needs ${leg.seconds} s and ${leg.meters} m to ${stop.stationId}.`);
    }
    if (stop.arrives !== Math.max(notBefore, arrivalOf(clock, leg, breaksBefore(stops)))) {
      say('arrival', `${name} cannot be at ${stop.stationId} at ${stop.arrives}.`);
    }
    checkStop(stop, vehicle, context, say, rest);
    if (!mayBeLate) checkCold(stop, trip, vehicle, context, say);
    clock = stop.leaves;
    stops++;
  }
  const home = drive(undefined, { seconds: trip.seconds - driving, meters: trip.meters - meters });
  if (trip.returns !== Math.max(notBefore, arrivalOf(clock, home, breaksBefore(stops)))) {
    say('return', `${name} cannot be back at ${trip.returns}.`);
  }
  if (trip.meters !== meters) say('trip-meters', `${name}'s trip is ${meters} m long, not ${trip.meters}.`);
  if (trip.seconds !== driving) say('trip-seconds', `${name} drives ${driving} s, not ${trip.seconds}.`);
}
