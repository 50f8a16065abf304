import type { StationRules } from '../../domain/network/dispatch-rules.js';
import type { Vehicle } from '../../domain/network/network.js';

/** Whether a vehicle has the skills that a station asks for, and is one that it is kept for. */
export function isCompatible({ vehicleId, rules: own }: Vehicle, rules: StationRules | undefined): boolean {
  const isMeant = rules?.allowedVehicleIds?.includes(vehicleId) ?? true;
  return isMeant && (rules?.skills ?? []).every((skill) => own?.skills?.includes(skill));
}
