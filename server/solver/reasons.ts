import { type Problem, type ProblemConsignment, rateSeconds } from './problem.js';
import type { UnassignedReason } from './solution.js';
import type { Travel } from './travel.js';

/** The rules in the order in which they are tried; a vehicle that passes more of them is the better one. */
const order: readonly UnassignedReason[] = [
  'no-vehicle',
  'zone-compartment',
  'too-large',
  'too-heavy',
  'vehicle-height',
  'skills',
  'no-way',
  'time-window',
  'range',
  'fleet-full',
];

/**
 * Why a consignment is on no route: the first rule that stops it on the vehicle that gets furthest, each taken empty
 * and alone. When nothing stops it alone, the fleet is full.
 */
export function reasonFor(
  problem: Problem,
  travel: Travel,
  station: number,
  goods: ProblemConsignment,
): UnassignedReason {
  let best = 0;
  problem.vehicles.forEach((_, vehicle) => {
    best = Math.max(best, order.indexOf(firstObstacle(problem, travel, vehicle, station, goods)));
  });
  return order[best];
}

function firstObstacle(
  problem: Problem,
  travel: Travel,
  vehicleNo: number,
  stationNo: number,
  goods: ProblemConsignment,
): UnassignedReason {
  const vehicle = problem.vehicles[vehicleNo];
  const station = problem.stations[stationNo];
  const open = vehicle.compartments.filter((part) => (part.zoneMask & (1 << goods.zone)) !== 0);
  if (vehicle.maxTrips < 1 || vehicle.maxStops < 1) return 'no-vehicle';
  if (open.length === 0) return 'zone-compartment';
  if (!open.some((part) => part.milliliters >= goods.milliliters)) return 'too-large';
  if (vehicle.payloadGrams < goods.grams) return 'too-heavy';
  if (vehicle.heightMillimeters > station.maxVehicleHeightMillimeters) return 'vehicle-height';
  if (((station.requiredSkills ?? 0) & ~(vehicle.skills ?? 0)) !== 0) return 'skills';
  const number = travel.ofVehicle[vehicleNo];
  const depot = problem.depots[vehicle.depot];
  const there = travel.secondsBetween(number, depot.place, station.place);
  const back = travel.secondsBetween(number, station.place, depot.place);
  if (there < 0 || back < 0) return 'no-way';
  const departs = Math.max(vehicle.shiftBegins, depot.opens) + rateSeconds(depot.loading, goods.grams);
  const arrives = departs + there;
  const window = station.windows.find(({ opens, closes }) => opens <= closes && arrives <= closes);
  if (departs > depot.closes || window === undefined) return 'time-window';
  const leaves = Math.max(arrives, window.opens) + rateSeconds(station.service, goods.grams);
  if (leaves + back > vehicle.shiftEnds) return 'time-window';
  const way =
    travel.metersBetween(number, depot.place, station.place) + travel.metersBetween(number, station.place, depot.place);
  if (way > vehicle.maxMeters) return 'range';
  return 'fleet-full';
}
