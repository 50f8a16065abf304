import { checkPlan } from '../../domain/check-plan.js';
import type { Consignment } from '../../domain/consignment.js';
import { ConflictError } from '../../domain/dispatch-error.js';
import type { Vehicle } from '../../domain/network.js';
import type { DayChanges, Plan, PlannedStop, Route, Trip, Unassigned } from '../../domain/plan.js';
import type { ReplanEvent } from '../../domain/replan.js';
import { serviceSeconds } from '../../domain/service-time.js';
import type { Problem, Solution } from '../../solver/index.js';
import { countLate, figuresOf, leftBehind, routesOf, unassignedOf } from '../planning/from-solution.js';
import { narrowTravel } from '../planning/narrow-travel.js';
import { checkContextOf, type PlanningContext } from '../planning/planning-context.js';
import { reasonOf } from '../planning/reason-of.js';
import { type PlanningTask, toProblem } from '../planning/to-problem.js';
import { type BegunDay, cutDay, underWayOf } from './begun-day.js';
import { type FetchTrip, fetchGoods, type Stranded, type Substitute } from './fetch-goods.js';
import { orderRest } from './order-rest.js';
import { withLocks } from './planning-locks.js';
import type { SeenRun } from './replan-store.js';

/** What a re-plan starts from. */
export interface EventInput {
  readonly plan: Plan;
  readonly event: ReplanEvent;
  /** Seconds after the wave's midnight. */
  readonly from: number;
  readonly seen: readonly SeenRun[];
  /** With what the event changes for the day in it. */
  readonly today: DayChanges;
  readonly context: PlanningContext;
  /** Where the vehicle that broke down stands. */
  readonly position: { readonly lon: number; readonly lat: number } | undefined;
}

/** What is decided before any search: what is on the road, and what is open. */
export interface OpenDay {
  readonly input: EventInput;
  /** Beginnings of routes, for vehicles that have begun. */
  readonly begun: ReadonlyMap<string, Route>;
  readonly task: PlanningTask;
  readonly problem: Problem;
  readonly left: readonly Unassigned[];
  /** Consignments that the event itself moved off their vehicle. */
  readonly displaced: ReadonlySet<string>;
}

/**
 * Millionths of the currency that it costs to give a station to another vehicle than the one that had it: the loaders
 * have sorted its goods, a courier knows of it. Some ten kilometers of driving.
 */
const changeMicros = 20_000_000;

/**
 * Sorts a day by what can still be changed. What was done stays as it was reported; what is on board stays there, in an
 * order that may change where it would be late; everything still at the depot is a problem for the search.
 *
 * @throws ConflictError when the event speaks of nothing that lies ahead, or the vehicle named cannot fetch the goods.
 */
