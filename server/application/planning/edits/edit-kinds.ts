import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { PlanLock } from '../../../domain/planning/plan.js';
import type { PlanEdit } from '../../../domain/planning/plan-edit.js';
import { plainly, type Told, told } from '../../../domain/told.js';
import { leftBehind } from '../from-solution.js';
import { givenTrips, holdText } from '../under-way/day-under-way.js';
import { heldViolation } from '../violation.js';
import {
  assertVehicle,
  type LooseDay,
  type LooseStop,
  putInto,
  tripAt,
  tripOf,
  withoutCompartment,
} from './loose-day.js';

type Edit<Kind extends PlanEdit['kind']> = Extract<PlanEdit, { kind: Kind }>;

/** Makes one edit on a day. What something holds stays where it is, and the day says so. @throws InvalidInputError */
export function makeEdit(edit: PlanEdit, day: LooseDay): void {
  if (edit.kind === 'move') move(edit, day);
  else if (edit.kind === 'reverse') reverse(edit, day);
  else if (edit.kind === 'split') split(edit, day);
  else if (edit.kind === 'join') join(edit, day);
  else if (edit.kind === 'exchange-vehicles') exchange(edit, day);
  else day.locks = changeLock(edit, day);
}

function refuse(day: LooseDay, vehicleId: string, text: Told, stationId?: string): void {
  day.refused.push(heldViolation(text, { vehicleId, ...(stationId !== undefined && { stationId }) }));
}

/** Whether a trip takes no more and loses nothing; the day says so then. */
function isGiven(day: LooseDay, vehicleId: string, tripNo: number): boolean {
  if (tripNo > givenTrips(day.underWay, vehicleId)) return false;
  refuse(day, vehicleId, told`Trip ${tripNo} of vehicle ${vehicleId} is loaded or has left. Choose a later trip.`);
  return true;
}

function move(edit: Edit<'move'>, day: LooseDay): void {
  const { consignmentIds, fromVehicleId, to } = edit;
  const stationIds = edit.stationIds ?? (edit.stationId === undefined ? [] : [edit.stationId]);
  if (stationIds.length === 0) throw new InvalidInputError('A move names a station, or several.');
  const found = stationIds.map((stationId) => find(day, edit, stationId));
  const missing = consignmentIds?.find((id) => !found.some(({ ids }) => ids.has(id)));
  const nothing = found.find(({ ids }) => ids.size === 0);
  if (missing !== undefined || nothing !== undefined) {
    const where = fromVehicleId === undefined ? plainly('The plan') : told`Vehicle ${fromVehicleId}`;
    throw new InvalidInputError(told`${where} has no ${missing ?? told`goods for station ${nothing!.stationId}`}.`);
  }
  if (to !== null) assertVehicle(day, to.vehicleId);
  if (isHeld(found, to, day)) return;
  const stops = found.map(({ stationId, ids }): LooseStop => ({ stationId, goods: take(day, ids, to?.vehicleId) }));
  if (to !== null) {
    putInto(tripAt(day, to), to.position - 1, stops);
    day.touched.add(to.vehicleId);
    return;
  }
  for (const { consignmentId } of stops.flatMap(({ goods }) => goods)) {
    // What no vehicle could carry keeps that reason.
    const before = day.leftBefore.get(consignmentId);
    day.left.set(consignmentId, before ?? leftBehind(day.consignments.get(consignmentId)!, { code: 'by-hand' }));
  }
}

interface Found {
  readonly stationId: string;
  readonly ids: ReadonlySet<string>;
}

/** The goods of a station that a move speaks of. */
function find({ routes, left, consignments }: LooseDay, edit: Edit<'move'>, stationId: string): Found {
  const { consignmentIds, fromVehicleId } = edit;
  const isMeant = ({ consignmentId }: { consignmentId: string }) =>
    consignments.get(consignmentId)?.stationId === stationId &&
    (consignmentIds === undefined || consignmentIds.includes(consignmentId));
  const aboard = [...routes].flatMap(([vehicleId, trips]) =>
    fromVehicleId !== undefined && vehicleId !== fromVehicleId
      ? []
      : trips.flatMap((trip) => trip.flatMap(({ goods }) => goods.filter(isMeant))),
  );
  const loose = fromVehicleId === undefined ? [...left.values()].filter(isMeant) : [];
  return { stationId, ids: new Set([...aboard, ...loose].map(({ consignmentId }) => consignmentId)) };
}

/** What is on board may change its turn on its own trip; a trip that has begun takes nothing else. */
function isHeld(found: readonly Found[], to: Edit<'move'>['to'], day: LooseDay): boolean {
  const refusals = day.refused.length;
  const { holds } = day.underWay ?? {};
  for (const { stationId, ids } of found) {
    const own = [...ids].flatMap((id) => holds?.get(id) ?? []);
    const stays = ({ vehicleId, tripNo, how }: (typeof own)[number]) =>
      how !== 'done' && to?.vehicleId === vehicleId && to.tripNo === tripNo;
    const hold = own.find((each) => !stays(each));
    if (hold !== undefined) refuse(day, hold.vehicleId, holdText(hold, stationId), stationId);
    else if (to !== null && own.length < ids.size && isGiven(day, to.vehicleId, to.tripNo)) break;
  }
  return day.refused.length > refusals;
}

