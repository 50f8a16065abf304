import type { RoadGraph } from '../graph/road-graph.js';
import { shared, sharedI32, sharedU32 } from '../shared-arrays.js';
import { endsDead, isForbiddenTurn } from './allowed-turns.js';
import { edgeFactor, edgeSeconds, usableEdges } from './edge-cost.js';
import { limitableEdges } from './road-closures.js';
import { isCrossTurnInside, type TurnCost, turnCost } from './turn-cost.js';
import type { VehicleRules } from './vehicle-rules.js';

/** Stands for an edge that the vehicle may not use. */
export const noVertex = 0xffffffff;

/** No edge takes longer, whatever its speed: sums of costs have to stay within 31 bits. 27 hours. */
export const longestMilliseconds = 100_000_000;

/**
 * The roads as one kind of vehicle sees them, with turns.
 *
 * A vertex is "at the end of an edge"; an arc is a turn into a next edge together with the whole of that edge.
 * An edge has a further vertex for each past that limits what may follow, or makes it dearer: the beginning of a
 * forbidden sequence of edges, or a turn across the oncoming side into the inside of a crossing. An edge that has a limit
 * for somebody has another one at which drives end; those that hold vehicles up have to be closed to them (`closeTurns`).
 *
 * Costs and times are milliseconds; costs, which include penalties, decide the way, times are what it takes.
 */
export interface TurnGraph {
  readonly vertexCount: number;
  readonly vertexEdge: Uint32Array;
  /** By edge: its vertices are `edgeVertices[firstVertex[edge]]` up to the next. The first has no past. */
  readonly firstVertex: Uint32Array;
  readonly edgeVertices: Uint32Array;
  /** By vertex: 1 where drives end and nothing follows. */
  readonly isEnd: Uint8Array;
  /** By edge: 1 where there is a limit for some vehicles of the profile. */
  readonly isLimitable: Uint8Array;
  /** By edge: driving the whole of it. */
  readonly edgeCost: Int32Array;
  readonly edgeTime: Int32Array;

  /** Arcs that leave vertex v: `firstArc[v]` up to `firstArc[v + 1]`. */
  readonly firstArc: Uint32Array;
  readonly arcTo: Uint32Array;
  readonly arcCost: Int32Array;
  readonly arcTime: Int32Array;
  readonly arcMeters: Int32Array;
}

/** A forbidden sequence that has been followed so far: `reached` edges of it, beginning with the first. */
interface Followed {
  readonly sequence: number;
  readonly reached: number;
}

interface VertexState {
  readonly edge: number;
  /** Drives end here; nothing follows. */
  readonly isEnd: boolean;
  readonly afterCrossTurn: boolean;
  readonly followed: readonly Followed[];
}

