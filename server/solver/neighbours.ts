import type { Problem } from './problem.js';

/** Each station's nearest stations, itself first, by the mean travel time of both directions on the first matrix. */
export class Neighbours {
  readonly perStation: number;
  /** Row of a station: `station * perStation` … */
  readonly list: Int32Array;

  constructor(problem: Problem, most: number) {
    const count = problem.stations.length;
    this.perStation = Math.min(most, count);
    this.list = new Int32Array(count * this.perStation);
    const { seconds, size } = problem.matrices[0] ?? { seconds: new Int32Array(0), size: 0 };
    const order = new Int32Array(count);
    const far = new Float64Array(count);
    for (let from = 0; from < count; from++) {
      const here = problem.stations[from].place;
      for (let to = 0; to < count; to++) {
        const there = problem.stations[to].place;
        const out = seconds[here * size + there];
        const back = seconds[there * size + here];
        order[to] = to;
        far[to] = to === from ? -1 : out < 0 || back < 0 ? Number.POSITIVE_INFINITY : out + back;
      }
      order.sort((one, other) => far[one] - far[other] || one - other);
      this.list.set(order.subarray(0, this.perStation), from * this.perStation);
    }
  }
}
