import type { Problem } from '../../server/solver/problem.js';
import { Random } from '../../server/solver/random.js';

/** Which rules a random problem shall have. */
export interface RandomProblemShape {
  readonly stations: number;
  readonly vehicles: number;
  /**
   * A whole dispatch day, only time windows, nothing but weights, windows with pairs and goods for the depot, or a
   * dispatch day with every rule of the model; `compact` is a day on which strewn trips cost.
   */
  readonly kind: 'compact' | 'day' | 'windows' | 'weights' | 'pairs' | 'full';
}

/** Makes about half of the stations pairs, and lets some collect. */
function withPairs(problem: Problem, random: Random): Problem {
  const stations = problem.stations.map((station) => ({
    ...station,
    consignments: station.consignments.map((goods) => ({ ...goods, collected: random.fraction() < 0.25 })),
  }));
  for (let at = 0; at + 1 < stations.length; at += 2) {
    if (random.fraction() < 0.4) continue;
    const [pickup, delivery] = random.fraction() < 0.5 ? [at, at + 1] : [at + 1, at];
    const consignments = stations[pickup].consignments.map((goods) => ({ ...goods, collected: false }));
    stations[pickup] = { ...stations[pickup], consignments };
    stations[delivery] = { ...stations[delivery], consignments, pickedUpAt: pickup };
  }
  return { ...problem, stations };
}

/** Gives some vehicles, stations and goods each of the rarer rules. */
function withRules(problem: Problem, random: Random): Problem {
  const often = (share: number) => random.fraction() < share;
  const vehicles = problem.vehicles.map((vehicle) => {
    const opens = 2_000 + random.below(6_000);
    const breaks = [
      { seconds: 600 + random.below(1_200), windows: [{ opens, closes: opens + 2_000 + random.below(4_000) }] },
      {
        seconds: 300,
        windows: [
          { opens: 9_000, closes: 10_000 },
          { opens: 10_500, closes: 14_000 },
        ],
      },
    ];
    const parted = often(0.3);
    const compartments = vehicle.compartments.map((part) => ({
      ...part,
      ...(often(0.5) ? { maxTimeOnBoardSeconds: [9_000, 5_000, 3_000 + random.below(4_000)] } : {}),
      ...(parted ? { body: 0 } : {}),
    }));
    const body = { milliliters: 120_000 + random.below(60_000), stepMilliliters: 1 + random.below(20_000) };
    return {
      ...vehicle,
      compartments,
      ...(parted ? { bodies: [body] } : {}),
      ...(often(0.4) ? { breaks: breaks.slice(0, 1 + random.below(2)) } : {}),
      ...(often(0.3) ? { maxTravelSeconds: 2_000 + random.below(4_000) } : {}),
    };
  });
  const someVehicle = () => random.below(Math.max(1, vehicles.length));
  const stations = problem.stations.map((station) => ({
    ...station,
    consignments: station.consignments.map((goods) =>
      often(0.2) ? { ...goods, releaseTime: random.below(5_000) } : goods,
    ),
    ...(often(0.4) ? { softTo: { at: 2_000 + random.below(9_000), costPerSecond: random.below(5) } } : {}),
    ...(often(0.3) ? { softFrom: { at: 2_000 + random.below(9_000), costPerSecond: random.below(5) } } : {}),
    ...(often(0.1) && vehicles.length > 0 ? { allowedVehicles: [someVehicle(), someVehicle()] } : {}),
    ...(station.pickedUpAt !== undefined && often(0.5) ? { maxRideSeconds: random.below(4_000) } : {}),
    ...(often(0.4) ? { previous: { vehicle: someVehicle(), changeCost: random.below(3_000) } } : {}),
  }));
  const apart = often(0.4)
    ? {
        incompatibleZones: often(0.5)
          ? ([[1, 2]] as const)
          : ([
              [0, 1],
              [1, 2],
            ] as const),
      }
    : {};
  const incompatibleOnTrip = often(0.2) ? { incompatibleOnTrip: [[2, 0]] as const } : {};
  return {
    ...problem,
    vehicles,
    stations,
    ...(often(0.3) ? { balanceCost: 0.0002 } : {}),
    ...apart,
    ...incompatibleOnTrip,
  };
}

/** A small problem with everything that the kind allows, drawn from a seed; some of its goods may fit nowhere. */
export function randomProblem(seed: number, shape: RandomProblemShape): Problem {
  const random = new Random(seed);
  const problem = plainProblem(random, shape);
  if (shape.kind === 'pairs') return withPairs(problem, random);
  return shape.kind === 'full' ? withRules(withPairs(problem, random), random) : problem;
}

