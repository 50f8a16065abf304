import type { Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import type { PlanProvenance } from '../../domain/planning/plan.js';
import { askInTurn, engineOf } from './routing/routing-failover.js';
import type { Leg, RoutingEngine } from './routing/routing-port.js';
import { legsAlong } from './travel-legs.js';
import type { TravelStore } from './travel-times.js';

/** The ways along a row of places; a leg without one is undefined. */
export interface Ways {
  readonly legs: readonly (Leg | undefined)[];
  /** Whether they are no ways but straight lines. */
  readonly estimated: boolean;
}

export type ReadWays = (
  vehicle: Pick<Vehicle, 'vehicleId' | 'profile'>,
  places: readonly LonLat[],
  signal: AbortSignal,
) => Promise<Ways>;

/**
 * The ways that the vehicles of a plan take, as it was timed: by its engine, for each vehicle's class, at its speeds. Where
 * that engine is there no more, those of the one in use on free roads.
 *
 * @throws RoutingUnavailableError (the returned function) when all engines are out.
 */
export async function waysOfPlan(
  {
    travel,
    routing,
  }: {
    readonly travel: Pick<TravelStore, 'findLegs' | 'addLegs' | 'findSpeeds'>;
    readonly routing: RoutingEngine;
  },
  provenance: PlanProvenance,
): Promise<ReadWays> {
  const own = engineOf(routing, provenance);
  const made = provenance.speeds;
  const speeds = own && made && (await travel.findSpeeds(own.mapId, made.key));
  return async ({ vehicleId, profile }, places, signal) => {
    const { engine, value: legs } = await askInTurn(own ?? routing, (each) =>
      each === own
        ? legsAlong(travel, each, places, provenance.travelClasses?.[vehicleId] ?? profile, speeds, signal)
        : legsAlong(travel, each, places, profile, undefined, signal),
    );
    return { legs, estimated: engine.estimated };
  };
}