/** Expands the road graph by turns for all vehicles of a profile: nothing is closed to any of them yet. */
export function makeTurnGraph(graph: RoadGraph, rules: VehicleRules): TurnGraph {
  const usable = usableEdges(graph, rules);
  const isLimitable = limitableEdges(graph, rules);
  const edgeCost = shared.i32(graph.edgeCount);
  const edgeTime = shared.i32(graph.edgeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const seconds = edgeSeconds(graph, rules, edge);
    edgeTime[edge] = Math.min(longestMilliseconds, Math.round(seconds * 1000));
    edgeCost[edge] = Math.min(longestMilliseconds, Math.round(seconds * edgeFactor(graph, rules, edge) * 1000));
  }

  const beginning = sequencesByFirstEdge(graph, rules);
  const vertexOf = new Uint32Array(graph.edgeCount).fill(noVertex);
  const vertexOfPast = new Map<string, number>();
  const vertexEdge: number[] = [];
  const pasts = new Map<number, VertexState>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (usable[edge] === 0) continue;
    vertexOf[edge] = vertexEdge.length;
    vertexEdge.push(edge);
  }

  const vertexFor = (state: VertexState): number => {
    if (!state.isEnd && !state.afterCrossTurn && state.followed.length === 0) return vertexOf[state.edge];
    const past = state.followed.map(({ sequence, reached }) => `${sequence}:${reached}`).join(',');
    const key = state.isEnd ? `${state.edge}` : `${state.edge}/${state.afterCrossTurn ? 'x' : ''}/${past}`;
    let vertex = vertexOfPast.get(key);
    if (vertex === undefined) {
      vertex = vertexEdge.length;
      vertexEdge.push(state.edge);
      vertexOfPast.set(key, vertex);
      pasts.set(vertex, state);
    }
    return vertex;
  };

  const firstArc: number[] = [0];
  const arcTo: number[] = [];
  const arcCost: number[] = [];
  const arcTime: number[] = [];
  const arcMeters: number[] = [];
  const cost: TurnCost = { cost: 0, seconds: 0 };
  const nothing: readonly Followed[] = [];

  const addArc = (from: number, to: number, afterCrossTurn: boolean, followed: readonly Followed[]): void => {
    turnCost(graph, rules, from, to, afterCrossTurn, cost);
    for (const isEnd of isLimitable[to] === 1 ? [true, false] : [false]) {
      arcTo.push(vertexFor({ edge: to, isEnd, afterCrossTurn: isCrossTurnInside(graph, from, to), followed }));
      arcCost.push(Math.round(cost.cost * 1000) + edgeCost[to]);
      arcTime.push(Math.round(cost.seconds * 1000) + edgeTime[to]);
      arcMeters.push(graph.edgeMeters[to]);
    }
  };

  // The list grows while vertices with a past are found.
  for (let vertex = 0; vertex < vertexEdge.length; vertex++) {
    const from = vertexEdge[vertex];
    const past = pasts.get(vertex);
    const afterCrossTurn = past?.afterCrossTurn ?? false;
    const node = graph.edgeTo[from];
    const back = graph.edgeOpposite[from];

    if (past?.isEnd !== true && (graph.nodeAccess[node] & rules.accessBit) !== 0) {
      const followed = [...(past?.followed ?? nothing), ...(beginning.get(from) ?? nothing)];
      let found = 0;
      let backAllowed: readonly Followed[] | undefined;
      for (let at = graph.firstOut[node]; at < graph.firstOut[node + 1]; at++) {
        const to = graph.edgesOut[at];
        if (usable[to] === 0) continue;
        if (isForbiddenTurn(graph, from, to)) continue;
        const follows = followed.length === 0 ? nothing : follow(graph, followed, to);
        if (follows === undefined) continue;
        if (to === back) backAllowed = follows;
        else {
          addArc(from, to, afterCrossTurn, follows);
          if (isLimitable[to] === 0) found++;
        }
      }
      // Turning on the spot is only for dead ends, and for where everything else is forbidden, to some of them at least.
      if (backAllowed !== undefined && (endsDead(graph, from) || found === 0))
        addArc(from, back, afterCrossTurn, backAllowed);
    }
    firstArc.push(arcTo.length);
  }

  return {
    vertexCount: vertexEdge.length,
    vertexEdge: sharedU32(vertexEdge),
    ...groupByEdge(vertexEdge, graph.edgeCount),
    isEnd: endsAmong(vertexEdge.length, pasts),
    isLimitable,
    edgeCost,
    edgeTime,
    firstArc: sharedU32(firstArc),
    arcTo: sharedU32(arcTo),
    arcCost: sharedI32(arcCost),
    arcTime: sharedI32(arcTime),
    arcMeters: sharedI32(arcMeters),
  };
}

function endsAmong(vertexCount: number, pasts: ReadonlyMap<number, VertexState>): Uint8Array {
  const isEnd = shared.u8(vertexCount);
  for (const [vertex, past] of pasts) if (past.isEnd) isEnd[vertex] = 1;
  return isEnd;
}

function groupByEdge(vertexEdge: readonly number[], edgeCount: number) {
  const firstVertex = shared.u32(edgeCount + 1);
  for (const edge of vertexEdge) firstVertex[edge + 1]++;
  for (let edge = 0; edge < edgeCount; edge++) {
    firstVertex[edge + 1] = firstVertex[edge + 1] + firstVertex[edge];
  }
  const next = firstVertex.slice();
  const edgeVertices = shared.u32(vertexEdge.length);
  vertexEdge.forEach((edge, vertex) => {
    edgeVertices[next[edge]] = vertex;
    next[edge] = next[edge] + 1;
  });
  return { firstVertex, edgeVertices };
}

function sequencesByFirstEdge(graph: RoadGraph, rules: VehicleRules): Map<number, Followed[]> {
  const beginning = new Map<number, Followed[]>();
  for (let sequence = 0; sequence < graph.sequenceAccess.length; sequence++) {
    if ((graph.sequenceAccess[sequence] & rules.accessBit) === 0) continue;
    const first = graph.sequenceEdges[graph.firstSequenceEdge[sequence]];
    beginning.set(first, [...(beginning.get(first) ?? []), { sequence, reached: 1 }]);
  }
  return beginning;
}

/** What remains followed when `to` comes next; undefined when that would complete a forbidden sequence. */
function follow(graph: RoadGraph, followed: readonly Followed[], to: number): readonly Followed[] | undefined {
  const next: Followed[] = [];
  for (const { sequence, reached } of followed) {
    const at = graph.firstSequenceEdge[sequence] + reached;
    if (graph.sequenceEdges[at] !== to) continue;
    if (at + 1 === graph.firstSequenceEdge[sequence + 1]) return undefined;
    next.push({ sequence, reached: reached + 1 });
  }
  return next;
}
