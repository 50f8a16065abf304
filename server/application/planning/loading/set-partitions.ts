import type { Vehicle } from '../../../domain/network/network.js';
import { partitionsOf } from '../../../domain/planning/partitions.js';
import type { Route } from '../../../domain/planning/plan.js';

/**
 * Says on each trip where the vehicle's movable partitions stand, after all that rides on it is known. Where a trip is
 * loaded they stand as they stood.
 */
export function setPartitions(routes: readonly Route[], vehicles: readonly Vehicle[]): readonly Route[] {
  const parted = new Map(vehicles.filter(({ rules }) => rules?.body).map((vehicle) => [vehicle.vehicleId, vehicle]));
  return routes.map((route) => {
    const vehicle = parted.get(route.vehicleId);
    const isAsBefore = vehicle === undefined && route.trips.every(({ partitions }) => partitions === undefined);
    if (isAsBefore) return route;
    const trips = route.trips.map(({ partitions, ...trip }, at) => {
      const isLoaded = at < (route.executedPrefix?.trips ?? 0) && trip.transfer === undefined;
      const stand = isLoaded ? partitions : vehicle && partitionsOf(trip, vehicle);
      return { ...trip, ...(stand && { partitions: stand }) };
    });
    return { ...route, trips };
  });
}
