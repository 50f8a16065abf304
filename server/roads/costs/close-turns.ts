import type { TravelClass } from '../../domain/travel/travel-class.js';
import type { RoadGraph } from '../graph/road-graph.js';
import { unreached } from '../search/dijkstra.js';
import { sharedI32 } from '../shared-arrays.js';
import { endsDead } from './allowed-turns.js';
import { roadClosures } from './road-closures.js';
import type { TurnGraph } from './turn-graph.js';

/**
 * The turns of a profile as far as vehicles of a class may take them: the others cost `unreached`, so that no search takes
 * them. Everything but the costs is shared with the original.
 */
export function closeTurns(graph: RoadGraph, turns: TurnGraph, travelClass: TravelClass): TurnGraph {
  const { through, crossing, any } = roadClosures(graph, travelClass);
  const { vertexCount, vertexEdge, firstArc, arcTo, isEnd, isLimitable } = turns;
  if (!any && !isLimitable.includes(1)) return turns;
  const arcCost = sharedI32(turns.arcCost);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const from = vertexEdge[vertex];
    const isBarred = crossing[graph.edgeTo[from]] === 1;
    let back = -1;
    let goesOn = false;
    for (let arc = firstArc[vertex]; arc < firstArc[vertex + 1]; arc++) {
      const next = arcTo[arc];
      const to = vertexEdge[next];
      if (to === graph.edgeOpposite[from]) {
        // Turning on the spot at the end of a limited road is one arc to its end and one beyond: both or none.
        back = back === -1 ? arc : back;
        continue;
      }
      if (isBarred || (isEnd[next] === 0 && isLimitable[to] === 1 && through[to] === 1)) arcCost[arc] = unreached;
      else if (isEnd[next] === 0) goesOn = true;
    }
    for (let arc = back; back !== -1 && arc < firstArc[vertex + 1]; arc++) {
      const to = vertexEdge[arcTo[arc]];
      if (to !== graph.edgeOpposite[from]) continue;
      const isClosed = isEnd[arcTo[arc]] === 0 && through[to] === 1;
      if (isClosed || (goesOn && !endsDead(graph, from))) arcCost[arc] = unreached;
    }
  }
  return { ...turns, arcCost };
}
