import type { LonLat } from '../../domain/network/place.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import type { Leg, RoutingEngine } from './routing/routing-port.js';
import type { TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';

/**
 * The way along a row of places, one leg for each pair of neighbours: from what is kept, and asked of the engine where
 * it is not. Legs without a way are undefined.
 *
 * @throws RoutingUnavailableError as the engine does.
 */
export async function legsAlong(
  store: Pick<TravelStore, 'findLegs' | 'addLegs'>,
  engine: RoutingEngine,
  places: readonly LonLat[],
  travelClass: TravelClass,
  speeds: TravelSpeeds | undefined,
  signal: AbortSignal,
): Promise<(Leg | undefined)[]> {
  const basis = { mapId: engine.mapId, travelClass, speedsKey: speeds?.key ?? '' };
  const kept = await store.findLegs(basis, places);
  const legs = kept.map((known) => known?.leg);
  const fresh: { from: LonLat; to: LonLat; leg: Leg | undefined }[] = [];
  for (let first = 0; first < kept.length; first++) {
    if (kept[first] !== undefined) continue;
    let last = first;
    while (last + 1 < kept.length && kept[last + 1] === undefined) last++;
    const asked = await engine.route(places.slice(first, last + 2), travelClass, signal, speeds);
    asked.forEach((leg, at) => {
      legs[first + at] = leg;
      fresh.push({ from: places[first + at], to: places[first + at + 1], leg });
    });
    first = last;
  }
  // An estimate is made in no time and would only fill the record.
  if (fresh.length > 0 && !engine.estimated) await store.addLegs(basis, fresh);
  return legs;
}
