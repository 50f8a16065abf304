import { entryOf } from '../../entry-of.js';
import type { Vehicle } from '../../network/network.js';
import { type ExecutedPrefix, type GoodsTransfer, type Trip, transferPlaceOf } from '../plan.js';
import type { CheckContext, RouteContext, Say } from './check-context.js';
import { checkDrive } from './check-drive.js';
import { checkApart, checkLoad } from './check-load.js';
import { driveAt, secondsAtRate } from './own-times.js';

/**
 * A trip whose goods are on board: what was done are facts, which are not judged. The rest is driven from there, and a
 * stop may be late; none is reached before the moment of planning.
 */
export function checkGivenTrip(
  trip: Trip,
  executedPrefix: ExecutedPrefix,
  vehicle: Vehicle,
  context: RouteContext,
  say: Say,
  isFact: boolean,
): void {
  const done = trip.stops.slice(0, executedPrefix.stops);
  const last = done.at(-1);
  const driven = {
    meters: done.reduce((total, stop) => total + stop.legMeters, trip.transfer?.legMeters ?? 0),
    seconds: done.reduce((total, stop) => total + stop.legSeconds, trip.transfer?.legSeconds ?? 0),
  };
  if (executedPrefix.stops === trip.stops.length) {
    checkWayHome(trip, driven, last?.leaves ?? trip.departs, vehicle, say);
    return;
  }
  if (last === undefined && trip.transfer !== undefined) {
    checkTransfer(trip, trip.transfer, vehicle, context, say);
    if (!isFact) {
      checkFetchedGoods(trip, trip.transfer, vehicle, context, say);
      checkApart(trip, vehicle, context.depot, say);
    }
  }
  const rest = {
    from: last?.stationId ?? (trip.transfer === undefined ? undefined : transferPlaceOf(trip.transfer.fromVehicleId)),
    clock: last?.leaves ?? trip.transfer?.leaves ?? trip.departs,
    notBefore: executedPrefix.at,
    ...driven,
    stops: trip.stops.slice(executedPrefix.stops),
    mayBeLate: true,
    // Who takes goods over must be one that may bring them.
    isJudged: last === undefined && trip.transfer !== undefined && !isFact,
  };
  checkDrive(trip, rest, vehicle, context, say);
}

/** Who is on the way home: that drive is a fact, but it takes no less than nothing, nor ends before it can. */
function checkWayHome(
  trip: Trip,
  driven: { readonly meters: number; readonly seconds: number },
  leaves: number,
  { vehicleId }: Vehicle,
  say: Say,
): void {
  const name = `Vehicle ${vehicleId}`;
  if (trip.meters < driven.meters) say('trip-meters', `${name} drove ${driven.meters} m, not ${trip.meters}.`);
  if (trip.seconds < driven.seconds) say('trip-seconds', `${name} drove ${driven.seconds} s, not ${trip.seconds}.`);
  // Behind a break it may be driven at the speed of another hour.
  const isPlain = trip.breaks?.every(({ beforeStop }) => beforeStop < trip.stops.length) ?? true;
  const earliest = leaves + (isPlain ? Math.max(0, trip.seconds - driven.seconds) : 0);
  if (trip.returns < earliest) say('return', `${name} ends at ${trip.returns}, before ${earliest}.`);
}

/** Goods are fetched from a vehicle that broke down, and were on board of it. */
function checkFetchedGoods(
  { stops }: Trip,
  { fromVehicleId }: GoodsTransfer,
  { vehicleId }: Vehicle,
  { before, dayOverrides }: RouteContext,
  say: Say,
): void {
  const name = `Vehicle ${vehicleId}`;
  if (dayOverrides?.vehiclesOut.includes(fromVehicleId) !== true) {
    say('transfer', `${name} fetches goods from vehicle ${fromVehicleId}, which did not break down.`);
  }
  if (before === undefined) return;
  const had = new Set(
    before.routes
      .filter((route) => route.vehicleId === fromVehicleId)
      .flatMap(({ trips }) => trips.flatMap((trip) => trip.stops.flatMap(({ consignments }) => consignments)))
      .map(({ consignmentId }) => consignmentId),
  );
  for (const { consignmentId } of stops.flatMap(({ consignments }) => consignments)) {
    if (!had.has(consignmentId)) {
      say('transfer', `${name} fetches consignment ${consignmentId}, which vehicle ${fromVehicleId} did not have.`);
    }
  }
}

/** Goods are taken over where the other vehicle stands; that takes as long as loading them does. */
function checkTransfer(trip: Trip, transfer: GoodsTransfer, vehicle: Vehicle, context: CheckContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const leg = driveAt(context.travel(vehicle, undefined, transferPlaceOf(transfer.fromVehicleId)), trip.departs);
  // Where the roads have no way any more to who is being gone to, the leg stays as it was.
  if (leg !== undefined && (leg.seconds !== transfer.legSeconds || leg.meters !== transfer.legMeters)) {
    say('leg', `${name} needs ${leg.seconds} s and ${leg.meters} m to vehicle ${transfer.fromVehicleId}.`);
  }
  if (trip.departs < trip.loadBegins)
    say('departure', `${name} departs at ${trip.departs}, before ${trip.loadBegins}.`);
  if (transfer.arrives !== trip.departs + transfer.legSeconds) {
    say('arrival', `${name} cannot be at vehicle ${transfer.fromVehicleId} at ${transfer.arrives}.`);
  }
  const grams = trip.stops.flatMap((stop) => stop.consignments).reduce((total, item) => total + item.grams, 0);
  const leaves = transfer.arrives + secondsAtRate(context.depot.loading, grams);
  if (transfer.leaves !== leaves)
    say('service', `${name} has taken the goods over at ${leaves}, not ${transfer.leaves}.`);
}

export function checkTrip(trip: Trip, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const { depot } = context;
  if (trip.stops.length === 0) say('trip-empty', `${name} has a trip without stops.`);
  if (trip.transfer !== undefined) say('executed-prefix', `${name} fetches goods on a trip that is not given.`);
  const grams = trip.stops.flatMap((stop) => stop.consignments).reduce((total, item) => total + item.grams, 0);
  const loaded = trip.loadBegins + secondsAtRate(depot.loading, grams);
  const { vehicleId } = vehicle;
  if (loaded > depot.open.closes) {
    const facts = { vehicleId, amount: loaded, limit: depot.open.closes, unit: 'second' } as const;
    say('depot-hours', `${name} loads until ${loaded}, after the depot closes.`, facts);
  }
  if (trip.departs < loaded) say('departure', `${name} departs at ${trip.departs}, before it is loaded at ${loaded}.`);
  checkLoad(trip, vehicle, say);
  checkApart(trip, vehicle, depot, say);
  for (const zoneId of new Set(trip.stops.flatMap((stop) => stop.consignments.map((item) => item.zoneId)))) {
    const ready = entryOf(depot.rules?.releaseSeconds, zoneId) ?? 0;
    if (trip.loadBegins < ready) {
      const facts = { vehicleId, zoneId, amount: trip.loadBegins, limit: ready, unit: 'second' } as const;
      say('release', `${name} loads ${zoneId} goods at ${trip.loadBegins}, before they are ready at ${ready}.`, facts);
    }
  }
  const start = { from: undefined, clock: trip.departs, notBefore: 0, meters: 0, seconds: 0 };
  const whole = { ...start, stops: trip.stops, mayBeLate: false, isJudged: true };
  checkDrive(trip, whole, vehicle, context, say);
}
