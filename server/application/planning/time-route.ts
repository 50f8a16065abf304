import { entryOf } from '../../domain/entry-of.js';
import type { VehicleBreak } from '../../domain/network/dispatch-rules.js';
import type { Vehicle } from '../../domain/network/network.js';
import type { PlacedConsignment, PlannedStop, Route, Trip } from '../../domain/planning/plan.js';
import type { PlanningData } from '../../domain/planning/planning-data.js';
import { beginAtDock, type DockUse, loadingSeconds } from '../../domain/planning/timetable/loading.js';
import { type LegEnd, timeTrip } from '../../domain/planning/timetable/time-trip.js';
import { visitSeconds } from '../../domain/planning/timetable/visit-seconds.js';

/** A visit whose times are to be found. */
export interface UntimedStop {
  readonly stationId: string;
  readonly consignments: readonly PlacedConsignment[];
}

/**
 * Gives a vehicle's trips their times: each trip as early as it needs to be for the least lateness and the earliest
 * return, and then as late as it may leave without changing either, so that nobody waits on the road. Where service is
 * softly asked for later than it may begin, the vehicle waits for it if that is cheaper than not to. Loading begins when a
 * dock is free, and no earlier than the goods are ready. Breaks are taken as soon as they may be, or as late, whichever
 * makes the better day. What is late stays late; the checker says so.
 *
 * @param docksInUse when other vehicles load.
 * @param departsNotBefore by trip, the second before which it does not depart; any second where left out.
 */
export function timeRoute(
  vehicle: Vehicle,
  trips: readonly (readonly UntimedStop[])[],
  context: PlanningData,
  docksInUse: readonly DockUse[],
  departsNotBefore: readonly number[] = [],
): Route {
  const habits: BreakHabit[] = vehicle.rules?.breaks === undefined ? ['soon'] : ['soon', 'late'];
  const isWished = trips.flat().some(({ stationId }) => context.stations.get(stationId)?.rules?.softFromSecond);
  const ways = (isWished ? [false, true] : [false]).flatMap((waits) =>
    habits.map((habit) => timeTrips(vehicle, trips, context, docksInUse, habit, waits, departsNotBefore)),
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
  /** Millionths of the currency for service before its soft opening and for the vehicle's hours, times 3,600. */
  readonly price: number;
}

/** When breaks are taken. */
type BreakHabit = 'soon' | 'late';

function timeTrips(
  vehicle: Vehicle,
  trips: readonly (readonly UntimedStop[])[],
  context: PlanningData,
  docksInUse: readonly DockUse[],
  habit: BreakHabit,
  waits: boolean,
  departsNotBefore: readonly number[],
): TimedRoute {
  const { depot } = context;
  const uses = [...docksInUse];
  const breaks = vehicle.rules?.breaks ?? [];
  const serving = new Map(
    trips
      .flat()
      .map(
        (stop) =>
          [stop, visitSeconds(context.stations.get(stop.stationId)!, stop.consignments, context.consignments)] as const,
      ),
  );
  let taken = 0;
  let late = 0;
  let free = Math.max(vehicle.shift.opens, depot.open.opens);
  const timed = trips.map((stops, tripAt) => {
    const goods = stops.flatMap(({ consignments }) => consignments);
    const ready = goods.map(({ zoneId }) => entryOf(depot.rules?.releaseSeconds, zoneId) ?? 0);
    const loading = loadingSeconds(depot, stops);
    const earliest = Math.max(free, ...ready, (departsNotBefore[tripAt] ?? 0) - loading);
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

function earlyPrice({ stationId, begins }: PlannedStop, { stations }: PlanningData): number {
  const { softFromSecond = begins, earlyMicrosPerHour = 0 } = stations.get(stationId)?.rules ?? {};
  return Math.max(0, softFromSecond - begins) * earlyMicrosPerHour;
}

interface OpenBreaks {
  /** Those that are still to be taken, in order. */
  readonly open: readonly VehicleBreak[];
  readonly habit: BreakHabit;
  /** What was not taken before must be on the way home. */
  readonly isLast: boolean;
  /** Whether it waits at doors for a soft opening. */
  readonly waits: boolean;
}

function drive(
  vehicle: Vehicle,
  stops: readonly UntimedStop[],
  loadBegins: number,
  departs: number,
  { stations, travel }: PlanningData,
  serving: ReadonlyMap<UntimedStop, number>,
  { open, habit, isLast, waits }: OpenBreaks,
): { readonly trip: Trip; readonly lateSeconds: number } {
  const places = [undefined, ...stops.map(({ stationId }) => stationId), undefined];
  const ways = places.slice(1).map((to, at) => travel(vehicle, places[at], to) ?? { seconds: 0, meters: 0 });
  const visits = stops.map((stop, at) => {
    const { windows, rules } = stations.get(stop.stationId)!;
    const waitsUntil = waits ? rules?.softFromSecond : undefined;
    return { drive: ways[at], seconds: serving.get(stop)!, windows, waitsUntil, softToSecond: rules?.softToSecond };
  });
  const breaks = open.map(({ seconds, begins }) => ({ seconds, ...begins }));
  const postpones = ({ opens, closes }: VehicleBreak['begins'], { leg, begins, leaves }: LegEnd) => {
    if (isLast && leg === stops.length) return false;
    return leaves <= closes && (habit === 'late' || opens > begins);
  };
  const timed = timeTrip({ departs, visits, home: ways[stops.length], breaks, postpones });
  const planned = stops.map(({ stationId, consignments }, at): PlannedStop => {
    const { arrives, begins, leaves, legSeconds } = timed.visits[at];
    return { stationId, arrives, begins, leaves, legSeconds, legMeters: ways[at].meters, consignments };
  });
  const trip = {
    loadBegins,
    departs,
    returns: timed.returns,
    meters: ways.reduce((sum, { meters }) => sum + meters, 0),
    seconds: timed.driving,
    stops: planned,
    ...(timed.breaks.length > 0 && { breaks: timed.breaks }),
  };
  return { trip, lateSeconds: timed.lateSeconds };
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
