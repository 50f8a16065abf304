import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Vehicle } from '../../../domain/network/network.js';
import { maxTimeOnBoardSeconds } from '../../../domain/planning/max-time-on-board.js';
import type { Plan, PlanLock, Route, Unassigned } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { dockUsesOf } from '../../../domain/planning/timetable/loading.js';
import { plainly, told } from '../../../domain/told.js';
import type { Consignment } from '../../../domain/waves/consignment.js';
import { leftBehind } from '../from-solution.js';
import { packTrip, type UnpackedConsignment } from '../loading/pack-trip.js';
import { routesBeside } from '../planning-context.js';
import { timeRoute } from '../time-route.js';
import type { PlanEdit, VisitPlace } from './plan-edit.js';

/** A day's visits while they are being moved about: which goods, in which order, no times yet. */
type LooseRoutes = Map<string, { stationId: string; goods: UnpackedConsignment[] }[][]>;

/** A plan that is being changed. */
interface Draft {
  readonly context: PlanningData;
  readonly consignments: ReadonlyMap<string, Consignment>;
  readonly loose: LooseRoutes;
  readonly left: Map<string, Unassigned>;
  /** What the plan left behind, with its reasons. */
  readonly leftBefore: ReadonlyMap<string, Unassigned>;
  /** Vehicles whose routes are no longer the plan's. */
  readonly touched: Set<string>;
}

/**
 * A plan's routes after some edits. Only routes that an edit touches get new times and compartments; what no longer
 * holds is not mended but left for the checker to say.
 *
 * @throws InvalidInputError naming what an edit speaks of and the plan does not have.
 */
export function applyEdits(
  plan: Pick<Plan, 'routes' | 'unassigned' | 'locks'>,
  edits: readonly PlanEdit[],
  context: PlanningData,
): {
  readonly routes: Route[];
  readonly unassigned: Unassigned[];
  readonly locks: readonly PlanLock[];
  readonly touched: ReadonlySet<string>;
} {
  const loose: LooseRoutes = new Map(
    plan.routes.map((route) => [
      route.vehicleId,
      route.trips.map((trip) =>
        trip.stops.map(({ stationId, consignments }) => ({ stationId, goods: [...consignments] })),
      ),
    ]),
  );
  const leftBefore = new Map(plan.unassigned.map((goods) => [goods.consignmentId, goods]));
  const left = new Map(leftBefore);
  const consignments = new Map(context.consignments.map((each) => [each.consignmentId, each]));
  const touched = new Set<string>();
  const draft: Draft = { context, consignments, loose, left, leftBefore, touched };
  let locks = plan.locks ?? [];
  for (const edit of edits) {
    if (edit.kind === 'move') move(edit, draft);
    else if (edit.kind === 'exchange-vehicles') exchange(edit, draft);
    else locks = changeLock(edit, locks, draft);
  }
  const order = [...plan.routes.map((route) => route.vehicleId), ...loose.keys()];
  const known = new Map(plan.routes.map((route) => [route.vehicleId, route]));
  const routes: Route[] = [];
  const untouched = plan.routes.filter((route) => !touched.has(route.vehicleId));
  const docksInUse = dockUsesOf([...untouched, ...routesBeside(context)], context.depot);
  for (const vehicleId of new Set(order)) {
    const trips = (loose.get(vehicleId) ?? []).filter((trip) => trip.length > 0);
    if (trips.length === 0) continue;
    if (!touched.has(vehicleId)) {
      routes.push(known.get(vehicleId)!);
      continue;
    }
    const vehicle = context.vehicles.get(vehicleId)!;
    const packed = trips.map((trip) => packStops(trip, vehicle, context));
    const route = timeRoute(vehicle, packed, context, docksInUse);
    docksInUse.push(...dockUsesOf([route], context.depot));
    routes.push(route);
  }
  return { routes, unassigned: [...left.values()], locks, touched };
}

/** A lock speaks of what the vehicle brings; the same lock twice is one. */
function changeLock(
  { kind, vehicleId, stationId }: Lock,
  locks: readonly PlanLock[],
  { loose }: Draft,
): readonly PlanLock[] {
  const others = locks.filter((lock) => lock.vehicleId !== vehicleId || lock.stationId !== stationId);
  if (kind === 'unlock') return others;
  const stops = (loose.get(vehicleId) ?? []).flat();
  if (stops.length === 0) throw new InvalidInputError(told`Vehicle ${vehicleId} has no route that could be locked.`);
  if (stationId !== undefined && !stops.some((stop) => stop.stationId === stationId)) {
    throw new InvalidInputError(told`Vehicle ${vehicleId} brings nothing to station ${stationId}.`);
  }
  return [...others, { vehicleId, ...(stationId !== undefined && { stationId }) }];
}

type Move = Extract<PlanEdit, { kind: 'move' }>;
type Lock = Extract<PlanEdit, { kind: 'lock' | 'unlock' }>;
type Exchange = Extract<PlanEdit, { kind: 'exchange-vehicles' }>;