export function openDay(input: EventInput): OpenDay {
  const { plan, event, from, seen, context, today } = input;
  const checkContext = checkContextOf(context);
  const runs = new Map(seen.map((run) => [run.vehicleId, run]));
  const closed = new Set(today.hours.filter(({ windows }) => windows.length === 0).map(({ stationId }) => stationId));
  const goods = new Map(context.consignments.map((each) => [each.consignmentId, each]));
  const begun = new Map<string, Route>();
  const freeTrips = new Map<string, PlannedStop[][]>();
  const left: Unassigned[] = [];
  const displaced = new Set<string>();
  let stranded: Stranded | undefined;
  const leaveOut = (stops: readonly PlannedStop[], code: string) => {
    for (const { consignmentId } of stops.flatMap(({ consignments }) => consignments)) {
      left.push(leftBehind(goods.get(consignmentId)!, reasonOf(code)));
    }
  };
  const note = (stops: readonly PlannedStop[]) => {
    for (const { consignmentId } of stops.flatMap(({ consignments }) => consignments)) displaced.add(consignmentId);
  };
  const isOpen = ({ stationId }: PlannedStop) => !closed.has(stationId);

  for (const route of plan.routes) {
    const { vehicleId } = route;
    if (route.begun?.isOut === true) {
      begun.set(vehicleId, route);
      continue;
    }
    const vehicle = context.vehicles.find((each) => each.vehicleId === vehicleId)!;
    const day = cutDay(route, runs.get(vehicleId), from, checkContext);
    if (event.kind === 'vehicle-out' && event.vehicleId === vehicleId) {
      const { rest, isOnRoad } = breakDown(day, from, begun);
      if (isOnRoad && rest.length > 0) {
        const position =
          day.current?.done.length === 0 ? (day.current.fetch?.position ?? input.position) : input.position;
        stranded = { vehicleId, position: position ?? context.depot.position, stops: rest.filter(isOpen) };
        leaveOut(
          rest.filter((stop) => !isOpen(stop)),
          'on-board',
        );
      }
      const atDepot = isOnRoad ? day.free.flat() : [...rest, ...day.free.flat()];
      note([...rest, ...day.free.flat()]);
      if (atDepot.length > 0) freeTrips.set(vehicleId, [atDepot.filter(isOpen)]);
      leaveOut(
        atDepot.filter((stop) => !isOpen(stop)),
        'station-closed',
      );
      continue;
    }
    const minutes = event.kind === 'late-departure' && event.vehicleId === vehicleId ? event.minutes : 0;
    const current = day.current && delayed(day.current, minutes, from);
    const trips: Trip[] = [...day.past];
    let reached = trips.at(-1)?.stops.length ?? 0;
    if (current !== undefined) {
      const rest = current.rest.filter(isOpen);
      leaveOut(
        current.rest.filter((stop) => !isOpen(stop)),
        current.hasLeft ? 'on-board' : 'station-closed',
      );
      if (rest.length + current.done.length > 0) {
        const fetch = current.fetch && current.done.length === 0 ? fetchAgain(current, vehicle, rest) : current.fetch;
        const under = underWayOf({ ...current, fetch }, from);
        const driven = orderRest(vehicle, under, rest, current.hasLeft ? Math.min(1, rest.length) : 0, checkContext);
        const { loadBegins, departs, done } = current;
        const { returns, meters, seconds } = driven;
        trips.push({
          loadBegins,
          departs,
          returns,
          meters,
          seconds,
          stops: [...done, ...driven.stops],
          ...(fetch && { fetch }),
        });
        reached = done.length;
      }
    }
    if (trips.length > 0)
      begun.set(vehicleId, { vehicleId, trips, begun: { at: from, trips: trips.length, stops: reached } });
    const free = day.free.map((stops) => stops.filter(isOpen));
    leaveOut(
      day.free.flat().filter((stop) => !isOpen(stop)),
      'station-closed',
    );
    freeTrips.set(
      vehicleId,
      free.filter((stops) => stops.length > 0),
    );
  }

  function fetchAgain(current: NonNullable<BegunDay['current']>, vehicle: Vehicle, rest: readonly PlannedStop[]) {
    const fetch = current.fetch!;
    const leg = checkContext.travel(vehicle.profile, undefined, `fetch@${fetch.fromVehicleId}`) ?? {
      seconds: fetch.legSeconds,
      meters: fetch.legMeters,
    };
    const grams = rest.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
    const arrives = current.departs + leg.seconds;
    const leaves = arrives + serviceSeconds(context.depot.loading, grams);
    return { ...fetch, arrives, leaves, legSeconds: leg.seconds, legMeters: leg.meters };
  }

  if (stranded !== undefined && event.kind === 'vehicle-out') {
    const missed = fetchAll(stranded, event, { ...input, begun, freeTrips, checkContext });
    leaveOut(missed, 'vehicle-out');
  }

  const locks = plan.locks ?? [];
  const isKnown = new Set([...begun.values()].flatMap(({ trips }) => trips.flatMap(consignmentsOf)));
  const leftIds = new Set(left.map(({ consignmentId }) => consignmentId));
  const byHand = plan.unassigned.filter(
    ({ consignmentId, reason }) => reason.code === 'by-hand' && goods.has(consignmentId) && !leftIds.has(consignmentId),
  );
  for (const each of byHand) {
    left.push(each);
    leftIds.add(each.consignmentId);
  }
  const open = context.consignments.filter(
    ({ consignmentId }) => !isKnown.has(consignmentId) && !leftIds.has(consignmentId),
  );
  for (const each of open.filter(({ stationId }) => closed.has(stationId))) {
    left.push(leftBehind(each, reasonOf('station-closed')));
  }
  const placeable = open.filter(({ stationId }) => !closed.has(stationId));
  for (const each of placeable.filter(({ stationId }) => context.offRoad.has(stationId))) {
    left.push(leftBehind(each, reasonOf('no-road')));
  }
  const reachable = placeable.filter(({ stationId }) => !context.offRoad.has(stationId));
  const task = taskFor(reachable, begun, input);
  const problem = withLocks({ ...task, problem: withStart(task, freeTrips, begun, input) }, plan, locks);
  return { input, begun, task, problem, left, displaced };
}

const consignmentsOf = ({ stops }: Trip) =>
  stops.flatMap(({ consignments }) => consignments.map(({ consignmentId }) => consignmentId));

