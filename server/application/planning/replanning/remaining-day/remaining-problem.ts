import type { Vehicle } from '../../../../domain/network/network.js';
import type { PlannedStop, Route } from '../../../../domain/planning/plan.js';
import { dockUsesOf } from '../../../../domain/planning/timetable/loading.js';
import type { Consignment } from '../../../../domain/waves/consignment.js';
import type { Problem } from '../../../../solver/index.js';
import { narrowTravel } from '../../../travel/index.js';
import type { PlanningContext } from '../../planning-context.js';
import { type PlanningTask, toProblem } from '../../to-problem.js';
import { openVehicle } from '../../under-way/open-vehicle.js';

/**
 * Millionths of the currency that it costs to give a station to another vehicle than the one that had it: the loaders
 * have sorted its goods, a courier knows of it. Some ten kilometers of driving.
 */
const changeMicros = 20_000_000;

/** Vehicles that may still drive, as far as their day is open after what has begun. */
export function openVehicles(executed: ReadonlyMap<string, Route>, from: number, context: PlanningContext): Vehicle[] {
  return context.available
    .map((vehicle) => openVehicle(vehicle, executed.get(vehicle.vehicleId)?.trips ?? [], from))
    .filter(({ maxTrips, shift }) => maxTrips > 0 && shift.opens < shift.closes);
}

/** Goods that are open, and the vehicles that may take them. */
export function restTask(
  open: readonly Consignment[],
  vehicles: readonly Vehicle[],
  context: PlanningContext,
): PlanningTask {
  const wanted = new Set(open.map(({ stationId }) => stationId));
  const stations = context.visited.filter(({ stationId }) => wanted.has(stationId));
  const placeOf = new Map(context.visited.map(({ stationId }, at) => [stationId, at + 1]));
  return toProblem({
    depot: context.depot,
    vehicles,
    stations,
    consignments: open,
    zones: context.zones,
    travel: narrowTravel(context.travel, [0, ...stations.map(({ stationId }) => placeOf.get(stationId)!)]),
    travelClasses: context.travelClasses,
  });
}

/** The search begins with what was planned, pays for changing it, and finds docks taken by the others. */
export function withStart(
  task: PlanningTask,
  ahead: ReadonlyMap<string, { readonly stops: readonly (readonly PlannedStop[])[] }>,
  others: readonly Route[],
  from: number,
  context: PlanningContext,
): Problem {
  const { problem, vehicles, placeOf } = task;
  const vehicleAt = new Map(vehicles.map(({ vehicleId }, at) => [vehicleId, at]));
  const had = new Map<number, number>();
  const start = [...ahead].flatMap(([vehicleId, { stops: trips }]) => {
    const vehicle = vehicleAt.get(vehicleId);
    if (vehicle === undefined) return [];
    const visits = trips.map((stops) =>
      stops.flatMap(({ consignments }) => {
        const zonesAt = new Map<number, number[]>();
        for (const { consignmentId } of consignments) {
          const place = placeOf.get(consignmentId);
          if (place === undefined) continue;
          had.set(place.station, vehicle);
          zonesAt.set(place.station, [...(zonesAt.get(place.station) ?? []), place.zone]);
        }
        return [...zonesAt].map(([station, zones]) => ({ station, zones }));
      }),
    );
    return [{ vehicle, trips: visits.filter((trip) => trip.length > 0).slice(0, vehicles[vehicle].maxTrips) }];
  });
  const taken = dockUsesOf(others, context.depot)
    .filter(({ begins, ends }) => ends > from && ends > begins)
    .map(({ begins, ends }) => ({ begins: Math.max(from, begins), ends }));
  return {
    ...problem,
    start,
    depots: problem.depots.map((depot) => ({ ...depot, taken })),
    stations: problem.stations.map((station, at) => {
      const vehicle = had.get(at);
      return vehicle === undefined ? station : { ...station, previous: { vehicle, changeCost: changeMicros } };
    }),
  };
}
