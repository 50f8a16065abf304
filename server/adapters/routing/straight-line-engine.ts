import { RoutingUnavailableError } from '../../application/travel/routing/routing-errors.js';
import type { Leg, MatrixOptions, RoutingEngine, Snap } from '../../application/travel/routing/routing-port.js';
import { greatCircleMeters, isOnGlobe, type LonLat } from '../../domain/network/place.js';
import type { Profile, TravelMatrix } from '../../domain/travel/travel.js';
import { profileOf, type TravelClass } from '../../domain/travel/travel-class.js';
import { emptyMatrix } from './check-answer.js';
import { assertMatrixSize } from './matrix-size.js';

/** How the estimate is made. Fit it on a city's own matrix where there is one. */
export interface StraightLineCalibration {
  /** Meters driven for each meter of the great circle. */
  readonly detourFactor: number;
  /** Of the whole drive, turns and lights included, on free roads. */
  readonly kilometersPerHour: Readonly<Record<Profile, number>>;
}

/**
 * The detour is the median between stations in Beijing (1.39) and Hangzhou (1.37) on real roads. The speeds are
 * below the free-flow medians found there (57 to 73 km/h), so that a guess promises less than a road would.
 */
export const usualCalibration: StraightLineCalibration = {
  detourFactor: 1.38,
  kilometersPerHour: { auto: 50, truck: 45 },
};

const rowsPerPause = 200;

/** The last resort: great-circle distance with a detour factor. Its answers are marked as estimated wherever they show. */
export function makeStraightLineEngine(calibration: StraightLineCalibration = usualCalibration): RoutingEngine {
  const { detourFactor, kilometersPerHour } = calibration;
  const metersBetween = (from: LonLat, to: LonLat) => greatCircleMeters(from, to) * detourFactor;
  let closed = false;
  const assertOpen = (signal: AbortSignal) => {
    signal.throwIfAborted();
    if (closed) throw new RoutingUnavailableError('The routing engine was closed.');
  };
  const secondsFor = (meters: number, travelClass: TravelClass) =>
    meters / (kilometersPerHour[profileOf(travelClass)] / 3.6);

  return {
    name: 'straight-line',
    mapId: `straight-line-${detourFactor}-${kilometersPerHour.auto}-${kilometersPerHour.truck}`,
    estimated: true,

    async snap(places: readonly LonLat[], _travelClass: TravelClass, signal: AbortSignal): Promise<Snap[]> {
      assertOpen(signal);
      return places.map((place) => ({ roadMeters: isOnGlobe(place) ? 0 : undefined }));
    },

    async matrix(
      sources: readonly LonLat[],
      targets: readonly LonLat[],
      travelClass: TravelClass,
      { signal, onProgress }: MatrixOptions,
    ): Promise<TravelMatrix> {
      assertOpen(signal);
      assertMatrixSize(sources, targets);
      const matrix = emptyMatrix(sources.length, targets.length);
      const usable = targets.map(isOnGlobe);
      for (let row = 0; row < sources.length; row++) {
        if (isOnGlobe(sources[row])) {
          for (let column = 0; column < targets.length; column++) {
            if (!usable[column]) continue;
            const meters = metersBetween(sources[row], targets[column]);
            matrix.meters[row * matrix.columns + column] = Math.round(meters);
            matrix.seconds[row * matrix.columns + column] = Math.round(secondsFor(meters, travelClass));
          }
        }
        if ((row + 1) % rowsPerPause === 0) {
          // Others get their turn in between.
          await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
          onProgress?.(row + 1, sources.length);
        }
      }
      onProgress?.(sources.length, sources.length);
      return matrix;
    },

    async route(
      places: readonly LonLat[],
      travelClass: TravelClass,
      signal: AbortSignal,
    ): Promise<(Leg | undefined)[]> {
      assertOpen(signal);
      return places.slice(1).map((to, at) => {
        const from = places[at];
        if (!isOnGlobe(from) || !isOnGlobe(to)) return undefined;
        const meters = metersBetween(from, to);
        return { seconds: secondsFor(meters, travelClass), meters, line: [from, to] };
      });
    },

    async close(): Promise<void> {
      closed = true;
    },
  };
}