function plainProblem(random: Random, { stations, vehicles, kind }: RandomProblemShape): Problem {
  const isDay = kind === 'day' || kind === 'compact' || kind === 'full';
  const zoneCount = isDay ? 3 : 1;
  const depots = isDay ? 2 : 1;
  const size = stations + depots;
  const points = Array.from({ length: size }, () => ({ x: random.below(4000), y: random.below(4000) }));
  const matrixOf = (slower: number, gaps: number) => {
    const meters = new Int32Array(size * size);
    const seconds = new Int32Array(size * size);
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) {
        if (from === to) continue;
        const way = Math.hypot(points[from].x - points[to].x, points[from].y - points[to].y);
        const noWay = random.fraction() < gaps;
        meters[from * size + to] = noWay ? -1 : Math.ceil(way * (1 + 0.2 * (isDay ? random.fraction() : 0)));
        seconds[from * size + to] = noWay ? -1 : Math.ceil((meters[from * size + to] / 8) * slower);
      }
    }
    return { size, meters, seconds };
  };
  const horizon = kind === 'weights' ? 0x3ffffffe : 20_000;
  const pick = <T>(...values: T[]): T => values[random.below(values.length)];
  return {
    zoneCount,
    ...(kind === 'compact' || (kind === 'full' && random.fraction() < 0.3) ? { compactCost: 0.002 } : {}),
    matrices: isDay ? [matrixOf(1, 0), matrixOf(1.4, 0.03)] : [matrixOf(1, 0)],
    depots: Array.from({ length: depots }, (_, place) => ({
      place,
      opens: isDay ? 500 : 0,
      closes: isDay ? 12_000 : 0x3ffffffe,
      docks: isDay ? pick(1, 2, 3) : Number.POSITIVE_INFINITY,
      loading: isDay ? { fixedMicros: 300_000_000, microsPerGram: 1_500 } : { fixedMicros: 0, microsPerGram: 0 },
    })),
    vehicles: Array.from({ length: vehicles }, () => ({
      depot: random.below(depots),
      matrix: isDay ? random.below(2) : 0,
      shiftBegins: isDay ? random.below(3000) : 0,
      shiftEnds: isDay ? 12_000 + random.below(8000) : horizon,
      payloadGrams: pick(60_000, 90_000, 150_000),
      compartments: isDay
        ? pick(
            [{ zoneMask: 1, milliliters: 300_000 }],
            [
              { zoneMask: 6, milliliters: 90_000 },
              { zoneMask: 3, milliliters: 150_000 },
            ],
            [
              { zoneMask: 7, milliliters: 120_000 },
              { zoneMask: 4, milliliters: 60_000 },
            ],
            [
              { zoneMask: 7, milliliters: 100_000 },
              { zoneMask: 7, milliliters: 60_000 },
            ],
          )
        : [{ zoneMask: 1, milliliters: 0 }],
      maxStops: isDay ? pick(4, 8, Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
      maxMeters: isDay ? pick(15_000, Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
      maxTrips: isDay ? pick(1, 2, 3) : 1,
      heightMillimeters: isDay ? pick(0, 2500, 3100) : 0,
      fixedCost: pick(0, 5_000, 9_000),
      costPerMeter: pick(1, 1.5, 2),
      costPerSecond: isDay ? pick(0, 1, 3) : 0,
      skills: isDay ? pick(0, 1, 3) : 0,
      secondsFactor: isDay ? pick(1, 1.25) : 1,
    })),
    stations: Array.from({ length: stations }, (_, at) => {
      const opens = kind === 'weights' ? 0 : random.below(10_000);
      const first = { opens, closes: kind === 'weights' ? 0x3ffffffe : opens + 500 + random.below(4000) };
      const second = { opens: first.closes + 1000, closes: first.closes + 3000 };
      return {
        place: at + depots,
        ...(isDay ? { position: points[at + depots] } : {}),
        windows: isDay && random.fraction() < 0.3 ? [first, second] : [first],
        service: { fixedMicros: kind === 'weights' ? 0 : 120_000_000, microsPerGram: isDay ? 2_345 : 0 },
        maxVehicleHeightMillimeters: isDay ? pick(2600, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY) : 4000,
        requiredSkills: isDay ? pick(0, 0, 0, 1, 2) : 0,
        consignments: Array.from({ length: zoneCount }, (_, zone) => ({
          zone,
          grams: 1_000 + random.below(30_000),
          milliliters: isDay ? 1_000 + random.below(60_000) : 0,
          unservedPenalty: 40_000 + random.below(40_000),
          ...(isDay && zone === 1 ? { handlingMicros: 45_500_000 } : {}),
        })).filter(() => !isDay || random.fraction() < 0.7),
      };
    }),
  };
}
