import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Random } from '../random.js';
import type { Schedule } from '../schedules/schedule.js';

const leastGain = 1e-6;

/**
 * Gives the trip of one vehicle to another of a different kind, and that one's to it: for a mixed fleet, where the same
 * order of visits costs more or less by who drives it. The other vehicle is an unused or a used one, drawn at random.
 */
export class VehicleTypeChange {
  constructor(
    private readonly state: FleetState,
    private readonly schedule: Schedule,
    private readonly random: Random,
    private readonly log: UndoLog,
  ) {}

  /** Looks for one exchange that pays for the vehicle. Returns whether one was made. */
  improve(vehicle: number): boolean {
    const { state, random } = this;
    const { classCount, vehicleClass, maxTripsPerVehicle } = state.model;
    if (classCount < 2 || state.locked[vehicle] === 1) return false;
    const other =
      random.fraction() < 0.5 ? state.unusedOf(random.below(classCount)) : random.below(state.vehicleStops.length);
    if (other < 0 || state.locked[other] === 1 || vehicleClass[other] === vehicleClass[vehicle]) return false;
    const trip = vehicle * maxTripsPerVehicle;
    const otherTrip = other * maxTripsPerVehicle;
    // Of days with several trips only one would move: those are left alone.
    if (state.vehicleStops[vehicle] === 0 || state.vehicleStops[vehicle] !== state.tripStops[trip]) return false;
    if (state.vehicleStops[other] !== state.tripStops[otherTrip]) return false;
    return state.model.problem.vehicles[other].maxTrips > 0 && this.exchange(trip, otherTrip);
  }

  private exchange(trip: number, otherTrip: number): boolean {
    const { state, schedule, log } = this;
    const vehicle = state.vehicleOf(trip);
    const other = state.vehicleOf(otherTrip);
    const { vehicles } = state.model.problem;
    if (state.tripGrams[trip] > vehicles[other].payloadGrams) return false;
    if (state.tripGrams[otherTrip] > vehicles[vehicle].payloadGrams) return false;
    log.touch(vehicle);
    log.touch(other);
    const costBefore = state.totalCost();
    state.swapTails(trip, -1, otherTrip, -1);
    if (
      state.fitsWhole(trip) &&
      state.fitsWhole(otherTrip) &&
      schedule.refresh(vehicle) &&
      schedule.refresh(other) &&
      state.totalCost() < costBefore - leastGain
    ) {
      return true;
    }
    state.swapTails(trip, -1, otherTrip, -1);
    schedule.refresh(vehicle);
    schedule.refresh(other);
    return false;
  }
}
