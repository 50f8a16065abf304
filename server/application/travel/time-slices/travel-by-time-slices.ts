import type { LonLat } from '../../../domain/network/place.js';
import type { TravelMatrix } from '../../../domain/travel/travel.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import { slowed } from '../driving-hours.js';
import type { MatrixOptions, RoutingEngine } from '../routing/routing-port.js';
import { type TravelStore, type TravelTimes, travelTimesBetween } from '../travel-times.js';
import { joinTimeSlices } from './join-time-slices.js';
import type { WaveSpeeds } from './wave-time-slices.js';

/**
 * Travel times between places at the speeds of a wave, slice by slice where they change with the hour.
 *
 * @throws RoutingUnavailableError as the engine does.
 */
export async function travelByTimeSlices(
  store: TravelStore,
  engine: RoutingEngine,
  places: readonly LonLat[],
  travelClass: TravelClass,
  { speedFactor, speeds, timeSlices, byKey }: WaveSpeeds,
  { signal, onProgress }: MatrixOptions,
): Promise<TravelTimes> {
  if (timeSlices === undefined || byKey.size === 0) {
    const times = await travelTimesBetween(store, engine, places, travelClass, { signal, onProgress, speeds });
    const factors = timeSlices?.map(({ begins, factor }) => ({ begins, factor }));
    return { ...times, matrix: { ...slowed(times.matrix, speedFactor), timeSlices: factors } };
  }
  const matrices = new Map<string, TravelMatrix>();
  let roadMeters: TravelTimes['roadMeters'] = [];
  for (const [key, each] of byKey) {
    const before = matrices.size;
    const tell = (done: number, total: number) => onProgress?.(before * total + done, byKey.size * total);
    const times = await travelTimesBetween(store, engine, places, travelClass, {
      signal,
      onProgress: tell,
      speeds: each,
    });
    matrices.set(key, times.matrix);
    roadMeters = times.roadMeters;
  }
  return {
    matrix: joinTimeSlices(timeSlices.map((slice) => ({ ...slice, matrix: matrices.get(slice.speedsKey!)! }))),
    roadMeters,
  };
}
