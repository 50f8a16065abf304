/**
 * Marks the nodes of the largest strongly connected part of a directed graph (Kosaraju's two searches, iterative).
 *
 * @param arcs pairs of nodes from, to.
 * @returns 1 for every node in it.
 */
export function stronglyConnected(arcs: Int32Array, nodeCount: number): Uint8Array {
  const forward = adjacency(arcs, nodeCount, 0);
  const backward = adjacency(arcs, nodeCount, 1);
  const order: number[] = [];
  const visited = new Uint8Array(nodeCount);
  const cursor = Int32Array.from(forward.starts.subarray(0, nodeCount));
  for (let root = 0; root < nodeCount; root++) {
    if (visited[root] === 1) continue;
    visited[root] = 1;
    const stack = [root];
    while (stack.length > 0) {
      const node = stack[stack.length - 1];
      if (cursor[node] === forward.starts[node + 1]) {
        order.push(node);
        stack.pop();
        continue;
      }
      const next = forward.targets[cursor[node]++];
      if (visited[next] === 0) {
        visited[next] = 1;
        stack.push(next);
      }
    }
  }
  const part = new Int32Array(nodeCount).fill(-1);
  let largest = -1;
  let largestSize = 0;
  for (let at = order.length - 1; at >= 0; at--) {
    const root = order[at];
    if (part[root] !== -1) continue;
    let size = 0;
    part[root] = root;
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      size++;
      for (let arc = backward.starts[node]; arc < backward.starts[node + 1]; arc++) {
        const next = backward.targets[arc];
        if (part[next] === -1) {
          part[next] = root;
          stack.push(next);
        }
      }
    }
    if (size > largestSize) {
      largest = root;
      largestSize = size;
    }
  }
  return Uint8Array.from(part, (root) => (root === largest ? 1 : 0));
}

function adjacency(arcs: Int32Array, nodeCount: number, side: 0 | 1): { starts: Int32Array; targets: Int32Array } {
  const starts = new Int32Array(nodeCount + 1);
  for (let at = side; at < arcs.length; at += 2) starts[arcs[at] + 1]++;
  for (let node = 0; node < nodeCount; node++) starts[node + 1] += starts[node];
  const fill = Int32Array.from(starts);
  const targets = new Int32Array(arcs.length / 2);
  for (let at = 0; at < arcs.length; at += 2) targets[fill[arcs[at + side]]++] = arcs[at + 1 - side];
  return { starts, targets };
}
