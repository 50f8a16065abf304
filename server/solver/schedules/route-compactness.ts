import type { Model } from '../model/model.js';

/**
 * Route compactness: of each trip, the squared straight distances of its visits from their middle.
 *
 * The sum about the middle follows from how many visits there are and from where their middle is, so what one more
 * visit adds needs no walk: n ÷ (n + 1) × its squared distance from the middle of the others (König and Huygens).
 */
export class RouteCompactness {
  /** Sums of the visits' positions, by trip. */
  readonly sumX: Int32Array;
  readonly sumY: Int32Array;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly price: number;

  constructor(private readonly model: Model) {
    const { stations, compactCost = 0 } = model.problem;
    this.price = compactCost;
    this.sumX = new Int32Array(model.tripCount);
    this.sumY = new Int32Array(model.tripCount);
    this.x = Float64Array.from(stations, ({ position }) => position?.x ?? 0);
    this.y = Float64Array.from(stations, ({ position }) => position?.y ?? 0);
  }

  /** What a visit adds to a trip of `stops` others, whose sums hold. */
  added(trip: number, node: number, stops: number): number {
    if (stops === 0) return 0;
    const station = this.model.nodeStation[node];
    const x = this.x[station] - this.sumX[trip] / stops;
    const y = this.y[station] - this.sumY[trip] / stops;
    return (this.price * (x * x + y * y) * stops) / (stops + 1);
  }

  /** The price of a trip of some nodes, in any order; its sums hold afterwards. */
  refresh(trip: number, nodes: Int32Array, from: number, end: number): number {
    let price = 0;
    this.sumX[trip] = 0;
    this.sumY[trip] = 0;
    for (let at = from; at < end; at++) {
      price += this.added(trip, nodes[at], at - from);
      const station = this.model.nodeStation[nodes[at]];
      this.sumX[trip] += this.x[station];
      this.sumY[trip] += this.y[station];
    }
    return price;
  }
}
