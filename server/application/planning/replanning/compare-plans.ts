import type { Plan } from '../../../domain/planning/plan.js';
import { type ChangeReason, type PlanChange, type PlannedPlace, toldSeconds } from '../../../domain/planning/replan.js';

type Visits = Pick<Plan, 'routes' | 'unassigned'>;

interface Place extends PlannedPlace {
  readonly isFetched: boolean;
  readonly isDone: boolean;
}

/**
 * What differs between two plans, a line for the goods of one station that went the same way. Times of what is done are
 * facts and no change, nor is a shift of a few minutes.
 *
 * @param reasonFor why a consignment's place changed.
 */
export function comparePlans(
  before: Visits,
  after: Visits,
  reasonFor: (consignmentId: string, change: Pick<PlanChange, 'kind' | 'from' | 'to'>) => ChangeReason,
): PlanChange[] {
  const [was, is] = [placesOf(before), placesOf(after)];
  const stations = stationsOf(before, after);
  const lines = new Map<string, PlanChange & { consignmentIds: string[] }>();
  for (const [consignmentId, stationId] of stations) {
    const [from, to] = [was.get(consignmentId), is.get(consignmentId)];
    const kind = kindOf(from, to);
    if (kind === undefined) continue;
    const key = [stationId, kind, from?.vehicleId, from?.tripNo, to?.vehicleId, to?.tripNo].join(' ');
    const known = lines.get(key);
    if (known !== undefined) {
      known.consignmentIds.push(consignmentId);
      continue;
    }
    const places = { ...(from && { from: placeOnly(from) }), ...(to && { to: placeOnly(to) }) };
    const why = reasonFor(consignmentId, { kind, ...places });
    lines.set(key, { kind, stationId, consignmentIds: [consignmentId], ...places, why });
  }
  const rank = { 'left-out': 0, fetched: 1, moved: 2, 'newly-served': 3, retimed: 4 };
  return [...lines.values()].sort(
    (one, other) =>
      rank[one.kind] - rank[other.kind] ||
      (one.to?.vehicleId ?? '').localeCompare(other.to?.vehicleId ?? '') ||
      (one.to?.begins ?? 0) - (other.to?.begins ?? 0) ||
      one.stationId.localeCompare(other.stationId),
  );
}

function kindOf(from: Place | undefined, to: Place | undefined): PlanChange['kind'] | undefined {
  if (from === undefined) return to === undefined ? undefined : 'newly-served';
  if (to === undefined) return 'left-out';
  if (to.vehicleId !== from.vehicleId) return to.isFetched ? 'fetched' : 'moved';
  return !to.isDone && Math.abs(to.begins - from.begins) >= toldSeconds ? 'retimed' : undefined;
}

function placeOnly({ vehicleId, tripNo, begins }: Place): PlannedPlace {
  return { vehicleId, tripNo, begins };
}

function placesOf({ routes }: Visits): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { vehicleId, trips, executedPrefix } of routes) {
    trips.forEach(({ stops, transfer }, trip) => {
      stops.forEach(({ begins, consignments }, at) => {
        const isDone =
          executedPrefix !== undefined &&
          (trip + 1 < executedPrefix.trips || (trip + 1 === executedPrefix.trips && at < executedPrefix.stops));
        const place = { vehicleId, tripNo: trip + 1, begins, isFetched: transfer !== undefined, isDone };
        for (const { consignmentId } of consignments) places.set(consignmentId, place);
      });
    });
  }
  return places;
}

function stationsOf(...plans: Visits[]): Map<string, string> {
  return new Map(
    plans.flatMap(({ routes, unassigned }) => [
      ...routes.flatMap(({ trips }) =>
        trips.flatMap(({ stops }) =>
          stops.flatMap(({ stationId, consignments }) =>
            consignments.map(({ consignmentId }): [string, string] => [consignmentId, stationId]),
          ),
        ),
      ),
      ...unassigned.map(({ consignmentId, stationId }): [string, string] => [consignmentId, stationId]),
    ]),
  );
}
