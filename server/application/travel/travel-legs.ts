import type { LonLat } from '../../domain/network/place.js';
import { type TravelClass, withoutRestrictions } from '../../domain/travel/travel-class.js';
import { restrictedDrive } from './restrictions/restricted-drives.js';
import type { Leg, RoutingEngine } from './routing/routing-port.js';
import type { TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';

/**
 * The way along a row of places, one leg for each pair of neighbours, as restrictions let the class drive. Where a drive may
 * not be driven in these hours, it is the way once they are over.
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
  const ofMap = withoutRestrictions(travelClass);
  const legs: (Leg | undefined)[] = [];
  const speedsAt = places.slice(1).map((to, at) => restrictedDrive(speeds, travelClass, places[at], to).speeds);
  for (let first = 0; first < speedsAt.length; ) {
    let end = first + 1;
    while (end < speedsAt.length && speedsAt[end] === speedsAt[first]) end++;
    legs.push(...(await keptLegs(store, engine, places.slice(first, end + 1), ofMap, speedsAt[first], signal)));
    first = end;
  }
  return legs;
}

/**
 * The same, at speeds that hold for all of them: from what is kept, and asked of the engine where
 * it is not. Legs without a way are undefined.
 *
 * @throws RoutingUnavailableError as the engine does.
 */
async function keptLegs(
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
