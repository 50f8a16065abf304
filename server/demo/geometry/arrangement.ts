import { densified, distanceBetween, type Point, type Polygon, type Polyline, signedAreaOf } from './plane.js';

/**
 * A line that takes part in an arrangement. Masks say what meets what: two lines meet where they cross when their
 * `through` masks share a bit; an end meets another line when the end's mask shares a bit with that line's `through`.
 */
export interface ArrangedLine {
  readonly points: Polyline;
  readonly through: number;
  readonly start: number;
  readonly end: number;
}

/** Lines cut where they meet: shared nodes, and for each line the nodes along it in order. */
export interface Arrangement {
  readonly nodes: readonly Point[];
  readonly paths: readonly (readonly number[])[];
}

const pieceMeters = 150;
const cellMeters = 75;

/**
 * Cuts lines where they cross or touch.
 *
 * @param tolerance meters within which an end counts as touching and two points as one.
 */
export function arrange(lines: readonly ArrangedLine[], tolerance: number): Arrangement {
  const lineOf: number[] = [];
  const starts: Point[] = [];
  const ends: Point[] = [];
  const startMasks: number[] = [];
  const endMasks: number[] = [];
  lines.forEach((line, index) => {
    const dense = densified(line.points, pieceMeters);
    for (let at = 1; at < dense.length; at++) {
      lineOf.push(index);
      starts.push(dense[at - 1]);
      ends.push(dense[at]);
      startMasks.push(at === 1 ? line.start : line.through);
      endMasks.push(at === dense.length - 1 ? line.end : line.through);
    }
  });

  const cuts: (Point[] | undefined)[] = new Array(lineOf.length);
  const cut = (piece: number, point: Point) => {
    (cuts[piece] ??= []).push(point);
  };
  const touch = (piece: number, point: Point, mask: number) => {
    if ((mask & lines[lineOf[piece]].through) === 0) return;
    const a = starts[piece];
    const b = ends[piece];
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const squared = dx * dx + dy * dy;
    if (squared === 0) return;
    const share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared;
    if (share <= 0 || share >= 1) return;
    const off = Math.abs((point.x - a.x) * dy - (point.y - a.y) * dx) / Math.sqrt(squared);
    if (off <= tolerance) cut(piece, point);
  };
  const cells = new Map<number, number[]>();
  for (let piece = 0; piece < lineOf.length; piece++) {
    const a = starts[piece];
    const b = ends[piece];
    const fromX = Math.floor((Math.min(a.x, b.x) - tolerance) / cellMeters);
    const toX = Math.floor((Math.max(a.x, b.x) + tolerance) / cellMeters);
    const fromY = Math.floor((Math.min(a.y, b.y) - tolerance) / cellMeters);
    const toY = Math.floor((Math.max(a.y, b.y) + tolerance) / cellMeters);
    const seen = new Set<number>();
    for (let cellX = fromX; cellX <= toX; cellX++) {
      for (let cellY = fromY; cellY <= toY; cellY++) {
        const key = cellX * 65_536 + cellY;
        let cell = cells.get(key);
        if (cell === undefined) cells.set(key, (cell = []));
        for (const other of cell) {
          if (seen.has(other)) continue;
          seen.add(other);
          meet(piece, other);
        }
        cell.push(piece);
      }
    }
  }

  function meet(one: number, two: number): void {
    touch(two, starts[one], startMasks[one]);
    touch(two, ends[one], endMasks[one]);
    touch(one, starts[two], startMasks[two]);
    touch(one, ends[two], endMasks[two]);
    if (lineOf[one] === lineOf[two] || (lines[lineOf[one]].through & lines[lineOf[two]].through) === 0) return;
    const a = starts[one];
    const c = starts[two];
    const dx1 = ends[one].x - a.x;
    const dy1 = ends[one].y - a.y;
    const dx2 = ends[two].x - c.x;
    const dy2 = ends[two].y - c.y;
    const cross = dx1 * dy2 - dy1 * dx2;
    if (cross === 0) return;
    const share1 = ((c.x - a.x) * dy2 - (c.y - a.y) * dx2) / cross;
    const share2 = ((c.x - a.x) * dy1 - (c.y - a.y) * dx1) / cross;
    if (share1 < 0 || share1 > 1 || share2 < 0 || share2 > 1) return;
    const point = { x: a.x + share1 * dx1, y: a.y + share1 * dy1 };
    cut(one, point);
    cut(two, point);
  }

  const register = new NodeRegister(tolerance);
  const paths: number[][] = lines.map(() => []);
  for (let piece = 0; piece < lineOf.length; piece++) {
    const path = paths[lineOf[piece]];
    const levels = lines[lineOf[piece]];
    const a = starts[piece];
    const along = (cuts[piece] ?? []).sort((p, q) => distanceBetween(a, p) - distanceBetween(a, q));
    append(path, register.nodeAt(a, startMasks[piece]));
    for (const point of along) append(path, register.nodeAt(point, levels.through));
    append(path, register.nodeAt(ends[piece], endMasks[piece]));
  }
  return { nodes: register.nodes, paths };
}

