import { noWay } from '../../domain/travel/travel.js';
import type { RoadGraph } from '../graph/road-graph.js';
import type { PhastSweep } from '../hierarchy/phast-sweep.js';
import type { PlacePoints } from '../places/place-points.js';
import type { PreparedRoads } from '../prepare-roads.js';
import { unreached } from '../search/dijkstra.js';

/** How many sources descend together: each arc is then read from memory once for all of them. */
const lanes = 8;

/** Computes rows of a matrix; holds the working memory of one thread. */
export class RowSearch {
  private readonly upCost: Int32Array;
  private readonly upTime: Int32Array;
  private readonly upMeters: Float64Array;
  /** The ranks that a climb may come to, and marks of those that stand there already. */
  private readonly chain: Uint32Array;
  private readonly inChain: Uint8Array;
  private readonly cost: Int32Array;
  private readonly time: Int32Array;
  private readonly meters: Float32Array;
  private readonly targetsOnEdge: Map<number, number[]>;
  private readonly targetsAtNode: Map<number, number[]>;
  /** By target: cost of the best drive that stays on one edge, for the source at hand. */
  private readonly targetCount: number;

  constructor(
    private readonly roads: PreparedRoads,
    private readonly descent: PhastSweep,
  ) {
    const { vertexCount } = roads.hierarchy;
    this.chain = new Uint32Array(vertexCount);
    this.inChain = new Uint8Array(vertexCount);
    this.upCost = new Int32Array(vertexCount).fill(unreached);
    this.upTime = new Int32Array(vertexCount);
    this.upMeters = new Float64Array(vertexCount);
    this.cost = new Int32Array(descent.count * lanes);
    this.time = new Int32Array(descent.count * lanes);
    this.meters = new Float32Array(descent.count * lanes);
    this.targetCount = descent.firstEnd.length - 1;
    const { onEdge, atNode } = targetsByRoad(roads.graph, descent.targets);
    this.targetsOnEdge = onEdge;
    this.targetsAtNode = atNode;
  }

  /**
   * Fills rows `begin` up to `end` (excluded) of both matrices, for these sources.
   *
   * @param firstRow the row that the matrices begin with.
   */
  fill(sources: PlacePoints, begin: number, end: number, seconds: Int32Array, meters: Int32Array, firstRow = 0): void {
    for (let row = begin; row < end; row += lanes) {
      const count = Math.min(lanes, end - row);
      this.cost.fill(unreached);
      for (let lane = 0; lane < count; lane++) this.climb(sources, row + lane, lane);
      this.descend();
      for (let lane = 0; lane < count; lane++) this.readRow(sources, row + lane, lane, seconds, meters, firstRow);
    }
  }

  /** Searches upwards from a source and writes what it reaches into its lane. */
  private climb(sources: PlacePoints, source: number, lane: number): void {
    const { upCost, upTime, upMeters, chain, inChain, descent } = this;
    const { graph, turns, hierarchy } = this.roads;
    const { firstUp, upTo, parent } = hierarchy;
    let length = 0;
    const offer = (rank: number, cost: number, time: number, meters: number): void => {
      if (cost >= upCost[rank]) return;
      upCost[rank] = cost;
      upTime[rank] = time;
      upMeters[rank] = meters;
    };
    const begin = (start: number): void => {
      for (let rank = start; inChain[rank] === 0; rank = parent[rank]) {
        inChain[rank] = 1;
        chain[length++] = rank;
      }
    };

    for (let point = sources.first[source]; point < sources.first[source + 1]; point++) {
      const edge = sources.edge[point];
      if (turns.firstVertex[edge] === turns.firstVertex[edge + 1]) continue;
      const vertex = turns.edgeVertices[turns.firstVertex[edge]];
      const rest = 1 - sources.fraction[point];
      const cost = turns.edgeCost[edge] * rest + sources.awayMeters[point] * 1000;
      // From the turns at the end of the edge, not from the edge: a drive may have to come back to it.
      for (let arc = turns.firstArc[vertex]; arc < turns.firstArc[vertex + 1]; arc++) {
        const rank = hierarchy.rank[turns.arcTo[arc]];
        begin(rank);
        offer(
          rank,
          Math.round(cost + turns.arcCost[arc]),
          Math.round(turns.edgeTime[edge] * rest + turns.arcTime[arc]),
          graph.edgeMeters[edge] * rest + turns.arcMeters[arc],
        );
      }
    }
    // In this order no cost changes after it was handed on; nothing has to be put into a queue.
    const ranks = chain.subarray(0, length).sort();
    for (const rank of ranks) {
      inChain[rank] = 0;
      const cost = upCost[rank];
      if (cost === unreached) continue;
      upCost[rank] = unreached;
      const time = upTime[rank];
      const meters = upMeters[rank];
      for (let arc = firstUp[rank]; arc < firstUp[rank + 1]; arc++) {
        offer(upTo[arc], cost + hierarchy.upCost[arc], time + hierarchy.upTime[arc], meters + hierarchy.upMeters[arc]);
      }
      const place = descent.placeOf[rank];
      if (place === 0) continue;
      const at = (place - 1) * lanes + lane;
      this.cost[at] = cost;
      this.time[at] = time;
      this.meters[at] = meters;
    }
  }

