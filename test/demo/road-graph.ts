import type { MapNode, MapWay } from '../../server/demo/map/map-sheet.js';
import { greatCircleMeters } from '../../server/domain/network/place.js';

const carless = new Set(['footway', 'path', 'steps', 'cycleway']);

export interface GraphOptions {
  /** Ways to leave out. */
  readonly without?: (way: MapWay) => boolean;
  /** Whether one-way signs count; they do unless said otherwise. */
  readonly obeyOneways?: boolean;
}

/** A plain graph of the ways that cars may use, for searches in tests: driving seconds at the speed limit. */
export class RoadGraph {
  readonly arcs = new Map<number, { to: number; seconds: number }[]>();

  constructor(city: { nodes: readonly MapNode[]; ways: readonly MapWay[] }, options: GraphOptions = {}) {
    const positions = new Map(city.nodes.map((node) => [node.id, node]));
    for (const way of city.ways) {
      if (way.tags.highway === undefined || carless.has(way.tags.highway) || options.without?.(way)) continue;
      const metersPerSecond = Number(way.tags.maxspeed) / 3.6;
      for (let at = 1; at < way.refs.length; at++) {
        const from = way.refs[at - 1];
        const to = way.refs[at];
        const seconds = greatCircleMeters(positions.get(from)!, positions.get(to)!) / metersPerSecond;
        this.addArc(from, to, seconds);
        this.addArc(to, from, way.tags.oneway === 'yes' && options.obeyOneways !== false ? undefined : seconds);
      }
    }
  }

  private addArc(from: number, to: number, seconds: number | undefined): void {
    let out = this.arcs.get(from);
    if (out === undefined) this.arcs.set(from, (out = []));
    if (seconds !== undefined) out.push({ to, seconds });
  }

  /** Seconds from a node to every node that can be reached (Dijkstra 1959, with a binary heap). */
  secondsFrom(start: number): Map<number, number> {
    const best = new Map<number, number>([[start, 0]]);
    const done = new Set<number>();
    const heap: [number, number][] = [[0, start]];
    while (heap.length > 0) {
      const [seconds, node] = popSmallest(heap);
      if (done.has(node)) continue;
      done.add(node);
      for (const arc of this.arcs.get(node) ?? []) {
        const reached = seconds + arc.seconds;
        if (reached < (best.get(arc.to) ?? Number.POSITIVE_INFINITY)) {
          best.set(arc.to, reached);
          push(heap, [reached, arc.to]);
        }
      }
    }
    return best;
  }

  /** The graph with every arc turned round: what reaches a node instead of what it reaches. */
  reversed(): RoadGraph {
    const turned = new RoadGraph({ nodes: [], ways: [] });
    for (const [from, out] of this.arcs) {
      if (!turned.arcs.has(from)) turned.arcs.set(from, []);
      for (const { to, seconds } of out) turned.addArc(to, from, seconds);
    }
    return turned;
  }
}

function push(heap: [number, number][], entry: [number, number]): void {
  heap.push(entry);
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent][0] <= heap[at][0]) break;
    [heap[parent], heap[at]] = [heap[at], heap[parent]];
    at = parent;
  }
}

function popSmallest(heap: [number, number][]): [number, number] {
  const smallest = heap[0];
  const last = heap.pop()!;
  if (heap.length > 0) {
    heap[0] = last;
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && heap[left + 1][0] < heap[left][0] ? left + 1 : left;
      if (heap[at][0] <= heap[child][0]) break;
      [heap[at], heap[child]] = [heap[child], heap[at]];
      at = child;
    }
  }
  return smallest;
}
