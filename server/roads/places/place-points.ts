import { sharedF64, sharedU32 } from '../shared-arrays.js';
import type { EdgePoint, SnappedPlace } from './snap-places.js';

/** The points of all places in a row: those of place p are `first[p]` up to the next. */
export interface PlacePoints {
  readonly first: Uint32Array;
  readonly edge: Uint32Array;
  readonly fraction: Float64Array;
  readonly awayMeters: Float64Array;
}

/** Packs the departures (or arrivals) of places for other threads. */
export function packPoints(places: readonly SnappedPlace[], kind: 'departures' | 'arrivals'): PlacePoints {
  const points: EdgePoint[] = [];
  const first = [0];
  for (const place of places) {
    points.push(...place[kind]);
    first.push(points.length);
  }
  return {
    first: sharedU32(first),
    edge: sharedU32(points.map(({ edge }) => edge)),
    fraction: sharedF64(points.map(({ fraction }) => fraction)),
    awayMeters: sharedF64(points.map(({ awayMeters }) => awayMeters)),
  };
}
