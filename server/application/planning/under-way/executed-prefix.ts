import type { Vehicle } from '../../../domain/network/network.js';
import {
  type GoodsTransfer,
  type PlannedBreak,
  type PlannedStop,
  type Route,
  type Trip,
  transferPlaceOf,
} from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { homeSeconds } from '../../../domain/planning/timetable/loading.js';
import { isReached, leavesAsTold, serviceBegin, windowsWithin } from '../../../domain/planning/timetable/time-trip.js';
import { visitSeconds } from '../../../domain/planning/timetable/visit-seconds.js';
import type { SeenRun, SeenStop } from '../replan-store.js';
import type { UnderWay } from './schedule-remaining.js';

/** A vehicle's day, cut at a moment: what is over, what is on board, and what is still at the depot. */
export interface StartedDay {
  readonly vehicleId: string;
  /** Trips that are over. */
  readonly past: readonly Trip[];
  /** The trip whose goods are on board; undefined between two trips and before the first. */
  readonly current: CurrentTrip | undefined;
  /** Trips that are not loaded yet. */
  readonly free: readonly Trip[];
}

/** A trip under way, or loaded and about to leave. */
export interface CurrentTrip {
  readonly loadBegins: number;
  readonly departs: number;
  readonly hasLeft: boolean;
  readonly transfer: GoodsTransfer | undefined;
  /** Reached, in the order of time, with times as reported. */
  readonly done: readonly PlannedStop[];
  /** On board still, in the order of the plan. */
  readonly rest: readonly PlannedStop[];
  /** Taken before a stop that was reached. */
  readonly pastBreaks: readonly PlannedBreak[];
  /** Begun on the way to the next stop, or planned for later than the moment of the cut. */
  readonly breaks: readonly PlannedBreak[];
  /** The way home as it was planned. */
  readonly home: { readonly seconds: number; readonly meters: number };
}

/**
 * Cuts a route by what was reported of its run. A trip is loaded once its run is released and the moment of its loading
 * has come; before that its goods are free to go elsewhere.
 */
