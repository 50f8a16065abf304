import type { LonLat } from '../../domain/network/place.js';
import type { RoadGraph } from './road-graph.js';

const numbersOf = new WeakMap<RoadGraph, Map<number, number>>();

/**
 * The numbers in this graph of edges that are known by their identity in the tiles. Those that the graph does not have
 * (footways, shortcuts) are left out.
 *
 * @returns as many `values` as edges, each the one given beside the edge's identity.
 */
export function findEdges<T>(graph: RoadGraph, ids: readonly number[], values: readonly T[]): [number[], T[]] {
  let numbers = numbersOf.get(graph);
  if (numbers === undefined) {
    numbers = new Map();
    for (let edge = 0; edge < graph.edgeCount; edge++) numbers.set(graph.edgeIds[edge], edge);
    numbersOf.set(graph, numbers);
  }
  const edges: number[] = [];
  const kept: T[] = [];
  ids.forEach((id, at) => {
    const edge = numbers.get(id);
    if (edge === undefined) return;
    edges.push(edge);
    kept.push(values[at]);
  });
  return [edges, kept];
}

/** The edges any part of which lies within an area. @param ring corners of the area, the first again at the end. */
export function edgesWithin(graph: RoadGraph, ring: readonly LonLat[]): number[] {
  const xs = ring.map(({ lon }) => lon * 1e6);
  const ys = ring.map(({ lat }) => lat * 1e6);
  const box = { west: Math.min(...xs), south: Math.min(...ys), east: Math.max(...xs), north: Math.max(...ys) };
  const shapeIsWithin = new Map<number, boolean>();
  const edges: number[] = [];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const shape = graph.edgeShape[edge];
    let isWithin = shapeIsWithin.get(shape);
    if (isWithin === undefined) {
      isWithin = touches(graph, shape, xs, ys, box);
      shapeIsWithin.set(shape, isWithin);
    }
    if (isWithin) edges.push(edge);
  }
  return edges;
}

function touches(
  { firstPoint, pointLon, pointLat }: RoadGraph,
  shape: number,
  xs: readonly number[],
  ys: readonly number[],
  box: { west: number; south: number; east: number; north: number },
): boolean {
  const [first, last] = [firstPoint[shape], firstPoint[shape + 1] - 1];
  for (let point = first; point < last; point++) {
    const [ax, ay, bx, by] = [pointLon[point], pointLat[point], pointLon[point + 1], pointLat[point + 1]];
    if (Math.max(ax, bx) < box.west || Math.min(ax, bx) > box.east) continue;
    if (Math.max(ay, by) < box.south || Math.min(ay, by) > box.north) continue;
    if (isInside(ax, ay, xs, ys) || isInside(bx, by, xs, ys)) return true;
    for (let corner = 0; corner + 1 < xs.length; corner++) {
      if (cross(ax, ay, bx, by, xs[corner], ys[corner], xs[corner + 1], ys[corner + 1])) return true;
    }
  }
  return false;
}

/** Whether a ray from a point leaves the ring an odd number of times. */
function isInside(x: number, y: number, xs: readonly number[], ys: readonly number[]): boolean {
  let inside = false;
  for (let at = 0; at + 1 < xs.length; at++) {
    const straddles = ys[at] > y !== ys[at + 1] > y;
    if (straddles && x < xs[at] + ((y - ys[at]) * (xs[at + 1] - xs[at])) / (ys[at + 1] - ys[at])) inside = !inside;
  }
  return inside;
}

/** Whether two pieces of line have a point in common, one that only ends on the other included. */
function cross(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number): number =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0
  );
}
