import type { ZoneTotes } from '../network/empty-totes.js';
import type { Depot, Station, Vehicle } from '../network/network.js';
import type { TemperatureZone } from '../network/temperature-zone.js';
import type { Profile } from '../travel/travel.js';
import type { Consignment, ConsignmentLine } from '../waves/consignment.js';
import { checkApart, checkLoad, checkTaken, checkTotes, wasLoaded } from './check-load.js';
import { checkParts, type PlacedGoods, type PlacedPart } from './check-parts.js';
import type { CheckerRule } from './checker-rules.js';
import {
  type Fetch,
  fetchPlaceOf,
  type Plan,
  type PlannedBreak,
  type PlannedStop,
  type Route,
  type RouteBegun,
  type Trip,
} from './plan.js';

/** What a plan is checked against: the record, and the travel times that the plan was made with. */
export interface CheckContext {
  readonly depot: Depot;
  readonly stations: ReadonlyMap<string, Station>;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  /** As they are placed: of those that are divided, the parts. */
  readonly consignments: readonly Consignment[];
  /** Those that are divided, as the wave has them; none where left out. */
  readonly undivided?: readonly Consignment[];
  /** The order lines of those that are divided. */
  readonly dividedLines?: readonly ConsignmentLine[];
  readonly zones: readonly TemperatureZone[];
  /** The plan that the day was driven by so far: what it had loaded by then are facts. None where left out. */
  readonly before?: Pick<Plan, 'routes'>;
  /** By station, the empty totes that wait there before the day; none where left out. */
  readonly emptyTotes?: ReadonlyMap<string, readonly ZoneTotes[]>;
  /**
   * Seconds and meters between two places as the plan may use them, speed factor applied; undefined where there is no
   * way. A place is a station's id, where goods are fetched (`fetchPlaceOf`), or undefined for the depot.
   */
  travel(profile: Profile, from: string | undefined, to: string | undefined): Drive | undefined;
}

export interface Drive {
  /** Of any hour; where speeds change with the hour, what is usual. */
  readonly seconds: number;
  readonly meters: number;
  /** Where speeds change with the hour, in order: each holds until the next begins, the first before as well. */
  readonly bands?: readonly DriveBand[];
}

/** What the whole drive would take at the speeds of some hours; not rounded. */
export interface DriveBand {
  readonly begins: number;
  readonly seconds: number;
}

/** One rule that a plan breaks. */
export interface PlanFault {
  readonly rule: CheckerRule;
  readonly text: string;
}

/**
 * States every rule of dispatch again and lists what the plan breaks. Shares no code with the search: what is wrong in
 * one is not wrong in the same way in the other.
 */
export function checkPlan(plan: Plan, context: CheckContext): PlanFault[] {
  const faults: PlanFault[] = [];
  const say: Say = (rule, text) => {
    faults.push({ rule, text });
  };
  checkGoods(plan, context, say);
  const handling = handlingOf(context);
  const seen = new Set<string>();
  for (const route of plan.routes) {
    if (seen.has(route.vehicleId)) say('vehicle-once', `Vehicle ${route.vehicleId} drives two routes.`);
    seen.add(route.vehicleId);
    const vehicle = context.vehicles.get(route.vehicleId);
    if (vehicle === undefined) say('vehicle-known', `There is no vehicle ${route.vehicleId}.`);
    else checkRoute(route, vehicle, { ...context, handling, isAfterEvent: plan.today !== undefined }, say);
  }
  checkDocks(plan, context.depot, say);
  checkTotes(plan, context, say);
  checkFigures(plan, context, say);
  return faults;
}

/** Takes down one fault. */
export type Say = (rule: CheckerRule, text: string) => void;

