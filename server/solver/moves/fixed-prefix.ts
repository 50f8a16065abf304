import type { FleetState } from '../plan/fleet-state.js';
import type { Schedule } from '../schedules/schedule.js';

/**
 * Puts the visits with which vehicles begin their day where they belong, in a plan that is empty otherwise.
 *
 * @throws Error naming the vehicle whose given beginning is impossible by itself.
 */
export function placeFixedPrefix(state: FleetState, schedule: Schedule): void {
  const { model } = state;
  model.problem.vehicles.forEach(({ executedPrefix = [] }, vehicle) => {
    executedPrefix.forEach((visits, at) => {
      const trip = vehicle * model.maxTripsPerVehicle + at;
      for (const { station, zones } of visits)
        state.insert(trip, state.tripLast[trip], model.fixedNode(station, zones));
      const isTooHeavy = state.tripGrams[trip] > model.problem.vehicles[vehicle].payloadGrams;
      if (isTooHeavy || !state.keepsTripZonesApart(trip) || state.packTrip(trip) === undefined) {
        throw new Error(`Vehicle ${vehicle} cannot hold what its given visits need.`);
      }
    });
    if (executedPrefix.length > 0 && !schedule.refresh(vehicle)) {
      throw new Error(`Vehicle ${vehicle} cannot keep its given visits.`);
    }
  });
}
