import type { Solution } from '../../../../solver/index.js';
import type { VroomFile } from './vroom-file.js';
import { scaledSeconds } from './vroom-places.js';
import type { VroomTask } from './vroom-tasks.js';

/** A route as VROOM tells it. */
export interface VroomRoute {
  /** Position of the vehicle in the file. */
  readonly vehicle: number;
  readonly departs: number;
  readonly returns: number;
  readonly steps: readonly VroomStep[];
}

export interface VroomStep {
  readonly what: VroomTask | VroomPause;
  /** Seconds driven since the step before. */
  readonly driven: number;
  readonly arrives: number;
  readonly begins: number;
  readonly leaves: number;
}

export interface VroomPause {
  readonly kind: 'break';
  /** Position among the vehicle's breaks. */
  readonly at: number;
}

/** The vehicle's breaks in the order in which they are taken: that of their first windows. */
export function breakOrder({ breaks }: VroomFile['vehicles'][number]): number[] {
  const firstOf = (at: number) => Math.min(...(breaks[at].time_windows ?? [[0, 0]]).map(([opens]) => opens));
  return breaks.map((_, at) => at).sort((one, other) => firstOf(one) - firstOf(other) || one - other);
}

/** The search's routes; without a break before the first task they depart so late that nobody waits there. */
export function vroomRoutes(
  file: VroomFile,
  tasks: readonly VroomTask[],
  solution: Solution,
  timeOrigin: number,
): VroomRoute[] {
  return solution.routes.map(({ vehicle: vehicleAt, trips: [trip] }) => {
    const vehicle = file.vehicles[vehicleAt];
    const { durations } = file.matrices[vehicle.profile];
    const way = (from: number | undefined, to: number | undefined) =>
      from === undefined || to === undefined ? 0 : scaledSeconds(durations[from][to], vehicle.speed_factor);
    const order = breakOrder(vehicle);
    const steps: VroomStep[] = [];
    let breaksTaken = 0;
    let clock = trip.departs + timeOrigin;
    let place = vehicle.start_index;
    /** Drives on, with the breaks that lie before this visit. Returns the seconds driven since the last of them. */
    const drive = (to: number | undefined, visit: number): number => {
      let left = way(place, to);
      for (const { begins, ends } of trip.breaks.filter(({ beforeVisit }) => beforeVisit === visit)) {
        const driven = Math.min(left, begins + timeOrigin - clock);
        const what = { kind: 'break' as const, at: order[breaksTaken++] };
        const leaves = ends + timeOrigin;
        steps.push({ what, driven, arrives: clock + driven, begins: begins + timeOrigin, leaves });
        left -= driven;
        clock = leaves;
      }
      place = to;
      clock += left;
      return left;
    };
    if (!trip.breaks.some(({ beforeVisit }) => beforeVisit === 0)) {
      const [first] = trip.visits;
      clock = first.begins + timeOrigin - way(place, tasks[first.station].place.location_index);
    }
    const departs = clock;
    for (const [visit, { station, begins, leaves }] of trip.visits.entries()) {
      const what = tasks[station];
      const driven = drive(what.place.location_index, visit);
      steps.push({ what, driven, arrives: clock, begins: begins + timeOrigin, leaves: leaves + timeOrigin });
      clock = leaves + timeOrigin;
    }
    drive(vehicle.end_index, trip.visits.length);
    return { vehicle: vehicleAt, departs, returns: clock, steps };
  });
}
