import { greatCircleMeters, type LonLat } from '../../../domain/network/place.js';
import type { NamedStreet } from './address-index.js';

/** Further apart two pieces of one name are two streets. */
const sameStreetMeters = 1500;

/** The pieces of a name as streets: what lies far apart is not one. */
export function runsOf(pieces: readonly NamedStreet[]): NamedStreet[][] {
  const open = [...pieces];
  const runs: NamedStreet[][] = [];
  for (let first = open.pop(); first !== undefined; first = open.pop()) {
    const run = [first];
    for (const piece of run) {
      for (let at = open.length - 1; at >= 0; at--) {
        if (areNear(piece, open[at])) run.push(...open.splice(at, 1));
      }
    }
    runs.push(run);
  }
  return runs;
}

function areNear(one: NamedStreet, other: NamedStreet): boolean {
  const ends = ({ line }: NamedStreet) => [pointOf(line, 0), pointOf(line, line.length - 2)];
  return ends(one).some((end) => ends(other).some((next) => greatCircleMeters(end, next) <= sameStreetMeters));
}

/** Whether a street comes so near to a place. */
export function passes({ line }: NamedStreet, place: LonLat, meters: number): boolean {
  for (let at = 0; at + 3 < line.length; at += 2) {
    const point = nearestOn(pointOf(line, at), pointOf(line, at + 2), place);
    if (greatCircleMeters(point, place) <= meters) return true;
  }
  return false;
}

const pointOf = (line: readonly number[], at: number): LonLat => ({ lon: line[at], lat: line[at + 1] });

/** Meters from one end to the other: pieces of two carriageways are not counted twice. */
export function lengthOf(run: readonly NamedStreet[]): number {
  const [west, south, east, north] = boxOf(run);
  return greatCircleMeters({ lon: west, lat: south }, { lon: east, lat: north });
}

/** The point of the street that is nearest to the middle of its box. */
export function middleOf(run: readonly NamedStreet[]): LonLat {
  const [west, south, east, north] = boxOf(run);
  const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
  let best: LonLat | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { line } of run) {
    for (let at = 0; at + 3 < line.length; at += 2) {
      const point = nearestOn(pointOf(line, at), pointOf(line, at + 2), middle);
      const meters = greatCircleMeters(point, middle);
      if (meters < least) [best, least] = [point, meters];
    }
  }
  return best ?? middle;
}

/** On a piece as short as one of a street, degrees are straight. */
function nearestOn(from: LonLat, to: LonLat, place: LonLat): LonLat {
  const shrink = Math.cos((place.lat * Math.PI) / 180);
  const [east, north] = [(to.lon - from.lon) * shrink, to.lat - from.lat];
  const square = east ** 2 + north ** 2;
  const along = (place.lon - from.lon) * shrink * east + (place.lat - from.lat) * north;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, along / square));
  return { lon: from.lon + share * (to.lon - from.lon), lat: from.lat + share * (to.lat - from.lat) };
}

function boxOf(run: readonly NamedStreet[]): [west: number, south: number, east: number, north: number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const { line } of run) {
    for (let at = 0; at < line.length; at += 2) {
      box[0] = Math.min(box[0], line[at]);
      box[1] = Math.min(box[1], line[at + 1]);
      box[2] = Math.max(box[2], line[at]);
      box[3] = Math.max(box[3], line[at + 1]);
    }
  }
  return box;
}
