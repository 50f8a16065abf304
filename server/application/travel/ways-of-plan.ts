import type { Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import type { PlanProvenance } from '../../domain/planning/plan.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import { askInTurn, engineOf } from './routing/routing-failover.js';
import type { Leg, RoutingEngine } from './routing/routing-port.js';
import { legsAlong } from './travel-legs.js';
import type { TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';

/** The ways along a row of places; a leg without one is undefined. */
export interface Ways {
  readonly legs: readonly (Leg | undefined)[];
  /** Whether they are no ways but straight lines. */
  readonly estimated: boolean;
}

/**
 * @param places in their order. @param leaves when each but the last is left, seconds after the wave's midnight.
 */
export type ReadWays = (
  vehicle: Pick<Vehicle, 'vehicleId' | 'profile'>,
  places: readonly LonLat[],
  leaves: readonly number[],
  signal: AbortSignal,
) => Promise<Ways>;

/**
 * The ways that the vehicles of a plan take, as it was timed: by its engine, for each vehicle's class, at the speeds of the
 * hours in which they are driven. Where that engine is there no more, those of the one in use on free roads.
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
  const { speeds: made, timeSlices = [], travelClasses } = provenance;
  const known = new Map<string, TravelSpeeds | undefined>();
  for (const key of new Set([made?.key, ...timeSlices.map(({ speedsKey }) => speedsKey)])) {
    if (own !== undefined && key !== undefined) known.set(key, await travel.findSpeeds(own.mapId, key));
  }
  /** Where nothing is known of single hours, or no longer, those of the whole day. */
  const keyAt = (second: number) => {
    const slice = timeSlices.findLast(({ begins }) => begins <= second) ?? timeSlices[0];
    return slice?.speedsKey === undefined ? made?.key : slice.speedsKey;
  };
  const ofHours = async (
    engine: RoutingEngine,
    travelClass: TravelClass,
    places: readonly LonLat[],
    leaves: readonly number[],
    signal: AbortSignal,
  ) => {
    const legs: (Leg | undefined)[] = [];
    for (let first = 0; first < leaves.length; ) {
      const key = keyAt(leaves[first]);
      let end = first + 1;
      while (end < leaves.length && keyAt(leaves[end]) === key) end++;
      const speeds = key === undefined ? undefined : known.get(key);
      legs.push(...(await legsAlong(travel, engine, places.slice(first, end + 1), travelClass, speeds, signal)));
      first = end;
    }
    return legs;
  };
  return async ({ vehicleId, profile }, places, leaves, signal) => {
    const { engine, value: legs } = await askInTurn(own ?? routing, (each) =>
      each === own
        ? ofHours(each, travelClasses?.[vehicleId] ?? profile, places, leaves, signal)
        : legsAlong(travel, each, places, profile, undefined, signal),
    );
    return { legs, estimated: engine.estimated };
  };
}