function move(edit: Move, { context, consignments, loose, left, leftBefore, touched }: Draft): void {
  const { stationId, consignmentIds, fromVehicleId, to } = edit;
  const isMeant = ({ consignmentId }: { consignmentId: string }) =>
    consignments.get(consignmentId)?.stationId === stationId &&
    (consignmentIds === undefined || consignmentIds.includes(consignmentId));
  const taken: UnpackedConsignment[] = [];
  for (const [vehicleId, trips] of loose) {
    if (fromVehicleId !== undefined && vehicleId !== fromVehicleId) continue;
    for (const trip of trips) {
      for (let at = trip.length - 1; at >= 0; at--) {
        const meant = trip[at].goods.filter(isMeant);
        if (meant.length === 0) continue;
        touched.add(vehicleId);
        // On its own vehicle a consignment may keep its compartment.
        taken.push(...meant.map((item) => (to?.vehicleId === vehicleId ? item : withoutCompartment(item))));
        trip[at].goods = trip[at].goods.filter((item) => !isMeant(item));
        if (trip[at].goods.length === 0) trip.splice(at, 1);
      }
    }
  }
  if (fromVehicleId === undefined) {
    for (const goods of [...left.values()].filter(isMeant)) {
      left.delete(goods.consignmentId);
      const { consignmentId, zoneId, grams, milliliters, part } = goods;
      taken.push({ consignmentId, zoneId, grams, milliliters, ...(part && { part }) });
    }
  }
  const missing = consignmentIds?.find((id) => !taken.some(({ consignmentId }) => consignmentId === id));
  if (taken.length === 0 || missing !== undefined) {
    const where = fromVehicleId === undefined ? plainly('The plan') : told`Vehicle ${fromVehicleId}`;
    throw new InvalidInputError(told`${where} has no ${missing ?? told`goods for station ${stationId}`}.`);
  }
  if (to !== null) {
    insert(to, stationId, taken, loose, context);
    touched.add(to.vehicleId);
    return;
  }
  for (const { consignmentId } of taken) {
    // What no vehicle could carry keeps that reason.
    const before = leftBefore.get(consignmentId);
    left.set(consignmentId, before ?? leftBehind(consignments.get(consignmentId)!, { code: 'by-hand' }));
  }
}

/** A station that the trip visits already is not visited twice: the goods join. */
function insert(
  { vehicleId, tripNo, position }: VisitPlace,
  stationId: string,
  goods: UnpackedConsignment[],
  loose: LooseRoutes,
  context: PlanningData,
): void {
  if (!context.vehicles.has(vehicleId)) throw new InvalidInputError(told`There is no vehicle ${vehicleId}.`);
  const trips = loose.get(vehicleId) ?? [];
  loose.set(vehicleId, trips);
  if (tripNo > trips.length + 1) {
    throw new InvalidInputError(
      told`Vehicle ${vehicleId} has ${trips.length} trips; the next would be ${trips.length + 1}.`,
    );
  }
  if (tripNo === trips.length + 1) trips.push([]);
  const trip = trips[tripNo - 1];
  const there = trip.find((stop) => stop.stationId === stationId);
  if (there === undefined) trip.splice(position - 1, 0, { stationId, goods });
  else there.goods.push(...goods);
}

function exchange({ vehicleId, otherVehicleId }: Exchange, { context, loose, touched }: Draft): void {
  if (vehicleId === otherVehicleId) {
    throw new InvalidInputError(told`Vehicle ${vehicleId} cannot be exchanged with itself. Name two vehicles.`);
  }
  for (const id of [vehicleId, otherVehicleId]) {
    if (!context.vehicles.has(id)) throw new InvalidInputError(told`There is no vehicle ${id}.`);
    touched.add(id);
  }
  const strip = (id: string) =>
    (loose.get(id) ?? []).map((trip) =>
      trip.map(({ stationId, goods }) => ({ stationId, goods: goods.map(withoutCompartment) })),
    );
  const [one, other] = [strip(vehicleId), strip(otherVehicleId)];
  if (one.length + other.length === 0) {
    throw new InvalidInputError(told`Neither ${vehicleId} nor ${otherVehicleId} has a route.`);
  }
  loose.set(vehicleId, other);
  loose.set(otherVehicleId, one);
}

function withoutCompartment({ compartmentNo: _, ...goods }: UnpackedConsignment): UnpackedConsignment {
  return goods;
}

/** Where a load fits no way, the goods ride in the first compartment for their zone, or the first, and are too much there. */
function packStops(
  trip: readonly { stationId: string; goods: readonly UnpackedConsignment[] }[],
  vehicle: Vehicle,
  { zones, depot }: PlanningData,
) {
  const goods = trip.flatMap((stop) => stop.goods);
  const placed =
    packTrip(goods, vehicle, {
      keeps: (part, zoneId) => {
        const zone = zones.find((each) => each.zoneId === zoneId);
        return zone && maxTimeOnBoardSeconds(part, zone, depot);
      },
      incompatibleZones: depot.rules?.incompatibleZones,
    }) ??
    goods.map((item) => {
      const { compartments } = vehicle;
      const part = compartments.find(({ zoneIds }) => zoneIds.includes(item.zoneId)) ?? compartments[0];
      return { ...item, compartmentNo: item.compartmentNo ?? part?.compartmentNo ?? 0 };
    });
  const byId = new Map(placed.map((item) => [item.consignmentId, item]));
  return trip.map(({ stationId, goods: own }) => ({
    stationId,
    consignments: own.map(({ consignmentId }) => byId.get(consignmentId)!),
  }));
}
