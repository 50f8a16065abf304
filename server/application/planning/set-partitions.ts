import type { Vehicle } from '../../domain/network.js';
import { partitionsOf } from '../../domain/partitions.js';
import type { Route } from '../../domain/plan.js';

/** Says on each trip where the vehicle's movable partitions stand, after all that rides on it is known. */
export function setPartitions(routes: readonly Route[], vehicles: readonly Vehicle[]): readonly Route[] {
  const parted = new Map(vehicles.filter(({ rules }) => rules?.body).map((vehicle) => [vehicle.vehicleId, vehicle]));
  return routes.map((route) => {
    const vehicle = parted.get(route.vehicleId);
    const isAsBefore = vehicle === undefined && route.trips.every(({ partitions }) => partitions === undefined);
    if (isAsBefore) return route;
    const trips = route.trips.map(({ partitions: _, ...trip }) => ({
      ...trip,
      ...(vehicle && { partitions: partitionsOf(trip, vehicle) }),
    }));
    return { ...route, trips };
  });
}
