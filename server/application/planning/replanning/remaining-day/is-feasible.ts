import { areZonesMixed } from '../../../../domain/network/incompatible-zones.js';
import type { Vehicle } from '../../../../domain/network/network.js';
import type { CheckContext } from '../../../../domain/planning/check-plan.js';
import { maxTimeOnBoardSeconds } from '../../../../domain/planning/keep-cold.js';
import { isMovable, partitionsOf } from '../../../../domain/planning/partitions.js';
import type { Trip } from '../../../../domain/planning/plan.js';
import { isCompatible } from '../../is-compatible.js';

/** Whether trips keep what the operator asks of breaks, driving, cold, readiness, zones apart, skills, pins and loads. */
export function isFeasible(trips: readonly Trip[], vehicle: Vehicle, context: CheckContext): boolean {
  const { stations, zones, depot } = context;
  const { maxDrivingSeconds = Number.POSITIVE_INFINITY, breaks = [] } = vehicle.rules ?? {};
  const taken = trips.flatMap((trip) => trip.breaks ?? []);
  const inHours = taken.every(({ begins }, at) => {
    const window = breaks[at]?.begins;
    return window !== undefined && window.opens <= begins && begins <= window.closes;
  });
  const keepsCold = trips.every(({ loadBegins, stops }) =>
    stops.every(({ leaves, consignments }) =>
      consignments.every(({ zoneId, compartmentNo }) => {
        const part = vehicle.compartments.find((each) => each.compartmentNo === compartmentNo);
        const zone = zones.find((each) => each.zoneId === zoneId);
        const limit = part && zone && maxTimeOnBoardSeconds(part, zone, depot);
        return limit === undefined || leaves - loadBegins <= limit;
      }),
    ),
  );
  const isReady = trips.every(({ loadBegins, stops }) =>
    stops.every(({ consignments }) =>
      consignments.every(({ zoneId }) => loadBegins >= (depot.rules?.releaseSeconds?.[zoneId] ?? 0)),
    ),
  );
  const { incompatibleZones, incompatibleOnTrip } = depot.rules ?? {};
  const areApart = trips.every(({ stops }) => {
    if (incompatibleZones === undefined && incompatibleOnTrip === undefined) return true;
    const goods = stops.flatMap(({ consignments }) => consignments);
    const zonesIn = (no?: number) =>
      goods.filter(({ compartmentNo }) => no === undefined || compartmentNo === no).map(({ zoneId }) => zoneId);
    return (
      !areZonesMixed(incompatibleOnTrip, zonesIn()) &&
      !vehicle.compartments.some(({ compartmentNo }) => areZonesMixed(incompatibleZones, zonesIn(compartmentNo)))
    );
  });
  return (
    taken.length === breaks.length &&
    inHours &&
    keepsCold &&
    isReady &&
    areApart &&
    trips.every((trip) => holds(trip, vehicle)) &&
    trips.reduce((total, { seconds }) => total + seconds, 0) <= maxDrivingSeconds &&
    trips.every(({ stops }) => stops.every(({ stationId }) => isCompatible(vehicle, stations.get(stationId)?.rules)))
  );
}

/** Whether the vehicle, as it is now, carries a trip's goods where they were placed. */
function holds(trip: Trip, vehicle: Vehicle): boolean {
  const goods = trip.stops.flatMap(({ consignments }) => consignments);
  const { compartments, payloadGrams, rules } = vehicle;
  const filled = (no: number) =>
    goods.reduce((sum, item) => sum + (item.compartmentNo === no ? item.milliliters : 0), 0);
  const sizes = partitionsOf(trip, vehicle) ?? [];
  const sizeOf = (no: number) => sizes.find((room) => room.compartmentNo === no)!.milliliters;
  return (
    goods.reduce((sum, { grams }) => sum + grams, 0) <= payloadGrams &&
    goods.every(({ compartmentNo: no, zoneId }) =>
      compartments.some((part) => part.compartmentNo === no && part.zoneIds.includes(zoneId)),
    ) &&
    compartments.every((part) => {
      const { compartmentNo: no, milliliters } = part;
      return (isMovable(part, vehicle) ? sizeOf(no) : filled(no)) <= milliliters;
    }) &&
    sizes.reduce((sum, { milliliters }) => sum + milliliters, 0) <= (rules?.body?.milliliters ?? 0)
  );
}