/** Takes goods from where they are. On its own vehicle a consignment may keep its compartment. */
function take(day: LooseDay, ids: ReadonlySet<string>, toVehicleId: string | undefined): LooseStop['goods'] {
  const taken: LooseStop['goods'] = [];
  const isMeant = ({ consignmentId }: { consignmentId: string }) => ids.has(consignmentId);
  for (const [vehicleId, trips] of day.routes) {
    for (const trip of trips) {
      for (let at = trip.length - 1; at >= 0; at--) {
        const meant = trip[at].goods.filter(isMeant);
        if (meant.length === 0) continue;
        day.touched.add(vehicleId);
        taken.push(...meant.map((item) => (toVehicleId === vehicleId ? item : withoutCompartment(item))));
        trip[at].goods = trip[at].goods.filter((item) => !isMeant(item));
        if (trip[at].goods.length === 0) trip.splice(at, 1);
      }
    }
  }
  for (const goods of [...day.left.values()].filter(isMeant)) {
    day.left.delete(goods.consignmentId);
    const { consignmentId, zoneId, grams, milliliters, part } = goods;
    taken.push({ consignmentId, zoneId, grams, milliliters, ...(part && { part }) });
  }
  return taken;
}

/** Of a trip under way the stops that are still ahead; what is done stays first. */
function reverse({ vehicleId, tripNo }: Edit<'reverse'>, day: LooseDay): void {
  tripOf(day, vehicleId, tripNo).reverse();
  day.touched.add(vehicleId);
}

function split({ vehicleId, tripNo, position, toVehicleId }: Edit<'split'>, day: LooseDay): void {
  const trip = tripOf(day, vehicleId, tripNo);
  assertVehicle(day, toVehicleId);
  if (position > trip.length) {
    throw new InvalidInputError(told`Trip ${tripNo} of vehicle ${vehicleId} has ${trip.length} stops.`);
  }
  if (isGiven(day, vehicleId, tripNo)) return;
  const stops = trip.splice(position - 1);
  const isOwn = vehicleId === toVehicleId;
  const further = stops.map(({ stationId, goods }) => ({
    stationId,
    goods: isOwn ? goods : goods.map(withoutCompartment),
  }));
  const trips = day.routes.get(toVehicleId) ?? [];
  day.routes.set(toVehicleId, trips);
  trips.splice(isOwn ? tripNo : trips.length, 0, further);
  day.touched.add(vehicleId).add(toVehicleId);
}

function join(edit: Edit<'join'>, day: LooseDay): void {
  const { vehicleId, tripNo, toVehicleId, toTripNo } = edit;
  const trips = day.routes.get(vehicleId) ?? [];
  const wanted = tripNo === undefined ? trips.map((_, at) => at + 1) : [tripNo];
  if (wanted.length === 0) throw new InvalidInputError(told`Vehicle ${vehicleId} has no route.`);
  assertVehicle(day, toVehicleId);
  const target = toTripNo ?? Math.max(1, day.routes.get(toVehicleId)?.length ?? 0);
  if (vehicleId === toVehicleId && (tripNo === undefined || tripNo === target)) {
    throw new InvalidInputError(told`The stops of vehicle ${vehicleId} cannot be joined to themselves.`);
  }
  const from = wanted.map((no) => tripOf(day, vehicleId, no));
  const holding = wanted.find((no) => no <= givenTrips(day.underWay, vehicleId));
  if (holding !== undefined ? isGiven(day, vehicleId, holding) : isGiven(day, toVehicleId, target)) return;
  const stops = from.flatMap((trip) => trip.splice(0));
  const trip = tripAt(day, { vehicleId: toVehicleId, tripNo: target });
  const isOwn = vehicleId === toVehicleId;
  putInto(
    trip,
    trip.length,
    stops.map(({ stationId, goods }) => ({ stationId, goods: isOwn ? goods : goods.map(withoutCompartment) })),
  );
  day.touched.add(vehicleId).add(toVehicleId);
}

function exchange({ vehicleId, otherVehicleId }: Edit<'exchange-vehicles'>, day: LooseDay): void {
  const { routes } = day;
  if (vehicleId === otherVehicleId) {
    throw new InvalidInputError(told`Vehicle ${vehicleId} cannot be exchanged with itself. Name two vehicles.`);
  }
  for (const id of [vehicleId, otherVehicleId]) assertVehicle(day, id);
  const begun = [vehicleId, otherVehicleId].find((id) => givenTrips(day.underWay, id) > 0);
  if (begun !== undefined) {
    refuse(day, begun, told`Vehicle ${begun} has loaded or left. What it has not loaded yet can be moved by itself.`);
    return;
  }
  const strip = (id: string) =>
    (routes.get(id) ?? []).map((trip) =>
      trip.map(({ stationId, goods }) => ({ stationId, goods: goods.map(withoutCompartment) })),
    );
  const [one, other] = [strip(vehicleId), strip(otherVehicleId)];
  if (one.length + other.length === 0) {
    throw new InvalidInputError(told`Neither ${vehicleId} nor ${otherVehicleId} has a route.`);
  }
  routes.set(vehicleId, other);
  routes.set(otherVehicleId, one);
  day.touched.add(vehicleId).add(otherVehicleId);
}

/** A lock speaks of what the vehicle brings; the same lock twice is one. */
function changeLock(
  { kind, vehicleId, stationId }: Edit<'lock' | 'unlock'>,
  { locks, routes }: LooseDay,
): readonly PlanLock[] {
  const others = locks.filter((lock) => lock.vehicleId !== vehicleId || lock.stationId !== stationId);
  if (kind === 'unlock') return others;
  const stops = (routes.get(vehicleId) ?? []).flat();
  if (stops.length === 0) throw new InvalidInputError(told`Vehicle ${vehicleId} has no route that could be locked.`);
  if (stationId !== undefined && !stops.some((stop) => stop.stationId === stationId)) {
    throw new InvalidInputError(told`Vehicle ${vehicleId} brings nothing to station ${stationId}.`);
  }
  return [...others, { vehicleId, ...(stationId !== undefined && { stationId }) }];
}
