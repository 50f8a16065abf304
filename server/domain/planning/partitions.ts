import type { Compartment, Vehicle } from '../network/network.js';
import type { PartedRoom, Trip } from './plan.js';

type Hold = Pick<Vehicle, 'compartments' | 'rules'>;

/** Whether a compartment lies between the movable partitions of the vehicle's body. */
export function isMovable({ hasFixedWalls }: Compartment, { rules }: Hold): boolean {
  return rules?.body !== undefined && hasFixedWalls !== true;
}

/** Milliliters that a compartment holds when it is alone: between partitions, what stands at whole steps of the body. */
export function mostIn(part: Compartment, vehicle: Hold): number {
  const body = vehicle.rules?.body;
  if (body === undefined || !isMovable(part, vehicle)) return part.milliliters;
  return wholeSteps(Math.min(part.milliliters, body.milliliters), body.stepMilliliters);
}

/**
 * Milliliters that a compartment takes beside what is in it. Partitions stand where the fullest moment of the trip needs
 * them, and can be moved for more only into room of the body that no other compartment has.
 *
 * @param fullest the most that is in each compartment at any time of the trip so far.
 */
export function roomIn(
  part: Compartment,
  vehicle: Hold,
  fullest: ReadonlyMap<number, number>,
  inside: number = fullest.get(part.compartmentNo) ?? 0,
): number {
  const body = vehicle.rules?.body;
  if (body === undefined || !isMovable(part, vehicle)) return part.milliliters - inside;
  const step = body.stepMilliliters;
  const others = vehicle.compartments
    .filter((other) => other !== part && isMovable(other, vehicle))
    .reduce((sum, { compartmentNo }) => sum + sizeFor(fullest.get(compartmentNo) ?? 0, step), 0);
  return Math.min(mostIn(part, vehicle), wholeSteps(body.milliliters - others, step)) - inside;
}

/** How large each compartment between movable partitions has to be for what rides in it at the fullest; none without such. */
export function partitionsOf(trip: Pick<Trip, 'stops'>, vehicle: Hold): readonly PartedRoom[] | undefined {
  const body = vehicle.rules?.body;
  if (body === undefined) return undefined;
  const inside = new Map<number, number>();
  const fullest = new Map<number, number>();
  const add = (compartmentNo: number, milliliters: number) => {
    const now = (inside.get(compartmentNo) ?? 0) + milliliters;
    inside.set(compartmentNo, now);
    fullest.set(compartmentNo, Math.max(fullest.get(compartmentNo) ?? 0, now));
  };
  for (const item of trip.stops.flatMap(({ consignments }) => consignments)) add(item.compartmentNo, item.milliliters);
  for (const { consignments, takesBack = [] } of trip.stops) {
    for (const item of consignments) add(item.compartmentNo, -item.milliliters);
    for (const item of takesBack) add(item.compartmentNo, item.milliliters);
  }
  return vehicle.compartments
    .filter((part) => isMovable(part, vehicle))
    .map(({ compartmentNo }) => ({
      compartmentNo,
      milliliters: sizeFor(fullest.get(compartmentNo) ?? 0, body.stepMilliliters),
    }));
}

function sizeFor(milliliters: number, step: number): number {
  return Math.ceil(milliliters / step) * step;
}

function wholeSteps(milliliters: number, step: number): number {
  return Math.floor(milliliters / step) * step;
}
