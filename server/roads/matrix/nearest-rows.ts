import { noWay } from '../../domain/travel/travel.js';

/** Which places are nearest to each place by time; what threads of an engine fill together. */
export interface NearestRows {
  /** How many neighbours a place has at most. */
  readonly k: number;
  /** `k` a place, nearest first, itself left out; `noNeighbour` behind the last. */
  readonly neighbours: Uint32Array;
  /** Beside `neighbours`. */
  readonly seconds: Int32Array;
  readonly meters: Int32Array;
  /** `samplesPerRow` drives a place to places anywhere (see `sampledPlace`): seconds and meters in turn. */
  readonly samples: Int32Array;
  /** A bit for each pair, `bytesPerRow` a place: 1 where there is no way. */
  readonly noWayBits: Uint8Array;
}

export const noNeighbour = 0xffffffff;
export const samplesPerRow = 4;

/** To which place the sample with this number of a row is, of so many. */
export function sampledPlace(row: number, sample: number, places: number): number {
  return (row * 31 + 17 + Math.floor((sample * places) / samplesPerRow)) % places;
}

export function bytesPerRow(places: number): number {
  return Math.ceil(places / 8);
}

/**
 * Keeps the nearest places of one whole row of a matrix between places.
 *
 * @param seconds, meters the row, from its place to every place.
 */
export function keepNearest(row: number, seconds: Int32Array, meters: Int32Array, into: NearestRows): void {
  const { k, neighbours } = into;
  const begin = row * k;
  const bits = row * bytesPerRow(seconds.length);
  let count = 0;
  for (let place = 0; place < seconds.length; place++) {
    const time = seconds[place];
    if (time === noWay) {
      into.noWayBits[bits + (place >> 3)] = into.noWayBits[bits + (place >> 3)] | (1 << (place & 7));
      continue;
    }
    if (place === row || (count === k && time >= into.seconds[begin + k - 1])) continue;
    let at = begin + (count < k ? count++ : k - 1);
    for (; at > begin && into.seconds[at - 1] > time; at--) {
      neighbours[at] = neighbours[at - 1];
      into.seconds[at] = into.seconds[at - 1];
      into.meters[at] = into.meters[at - 1];
    }
    neighbours[at] = place;
    into.seconds[at] = time;
    into.meters[at] = meters[place];
  }
  neighbours.fill(noNeighbour, begin + count, begin + k);
  for (let sample = 0; sample < samplesPerRow; sample++) {
    const place = sampledPlace(row, sample, seconds.length);
    const at = (row * samplesPerRow + sample) * 2;
    into.samples[at] = seconds[place];
    into.samples[at + 1] = meters[place];
  }
}
