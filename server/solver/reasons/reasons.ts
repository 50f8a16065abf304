import type { Travel } from '../model/travel.js';
import {
  type Problem,
  type ProblemCompartment,
  type ProblemConsignment,
  type ProblemVehicle,
  rateSeconds,
} from '../problem.js';
import type { UnassignedReason } from '../solution.js';

/** The rules in the order in which they are tried; a vehicle that passes more of them is the better one. */
const order: readonly UnassignedReason[] = [
  'no-vehicle',
  'zone-compartment',
  'too-large',
  'too-heavy',
  'vehicle-height',
  'skills',
  'vehicle-not-allowed',
  'unreachable',
  'time-window',
  'time-on-board',
  'driving',
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

/** Whether nothing that is plain to see stops a vehicle, empty and alone, from bringing the goods. */
export function isReadyAlone(
  problem: Problem,
  travel: Travel,
  vehicle: number,
  station: number,
  goods: ProblemConsignment,
): boolean {
  return firstObstacle(problem, travel, vehicle, station, goods) === 'fleet-full';
}

function firstObstacle(
  problem: Problem,
  travel: Travel,
  vehicleNo: number,
  stationNo: number,
  goods: ProblemConsignment,
): UnassignedReason {
  const vehicle = problem.vehicles[vehicleNo];
  const stops = stopsFor(problem, stationNo);
  const open = vehicle.compartments.filter((part) => (part.zoneMask & (1 << goods.zone)) !== 0);
  if (vehicle.maxTrips < 1 || vehicle.maxStops < stops.length) return 'no-vehicle';
  if (open.length === 0) return 'zone-compartment';
  if (!open.some((part) => mostIn(vehicle, part) >= goods.milliliters)) return 'too-large';
  if (vehicle.payloadGrams < goods.grams) return 'too-heavy';
  const stations = stops.map((at) => problem.stations[at]);
  if (stations.some((station) => vehicle.heightMillimeters > station.maxVehicleHeightMillimeters))
    return 'vehicle-height';
  if (stations.some(({ requiredSkills = 0 }) => (requiredSkills & ~(vehicle.skills ?? 0)) !== 0)) return 'skills';
  if (stations.some(({ allowedVehicles }) => allowedVehicles?.includes(vehicleNo) === false))
    return 'vehicle-not-allowed';
  const number = travel.ofVehicle[vehicleNo];
  const depot = problem.depots[vehicle.depot];
  const places = [depot.place, ...stations.map(({ place }) => place), depot.place];
  const legs = places.slice(1).map((to, at) => travel.secondsBetween(number, places[at], to));
  if (legs.some((seconds) => seconds < 0)) return 'unreachable';

  const isLoaded = goods.collected !== true && stops.length === 1;
  const loading = rateSeconds(depot.loading, isLoaded ? goods.grams : 0);
  const ready = isLoaded ? (goods.releaseTime ?? 0) : 0;
  let clock = Math.max(vehicle.shiftBegins, depot.opens, ready) + loading;
  if (clock > depot.closes) return 'time-window';
  let opens = 0;
  for (const [at, station] of stations.entries()) {
    clock = travel.arriveAt(number, places[at], station.place, clock);
    const window = station.windows.find(({ opens, closes }) => opens <= closes && clock <= closes);
    if (window === undefined) return 'time-window';
    opens = window.opens;
    clock = Math.max(clock, opens) + rateSeconds(station.service, goods.grams, goods.handlingMicros);
  }
  const last = places[stations.length];
  if (travel.arriveAt(number, last, depot.place, clock) > vehicle.shiftEnds) return 'time-window';
  // It leaves as late as the depot lets it, so as not to wait before the window.
  const waits = Math.max(0, opens - (depot.closes + legs[0]));
  const age = loading + legs[0] + waits + rateSeconds(stations[0].service, goods.grams, goods.handlingMicros);
  const keeps = open.map(
    ({ maxTimeOnBoardSeconds }) => maxTimeOnBoardSeconds?.[goods.zone] ?? Number.POSITIVE_INFINITY,
  );
  if (isLoaded && age > Math.max(...keeps)) return 'time-on-board';
  const driving = legs.reduce((sum, seconds) => sum + seconds, 0);
  if (driving > (vehicle.maxTravelSeconds ?? Number.POSITIVE_INFINITY)) return 'driving';
  const meters = places.slice(1).reduce((sum, to, at) => sum + travel.metersBetween(number, places[at], to), 0);
  return meters > vehicle.maxMeters ? 'range' : 'fleet-full';
}

/** How much a compartment holds alone: between movable partitions, whole steps of what the body leaves it. */
function mostIn({ bodies = [] }: ProblemVehicle, { milliliters, body }: ProblemCompartment): number {
  if (body === undefined) return milliliters;
  const { milliliters: all, stepMilliliters: step } = bodies[body];
  return Math.floor(Math.min(milliliters, all) / step) * step;
}

/** The stations that are visited for goods of one: of a pair both, the pickup first. */
function stopsFor({ stations }: Problem, station: number): number[] {
  const { pickedUpAt } = stations[station];
  if (pickedUpAt !== undefined) return [pickedUpAt, station];
  const delivery = stations.findIndex((other) => other.pickedUpAt === station);
  return delivery < 0 ? [station] : [station, delivery];
}
