import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Plan } from '../../../domain/planning/plan.js';
import type { PlanEdit } from '../../../domain/planning/plan-edit.js';
import type { ChangeReason, PlanChange, ReplanEvent } from '../../../domain/planning/replan.js';
import type { EditEvaluation } from '../edits/edit-plan.js';

/** Moves whose saving is worked out by trying; of the others nothing is said that was not looked at. */
const mostTried = 8;

/**
 * Why goods changed their place: the event where it speaks of them; of what is left out, why no run has it; otherwise what
 * leaving them where they were would break or cost more, found by trying the way back.
 */
export function reasonFinder(
  before: Plan,
  after: Plan,
  event: ReplanEvent,
  displaced: ReadonlySet<string>,
  added: ReadonlySet<string>,
  evaluate: (edits: readonly PlanEdit[]) => EditEvaluation,
): (consignmentId: string, change: Pick<PlanChange, 'kind' | 'from' | 'to'>) => ChangeReason {
  const stationOf = new Map(
    [before, after].flatMap(({ routes, unassigned }) => [
      ...unassigned.map(({ consignmentId, stationId }): [string, string] => [consignmentId, stationId]),
      ...routes.flatMap(({ trips }) =>
        trips.flatMap(({ stops }) =>
          stops.flatMap(({ stationId, consignments }) =>
            consignments.map(({ consignmentId }): [string, string] => [consignmentId, stationId]),
          ),
        ),
      ),
    ]),
  );
  const visited = (stationId: string) =>
    new Set(
      before.routes
        .filter(({ trips }) => trips.some(({ stops }) => stops.some((stop) => stop.stationId === stationId)))
        .map(({ vehicleId }) => vehicleId),
    );
  const hasBegun = (vehicleId: string) =>
    after.routes.some((route) => route.vehicleId === vehicleId && route.executedPrefix !== undefined);
  let tried = 0;
  return (consignmentId, { kind, from, to }) => {
    const stationId = stationOf.get(consignmentId)!;
    if (event.kind === 'vehicle-out' && displaced.has(consignmentId)) return { code: 'vehicle-out' };
    if (event.kind === 'station-closed' && event.stationId === stationId) {
      return { code: event.windows === undefined ? 'station-closed' : 'station-hours' };
    }
    if (kind === 'retimed' && event.kind === 'station-closed' && visited(event.stationId).has(to?.vehicleId ?? '')) {
      return { code: event.windows === undefined ? 'station-closed' : 'station-hours' };
    }
    if (kind === 'left-out') {
      const { zoneId, grams, milliliters, reason } = after.unassigned.find(
        (each) => each.consignmentId === consignmentId,
      )!;
      return { code: 'left-out', unassigned: { zoneId, grams, milliliters, reason } };
    }
    if (added.has(consignmentId)) return { code: 'urgent-order' };
    if (event.kind === 'late-departure' && (from ?? to)?.vehicleId === event.vehicleId)
      return { code: 'late-departure' };
    if (kind === 'retimed' && to !== undefined && hasBegun(to.vehicleId)) return { code: 'running-late' };
    const isFree = from !== undefined && to !== undefined && !hasBegun(from.vehicleId) && !hasBegun(to.vehicleId);
    if (kind !== 'moved' || !isFree || tried++ >= mostTried) return { code: 'planned-anew' };
    const back = { vehicleId: from.vehicleId, tripNo: from.tripNo, position: positionBack(before, stationId, from) };
    try {
      const edit = {
        kind: 'move' as const,
        stationId,
        consignmentIds: [consignmentId],
        fromVehicleId: to.vehicleId,
        to: back,
      };
      const { violations, costChangeMinor } = evaluate([edit]);
      if (violations.length > 0) return { code: 'room-made' };
      if (costChangeMinor > 0) return { code: 'cost-saved', savedMinor: costChangeMinor };
    } catch (error) {
      // The way back may not exist any more: the trip that it was on is gone.
      if (!(error instanceof InvalidInputError)) throw error;
    }
    return { code: 'planned-anew' };
  };
}

/** Where the station stood on its trip. */
function positionBack(before: Plan, stationId: string, from: { vehicleId: string; tripNo: number }): number {
  const route = before.routes.find(({ vehicleId }) => vehicleId === from.vehicleId);
  const at = route?.trips[from.tripNo - 1]?.stops.findIndex((stop) => stop.stationId === stationId) ?? -1;
  return at < 0 ? 1 : at + 1;
}
