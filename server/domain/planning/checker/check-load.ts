import type { Depot, Vehicle } from '../../network/network.js';
import type { PlacedConsignment, Trip } from '../plan.js';
import type { CheckContext, Say } from './check-context.js';
import { checkPartitions } from './check-partitions.js';

/** Whether a vehicle had these goods on this trip before: then nobody asks any more whether it holds them. */
export function wasLoaded(
  { stops }: Trip,
  at: number,
  { vehicleId }: Pick<Vehicle, 'vehicleId'>,
  { before }: Pick<CheckContext, 'before'>,
): boolean {
  const known = before?.routes.find((route) => route.vehicleId === vehicleId)?.trips[at];
  if (known === undefined) return false;
  const ids = new Set(known.stops.flatMap(({ consignments }) => consignments.map((item) => item.consignmentId)));
  return stops.every(({ consignments }) => consignments.every(({ consignmentId }) => ids.has(consignmentId)));
}

/** Payload over all compartments, and each compartment's zones and volume. */
export function checkLoad(trip: Trip, vehicle: Vehicle, say: Say): void {
  const { stops } = trip;
  const goods: readonly PlacedConsignment[] = stops.flatMap((stop) => stop.consignments);
  const grams = goods.reduce((total, item) => total + item.grams, 0);
  const { vehicleId } = vehicle;
  const name = `Vehicle ${vehicleId}`;
  if (grams > vehicle.payloadGrams) {
    const facts = { vehicleId, amount: grams, limit: vehicle.payloadGrams, unit: 'grams' } as const;
    say('payload', `${name} carries ${grams} g of ${vehicle.payloadGrams}.`, facts);
  }
  checkTaken(trip, vehicle, say, 0);
  checkPartitions(trip, vehicle, say);
  const filled = new Map<number, number>();
  for (const item of goods) {
    const part = vehicle.compartments.find((candidate) => candidate.compartmentNo === item.compartmentNo);
    if (part === undefined) say('compartment-known', `${name} has no compartment ${item.compartmentNo}.`);
    else if (!part.zoneIds.includes(item.zoneId)) {
      const facts = { vehicleId, compartmentNo: item.compartmentNo, zoneId: item.zoneId };
      say(
        'compartment-zone',
        `${name} may not carry ${item.zoneId} goods in compartment ${item.compartmentNo}.`,
        facts,
      );
    }
    filled.set(item.compartmentNo, (filled.get(item.compartmentNo) ?? 0) + item.milliliters);
  }
  for (const part of vehicle.compartments) {
    const milliliters = filled.get(part.compartmentNo) ?? 0;
    if (milliliters > part.milliliters) {
      const { compartmentNo, milliliters: limit } = part;
      const facts = { vehicleId, compartmentNo, amount: milliliters, limit, unit: 'milliliters' } as const;
      say('compartment-volume', `${name} carries ${milliliters} ml in compartment ${compartmentNo}.`, facts);
    }
  }
}

/**
 * Behind each stop that takes empty totes along, but for those that are done: what is still to be brought and all that was
 * taken so far are within the payload and the compartments.
 */
export function checkTaken({ stops, partitions = [] }: Trip, vehicle: Vehicle, say: Say, done: number): void {
  const parted = new Map(partitions.map(({ compartmentNo, milliliters }) => [compartmentNo, milliliters]));
  stops.forEach(({ stationId, takesBack }, at) => {
    if (takesBack === undefined || at < done) return;
    const aboard = [
      ...stops.slice(at + 1).flatMap((stop) => stop.consignments),
      ...stops.slice(0, at + 1).flatMap((stop) => stop.takesBack ?? []),
    ];
    const where = `Behind ${stationId} vehicle ${vehicle.vehicleId}`;
    const grams = aboard.reduce((total, item) => total + item.grams, 0);
    if (grams > vehicle.payloadGrams) say('payload', `${where} carries ${grams} g of ${vehicle.payloadGrams}.`);
    for (const no of new Set(takesBack.map(({ compartmentNo }) => compartmentNo))) {
      const part = vehicle.compartments.find(({ compartmentNo }) => compartmentNo === no);
      if (part === undefined) say('compartment-known', `${where} has no compartment ${no}.`);
      const inside = aboard.filter(({ compartmentNo }) => compartmentNo === no);
      const milliliters = inside.reduce((total, item) => total + item.milliliters, 0);
      if (milliliters > (parted.get(no) ?? part?.milliliters ?? 0)) {
        say('compartment-volume', `${where} carries ${milliliters} ml in compartment ${no}.`);
      }
    }
  });
}

/** Zones that ride apart share no compartment, or no vehicle, on the whole trip. */
export function checkApart({ stops }: Trip, { vehicleId }: Vehicle, { rules = {} }: Depot, say: Say): void {
  const goods = stops.flatMap((stop) => stop.consignments);
  for (const [one, other] of rules.incompatibleZones ?? []) {
    for (const { compartmentNo } of goods.filter(({ zoneId }) => zoneId === one)) {
      if (!goods.some((item) => item.zoneId === other && item.compartmentNo === compartmentNo)) continue;
      say('incompatible-zones', `Vehicle ${vehicleId} has ${one} and ${other} goods in compartment ${compartmentNo}.`);
      break;
    }
  }
  for (const [one, other] of rules.incompatibleOnTrip ?? []) {
    if (![one, other].every((zone) => goods.some(({ zoneId }) => zoneId === zone))) continue;
    say('incompatible-zones', `Vehicle ${vehicleId} has ${one} and ${other} goods on one trip.`);
  }
}
