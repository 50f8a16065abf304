import { greatCircleMeters, type LonLat } from '../domain/place.js';
import { bytesPerRow, type NearestRows, noNeighbour } from './nearest-rows.js';

/** Time and length of a drive; `estimated` where they are a guess from the straight line. */
export interface SparseDrive {
  readonly seconds: number;
  readonly meters: number;
  readonly estimated: boolean;
}

/**
 * Travel between many places in little memory: each place's nearest ones as they are on the road, all others as a
 * marked estimate. Whether there is a way at all is known for every pair.
 */
export class SparseTravel {
  /** Meters driven for each meter of the straight line, and meters a second: the middle over the known pairs. */
  readonly detourFactor: number;
  readonly metersPerSecond: number;

  /** @param nearest made for these places. */
  constructor(
    private readonly places: readonly LonLat[],
    readonly nearest: NearestRows,
  ) {
    const { k, neighbours, seconds, meters } = nearest;
    const detours: number[] = [];
    const speeds: number[] = [];
    for (let place = 0; place < places.length; place++) {
      // The farthest of the nearest are most like those that are farther still.
      let last = place * k + k - 1;
      while (last >= place * k && neighbours[last] === noNeighbour) last--;
      if (last < place * k || seconds[last] <= 0) continue;
      const direct = greatCircleMeters(places[place], places[neighbours[last]]);
      if (direct > 0) detours.push(meters[last] / direct);
      speeds.push(meters[last] / seconds[last]);
    }
    this.detourFactor = middle(detours) ?? 1;
    this.metersPerSecond = middle(speeds) ?? 1;
  }

  /** The drive from one place to another, by their numbers; undefined where there is no way. */
  drive(from: number, to: number): SparseDrive | undefined {
    const { k, neighbours, seconds, meters, noWayBits } = this.nearest;
    const byte = noWayBits[from * bytesPerRow(this.places.length) + (to >> 3)];
    if (((byte >> (to & 7)) & 1) === 1) return undefined;
    const [here, there] = [this.places[from], this.places[to]];
    if (here.lon === there.lon && here.lat === there.lat) return { seconds: 0, meters: 0, estimated: false };
    for (let at = from * k; at < from * k + k && neighbours[at] !== noNeighbour; at++) {
      if (neighbours[at] === to) return { seconds: seconds[at], meters: meters[at], estimated: false };
    }
    const guess = greatCircleMeters(here, there) * this.detourFactor;
    // No place that is not among the nearest is nearer than the last of them.
    const least = seconds[from * k + k - 1];
    const time = Math.max(least, Math.round(guess / this.metersPerSecond));
    return { seconds: time, meters: Math.round(guess), estimated: true };
  }
}

function middle(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
