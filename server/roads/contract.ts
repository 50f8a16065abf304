import { MinimumQueue } from './minimum-queue.js';
import { unreached } from './plain-search.js';
import { shared } from './shared-arrays.js';
import type { TurnGraph } from './turn-graph.js';

/**
 * A turn graph in which vertices have been put in an order and bridged by shortcuts one after the other.
 *
 * Every cheapest way has an equal that climbs in rank first and then descends. Vertices are named by rank here,
 * lowest first. Costs and times in milliseconds.
 */
export interface Hierarchy {
  readonly vertexCount: number;
  /** By vertex of the turn graph. */
  readonly rank: Uint32Array;
  /** Arcs that leave rank r for higher ones: `firstUp[r]` up to the next. */
  readonly firstUp: Uint32Array;
  readonly upTo: Uint32Array;
  readonly upCost: Int32Array;
  readonly upTime: Int32Array;
  readonly upMeters: Int32Array;
  /** Arcs that enter rank r from higher ones: `firstDown[r]` up to the next. */
  readonly firstDown: Uint32Array;
  readonly downFrom: Uint32Array;
  readonly downCost: Int32Array;
  readonly downTime: Int32Array;
  readonly downMeters: Int32Array;
}

/** How many vertices a search for another way may settle while a vertex is only judged, and while it is bridged. */
const judgeLimit = 20;
const bridgeLimit = 60;
const none = 0xffffffff;
const unseen = 0x7fffffff;
/** The bound of vertices that are not looked for. */
const nowhere = -1;

/**
 * Contracts a turn graph (Geisberger, Sanders, Schultes, Delling 2008), cheapest vertex first by the number of
 * arcs it would add less those it would take away, the neighbours already contracted, and its depth.
 */
export function contract(turns: TurnGraph): Hierarchy {
  return new Contraction(turns).run();
}

class Contraction {
  private readonly vertexCount: number;
  /** Arcs in linked lists by tail and by head. */
  private readonly firstOut: Uint32Array;
  private readonly firstIn: Uint32Array;
  private from: Uint32Array;
  private to: Uint32Array;
  private cost: Int32Array;
  private time: Int32Array;
  private meters: Int32Array;
  private nextOut: Uint32Array;
  private nextIn: Uint32Array;
  private arcCount = 0;
  /** The first arc of the list of those given back. */
  private spare = none;

  private readonly depth: Uint32Array;
  private readonly lostNeighbours: Uint32Array;
  private readonly queue: MinimumQueue;
  private readonly witnessQueue: MinimumQueue;
  private readonly witnessCost: Int32Array;
  private readonly touched: number[] = [];
  /** By vertex: how dear another way to it may be; `nowhere` for those not looked for. */
  private readonly bound: Int32Array;

  constructor(turns: TurnGraph) {
    const { vertexCount } = turns;
    this.vertexCount = vertexCount;
    const room = turns.arcTo.length * 2 + 1024;
    this.firstOut = new Uint32Array(vertexCount).fill(none);
    this.firstIn = new Uint32Array(vertexCount).fill(none);
    this.from = new Uint32Array(room);
    this.to = new Uint32Array(room);
    this.cost = new Int32Array(room);
    this.time = new Int32Array(room);
    this.meters = new Int32Array(room);
    this.nextOut = new Uint32Array(room);
    this.nextIn = new Uint32Array(room);
    this.depth = new Uint32Array(vertexCount);
    this.lostNeighbours = new Uint32Array(vertexCount);
    this.queue = new MinimumQueue(vertexCount);
    this.witnessQueue = new MinimumQueue(vertexCount);
    this.witnessCost = new Int32Array(vertexCount).fill(unseen);
    this.bound = new Int32Array(vertexCount).fill(nowhere);

    for (let vertex = 0; vertex < vertexCount; vertex++) {
      for (let arc = turns.firstArc[vertex]; arc < turns.firstArc[vertex + 1]; arc++) {
        const to = turns.arcTo[arc];
        // A loop is part of no cheapest way.
        if (to === vertex) continue;
        this.addArc(vertex, to, turns.arcCost[arc], turns.arcTime[arc], turns.arcMeters[arc]);
      }
    }
  }

