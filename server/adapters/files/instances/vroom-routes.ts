import type { Solution } from '../../../solver/index.js';
import type { VroomFile } from './vroom-file.js';
import { scaledSeconds } from './vroom-places.js';
import type { VroomTask } from './vroom-tasks.js';

/** A route as VROOM tells it: its tasks with the moments at which the vehicle arrives and begins. */
export interface VroomRoute {
  /** Position of the vehicle in the file. */
  readonly vehicle: number;
  readonly departs: number;
  readonly returns: number;
  readonly steps: readonly VroomTaskStep[];
}

export interface VroomTaskStep {
  readonly task: VroomTask;
  readonly arrives: number;
  readonly begins: number;
  readonly leaves: number;
}

/** The search's routes, departing as late as the first task allows, so that nobody waits before it. */
export function vroomRoutes(
  file: VroomFile,
  tasks: readonly VroomTask[],
  solution: Solution,
  timeOrigin: number,
): VroomRoute[] {
  return solution.routes.map(({ vehicle, trips: [trip] }) => {
    const steps = trip.visits.map((visit, index): VroomTaskStep => {
      const begins = visit.begins + timeOrigin;
      return {
        task: tasks[visit.station],
        arrives: index === 0 ? begins : visit.arrives + timeOrigin,
        begins,
        leaves: visit.leaves + timeOrigin,
      };
    });
    const { start_index, profile, speed_factor } = file.vehicles[vehicle];
    const [first] = steps;
    const way =
      start_index === undefined ? 0 : file.matrices[profile].durations[start_index][first.task.place.location_index];
    const departs = first.begins - scaledSeconds(way, speed_factor);
    return { vehicle, departs, returns: trip.returns + timeOrigin, steps };
  });
}
