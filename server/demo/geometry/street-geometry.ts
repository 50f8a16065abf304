import type { Chord } from '../streets/fill-with-streets.js';
import { groundLevel } from '../streets/street.js';
import { type ArrangedLine, arrange, facesOf } from './arrangement.js';
import { distanceBetween, lengthOf, type Point, type Polygon, type Polyline, pointBetween } from './plane.js';

/** A line at street level that meets whatever is at street level. */
export function flat(points: Polyline): ArrangedLine {
  return { points, through: groundLevel, start: groundLevel, end: groundLevel };
}

/** The parts that streets cut an outline into. */
export function facesWithin(outline: Polygon, chords: readonly Chord[]): Polygon[] {
  if (chords.length === 0) return [outline];
  const lines = chords.map((chord) => flat([chord.from, chord.to]));
  return facesOf(arrange([flat([...outline, outline[0]]), ...lines], 0.01));
}

/** The edges of a block from corner to corner, longest first: pieces that go on straight are one edge. */
export function straightEdgesOf(block: Polygon): [Point, Point][] {
  const count = block.length;
  const corners = block.filter((point, at) => {
    const before = block[(at + count - 1) % count];
    const after = block[(at + 1) % count];
    const turn =
      ((point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x)) /
      (distanceBetween(before, point) * distanceBetween(point, after));
    return Math.abs(turn) > 0.12;
  });
  const edges = corners.map((point, at): [Point, Point] => [point, corners[(at + 1) % corners.length]]);
  return edges.sort((p, q) => distanceBetween(...q) - distanceBetween(...p));
}

/** The longest run of points that are to be kept. */
export function longestStretch(points: Polyline, keep: (point: Point) => boolean): Polyline {
  let best: Point[] = [];
  let current: Point[] = [];
  for (const point of points) {
    if (keep(point)) current.push(point);
    else current = [];
    if (current.length > best.length) best = current;
  }
  return best;
}

/** The point at a share of a line's length; shares past the end begin again. */
export function pointAlong(line: Polyline, share: number): Point {
  let rest = (share % 1) * lengthOf(line);
  for (let at = 1; at < line.length; at++) {
    const length = distanceBetween(line[at - 1], line[at]);
    if (rest <= length) return pointBetween(line[at - 1], line[at], rest / length);
    rest -= length;
  }
  return line[line.length - 1];
}
