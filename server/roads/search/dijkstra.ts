import type { TurnGraph } from '../costs/turn-graph.js';
import type { RoadGraph } from '../graph/road-graph.js';
import type { EdgePoint } from '../places/snap-places.js';
import { DaryHeap } from './d-ary-heap.js';

/** Stands for "not reached" among costs. Twice it still fits in 31 bits. */
export const unreached = 0x3fffffff;

/** Cost, milliseconds and meters of one drive. */
export interface Drive {
  readonly cost: number;
  readonly milliseconds: number;
  readonly meters: number;
  readonly departure: EdgePoint;
  readonly arrival: EdgePoint;
  /** The edges driven on, in order; the first and last in part. None when both ends are one crossing. */
  readonly edges: readonly number[];
}

/**
 * The cheapest drive between two places, found without any preparation (Dijkstra 1959).
 *
 * For one leg and its way; much slower than the matrix, which is tested against it.
 */
export function cheapestDrive(
  graph: RoadGraph,
  turns: TurnGraph,
  departures: readonly EdgePoint[],
  arrivals: readonly EdgePoint[],
): Drive | undefined {
  if (departures.length === 0 || arrivals.length === 0) return undefined;
  const meters = graph.edgeMeters;
  const { vertexCount, firstArc, arcTo, arcCost, arcTime, arcMeters, vertexEdge, edgeCost, edgeTime } = turns;
  let best: Drive | undefined = straightAlong(graph, turns, departures, arrivals);

  const { cost, time, length, before, queue, touched } = memoryFor(turns);
  const longestArrival = Math.max(...arrivals.map(({ edge }) => edgeCost[edge]));
  const arrivalOf = new Map(arrivals.map((arrival) => [arrival.edge, arrival]));

  /** Drives that begin at a vertex do not settle it: the way may lead back to the same edge. */
  const relax = (vertex: number, baseCost: number, baseTime: number, baseMeters: number, from: number): void => {
    for (let arc = firstArc[vertex]; arc < firstArc[vertex + 1]; arc++) {
      const to = arcTo[arc];
      const next = baseCost + arcCost[arc];
      if (next >= cost[to]) continue;
      if (cost[to] === unreached) touched.push(to);
      cost[to] = next;
      time[to] = baseTime + arcTime[arc];
      length[to] = baseMeters + arcMeters[arc];
      before[to] = from;
      queue.push(to, next);
    }
  };

  departures.forEach(({ edge, fraction, awayMeters }, index) => {
    const first = turns.firstVertex[edge];
    if (first === turns.firstVertex[edge + 1]) return;
    const rest = 1 - fraction;
    relax(
      turns.edgeVertices[first],
      Math.round(edgeCost[edge] * rest + awayMeters * 1000),
      Math.round(edgeTime[edge] * rest),
      meters[edge] * rest,
      vertexCount + index,
    );
  });

  while (queue.size > 0) {
    const vertex = queue.pop();
    const edge = vertexEdge[vertex];
    const arrival = arrivalOf.get(edge);
    if (arrival !== undefined) {
      const rest = 1 - arrival.fraction;
      const total = Math.round(cost[vertex] - edgeCost[edge] * rest + arrival.awayMeters * 1000);
      if (best === undefined || total < best.cost) {
        best = {
          cost: total,
          milliseconds: Math.round(time[vertex] - edgeTime[edge] * rest),
          meters: length[vertex] - meters[edge] * rest,
          arrival,
          ...wayTo(vertex, before, vertexEdge, vertexCount, departures),
        };
      }
    }
    // An arrival cannot become cheaper than a vertex settled later less the longest edge.
    if (best !== undefined && cost[vertex] > best.cost + longestArrival) break;
    relax(vertex, cost[vertex], time[vertex], length[vertex], vertex);
  }
  queue.clear();
  for (const vertex of touched) cost[vertex] = unreached;
  touched.length = 0;
  return best;
}

/** Working memory of searches on one turn graph. Costs are `unreached` and the queue empty between searches. */
interface Memory {
  readonly cost: Int32Array;
  readonly time: Int32Array;
  readonly length: Float64Array;
  readonly before: Uint32Array;
  readonly queue: DaryHeap;
  /** Vertices whose cost is to be put back. */
  readonly touched: number[];
}

const memories = new WeakMap<TurnGraph, Memory>();

/** Most drives are short: clearing memory for the whole city would take longer than the search. */
function memoryFor(turns: TurnGraph): Memory {
  const { vertexCount } = turns;
  const memory = memories.get(turns) ?? {
    cost: new Int32Array(vertexCount).fill(unreached),
    time: new Int32Array(vertexCount),
    length: new Float64Array(vertexCount),
    before: new Uint32Array(vertexCount),
    queue: new DaryHeap(vertexCount),
    touched: [],
  };
  memories.set(turns, memory);
  return memory;
}

/**
 * The drive that turns nowhere: ahead on the edge that it begins on, or of no length when both places are at one
 * crossing; undefined where there is none.
 */
function straightAlong(
  graph: RoadGraph,
  turns: TurnGraph,
  departures: readonly EdgePoint[],
  arrivals: readonly EdgePoint[],
): Drive | undefined {
  let best: Drive | undefined;
  for (const departure of departures) {
    for (const arrival of arrivals) {
      const sameCrossing =
        departure.fraction === 0 &&
        arrival.fraction === 1 &&
        graph.edgeFrom[departure.edge] === graph.edgeTo[arrival.edge];
      const ahead = arrival.edge === departure.edge && arrival.fraction >= departure.fraction;
      if (!sameCrossing && !ahead) continue;
      const share = sameCrossing ? 0 : arrival.fraction - departure.fraction;
      const away = departure.awayMeters + arrival.awayMeters;
      const cost = Math.round(turns.edgeCost[arrival.edge] * share + away * 1000);
      if (best !== undefined && best.cost <= cost) continue;
      best = {
        cost,
        milliseconds: Math.round(turns.edgeTime[arrival.edge] * share),
        meters: graph.edgeMeters[arrival.edge] * share,
        departure,
        arrival,
        edges: sameCrossing ? [] : [arrival.edge],
      };
    }
  }
  return best;
}

function wayTo(
  last: number,
  before: Uint32Array,
  vertexEdge: Uint32Array,
  vertexCount: number,
  departures: readonly EdgePoint[],
): { departure: EdgePoint; edges: number[] } {
  const edges: number[] = [];
  let vertex = last;
  while (vertex < vertexCount) {
    edges.push(vertexEdge[vertex]);
    vertex = before[vertex];
  }
  const departure = departures[vertex - vertexCount];
  edges.push(departure.edge);
  return { departure, edges: edges.reverse() };
}
