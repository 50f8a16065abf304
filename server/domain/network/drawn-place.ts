import { greatCircleMeters, type LonLat } from './place.js';

/** What somebody drew on the map: an area (its corners, the first again at the end) or a line along roads. */
export type DrawnPlace =
  | { readonly kind: 'area'; readonly ring: readonly LonLat[] }
  | { readonly kind: 'line'; readonly points: readonly LonLat[]; readonly bothWays: boolean };

/** A place is beside a drawn line when it lies no further away. */
const besideMeters = 50;

/** Whether a place lies in a drawn area, or beside a drawn line. */
export function liesIn(drawn: DrawnPlace, place: LonLat): boolean {
  return drawn.kind === 'area' ? isInside(drawn.ring, place) : isBeside(drawn.points, place);
}

/** Whether a ray from the place leaves the ring an odd number of times. */
function isInside(ring: readonly LonLat[], { lon, lat }: LonLat): boolean {
  let inside = false;
  for (let at = 0; at + 1 < ring.length; at++) {
    const [one, next] = [ring[at], ring[at + 1]];
    if (one.lat > lat === next.lat > lat) continue;
    if (lon < one.lon + ((next.lon - one.lon) * (lat - one.lat)) / (next.lat - one.lat)) inside = !inside;
  }
  return inside;
}

function isBeside(points: readonly LonLat[], place: LonLat): boolean {
  const narrow = Math.cos((place.lat * Math.PI) / 180);
  return points.slice(1).some((next, at) => {
    const [x, y] = [(next.lon - points[at].lon) * narrow, next.lat - points[at].lat];
    const [toX, toY] = [(place.lon - points[at].lon) * narrow, place.lat - points[at].lat];
    const length = x * x + y * y;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, (toX * x + toY * y) / length));
    const nearest = {
      lon: points[at].lon + (next.lon - points[at].lon) * along,
      lat: points[at].lat + y * along,
    };
    return greatCircleMeters(nearest, place) <= besideMeters;
  });
}
