import type { Route, Trip, Unassigned } from '../../../../domain/planning/plan.js';
import type { Consignment } from '../../../../domain/waves/consignment.js';
import type { Problem } from '../../../../solver/index.js';
import { leftBehind } from '../../from-solution.js';
import { routesBeside } from '../../planning-context.js';
import { withLocks } from '../../planning-locks.js';
import type { PlanningTask } from '../../to-problem.js';
import type { EventInput } from '../event-input.js';
import { keepRoutes } from '../keep-routes.js';
import type { SortedDay } from './partition-day.js';
import { openVehicles, restTask, withStart } from './remaining-problem.js';

/** What is settled before any search, and what is left to it. */
export interface OpenDay {
  readonly input: EventInput;
  readonly executed: ReadonlyMap<string, Route>;
  /** Trips ahead that stay. */
  readonly kept: ReadonlyMap<string, readonly Trip[]>;
  readonly left: readonly Unassigned[];
  readonly task: PlanningTask;
  readonly problem: Problem;
  /** Whether vehicles with trips ahead take no part in the search. */
  readonly isPart: boolean;
}

/** Reasons for which goods were left out that no event of the day changes, or that a dispatcher has given. */
const lasting: ReadonlySet<string> = new Set([
  'by-hand',
  'too-large',
  'too-heavy',
  'vehicle-height',
  'zone-compartment',
  'unreachable',
]);
/** How many vehicles that have no route the search may begin to use. */
const mostUnused = 12;

/**
 * The problem that an event leaves: goods without a vehicle, the vehicles near them, and those that cannot keep to what
 * was planned. The smaller it is, the better it is searched in a second, and the less changes.
 *
 * @param isWide with all vehicles, where the few near ones were not enough.
 */
export function buildSubproblem(input: EventInput, day: SortedDay, isWide: boolean): OpenDay {
  const { plan, from, context } = input;
  const { executed, ahead, checkContext, closed } = day;
  const left = [...day.left];
  const settled = new Set([
    ...[...executed.values()].flatMap(({ trips }) => trips.flatMap(consignmentsOf)),
    ...left.map(({ consignmentId }) => consignmentId),
  ]);
  const leave = (consignment: Consignment, code: string) => {
    left.push(leftBehind(consignment, { code }));
    settled.add(consignment.consignmentId);
  };
  const hopeless = new Map(
    plan.unassigned.filter(({ reason }) => lasting.has(reason.code)).map((goods) => [goods.consignmentId, goods]),
  );
  const planned = new Set([...ahead.values()].flatMap(({ stops }) => stops.flat().flatMap((stop) => goodsOf(stop))));
  for (const consignment of context.consignments) {
    const { consignmentId, stationId } = consignment;
    if (settled.has(consignmentId)) continue;
    if (closed.has(stationId)) leave(consignment, 'station-closed');
    else if (context.offRoad.has(stationId)) leave(consignment, 'no-road');
    else if (hopeless.has(consignmentId) && !planned.has(consignmentId) && !input.added.has(consignmentId)) {
      left.push(hopeless.get(consignmentId)!);
      settled.add(consignmentId);
    }
  }
  const open = context.consignments.filter(({ consignmentId }) => !settled.has(consignmentId));
  const loose = open.filter(({ consignmentId }) => !planned.has(consignmentId));
  const vehicles = openVehicles(executed, from, context);
  const { locks } = input;
  const locked = new Set(locks.filter(({ stationId }) => stationId === undefined).map(({ vehicleId }) => vehicleId));
  const { kept, searched } = keepRoutes({
    context: checkContext,
    vehicles: new Map(vehicles.map((vehicle) => [vehicle.vehicleId, vehicle])),
    executed,
    ahead: isWide ? new Map([...ahead].filter(([vehicleId]) => locked.has(vehicleId))) : ahead,
    loose: loose.map(({ stationId }) => stationId),
    locked,
  });
  const keptGoods = new Set([...kept.values()].flatMap((trips) => trips.flatMap(consignmentsOf)));
  const rest = open.filter(({ consignmentId }) => !keptGoods.has(consignmentId));
  const isFree = (vehicleId: string) =>
    !kept.has(vehicleId) && !searched.has(vehicleId) && (isWide || !ahead.has(vehicleId));
  const unused = rest.length === 0 ? [] : vehicles.filter(({ vehicleId }) => isFree(vehicleId));
  const wanted = new Set([
    ...searched,
    ...(isWide ? unused : unused.slice(0, mostUnused)).map(({ vehicleId }) => vehicleId),
  ]);
  const drivers = vehicles.filter(({ vehicleId }) => wanted.has(vehicleId));
  const task = restTask(rest, drivers, context);
  const keptRoutes = [...kept].map(([vehicleId, trips]) => ({ vehicleId, trips }));
  const begin = new Map([...ahead].filter(([vehicleId]) => wanted.has(vehicleId)));
  const start = withStart(task, begin, [...executed.values(), ...keptRoutes, ...routesBeside(context)], from, context);
  const problem = withLocks({ ...task, problem: start }, plan, locks);
  return { input, executed, kept, left, task, problem, isPart: kept.size > 0 };
}

const consignmentsOf = ({ stops }: Pick<Trip, 'stops'>) => stops.flatMap((stop) => goodsOf(stop));
const goodsOf = ({ consignments }: Trip['stops'][number]) => consignments.map(({ consignmentId }) => consignmentId);
