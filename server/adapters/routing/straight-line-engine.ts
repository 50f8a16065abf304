import type { RoutingEngine } from '../../application/routing-port.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { greatCircleMeters } from '../../domain/place.js';

/** Road meters per straight meter; the median measured in Beijing and Hangzhou is 1.39 and 1.37. */
const detourFactor = 1.38;
/** Free-flow speed in a city, meters per second: 36 km/h by van, 32 by lorry. */
const metersPerSecond = { auto: 10, truck: 8.9 } as const;
const maxPairs = 100_000_000;

/** The last resort: great-circle distance × detour factor. Everything it says is marked as estimated. */
export function makeStraightLineEngine(): RoutingEngine {
  return {
    name: 'straight-line',
    mapId: 'straight-line-1',
    estimated: true,
    async snap(places) {
      return places.map(() => ({ roadMeters: 0 }));
    },
    async matrix(sources, targets, profile, { signal, onProgress }) {
      const [rows, columns] = [sources.length, targets.length];
      if (rows * columns > maxPairs) throw new InvalidInputError(`${rows} × ${columns} places are too many at once.`);
      const seconds = new Int32Array(rows * columns);
      const meters = new Int32Array(rows * columns);
      for (let row = 0; row < rows; row++) {
        signal.throwIfAborted();
        for (let column = 0; column < columns; column++) {
          const far = greatCircleMeters(sources[row], targets[column]) * detourFactor;
          meters[row * columns + column] = Math.round(far);
          seconds[row * columns + column] = Math.round(far / metersPerSecond[profile]);
        }
      }
      onProgress?.(rows, rows);
      return { rows, columns, seconds, meters };
    },
    async route(places, profile) {
      return places.slice(1).map((to, at) => {
        const far = greatCircleMeters(places[at], to) * detourFactor;
        return { seconds: Math.round(far / metersPerSecond[profile]), meters: Math.round(far), line: [places[at], to] };
      });
    },
    async close() {},
  };
}
