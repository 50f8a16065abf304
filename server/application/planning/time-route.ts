import type { VehicleBreak } from '../../domain/network/dispatch-rules.js';
import type { Vehicle } from '../../domain/network/network.js';
import { serviceSeconds } from '../../domain/network/service-time.js';
import type { CheckContext, Drive } from '../../domain/planning/check-plan.js';
import { driveSeconds, partDriven } from '../../domain/planning/drive-seconds.js';
import type { PlacedConsignment, PlannedBreak, PlannedStop, Route, Trip } from '../../domain/planning/plan.js';
import { visitSeconds } from './visit-seconds.js';

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
 * return, and then as late as it may leave without changing either, so that nobody waits on the road. Where service is
 * wished later than it may begin, the vehicle waits for it if that is cheaper than not to. Loading begins when a
 * dock is free, and no earlier than the goods are ready. Breaks are taken as soon as they may be, or as late, whichever
 * makes the better day. What is late stays late; the checker says so.
 *
 * @param docksInUse when other vehicles load.
 */
export function timeRoute(
  vehicle: Vehicle,
  trips: readonly (readonly UntimedStop[])[],
  context: CheckContext,
  docksInUse: readonly DockUse[],
): Route {
  const habits: BreakHabit[] = vehicle.rules?.breaks === undefined ? ['soon'] : ['soon', 'late'];
  const isWished = trips.flat().some(({ stationId }) => context.stations.get(stationId)?.rules?.softFromSecond);
  const ways = (isWished ? [false, true] : [false]).flatMap((waits) =>
    habits.map((habit) => timeTrips(vehicle, trips, context, docksInUse, habit, waits)),
  );
  const isBetter = (one: TimedRoute, other: TimedRoute) => {
    const cheaper = isWished ? one.price - other.price : 0;
    return (one.lateSeconds - other.lateSeconds || cheaper || one.returns - other.returns) < 0;
  };
  return ways.reduce((best, other) => (isBetter(other, best) ? other : best)).route;
}

interface TimedRoute {
  readonly route: Route;
  readonly lateSeconds: number;
  readonly returns: number;
  /** Millionths of the currency for service before it is wished and for the vehicle's hours, times 3,600. */
  readonly price: number;
}

/** When breaks are taken. */
type BreakHabit = 'soon' | 'late';

function timeTrips(
  vehicle: Vehicle,
  trips: readonly (readonly UntimedStop[])[],
  context: CheckContext,
  docksInUse: readonly DockUse[],
  habit: BreakHabit,
  waits: boolean,
): TimedRoute {
  const { depot } = context;
  const uses = [...docksInUse];
  const breaks = vehicle.rules?.breaks ?? [];
  const serving = new Map(
    trips.flat().map((stop) => [stop, visitSeconds(stop.stationId, stop.consignments, context)] as const),
  );
  let taken = 0;
  let late = 0;
  let free = Math.max(vehicle.shift.opens, depot.open.opens);
  const timed = trips.map((stops, tripAt) => {
    const goods = stops.flatMap(({ consignments }) => consignments);
    const grams = goods.reduce((sum, item) => sum + item.grams, 0);
    const ready = goods.map(({ zoneId }) => depot.rules?.releaseSeconds?.[zoneId] ?? 0);
    const earliest = Math.max(free, ...ready);
    const loading = serviceSeconds(depot.loading, grams);
    const isLast = tripAt === trips.length - 1;
    const pauses = { open: breaks.slice(taken), habit, isLast, waits };
    const leave = (loadBegins: number) =>
      drive(vehicle, stops, loadBegins, loadBegins + loading, context, serving, pauses);
    const latest = latestBegin(earliest, leave);
    const loadBegins = beginAtDock(earliest, latest, loading, uses, depot.docks);
    uses.push({ begins: loadBegins, ends: loadBegins + loading });
    const { trip, lateSeconds } = leave(loadBegins);
    taken += trip.breaks?.length ?? 0;
    late += lateSeconds;
    free = trip.returns;
    return trip;
  });
  const hours = timed.length === 0 ? 0 : vehicle.price.perHourMicros * (free - timed[0].loadBegins);
  const price = hours + timed.flatMap((trip) => trip.stops).reduce((sum, stop) => sum + earlyPrice(stop, context), 0);
  return { route: { vehicleId: vehicle.vehicleId, trips: timed }, lateSeconds: late, returns: free, price };
}

