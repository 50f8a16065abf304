/** A box in tile units. */
export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** The parts of a line inside a box (Liang and Barsky, piece by piece). Flat x, y, x, y… */
export function clipLine(line: ArrayLike<number>, box: Box): number[][] {
  const parts: number[][] = [];
  let part: number[] = [];
  for (let at = 2; at < line.length; at += 2) {
    const x0 = line[at - 2];
    const y0 = line[at - 1];
    const dx = line[at] - x0;
    const dy = line[at + 1] - y0;
    let from = 0;
    let to = 1;
    const sides = [
      [-dx, x0 - box.minX],
      [dx, box.maxX - x0],
      [-dy, y0 - box.minY],
      [dy, box.maxY - y0],
    ];
    for (const [toward, room] of sides) {
      if (toward === 0) {
        if (room < 0) to = -1;
      } else if (toward < 0) from = Math.max(from, room / toward);
      else to = Math.min(to, room / toward);
    }
    if (from > to) {
      if (part.length > 0) parts.push(part);
      part = [];
      continue;
    }
    if (part.length === 0 || from > 0) {
      if (part.length > 0) parts.push(part);
      part = [x0 + from * dx, y0 + from * dy];
    }
    part.push(x0 + to * dx, y0 + to * dy);
    if (to < 1) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** A ring cut off at a box (Sutherland and Hodgman). Edges along the box stand for what was cut away. */
export function clipRing(ring: ArrayLike<number>, box: Box): number[] {
  let points: number[] = Array.from(ring);
  points = clipHalf(points, 0, box.minX, 1);
  points = clipHalf(points, 0, box.maxX, -1);
  points = clipHalf(points, 1, box.minY, 1);
  return clipHalf(points, 1, box.maxY, -1);
}

/** @param axis 0 for x, 1 for y. @param sign 1 keeps what is greater than the limit, -1 what is less. */
function clipHalf(ring: readonly number[], axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const kept: number[] = [];
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    const here = (ring[at + axis] - limit) * sign;
    const there = (ring[next + axis] - limit) * sign;
    if (here >= 0) kept.push(ring[at], ring[at + 1]);
    if (here >= 0 !== there >= 0) {
      const share = here / (here - there);
      kept.push(ring[at] + (ring[next] - ring[at]) * share, ring[at + 1] + (ring[next + 1] - ring[at + 1]) * share);
    }
  }
  return kept;
}

/** The line with fewer points, nowhere further than `tolerance` from the original (Douglas and Peucker 1973). */
export function simplifyLine(line: ArrayLike<number>, tolerance: number): number[] {
  const count = line.length / 2;
  if (count <= 2) return Array.from(line);
  const keep = new Uint8Array(count);
  keep[0] = 1;
  keep[count - 1] = 1;
  const stack: [number, number][] = [[0, count - 1]];
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    const [first, last] = range;
    const ax = line[first * 2];
    const ay = line[first * 2 + 1];
    const dx = line[last * 2] - ax;
    const dy = line[last * 2 + 1] - ay;
    const squared = dx * dx + dy * dy;
    let farthest = -1;
    let most = tolerance * tolerance;
    for (let at = first + 1; at < last; at++) {
      const px = line[at * 2] - ax;
      const py = line[at * 2 + 1] - ay;
      // The ends of a ring are one point, from which distance is measured plainly.
      const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const off = (px - share * dx) ** 2 + (py - share * dy) ** 2;
      if (off > most) {
        most = off;
        farthest = at;
      }
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    stack.push([first, farthest], [farthest, last]);
  }
  const kept: number[] = [];
  for (let at = 0; at < count; at++) if (keep[at] === 1) kept.push(line[at * 2], line[at * 2 + 1]);
  return kept;
}

/** Square tile units inside a ring; the sign tells its direction. */
export function ringArea(ring: ArrayLike<number>): number {
  let twice = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    twice += ring[at] * ring[next + 1] - ring[next] * ring[at + 1];
  }
  return twice / 2;
}
