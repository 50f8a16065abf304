import type { Vehicle } from '../../../domain/network/network.js';
import { serviceSeconds } from '../../../domain/network/service-time.js';
import type { CheckContext } from '../../../domain/planning/checker/check-context.js';
import type { PlannedStop, Route, Trip } from '../../../domain/planning/plan.js';
import { driveSeconds } from '../../../domain/planning/timetable/drive-seconds.js';
import { type DockUse, dockUsesOf, haveDocks } from '../../../domain/planning/timetable/loading.js';
import { visitSeconds } from '../../../domain/planning/timetable/visit-seconds.js';
import { timeRoute } from '../time-route.js';
import { isFeasible } from './remaining-day/is-feasible.js';

/** How many vehicles near goods without one take part in the search for one, for each station of them and in all. */
const nearEach = 3;
const nearInAll = 10;

/** What of the day is kept as it was, and whose trips the search may change. */
export interface KeptRoutes {
  /** Trips still ahead that stay as they were, with new times where they had to. */
  readonly kept: ReadonlyMap<string, readonly Trip[]>;
  readonly searched: ReadonlySet<string>;
}

export interface KeepInput {
  readonly context: CheckContext;
  /** Vehicles as far as their day is open, by id. */
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly begun: ReadonlyMap<string, Route>;
  /** Trips ahead as they were planned, and their stops as far as they remain. */
  readonly ahead: ReadonlyMap<string, { readonly trips: readonly Trip[]; readonly stops: readonly PlannedStop[][] }>;
  /** Stations with goods that have no vehicle. */
  readonly loose: readonly string[];
  /** Vehicles that a dispatcher has locked: they take part in no search unless they must. */
  readonly locked: ReadonlySet<string>;
}

/**
 * Most of a day has nothing to do with an event. A vehicle that can drive its trips as planned does so; one that can
 * with other times gets those; the search gets the vehicles that cannot, and those near goods that need another one.
 */
export function keepRoutes({ context, vehicles, begun, ahead, loose, locked }: KeepInput): KeptRoutes {
  const searched = new Set(loose.length === 0 ? [] : nearVehicles(loose, { context, vehicles, ahead, locked }));
  const kept = new Map<string, readonly Trip[]>();
  const docks: DockUse[] = dockUsesOf([...begun.values()], context.depot);
  const waiting: { vehicle: Vehicle; stops: readonly PlannedStop[][] }[] = [];
  for (const [vehicleId, { trips, stops }] of ahead) {
    const vehicle = vehicles.get(vehicleId);
    if (vehicle === undefined) {
      searched.add(vehicleId);
      continue;
    }
    if (stops.length === 0 || searched.has(vehicleId)) continue;
    const isWhole = stops.flat().length === trips.flatMap((trip) => trip.stops).length;
    if (
      isWhole &&
      holds(trips, vehicle, context) &&
      haveDocks(dockUsesOf([{ trips }], context.depot), docks, context.depot.docks)
    ) {
      kept.set(vehicleId, trips);
      docks.push(...dockUsesOf([{ trips }], context.depot));
    } else waiting.push({ vehicle, stops });
  }
  for (const { vehicle, stops } of waiting) {
    const route = timeRoute(vehicle, stops, context, docks);
    if (route.trips.length <= vehicle.maxTrips && fits(route.trips, vehicle, context)) {
      kept.set(vehicle.vehicleId, route.trips);
      docks.push(...dockUsesOf([route], context.depot));
    } else searched.add(vehicle.vehicleId);
  }
  return { kept, searched };
}

/** Whether trips can be driven with the times that they have. */
function holds(trips: readonly Trip[], vehicle: Vehicle, context: CheckContext): boolean {
  // A trip with a break gets its times anew.
  if (trips.some(({ breaks }) => breaks !== undefined)) return false;
  const legs = trips.every(({ stops, loadBegins, departs, returns }) => {
    const grams = stops.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
    if (departs < loadBegins + serviceSeconds(context.depot.loading, grams)) return false;
    let [from, clock]: [string | undefined, number] = [undefined, departs];
    for (const stop of stops) {
      const drive = context.travel(vehicle.profile, from, stop.stationId);
      if (drive === undefined || drive.meters !== stop.legMeters) return false;
      const seconds = driveSeconds(drive, clock);
      if (seconds !== stop.legSeconds || clock + seconds !== stop.arrives) return false;
      if (
        stop.leaves !==
        stop.begins + visitSeconds(context.stations.get(stop.stationId)!, stop.consignments, context.consignments)
      )
        return false;
      [from, clock] = [stop.stationId, stop.leaves];
    }
    const home = context.travel(vehicle.profile, from, undefined);
    return home !== undefined && clock + driveSeconds(home, clock) === returns;
  });
  const isFree = trips[0].loadBegins >= Math.max(vehicle.shift.opens, context.depot.open.opens);
  return legs && isFree && trips.length <= vehicle.maxTrips && fits(trips, vehicle, context);
}

/** Whether every limit of the vehicle and every receiving window is kept. */
function fits(trips: readonly Trip[], vehicle: Vehicle, context: CheckContext): boolean {
  const { stations, depot, travel } = context;
  const stops = trips.flatMap((trip) => trip.stops);
  const inWindows = stops.every(({ stationId, begins }) =>
    stations.get(stationId)!.windows.some(({ opens, closes }) => opens <= begins && begins <= closes),
  );
  const inHours = trips.every(({ loadBegins, stops: own }) => {
    const grams = own.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
    return loadBegins + serviceSeconds(depot.loading, grams) <= depot.open.closes;
  });
  const hasWays = trips.every(({ stops: own }) =>
    [...own, undefined].every(
      (stop, at) => travel(vehicle.profile, own[at - 1]?.stationId, stop?.stationId) !== undefined,
    ),
  );
  const meters = trips.reduce((total, trip) => total + trip.meters, 0);
  const height = vehicle.heightMillimeters ?? 0;
  const isLow = stops.every(
    ({ stationId }) => height <= (stations.get(stationId)?.maxVehicleHeightMillimeters ?? Number.POSITIVE_INFINITY),
  );
  return (
    isLow &&
    inWindows &&
    inHours &&
    hasWays &&
    isFeasible(trips, vehicle, context) &&
    trips[trips.length - 1].returns <= vehicle.shift.closes &&
    stops.length <= (vehicle.maxStops ?? Number.POSITIVE_INFINITY) &&
    meters <= (vehicle.rangeMeters ?? Number.POSITIVE_INFINITY)
  );
}

/** Vehicles whose trips ahead come nearest to the stations: a few for each, the nearest first. */
function nearVehicles(
  loose: readonly string[],
  { context, vehicles, ahead, locked }: Pick<KeepInput, 'context' | 'vehicles' | 'ahead' | 'locked'>,
): string[] {
  const nearest = loose.flatMap((stationId) =>
    [...ahead]
      .flatMap(([vehicleId, { stops }]) => {
        const vehicle = vehicles.get(vehicleId);
        if (vehicle === undefined || locked.has(vehicleId)) return [];
        const ways = stops.flat().map((stop) => context.travel(vehicle.profile, stop.stationId, stationId)?.seconds);
        const seconds = Math.min(...ways.map((way) => way ?? Number.POSITIVE_INFINITY));
        return Number.isFinite(seconds) ? [{ vehicleId, seconds }] : [];
      })
      .sort((one, other) => one.seconds - other.seconds)
      .slice(0, nearEach),
  );
  nearest.sort((one, other) => one.seconds - other.seconds);
  return [...new Set(nearest.map(({ vehicleId }) => vehicleId))].slice(0, nearInAll);
}