/** Every consignment of the wave is on exactly one stop, or unassigned; nothing else is on board. */
function checkGoods(plan: Plan, context: CheckContext, say: Say): void {
  const { consignments, undivided = [] } = context;
  const recorded = [...consignments.filter(({ part }) => part === undefined), ...undivided];
  const open = new Map(recorded.map((consignment) => [consignment.consignmentId, consignment]));
  const pieces = new Map<string, PlacedPart[]>();
  const place = (id: string, stationId: string, goods: PlacedGoods) => {
    const { part } = goods;
    if (part !== undefined) {
      pieces.set(part.of, [...(pieces.get(part.of) ?? []), { ...goods, id, stationId, part }]);
      return;
    }
    const meant = open.get(id);
    if (meant === undefined) {
      say('goods-once', `Consignment ${id} is not in the wave, or is placed twice.`);
      return;
    }
    open.delete(id);
    if (meant.stationId !== stationId) say('goods-station', `Consignment ${id} is brought to ${stationId}.`);
    if (meant.zoneId !== goods.zoneId || meant.grams !== goods.grams || meant.milliliters !== goods.milliliters) {
      say('goods-size', `Consignment ${id} is not as large as in the wave.`);
    }
  };
  for (const route of plan.routes) {
    for (const trip of route.trips) {
      for (const stop of trip.stops) {
        for (const goods of stop.consignments) place(goods.consignmentId, stop.stationId, goods);
      }
    }
  }
  for (const goods of plan.unassigned) place(goods.consignmentId, goods.stationId, goods);
  for (const [id, own] of pieces) {
    const whole = open.get(id);
    open.delete(id);
    if (whole === undefined) say('goods-once', `Consignment ${id} is not in the wave, or is placed whole as well.`);
    else checkParts(whole, own, plan, context, say);
  }
  for (const id of open.keys()) say('goods-once', `Consignment ${id} is neither on a route nor unassigned.`);
}

/** With what each consignment takes at its station beside its weight, in milliminutes. */
interface RouteContext extends CheckContext {
  readonly handling: ReadonlyMap<string, number>;
  /** Something happened on the day: a break that could not be taken any more is missed. */
  readonly isAfterEvent: boolean;
}

function handlingOf({ consignments, stations }: CheckContext): Map<string, number> {
  const handling = new Map<string, number>();
  for (const { consignmentId, stationId, zoneId, toteCount } of consignments) {
    const { milliminutesPerTote = 0, milliminutesByZone = {} } = stations.get(stationId)?.rules ?? {};
    const takes = milliminutesPerTote * toteCount + (milliminutesByZone[zoneId] ?? 0);
    if (takes > 0) handling.set(consignmentId, takes);
  }
  return handling;
}

function checkRoute(route: Route, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const { depot } = context;
  const { begun } = route;
  const given = begun?.trips ?? 0;
  // What is on board is brought, whatever limit is passed by it; it must add nothing further then.
  const isAllGiven = given === route.trips.length;
  if (vehicle.status !== 'available' && !isAllGiven) say('vehicle-available', `${name} is in maintenance.`);
  if (begun !== undefined) checkBegun(route, begun, name, say);
  if (route.trips.length === 0) say('route-empty', `${name} has a route without trips.`);
  if (route.trips.length > vehicle.maxTrips && !isAllGiven)
    say('max-trips', `${name} drives ${route.trips.length} trips.`);
  const stops = route.trips.reduce((count, trip) => count + trip.stops.length, 0);
  if (stops > (vehicle.maxStops ?? Infinity) && !isAllGiven) say('max-stops', `${name} makes ${stops} stops.`);
  const meters = route.trips.reduce((total, trip) => total + trip.meters, 0);
  if (meters > (vehicle.rangeMeters ?? Infinity) && !isAllGiven) say('range', `${name} drives ${meters} m.`);
  const driven = route.trips.reduce((total, trip) => total + trip.seconds, 0);
  if (driven > (vehicle.rules?.maxDrivingSeconds ?? Infinity) && !isAllGiven) {
    say('driving', `${name} drives ${driven} s.`);
  }
  checkBreaks(route, vehicle, context.isAfterEvent, say);
  let free = Math.max(vehicle.shift.opens, depot.open.opens);
  route.trips.forEach((trip, at) => {
    const isGiven = at < given;
    if (trip.loadBegins < free && !isGiven) say('load-begin', `${name} loads at ${trip.loadBegins}, before ${free}.`);
    if (!isGiven && begun !== undefined && trip.loadBegins < begun.at) {
      say('load-begin', `${name} loads at ${trip.loadBegins}, which is past.`);
    }
    const isFact = isGiven && wasLoaded(trip, at, vehicle, context);
    if (at < given - 1) {
      if (!isFact) checkLoad(trip, vehicle, say);
    } else if (isGiven) {
      if (isFact) checkTaken(trip, vehicle, say, begun!.stops);
      else checkLoad(trip, vehicle, say);
      checkGivenTrip(trip, begun!, vehicle, context, say, isFact);
    } else checkTrip(trip, vehicle, context, say);
    free = trip.returns;
  });
  if (free > vehicle.shift.closes && !isAllGiven) say('shift', `${name} returns at ${free}, after its shift.`);
}