function earlyPrice({ stationId, begins }: PlannedStop, { stations }: CheckContext): number {
  const { softFromSecond = begins, earlyMicrosPerHour = 0 } = stations.get(stationId)?.rules ?? {};
  return Math.max(0, softFromSecond - begins) * earlyMicrosPerHour;
}

/** The docks that the trips of some routes use; who has left has left its dock. */
export function dockUsesOf(routes: readonly Route[], { depot }: Pick<CheckContext, 'depot'>): DockUse[] {
  return routes.flatMap(({ trips }) =>
    trips.map(({ loadBegins, departs, stops }) => {
      const grams = stops.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
      const loaded = loadBegins + serviceSeconds(depot.loading, grams);
      return { begins: loadBegins, ends: Math.max(loadBegins, Math.min(loaded, departs)) };
    }),
  );
}

interface OpenBreaks {
  /** Those that are still to be taken, in order. */
  readonly open: readonly VehicleBreak[];
  readonly habit: BreakHabit;
  /** What was not taken before must be on the way home. */
  readonly isLast: boolean;
  /** Whether it waits at doors until service is wished. */
  readonly waits: boolean;
}

function drive(
  vehicle: Vehicle,
  stops: readonly UntimedStop[],
  loadBegins: number,
  departs: number,
  { stations, travel }: CheckContext,
  serving: ReadonlyMap<UntimedStop, number>,
  { open, habit, isLast, waits }: OpenBreaks,
): { readonly trip: Trip; readonly lateSeconds: number } {
  let clock = departs;
  let from: string | undefined;
  let meters = 0;
  let seconds = 0;
  let lateSeconds = 0;
  const breaks: PlannedBreak[] = [];
  const legTo = (to: string | undefined) => {
    const drive = travel(vehicle.profile, from, to) ?? { seconds: 0, meters: 0 };
    const leg = { seconds: driveSeconds(drive, clock), meters: drive.meters };
    from = to;
    meters += leg.meters;
    seconds += leg.seconds;
    return { ...leg, drive };
  };
  /** When the leg ends with the next breaks on it, as many as `mayWait` does not put off. */
  const arrivalAt = (drive: Drive, beforeStop: number, mayWait: (arrives: number, pause: VehicleBreak) => boolean) => {
    let now = clock;
    let left = 1;
    const arrives = () => now + driveSeconds(drive, now, left);
    for (let at = breaks.length; at < open.length && !mayWait(arrives(), open[at]); at++) {
      const begins = Math.max(now, open[at].begins.opens);
      if (begins > open[at].begins.closes) lateSeconds += begins - open[at].begins.closes;
      left -= Math.min(left, partDriven(drive, now, begins));
      now = begins + open[at].seconds;
      breaks.push({ begins, ends: now, beforeStop });
    }
    return arrives();
  };
  const timed = stops.map((stop, at): PlannedStop => {
    const { stationId, consignments } = stop;
    const { windows, rules } = stations.get(stationId)!;
    const leg = legTo(stationId);
    const serves = serving.get(stop)!;
    const beginOf = (arrives: number) => {
      const window = windows.find(({ closes }) => closes >= arrives);
      if (window === undefined) return arrives;
      return Math.max(arrives, window.opens, Math.min(window.closes, (waits ? rules?.softFromSecond : undefined) ?? 0));
    };
    const arrives = arrivalAt(leg.drive, at, (without, { begins: { opens, closes } }) => {
      const begins = beginOf(without);
      return begins + serves <= closes && (habit === 'late' || opens > begins);
    });
    const begins = beginOf(arrives);
    const closes = windows.at(-1)?.closes ?? 0;
    lateSeconds += Math.max(0, begins - closes) + Math.max(0, begins - (rules?.softToSecond ?? begins));
    clock = begins + serves;
    return { stationId, arrives, begins, leaves: clock, legSeconds: leg.seconds, legMeters: leg.meters, consignments };
  });
  const home = legTo(undefined);
  const returns = arrivalAt(home.drive, stops.length, (without, { begins: { opens, closes } }) => {
    return !isLast && without <= closes && (habit === 'late' || opens > without);
  });
  const trip = { loadBegins, departs, returns, meters, seconds, stops: timed, ...(breaks.length > 0 && { breaks }) };
  return { trip, lateSeconds };
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