export function cutDay(route: Route, run: SeenRun | undefined, from: number, context: PlanningData): StartedDay {
  const { vehicleId } = route;
  const isLive =
    run !== undefined && (run.status === 'released' || run.status === 'departed' || run.status === 'finished');
  if (!isLive) return { vehicleId, past: [], current: undefined, free: route.trips };
  const vehicle = context.vehicles.get(vehicleId)!;
  const seen = matchStops(route, run.stops);
  const hasLeft = run.status !== 'released';
  const reached = seen.findLastIndex((trip) => trip.some(isReached));
  const isBack = run.status === 'finished';
  let at = hasLeft ? Math.max(0, reached) : 0;
  const past: Trip[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (let before = 0; before < at; before++) {
    past.push(tripAsDriven(route.trips[before], seen[before], vehicle, context, Number.NEGATIVE_INFINITY));
    free = past[before].returns;
  }
  let current: CurrentTrip | undefined;
  for (; at < route.trips.length; at++) {
    const trip = route.trips[at];
    const isUnderWay = hasLeft && at === Math.max(0, reached);
    const loadBegins = Math.max(trip.loadBegins, free);
    if (!isUnderWay && (loadBegins > from || isBack)) break;
    const delay = loadBegins - trip.loadBegins;
    const departed = at === 0 ? run.departed : undefined;
    const departs = isUnderWay
      ? Math.max(trip.loadBegins, departed ?? trip.departs + delay)
      : Math.max(trip.departs + delay, from);
    const cut = { ...trip, loadBegins: Math.min(loadBegins, departs), departs };
    const isOver = isUnderWay && (isBack || seen[at].every(isReached));
    if (!isOver) {
      const done = isUnderWay ? doneStops(trip, seen[at], vehicle, context, from) : [];
      const rest = trip.stops.filter((_, stop) => !isUnderWay || !isReached(seen[at][stop]));
      const { transfer } = trip;
      const last = isUnderWay ? seen[at].findLastIndex(isReached) : -1;
      const pauses = trip.breaks ?? [];
      current = {
        pastBreaks: pauses
          .filter(({ beforeStop }) => beforeStop <= last)
          .map((pause) => ({ ...pause, beforeStop: Math.min(pause.beforeStop, done.length - 1) })),
        breaks: pauses.filter(({ beforeStop }) => beforeStop > last),
        loadBegins: cut.loadBegins,
        departs,
        hasLeft: isUnderWay,
        transfer,
        done,
        rest,
        home: homeOf(trip),
      };
      at++;
      break;
    }
    past.push(tripAsDriven(cut, seen[at], vehicle, context, from));
    free = past[past.length - 1].returns;
  }
  return { vehicleId, past, current, free: route.trips.slice(at) };
}

/** Where a vehicle is on its current trip. */
export function underWayOf({ transfer, departs, done, breaks, home }: CurrentTrip, notBefore: number): UnderWay {
  const last = done.at(-1);
  const there = transfer === undefined ? undefined : transferPlaceOf(transfer.fromVehicleId);
  return {
    from: last?.stationId ?? there,
    clock: last?.leaves ?? transfer?.leaves ?? departs,
    notBefore,
    breaks,
    home,
    meters: done.reduce((total, stop) => total + stop.legMeters, transfer?.legMeters ?? 0),
    seconds: done.reduce((total, stop) => total + stop.legSeconds, transfer?.legSeconds ?? 0),
  };
}

function homeOf({ stops, transfer, seconds, meters }: Trip): CurrentTrip['home'] {
  const there = stops.reduce((sum, stop) => sum + stop.legSeconds, transfer?.legSeconds ?? 0);
  const metersThere = stops.reduce((sum, stop) => sum + stop.legMeters, transfer?.legMeters ?? 0);
  return { seconds: Math.max(0, seconds - there), meters: Math.max(0, meters - metersThere) };
}

/** What was seen of each stop, trip by trip. A station may be visited on several trips. */
function matchStops(route: Route, seen: readonly SeenStop[]): (SeenStop | undefined)[][] {
  return route.trips.map(({ stops }, trip) =>
    stops.map(({ stationId }) => seen.find((stop) => stop.tripNo === trip + 1 && stop.stationId === stationId)),
  );
}

/** The stops that were reached, with the times that were told, in that order. */
function doneStops(
  { stops }: Trip,
  seen: readonly (SeenStop | undefined)[],
  vehicle: Vehicle,
  { stations, consignments }: PlanningData,
  from: number,
): PlannedStop[] {
  return stops
    .flatMap((stop, at) => {
      const told = seen[at];
      if (told === undefined || !isReached(told)) return [];
      const station = stations.get(stop.stationId)!;
      const windows = windowsWithin(station.windows, vehicle.shift);
      const serves = visitSeconds(station, stop.consignments, consignments);
      const isLeft = told.left !== undefined;
      const arrives = told.arrived ?? Math.max(0, told.left! - serves);
      const begins = isLeft ? arrives : serviceBegin(arrives, windows);
      // Who has not left yet stands there until now at least.
      const leaves = Math.max(isLeft ? arrives : from, leavesAsTold(told, windows, serves)!);
      return [{ ...stop, arrives, begins, leaves }];
    })
    .sort((one, other) => one.leaves - other.leaves || one.arrives - other.arrives);
}

/** A trip that is over: what was reached as it was told, the rest as it was planned, but not behind that. */
function tripAsDriven(
  trip: Trip,
  seen: readonly (SeenStop | undefined)[],
  vehicle: Vehicle,
  context: PlanningData,
  from: number,
): Trip {
  const done = doneStops(trip, seen, vehicle, context, from);
  const known = new Map(done.map((stop) => [stop.stationId, stop]));
  const lastLeft = done.at(-1)?.leaves;
  const atMost = (second: number) => Math.min(second, lastLeft ?? second);
  const missed = trip.stops
    .filter(({ stationId }) => !known.has(stationId))
    .map((stop) => ({
      ...stop,
      arrives: atMost(stop.arrives),
      begins: atMost(stop.begins),
      leaves: atMost(stop.leaves),
    }));
  const stops = [...done, ...missed];
  const last = lastLeft ?? stops[stops.length - 1].leaves;
  return { ...trip, stops, returns: Math.max(trip.departs, last + homeSeconds(trip)) };
}
