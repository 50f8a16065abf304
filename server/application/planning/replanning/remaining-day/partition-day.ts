import { spanOfRoute } from '../../../../domain/planning/check-sharing.js';
import type { PlannedStop, Route, Trip, Unassigned } from '../../../../domain/planning/plan.js';
import type { PlanningData } from '../../../../domain/planning/planning-data.js';
import { leftBehind } from '../../from-solution.js';
import { checkContextOf, routesBeside } from '../../planning-context.js';
import { type CurrentTrip, cutDay, type StartedDay, underWayOf } from '../../under-way/executed-prefix.js';
import { goOn } from '../../under-way/go-on.js';
import { assignTransfers } from '../assign-transfers.js';
import type { EventInput } from '../event-input.js';
import type { Stranded } from '../goods-transfer.js';

/** A day sorted by what can still be changed. */
export interface SortedDay {
  readonly checkContext: PlanningData;
  /** Beginnings of routes, for vehicles that have begun. */
  readonly executed: ReadonlyMap<string, Route>;
  /** Trips that are not loaded yet: as they were planned, and the stops that remain of them. */
  readonly ahead: ReadonlyMap<string, { readonly trips: readonly Trip[]; readonly stops: readonly PlannedStop[][] }>;
  readonly left: readonly Unassigned[];
  /** Consignments that the event itself took off their vehicle. */
  readonly displaced: ReadonlySet<string>;
  /** Stations that take nothing today. */
  readonly closed: ReadonlySet<string>;
}

/**
 * Sorts a day by what can still be changed. What was done stays as it was reported; what is on board stays there, in an
 * order that may change where it would be late, or is fetched from a vehicle that broke down; the rest lies ahead.
 *
 * @throws ConflictError when the vehicle that shall fetch the goods cannot.
 */
export function partitionDay(input: EventInput): SortedDay {
  const { plan, event, from, seen, context, dayOverrides, added } = input;
  const checkContext = checkContextOf(context);
  const runs = new Map(seen.map((run) => [run.vehicleId, run]));
  const closed = new Set(
    dayOverrides.hours.filter(({ windows }) => windows.length === 0).map(({ stationId }) => stationId),
  );
  const goods = new Map(context.consignments.map((each) => [each.consignmentId, each]));
  const executed = new Map<string, Route>();
  const ahead = new Map<string, { trips: readonly Trip[]; stops: PlannedStop[][] }>();
  const left: Unassigned[] = [];
  const displaced = new Set<string>();
  let stranded: Stranded | undefined;
  const leaveOut = (stops: readonly PlannedStop[], code: string) => {
    for (const { consignmentId } of stops.flatMap(({ consignments }) => consignments)) {
      left.push(leftBehind(goods.get(consignmentId)!, { code }));
    }
  };
  /** The stops at open stations; goods for closed ones are left out for this reason. */
  const openOf = (stops: readonly PlannedStop[], code: string) => {
    leaveOut(
      stops.filter(({ stationId }) => closed.has(stationId)),
      code,
    );
    return stops.filter(({ stationId }) => !closed.has(stationId));
  };
  /** What grew by urgent orders finds its place anew. */
  const withoutAdded = (stops: readonly PlannedStop[]) =>
    stops
      .map((stop) => ({
        ...stop,
        consignments: stop.consignments.filter(({ consignmentId }) => !added.has(consignmentId)),
      }))
      .filter(({ consignments }) => consignments.length > 0);

  for (const route of plan.routes) {
    const { vehicleId } = route;
    if (route.executedPrefix?.isOut === true) {
      executed.set(vehicleId, route);
      continue;
    }
    const day = cutDay(route, runs.get(vehicleId), from, checkContext);
    const stopsAhead = day.free.map(({ stops }) => openOf(withoutAdded(stops), 'station-closed'));
    if (event.kind === 'vehicle-out' && event.vehicleId === vehicleId) {
      const { done, rest, isOnRoad } = breakDown(day, from);
      if (done !== undefined) executed.set(vehicleId, done);
      const onBoard = openOf(rest, isOnRoad ? 'on-board' : 'station-closed');
      const place =
        day.current?.done.length === 0 ? (day.current.transfer?.position ?? input.position) : input.position;
      if (isOnRoad) stranded = { vehicleId, position: place ?? context.depot.position, stops: onBoard };
      // The others are still at the depot: they belong to nobody now.
      for (const { consignmentId } of [...rest, ...stopsAhead.flat()].flatMap(({ consignments }) => consignments)) {
        displaced.add(consignmentId);
      }
      continue;
    }
    const vehicle = context.vehicles.find((each) => each.vehicleId === vehicleId)!;
    const minutes = event.kind === 'late-departure' && event.vehicleId === vehicleId ? event.minutes : 0;
    const current = day.current && delayed(day.current, minutes, from, isBusyBefore(day.current, vehicleId, context));
    const rest = openOf(current?.rest ?? [], current?.hasLeft === true ? 'on-board' : 'station-closed');
    const beginning = goOn(day, current && { ...current, rest }, vehicle, from, checkContext);
    if (beginning !== undefined) executed.set(vehicleId, beginning);
    const stops = stopsAhead.filter((trip) => trip.length > 0);
    if (day.free.length > 0) ahead.set(vehicleId, { trips: day.free, stops });
  }

  if (stranded !== undefined && event.kind === 'vehicle-out') {
    const stopsAhead = (vehicleId: string) => ahead.get(vehicleId)?.stops.flat().length ?? 0;
    leaveOut(assignTransfers(stranded, event, { ...input, executed, stopsAhead, checkContext }), 'vehicle-out');
  }
  return { checkContext, executed, ahead, left, displaced, closed };
}

