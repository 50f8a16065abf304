import type { Plan } from '../../api/types.js';
import type { Slot } from '../edit/places.js';
import { tripsOf } from '../edit/places.js';

/** Where in a vehicle's day something dropped at an instant goes: into the trip that is nearest, before the first stop that is served later. */
export function slotAt(plan: Plan, vehicleId: string, instant: number): Slot {
  const second = (instant - Date.parse(plan.beginsAt)) / 1000;
  const trips = tripsOf(plan, vehicleId);
  const farOf = ({ loadBegins, returns }: (typeof trips)[number]) => Math.max(loadBegins - second, second - returns, 0);
  let nearest = 0;
  for (const [at, trip] of trips.entries()) if (farOf(trip) < farOf(trips[nearest])) nearest = at;
  const stops = trips[nearest]?.stops ?? [];
  return {
    vehicleId,
    tripNo: nearest + 1,
    before: stops.filter(({ begins, leaves }) => (begins + leaves) / 2 < second).length,
  };
}

/** Between what a slot lies: the middle of the gap, as an instant. */
export function instantOfSlot(plan: Plan, { vehicleId, tripNo, before }: Slot): number | undefined {
  const trip = tripsOf(plan, vehicleId)[tripNo - 1];
  if (trip === undefined) return undefined;
  const from = trip.stops[before - 1]?.leaves ?? trip.departs;
  const to = trip.stops[before]?.arrives ?? trip.returns;
  return Date.parse(plan.beginsAt) + ((from + to) / 2) * 1000;
}