/** A beginning counts trips and stops that are there, and one that broke down has nothing before it. */
function checkBegun({ trips }: Route, { trips: given, stops, isOut }: RouteBegun, name: string, say: Say): void {
  const done = trips[given - 1]?.stops.length ?? 0;
  const isPossible = given >= 0 && given <= trips.length && stops >= 0 && stops <= done;
  const isOver = isOut !== true || (given === trips.length && stops === done);
  if (!isPossible || !isOver) say('begun', `${name} cannot have begun with ${given} trips and ${stops} stops.`);
}

/**
 * A trip whose goods are on board: what was done are facts, which are not judged. The rest is driven from there, and a
 * stop may be late; none is reached before the moment of planning.
 */
function checkGivenTrip(
  trip: Trip,
  begun: RouteBegun,
  vehicle: Vehicle,
  context: RouteContext,
  say: Say,
  isFact: boolean,
): void {
  const done = trip.stops.slice(0, begun.stops);
  const last = done.at(-1);
  if (begun.stops === trip.stops.length) {
    const leaves = last?.leaves ?? trip.departs;
    if (trip.returns < leaves) say('return', `Vehicle ${vehicle.vehicleId} ends at ${trip.returns}, before ${leaves}.`);
    return;
  }
  if (last === undefined && trip.fetch !== undefined) {
    checkFetch(trip, trip.fetch, vehicle, context, say);
    if (!isFact) checkApart(trip, vehicle, context.depot, say);
  }
  const rest = {
    from: last?.stationId ?? (trip.fetch === undefined ? undefined : fetchPlaceOf(trip.fetch.fromVehicleId)),
    clock: last?.leaves ?? trip.fetch?.leaves ?? trip.departs,
    notBefore: begun.at,
    meters: done.reduce((total, stop) => total + stop.legMeters, trip.fetch?.legMeters ?? 0),
    seconds: done.reduce((total, stop) => total + stop.legSeconds, trip.fetch?.legSeconds ?? 0),
    stops: trip.stops.slice(begun.stops),
  };
  checkDrive(trip, rest, vehicle, context, say, true);
}

/** Goods are taken over where the other vehicle stands; that takes as long as loading them does. */
function checkFetch(trip: Trip, fetch: Fetch, vehicle: Vehicle, context: CheckContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const leg = driveAt(context.travel(vehicle.profile, undefined, fetchPlaceOf(fetch.fromVehicleId)), trip.departs);
  // Where the roads have no way any more to who is being gone to, the leg stays as it was.
  if (leg !== undefined && (leg.seconds !== fetch.legSeconds || leg.meters !== fetch.legMeters)) {
    say('leg', `${name} needs ${leg.seconds} s and ${leg.meters} m to vehicle ${fetch.fromVehicleId}.`);
  }
  if (fetch.arrives !== trip.departs + fetch.legSeconds) {
    say('arrival', `${name} cannot be at vehicle ${fetch.fromVehicleId} at ${fetch.arrives}.`);
  }
  const grams = trip.stops.flatMap((stop) => stop.consignments).reduce((total, item) => total + item.grams, 0);
  const leaves = fetch.arrives + secondsAtRate(context.depot.loading, grams);
  if (fetch.leaves !== leaves) say('service', `${name} has taken the goods over at ${leaves}, not ${fetch.leaves}.`);
}

/**
 * Every break of the vehicle is taken, in order, as long as it is to be and when it may begin. After an event those that
 * are past are facts, and some may be missed.
 */