  run(): Hierarchy {
    const { vertexCount, queue } = this;
    const rank = shared.u32(vertexCount);
    const ups = new ArcList(vertexCount);
    const downs = new ArcList(vertexCount);
    for (let vertex = 0; vertex < vertexCount; vertex++) queue.push(vertex, this.priority(vertex));

    for (let next = 0; next < vertexCount; next++) {
      let vertex = queue.pop();
      // Priorities are only renewed when their turn comes.
      for (;;) {
        const priority = this.priority(vertex);
        if (queue.size === 0 || priority <= queue.minimum) break;
        queue.push(vertex, priority);
        vertex = queue.pop();
      }
      rank[vertex] = next;
      this.visitPairs(vertex, bridgeLimit, true);
      for (let arc = this.firstOut[vertex]; arc !== none; arc = this.nextOut[arc]) {
        ups.add(this.to[arc], this.cost[arc], this.time[arc], this.meters[arc]);
      }
      const entering: number[] = [];
      for (let arc = this.firstIn[vertex]; arc !== none; arc = this.nextIn[arc]) entering.push(arc);
      // The best arc tends to be a cheap one; found early, the others change nothing.
      entering.sort((a, b) => this.cost[a] - this.cost[b]);
      for (const arc of entering) downs.add(this.from[arc], this.cost[arc], this.time[arc], this.meters[arc]);
      ups.close();
      downs.close();
      this.takeOut(vertex);
    }

    const up = ups.finish(rank);
    const down = downs.finish(rank);
    return {
      vertexCount,
      rank,
      firstUp: up.first,
      upTo: up.other,
      upCost: up.cost,
      upTime: up.time,
      upMeters: up.meters,
      firstDown: down.first,
      downFrom: down.other,
      downCost: down.cost,
      downTime: down.time,
      downMeters: down.meters,
    };
  }

  /** Small numbers are contracted first. */
  private priority(vertex: number): number {
    let arcs = 0;
    for (let arc = this.firstOut[vertex]; arc !== none; arc = this.nextOut[arc]) arcs++;
    for (let arc = this.firstIn[vertex]; arc !== none; arc = this.nextIn[arc]) arcs++;
    const added = this.visitPairs(vertex, judgeLimit, false);
    return 4 * (added - arcs) + 2 * this.lostNeighbours[vertex] + 2 * this.depth[vertex];
  }

  /**
   * Looks at every way over a vertex, from a neighbour to a neighbour, for which no other way is as cheap.
   *
   * @returns how many there are; with `bridge` they become shortcuts.
   */
  private visitPairs(vertex: number, limit: number, bridge: boolean): number {
    const { from, to, cost, firstIn, firstOut, nextOut, nextIn, bound } = this;
    let highest = 0;
    for (let arc = firstOut[vertex]; arc !== none; arc = nextOut[arc]) highest = Math.max(highest, cost[arc]);
    if (firstOut[vertex] === none) return 0;

    let needed = 0;
    const found: number[] = [];
    for (let inArc = firstIn[vertex]; inArc !== none; inArc = nextIn[inArc]) {
      const tail = from[inArc];
      const inCost = cost[inArc];
      let open = 0;
      for (let outArc = firstOut[vertex]; outArc !== none; outArc = nextOut[outArc]) {
        if (to[outArc] === tail) continue;
        bound[to[outArc]] = inCost + cost[outArc];
        open++;
      }
      if (open > 0) open = this.searchWitnesses(tail, vertex, inCost + highest, limit, open);
      needed += open;
      for (let outArc = firstOut[vertex]; outArc !== none; outArc = nextOut[outArc]) {
        const head = to[outArc];
        if (bound[head] === nowhere) continue;
        bound[head] = nowhere;
        if (bridge) found.push(inArc, outArc);
      }
    }
    for (let pair = 0; pair < found.length; pair += 2) {
      const inArc = found[pair];
      const outArc = found[pair + 1];
      this.addArc(
        this.from[inArc],
        this.to[outArc],
        Math.min(unreached, this.cost[inArc] + this.cost[outArc]),
        Math.min(unreached, this.time[inArc] + this.time[outArc]),
        this.meters[inArc] + this.meters[outArc],
      );
    }
    return needed;
  }

  /**
   * Looks for ways from `start` to the vertices that have a bound, no dearer than that; takes the bound from those found.
   *
   * @param open how many have a bound.
   * @returns how many still have one.
   */
  private searchWitnesses(start: number, avoided: number, highest: number, limit: number, open: number): number {
    const { to, cost, firstOut, nextOut, witnessCost, witnessQueue, touched, bound } = this;
    let left = open;
    witnessCost[start] = 0;
    touched.push(start);
    witnessQueue.push(start, 0);
    search: for (let settled = 0; settled < limit && witnessQueue.size > 0; settled++) {
      const reached = witnessQueue.minimum;
      if (reached > highest) break;
      const vertex = witnessQueue.pop();
      for (let arc = firstOut[vertex]; arc !== none; arc = nextOut[arc]) {
        const head = to[arc];
        if (head === avoided) continue;
        const next = reached + cost[arc];
        const known = witnessCost[head];
        if (next >= known || next > highest) continue;
        if (next <= bound[head]) {
          bound[head] = nowhere;
          if (--left === 0) break search;
        }
        if (known === unseen) touched.push(head);
        witnessCost[head] = next;
        witnessQueue.push(head, next);
      }
    }
    witnessQueue.clear();
    for (const vertex of touched) witnessCost[vertex] = unseen;
    touched.length = 0;
    return left;
  }

