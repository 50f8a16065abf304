import { greatCircleMeters, type LonLat } from '../../domain/network/place.js';
import { bytesPerRow, type NearestRows, noNeighbour, sampledPlace, samplesPerRow } from './nearest-rows.js';

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
  /** Meters driven for each meter of the straight line. */
  readonly detourFactor: number;
  /** What every drive takes, and each meter of the straight line besides: the line of least squares through samples. */
  readonly fixedSeconds: number;
  readonly secondsPerMeter: number;

  /** @param nearest made for these places. */
  constructor(
    private readonly places: readonly LonLat[],
    readonly nearest: NearestRows,
  ) {
    let [count, direct, time, driven, directSquare, product] = [0, 0, 0, 0, 0, 0];
    for (let row = 0; row < places.length; row++) {
      for (let sample = 0; sample < samplesPerRow; sample++) {
        const at = (row * samplesPerRow + sample) * 2;
        const seconds = nearest.samples[at];
        if (seconds <= 0) continue;
        const meters = greatCircleMeters(places[row], places[sampledPlace(row, sample, places.length)]);
        count++;
        direct += meters;
        time += seconds;
        driven += nearest.samples[at + 1];
        directSquare += meters * meters;
        product += meters * seconds;
      }
    }
    const spread = count * directSquare - direct * direct;
    const slope = spread > 0 ? (count * product - direct * time) / spread : 0;
    this.detourFactor = direct > 0 ? driven / direct : 1;
    // Of too few samples, or of strange ones, the mean is better than a line.
    const isSound = slope > 0 && time > slope * direct;
    this.secondsPerMeter = isSound ? slope : direct > 0 ? time / direct : 1;
    this.fixedSeconds = isSound ? (time - slope * direct) / count : 0;
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
    const direct = greatCircleMeters(here, there);
    // No place that is not among the nearest is nearer than the last of them.
    const least = seconds[from * k + k - 1];
    const time = Math.max(least, Math.round(this.fixedSeconds + direct * this.secondsPerMeter));
    return { seconds: time, meters: Math.round(direct * this.detourFactor), estimated: true };
  }
}
