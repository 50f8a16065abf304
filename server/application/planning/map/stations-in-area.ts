import { booleanPointInPolygon, kinks, polygon } from '@turf/turf';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Station } from '../../../domain/network/network.js';

/**
 * The stations that lie in an area drawn on the map, its border included.
 *
 * @param corners of the area in degrees, longitude first; the last may repeat the first.
 * @throws InvalidInputError when the corners enclose no area, or its border crosses itself.
 */
export function stationsInArea(
  stations: readonly Station[],
  corners: readonly (readonly [number, number])[],
): Station[] {
  const ring = corners.map(([lon, lat]): [number, number] => [lon, lat]);
  const [first] = ring;
  const last = ring.at(-1);
  if (first !== undefined && (last![0] !== first[0] || last![1] !== first[1])) ring.push(first);
  if (new Set(ring.map(String)).size < 3) throw new InvalidInputError('An area has at least three corners.');
  const area = polygon([ring]);
  if (kinks(area).features.length > 0) {
    throw new InvalidInputError('The border of the area crosses itself. Draw it anew.');
  }
  return stations.filter(({ position: { lon, lat } }) => booleanPointInPolygon([lon, lat], area));
}
