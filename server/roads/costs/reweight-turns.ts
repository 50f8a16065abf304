import { unreached } from '../search/dijkstra.js';
import { shared } from '../shared-arrays.js';
import type { RoadSpeeds } from './road-speeds.js';
import { longestMilliseconds, type TurnGraph } from './turn-graph.js';

/**
 * The same turns at other speeds. Everything but costs and times is shared with the original.
 *
 * Turns into a closed edge cost `unreached`, so that no search takes them.
 */
export function reweightTurns(turns: TurnGraph, { slowness }: RoadSpeeds): TurnGraph {
  const { arcTo, vertexEdge } = turns;
  const edgeCost = slowed(turns.edgeCost, slowness);
  const edgeTime = slowed(turns.edgeTime, slowness);
  const arcCost = shared.i32(arcTo.length);
  const arcTime = shared.i32(arcTo.length);
  for (let arc = 0; arc < arcTo.length; arc++) {
    const edge = vertexEdge[arcTo[arc]];
    const closed = slowness[edge] === Number.POSITIVE_INFINITY;
    arcCost[arc] = closed ? unreached : turns.arcCost[arc] - turns.edgeCost[edge] + edgeCost[edge];
    arcTime[arc] = closed ? unreached : turns.arcTime[arc] - turns.edgeTime[edge] + edgeTime[edge];
  }
  return { ...turns, edgeCost, edgeTime, arcCost, arcTime };
}

function slowed(milliseconds: Int32Array, slowness: Float32Array): Int32Array {
  const result = shared.i32(milliseconds.length);
  for (let edge = 0; edge < milliseconds.length; edge++) {
    result[edge] = Math.min(longestMilliseconds, Math.round(milliseconds[edge] * slowness[edge]));
  }
  return result;
}
