import type { CheckContext } from '../../domain/check-plan.js';
import { keepSeconds } from '../../domain/keep-cold.js';
import type { Vehicle } from '../../domain/network.js';
import type { Trip } from '../../domain/plan.js';
import { areZonesMixed } from '../../domain/zones-apart.js';
import { mayBring } from '../planning/may-bring.js';

/** Whether trips keep what the operator asks of breaks, driving, cold, readiness, zones apart, skills and pins. */
export function keepsRules(trips: readonly Trip[], vehicle: Vehicle, context: CheckContext): boolean {
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
        const limit = part && zone && keepSeconds(part, zone, depot);
        return limit === undefined || leaves - loadBegins <= limit;
      }),
    ),
  );
  const isReady = trips.every(({ loadBegins, stops }) =>
    stops.every(({ consignments }) =>
      consignments.every(({ zoneId }) => loadBegins >= (depot.rules?.readySeconds?.[zoneId] ?? 0)),
    ),
  );
  const { apartZones, apartOnTrip } = depot.rules ?? {};
  const areApart = trips.every(({ stops }) => {
    if (apartZones === undefined && apartOnTrip === undefined) return true;
    const goods = stops.flatMap(({ consignments }) => consignments);
    const zonesIn = (no?: number) =>
      goods.filter(({ compartmentNo }) => no === undefined || compartmentNo === no).map(({ zoneId }) => zoneId);
    return (
      !areZonesMixed(apartOnTrip, zonesIn()) &&
      !vehicle.compartments.some(({ compartmentNo }) => areZonesMixed(apartZones, zonesIn(compartmentNo)))
    );
  });
  return (
    taken.length === breaks.length &&
    inHours &&
    keepsCold &&
    isReady &&
    areApart &&
    trips.reduce((total, { seconds }) => total + seconds, 0) <= maxDrivingSeconds &&
    trips.every(({ stops }) => stops.every(({ stationId }) => mayBring(vehicle, stations.get(stationId)?.rules)))
  );
}
