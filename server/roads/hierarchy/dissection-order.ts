import type { TurnGraph } from '../costs/turn-graph.js';
import type { RoadGraph } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { type Cell, minCut } from './min-cut.js';

/** The part of a cell at either end, seen in some direction, that a cut leaves whole. */
const endShare = 0.25;
const directions = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
];

/**
 * An order of contraction that depends on the map alone, not on speeds: the map is cut in two by as few roads as
 * possible, those roads come last, and the same is done with either part (nested dissection, George 1973; cuts by
 * inertial flow, Schild and Sommer 2015; cuts of roads rather than crossings, because vertices stand for roads:
 * Buchhold, Sanders, Wagner 2019).
 *
 * @returns by vertex of the turn graph: its rank, lowest contracted first.
 */
export function dissectionOrder(graph: RoadGraph, turns: TurnGraph): Uint32Array {
  const rank = shared.u32(turns.vertexCount);
  let nextRank = turns.vertexCount;
  const given = new Uint8Array(graph.edgeCount);
  const give = (edge: number): void => {
    given[edge] = 1;
    for (let at = turns.firstVertex[edge]; at < turns.firstVertex[edge + 1]; at++) {
      rank[turns.edgeVertices[at]] = --nextRank;
    }
  };
  const isDriven = (edge: number): boolean => turns.firstVertex[edge] !== turns.firstVertex[edge + 1];
  const dissection = new Dissection(graph, isDriven);
  const waiting: Uint32Array[] = [Uint32Array.from({ length: graph.nodeCount }, (_, node) => node)];
  for (let nodes = waiting.pop(); nodes !== undefined; nodes = waiting.pop()) {
    const parts = dissection.part(nodes, give);
    if (parts !== undefined) waiting.push(...parts.filter((part) => part.length > 1));
  }
  // Roads that lead back to where they begin belong to no cut.
  for (let edge = 0; edge < graph.edgeCount; edge++) if (given[edge] === 0) give(edge);
  return rank;
}

class Dissection {
  private readonly localOf: Int32Array;

  constructor(
    private readonly graph: RoadGraph,
    private readonly isDriven: (edge: number) => boolean,
  ) {
    this.localOf = new Int32Array(graph.nodeCount).fill(-1);
  }

  /** Parts a set of nodes in two and gives the edges between them. @returns undefined where no road is left inside. */
  part(nodes: Uint32Array, give: (edge: number) => void): [Uint32Array, Uint32Array] | undefined {
    nodes.forEach((node, at) => {
      this.localOf[node] = at;
    });
    const { cell, edges } = this.cellOf(nodes);
    const side = cell.to.length === 0 ? undefined : this.bestCut(cell, nodes);
    if (side !== undefined) {
      for (let node = 0; node < nodes.length; node++) {
        for (let entry = cell.first[node]; entry < cell.first[node + 1]; entry++) {
          if (side[node] !== side[cell.to[entry]]) give(edges[entry]);
        }
      }
    }
    for (const node of nodes) this.localOf[node] = -1;
    return side && [nodes.filter((_, at) => side[at] === 1), nodes.filter((_, at) => side[at] === 0)];
  }

  /** The roads inside a set of nodes; each road stands at both its ends, with the edge that leaves there. */
  private cellOf(nodes: Uint32Array): { cell: Cell; edges: number[] } {
    const { graph, localOf, isDriven } = this;
    const first = new Uint32Array(nodes.length + 1);
    const to: number[] = [];
    const edges: number[] = [];
    const entryOf = new Map<number, number>();
    const twin: number[] = [];
    nodes.forEach((node, local) => {
      for (let at = graph.firstOut[node]; at < graph.firstOut[node + 1]; at++) {
        const edge = graph.edgesOut[at];
        const other = localOf[graph.edgeTo[edge]];
        const back = graph.edgeOpposite[edge];
        if (other === -1 || other === local || !(isDriven(edge) || isDriven(back))) continue;
        if (graph.edgeOpposite[back] !== edge) continue;
        const twinEntry = entryOf.get(back);
        if (twinEntry === undefined) entryOf.set(edge, to.length);
        else twin[twinEntry] = to.length;
        twin.push(twinEntry ?? -1);
        to.push(other);
        edges.push(edge);
      }
      first[local + 1] = to.length;
    });
    return { cell: { nodeCount: nodes.length, first, to: Uint32Array.from(to), twin: Uint32Array.from(twin) }, edges };
  }

  private bestCut(cell: Cell, nodes: Uint32Array): Uint8Array {
    const count = nodes.length;
    const ends = Math.max(1, Math.floor(count * endShare));
    let best: { side: Uint8Array; cut: number } | undefined;
    for (const [east, north] of directions) {
      const order = this.along(nodes, east, north);
      const found = minCut(cell, order.subarray(0, ends), order.subarray(count - ends), best?.cut ?? Infinity);
      best = found ?? best;
      if (best?.cut === 0) break;
    }
    // The first direction has no limit.
    return best!.side;
  }

  /** The nodes as seen along a direction. */
  private along(nodes: Uint32Array, east: number, north: number): Uint32Array {
    const { nodeLon, nodeLat } = this.graph;
    const count = nodes.length;
    const keys = new Float64Array(count);
    nodes.forEach((node, at) => {
      // Sorted by place, then by number, in one: degrees × 1e7 fit in 33 bits, numbers in the 20 that are left.
      const place = Math.round(nodeLon[node] * 0.77 * east + nodeLat[node] * north);
      keys[at] = place * count + at;
    });
    keys.sort();
    return Uint32Array.from(keys, (key) => ((key % count) + count) % count);
  }
}