/** What a vehicle that broke down has done stays its route; what is on board, and whether that is on the road. */
function breakDown({ vehicleId, past, current }: BegunDay, from: number, begun: Map<string, Route>) {
  const trips = [...past];
  if (current !== undefined && current.done.length > 0) {
    const { meters, seconds } = underWayOf(current, from);
    const { loadBegins, departs, done, fetch } = current;
    const returns = Math.max(from, done[done.length - 1].leaves);
    trips.push({ loadBegins, departs, returns, meters, seconds, stops: done, ...(fetch && { fetch }) });
  }
  if (trips.length > 0) {
    const stops = trips[trips.length - 1].stops.length;
    begun.set(vehicleId, { vehicleId, trips, begun: { at: from, trips: trips.length, stops, isOut: true } });
  }
  return {
    rest: current?.rest ?? [],
    isOnRoad: current !== undefined && (current.hasLeft || current.fetch !== undefined),
  };
}

/** A trip that goes on, or leaves, later. */
function delayed(current: NonNullable<BegunDay['current']>, minutes: number, from: number) {
  if (minutes === 0) return current;
  const later = minutes * 60;
  const last = current.done.at(-1);
  if (last === undefined) {
    const departs = current.hasLeft ? Math.max(current.departs, from) + later : current.departs + later;
    return { ...current, departs };
  }
  return { ...current, done: [...current.done.slice(0, -1), { ...last, leaves: Math.max(last.leaves, from) + later }] };
}

interface FetchInput extends EventInput {
  readonly begun: Map<string, Route>;
  readonly freeTrips: ReadonlyMap<string, PlannedStop[][]>;
  readonly checkContext: ReturnType<typeof checkContextOf>;
}

/** Sends vehicles for goods on the road, one after the other, until all are taken over. Returns what nobody takes. */
function fetchAll(
  stranded: Stranded,
  event: Extract<ReplanEvent, { kind: 'vehicle-out' }>,
  { plan, context, begun, freeTrips, checkContext, from }: FetchInput,
): readonly PlannedStop[] {
  if (event.goods === 'stay') return stranded.stops;
  const locked = new Set(
    plan.locks?.filter(({ stationId }) => stationId === undefined).map(({ vehicleId }) => vehicleId),
  );
  let left = stranded.stops;
  const used = new Set<string>();
  const wanted = event.substituteVehicleId;
  while (left.length > 0) {
    const substitutes = context.available
      .filter(({ vehicleId }) => vehicleId !== stranded.vehicleId && !used.has(vehicleId))
      .filter(({ vehicleId }) => (wanted === undefined ? !locked.has(vehicleId) : vehicleId === wanted))
      .map((vehicle): Substitute => {
        const trips = begun.get(vehicle.vehicleId)?.trips ?? [];
        return {
          vehicle,
          ready: Math.max(from, vehicle.shift.opens, trips.at(-1)?.returns ?? 0),
          tripsBefore: trips.length,
          stopsBefore: trips.reduce((count, trip) => count + trip.stops.length, 0),
          metersBefore: trips.reduce((total, trip) => total + trip.meters, 0),
          ownStops: freeTrips.get(vehicle.vehicleId)?.flat().length ?? 0,
        };
      });
    const found: FetchTrip | undefined = fetchGoods({ ...stranded, stops: left }, substitutes, checkContext);
    if (found === undefined) {
      if (wanted === undefined || used.has(wanted)) return left;
      throw new ConflictError(
        'cannot-fetch',
        `Vehicle ${wanted} cannot fetch goods from vehicle ${stranded.vehicleId}: it has no room, trip or time left for it.`,
      );
    }
    const before = begun.get(found.vehicleId)?.trips ?? [];
    const trips = [...before, found.trip];
    begun.set(found.vehicleId, {
      vehicleId: found.vehicleId,
      trips,
      begun: { at: from, trips: trips.length, stops: 0 },
    });
    used.add(found.vehicleId);
    left = found.left;
  }
  return left;
}

