import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DaryHeap } from '../../../server/roads/search/d-ary-heap.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';

/** Takes everything out: keys and vertices in the order in which they come. */
function drain(heap: DaryHeap): [key: number, vertex: number][] {
  const taken: [number, number][] = [];
  while (heap.size > 0) {
    const key = heap.minimum;
    taken.push([key, heap.pop()]);
  }
  return taken;
}

function heapOf(vertexCount: number, entries: readonly (readonly [vertex: number, key: number])[]): DaryHeap {
  const heap = new DaryHeap(vertexCount);
  for (const [vertex, key] of entries) heap.push(vertex, key);
  return heap;
}

describe('the d-ary heap', () => {
  it('gives vertices by ascending key', () => {
    const heap = heapOf(6, [
      [0, 50],
      [1, 10],
      [2, 40],
      [3, 20],
      [4, 30],
      [5, 0],
    ]);
    expect(heap.size).toBe(6);
    expect(drain(heap)).toEqual([
      [0, 5],
      [10, 1],
      [20, 3],
      [30, 4],
      [40, 2],
      [50, 0],
    ]);
  });

  it('brings a vertex forward whose key falls, and holds it once', () => {
    const heap = heapOf(4, [
      [0, 10],
      [1, 20],
      [2, 30],
      [3, 40],
    ]);
    heap.push(3, 15);
    expect(heap.size).toBe(4);
    expect(drain(heap)).toEqual([
      [10, 0],
      [15, 3],
      [20, 1],
      [30, 2],
    ]);
  });

  it('makes the last of many the first', () => {
    // Twenty-two entries are three levels below the root: 1 + 4 + 16 and one more.
    const heap = heapOf(
      22,
      Array.from({ length: 22 }, (_, vertex) => [vertex, 100 + vertex] as const),
    );
    heap.push(21, 99);
    expect(heap.minimum).toBe(99);
    expect(heap.pop()).toBe(21);
    expect(heap.minimum).toBe(100);
  });

  it('stays in order when a vertex that moved on a pop falls afterwards', () => {
    // The pop moves the last entry; its place has to be known still.
    const heap = heapOf(7, [
      [0, 1],
      [1, 20],
      [2, 30],
      [3, 40],
      [4, 50],
      [5, 60],
      [6, 70],
    ]);
    expect(heap.pop()).toBe(0);
    heap.push(6, 25);
    heap.push(5, 10);
    expect(drain(heap)).toEqual([
      [10, 5],
      [20, 1],
      [25, 6],
      [30, 2],
      [40, 3],
      [50, 4],
    ]);
  });

  it('gives all vertices of equal keys, each once', () => {
    const heap = heapOf(
      9,
      Array.from({ length: 9 }, (_, vertex) => [vertex, 7] as const),
    );
    const taken = drain(heap);
    expect(taken.map(([key]) => key)).toEqual(Array(9).fill(7));
    expect(taken.map(([, vertex]) => vertex).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is empty at first, after the last pop and when it is cleared, and takes vertices again then', () => {
    const heap = new DaryHeap(2);
    expect(heap.size).toBe(0);
    heap.push(1, 5);
    expect(heap.pop()).toBe(1);
    expect(heap.size).toBe(0);
    heap.push(0, 3);
    heap.push(1, 4);
    heap.clear();
    expect(heap.size).toBe(0);
    // Had its place been kept, the vertex would count as waiting still.
    heap.push(1, 9);
    expect(heap.size).toBe(1);
    expect(drain(heap)).toEqual([[9, 1]]);
  });

  it('takes a vertex again that was taken out', () => {
    const heap = heapOf(2, [
      [0, 1],
      [1, 5],
    ]);
    expect(heap.pop()).toBe(0);
    heap.push(0, 8);
    expect(drain(heap)).toEqual([
      [5, 1],
      [8, 0],
    ]);
  });

  it('agrees with a sort whatever is pushed, lowered and taken', () => {
    let lowered = 0;
    let taken = 0;
    const vertexCount = 40;
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.nat(vertexCount - 1), fc.nat(60)) },
      { weight: 1, arbitrary: fc.constant('pop' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const heap = new DaryHeap(vertexCount);
        const waiting = new Map<number, number>();
        const popAsSorted = () => {
          const least = [...waiting.values()].sort((one, other) => one - other)[0];
          expect(heap.minimum).toBe(least);
          const vertex = heap.pop();
          expect(waiting.get(vertex)).toBe(least);
          waiting.delete(vertex);
          taken++;
        };
        for (const each of steps) {
          if (each === 'pop') {
            if (waiting.size > 0) popAsSorted();
            continue;
          }
          const [vertex, key] = each;
          const known = waiting.get(vertex);
          // Keys only fall.
          if (known !== undefined && key > known) continue;
          if (known !== undefined) lowered++;
          heap.push(vertex, key);
          waiting.set(vertex, key);
          expect(heap.size).toBe(waiting.size);
        }
        while (waiting.size > 0) popAsSorted();
        expect(heap.size).toBe(0);
      }),
      fuzzRuns(200, 7),
    );
    expect(lowered).toBeGreaterThan(500);
    expect(taken).toBeGreaterThan(2000);
  });
});