function checkBreaks(route: Route, vehicle: Vehicle, isAfterEvent: boolean, say: Say): void {
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

function checkTrip(trip: Trip, vehicle: Vehicle, context: RouteContext, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const { depot } = context;
  if (trip.stops.length === 0) say('trip-empty', `${name} has a trip without stops.`);
  if (trip.fetch !== undefined) say('begun', `${name} fetches goods on a trip that is not given.`);
  const grams = trip.stops.flatMap((stop) => stop.consignments).reduce((total, item) => total + item.grams, 0);
  const loaded = trip.loadBegins + secondsAtRate(depot.loading, grams);
  if (loaded > depot.open.closes) say('depot-hours', `${name} loads until ${loaded}, after the depot closes.`);
  if (trip.departs < loaded) say('departure', `${name} departs at ${trip.departs}, before it is loaded at ${loaded}.`);
  checkLoad(trip, vehicle, say);
  checkApart(trip, vehicle, depot, say);
  for (const zoneId of new Set(trip.stops.flatMap((stop) => stop.consignments.map((item) => item.zoneId)))) {
    const ready = depot.rules?.releaseSeconds?.[zoneId] ?? 0;
    if (trip.loadBegins < ready) {
      say('release', `${name} loads ${zoneId} goods at ${trip.loadBegins}, before they are ready at ${ready}.`);
    }
  }
  const whole = { from: undefined, clock: trip.departs, notBefore: 0, meters: 0, seconds: 0, stops: trip.stops };
  checkDrive(trip, whole, vehicle, context, say, false);
}

/** The part of a trip that is still to be driven, and what was driven before it. */
interface RestOfTrip {
  readonly from: string | undefined;
  readonly clock: number;
  readonly notBefore: number;
  readonly meters: number;
  readonly seconds: number;
  readonly stops: readonly PlannedStop[];
}

function checkDrive(
  trip: Trip,
  rest: RestOfTrip,
  vehicle: Vehicle,
  context: RouteContext,
  say: Say,
  mayBeLate: boolean,
): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  let { clock, notBefore, from: at, meters, seconds: driving } = rest;
  let stops = trip.stops.length - rest.stops.length;
  const breaksBefore = (stop: number) => (trip.breaks ?? []).filter(({ beforeStop }) => beforeStop === stop);
  // A vehicle on the road is where it is: a leg that the roads of now do not have stays as it was planned.
  const drive = (to: string | undefined, planned: Drive): Drive => {
    const isKept = mayBeLate && planned.seconds >= 0 && planned.meters >= 0;
    const leg = driveAt(context.travel(vehicle.profile, at, to), clock) ?? (isKept ? planned : undefined);
    if (leg === undefined) say('no-way', `${name} has no way from ${at ?? 'the depot'} to ${to ?? 'the depot'}.`);
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
    checkStop(stop, vehicle, context, say, mayBeLate);
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

/** When a leg ends: nobody drives during a break, and what was driven before it is not driven again. */
function arrivalOf(leaves: number, drive: Drive, breaks: readonly PlannedBreak[]): number {
  if (drive.bands !== undefined && breaks.length > 0) {
    if (breaks.some(({ begins }, at) => begins < (breaks[at - 1]?.ends ?? leaves))) return Number.NaN;
    const spans = [leaves, ...breaks.map(({ ends }) => ends)].map((begins, at) => ({
      begins,
      ends: breaks[at]?.begins ?? Infinity,
    }));
    return arrivalTime(drive.bands, spans);
  }
  let clock = leaves;
  let left = drive.seconds;
  for (const { begins, ends } of breaks) {
    if (begins < clock) return Number.NaN;
    left -= Math.min(left, begins - clock);
    clock = ends;
  }
  return clock + left;
}

/** What must keep cold has left the vehicle before its compartment's time is over. */
function checkCold(stop: PlannedStop, trip: Trip, vehicle: Vehicle, { zones, depot }: CheckContext, say: Say): void {
  const age = stop.leaves - trip.loadBegins;
  for (const { zoneId, compartmentNo } of stop.consignments) {
    const minutes = zones.find((zone) => zone.zoneId === zoneId)?.minutesOutOfRefrigeration;
    if (minutes === undefined) continue;
    const own = vehicle.compartments.find((part) => part.compartmentNo === compartmentNo)?.maxTimeOnBoardSeconds;
    const limit = own ?? (depot.rules?.limitsTimeOutOfRefrigeration ? minutes * 60 : Infinity);
    if (age > limit) {
      say(
        'out-of-cold',
        `At ${stop.stationId} ${zoneId} goods have been on vehicle ${vehicle.vehicleId} for ${age} s.`,
      );
    }
  }
}

/** The drive as it is for who leaves at a moment and takes no break on it. */
function driveAt(drive: Drive | undefined, leaves: number): Drive | undefined {
  if (drive?.bands === undefined) return drive;
  // Within one band it takes what the band says.
  const here = Math.max(
    0,
    drive.bands.findLastIndex(({ begins }) => begins <= leaves),
  );
  const { seconds } = drive.bands[here];
  if (leaves + seconds <= (drive.bands[here + 1]?.begins ?? Infinity)) {
    return { ...drive, seconds: Math.ceil(seconds - 1e-6) };
  }
  return { ...drive, seconds: arrivalTime(drive.bands, [{ begins: leaves, ends: Infinity }]) - leaves };
}

/**
 * The whole second, up to a millionth, until which the parts of the way that are driven in each band make a whole.
 *
 * @param spans in which one drives; the last has no end.
 */
function arrivalTime(bands: readonly DriveBand[], spans: readonly { begins: number; ends: number }[]): number {
  const isThere = (moment: number) => {
    let parts = 0;
    for (const { begins, ends } of spans) {
      for (let at = 0; at < bands.length; at++) {
        const from = at === 0 ? begins : Math.max(begins, bands[at].begins);
        const until = Math.min(moment, ends, bands[at + 1]?.begins ?? Infinity);
        if (until > from) parts += (until - from) / bands[at].seconds;
      }
    }
    return parts >= 1;
  };
  const last = spans[spans.length - 1].begins;
  let early = last - 1;
  let late = last + Math.ceil(Math.max(...bands.map(({ seconds }) => seconds)));
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (isThere(middle + 1e-6)) late = middle;
    else early = middle;
  }
  return late;
}

function checkStop(
  stop: PlannedStop,
  vehicle: Vehicle,
  { stations, handling }: RouteContext,
  say: Say,
  mayBeLate: boolean,
): void {
  const station = stations.get(stop.stationId);
  if (station === undefined) {
    say('station-known', `There is no station ${stop.stationId}.`);
    return;
  }
  const where = `At ${stop.stationId}`;
  if (stop.consignments.length === 0) say('stop-empty', `${where} nothing is handed over.`);
  if (stop.begins < stop.arrives) say('begin', `${where} service begins before the arrival.`);
  const inWindow = station.windows.some((window) => window.opens <= stop.begins && stop.begins <= window.closes);
  const isLate = station.windows.length > 0 && station.windows.every((window) => window.closes < stop.begins);
  if (!inWindow && !(mayBeLate && isLate))
    say('time-window', `${where} service begins at ${stop.begins}, outside of the receiving windows.`);
  const grams = stop.consignments.reduce((total, goods) => total + goods.grams, 0);
  const takes = stop.consignments.reduce((total, goods) => total + (handling.get(goods.consignmentId) ?? 0), 0);
  const leaves =
    stop.begins +
    secondsAtRate({ ...station.service, fixedMilliminutes: station.service.fixedMilliminutes + takes }, grams);
  if (stop.leaves !== leaves) say('service', `${where} service ends at ${leaves}, not ${stop.leaves}.`);
  const isJudged = !mayBeLate;
  const lacking = (station.rules?.skills ?? []).filter((skill) => !vehicle.rules?.skills?.includes(skill));
  if (isJudged && lacking.length > 0)
    say('skills', `${where} vehicle ${vehicle.vehicleId} lacks ${lacking.join(', ')}.`);
  if (isJudged && station.rules?.allowedVehicleIds?.includes(vehicle.vehicleId) === false) {
    say('pins', `${where} only ${station.rules.allowedVehicleIds.join(', ')} may deliver, not ${vehicle.vehicleId}.`);
  }
  const height = vehicle.heightMillimeters ?? 0;
  if (isJudged && height > (station.maxVehicleHeightMillimeters ?? Infinity)) {
    say('vehicle-height', `${where} vehicle ${vehicle.vehicleId} is too high.`);
  }
}

/**
 * No vehicle begins to load while as many load as there are docks. What was loaded before the plan was made are facts:
 * it left its dock when it left, however long loading takes by now.
 */
function checkDocks(plan: Plan, depot: Depot, say: Say): void {
  const moments: { at: number; change: 1 | -1; isGiven: boolean }[] = [];
  for (const { trips, begun } of plan.routes) {
    trips.forEach(({ loadBegins, departs, stops, fetch }, at) => {
      // Goods that are fetched are loaded on the road.
      if (fetch !== undefined) return;
      const isGiven = at < (begun?.trips ?? 0);
      const grams = stops.flatMap((stop) => stop.consignments).reduce((total, goods) => total + goods.grams, 0);
      const loaded = loadBegins + secondsAtRate(depot.loading, grams);
      moments.push({ at: loadBegins, change: 1, isGiven });
      moments.push({ at: isGiven ? Math.max(loadBegins, Math.min(loaded, departs)) : loaded, change: -1, isGiven });
    });
  }
  // Of one moment first who leaves, then who stands there anyhow, then who is to find a dock free.
  moments.sort(
    (one, other) => one.at - other.at || one.change - other.change || Number(other.isGiven) - Number(one.isGiven),
  );
  let loading = 0;
  for (const { at, change, isGiven } of moments) {
    loading += change;
    if (change === 1 && !isGiven && loading > depot.docks) {
      say('docks', `At ${at} ${loading} vehicles load at ${depot.docks} docks.`);
      return;
    }
  }
}

function checkFigures({ figures, routes, unassigned }: Plan, context: CheckContext, say: Say): void {
  const { vehicles, stations } = context;
  const trips = routes.flatMap((route) => route.trips);
  const stops = trips.flatMap((trip) => trip.stops);
  const late = stops.filter((stop) => {
    const windows = stations.get(stop.stationId)?.windows ?? [];
    return windows.length > 0 && stop.begins > Math.max(...windows.map((window) => window.closes));
  });
  const counted = {
    runs: routes.length,
    stops: stops.length,
    consignments: stops.reduce((count, stop) => count + stop.consignments.length, 0) + unassigned.length,
    unassigned: unassigned.length,
    costMinor: costOf(routes, vehicles),
    distanceMeters: trips.reduce((total, trip) => total + trip.meters, 0),
    travelSeconds: trips.reduce((total, trip) => total + trip.seconds, 0),
    lateStops: late.length,
  };
  for (const [name, value] of Object.entries(counted)) {
    const stated = figures[name as keyof typeof counted];
    if (stated !== value) say('figures', `The plan states ${name} ${stated}; it is ${value}.`);
  }
  const penalty = penaltyOf(stops, unassigned, context);
  // Half a fen may be rounded either way.
  if (Math.abs(figures.penaltyMinor - penalty) > 1) {
    say('figures', `The plan states penaltyMinor ${figures.penaltyMinor}; it is ${penalty}.`);
  }
}

/** Fen, from the definition: of what stays behind by priority and weight, and of service at unwished times. */
function penaltyOf(
  stops: readonly PlannedStop[],
  unassigned: Plan['unassigned'],
  { consignments, stations }: CheckContext,
): number {
  const priority = new Map(consignments.map((goods) => [goods.consignmentId, goods.priority]));
  let micros = 0n;
  for (const { consignmentId, grams } of unassigned) {
    micros += BigInt(priority.get(consignmentId) ?? 0) * (100_000_000n + 1_000n * BigInt(grams));
  }
  let microHours = micros * 3600n;
  for (const { stationId, begins } of stops) {
    const rules = stations.get(stationId)?.rules;
    if (rules?.softToSecond !== undefined && begins > rules.softToSecond) {
      microHours += BigInt(begins - rules.softToSecond) * BigInt(rules.lateMicrosPerHour ?? 0);
    }
    if (rules?.softFromSecond !== undefined && begins < rules.softFromSecond) {
      microHours += BigInt(rules.softFromSecond - begins) * BigInt(rules.earlyMicrosPerHour ?? 0);
    }
  }
  return Number(microHours / 36_000_000n);
}

/** Fen, from the definition: in units of a hundred-millionth fen per 3,600 s, whole numbers all the way. */
function costOf(routes: readonly Route[], vehicles: ReadonlyMap<string, Vehicle>): number {
  let micros = 0n;
  let rest = 0n;
  for (const route of routes) {
    const price = vehicles.get(route.vehicleId)?.price;
    if (price === undefined || route.trips.length === 0) continue;
    const meters = BigInt(route.trips.reduce((total, trip) => total + trip.meters, 0));
    const seconds = BigInt(route.trips[route.trips.length - 1].returns - route.trips[0].loadBegins);
    micros += BigInt(price.fixedMicros);
    rest += BigInt(price.perKmMicros) * meters * 18n + BigInt(price.perHourMicros) * seconds * 5n;
  }
  const scale = 18_000n;
  const fen = 10_000n * scale;
  return Number((micros * scale + rest + fen / 2n) / fen);
}

/** ⌈60 × (fixed + per 100 kg × kg ÷ 100)⌉, with minutes in thousandths. */
function secondsAtRate(rate: { fixedMilliminutes: number; milliminutesPer100Kg: number }, grams: number): number {
  const fixed = BigInt(rate.fixedMilliminutes) * 60n * 100_000n;
  const byWeight = BigInt(rate.milliminutesPer100Kg) * 60n * BigInt(grams);
  const unit = 100_000_000n;
  const total = fixed + byWeight;
  return Number(total / unit + (total % unit === 0n ? 0n : 1n));
}