  /** Carries the costs of all lanes down, place by place. */
  private descend(): void {
    const { cost, time, meters } = this;
    const { count, first, from, cost: arcCost, time: arcTime, meters: arcMeters } = this.descent;
    for (let place = 0, arc = 0; place < count; place++) {
      const end = first[place + 1];
      const at = place * lanes;
      for (; arc < end; arc++) {
        const source = from[arc] * lanes;
        const addedCost = arcCost[arc];
        const addedTime = arcTime[arc];
        const addedMeters = arcMeters[arc];
        for (let lane = 0; lane < lanes; lane++) {
          const next = cost[source + lane] + addedCost;
          if (next < cost[at + lane]) {
            cost[at + lane] = next;
            time[at + lane] = time[source + lane] + addedTime;
            meters[at + lane] = meters[source + lane] + addedMeters;
          }
        }
      }
    }
  }

  private readRow(
    sources: PlacePoints,
    source: number,
    lane: number,
    seconds: Int32Array,
    meters: Int32Array,
    firstRow: number,
  ): void {
    const { firstEnd, endPlace, endCost, endTime, endMeters } = this.descent;
    const row = (source - firstRow) * this.targetCount;
    const straight = this.straightDrives(sources, source);
    for (let target = 0; target < this.targetCount; target++) {
      let best = unreached;
      let bestTime = 0;
      let bestMeters = 0;
      for (let end = firstEnd[target]; end < firstEnd[target + 1]; end++) {
        const at = endPlace[end] * lanes + lane;
        const reached = this.cost[at];
        if (reached >= unreached) continue;
        const cost = reached - endCost[end];
        if (cost >= best) continue;
        best = cost;
        bestTime = this.time[at] - endTime[end];
        bestMeters = this.meters[at] - endMeters[end];
      }
      const along = straight?.get(target);
      if (along !== undefined && along.cost < best) {
        best = along.cost;
        bestTime = along.time;
        bestMeters = along.meters;
      }
      seconds[row + target] = best >= unreached ? noWay : Math.max(0, Math.round(bestTime / 1000));
      meters[row + target] = best >= unreached ? noWay : Math.max(0, Math.round(bestMeters));
    }
  }

  /** Drives that turn nowhere: to targets ahead on the same edge, and to those at the very same crossing. */
  private straightDrives(sources: PlacePoints, source: number): Map<number, Straight> | undefined {
    let drives: Map<number, Straight> | undefined;
    const { graph, turns } = this.roads;
    const { targets } = this.descent;
    const offer = (target: number, drive: Straight): void => {
      drives ??= new Map();
      const known = drives.get(target);
      if (known === undefined || drive.cost < known.cost) drives.set(target, drive);
    };
    for (let point = sources.first[source]; point < sources.first[source + 1]; point++) {
      const edge = sources.edge[point];
      const begin = sources.fraction[point];
      const away = sources.awayMeters[point] * 1000;
      for (const pair of this.targetsOnEdge.get(edge) ?? []) {
        const share = targets.fraction[pair] - begin;
        if (share < 0) continue;
        offer(this.targetOfPoint(pair), {
          cost: turns.edgeCost[edge] * share + away + targets.awayMeters[pair] * 1000,
          time: turns.edgeTime[edge] * share,
          meters: graph.edgeMeters[edge] * share,
        });
      }
      if (begin !== 0) continue;
      for (const pair of this.targetsAtNode.get(graph.edgeFrom[edge]) ?? []) {
        offer(this.targetOfPoint(pair), {
          cost: away + targets.awayMeters[pair] * 1000,
          time: 0,
          meters: 0,
        });
      }
    }
    return drives;
  }

  private targetOfPoint(point: number): number {
    const { first } = this.descent.targets;
    let low = 0;
    let high = first.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (first[middle] <= point) low = middle;
      else high = middle;
    }
    return low;
  }
}

interface Straight {
  readonly cost: number;
  readonly time: number;
  readonly meters: number;
}

function targetsByRoad(graph: RoadGraph, targets: PlacePoints) {
  const onEdge = new Map<number, number[]>();
  const atNode = new Map<number, number[]>();
  const add = (map: Map<number, number[]>, key: number, point: number): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [point]);
    else list.push(point);
  };
  targets.edge.forEach((edge, point) => {
    add(onEdge, edge, point);
    if (targets.fraction[point] === 1) add(atNode, graph.edgeTo[edge], point);
  });
  return { onEdge, atNode };
}
