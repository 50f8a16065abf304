import { ConflictError, InvalidInputError } from '../../../../domain/dispatch-error.js';
import type { DayOverrides, Plan } from '../../../../domain/planning/plan.js';
import type { ReplanEvent } from '../../../../domain/planning/replan.js';
import { told } from '../../../../domain/told.js';
import type { SeenRun } from '../../replan-store.js';

const nothing: DayOverrides = { hours: [], vehiclesOut: [], notBefore: [] };

/**
 * What holds for the rest of the day after an event.
 *
 * @throws InvalidInputError for an event that makes no sense, ConflictError `run-completed` for one that changes nothing.
 */
export function applyEvent(plan: Plan, event: ReplanEvent, seen: readonly SeenRun[], from: number): DayOverrides {
  const dayOverrides = plan.dayOverrides ?? nothing;
  if (event.kind === 'vehicle-out') {
    const { vehicleId } = event;
    if (dayOverrides.vehiclesOut.includes(vehicleId)) {
      throw new ConflictError('run-completed', told`Vehicle ${vehicleId} is out already.`);
    }
    return { ...dayOverrides, vehiclesOut: [...dayOverrides.vehiclesOut, vehicleId] };
  }
  if (event.kind === 'late-departure') {
    const { vehicleId, minutes } = event;
    const run = seen.find((each) => each.vehicleId === vehicleId);
    const route = plan.routes.find((each) => each.vehicleId === vehicleId);
    const trip = route?.trips.find(({ loadBegins }) => loadBegins >= from);
    if (route === undefined || run?.status === 'finished' || dayOverrides.vehiclesOut.includes(vehicleId)) {
      throw new ConflictError('run-completed', told`Vehicle ${vehicleId} has nothing ahead on this day.`);
    }
    // A vehicle that is loaded or on the road is late by what `buildSubproblem` makes of it.
    const isAtDepot =
      run === undefined || run.status === 'draft' || (run.status === 'released' && trip === route.trips[0]);
    if (!isAtDepot) return dayOverrides;
    const at = Math.max(from, (trip ?? route.trips[0]).loadBegins) + minutes * 60;
    const others = dayOverrides.notBefore.filter((each) => each.vehicleId !== vehicleId);
    return { ...dayOverrides, notBefore: [...others, { vehicleId, at }] };
  }
  if (event.kind === 'station-closed') {
    const { stationId, windows = [] } = event;
    const isOrdered = windows.every(
      ({ opens, closes }, at) => opens <= closes && (at === 0 || windows[at - 1].closes < opens),
    );
    if (!isOrdered) throw new InvalidInputError('Receiving hours are given in order, each opening before it closes.');
    const others = dayOverrides.hours.filter((each) => each.stationId !== stationId);
    return { ...dayOverrides, hours: [...others, { stationId, windows }] };
  }
  return dayOverrides;
}
