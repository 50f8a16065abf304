import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Plan, PlanLock, Unassigned } from '../../../domain/planning/plan.js';
import type { VisitPlace } from '../../../domain/planning/plan-edit.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { told } from '../../../domain/told.js';
import type { Consignment } from '../../../domain/waves/consignment.js';
import type { UnpackedConsignment } from '../loading/pack-trip.js';
import type { DayUnderWay } from '../under-way/day-under-way.js';
import type { Violation } from '../violation.js';

/** A visit that is being moved about: which goods, no times yet. */
export interface LooseStop {
  readonly stationId: string;
  goods: UnpackedConsignment[];
}
export type LooseTrip = LooseStop[];

/** A plan that is being changed. */
export interface LooseDay {
  readonly context: PlanningData;
  readonly consignments: ReadonlyMap<string, Consignment>;
  /** By vehicle, its trips with their visits in order. */
  readonly routes: Map<string, LooseTrip[]>;
  readonly left: Map<string, Unassigned>;
  /** What the plan left behind, with its reasons. */
  readonly leftBefore: ReadonlyMap<string, Unassigned>;
  /** Vehicles whose routes are no longer the plan's. */
  readonly touched: Set<string>;
  /** What couriers have begun, where runs are released. */
  readonly underWay: DayUnderWay | undefined;
  /** Edits that were not made, because something holds what they would move. */
  readonly refused: Violation[];
  locks: readonly PlanLock[];
}

export function loosen(
  plan: Pick<Plan, 'routes' | 'unassigned' | 'locks'>,
  context: PlanningData,
  underWay: DayUnderWay | undefined,
): LooseDay {
  const leftBefore = new Map(plan.unassigned.map((goods) => [goods.consignmentId, goods]));
  return {
    context,
    consignments: new Map(context.consignments.map((each) => [each.consignmentId, each])),
    routes: new Map(
      plan.routes.map((route) => [
        route.vehicleId,
        route.trips.map((trip) =>
          trip.stops.map(({ stationId, consignments }) => ({ stationId, goods: [...consignments] })),
        ),
      ]),
    ),
    left: new Map(leftBefore),
    leftBefore,
    touched: new Set(),
    underWay,
    refused: [],
    locks: plan.locks ?? [],
  };
}

/** @throws InvalidInputError where the depot has no such vehicle. */
export function assertVehicle({ context }: LooseDay, vehicleId: string): void {
  if (!context.vehicles.has(vehicleId)) throw new InvalidInputError(told`There is no vehicle ${vehicleId}.`);
}

/** @throws InvalidInputError where the vehicle has no such trip. */
export function tripOf({ routes }: LooseDay, vehicleId: string, tripNo: number): LooseTrip {
  const trip = routes.get(vehicleId)?.[tripNo - 1];
  if (trip === undefined) throw new InvalidInputError(told`Vehicle ${vehicleId} has no trip ${tripNo}.`);
  return trip;
}

/** The trip of a place, a further one where it is one more than there are. @throws InvalidInputError */
export function tripAt(day: LooseDay, { vehicleId, tripNo }: Omit<VisitPlace, 'position'>): LooseTrip {
  assertVehicle(day, vehicleId);
  const trips = day.routes.get(vehicleId) ?? [];
  day.routes.set(vehicleId, trips);
  if (tripNo > trips.length + 1) {
    throw new InvalidInputError(
      told`Vehicle ${vehicleId} has ${trips.length} trips; the next would be ${trips.length + 1}.`,
    );
  }
  if (tripNo === trips.length + 1) trips.push([]);
  return trips[tripNo - 1];
}

/** Visits of a trip from a place on. A station that the trip visits already is not visited twice: the goods join. */
export function putInto(trip: LooseTrip, at: number, stops: readonly LooseStop[]): void {
  let next = Math.min(at, trip.length);
  for (const { stationId, goods } of stops) {
    const there = trip.find((stop) => stop.stationId === stationId);
    if (there === undefined) trip.splice(next++, 0, { stationId, goods: [...goods] });
    else there.goods.push(...goods);
  }
}

/** Goods as they are when they leave their vehicle: their compartment was that of another one. */
export function withoutCompartment({ compartmentNo: _, ...goods }: UnpackedConsignment): UnpackedConsignment {
  return goods;
}
