import { costMinorOf } from '../../domain/network/money.js';
import type { Depot, Station, Vehicle } from '../../domain/network/network.js';
import { omissionOf, omissionPriceOf } from '../../domain/planning/omission.js';
import type {
  OmissionPrices,
  PlanKpis,
  PlannedStop,
  Relaxation,
  Route,
  Unassigned,
} from '../../domain/planning/plan.js';
import type { Consignment } from '../../domain/waves/consignment.js';
import type { Solution, Relaxation as SolverRelaxation } from '../../solver/index.js';
import type { PlanningTask } from './to-problem.js';
import { explainUnassigned, type Fleet } from './unassigned/explain-unassigned.js';

/** The routes of a solution in the record's own words. */
export function routesOf(solution: Solution, task: PlanningTask): Route[] {
  return solution.routes.map(({ vehicle: vehicleAt, trips }) => {
    const vehicle = task.vehicles[vehicleAt];
    return {
      vehicleId: vehicle.vehicleId,
      trips: trips.map((trip) => ({
        loadBegins: trip.loadBegins,
        departs: trip.departs,
        returns: trip.returns,
        meters: trip.meters,
        seconds: trip.seconds,
        stops: trip.visits.map((visit) => ({
          stationId: task.stations[visit.station].stationId,
          arrives: visit.arrives,
          begins: visit.begins,
          leaves: visit.leaves,
          legSeconds: visit.legSeconds,
          legMeters: visit.legMeters,
          consignments: visit.goods.map(({ zone, compartment }) => {
            const goods = task.consignmentAt.get(`${visit.station} ${zone}`)!;
            const { consignmentId, zoneId, grams, milliliters, part } = goods;
            const { compartmentNo } = vehicle.compartments[compartment];
            return { consignmentId, zoneId, grams, milliliters, compartmentNo, ...(part && { part }) };
          }),
        })),
        ...(trip.breaks.length > 0 && {
          breaks: trip.breaks.map(({ begins, ends, beforeVisit }) => ({ begins, ends, beforeStop: beforeVisit })),
        }),
      })),
    };
  });
}

/** What the solver left behind, each with its reason. */
export function unassignedOf(solution: Solution, task: PlanningTask, fleet: Fleet): Unassigned[] {
  return solution.unassigned.map(({ station, zone, reason, relaxation, triedVehicles, leastPrice }) => {
    const goods = task.consignmentAt.get(`${station} ${zone}`)!;
    const omissionMicros = omissionPriceOf(goods, task.stations[station].tier, task.depot);
    // Of such goods that no proof reached it is not known whether room or money was lacking, but that no run brings them for less.
    const isProved = triedVehicles !== undefined && triedVehicles > 0;
    const code = reason === 'fleet-full' && omissionMicros !== undefined && !isProved ? 'not-worth-a-vehicle' : reason;
    const told = {
      ...explainUnassigned(code, goods, fleet),
      ...(isProved && { triedVehicles }),
      ...(code === 'not-worth-a-vehicle' &&
        omissionMicros !== undefined &&
        leastPrice && { prices: pricesOf(omissionMicros, leastPrice, task) }),
    };
    // A size that is lacking says itself what would do.
    if (relaxation === undefined || told.shortfall !== undefined) return leftBehind(goods, told);
    return leftBehind(goods, { ...told, relaxation: factsOf(relaxation, task) });
  });
}

function pricesOf(
  omissionMicros: number,
  { vehicle, price }: { readonly vehicle: number; readonly price: number },
  { vehicles }: PlanningTask,
): OmissionPrices {
  return {
    omissionMinor: Math.round(omissionMicros / 10_000),
    servingMinor: Math.round(price / 10_000),
    vehicleId: vehicles[vehicle].vehicleId,
  };
}

function factsOf({ kind, vehicle, compartment, amount }: SolverRelaxation, { vehicles }: PlanningTask): Relaxation {
  const { vehicleId, compartments } = vehicles[vehicle];
  const compartmentNo = compartment === undefined ? undefined : compartments[compartment].compartmentNo;
  return { kind, vehicleId, ...(compartmentNo !== undefined && { compartmentNo }), amount };
}

/** A consignment on no route. */
export function leftBehind(consignment: Consignment, reason: Unassigned['reason']): Unassigned {
  const { consignmentId, stationId, zoneId, grams, milliliters, part } = consignment;
  return { consignmentId, stationId, zoneId, grams, milliliters, ...(part && { part }), reason };
}

/** Stops whose service begins after the last receiving window. */
export function countLate(stops: readonly PlannedStop[], stations: ReadonlyMap<string, Station>): number {
  return stops.filter(({ stationId, begins }) => {
    const { windows } = stations.get(stationId)!;
    return windows.length > 0 && begins > Math.max(...windows.map(({ closes }) => closes));
  }).length;
}

/** The figures of a plan, from its routes. */
export function kpisOf(
  depot: Pick<Depot, 'rules'>,
  routes: readonly Route[],
  unassigned: readonly Unassigned[],
  vehicles: readonly Vehicle[],
  consignments: readonly Consignment[],
  stations: readonly Station[],
): PlanKpis {
  const trips = routes.flatMap((route) => route.trips);
  const stops = trips.flatMap((trip) => trip.stops);
  const days = routes.map((route) => ({
    price: vehicles.find((vehicle) => vehicle.vehicleId === route.vehicleId)!.price,
    meters: route.trips.reduce((total, trip) => total + trip.meters, 0),
    seconds: route.trips[route.trips.length - 1].returns - route.trips[0].loadBegins,
  }));
  const left = new Set(unassigned.map((goods) => goods.consignmentId));
  const omitted = consignments.filter((consignment) => left.has(consignment.consignmentId));
  const { micros } = omissionOf(omitted, stations, depot);
  return {
    runs: routes.length,
    stops: stops.length,
    consignments: consignments.length,
    unassigned: unassigned.length,
    costMinor: costMinorOf(days),
    penaltyMinor: Math.round((micros + untimelyMicros(stops, stations)) / 10_000),
    distanceMeters: trips.reduce((total, trip) => total + trip.meters, 0),
    travelSeconds: trips.reduce((total, trip) => total + trip.seconds, 0),
    // Windows are hard: the search begins no service after closing.
    lateStops: 0,
    checkerFaults: 0,
  };
}

/** What service outside of soft windows costs. */
function untimelyMicros(stops: readonly PlannedStop[], stations: readonly Station[]): number {
  const rulesOf = new Map(stations.flatMap(({ stationId, rules }) => (rules ? [[stationId, rules] as const] : [])));
  return stops.reduce((total, { stationId, begins }) => {
    const { softToSecond = begins, lateMicrosPerHour = 0, ...early } = rulesOf.get(stationId) ?? {};
    const { softFromSecond = begins, earlyMicrosPerHour = 0 } = early;
    const late = Math.max(0, begins - softToSecond) * lateMicrosPerHour;
    return total + (late + Math.max(0, softFromSecond - begins) * earlyMicrosPerHour) / 3600;
  }, 0);
}
