import type { LonLat } from '../../domain/network/place.js';

/** Meters of a degree of latitude; of longitude times the latitude's cosine. */
const metersPerDegree = 111_195;
/** Beyond that nobody delivers within a day; the solver's plane ends there. */
const farthest = 100_000;

/** A position on the plane through the depot, in whole meters to the east and to the north. */
export function metersFromDepot(depot: LonLat, { lon, lat }: LonLat): { readonly x: number; readonly y: number } {
  const narrow = Math.cos((depot.lat * Math.PI) / 180);
  const clamp = (meters: number) => Math.max(-farthest, Math.min(farthest, Math.round(meters)));
  return { x: clamp((lon - depot.lon) * metersPerDegree * narrow), y: clamp((lat - depot.lat) * metersPerDegree) };
}
