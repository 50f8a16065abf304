import type { Plan, PlanEdit } from '../../api/types.js';

/** A station's goods on one vehicle, or its unassigned ones. */
export interface Visit {
  readonly stationId: string;
  /** Undefined: unassigned, or wherever they are. */
  readonly vehicleId: string | undefined;
  /** Only these of the station's goods. */
  readonly consignmentIds?: readonly string[];
  /** Stations that move with it, behind it and in this order, from wherever they are. */
  readonly others?: readonly string[];
}

/** Where a visit goes: before the stop that stands at `before` in the trip as it is shown; its length is after the last. */
export interface Slot {
  readonly vehicleId: string;
  readonly tripNo: number;
  readonly before: number;
}

export type Move = Extract<PlanEdit, { kind: 'move' }>;
type Trips = Plan['routes'][number]['trips'];

export function tripsOf(plan: Plan, vehicleId: string): Trips {
  return plan.routes.find((route) => route.vehicleId === vehicleId)?.trips ?? [];
}

/** All stations that a visit moves. */
export function stationsOf({ stationId, others = [] }: Visit): readonly string[] {
  return [stationId, ...others];
}

/** The edit that puts a visit into a slot; undefined where it would stay where it is. */
export function moveTo(plan: Plan, visit: Visit, slot: Slot): Move | undefined {
  const { vehicleId } = visit;
  const stops = tripsOf(plan, slot.vehicleId)[slot.tripNo - 1]?.stops ?? [];
  const moved = new Set(stationsOf(visit));
  const isTaken = vehicleId === undefined ? visit.others !== undefined : slot.vehicleId === vehicleId;
  const places = isTaken ? stops.flatMap(({ stationId }, at) => (moved.has(stationId) ? [at] : [])) : [];
  const [now] = places;
  if (moved.size === 1 && now !== undefined && (slot.before === now || slot.before === now + 1)) return undefined;
  // The position counts the trip without what moves.
  const position = slot.before + 1 - places.filter((at) => at < slot.before).length;
  return {
    ...takeUp(visit),
    to: { vehicleId: slot.vehicleId, tripNo: slot.tripNo, position },
  };
}

export function moveOff(visit: Visit): Move {
  return { ...takeUp(visit), to: null };
}

function takeUp(visit: Visit): Omit<Move, 'to'> {
  const { stationId, vehicleId, consignmentIds, others } = visit;
  if (others !== undefined) return { kind: 'move', stationIds: [...stationsOf(visit)] };
  const named = consignmentIds === undefined ? {} : { consignmentIds: [...consignmentIds] };
  return { kind: 'move', stationId, fromVehicleId: vehicleId, ...named };
}

/** The slot one place earlier or later, over the border of trips; undefined at the run's ends. */
export function neighbour(plan: Plan, { stationId, vehicleId }: Visit, step: -1 | 1): Slot | undefined {
  if (vehicleId === undefined) return undefined;
  const trips = tripsOf(plan, vehicleId);
  const tripAt = trips.findIndex(({ stops }) => stops.some((stop) => stop.stationId === stationId));
  if (tripAt < 0) return undefined;
  const at = trips[tripAt].stops.findIndex((stop) => stop.stationId === stationId);
  const before = step === -1 ? at - 1 : at + 2;
  if (before >= 0 && before <= trips[tripAt].stops.length) return { vehicleId, tripNo: tripAt + 1, before };
  const next = trips[tripAt + step];
  if (next === undefined) return undefined;
  return { vehicleId, tripNo: tripAt + 1 + step, before: step === -1 ? next.stops.length : 0 };
}

/** Every edit that puts a visit onto a vehicle: all places of its trips, or a first trip. */
export function allMovesOnto(plan: Plan, visit: Visit, vehicleId: string): Move[] {
  const trips = tripsOf(plan, vehicleId);
  if (trips.length === 0) return [moveTo(plan, visit, { vehicleId, tripNo: 1, before: 0 })!];
  return trips.flatMap(({ stops }, at) =>
    Array.from({ length: stops.length + 1 }, (_, before) =>
      moveTo(plan, visit, { vehicleId, tripNo: at + 1, before }),
    ).filter((move) => move !== undefined),
  );
}

/** Stations in the order in which a plan visits them, and those that it does not visit last. */
export function inPlanOrder(plan: Plan, stationIds: ReadonlySet<string>): string[] {
  const visited = plan.routes.flatMap(({ trips }) =>
    trips.flatMap(({ stops }) => stops.map(({ stationId }) => stationId)),
  );
  return [...new Set([...visited, ...stationIds])].filter((stationId) => stationIds.has(stationId));
}
