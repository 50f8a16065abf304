import type { Plan } from '../plan.js';
import type { CheckContext, Say } from './check-context.js';

/**
 * What a dispatcher has locked stays with its vehicle wherever a search decided: goods that it brought before, and are
 * as they were, are on no other vehicle, and nothing joins a vehicle that is locked as a whole. Who cannot load again on
 * this day holds nothing. By hand everything may be moved.
 */
export function checkLocks(plan: Plan, context: CheckContext, say: Say): void {
  const { locks = [], provenance, routes } = plan;
  const { before } = context;
  if (locks.length === 0 || before === undefined || provenance.how === 'edit') return;
  const held = locks.filter(({ vehicleId }) => canLoad(vehicleId, plan, context));
  const isLocked = (id: string, station: string) =>
    held.some(({ vehicleId, stationId = station }) => vehicleId === id && stationId === station);
  const had = new Map<string, { vehicleId: string; stationId: string; size: string }>();
  for (const { vehicleId, trips } of before.routes) {
    for (const { stationId, consignments } of trips.flatMap(({ stops }) => stops)) {
      for (const { consignmentId, grams, milliliters } of consignments) {
        had.set(consignmentId, { vehicleId, stationId, size: `${grams} ${milliliters}` });
      }
    }
  }
  const stationsOf = (id: string) =>
    new Set([...had.values()].flatMap(({ vehicleId, stationId }) => (vehicleId === id ? [stationId] : [])));
  for (const { vehicleId, trips, executedPrefix } of routes) {
    const isWhole = held.some((lock) => lock.vehicleId === vehicleId && lock.stationId === undefined);
    const own = isWhole ? stationsOf(vehicleId) : undefined;
    for (const { stationId, consignments } of trips.slice(executedPrefix?.trips ?? 0).flatMap(({ stops }) => stops)) {
      if (
        own?.has(stationId) === false &&
        !locks.some((lock) => lock.vehicleId === vehicleId && lock.stationId === stationId)
      ) {
        say('locks', `Vehicle ${vehicleId} is locked as it was; ${stationId} joins it.`);
      }
      for (const { consignmentId, grams, milliliters } of consignments) {
        const was = had.get(consignmentId);
        if (was === undefined || was.vehicleId === vehicleId || was.size !== `${grams} ${milliliters}`) continue;
        // Where two vehicles are locked that both came here, either may bring it.
        if (!isLocked(was.vehicleId, stationId) || isLocked(vehicleId, stationId)) continue;
        say('locks', `Consignment ${consignmentId} is locked to vehicle ${was.vehicleId}, not ${vehicleId}.`);
      }
    }
  }
}

/** Whether a vehicle is there, and has a trip and time left behind what it has begun. */
function canLoad(vehicleId: string, { routes, replanned }: Plan, { vehicles }: CheckContext): boolean {
  const vehicle = vehicles.get(vehicleId);
  if (vehicle === undefined || vehicle.status !== 'available') return false;
  const route = routes.find((each) => each.vehicleId === vehicleId);
  const given = route?.trips.slice(0, route.executedPrefix?.trips ?? 0) ?? [];
  const free = Math.max(replanned?.from ?? 0, vehicle.shift.opens, given.at(-1)?.returns ?? 0);
  return given.length < vehicle.maxTrips && free < vehicle.shift.closes;
}
