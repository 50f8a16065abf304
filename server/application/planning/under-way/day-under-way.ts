import type { Plan, Route } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { type Told, told } from '../../../domain/told.js';
import type { SeenRun } from '../replan-store.js';
import { cutDay, type StartedDay } from './executed-prefix.js';

/** Why goods cannot change their place any more. */
export interface Hold {
  readonly vehicleId: string;
  readonly tripNo: number;
  readonly how: 'done' | 'on-board' | 'loaded';
}

/** A released day at a moment: what couriers have done and what is on board is given, the rest can still be changed. */
export interface DayUnderWay {
  /** In seconds after the wave's midnight. */
  readonly from: number;
  /** By vehicle, of those that have begun: what is over, what is under way, and how many trips that are. */
  readonly begun: ReadonlyMap<string, { readonly day: StartedDay; readonly trips: number }>;
  /** Of vehicles that broke down; they go no further. */
  readonly out: ReadonlyMap<string, Route>;
  /** By consignment. */
  readonly holds: ReadonlyMap<string, Hold>;
}

/** Undefined while all runs are drafts: then nothing holds anything. */
export function dayUnderWay(
  plan: Pick<Plan, 'routes'>,
  seen: readonly SeenRun[],
  from: number,
  context: PlanningData,
): DayUnderWay | undefined {
  if (!isReleased(seen)) return undefined;
  const runs = new Map(seen.map((run) => [run.vehicleId, run]));
  const begun = new Map<string, { day: StartedDay; trips: number }>();
  const out = new Map<string, Route>();
  const holds = new Map<string, Hold>();
  for (const route of plan.routes) {
    const { vehicleId } = route;
    const hold = (stops: Route['trips'][number]['stops'], tripNo: number, how: Hold['how']) => {
      for (const { consignmentId } of stops.flatMap(({ consignments }) => consignments)) {
        holds.set(consignmentId, { vehicleId, tripNo, how });
      }
    };
    if (route.executedPrefix?.isOut === true) {
      out.set(vehicleId, route);
      route.trips.forEach(({ stops }, at) => {
        hold(stops, at + 1, 'done');
      });
      continue;
    }
    const day = cutDay(route, runs.get(vehicleId), from, context);
    day.past.forEach(({ stops }, at) => {
      hold(stops, at + 1, 'done');
    });
    const { current, past } = day;
    if (current !== undefined) {
      hold(current.done, past.length + 1, 'done');
      hold(current.rest, past.length + 1, current.hasLeft ? 'on-board' : 'loaded');
    }
    const trips = past.length + (current === undefined ? 0 : 1);
    if (trips > 0) begun.set(vehicleId, { day, trips });
  }
  return { from, begun, out, holds };
}

/** Whether couriers have seen any run. */
export function isReleased(seen: readonly SeenRun[]): boolean {
  return seen.some(({ status }) => status !== 'draft' && status !== 'cancelled');
}

/** How many trips of a vehicle take nothing any more. */
export function givenTrips(underWay: DayUnderWay | undefined, vehicleId: string): number {
  return underWay?.out.get(vehicleId)?.trips.length ?? underWay?.begun.get(vehicleId)?.trips ?? 0;
}

export function holdText({ how, vehicleId }: Hold, stationId: string): Told {
  if (how === 'done') return told`Station ${stationId} was served by vehicle ${vehicleId} already.`;
  if (how === 'on-board')
    return told`The goods for station ${stationId} are on board of vehicle ${vehicleId}, which has left.`;
  return told`The goods for station ${stationId} are loaded on vehicle ${vehicleId} by the clock. Take its release back if it still waits.`;
}
