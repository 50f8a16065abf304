import type { Problem } from '../../server/solver/problem.js';
import { Random } from '../../server/solver/random.js';

const extent = 1000;
const clusters = 7;

/** Customers of which half lie in clusters, the depot in the middle: a plain capacity problem, the same for each seed. */
export function clusteredProblem(customers: number, seed: number): Problem {
  const random = new Random(seed);
  const anywhere = () => random.fraction() * extent;
  const centres = Array.from({ length: clusters }, () => ({ x: anywhere(), y: anywhere() }));
  const inside = (value: number) => Math.min(extent, Math.max(0, value));
  // The mean of three draws crowds around the centre.
  const spread = () => ((random.fraction() + random.fraction() + random.fraction()) / 3 - 0.5) * 400;
  const points = Array.from({ length: customers }, (_, at) => {
    if (at % 2 === 0) return { x: anywhere(), y: anywhere() };
    const centre = centres[random.below(clusters)];
    return { x: inside(centre.x + spread()), y: inside(centre.y + spread()) };
  });
  const places = [{ x: extent / 2, y: extent / 2 }, ...points];
  const always = [{ opens: 0, closes: Number.POSITIVE_INFINITY }];
  const noTime = { fixedMicros: 0, microsPerGram: 0 };
  const payloadGrams = 100;
  return {
    matrices: [
      {
        size: places.length,
        seconds: new Int32Array(0),
        meters: new Float64Array(0),
        coordinates: {
          x: Float64Array.from(places, ({ x }) => x),
          y: Float64Array.from(places, ({ y }) => y),
          rounding: 'exact',
        },
      },
    ],
    zoneCount: 1,
    depots: [
      { place: 0, opens: 0, closes: Number.POSITIVE_INFINITY, docks: Number.POSITIVE_INFINITY, loading: noTime },
    ],
    vehicles: Array.from({ length: Math.ceil(customers / 5) }, () => ({
      depot: 0,
      matrix: 0,
      shiftBegins: 0,
      shiftEnds: Number.POSITIVE_INFINITY,
      payloadGrams,
      compartments: [{ zoneMask: 1, milliliters: Number.MAX_SAFE_INTEGER }],
      maxStops: Number.POSITIVE_INFINITY,
      maxMeters: Number.POSITIVE_INFINITY,
      maxTrips: 1,
      heightMillimeters: 0,
      fixedCost: 0,
      costPerMeter: 1,
      costPerSecond: 0,
    })),
    stations: points.map((_, at) => ({
      place: at + 1,
      windows: always,
      service: noTime,
      maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
      consignments: [{ zone: 0, grams: 1 + random.below(15), milliliters: 0, unservedPenalty: 1e6 }],
    })),
  };
}
