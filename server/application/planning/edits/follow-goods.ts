import { ConflictError } from '../../../domain/dispatch-error.js';
import { checkPlan } from '../../../domain/planning/check-plan.js';
import type { PlanFault } from '../../../domain/planning/checker/check-context.js';
import { isOverridden, overridesOf } from '../../../domain/planning/overrides.js';
import type { ExecutedPrefix, Plan, PlannedStop, Route, Trip, Unassigned } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { dockUsesOf } from '../../../domain/planning/timetable/loading.js';
import { told } from '../../../domain/told.js';
import type { Consignment, ConsignmentLine, SplitConsignment } from '../../../domain/waves/consignment.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { countLate, kpisOf } from '../from-solution.js';
import { setPartitions } from '../loading/set-partitions.js';
import { checkContextOf, type PlanningContext, routesBeside } from '../planning-context.js';
import { timeRoute } from '../time-route.js';
import { openVehicle } from '../under-way/open-vehicle.js';
import { violationOf } from '../violation.js';

/**
 * A plan's parts of divided consignments after order lines became smaller or fewer. Their totes stay numbered as they are,
 * because their labels are stuck on; those at the end of a part that are empty ride with it no more.
 *
 * @param lines what the divided consignments have of order lines now.
 * @param filled by consignment, the numbers of its totes that hold something.
 * @throws ConflictError `part-emptied` where a part would hold nothing while others do.
 */
export function followSplit(
  split: readonly SplitConsignment[],
  lines: readonly ConsignmentLine[],
  filled: ReadonlyMap<string, readonly number[]>,
): readonly SplitConsignment[] {
  const left = new Map(lines.map((line) => [keyOf(line), line]));
  return split.flatMap(({ consignmentId, parts }) => {
    const own = parts.map((part) => {
      const totes = filled.get(consignmentId)?.filter((no) => no >= part.firstTote && no <= part.lastTote) ?? [];
      const kept = part.lines.flatMap((line) => left.get(keyOf(line)) ?? []);
      return {
        ...part,
        lastTote: totes.at(-1) ?? part.lastTote,
        grams: kept.reduce((sum, { grams }) => sum + grams, 0),
        milliliters: kept.reduce((sum, { milliliters }) => sum + milliliters, 0),
        orderCount: new Set(kept.map(({ orderId }) => orderId)).size,
        lines: kept.map(({ orderId, lineNo }) => ({ orderId, lineNo })),
      };
    });
    if (own.every((part) => part.lines.length === 0)) return [];
    const emptied = own.find((part) => part.lines.length === 0);
    if (emptied !== undefined) {
      throw new ConflictError(
        'part-emptied',
        told`Part ${emptied.no} of consignment ${consignmentId} would hold nothing any more. Leave one piece of it, which can be refused at the door, or cancel all orders of the consignment.`,
      );
    }
    return [{ consignmentId, parts: own }];
  });
}

/**
 * A plan whose goods are what the wave has left of them: stops bring less, and those that bring nothing are gone. Only trips
 * whose goods changed, and those behind them, get new times; nothing changes its vehicle, its order or its compartment.
 *
 * @param context read with the goods as they are now.
 * @throws ConflictError `plan-cannot-follow` where a rule would be broken that was kept before.
 */
export function followGoods(plan: Plan, context: PlanningContext): Plan {
  const checkContext = { ...checkContextOf(context), before: plan };
  const goods = new Map(context.consignments.map((each) => [each.consignmentId, each]));
  const smaller = plan.routes.flatMap((route) => {
    const all = route.trips.map((trip) => withGoods(trip, goods));
    const trips = all.filter(({ stops }) => stops.length > 0);
    if (trips.length === 0) return [];
    const changed = all.findIndex((trip, at) => !isSameTrip(route.trips[at], trip));
    return [{ route: { ...route, trips }, same: changed < 0 ? trips.length : changed, isChanged: changed >= 0 }];
  });
  const unassigned = plan.unassigned.flatMap((left): Unassigned[] => {
    const now = goods.get(left.consignmentId);
    return now === undefined ? [] : [{ ...left, ...sizeOf(now) }];
  });
  const routes = setPartitions(retimed(smaller, checkContext), context.vehicles);
  const kpis = kpisOf(context.depot, routes, unassigned, context.vehicles, context.consignments, context.stations);
  const stops = routes.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops));
  const { replanned: _, edited: __, split: ___, overrides: had = [], ...rest } = plan;
  const followed: Plan = {
    ...rest,
    provenance: { ...plan.provenance, how: 'edit' },
    routes,
    unassigned,
    ...(context.split.length > 0 && { split: context.split }),
    locks: plan.locks?.filter(({ vehicleId, stationId }) => isBrought(routes, vehicleId, stationId)),
    kpis: { ...kpis, lateStops: countLate(stops, checkContext.stations) },
  };
  // The network may be another than when the plan was made: what is wrong for that is not the order's doing.
  const before = { ...followed, routes: smaller.map(({ route }) => route), kpis: plan.kpis };
  const known = new Set(checkPlan(before, checkContext).map(whoseFault));
  const faults = checkPlan(followed, checkContext);
  const overrides = overridesOf(faults, had);
  const left = faults.filter((each) => !isOverridden(each, overrides));
  const fault = left.find((each) => !known.has(whoseFault(each)));
  if (fault !== undefined) {
    const { told: said, text } = violationOf(fault, waveClockOf(plan.deliveryDate, context.depot.timeZone));
    throw new ConflictError(
      'plan-cannot-follow',
      told`The plan cannot follow the change: ${said ?? text} Move the goods by hand, then change the order.`,
    );
  }
  return {
    ...followed,
    ...(overrides.length > 0 && { overrides }),
    kpis: { ...followed.kpis, checkerFaults: left.length },
  };
}

