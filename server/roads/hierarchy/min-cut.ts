/** A small graph without directions: neighbours of node n stand in `to` from `first[n]` up to `first[n + 1]`. */
export interface Cell {
  readonly nodeCount: number;
  readonly first: Uint32Array;
  readonly to: Uint32Array;
  /** By entry of `to`: the entry of the same road at its other end. */
  readonly twin: Uint32Array;
}

/**
 * Finds the fewest roads whose removal parts some nodes from some others (Dinic 1970), every road counting one.
 *
 * @param sources, sinks are not empty and have no node in common.
 * @param limit stops when the cut will have so many roads or more.
 * @returns by node: 1 on the side of the sources; undefined when the limit was met.
 */
export function minCut(
  { nodeCount, first, to, twin }: Cell,
  sources: Uint32Array,
  sinks: Uint32Array,
  limit: number,
): { side: Uint8Array; cut: number } | undefined {
  /** What flows out along an entry: -1, 0 or 1. */
  const flow = new Int8Array(to.length);
  const isSink = new Uint8Array(nodeCount);
  for (const node of sinks) isSink[node] = 1;
  const level = new Int32Array(nodeCount);
  const next = new Uint32Array(nodeCount);
  const queue = new Uint32Array(nodeCount);
  const path = new Uint32Array(nodeCount);
  let cut = 0;

  for (;;) {
    // Levels from the sources along what may still flow.
    level.fill(-1);
    let end = 0;
    let reached = false;
    for (const node of sources) {
      level[node] = 0;
      queue[end++] = node;
    }
    for (let at = 0; at < end; at++) {
      const node = queue[at];
      if (isSink[node] === 1) {
        reached = true;
        continue;
      }
      for (let entry = first[node]; entry < first[node + 1]; entry++) {
        const other = to[entry];
        if (flow[entry] === 1 || level[other] !== -1) continue;
        level[other] = level[node] + 1;
        queue[end++] = other;
      }
    }
    if (!reached) {
      return { side: Uint8Array.from(level, (value) => (value === -1 ? 0 : 1)), cut };
    }

    next.set(first.subarray(0, nodeCount));
    for (const source of sources) {
      // One way after the other, each along rising levels.
      let depth = 0;
      let node = source;
      for (;;) {
        if (isSink[node] === 1) {
          for (let step = 0; step < depth; step++) {
            const entry = path[step];
            flow[entry] = flow[entry] + 1;
            flow[twin[entry]] = flow[twin[entry]] - 1;
          }
          if (++cut >= limit) return undefined;
          depth = 0;
          node = source;
          continue;
        }
        let entry = next[node];
        while (entry < first[node + 1] && (flow[entry] === 1 || level[to[entry]] !== level[node] + 1)) entry++;
        next[node] = entry;
        if (entry < first[node + 1]) {
          path[depth++] = entry;
          node = to[entry];
        } else if (depth > 0) {
          // A dead end: nobody comes here again in this round.
          level[node] = -1;
          node = to[twin[path[--depth]]];
        } else break;
      }
    }
  }
}
