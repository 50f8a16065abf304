import type { Compartment, Vehicle } from '../../network/network.js';
import type { Trip } from '../plan.js';
import type { Say } from './check-context.js';

/** Whether a compartment of its own size, or at the widest place of its partitions, is as large as this. */
export function couldHold(part: Compartment, { rules }: Vehicle, milliliters: number): boolean {
  if (part.milliliters < milliliters) return false;
  if (rules?.body === undefined || part.hasFixedWalls === true) return true;
  const { milliliters: whole, stepMilliliters: step } = rules.body;
  const needed = milliliters + ((step - (milliliters % step)) % step);
  return needed <= part.milliliters && needed <= whole;
}

/**
 * The trip says where the movable partitions stand: at whole steps, no compartment larger than it may be, all of them no
 * larger than the body, and each as large as what it ever has on board, empty totes included.
 */
export function checkPartitions({ stops, partitions }: Trip, vehicle: Vehicle, say: Say): void {
  const name = `Vehicle ${vehicle.vehicleId}`;
  const body = vehicle.rules?.body;
  const movable = vehicle.compartments.filter(({ hasFixedWalls }) => body !== undefined && hasFixedWalls !== true);
  const stated = new Map((partitions ?? []).map(({ compartmentNo, milliliters }) => [compartmentNo, milliliters]));
  for (const no of stated.keys()) {
    if (movable.some(({ compartmentNo }) => compartmentNo === no)) continue;
    say('partitions', `${name} has no movable partitions at compartment ${no}.`);
  }
  if (body === undefined) return;
  for (const { compartmentNo, milliliters: most } of movable) {
    const size = stated.get(compartmentNo) ?? 0;
    if (size % body.stepMilliliters !== 0 || size > most) {
      say('partitions', `${name} cannot make compartment ${compartmentNo} ${size} ml large.`);
    }
    for (let done = 0; done <= stops.length; done++) {
      const aboard = [
        ...stops.slice(done).flatMap(({ consignments }) => consignments),
        ...stops.slice(0, done).flatMap(({ takesBack = [] }) => takesBack),
      ];
      const inside = aboard.filter((item) => item.compartmentNo === compartmentNo);
      const milliliters = inside.reduce((total, item) => total + item.milliliters, 0);
      if (milliliters <= size) continue;
      const { vehicleId } = vehicle;
      const facts = { vehicleId, compartmentNo, amount: milliliters, limit: size, unit: 'milliliters' } as const;
      say('compartment-volume', `${name} has ${milliliters} of ${size} ml in compartment ${compartmentNo}.`, facts);
      break;
    }
  }
  const all = [...stated.values()].reduce((total, size) => total + size, 0);
  if (all > body.milliliters) {
    const facts = { vehicleId: vehicle.vehicleId, amount: all, limit: body.milliliters, unit: 'milliliters' } as const;
    say('partitions', `${name} parts ${all} ml off a body of ${body.milliliters}.`, facts);
  }
}
