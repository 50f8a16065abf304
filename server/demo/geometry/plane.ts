/** A position on the drawing board of the city: meters east and north of its centre. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A closed outline without its first point repeated. */
export type Polygon = readonly Point[];
export type Polyline = readonly Point[];

export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function pointBetween(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

export function lengthOf(line: Polyline): number {
  let length = 0;
  for (let at = 1; at < line.length; at++) length += distanceBetween(line[at - 1], line[at]);
  return length;
}

/** Square meters; positive when the outline runs counter-clockwise. */
export function signedAreaOf(polygon: Polygon): number {
  let twice = 0;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    twice += polygon[before].x * polygon[at].y - polygon[at].x * polygon[before].y;
  }
  return twice / 2;
}

export function centroidOf(polygon: Polygon): Point {
  let x = 0;
  let y = 0;
  let twice = 0;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const cross = polygon[before].x * polygon[at].y - polygon[at].x * polygon[before].y;
    x += (polygon[before].x + polygon[at].x) * cross;
    y += (polygon[before].y + polygon[at].y) * cross;
    twice += cross;
  }
  return { x: x / (3 * twice), y: y / (3 * twice) };
}

export function isInside(point: Point, polygon: Polygon): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const a = polygon[at];
    const b = polygon[before];
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) {
      inside = !inside;
    }
  }
  return inside;
}

/** A point well inside: the middle of the widest span on one of a few horizontal cuts. */
export function innerPointOf(polygon: Polygon): Point {
  const ys = polygon.map((point) => point.y);
  const low = Math.min(...ys);
  const high = Math.max(...ys);
  let best: Point = centroidOf(polygon);
  let widest = -1;
  for (const share of [0.31, 0.503, 0.71]) {
    const y = low + (high - low) * share;
    for (const [from, to] of spansOf({ x: 0, y }, { x: 1, y: 0 }, polygon)) {
      if (to - from > widest) {
        widest = to - from;
        best = { x: (from + to) / 2, y };
      }
    }
  }
  return best;
}

/**
 * Where an endless line runs inside a polygon, as ordered pairs of distances along it.
 *
 * @param direction of length one.
 */
export function spansOf(origin: Point, direction: Point, polygon: Polygon): [number, number][] {
  const hits: number[] = [];
  const side = (point: Point) => (point.x - origin.x) * direction.y - (point.y - origin.y) * direction.x;
  const along = (point: Point) => (point.x - origin.x) * direction.x + (point.y - origin.y) * direction.y;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const sideA = side(polygon[before]);
    const sideB = side(polygon[at]);
    if (sideA > 0 === sideB > 0) continue;
    const share = sideA / (sideA - sideB);
    hits.push(along(polygon[before]) + share * (along(polygon[at]) - along(polygon[before])));
  }
  hits.sort((a, b) => a - b);
  const spans: [number, number][] = [];
  for (let at = 0; at + 1 < hits.length; at += 2) spans.push([hits[at], hits[at + 1]]);
  return spans;
}

/** Meters from a point to the nearest point of an outline. */
export function distanceToOutline(point: Point, polygon: Polygon): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    nearest = Math.min(nearest, distanceToSegment(point, polygon[before], polygon[at]));
  }
  return nearest;
}

export function distanceToSegment(point: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared;
  const kept = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - a.x - kept * dx, point.y - a.y - kept * dy);
}

/** The direction that most of the outline follows, modulo a right angle, in radians. */
export function dominantAngleOf(polygon: Polygon): number {
  let x = 0;
  let y = 0;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const dx = polygon[at].x - polygon[before].x;
    const dy = polygon[at].y - polygon[before].y;
    const length = Math.hypot(dx, dy);
    const angle = 4 * Math.atan2(dy, dx);
    x += length * Math.cos(angle);
    y += length * Math.sin(angle);
  }
  return Math.atan2(y, x) / 4;
}

/** A line beside another, `meters` to its left (one number, or one for each point). Corners are mitred, at most doubled. */
export function offsetLine(line: Polyline, meters: number | readonly number[], closed = false): Point[] {
  const count = line.length;
  return line.map((point, at) => {
    const before = at > 0 ? line[at - 1] : closed ? line[count - 1] : undefined;
    const after = at < count - 1 ? line[at + 1] : closed ? line[0] : undefined;
    const normals: Point[] = [];
    if (before !== undefined) normals.push(leftNormal(before, point));
    if (after !== undefined) normals.push(leftNormal(point, after));
    const sum = { x: normals.reduce((s, n) => s + n.x, 0), y: normals.reduce((s, n) => s + n.y, 0) };
    const size = Math.hypot(sum.x, sum.y) || 1;
    const cosine = size / normals.length;
    const stretch = (typeof meters === 'number' ? meters : meters[at]) / Math.max(0.5, cosine);
    return { x: point.x + (sum.x / size) * stretch, y: point.y + (sum.y / size) * stretch };
  });
}

function leftNormal(a: Point, b: Point): Point {
  const length = distanceBetween(a, b) || 1;
  return { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
}

/** The same line with no piece longer than `meters`. */
export function densified(line: Polyline, meters: number): Point[] {
  const dense: Point[] = [line[0]];
  for (let at = 1; at < line.length; at++) {
    const pieces = Math.ceil(distanceBetween(line[at - 1], line[at]) / meters);
    for (let piece = 1; piece < pieces; piece++) dense.push(pointBetween(line[at - 1], line[at], piece / pieces));
    dense.push(line[at]);
  }
  return dense;
}

/** Rounds the corners of an outline (Chaikin 1974). */
export function roundedOutline(polygon: Polygon, rounds: number): Point[] {
  let outline: Point[] = [...polygon];
  for (let round = 0; round < rounds; round++) {
    outline = outline.flatMap((point, at) => {
      const next = outline[(at + 1) % outline.length];
      return [pointBetween(point, next, 0.25), pointBetween(point, next, 0.75)];
    });
  }
  return outline;
}

/** An outline drawn towards a point inside: the cheap inset for shapes that are not far from convex. */
export function shrunkTowards(polygon: Polygon, centre: Point, share: number): Point[] {
  return polygon.map((point) => pointBetween(point, centre, share));
}
