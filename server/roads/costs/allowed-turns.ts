import { edgeFlag, type RoadGraph } from '../graph/road-graph.js';

/** Whether a sign forbids every vehicle to go from the end of one edge into the next. */
export function isForbiddenTurn(graph: RoadGraph, from: number, to: number): boolean {
  const local = graph.edgeLocalIndex[to];
  return local < 8 && ((graph.edgeForbiddenTurns[from] >>> local) & 1) === 1;
}

/** Whether the tiles call the end of an edge a dead end, where a vehicle may turn on the spot. */
export function endsDead(graph: RoadGraph, edge: number): boolean {
  return (graph.edgeFlags[edge] & edgeFlag.deadEnd) !== 0;
}

/**
 * Whether a vehicle may go from the end of one edge into the next, sequences of more than two edges aside.
 *
 * Turning on the spot is only for dead ends, and for where everything else is forbidden.
 */
export function mayTurn(graph: RoadGraph, usable: Uint8Array, from: number, to: number): boolean {
  if (usable[to] !== 1 || isForbiddenTurn(graph, from, to)) return false;
  if (to !== graph.edgeOpposite[from] || endsDead(graph, from)) return true;
  const node = graph.edgeTo[from];
  for (let at = graph.firstOut[node]; at < graph.firstOut[node + 1]; at++) {
    const other = graph.edgesOut[at];
    if (other !== to && usable[other] === 1 && !isForbiddenTurn(graph, from, other)) return false;
  }
  return true;
}
