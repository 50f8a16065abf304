import type { TurnGraph } from '../costs/turn-graph.js';
import type { RoadGraph } from '../graph/road-graph.js';
import type { EdgePoint } from '../places/snap-places.js';
import { shared } from '../shared-arrays.js';
import { DaryHeap } from './d-ary-heap.js';

/** Stands for "not reached" among times. */
export const notReached = -1;

/**
 * How long it takes to drive from a place to the end of every edge, by the cheapest ways (Dijkstra 1959).
 *
 * @param limitMilliseconds nothing further away is looked at.
 * @returns milliseconds by edge, `notReached` beyond the limit. The way to an edge is the one with the least cost, as
 *   everywhere; a faster but dearer one does not count.
 */
export function isochroneFrom(
  graph: RoadGraph,
  turns: TurnGraph,
  departures: readonly EdgePoint[],
  limitMilliseconds: number,
): Int32Array {
  const { vertexCount, firstArc, arcTo, arcCost, arcTime, vertexEdge, edgeCost, edgeTime, firstVertex } = turns;
  const cost = new Int32Array(vertexCount).fill(0x3fffffff);
  const time = new Int32Array(vertexCount);
  const queue = new DaryHeap(vertexCount);
  const reached = shared.i32(graph.edgeCount).fill(notReached);
  const bestCost = new Int32Array(graph.edgeCount).fill(0x3fffffff);
  const settle = (edge: number, atCost: number, atTime: number): void => {
    if (atCost >= bestCost[edge] || atTime > limitMilliseconds) return;
    bestCost[edge] = atCost;
    reached[edge] = atTime;
  };
  const relax = (vertex: number, fromCost: number, fromTime: number): void => {
    for (let arc = firstArc[vertex]; arc < firstArc[vertex + 1]; arc++) {
      const to = arcTo[arc];
      const next = fromCost + arcCost[arc];
      if (next >= cost[to]) continue;
      cost[to] = next;
      time[to] = fromTime + arcTime[arc];
      queue.push(to, next);
    }
  };
  for (const { edge, fraction, awayMeters } of departures) {
    const rest = 1 - fraction;
    const begunCost = Math.round(edgeCost[edge] * rest + awayMeters * 1000);
    const begunTime = Math.round(edgeTime[edge] * rest);
    settle(edge, begunCost, begunTime);
    if (firstVertex[edge] !== firstVertex[edge + 1]) relax(turns.edgeVertices[firstVertex[edge]], begunCost, begunTime);
  }
  while (queue.size > 0) {
    const vertex = queue.pop();
    settle(vertexEdge[vertex], cost[vertex], time[vertex]);
    if (time[vertex] <= limitMilliseconds) relax(vertex, cost[vertex], time[vertex]);
  }
  return reached;
}
