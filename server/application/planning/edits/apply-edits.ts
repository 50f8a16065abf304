import type { Vehicle } from '../../../domain/network/network.js';
import { maxTimeOnBoardSeconds } from '../../../domain/planning/max-time-on-board.js';
import type { Plan, PlanLock, Route, Unassigned } from '../../../domain/planning/plan.js';
import type { PlanEdit } from '../../../domain/planning/plan-edit.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { type DockUse, dockUsesOf } from '../../../domain/planning/timetable/loading.js';
import { packTrip } from '../loading/pack-trip.js';
import { routesBeside } from '../planning-context.js';
import { timeRoute } from '../time-route.js';
import type { DayUnderWay } from '../under-way/day-under-way.js';
import { goOn } from '../under-way/go-on.js';
import { openVehicle } from '../under-way/open-vehicle.js';
import type { Violation } from '../violation.js';
import { makeEdit } from './edit-kinds.js';
import { type LooseDay, type LooseTrip, loosen } from './loose-day.js';

/**
 * A plan's routes after some edits. Only routes that an edit touches get new times and compartments; what no longer
 * holds is not mended but left for the checker to say. Where runs are released, what is done or on board stays.
 *
 * @throws InvalidInputError naming what an edit speaks of and the plan does not have.
 */
export function applyEdits(
  plan: Pick<Plan, 'routes' | 'unassigned' | 'locks'>,
  edits: readonly PlanEdit[],
  context: PlanningData,
  underWay?: DayUnderWay,
): {
  readonly routes: Route[];
  readonly unassigned: Unassigned[];
  readonly locks: readonly PlanLock[];
  readonly touched: ReadonlySet<string>;
  /** Why edits were not made. */
  readonly refused: readonly Violation[];
} {
  const day = loosen(plan, context, underWay);
  for (const edit of edits) makeEdit(edit, day);
  const { touched, left, locks, refused } = day;
  const order = [...plan.routes.map((route) => route.vehicleId), ...day.routes.keys()];
  const known = new Map(plan.routes.map((route) => [route.vehicleId, route]));
  const routes: Route[] = [];
  const untouched = plan.routes.filter((route) => !touched.has(route.vehicleId));
  const docksInUse = dockUsesOf([...untouched, ...routesBeside(context)], context.depot);
  for (const vehicleId of new Set(order)) {
    if (!touched.has(vehicleId)) {
      const route = known.get(vehicleId);
      if (route !== undefined) routes.push(route);
      continue;
    }
    const route = timeAgain(vehicleId, day, docksInUse);
    if (route === undefined) continue;
    docksInUse.push(...dockUsesOf([route], context.depot));
    routes.push(route);
  }
  return { routes, unassigned: [...left.values()], locks, touched, refused };
}

/** A vehicle's route with its times: what has begun as couriers told it, and the rest behind that. */
function timeAgain(vehicleId: string, day: LooseDay, docksInUse: readonly DockUse[]): Route | undefined {
  const { context, underWay, routes } = day;
  const vehicle = context.vehicles.get(vehicleId)!;
  const trips = routes.get(vehicleId) ?? [];
  const beginning = beginningOf(vehicle, trips, day);
  const given = beginning?.trips.length ?? 0;
  const ahead = trips.slice(given).filter((trip) => trip.length > 0);
  if (ahead.length === 0) return beginning;
  const packed = ahead.map((trip) => packStops(trip, vehicle, context));
  if (underWay === undefined) return timeRoute(vehicle, packed, context, docksInUse);
  const open = openVehicle(vehicle, beginning?.trips ?? [], underWay.from);
  const rest = timeRoute(open, packed, context, docksInUse);
  return beginning === undefined ? rest : { ...beginning, trips: [...beginning.trips, ...rest.trips] };
}

/** The part of a day that is given; what is on board is brought in the order of the edits. */
function beginningOf(
  vehicle: Vehicle,
  trips: readonly LooseTrip[],
  { context, underWay }: LooseDay,
): Route | undefined {
  if (underWay === undefined) return undefined;
  const { vehicleId } = vehicle;
  const begun = underWay.begun.get(vehicleId);
  if (begun === undefined) return underWay.out.get(vehicleId);
  const { current } = begun.day;
  const order = trips[begun.trips - 1].map(({ stationId }) => stationId);
  const placeOf = (stationId: string) => order.indexOf(stationId);
  const rest = [...(current?.rest ?? [])].sort((one, other) => placeOf(one.stationId) - placeOf(other.stationId));
  return goOn(begun.day, current && { ...current, rest }, vehicle, underWay.from, context, 'as-told');
}

/** Where a load fits no way, the goods ride in the first compartment for their zone, or the first, and are too much there. */
function packStops(trip: LooseTrip, vehicle: Vehicle, { zones, depot }: PlanningData) {
  const goods = trip.flatMap((stop) => stop.goods);
  const placed =
    packTrip(goods, vehicle, {
      keeps: (part, zoneId) => {
        const zone = zones.find((each) => each.zoneId === zoneId);
        return zone && maxTimeOnBoardSeconds(part, zone, depot);
      },
      incompatibleZones: depot.rules?.incompatibleZones,
    }) ??
    goods.map((item) => {
      const { compartments } = vehicle;
      const part = compartments.find(({ zoneIds }) => zoneIds.includes(item.zoneId)) ?? compartments[0];
      return { ...item, compartmentNo: item.compartmentNo ?? part?.compartmentNo ?? 0 };
    });
  const byId = new Map(placed.map((item) => [item.consignmentId, item]));
  return trip.map(({ stationId, goods: own }) => ({
    stationId,
    consignments: own.map(({ consignmentId }) => byId.get(consignmentId)!),
  }));
}
