import type { Relaxation } from '../../../solver/index.js';
import type { PlanningTask } from '../to-problem.js';

/** The smallest change that would let a consignment in, as a sentence. */
export function relaxationText(
  { kind, vehicle: vehicleAt, compartment, amount }: Relaxation,
  task: PlanningTask,
): string {
  const vehicle = task.vehicles[vehicleAt];
  const minutes = amount / 60;
  switch (kind) {
    case 'later-closing':
      return `It would fit on ${vehicle.vehicleId} if the station received ${minutes} min longer.`;
    case 'longer-shift':
      return `It would fit on ${vehicle.vehicleId} if its shift ended ${minutes} min later.`;
    case 'longer-keeping':
      return `It would fit on ${vehicle.vehicleId} if it kept cold there ${minutes} min longer.`;
    case 'larger-compartment': {
      const { compartmentNo } = vehicle.compartments[compartment ?? 0];
      return `It would fit on ${vehicle.vehicleId} with ${amount / 1000} l more in compartment ${compartmentNo}.`;
    }
    case 'more-payload':
      return `It would fit on ${vehicle.vehicleId} with ${amount / 1000} kg more payload.`;
    case 'more-range':
      return `It would fit on ${vehicle.vehicleId} with ${amount / 1000} km more range.`;
    case 'more-driving':
      return `It would fit on ${vehicle.vehicleId} with ${minutes} min more driving.`;
    case 'further-stop':
      return `It would fit on ${vehicle.vehicleId} with one more stop.`;
    case 'further-trip':
      return `It would fit on ${vehicle.vehicleId} with one more trip.`;
    case 'further-vehicle':
      return `It would fit on one more vehicle like ${vehicle.vehicleId}.`;
  }
}
