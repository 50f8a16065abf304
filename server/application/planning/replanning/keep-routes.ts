import type { Vehicle } from '../../../domain/network/network.js';
import { type RouteContext, routeContextOf } from '../../../domain/planning/checker/check-context.js';
import { checkRoute } from '../../../domain/planning/checker/check-route.js';
import type { CheckerRule } from '../../../domain/planning/checker-rules.js';
import { partitionsOf } from '../../../domain/planning/partitions.js';
import type { PlannedStop, Route, Trip } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { type DockUse, dockUsesOf, haveDocks } from '../../../domain/planning/timetable/loading.js';
import { routesBeside } from '../planning-context.js';
import { timeRoute } from '../time-route.js';

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
  readonly context: PlanningData;
  /** Vehicles as far as their day is open, by id. */
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly executed: ReadonlyMap<string, Route>;
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
export function keepRoutes({ context, vehicles, executed, ahead, loose, locked }: KeepInput): KeptRoutes {
  const searched = new Set(loose.length === 0 ? [] : nearVehicles(loose, { context, vehicles, ahead, locked }));
  const kept = new Map<string, readonly Trip[]>();
  const routeContext = routeContextOf(context);
  const docks: DockUse[] = dockUsesOf([...executed.values(), ...routesBeside(context)], context.depot);
  const waiting: { vehicle: Vehicle; stops: readonly PlannedStop[][] }[] = [];
  for (const [vehicleId, { trips, stops }] of ahead) {
    const vehicle = vehicles.get(vehicleId);
    if (vehicle === undefined) {
      searched.add(vehicleId);
      continue;
    }
    if (stops.length === 0 || searched.has(vehicleId)) continue;
    const isWhole = stops.flat().length === trips.flatMap((trip) => trip.stops).length;
    // A trip with a break gets its times anew.
    const isPlain = trips.every(({ breaks }) => breaks === undefined);
    if (
      isWhole &&
      isPlain &&
      keepsRules(trips, vehicle, routeContext) &&
      haveDocks(dockUsesOf([{ trips }], context.depot), docks, context.depot.docks)
    ) {
      kept.set(vehicleId, trips);
      docks.push(...dockUsesOf([{ trips }], context.depot));
    } else waiting.push({ vehicle, stops });
  }
  for (const { vehicle, stops } of waiting) {
    const route = timeRoute(vehicle, stops, context, docks);
    if (keepsRules(route.trips, vehicle, routeContext)) {
      kept.set(vehicle.vehicleId, route.trips);
      docks.push(...dockUsesOf([route], context.depot));
    } else searched.add(vehicle.vehicleId);
  }
  return { kept, searched };
}

/** Whether the checker finds nothing wrong with trips as they are, by themselves: in time, and within every limit. */
function keepsRules(trips: readonly Trip[], vehicle: Vehicle, context: RouteContext): boolean {
  const faults: CheckerRule[] = [];
  const loaded = trips.map(({ partitions: _, ...trip }): Trip => {
    // Empty totes are given out anew once all routes are known, and partitions stand as that asks.
    const stops = trip.stops.map(({ takesBack: __, ...stop }) => stop);
    const stand = partitionsOf({ stops }, vehicle);
    return { ...trip, stops, ...(stand && { partitions: stand }) };
  });
  checkRoute({ vehicleId: vehicle.vehicleId, trips: loaded }, vehicle, context, (rule) => faults.push(rule));
  return faults.length === 0;
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
        const ways = stops.flat().map((stop) => context.travel(vehicle, stop.stationId, stationId)?.seconds);
        const seconds = Math.min(...ways.map((way) => way ?? Number.POSITIVE_INFINITY));
        return Number.isFinite(seconds) ? [{ vehicleId, seconds }] : [];
      })
      .sort((one, other) => one.seconds - other.seconds)
      .slice(0, nearEach),
  );
  nearest.sort((one, other) => one.seconds - other.seconds);
  return [...new Set(nearest.map(({ vehicleId }) => vehicleId))].slice(0, nearInAll);
}
