import type { CheckContext } from '../../domain/check-plan.js';
import type { Vehicle } from '../../domain/network.js';
import type { PlacedConsignment, PlannedStop, Route, Trip } from '../../domain/plan.js';
import { serviceSeconds } from '../../domain/service-time.js';

/** A visit whose times are to be found. */
export interface UntimedStop {
  readonly stationId: string;
  readonly consignments: readonly PlacedConsignment[];
}

/** A span in which a dock is taken. */
export interface DockUse {
  readonly begins: number;
  readonly ends: number;
}

/**
 * Gives a vehicle's trips their times: each trip as early as it needs to be for the least lateness and the earliest
 * return, and then as late as it may leave without changing either, so that nobody waits on the road. Loading begins
 * when a dock is free. What is late stays late; the checker says so.
 *
 * @param docksInUse when other vehicles load.
 */
export function timeRoute(
  vehicle: Vehicle,
  trips: readonly (readonly UntimedStop[])[],
  context: CheckContext,
  docksInUse: readonly DockUse[],
): Route {
  const { depot } = context;
  const uses = [...docksInUse];
  let free = Math.max(vehicle.shift.opens, depot.open.opens);
  const timed = trips.map((stops) => {
    const grams = stops.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
    const loading = serviceSeconds(depot.loading, grams);
    const leave = (loadBegins: number) => drive(vehicle, stops, loadBegins, loadBegins + loading, context);
    const latest = latestBegin(free, leave);
    const loadBegins = beginAtDock(free, latest, loading, uses, depot.docks);
    uses.push({ begins: loadBegins, ends: loadBegins + loading });
    const { trip } = leave(loadBegins);
    free = trip.returns;
    return trip;
  });
  return { vehicleId: vehicle.vehicleId, trips: timed };
}

/** The docks that the trips of some routes use. */
export function dockUsesOf(routes: readonly Route[], { depot }: Pick<CheckContext, 'depot'>): DockUse[] {
  return routes.flatMap(({ trips }) =>
    trips.map(({ loadBegins, stops }) => {
      const grams = stops.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
      return { begins: loadBegins, ends: loadBegins + serviceSeconds(depot.loading, grams) };
    }),
  );
}

function drive(
  vehicle: Vehicle,
  stops: readonly UntimedStop[],
  loadBegins: number,
  departs: number,
  { stations, travel }: CheckContext,
): { readonly trip: Trip; readonly lateSeconds: number } {
  let clock = departs;
  let from: string | undefined;
  let meters = 0;
  let seconds = 0;
  let lateSeconds = 0;
  const legTo = (to: string | undefined) => {
    const leg = travel(vehicle.profile, from, to) ?? { seconds: 0, meters: 0 };
    from = to;
    meters += leg.meters;
    seconds += leg.seconds;
    return leg;
  };
  const timed = stops.map(({ stationId, consignments }): PlannedStop => {
    const { windows, service } = stations.get(stationId)!;
    const leg = legTo(stationId);
    const arrives = clock + leg.seconds;
    const window = windows.find(({ closes }) => closes >= arrives);
    const begins = Math.max(arrives, window?.opens ?? arrives);
    if (window === undefined) lateSeconds += arrives - (windows.at(-1)?.closes ?? 0);
    const grams = consignments.reduce((sum, item) => sum + item.grams, 0);
    const leaves = begins + serviceSeconds(service, grams);
    clock = leaves;
    return { stationId, arrives, begins, leaves, legSeconds: leg.seconds, legMeters: leg.meters, consignments };
  });
  const home = legTo(undefined);
  return { trip: { loadBegins, departs, returns: clock + home.seconds, meters, seconds, stops: timed }, lateSeconds };
}

/** The latest begin that is neither later back nor later at any window than the earliest. Both grow with the begin. */
function latestBegin(
  earliest: number,
  leave: (loadBegins: number) => { readonly trip: Trip; readonly lateSeconds: number },
): number {
  const best = leave(earliest);
  let good = earliest;
  let bad = best.trip.returns;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const { trip, lateSeconds } = leave(middle);
    if (trip.returns === best.trip.returns && lateSeconds === best.lateSeconds) good = middle;
    else bad = middle;
  }
  return good;
}

/** The begin nearest to `latest`, before it where that can be, at which a dock is free for the whole loading. */
function beginAtDock(
  earliest: number,
  latest: number,
  loading: number,
  uses: readonly DockUse[],
  docks: number,
): number {
  const isFree = (begins: number) => {
    const ends = begins + loading;
    const meets = uses.filter((use) => use.begins < ends && begins < use.ends);
    // The most at one moment is met where one of them begins, or at the begin.
    return [begins, ...meets.map((use) => use.begins)].every(
      (moment) => meets.filter((use) => use.begins <= moment && moment < use.ends).length < docks,
    );
  };
  const before = [latest, ...uses.map((use) => use.begins - loading)]
    .filter((begins) => begins >= earliest && begins <= latest)
    .sort((one, other) => other - one);
  const after = uses
    .map((use) => use.ends)
    .filter((ends) => ends > latest)
    .sort((one, other) => one - other);
  return [...before, earliest, ...after].find(isFree) ?? latest;
}
