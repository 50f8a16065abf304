import type { Leg } from '../../application/travel/routing/routing-port.js';
import type { LonLat } from '../../domain/network/place.js';

/**
 * Asks an engine for the way along many places, in requests that it accepts.
 *
 * Engines refuse a request as a whole when one of its places has no road or one of its drives no way; such a
 * request is asked again in halves, so that only the drives concerned come out undefined.
 *
 * @param ask the legs along some places, or undefined when the engine refuses them.
 */
export async function routeInParts(
  places: readonly LonLat[],
  maxPlaces: number,
  ask: (part: readonly LonLat[]) => Promise<readonly Leg[] | undefined>,
): Promise<(Leg | undefined)[]> {
  const legs: (Leg | undefined)[] = [];
  const askPart = async (part: readonly LonLat[]): Promise<void> => {
    const found = await ask(part);
    if (found !== undefined) legs.push(...found);
    else if (part.length === 2) legs.push(undefined);
    else {
      const middle = Math.floor(part.length / 2);
      await askPart(part.slice(0, middle + 1));
      await askPart(part.slice(middle));
    }
  };
  for (let first = 0; first + 1 < places.length; first += maxPlaces - 1) {
    await askPart(places.slice(first, first + maxPlaces));
  }
  return legs;
}