function whoseFault({ rule, facts }: PlanFault): string {
  return `${rule} ${facts?.vehicleId} ${facts?.stationId}`;
}

/** A route with less on it than before. */
interface SmallerRoute {
  readonly route: Route;
  /** Trips at its beginning of which nothing changed. */
  readonly same: number;
  readonly isChanged: boolean;
}

/**
 * Trips whose goods changed, and those behind them, get new times, on what is open of the vehicle's day. None departs earlier
 * than before: what was told or happened since the plan was first made, as a late departure or an edit while others were on
 * the road, is in its times alone.
 */
function retimed(smaller: readonly SmallerRoute[], context: PlanningData): Route[] {
  const stay = smaller.map(({ route, same }) => ({ trips: route.trips.slice(0, same) }));
  const docksInUse = dockUsesOf([...stay, ...routesBeside(context)], context.depot);
  return smaller.map(({ route, same, isChanged }) => {
    if (!isChanged) return route;
    const { executedPrefix, ...open } = route;
    const begun = route.trips.slice(0, same);
    const given = begunOf(executedPrefix, begun);
    const ahead = route.trips.slice(same);
    const vehicle = openVehicle(context.vehicles.get(route.vehicleId)!, begun, given?.at ?? 0);
    const departures = ahead.map(({ departs }) => departs);
    const timed = timeRoute(vehicle, stopsOf(ahead), context, docksInUse, departures);
    const trips = timed.trips.map((trip, tripAt) => ({
      ...trip,
      stops: trip.stops.map((stop, at) => {
        const { takesBack } = ahead[tripAt].stops[at];
        return { ...stop, ...(takesBack && { takesBack }) };
      }),
    }));
    docksInUse.push(...dockUsesOf([{ trips }], context.depot));
    return { ...open, trips: [...begun, ...trips], ...(given && { executedPrefix: given }) };
  });
}

/** Goods that change are not on board: where their trip was held to have begun by the clock alone, it has not. */
function begunOf(prefix: ExecutedPrefix | undefined, same: readonly Trip[]): ExecutedPrefix | undefined {
  if (prefix === undefined || prefix.trips <= same.length) return prefix;
  return same.length === 0 ? undefined : { at: prefix.at, trips: same.length, stops: same.at(-1)!.stops.length };
}

function stopsOf(trips: readonly Trip[]): PlannedStop[][] {
  return trips.map(({ stops }) => [...stops]);
}

function withGoods(trip: Trip, goods: ReadonlyMap<string, Consignment>): Trip {
  const stops = trip.stops.flatMap((stop) => {
    const consignments = stop.consignments.flatMap((placed) => {
      const now = goods.get(placed.consignmentId);
      return now === undefined ? [] : [{ ...placed, ...sizeOf(now) }];
    });
    return consignments.length === 0 ? [] : [{ ...stop, consignments }];
  });
  return { ...trip, stops };
}

function sizeOf({ grams, milliliters, part }: Consignment) {
  return { grams, milliliters, ...(part && { part }) };
}

function isSameTrip(before: Trip, now: Trip): boolean {
  const weights = ({ stops }: Trip) =>
    JSON.stringify(
      stops.map(({ consignments }) => consignments.map((each) => [each.consignmentId, each.grams, each.milliliters])),
    );
  return weights(before) === weights(now);
}

/** Whether a lock still speaks of something that is brought. */
function isBrought(routes: readonly Route[], vehicleId: string, stationId: string | undefined): boolean {
  const own = routes.find((route) => route.vehicleId === vehicleId);
  if (own === undefined || stationId === undefined) return own !== undefined;
  return own.trips.some(({ stops }) => stops.some((stop) => stop.stationId === stationId));
}

function keyOf({ orderId, lineNo }: Pick<ConsignmentLine, 'orderId' | 'lineNo'>): string {
  return `${orderId} ${lineNo}`;
}
