import type { CheckContext } from '../../domain/check-plan.js';
import type { StationRules } from '../../domain/dispatch-rules.js';
import { keepSeconds } from '../../domain/keep-cold.js';
import type { Vehicle } from '../../domain/network.js';
import type { Trip } from '../../domain/plan.js';

/** Whether a vehicle has the skills that a station asks for, and is one that it is kept for. */
export function mayBring({ vehicleId, rules: own }: Vehicle, rules: StationRules | undefined): boolean {
  const isMeant = rules?.onlyVehicleIds?.includes(vehicleId) ?? true;
  return isMeant && (rules?.skills ?? []).every((skill) => own?.skills?.includes(skill));
}

/** Whether trips keep what the operator asks of breaks, driving, cold, readiness, skills and pins. */
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
  return (
    taken.length === breaks.length &&
    inHours &&
    keepsCold &&
    isReady &&
    trips.reduce((total, { seconds }) => total + seconds, 0) <= maxDrivingSeconds &&
    trips.every(({ stops }) => stops.every(({ stationId }) => mayBring(vehicle, stations.get(stationId)?.rules)))
  );
}
