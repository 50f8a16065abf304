import { buffer, convex, lineString, multiPoint, point } from '@turf/turf';
import type { LonLat } from '../../../domain/network/place.js';

/** How far a district reaches beyond its outermost stations, so that one station has one too. */
const marginKilometers = 0.15;

/**
 * The ground that a route covers: the hull around its stations with a small margin.
 *
 * @param positions one or more.
 * @returns the ring of a polygon, closed, in degrees, longitude first.
 */
export function districtOf(positions: readonly LonLat[]): [number, number][] {
  const corners = positions.map(({ lon, lat }): [number, number] => [lon, lat]);
  // Stations in one line, or all in one place, have no hull.
  const ground = convex(multiPoint(corners)) ?? (corners.length > 1 ? lineString(corners) : point(corners[0]));
  const [ring] = buffer(ground, marginKilometers, { steps: 4 })!.geometry.coordinates as [number, number][][];
  return ring.map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]);
}
