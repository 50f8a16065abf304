import { costMinorOf } from '../network/money.js';
import type { Depot, Vehicle } from '../network/network.js';
import { roomIn } from './partitions.js';
import type { Plan, Route, Trip } from './plan.js';
import { loadingSeconds } from './timetable/loading.js';

/** What one route of a plan comes to, and how full its vehicle is. */
export interface RouteKpis {
  readonly vehicleId: string;
  /** Fen, rounded by itself: the costs of all routes may differ from the plan's by some fen. */
  readonly costMinor: number;
  /** From the begin of the first loading to the last return, waiting included. */
  readonly seconds: number;
  readonly totes: number;
  readonly payloadGrams: number;
  readonly trips: readonly TripLoad[];
}

/** What a trip leaves the depot with. */
export interface TripLoad {
  /** Second of the plan at which loading is done and the dock is free; undefined where goods are taken over on the road. */
  readonly loadedAt: number | undefined;
  readonly totes: number;
  readonly grams: number;
  readonly milliliters: number;
  /** What all compartments hold together. */
  readonly capacityMilliliters: number;
  /** Of the zones that the vehicle can carry, in the order of its compartments. */
  readonly zones: readonly ZoneLoad[];
}

/** How full the compartments are that may hold a zone, whatever lies in them: the rest is what more of it would fit. */
export interface ZoneLoad {
  readonly zoneId: string;
  readonly milliliters: number;
  readonly capacityMilliliters: number;
}

/**
 * @param totesOf how many totes a consignment, or a part of one, has.
 * @returns the routes in the plan's order; without those of vehicles that are no longer known.
 */
export function routeKpisOf(
  plan: Pick<Plan, 'routes'>,
  vehicles: ReadonlyMap<string, Vehicle>,
  depot: Pick<Depot, 'loading'>,
  totesOf: (consignmentId: string) => number,
): RouteKpis[] {
  return plan.routes.flatMap((route) => {
    const vehicle = vehicles.get(route.vehicleId);
    if (vehicle === undefined) return [];
    const meters = route.trips.reduce((sum, trip) => sum + trip.meters, 0);
    const seconds = secondsOf(route);
    const trips = route.trips.map((trip) => loadOf(trip, vehicle, depot, totesOf));
    return {
      vehicleId: route.vehicleId,
      costMinor: route.trips.length === 0 ? 0 : costMinorOf([{ price: vehicle.price, meters, seconds }]),
      seconds,
      totes: trips.reduce((sum, trip) => sum + trip.totes, 0),
      payloadGrams: vehicle.payloadGrams,
      trips,
    };
  });
}

function secondsOf({ trips }: Route): number {
  return trips.length === 0 ? 0 : trips[trips.length - 1].returns - trips[0].loadBegins;
}

function loadOf(
  trip: Trip,
  vehicle: Vehicle,
  depot: Pick<Depot, 'loading'>,
  totesOf: (consignmentId: string) => number,
): TripLoad {
  const goods = trip.stops.flatMap(({ consignments }) => consignments);
  const inside = new Map<number, number>();
  for (const { compartmentNo, milliliters } of goods) {
    inside.set(compartmentNo, (inside.get(compartmentNo) ?? 0) + milliliters);
  }
  const fullest = new Map((trip.partitions ?? []).map((room) => [room.compartmentNo, room.milliliters]));
  const holds = vehicle.compartments.map((compartment) => ({
    zoneIds: compartment.zoneIds,
    milliliters: inside.get(compartment.compartmentNo) ?? 0,
    capacityMilliliters: roomIn(compartment, vehicle, fullest, 0),
  }));
  const zoneIds = [...new Set(holds.flatMap((hold) => hold.zoneIds))];
  return {
    loadedAt: trip.transfer === undefined ? trip.loadBegins + loadingSeconds(depot, trip.stops) : undefined,
    totes: goods.reduce((sum, { consignmentId }) => sum + totesOf(consignmentId), 0),
    grams: goods.reduce((sum, { grams }) => sum + grams, 0),
    milliliters: goods.reduce((sum, { milliliters }) => sum + milliliters, 0),
    capacityMilliliters: capacityOf(vehicle),
    zones: zoneIds.map((zoneId) => {
      const own = holds.filter((hold) => hold.zoneIds.includes(zoneId));
      return {
        zoneId,
        milliliters: own.reduce((sum, hold) => sum + hold.milliliters, 0),
        capacityMilliliters: own.reduce((sum, hold) => sum + hold.capacityMilliliters, 0),
      };
    }),
  };
}

/** Between movable partitions what the body holds, beside it what each compartment does. */
function capacityOf({ compartments, rules }: Vehicle): number {
  const fixed = compartments.filter(({ hasFixedWalls }) => rules?.body === undefined || hasFixedWalls === true);
  return fixed.reduce((sum, { milliliters }) => sum + milliliters, rules?.body?.milliliters ?? 0);
}