/** Vehicles as far as their day is still open, and the goods that are. */
function taskFor(open: readonly Consignment[], begun: ReadonlyMap<string, Route>, { from, context }: EventInput) {
  const wanted = new Set(open.map(({ stationId }) => stationId));
  const stations = context.visited.filter(({ stationId }) => wanted.has(stationId));
  const placeOf = new Map(context.visited.map(({ stationId }, at) => [stationId, at + 1]));
  const vehicles = context.available.flatMap((vehicle): Vehicle[] => {
    const trips = begun.get(vehicle.vehicleId)?.trips ?? [];
    const opens = Math.max(from, vehicle.shift.opens, trips.at(-1)?.returns ?? 0);
    const stops = trips.reduce((count, trip) => count + trip.stops.length, 0);
    const meters = trips.reduce((total, trip) => total + trip.meters, 0);
    const maxTrips = vehicle.maxTrips - trips.length;
    if (maxTrips <= 0 || opens >= vehicle.shift.closes) return [];
    const { maxStops, rangeMeters, price } = vehicle;
    return [
      {
        ...vehicle,
        shift: { ...vehicle.shift, opens },
        maxTrips,
        maxStops: maxStops === undefined ? undefined : Math.max(0, maxStops - stops),
        rangeMeters: rangeMeters === undefined ? undefined : Math.max(0, rangeMeters - meters),
        // What drives already has cost its fixed part.
        price: trips.length === 0 ? price : { ...price, fixedMicros: 0 },
      },
    ];
  });
  return toProblem({
    depot: context.depot,
    vehicles,
    stations,
    consignments: open,
    zoneIds: context.zones.map(({ zoneId }) => zoneId),
    travel: narrowTravel(context.travel, [0, ...stations.map(({ stationId }) => placeOf.get(stationId)!)]),
  });
}

/** The search begins with what was planned, pays for changing it, and finds docks taken by what loads now. */
function withStart(
  task: PlanningTask,
  freeTrips: ReadonlyMap<string, readonly (readonly PlannedStop[])[]>,
  begun: ReadonlyMap<string, Route>,
  { from, context }: EventInput,
): Problem {
  const { problem, vehicles, stations, zoneIds } = task;
  const vehicleAt = new Map(vehicles.map(({ vehicleId }, at) => [vehicleId, at]));
  const stationAt = new Map(stations.map(({ stationId }, at) => [stationId, at]));
  const had = new Map<number, number>();
  const start = [...freeTrips].flatMap(([vehicleId, trips]) => {
    const vehicle = vehicleAt.get(vehicleId);
    if (vehicle === undefined) return [];
    const visits = trips.map((stops) =>
      stops.flatMap(({ stationId, consignments }) => {
        const station = stationAt.get(stationId);
        if (station === undefined) return [];
        had.set(station, vehicle);
        return [{ station, zones: consignments.map(({ zoneId }) => zoneIds.indexOf(zoneId)) }];
      }),
    );
    return [{ vehicle, trips: visits.filter((trip) => trip.length > 0).slice(0, vehicles[vehicle].maxTrips) }];
  });
  const taken = [...begun.values()].flatMap(({ trips }) =>
    trips.flatMap(({ loadBegins, stops, fetch }) => {
      const grams = stops.flatMap(({ consignments }) => consignments).reduce((sum, item) => sum + item.grams, 0);
      const ends = loadBegins + serviceSeconds(context.depot.loading, grams);
      return fetch === undefined && ends > from ? [{ begins: Math.max(from, loadBegins), ends }] : [];
    }),
  );
  return {
    ...problem,
    start,
    depots: problem.depots.map((depot) => ({ ...depot, taken })),
    stations: problem.stations.map((station, at) => {
      const vehicle = had.get(at);
      return vehicle === undefined ? station : { ...station, previous: { vehicle, changeCost: changeMicros } };
    }),
  };
}

/** The plan after the event: beginnings, and behind them what the search found. @throws Error when it breaks a rule. */
export function closeDay({ input, begun, task, left }: OpenDay, solution: Solution) {
  const { plan, context } = input;
  const checkContext = checkContextOf(context);
  const found = new Map(routesOf(solution, task).map((route) => [route.vehicleId, route]));
  const order = [...plan.routes.map(({ vehicleId }) => vehicleId), ...begun.keys(), ...found.keys()];
  const routes = [...new Set(order)].flatMap((vehicleId): Route[] => {
    const beginning = begun.get(vehicleId);
    const rest = found.get(vehicleId);
    if (beginning === undefined) return rest === undefined ? [] : [rest];
    return [{ ...beginning, trips: [...beginning.trips, ...(rest?.trips ?? [])] }];
  });
  const unassigned = [...left, ...unassignedOf(solution, task, context)];
  const stops = routes.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops));
  const lateStops = countLate(stops, checkContext.stations);
  const figures = { ...figuresOf(routes, unassigned, context.vehicles, context.consignments), lateStops };
  const faults = checkPlan({ ...plan, routes, unassigned, figures }, checkContext);
  if (faults.length > 0) {
    // A plan that breaks a rule is a bug of ours: it is never shown.
    const texts = faults.slice(0, 5).map(({ text }) => text);
    throw new Error(`The plan after the event breaks ${faults.length} rules: ${texts.join(' ')}`);
  }
  return { routes, unassigned, figures };
}
