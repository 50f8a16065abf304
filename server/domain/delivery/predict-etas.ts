import type { TimeWindow } from '../local-time.js';
import type { PlannedStop, Route, Trip } from '../planning/plan.js';

/** What was reported of a stop; seconds after the wave's midnight. */
export interface StopSeen {
  readonly arrived: number | undefined;
  /** When nothing was left to do there. */
  readonly left: number | undefined;
  /** What the drive there takes as traffic is now; left out where it is as planned. */
  readonly legSeconds?: number;
}

/** What is to be expected of a stop, or has been seen. */
export interface StopForeseen {
  /** Seconds after the wave's midnight; undefined once the vehicle has been there. */
  readonly arrives: number | undefined;
  /** By how much service begins (or began) after closing; 0 when in time. */
  readonly lateSeconds: number;
}

/**
 * When a run that is under way will reach the stops that it has not reached yet.
 *
 * From the latest moment that is known of it the rest follows by the plan's own legs (or what they take now), services, windows, returns and
 * loadings. Stops are expected in the order of the plan; those that were reached out of turn are passed over, and the
 * leg to a stop counts as planned also where another one was skipped before it.
 *
 * @param seen what was reported, a stop each, trip after trip in the order of the plan.
 * @param windowsOf the station's receiving windows in seconds after the wave's midnight, ordered.
 * @returns as `seen` is ordered.
 */
export function predictEtas(
  route: Route,
  departed: number | undefined,
  seen: readonly StopSeen[],
  windowsOf: (stationId: string) => readonly TimeWindow[],
): StopForeseen[] {
  const planned = route.trips.flatMap((trip, tripAt) =>
    trip.stops.map((stop, stopAt) => ({ stop, tripAt, pauses: pauseSeconds(trip, stopAt) })),
  );
  const foreseen: StopForeseen[] = [];
  let clock = Math.max(
    // A device's clock may be wrong: nobody drives off before the loading begins.
    (departed === undefined ? route.trips[0].departs : Math.max(departed, route.trips[0].loadBegins)) +
      fetchSeconds(route.trips[0]),
    ...planned.map(({ stop }, at) => knownUntil(stop, seen[at], windowsOf(stop.stationId)) ?? Number.NEGATIVE_INFINITY),
  );
  const reachedTrip = Math.max(0, ...planned.map(({ tripAt }, at) => (isReached(seen[at]) ? tripAt : 0)));
  let tripNow = reachedTrip;
  planned.forEach(({ stop, tripAt, pauses }, at) => {
    const windows = windowsOf(stop.stationId);
    const { arrived, left } = seen[at];
    if (isReached(seen[at])) {
      foreseen.push({ arrives: undefined, lateSeconds: lateness(arrived ?? left!, windows) });
      return;
    }
    // What an earlier trip left behind comes after all that is known, as if it were still ahead.
    for (; tripNow < tripAt; tripNow++) clock = afterReloading(route, tripNow, clock);
    const arrives = clock + (seen[at].legSeconds ?? stop.legSeconds) + pauses;
    foreseen.push({ arrives, lateSeconds: lateness(arrives, windows) });
    clock = beginOf(arrives, windows) + (stop.leaves - stop.begins);
  });
  return foreseen;
}

/** Breaks that are planned on the way to a stop. */
function pauseSeconds({ breaks = [] }: Trip, stopAt: number): number {
  return breaks.reduce((sum, { begins, ends, beforeStop }) => sum + (beforeStop === stopAt ? ends - begins : 0), 0);
}

function isReached({ arrived, left }: StopSeen): boolean {
  return arrived !== undefined || left !== undefined;
}

/** Until when a stop keeps the vehicle, as far as was reported; undefined when it was not reached. */
function knownUntil(
  stop: PlannedStop,
  { arrived, left }: StopSeen,
  windows: readonly TimeWindow[],
): number | undefined {
  if (left !== undefined) return left;
  return arrived === undefined ? undefined : beginOf(arrived, windows) + (stop.leaves - stop.begins);
}

/** The departure of the next trip: home from the last stop, and the loading, not before it was planned. */
function afterReloading(route: Route, tripAt: number, clock: number): number {
  const trip = route.trips[tripAt];
  const next = route.trips[tripAt + 1];
  const home = trip.returns - trip.stops[trip.stops.length - 1].leaves;
  return Math.max(clock + home, next.loadBegins) + (next.departs - next.loadBegins) + fetchSeconds(next);
}

/** The way to a vehicle that broke down, and taking its goods over, before the first stop. */
function fetchSeconds({ departs, fetch }: Trip): number {
  return fetch === undefined ? 0 : fetch.leaves - departs;
}

function beginOf(arrives: number, windows: readonly TimeWindow[]): number {
  const window = windows.find(({ closes }) => closes >= arrives);
  return Math.max(arrives, window?.opens ?? arrives);
}

function lateness(arrives: number, windows: readonly TimeWindow[]): number {
  const closes = Math.max(...windows.map((window) => window.closes));
  return Math.max(0, arrives - closes);
}
