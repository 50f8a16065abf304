import type { Problem, ProblemStation, ProblemVehicle } from '../../../server/solver/problem.js';
import { Random } from '../../../server/solver/random.js';

/** What the fixed cost of a vehicle may be, in millionths: nothing, usual ones, and the most that a file can say. */
export const fixedCosts = [0, 1, 320_000_000, 1_000_000_000_000, 999_999_999_999_999];

/**
 * A day that can be served whole whatever happens: of each kind of vehicle there are as many as stations, each consignment
 * fits into some kind, and whoever goes to one station alone is there in time. All penalties are 0.
 */
export function largeFleetDay(seed: number): Problem {
  const random = new Random(seed);
  const pick = <T>(...values: T[]): T => values[random.below(values.length)];
  const stationCount = pick(1, 2, 3, 5, 10, 20, 40, 100, 200);
  const zoneCount = pick(1, 1, 2, 4);
  const size = stationCount + 1;
  const reach = pick(0, 300, 5_000, 40_000);
  const points = Array.from({ length: size }, () => ({ x: random.below(reach + 1), y: random.below(reach + 1) }));
  const meters = new Int32Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      meters[from * size + to] = Math.ceil(Math.hypot(points[from].x - points[to].x, points[from].y - points[to].y));
    }
  }
  const longest = Math.max(...meters);
  const loading = { fixedMicros: pick(0, 600_000_000), microsPerGram: pick(0, 600) };
  // To be loaded with anything and to be anywhere takes no longer.
  const ready = 600 + Math.ceil(0.0006 * 900_000) + longest;
  const fixed = pick(...fixedCosts);
  const kinds = Array.from(
    { length: pick(1, 1, 2, 3) },
    (_, at): ProblemVehicle => ({
      depot: 0,
      matrix: 0,
      shiftBegins: 0,
      shiftEnds: 3 * ready + 20_000,
      payloadGrams: 900_000,
      compartments:
        at === 0
          ? [{ zoneMask: (1 << zoneCount) - 1, milliliters: 900_000 }]
          : [
              { zoneMask: 1, milliliters: 500_000 },
              { zoneMask: 1 << (zoneCount - 1), milliliters: 300_000 },
            ],
      maxStops: pick(1, 5, Number.POSITIVE_INFINITY),
      maxMeters: Number.POSITIVE_INFINITY,
      maxTrips: pick(1, 1, 2),
      heightMillimeters: 0,
      fixedCost: at === 0 ? fixed : pick(...fixedCosts),
      costPerMeter: pick(0, 2_600, 1_000_000),
      costPerSecond: pick(0, 8_333),
    }),
  );
  const isNarrow = random.fraction() < 0.3;
  return {
    zoneCount,
    matrices: [{ size, meters, seconds: meters }],
    depots: [{ place: 0, opens: 0, closes: 3 * ready + 20_000, docks: Number.POSITIVE_INFINITY, loading }],
    vehicles: kinds.flatMap((kind) => Array.from({ length: stationCount * zoneCount }, () => kind)),
    stations: Array.from({ length: stationCount }, (_, at): ProblemStation => {
      const opens = random.below(ready);
      return {
        place: at + 1,
        windows: [isNarrow ? { opens: ready, closes: ready + random.below(600) } : { opens, closes: ready + opens }],
        service: { fixedMicros: 180_000_000, microsPerGram: 1_200 },
        maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
        consignments: Array.from({ length: zoneCount }, (_, zone) => ({
          zone,
          grams: 1 + random.below(200_000),
          milliliters: 1 + random.below(250_000),
          unservedPenalty: 0,
        })).filter(({ zone }) => zone === 0 || random.fraction() < 0.6),
      };
    }),
  };
}
