import type { Leg } from '../../../application/travel/routing/routing-port.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import type { RoadEngine, RoadSpeeds } from '../../../roads/index.js';
import { valhallaCheck } from './valhalla-answers.js';

/** The way along a row of places by our own search, one leg for each pair of neighbours; undefined where there is none. */
export async function drawLegs(
  engine: RoadEngine,
  places: readonly LonLat[],
  travelClass: TravelClass,
  signal: AbortSignal,
  speeds?: RoadSpeeds,
): Promise<(Leg | undefined)[]> {
  const legs: (Leg | undefined)[] = [];
  for (let at = 1; at < places.length; at++) {
    signal.throwIfAborted();
    const drawn = await engine.drive(places[at - 1], places[at], travelClass, speeds);
    if (drawn === undefined) legs.push(undefined);
    else {
      const { milliseconds, meters } = drawn.drive;
      legs.push(valhallaCheck.leg(places[at - 1], places[at], milliseconds / 1_000, meters, drawn.line));
    }
  }
  return legs;
}
