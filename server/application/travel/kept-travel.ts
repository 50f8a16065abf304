import type { LonLat } from '../../domain/network/place.js';
import type { PlanProvenance } from '../../domain/planning/plan.js';
import type { TravelMatrix } from '../../domain/travel/travel.js';
import { restrictionsOf, type TravelClass } from '../../domain/travel/travel-class.js';
import { RoutingUnavailableError } from './routing/routing-errors.js';
import type { RoutingEngine } from './routing/routing-port.js';
import { travelByTimeSlices } from './time-slices/travel-by-time-slices.js';
import type { TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';

/**
 * The travel times that a plan was made with, from what is kept alone.
 *
 * @throws RoutingUnavailableError when they are no longer kept.
 */
export async function keptTravelOf(
  store: TravelStore,
  provenance: PlanProvenance,
  places: readonly LonLat[],
  classes: readonly TravelClass[],
  signal: AbortSignal,
): Promise<ReadonlyMap<TravelClass, TravelMatrix>> {
  const { speedFactor, speeds, timeSlices } = provenance;
  // What is kept under a key is found by the key alone, but for vehicles that restrictions concern.
  const isRestricted = classes.some((each) => restrictionsOf(each).length > 0);
  const named = async (key: string): Promise<TravelSpeeds> => {
    const kept =
      speeds?.keptUnder !== undefined || isRestricted ? await store.findSpeeds(provenance.mapId, key) : undefined;
    return kept ?? { key, hours: [], meanFactor: 1 };
  };
  const byKey = new Map<string, TravelSpeeds>();
  for (const { speedsKey } of timeSlices ?? [])
    if (speedsKey !== undefined) byKey.set(speedsKey, await named(speedsKey));
  const known = { speedFactor, speeds: speeds && (await named(speeds.key)), timeSlices, byKey };
  const matrices = new Map<TravelClass, TravelMatrix>();
  for (const travelClass of classes) {
    const { matrix } = await travelByTimeSlices(store, keptOnly(provenance), places, travelClass, known, { signal });
    matrices.set(travelClass, matrix);
  }
  return matrices;
}

/** Stands in for the engine of a plan made earlier: what it answered then is kept, and nothing else is asked. */
function keptOnly({ engine: name, mapId, estimated }: PlanProvenance): RoutingEngine {
  const refuse = () =>
    Promise.reject(new RoutingUnavailableError('The travel times that this plan was made with are no longer kept.'));
  return { name, mapId, estimated, snap: refuse, matrix: refuse, route: refuse, close: async () => {} };
}
