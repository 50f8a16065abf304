import type { TurnGraph } from '../costs/turn-graph.js';
import { shared, sharedU32 } from '../shared-arrays.js';

/**
 * Which pairs of vertices a contraction connects when it looks at no speed at all: the part of a customizable
 * contraction hierarchy that outlives every change of speeds (Dibbelt, Strasser, Wagner 2014).
 *
 * Vertices are named by rank. A pair stands at its lower end; every two pairs with the same lower end have a third
 * between their upper ends.
 */
export interface CchTopology {
  readonly vertexCount: number;
  /** By vertex of the turn graph. */
  readonly rank: Uint32Array;
  /** Upper ends of the pairs of rank r, rising: `upper[firstPair[r]]` up to the next. */
  readonly firstPair: Uint32Array;
  readonly upper: Uint32Array;
  /** By rank: the lowest upper end of its pairs, itself where it has none. All upper ends are reached by going on from there. */
  readonly parent: Uint32Array;
  /** The pairs whose upper end is rank r: `pairBelow[firstBelow[r]]` up to the next; their lower ends, rising, in `lower`. */
  readonly firstBelow: Uint32Array;
  readonly pairBelow: Uint32Array;
  readonly lower: Uint32Array;
}

/** Contracts a turn graph in a given order without regard to costs. */
export function makeCchTopology(turns: TurnGraph, rank: Uint32Array): CchTopology {
  const { vertexCount, firstArc, arcTo } = turns;
  const uppersOf: number[][] = Array.from({ length: vertexCount }, () => []);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let arc = firstArc[vertex]; arc < firstArc[vertex + 1]; arc++) {
      const [a, b] = [rank[vertex], rank[arcTo[arc]]];
      if (a !== b) uppersOf[Math.min(a, b)].push(Math.max(a, b));
    }
  }
  const firstPair = shared.u32(vertexCount + 1);
  const parent = shared.u32(vertexCount);
  for (let low = 0; low < vertexCount; low++) {
    const uppers = sortedOnce(uppersOf[low]);
    uppersOf[low] = uppers;
    firstPair[low + 1] = firstPair[low] + uppers.length;
    parent[low] = uppers[0] ?? low;
    // All its upper ends become neighbours: the lowest hands them on.
    const heir = uppersOf[uppers[0]];
    for (let at = 1; at < uppers.length; at++) heir.push(uppers[at]);
  }

  const upper = shared.u32(firstPair[vertexCount]);
  const firstBelow = shared.u32(vertexCount + 1);
  uppersOf.forEach((uppers, low) => {
    upper.set(uppers, firstPair[low]);
    for (const high of uppers) firstBelow[high + 1]++;
  });
  for (let high = 0; high < vertexCount; high++) firstBelow[high + 1] = firstBelow[high + 1] + firstBelow[high];
  const next = firstBelow.slice();
  const pairBelow = shared.u32(upper.length);
  const lower = shared.u32(upper.length);
  for (let low = 0; low < vertexCount; low++) {
    for (let pair = firstPair[low]; pair < firstPair[low + 1]; pair++) {
      const at = next[upper[pair]];
      next[upper[pair]] = at + 1;
      pairBelow[at] = pair;
      lower[at] = low;
    }
  }
  return { vertexCount, rank: sharedU32(rank), firstPair, upper, parent, firstBelow, pairBelow, lower };
}

function sortedOnce(values: number[]): number[] {
  values.sort((a, b) => a - b);
  let kept = 0;
  for (const value of values) if (kept === 0 || values[kept - 1] !== value) values[kept++] = value;
  values.length = kept;
  return values;
}
