import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import { DistanceSchedule } from '../schedules/distance-schedule.js';
import type { Schedule } from '../schedules/schedule.js';
import { WindowSchedule } from '../schedules/window-schedule.js';

/**
 * Lets a full trip take one more visit by going over to an unused vehicle that holds it. In a mixed fleet small vehicles
 * are opened one visit at a time; without this none of them would ever grow. For problems without time, where a trip
 * costs the other vehicle its fixed price and its meters.
 */
export class VehicleUpgrade {
  /** Where `fits` found one: the vehicle that takes the trip over, and what it costs more without the new visit. */
  private readonly takesOver: Int32Array;
  private readonly surcharge: Float64Array;
  /** Of each vehicle, and of the unused one of each kind at present (-1: none). */
  private readonly payload: Float64Array;
  private readonly fixedCost: Float64Array;
  private readonly unused: Int32Array;
  private largestPayload = 0;

  static helps(state: FleetState, schedule: Schedule): boolean {
    const { classCount, maxTripsPerVehicle } = state.model;
    const isTimed = !(schedule instanceof DistanceSchedule) || schedule instanceof WindowSchedule;
    return classCount > 1 && maxTripsPerVehicle === 1 && !isTimed;
  }

  constructor(
    private readonly state: FleetState,
    private readonly schedule: Schedule,
    private readonly log: UndoLog,
  ) {
    this.takesOver = new Int32Array(state.model.tripCount).fill(-1);
    this.surcharge = new Float64Array(state.model.tripCount);
    const { vehicles } = state.model.problem;
    this.payload = Float64Array.from(vehicles, ({ payloadGrams }) => payloadGrams);
    this.fixedCost = Float64Array.from(vehicles, ({ fixedCost }) => fixedCost);
    this.unused = new Int32Array(state.model.classCount);
  }

  /** Looks up which vehicles are unused: once before each node. */
  lookUp(): void {
    this.largestPayload = 0;
    for (let kind = 0; kind < this.unused.length; kind++) {
      const vehicle = this.state.unusedOf(kind);
      const mayDrive = vehicle >= 0 && this.state.model.problem.vehicles[vehicle].maxTrips > 0;
      this.unused[kind] = mayDrive ? vehicle : -1;
      if (mayDrive) this.largestPayload = Math.max(this.largestPayload, this.payload[vehicle]);
    }
  }

  /** Whether an unused vehicle holds the trip and the node by weight for less than `most`; the cheapest is noted. */
  fits(trip: number, node: number, most: number): boolean {
    const { state, unused, payload, fixedCost } = this;
    const { nodeGrams, vehicleMetersCost, vehicleHome, vehicleTravel } = state.model;
    const grams = state.tripGrams[trip] + nodeGrams[node];
    if (grams > this.largestPayload || payload[trip] >= grams) return false;
    if (state.locked[trip] === 1 || vehicleMetersCost[trip] === 0) return false;
    const meters = state.vehicleMeters[trip];
    let least = most;
    for (let kind = 0; kind < unused.length; kind++) {
      const vehicle = unused[kind];
      if (vehicle < 0 || payload[vehicle] < grams) continue;
      const more =
        fixedCost[vehicle] - fixedCost[trip] + (vehicleMetersCost[vehicle] - vehicleMetersCost[trip]) * meters;
      const drivesAlike = vehicleHome[vehicle] === vehicleHome[trip] && vehicleTravel[vehicle] === vehicleTravel[trip];
      if (more >= least || !drivesAlike) continue;
      least = more;
      this.takesOver[trip] = vehicle;
    }
    this.surcharge[trip] = least;
    return least < most;
  }

  /** The added cost of the node behind `after` and of the larger vehicle; Infinity if impossible or ≥ `most`. */
  price(trip: number, after: number, node: number, most: number): number {
    const { vehicleMetersCost } = this.state.model;
    const left = most - this.surcharge[trip];
    const dearer = vehicleMetersCost[this.takesOver[trip]] / vehicleMetersCost[trip];
    if (left <= 0 || dearer === 0) return Number.POSITIVE_INFINITY;
    return this.schedule.price(trip, after, node, left / dearer) * dearer + this.surcharge[trip];
  }

  /** Hands the trip over. Returns the trip that it is now, or -1, all being as it was, where rules forbid it. */
  takeOver(trip: number, node: number): number {
    const { state, log } = this;
    const other = this.takesOver[trip];
    log.touch(trip);
    log.touch(other);
    if (this.swap(trip, other) && state.fitsWhole(other) && state.fits(other, node)) return other;
    this.swap(trip, other);
    return -1;
  }

  private swap(trip: number, other: number): boolean {
    this.state.swapTails(trip, -1, other, -1);
    const isPossible = this.schedule.refresh(trip);
    return this.schedule.refresh(other) && isPossible;
  }
}
