import type { FleetState } from '../plan/fleet-state.js';
import type { Schedule } from '../schedules/schedule.js';

/**
 * Puts the visits that the search shall begin from where they were, behind those that are given. What does not fit any
 * more is left out, the last visits of a day first, and placed anew by the search.
 */
export function warmStart(state: FleetState, schedule: Schedule): void {
  const { model } = state;
  for (const { vehicle, trips } of model.problem.start ?? []) {
    trips.forEach((visits, at) => {
      const trip = vehicle * model.maxTripsPerVehicle + at;
      for (const { station, zones } of visits) {
        const node = model.fixedNode(station, zones);
        if (state.tripOf[node] < 0 && state.fits(trip, node)) state.insert(trip, state.tripLast[trip], node);
      }
    });
    state.closeGaps(vehicle);
    while (!schedule.refresh(vehicle)) {
      const last = lastTrip(state, vehicle);
      const node = last < 0 ? -1 : state.tripLast[last];
      if (node < 0 || model.nodeFixedVehicle[node] >= 0) break;
      schedule.removing(node);
      state.remove(node);
    }
  }
}

/** The vehicle's last trip in use; -1 when it has none. */
function lastTrip(state: FleetState, vehicle: number): number {
  const { maxTripsPerVehicle } = state.model;
  for (let trip = (vehicle + 1) * maxTripsPerVehicle - 1; trip >= vehicle * maxTripsPerVehicle; trip--) {
    if (state.tripStops[trip] > 0) return trip;
  }
  return -1;
}
