import type { Plan } from '../planning/plan.js';
import { type Told, told } from '../told.js';
import type { RunStatus } from './run.js';

/** A run as far as it can speak against a plan. */
export interface ReportedRun {
  readonly vehicleId: string;
  readonly status: RunStatus;
  readonly stops: readonly {
    readonly stationId: string;
    readonly tripNo: number;
    readonly arrived: number | undefined;
    readonly left: number | undefined;
    readonly consignmentIds: readonly string[];
  }[];
}

/**
 * What was reported since a plan was thought of, and cannot be with it: goods that left with one vehicle, or were handed
 * over by it, are on that vehicle in the plan as well. What was known when it was made is no conflict of the plan.
 *
 * @param then the runs when the plan was made; none where it comes from before all that.
 * @param now the runs as they are.
 * @param onRoad consignments that are on some vehicle on the road.
 */
export function planConflict(
  plan: Pick<Plan, 'routes'>,
  then: readonly ReportedRun[],
  now: readonly ReportedRun[],
  onRoad: ReadonlySet<string>,
): { readonly code: 'run-left-meanwhile' | 'reported-meanwhile'; readonly text: Told } | undefined {
  const holder = new Map<string, string>();
  for (const { vehicleId, trips } of plan.routes) {
    for (const { consignments } of trips.flatMap(({ stops }) => stops)) {
      for (const { consignmentId } of consignments) holder.set(consignmentId, vehicleId);
    }
  }
  for (const run of now) {
    const { vehicleId, status, stops } = run;
    if (status !== 'departed' && status !== 'finished') continue;
    const before = then.find((each) => each.vehicleId === vehicleId);
    const wasReached = new Set(before?.stops.filter(isReached).flatMap(({ consignmentIds }) => consignmentIds));
    const isAway = (id: string) => holder.get(id) !== vehicleId;
    const handed = stops.find(
      (stop) => isReached(stop) && stop.consignmentIds.some((id) => isAway(id) && !wasReached.has(id)),
    );
    if (handed !== undefined) {
      const text = told`Vehicle ${vehicleId} has been at station ${handed.stationId} meanwhile, which the plan gives to another one.`;
      return { code: 'reported-meanwhile', text };
    }
    if (before?.status === 'departed' || before?.status === 'finished') continue;
    const tripNo = Math.max(1, ...stops.filter(isReached).map((stop) => stop.tripNo));
    const loaded = stops.filter((stop) => stop.tripNo <= tripNo).flatMap(({ consignmentIds }) => consignmentIds);
    const onBoard = new Set(loaded);
    const first = plan.routes.find((route) => route.vehicleId === vehicleId)?.trips.slice(0, tripNo) ?? [];
    const joins = first.flatMap(({ stops: planned }) => planned.flatMap(({ consignments }) => consignments));
    if (
      loaded.some(isAway) ||
      joins.some(({ consignmentId }) => !onBoard.has(consignmentId) && !onRoad.has(consignmentId))
    ) {
      const text = told`Vehicle ${vehicleId} has left meanwhile with goods that the plan changes. Look at it again.`;
      return { code: 'run-left-meanwhile', text };
    }
  }
  return undefined;
}

function isReached({ arrived, left }: { readonly arrived: number | undefined; readonly left: number | undefined }) {
  return arrived !== undefined || left !== undefined;
}
