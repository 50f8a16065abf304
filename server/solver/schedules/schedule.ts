import { never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { Problem } from '../problem.js';
import { CompactSchedule } from './compact-schedule.js';
import { DaySchedule } from './day-schedule.js';
import { DistanceSchedule } from './distance-schedule.js';
import { FullSchedule } from './full-schedule.js';
import { LoadSchedule } from './load-schedule.js';
import { WindowSchedule } from './window-schedule.js';

/**
 * Keeps times and prices of routes beside their order, and says what a change would cost.
 *
 * The operators know nothing but this: the same ruin and the same recreate run on plain capacity problems, on time
 * windows and on a whole dispatch day. Every method that reports a boolean says whether the vehicle's day is possible.
 */
export interface Schedule {
  /** What it keeps per node and per trip, for whoever saves and restores routes. */
  readonly nodeColumns: readonly Int32Array[];
  readonly tripColumns: readonly Int32Array[];
  /** The added cost of putting `node` behind `after` (-1: first) in a trip in use; Infinity if impossible or ≥ `most`. */
  price(trip: number, after: number, node: number, most: number): number;
  /** The same for an empty trip behind those in use. */
  priceFirst(trip: number, node: number, most: number): number;
  /** Quick test whether `right` (-1: the depot) may follow `left` (-1: the departure of `trip`) in time. */
  isFeasibleArc(trip: number, left: number, right: number): boolean;
  /** After the node was put in. */
  inserted(trip: number, node: number): boolean;
  /** Before a node is taken out. */
  removing(node: number): void;
  /** After all nodes between `left` and `right` (-1: the depot) were taken out. */
  removed(trip: number, left: number, right: number): boolean;
  /** Evaluates a vehicle's whole day anew, exactly. */
  refresh(vehicle: number): boolean;
}

/** A schedule for problems with pickup-delivery pairs. */
export interface PairSchedule extends Schedule {
  /**
   * The added cost of putting `pickup` behind `after` (-1: first) in any trip, and `delivery` at the best place behind
   * it; Infinity if impossible or ≥ `most`.
   */
  pricePair(trip: number, after: number, pickup: number, delivery: number, most: number): number;
  /** The node (of the trip, or `pickup`) behind which the delivery was best in the last call. */
  readonly pairBehind: number;
}

export function isPairSchedule(schedule: Schedule): schedule is PairSchedule {
  return 'pricePair' in schedule;
}

/** The leanest schedule that holds every rule of the problem. */
export function makeSchedule(state: FleetState): Schedule {
  const { problem, travel } = state.model;
  const { vehicles, depots, stations } = problem;
  const plainDays = vehicles.every((vehicle) => vehicle.costPerSecond === 0 && vehicle.maxTrips <= 1);
  const plainLoading = depots.every((depot) => depot.loading.microsPerGram === 0 && depot.docks >= vehicles.length);
  if (needsFullSchedule(problem)) return new FullSchedule(state);
  if ((problem.compactCost ?? 0) > 0) {
    return state.model.hasPickups ? new FullSchedule(state) : new CompactSchedule(state);
  }
  if (!plainDays || !plainLoading || !travel.complete || travel.changesByHour) {
    return state.model.hasPickups ? new FullSchedule(state) : new DaySchedule(state);
  }
  if (state.model.hasPickups) return new LoadSchedule(state);
  const free = never - 1;
  const timeless =
    vehicles.every((vehicle) => vehicle.shiftEnds >= free) &&
    depots.every((depot) => depot.closes >= free) &&
    stations.every(({ windows }) => windows.some(({ opens, closes }) => opens <= 0 && closes >= free));
  return timeless ? new DistanceSchedule(state) : new WindowSchedule(state);
}

/** Whether the problem has a rule that only the full schedule holds. */
function needsFullSchedule({ vehicles, stations, balanceCost = 0 }: Problem): boolean {
  return (
    balanceCost > 0 ||
    vehicles.some(
      ({ maxTravelSeconds, breaks, executedPrefix, compartments }) =>
        maxTravelSeconds !== undefined ||
        (breaks?.length ?? 0) > 0 ||
        executedPrefix !== undefined ||
        compartments.some(({ maxTimeOnBoardSeconds }) => maxTimeOnBoardSeconds !== undefined),
    ) ||
    stations.some(
      ({ softTo, softFrom, maxRideSeconds, previous, consignments }) =>
        maxRideSeconds !== undefined ||
        softTo !== undefined ||
        softFrom !== undefined ||
        previous !== undefined ||
        consignments.some(({ releaseTime }) => releaseTime !== undefined),
    )
  );
}
