import { type Problem, type ProblemConsignment, type ProblemVehicle, rateSeconds } from './problem.js';
import type { UnassignedReason } from './solution.js';

/** The rules in the order in which they are tried; a vehicle that passes more of them is the better one. */
const order: readonly UnassignedReason[] = [
  'no-vehicle',
  'zone-compartment',
  'too-large',
  'too-heavy',
  'vehicle-height',
  'no-way',
  'time-window',
  'range',
  'fleet-full',
];

/**
 * Why a consignment is on no route: the first rule that stops it on the vehicle that gets furthest, each taken empty
 * and alone. When nothing stops it alone, the fleet is full.
 */
export function reasonFor(problem: Problem, station: number, goods: ProblemConsignment): UnassignedReason {
  let best = 0;
  for (const vehicle of problem.vehicles) {
    best = Math.max(best, order.indexOf(firstObstacle(problem, vehicle, station, goods)));
  }
  return order[best];
}

function firstObstacle(
  problem: Problem,
  vehicle: ProblemVehicle,
  stationNo: number,
  goods: ProblemConsignment,
): UnassignedReason {
  const station = problem.stations[stationNo];
  const open = vehicle.compartments.filter((part) => (part.zoneMask & (1 << goods.zone)) !== 0);
  if (vehicle.maxTrips < 1 || vehicle.maxStops < 1) return 'no-vehicle';
  if (open.length === 0) return 'zone-compartment';
  if (!open.some((part) => part.milliliters >= goods.milliliters)) return 'too-large';
  if (vehicle.payloadGrams < goods.grams) return 'too-heavy';
  if (vehicle.heightMillimeters > station.maxVehicleHeightMillimeters) return 'vehicle-height';
  const { seconds, meters, size } = problem.matrices[vehicle.matrix];
  const depot = problem.depots[vehicle.depot];
  const out = depot.place * size + station.place;
  const home = station.place * size + depot.place;
  if (seconds[out] < 0 || seconds[home] < 0) return 'no-way';
  const departs = Math.max(vehicle.shiftBegins, depot.opens) + rateSeconds(depot.loading, goods.grams);
  const arrives = departs + seconds[out];
  const window = station.windows.find((candidate) => arrives <= candidate.closes);
  if (departs > depot.closes || window === undefined) return 'time-window';
  const leaves = Math.max(arrives, window.opens) + rateSeconds(station.service, goods.grams);
  if (leaves + seconds[home] > vehicle.shiftEnds) return 'time-window';
  if (meters[out] + meters[home] > vehicle.maxMeters) return 'range';
  return 'fleet-full';
}
