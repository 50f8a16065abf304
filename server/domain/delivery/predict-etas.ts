import type { TimeWindow } from '../local-time.js';
import type { Route } from '../planning/plan.js';
import { homeSeconds, transferSeconds } from '../planning/timetable/loading.js';
import { isReached, latenessAt, leavesAsTold, type ToldVisit, timeTrip } from '../planning/timetable/time-trip.js';

/** What was reported of a stop; left when nothing was left to do there. */
export interface StopSeen extends ToldVisit {
  /** What the drive there takes as traffic is now; left out where it is as planned. */
  readonly legSeconds?: number;
}

/** What is to be expected of a stop, or has been seen. */
export interface PredictedStop {
  /** Seconds after the wave's midnight; undefined once the vehicle has been there. */
  readonly arrives: number | undefined;
  /** By how much service begins (or began) after closing; 0 when in time. */
  readonly lateSeconds: number;
}

/** By how much a vehicle that was loaded sooner than planned may leave before its loading was to begin. */
const mostEarlySeconds = 2 * 3600;

/**
 * When a run that is under way will reach the stops that it has not reached yet.
 *
 * From the latest moment that is known of it the rest follows by the plan's own legs (or what they take now), services,
 * breaks, windows, returns and loadings. Stops are expected in the order of the plan; those that were reached out of turn
 * are passed over, and the leg to a stop counts as planned also where another one was skipped before it.
 *
 * @param seen what was reported, a stop each, trip after trip in the order of the plan.
 * @param windowsOf the station's receiving windows in seconds after the wave's midnight, ordered.
 * @returns as `seen` is ordered.
 */
export function predictEtas(
  { trips }: Route,
  departed: number | undefined,
  seen: readonly StopSeen[],
  windowsOf: (stationId: string) => readonly TimeWindow[],
): PredictedStop[] {
  const planned = trips.flatMap((trip, tripAt) =>
    trip.stops.map((stop, stopAt) => ({ stop, trip, tripAt, stopAt, windows: windowsOf(stop.stationId) })),
  );
  const serves = planned.map(({ stop }) => stop.leaves - stop.begins);
  const told = planned.map(({ windows }, at) => leavesAsTold(seen[at], windows, serves[at]));
  const leftDepot = departed ?? trips[0].departs;
  // A device's clock may be wrong: nobody drives off so long before the time.
  const isBelieved = leftDepot >= trips[0].loadBegins - mostEarlySeconds;
  let clock = Math.max(
    (isBelieved ? leftDepot : trips[0].loadBegins) + transferSeconds(trips[0]),
    ...told.filter((moment) => moment !== undefined),
  );
  const now = Math.max(0, ...planned.map(({ tripAt }, at) => (isReached(seen[at]) ? tripAt : 0)));
  const arrivals = new Map<number, number>();
  for (let tripAt = now; tripAt < trips.length; tripAt++) {
    const trip = trips[tripAt];
    if (tripAt > now) {
      // Loaded no earlier than it was planned, once the vehicle is home from the trip before.
      clock = Math.max(clock, trip.loadBegins) + (trip.departs - trip.loadBegins) + transferSeconds(trip);
    }
    // What an earlier trip left behind comes after all that is known, as if it were still ahead.
    const ahead = [...planned.keys()].filter(
      (at) => !isReached(seen[at]) && Math.max(planned[at].tripAt, now) === tripAt,
    );
    const breaks = ahead.flatMap((at, leg) => {
      const pauses = (planned[at].trip.breaks ?? []).filter(({ beforeStop }) => beforeStop === planned[at].stopAt);
      return pauses.map(({ begins, ends }) => ({ seconds: ends - begins, leg }));
    });
    const { visits, returns } = timeTrip({
      departs: clock,
      visits: ahead.map((at) => ({
        drive: { seconds: seen[at].legSeconds ?? planned[at].stop.legSeconds },
        seconds: serves[at],
        windows: planned[at].windows,
      })),
      home: { seconds: homeSeconds(trip) },
      breaks,
      postpones: (pause, { leg }) => pause.leg > leg,
    });
    ahead.forEach((at, leg) => {
      arrivals.set(at, visits[leg].arrives);
    });
    clock = returns;
  }
  return planned.map(({ windows }, at) => {
    const arrives = arrivals.get(at);
    const { arrived, left } = seen[at];
    return { arrives, lateSeconds: latenessAt(arrives ?? arrived ?? left!, windows) };
  });
}
