import type { TurnGraph } from '../costs/turn-graph.js';
import type { RoadGraph } from '../graph/road-graph.js';
import type { PlacePoints } from '../places/place-points.js';
import type { PreparedRoads } from '../prepare-roads.js';
import { sharedF64, sharedI32, sharedU32 } from '../shared-arrays.js';
import type { Hierarchy } from './hierarchy.js';

/**
 * The part of a hierarchy that leads down to some targets, cut out and laid in a row, highest rank first.
 *
 * Every search to these targets descends through these arrays in order (RPHAST: Delling, Goldberg, Werneck 2011).
 */
export interface PhastSweep {
  readonly count: number;
  /** By rank: its place in the row plus one; zero for ranks left out. */
  readonly placeOf: Uint32Array;
  /** Arcs that enter place i: `first[i]` up to the next; they come from places before i. */
  readonly first: Uint32Array;
  readonly from: Uint32Array;
  readonly cost: Int32Array;
  readonly time: Int32Array;
  readonly meters: Int32Array;

  /** Ends of drives to target t: `firstEnd[t]` up to the next. */
  readonly firstEnd: Uint32Array;
  readonly endPlace: Uint32Array;
  /** What to take off at the end of the edge, because the target lies before it; the cost includes the way to the road. */
  readonly endCost: Float64Array;
  readonly endTime: Float64Array;
  readonly endMeters: Float64Array;
  readonly targets: PlacePoints;
}

/** Selects what searches to the given targets need. */
export function selectSweep({ graph, turns, hierarchy }: PreparedRoads, targets: PlacePoints): PhastSweep {
  const { vertexCount, firstDown, downFrom } = hierarchy;
  const ends = endsOfTargets(graph, turns, hierarchy, targets);

  const marked = new Uint8Array(vertexCount);
  const waiting: number[] = [];
  const mark = (rank: number): void => {
    if (marked[rank] === 1) return;
    marked[rank] = 1;
    waiting.push(rank);
  };
  ends.rank.forEach(mark);
  for (let rank = waiting.pop(); rank !== undefined; rank = waiting.pop()) {
    for (let arc = firstDown[rank]; arc < firstDown[rank + 1]; arc++) mark(downFrom[arc]);
  }

  const placeOf = new Uint32Array(vertexCount);
  const first: number[] = [0];
  const arcs: number[] = [];
  const from: number[] = [];
  let count = 0;
  for (let rank = vertexCount - 1; rank >= 0; rank--) {
    if (marked[rank] === 0) continue;
    placeOf[rank] = ++count;
    for (let arc = firstDown[rank]; arc < firstDown[rank + 1]; arc++) {
      arcs.push(arc);
      from.push(placeOf[downFrom[arc]] - 1);
    }
    first.push(arcs.length);
  }
  const pick = (values: Int32Array): Int32Array => sharedI32(arcs.map((arc) => values[arc]));
  return {
    count,
    placeOf: sharedU32(placeOf),
    first: sharedU32(first),
    from: sharedU32(from),
    cost: pick(hierarchy.downCost),
    time: pick(hierarchy.downTime),
    meters: pick(hierarchy.downMeters),
    firstEnd: ends.firstEnd,
    endPlace: sharedU32(ends.rank.map((rank) => placeOf[rank] - 1)),
    endCost: ends.endCost,
    endTime: ends.endTime,
    endMeters: ends.endMeters,
    targets,
  };
}

function endsOfTargets(graph: RoadGraph, turns: TurnGraph, hierarchy: Hierarchy, targets: PlacePoints) {
  const firstEnd = [0];
  const rank: number[] = [];
  const endCost: number[] = [];
  const endTime: number[] = [];
  const endMeters: number[] = [];
  for (let target = 0; target + 1 < targets.first.length; target++) {
    for (let point = targets.first[target]; point < targets.first[target + 1]; point++) {
      const edge = targets.edge[point];
      const rest = 1 - targets.fraction[point];
      const away = targets.awayMeters[point] * 1000;
      for (let at = turns.firstVertex[edge]; at < turns.firstVertex[edge + 1]; at++) {
        rank.push(hierarchy.rank[turns.edgeVertices[at]]);
        endCost.push(turns.edgeCost[edge] * rest - away);
        endTime.push(turns.edgeTime[edge] * rest);
        endMeters.push(graph.edgeMeters[edge] * rest);
      }
    }
    firstEnd.push(rank.length);
  }
  return {
    rank,
    firstEnd: sharedU32(firstEnd),
    endCost: sharedF64(endCost),
    endTime: sharedF64(endTime),
    endMeters: sharedF64(endMeters),
  };
}
