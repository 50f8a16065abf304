import { InvalidInputError } from '../../domain/dispatch-error.js';
import type { DrawnPlace } from '../../domain/network/drawn-place.js';
import { greatCircleMeters, isOnGlobe, type LonLat } from '../../domain/network/place.js';
import { told } from '../../domain/told.js';

const maxCorners = 1_000;
const maxLinePoints = 5_000;
const maxLineMeters = 100_000;
/** The short way between two points farther apart leads over the 180th meridian, and edges are found along the long one. */
const widestDegrees = 180;

/**
 * Refuses what is drawn and is no area or line.
 *
 * @throws InvalidInputError with a sentence.
 */
export function assertDrawnPlace(place: DrawnPlace): void {
  const points = place.kind === 'area' ? place.ring : place.points;
  const strange = points.find((point) => !isOnGlobe(point));
  if (strange !== undefined) {
    throw new InvalidInputError(told`${strange.lon}, ${strange.lat} is no longitude and latitude (WGS-84).`);
  }
  if (points.some(({ lon }, at) => at > 0 && Math.abs(lon - points[at - 1].lon) > widestDegrees)) {
    throw new InvalidInputError(
      place.kind === 'area'
        ? 'A side of the area spans more than 180° of longitude. Areas end at the 180th meridian.'
        : 'A piece of the line spans more than 180° of longitude. Lines end at the 180th meridian.',
    );
  }
  if (place.kind === 'area') assertRing(place.ring);
  else assertLine(place.points);
}

function assertRing(ring: readonly LonLat[]): void {
  const last = ring.length - 1;
  if (ring.length < 4 || ring.length > maxCorners + 1) {
    throw new InvalidInputError(told`An area has 3 to ${maxCorners} corners, and the first stands again at the end.`);
  }
  if (ring[0].lon !== ring[last].lon || ring[0].lat !== ring[last].lat) {
    throw new InvalidInputError('The area is not closed: its first corner does not stand again at the end.');
  }
  for (let at = 0; at < last; at++) {
    if (ring[at].lon === ring[at + 1].lon && ring[at].lat === ring[at + 1].lat) {
      throw new InvalidInputError(told`Corners ${at + 1} and ${at + 2} of the area are the same.`);
    }
  }
  for (let one = 0; one < last; one++) {
    for (let other = one + 1; other < last; other++) {
      const areNeighbours = other === one + 1 || (one === 0 && other === last - 1);
      const meet = areNeighbours
        ? foldBack(ring, one, other, last)
        : piecesMeet(ring[one], ring[one + 1], ring[other], ring[other + 1]);
      if (meet) throw new InvalidInputError(told`The area crosses itself: its sides ${one + 1} and ${other + 1} meet.`);
    }
  }
}

/** Whether two sides that share a corner lie on each other. */
function foldBack(ring: readonly LonLat[], one: number, other: number, last: number): boolean {
  const [before, corner, after] =
    other === one + 1 ? [ring[one], ring[other], ring[other + 1]] : [ring[last - 1], ring[0], ring[1]];
  const along =
    (corner.lon - before.lon) * (after.lon - corner.lon) + (corner.lat - before.lat) * (after.lat - corner.lat);
  return side(before, corner, after) === 0 && along < 0;
}

function piecesMeet(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (
    (abc === 0 && isWithin(a, b, c)) ||
    (abd === 0 && isWithin(a, b, d)) ||
    (cda === 0 && isWithin(c, d, a)) ||
    (cdb === 0 && isWithin(c, d, b))
  );
}

/** 1 where `c` lies left of the way from `a` to `b`, -1 right of it, 0 on it. */
function side(a: LonLat, b: LonLat, c: LonLat): number {
  return Math.sign((b.lon - a.lon) * (c.lat - a.lat) - (c.lon - a.lon) * (b.lat - a.lat));
}

function isWithin(a: LonLat, b: LonLat, point: LonLat): boolean {
  return (
    point.lon >= Math.min(a.lon, b.lon) &&
    point.lon <= Math.max(a.lon, b.lon) &&
    point.lat >= Math.min(a.lat, b.lat) &&
    point.lat <= Math.max(a.lat, b.lat)
  );
}

function assertLine(points: readonly LonLat[]): void {
  if (points.length < 2 || points.length > maxLinePoints) {
    throw new InvalidInputError(told`A line has 2 to ${maxLinePoints} points.`);
  }
  let meters = 0;
  for (let at = 1; at < points.length; at++) meters += greatCircleMeters(points[at - 1], points[at]);
  if (meters === 0) throw new InvalidInputError('All points of the line are the same.');
  if (meters > maxLineMeters) throw new InvalidInputError(told`A line is at most ${maxLineMeters / 1000} km long.`);
}
