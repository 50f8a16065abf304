import type { TurnGraph } from '../costs/turn-graph.js';
import { unreached } from '../search/dijkstra.js';
import { shared } from '../shared-arrays.js';
import type { CchTopology } from './cch-topology.js';
import type { Hierarchy } from './hierarchy.js';

/** Cost, time and length of the paths along pairs in one direction. */
interface ShortcutWeights {
  readonly cost: Int32Array;
  readonly time: Int32Array;
  readonly meters: Int32Array;
  /** 1 where another path is as good, so that no search needs this one. */
  readonly spare: Uint8Array;
}

/**
 * Puts costs and times into a skeleton (Dibbelt, Strasser, Wagner 2014): every pair gets the cheapest path between its
 * ends, from the paths over lower vertices and then from those over higher ones; pairs that no cheapest path needs are
 * left out of the result.
 *
 * @param prunes false to keep those as well: ready in half the time, searches take a fifth longer.
 */
export function customize(skeleton: CchTopology, turns: TurnGraph, prunes = true): Hierarchy {
  const up = emptyWeights(skeleton.upper.length);
  const down = emptyWeights(skeleton.upper.length);
  putArcs(skeleton, turns, up, down);
  joinFromBelow(skeleton, up, down);
  if (prunes) joinFromAbove(skeleton, up, down);
  const ups = pick(skeleton, up);
  const downs = pick(skeleton, down);
  return {
    vertexCount: skeleton.vertexCount,
    rank: skeleton.rank,
    parent: skeleton.parent,
    firstUp: ups.first,
    upTo: ups.other,
    upCost: ups.cost,
    upTime: ups.time,
    upMeters: ups.meters,
    firstDown: downs.first,
    downFrom: downs.other,
    downCost: downs.cost,
    downTime: downs.time,
    downMeters: downs.meters,
  };
}

function emptyWeights(pairs: number): ShortcutWeights {
  return {
    cost: new Int32Array(pairs).fill(unreached),
    time: new Int32Array(pairs),
    meters: new Int32Array(pairs),
    spare: new Uint8Array(pairs),
  };
}

function putArcs(
  { rank, firstPair, upper }: CchTopology,
  turns: TurnGraph,
  up: ShortcutWeights,
  down: ShortcutWeights,
): void {
  const { vertexCount, firstArc, arcTo, arcCost, arcTime, arcMeters } = turns;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let arc = firstArc[vertex]; arc < firstArc[vertex + 1]; arc++) {
      const [from, to] = [rank[vertex], rank[arcTo[arc]]];
      if (from === to) continue;
      const [low, high] = from < to ? [from, to] : [to, from];
      let pair = firstPair[low];
      while (upper[pair] !== high) pair++;
      const weights = from < to ? up : down;
      if (arcCost[arc] >= weights.cost[pair]) continue;
      weights.cost[pair] = arcCost[arc];
      weights.time[pair] = arcTime[arc];
      weights.meters[pair] = arcMeters[arc];
    }
  }
}

/** Paths between two vertices over a lower one. */
function joinFromBelow(skeleton: CchTopology, up: ShortcutWeights, down: ShortcutWeights): void {
  const { vertexCount, firstPair, upper, firstBelow, pairBelow, lower } = skeleton;
  const { cost: upCost, time: upTime, meters: upMeters } = up;
  const { cost: downCost, time: downTime, meters: downMeters } = down;
  const pairTo = new Uint32Array(vertexCount);
  for (let middle = 0; middle < vertexCount; middle++) {
    const end = firstPair[middle + 1];
    for (let pair = firstPair[middle]; pair < end; pair++) pairTo[upper[pair]] = pair;
    for (let below = firstBelow[middle]; below < firstBelow[middle + 1]; below++) {
      const toMiddle = pairBelow[below];
      const last = firstPair[lower[below] + 1];
      const comes = upCost[toMiddle];
      const leaves = downCost[toMiddle];
      if (leaves < unreached) {
        const time = downTime[toMiddle];
        const meters = downMeters[toMiddle];
        for (let further = toMiddle + 1; further < last; further++) {
          const pair = pairTo[upper[further]];
          const cost = leaves + upCost[further];
          if (cost >= upCost[pair]) continue;
          upCost[pair] = cost;
          upTime[pair] = time + upTime[further];
          upMeters[pair] = meters + upMeters[further];
        }
      }
      if (comes < unreached) {
        const time = upTime[toMiddle];
        const meters = upMeters[toMiddle];
        for (let further = toMiddle + 1; further < last; further++) {
          const pair = pairTo[upper[further]];
          const cost = downCost[further] + comes;
          if (cost >= downCost[pair]) continue;
          downCost[pair] = cost;
          downTime[pair] = downTime[further] + time;
          downMeters[pair] = downMeters[further] + meters;
        }
      }
    }
  }
}

/**
 * Paths between a vertex and a higher one over a third that is higher than the first. Such a path is made of two that
 * searches find anyway, so the pair itself is not needed.
 */
function joinFromAbove(skeleton: CchTopology, up: ShortcutWeights, down: ShortcutWeights): void {
  const { vertexCount, firstPair, upper, firstBelow, pairBelow, lower } = skeleton;
  const { cost: upCost, spare: upSpare } = up;
  const { cost: downCost, spare: downSpare } = down;
  const pairTo = new Uint32Array(vertexCount);
  for (let middle = vertexCount - 1; middle >= 0; middle--) {
    const end = firstPair[middle + 1];
    for (let pair = firstPair[middle]; pair < end; pair++) pairTo[upper[pair]] = pair;
    for (let below = firstBelow[middle]; below < firstBelow[middle + 1]; below++) {
      const near = pairBelow[below];
      const last = firstPair[lower[below] + 1];
      for (let far = near + 1; far < last; far++) {
        const between = pairTo[upper[far]];
        const rises = upCost[between];
        const falls = downCost[between];
        // A path over a third vertex at no cost could be spare and needed in turn.
        if (rises > 0) {
          const cost = upCost[near] + rises;
          if (cost <= upCost[far]) {
            upCost[far] = cost;
            upSpare[far] = 1;
          }
          const back = rises + downCost[far];
          if (back <= downCost[near]) {
            downCost[near] = back;
            downSpare[near] = 1;
          }
        }
        if (falls > 0) {
          const cost = upCost[far] + falls;
          if (cost <= upCost[near]) {
            upCost[near] = cost;
            upSpare[near] = 1;
          }
          const back = falls + downCost[near];
          if (back <= downCost[far]) {
            downCost[far] = back;
            downSpare[far] = 1;
          }
        }
      }
    }
  }
}

/** The paths that searches need, at the lower ends of their pairs. */
function pick({ vertexCount, firstPair, upper }: CchTopology, { cost, time, meters, spare }: ShortcutWeights) {
  const isNeeded = (pair: number): boolean => spare[pair] === 0 && cost[pair] < unreached;
  let count = 0;
  for (let pair = 0; pair < cost.length; pair++) if (isNeeded(pair)) count++;
  const first = shared.u32(vertexCount + 1);
  const other = shared.u32(count);
  const picked = { cost: shared.i32(count), time: shared.i32(count), meters: shared.i32(count) };
  let at = 0;
  for (let low = 0; low < vertexCount; low++) {
    for (let pair = firstPair[low]; pair < firstPair[low + 1]; pair++) {
      if (!isNeeded(pair)) continue;
      other[at] = upper[pair];
      picked.cost[at] = cost[pair];
      picked.time[at] = time[pair];
      picked.meters[at++] = meters[pair];
    }
    first[low + 1] = at;
  }
  return { first, other, ...picked };
}