function append(path: number[], node: number): void {
  if (path[path.length - 1] !== node) path.push(node);
}

/** One number for all points of a level that lie within the tolerance of each other. */
class NodeRegister {
  readonly nodes: Point[] = [];
  private readonly masks: number[] = [];
  private readonly buckets = new Map<number, number[]>();
  private readonly size: number;

  constructor(private readonly tolerance: number) {
    this.size = Math.max(tolerance * 2, 0.05);
  }

  nodeAt(point: Point, mask: number): number {
    const bucketX = Math.floor(point.x / this.size);
    const bucketY = Math.floor(point.y / this.size);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const node of this.buckets.get((bucketX + dx) * 16_777_216 + bucketY + dy) ?? []) {
          const shares = (this.masks[node] & mask) !== 0;
          if (shares && distanceBetween(this.nodes[node], point) <= this.tolerance) {
            this.masks[node] |= mask;
            return node;
          }
        }
      }
    }
    const node = this.nodes.length;
    this.nodes.push(point);
    this.masks.push(mask);
    const key = bucketX * 16_777_216 + bucketY;
    const bucket = this.buckets.get(key);
    if (bucket === undefined) this.buckets.set(key, [node]);
    else bucket.push(node);
    return node;
  }
}

/** The polygons that the lines enclose, counter-clockwise. Dead ends are passed over. */
export function facesOf({ nodes, paths }: Arrangement): Polygon[] {
  const neighbours: Set<number>[] = nodes.map(() => new Set());
  for (const path of paths) {
    for (let at = 1; at < path.length; at++) {
      neighbours[path[at - 1]].add(path[at]);
      neighbours[path[at]].add(path[at - 1]);
    }
  }
  const loose = nodes.map((_, node) => node).filter((node) => neighbours[node].size === 1);
  for (let node = loose.pop(); node !== undefined; node = loose.pop()) {
    for (const other of neighbours[node]) {
      neighbours[other].delete(node);
      if (neighbours[other].size === 1) loose.push(other);
    }
    neighbours[node].clear();
  }
  // Around each node the ways out in order of angle, so that the next edge of a face is the one to the right.
  const ordered = neighbours.map((set, node) =>
    [...set].sort((p, q) => angleFrom(nodes[node], nodes[p]) - angleFrom(nodes[node], nodes[q])),
  );
  const faces: Polygon[] = [];
  const used = new Set<number>();
  for (let from = 0; from < nodes.length; from++) {
    for (const to of ordered[from]) {
      if (used.has(from * nodes.length + to)) continue;
      const outline: Point[] = [];
      let a = from;
      let b = to;
      while (!used.has(a * nodes.length + b)) {
        used.add(a * nodes.length + b);
        outline.push(nodes[a]);
        const out = ordered[b];
        const next = out[(out.indexOf(a) + out.length - 1) % out.length];
        a = b;
        b = next;
      }
      if (signedAreaOf(outline) > 1) faces.push(outline);
    }
  }
  return faces;
}

function angleFrom(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x);
}
