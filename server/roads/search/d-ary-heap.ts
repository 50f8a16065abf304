/**
 * Vertices waiting to be settled, cheapest first: a heap in which every entry has four below it.
 *
 * Keys may only fall. Holds every vertex at most once.
 */
export class DaryHeap {
  private readonly heap: Uint32Array;
  private readonly keys: Int32Array;
  /** By vertex: its place in the heap plus one; zero when not waiting. */
  private readonly placeOf: Uint32Array;
  private count = 0;

  constructor(vertexCount: number) {
    this.heap = new Uint32Array(vertexCount + 1);
    this.keys = new Int32Array(vertexCount + 1);
    this.placeOf = new Uint32Array(vertexCount);
  }

  get size(): number {
    return this.count;
  }

  /** The smallest key. Only when not empty. */
  get minimum(): number {
    return this.keys[0];
  }

  clear(): void {
    for (let place = 0; place < this.count; place++) this.placeOf[this.heap[place]] = 0;
    this.count = 0;
  }

  /** Adds a vertex, or lowers the key of one that waits. */
  push(vertex: number, key: number): void {
    const known = this.placeOf[vertex];
    this.rise(known === 0 ? this.count++ : known - 1, vertex, key);
  }

  /** Takes the vertex with the smallest key. Only when not empty. */
  pop(): number {
    const { heap, keys, placeOf } = this;
    const top = heap[0];
    placeOf[top] = 0;
    const count = --this.count;
    if (count === 0) return top;

    const vertex = heap[count];
    const key = keys[count];
    let place = 0;
    for (;;) {
      const first = place * 4 + 1;
      if (first >= count) break;
      const end = Math.min(first + 4, count);
      let least = first;
      let leastKey = keys[first];
      for (let child = first + 1; child < end; child++) {
        const childKey = keys[child];
        if (childKey < leastKey) {
          leastKey = childKey;
          least = child;
        }
      }
      if (leastKey >= key) break;
      const moved = heap[least];
      heap[place] = moved;
      keys[place] = leastKey;
      placeOf[moved] = place + 1;
      place = least;
    }
    heap[place] = vertex;
    keys[place] = key;
    placeOf[vertex] = place + 1;
    return top;
  }

  private rise(from: number, vertex: number, key: number): void {
    const { heap, keys, placeOf } = this;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentKey = keys[parent];
      if (parentKey <= key) break;
      const moved = heap[parent];
      heap[place] = moved;
      keys[place] = parentKey;
      placeOf[moved] = place + 1;
      place = parent;
    }
    heap[place] = vertex;
    keys[place] = key;
    placeOf[vertex] = place + 1;
  }
}