  /** Adds an arc, or makes the one between the same two vertices cheaper. */
  private addArc(from: number, to: number, cost: number, time: number, meters: number): void {
    for (let arc = this.firstOut[from]; arc !== none; arc = this.nextOut[arc]) {
      if (this.to[arc] !== to) continue;
      if (cost < this.cost[arc]) {
        this.cost[arc] = cost;
        this.time[arc] = time;
        this.meters[arc] = meters;
      }
      return;
    }
    let arc = this.spare;
    if (arc !== none) this.spare = this.nextOut[arc];
    else {
      arc = this.arcCount++;
      if (arc === this.from.length) this.grow();
    }
    this.from[arc] = from;
    this.to[arc] = to;
    this.cost[arc] = cost;
    this.time[arc] = time;
    this.meters[arc] = meters;
    this.nextOut[arc] = this.firstOut[from];
    this.firstOut[from] = arc;
    this.nextIn[arc] = this.firstIn[to];
    this.firstIn[to] = arc;
  }

  private grow(): void {
    const room = this.from.length * 2;
    const larger = <T extends Uint32Array | Int32Array>(array: T, copy: T): T => {
      copy.set(array);
      return copy;
    };
    this.from = larger(this.from, new Uint32Array(room));
    this.to = larger(this.to, new Uint32Array(room));
    this.cost = larger(this.cost, new Int32Array(room));
    this.time = larger(this.time, new Int32Array(room));
    this.meters = larger(this.meters, new Int32Array(room));
    this.nextOut = larger(this.nextOut, new Uint32Array(room));
    this.nextIn = larger(this.nextIn, new Uint32Array(room));
  }

  /** Removes a contracted vertex from the lists of its neighbours. */
  private takeOut(vertex: number): void {
    const deeper = this.depth[vertex] + 1;
    const note = (neighbour: number): void => {
      this.lostNeighbours[neighbour] = this.lostNeighbours[neighbour] + 1;
      if (this.depth[neighbour] < deeper) this.depth[neighbour] = deeper;
    };
    for (let arc = this.firstOut[vertex]; arc !== none; ) {
      const next = this.nextOut[arc];
      const head = this.to[arc];
      unlink(this.firstIn, this.nextIn, head, arc);
      note(head);
      this.nextOut[arc] = this.spare;
      this.spare = arc;
      arc = next;
    }
    for (let arc = this.firstIn[vertex]; arc !== none; ) {
      const next = this.nextIn[arc];
      const tail = this.from[arc];
      unlink(this.firstOut, this.nextOut, tail, arc);
      note(tail);
      this.nextOut[arc] = this.spare;
      this.spare = arc;
      arc = next;
    }
  }
}

function unlink(first: Uint32Array, next: Uint32Array, vertex: number, arc: number): void {
  let at = first[vertex];
  if (at === arc) {
    first[vertex] = next[arc];
    return;
  }
  while (next[at] !== arc) at = next[at];
  next[at] = next[arc];
}

/** Arcs gathered rank by rank. */
class ArcList {
  private readonly first: Uint32Array;
  private ranks = 0;
  private readonly other: number[] = [];
  private readonly cost: number[] = [];
  private readonly time: number[] = [];
  private readonly meters: number[] = [];

  constructor(vertexCount: number) {
    this.first = shared.u32(vertexCount + 1);
  }

  add(other: number, cost: number, time: number, meters: number): void {
    this.other.push(other);
    this.cost.push(cost);
    this.time.push(time);
    this.meters.push(meters);
  }

  /** Ends the arcs of a rank. */
  close(): void {
    this.first[++this.ranks] = this.other.length;
  }

  finish(rank: Uint32Array) {
    const other = shared.u32(this.other.length);
    this.other.forEach((vertex, arc) => {
      other[arc] = rank[vertex];
    });
    const copy = (values: readonly number[]): Int32Array => {
      const array = shared.i32(values.length);
      array.set(values);
      return array;
    };
    return { first: this.first, other, cost: copy(this.cost), time: copy(this.time), meters: copy(this.meters) };
  }
}