/** What a vehicle that broke down has done stays its route; what is on board, and whether that is on the road. */
function breakDown({ vehicleId, past, current }: StartedDay, from: number) {
  const trips = [...past];
  if (current !== undefined && current.done.length > 0) {
    const { meters, seconds } = underWayOf(current, from);
    const { loadBegins, departs, done, transfer } = current;
    const returns = Math.max(from, done[done.length - 1].leaves);
    trips.push({ loadBegins, departs, returns, meters, seconds, stops: done, ...(transfer && { transfer }) });
  }
  const stops = trips.at(-1)?.stops.length ?? 0;
  const given = { at: from, trips: trips.length, stops, isOut: true };
  const done: Route | undefined = trips.length === 0 ? undefined : { vehicleId, trips, executedPrefix: given };
  const isOnRoad = current !== undefined && (current.hasLeft || current.transfer !== undefined);
  return { done, rest: current?.rest ?? [], isOnRoad };
}

/** Whether a vehicle works for another wave of the date before this trip. */
function isBusyBefore({ loadBegins }: CurrentTrip, vehicleId: string, context: Pick<PlanningData, 'sharing'>): boolean {
  return routesBeside(context).some(
    (route) => route.vehicleId === vehicleId && (spanOfRoute(route)?.opens ?? Number.POSITIVE_INFINITY) < loadBegins,
  );
}

/**
 * A trip that goes on, or leaves, later. By the clock its goods are on board from the begin of its loading on; where the vehicle
 * is late because another wave still has it, that begins later too.
 */
function delayed(current: CurrentTrip, minutes: number, from: number, isBusy: boolean) {
  if (minutes === 0) return current;
  const later = minutes * 60;
  const last = current.done.at(-1);
  if (last === undefined) {
    if (current.hasLeft) return { ...current, departs: Math.max(current.departs, from) + later };
    const loadBegins = current.loadBegins + (isBusy ? later : 0);
    return { ...current, loadBegins, departs: current.departs + later };
  }
  return { ...current, done: [...current.done.slice(0, -1), { ...last, leaves: Math.max(last.leaves, from) + later }] };
}
