import { type Problem, rateSeconds } from './problem.js';

/**
 * What a visit drops, for every station and every set of zones: a node is `station << zoneCount | mask`.
 *
 * A station's goods are one visit where one vehicle can hold them and several where it cannot; the mask says which
 * zones a visit carries. Everything a move needs to know of a node is one typed-array look-up away.
 */
export class Goods {
  readonly zoneCount: number;
  readonly fullMask: Int32Array;
  readonly grams: Float64Array;
  readonly serviceSeconds: Int32Array;
  readonly omissionCost: Float64Array;
  /** Milliliters at `station * zoneCount + zone`. */
  readonly milliliters: Float64Array;

  constructor(problem: Problem) {
    const stationCount = problem.stations.length;
    this.zoneCount = problem.zoneCount;
    const nodes = stationCount << this.zoneCount;
    this.fullMask = new Int32Array(stationCount);
    this.grams = new Float64Array(nodes);
    this.serviceSeconds = new Int32Array(nodes);
    this.omissionCost = new Float64Array(nodes);
    this.milliliters = new Float64Array(stationCount * this.zoneCount);
    problem.stations.forEach((station, at) => {
      for (const goods of station.consignments) {
        this.fullMask[at] |= 1 << goods.zone;
        this.milliliters[at * this.zoneCount + goods.zone] = goods.milliliters;
      }
      const full = this.fullMask[at];
      for (let mask = full; mask > 0; mask = (mask - 1) & full) {
        const node = this.node(at, mask);
        for (const goods of station.consignments) {
          if ((mask & (1 << goods.zone)) === 0) continue;
          this.grams[node] += goods.grams;
          this.omissionCost[node] += goods.omissionCost;
        }
        this.serviceSeconds[node] = rateSeconds(station.service, this.grams[node]);
      }
    });
  }

  node(station: number, mask: number): number {
    return (station << this.zoneCount) | mask;
  }

  stationOf(node: number): number {
    return node >> this.zoneCount;
  }

  maskOf(node: number): number {
    return node & ((1 << this.zoneCount) - 1);
  }
}
