import type { Problem, ProblemStation, ProblemVehicle, TimeSlice } from '../../server/solver/problem.js';
import { Random } from '../../server/solver/random.js';

/** The rules that a tiny problem may have, each on its own or together with others. */
export const tinyRules = [
  'pairs',
  'rides',
  'collected',
  'softTo',
  'softFrom',
  'breaks',
  'release',
  'keeps',
  'driving',
  'allowed-vehicles',
  'begun',
  'change',
  'balance',
  'compact',
  'trips',
  'hours',
  'zones',
  'apart',
  'incompatibleOnTrip',
  'partitions',
  'timeSlices',
  'splitAllowed',
  'handling',
] as const;
export type TinyRule = (typeof tinyRules)[number];

/** A problem of a few consignments within a day of some sixty seconds, for trying everything. */
export function tinyProblem(seed: number, rules: readonly TinyRule[]): Problem {
  const random = new Random(seed);
  const has = (rule: TinyRule) => rules.includes(rule);
  const pick = <T>(...values: T[]): T => values[random.below(values.length)];
  const stationCount = 2 + random.below(has('trips') || has('breaks') ? 2 : 3);
  const vehicleCount = 1 + random.below(2);
  const size = stationCount + 1;
  const points = Array.from({ length: size }, () => [random.below(8), random.below(8)]);
  const ways = Int32Array.from({ length: size * size }, (_, cell) => {
    const [one, other] = [points[Math.floor(cell / size)], points[cell % size]];
    return Math.ceil(Math.hypot(one[0] - other[0], one[1] - other[1]));
  });
  const window = () => {
    const opens = random.below(30);
    return { opens, closes: opens + 5 + random.below(25) };
  };
  const zoneCount = ['zones', 'apart', 'incompatibleOnTrip', 'partitions', 'splitAllowed'].some((rule) =>
    has(rule as TinyRule),
  )
    ? 2
    : 1;
  const vehicles = Array.from({ length: vehicleCount }, (): ProblemVehicle => {
    const breaks = Array.from({ length: has('breaks') ? 1 + random.below(2) : 0 }, () => ({
      seconds: 1 + random.below(5),
      windows:
        random.fraction() < 0.3
          ? [
              { opens: 3, closes: 5 },
              { opens: 25, closes: 40 },
            ]
          : [window()],
    }));
    return {
      depot: 0,
      matrix: 0,
      shiftBegins: random.below(5),
      shiftEnds: 40 + random.below(25),
      payloadGrams: pick(4, 6, 9),
      compartments:
        zoneCount > 1
          ? [
              { zoneMask: 1, milliliters: pick(3, 6) },
              { zoneMask: 3, milliliters: pick(3, 5) },
            ]
          : [{ zoneMask: 1, milliliters: pick(5, 100) }],
      maxStops: pick(2, 9, 9),
      maxMeters: pick(25, 1000),
      maxTrips: has('trips') ? 2 : 1,
      heightMillimeters: 0,
      fixedCost: pick(0, 5),
      costPerMeter: pick(1, 2),
      costPerSecond: has('hours') || (has('softFrom') && random.fraction() < 0.6) ? pick(1, 2) : 0,
      ...(has('partitions') ? partitioned(random) : {}),
      ...(has('driving') ? { maxTravelSeconds: 8 + random.below(20) } : {}),
      ...(has('breaks') ? { breaks } : {}),
    };
  });
  let stations = Array.from({ length: stationCount }, (_, at): ProblemStation => {
    const first = window();
    const second = { opens: first.closes + 3, closes: first.closes + 9 };
    return {
      place: at + 1,
      ...(has('compact') ? { position: { x: points[at + 1][0], y: -points[at + 1][1] } } : {}),
      windows: random.fraction() < 0.25 ? [first, second] : [first],
      service: { fixedMicros: 1_000_000 * random.below(4), microsPerGram: 0 },
      maxVehicleHeightMillimeters: 1,
      consignments: Array.from({ length: zoneCount }, (_, zone) => ({
        zone,
        grams: 1 + random.below(4),
        milliliters: 1 + random.below(3),
        // Dear enough that whatever can be served alone is worth it: the search looks at one more stop at a time.
        unservedPenalty: pick(400, 600, 1000),
        ...(has('collected') && random.fraction() < 0.5 ? { collected: true } : {}),
        ...(has('release') && random.fraction() < 0.5 ? { releaseTime: random.below(20) } : {}),
        ...(has('handling') ? { handlingMicros: random.below(3) * 700_000 } : {}),
      })).filter((_, zone) => zone === 0 || random.fraction() < 0.4),
      ...(has('softTo') && random.fraction() < 0.7
        ? { softTo: { at: first.opens + random.below(15), costPerSecond: pick(0.5, 1.5, 3) } }
        : {}),
      ...(has('softFrom') && random.fraction() < 0.7
        ? { softFrom: { at: first.opens + random.below(15), costPerSecond: pick(0.5, 1.5, 3) } }
        : {}),
      ...(has('splitAllowed') && random.fraction() < 0.6 ? { splitAllowed: false } : {}),
      ...(has('allowed-vehicles') && random.fraction() < 0.4 ? { allowedVehicles: [random.below(vehicleCount)] } : {}),
      ...(has('change') && random.fraction() < 0.6
        ? { previous: { vehicle: random.below(vehicleCount), changeCost: pick(3, 10) } }
        : {}),
    };
  });
  if (has('pairs') || has('rides')) stations = paired(stations, random);
  if (has('rides')) {
    stations = stations.map((station) =>
      station.pickedUpAt === undefined ? station : { ...station, maxRideSeconds: 2 + random.below(14) },
    );
  }
  return {
    zoneCount,
    matrices: [
      { size, seconds: ways, meters: ways, ...(has('timeSlices') ? { timeSlices: bandsOf(ways, random) } : {}) },
    ],
    depots: [
      {
        place: 0,
        opens: random.below(4),
        closes: 30 + random.below(10),
        docks: 100,
        loading: { fixedMicros: 1_000_000 * random.below(3), microsPerGram: has('hours') ? 500_000 : 0 },
      },
    ],
    vehicles: has('begun')
      ? withGivenVisit(vehicles, stations, random)
      : vehicles.map((v) => keeping(v, has('keeps'), random)),
    stations,
    ...(has('apart') ? { incompatibleZones: [[1, 0]] as const } : {}),
    ...(has('incompatibleOnTrip') ? { incompatibleOnTrip: [[1, 0]] as const } : {}),
    ...(has('balance') ? { balanceCost: 0.02 } : {}),
    ...(has('compact') ? { compactCost: 0.5 } : {}),
  };
}

/** A body for two compartments, sometimes with one of fixed size beside it. */
function partitioned(random: Random): Pick<ProblemVehicle, 'compartments' | 'bodies'> {
  const largest = () => 3 + random.below(5);
  const beside = random.fraction() < 0.3 ? [{ zoneMask: 3, milliliters: 2 }] : [];
  return {
    bodies: [{ milliliters: 4 + random.below(8), stepMilliliters: 1 + random.below(3) }],
    compartments: [
      { zoneMask: 1 + 2 * random.below(2), milliliters: largest(), body: 0 },
      { zoneMask: 2 + random.below(2), milliliters: largest(), body: 0 },
      ...beside,
    ],
  };
}

/** Two to four slices, of a factor or of a table of its own. */
function bandsOf(ways: Int32Array, random: Random): TimeSlice[] {
  const jam = Int32Array.from(ways, (way) => (way === 0 ? 0 : way + random.below(9)));
  return Array.from({ length: 2 + random.below(3) }, (_, at) => ({
    begins: at * 12 + random.below(10),
    ...(random.fraction() < 0.5 ? { factor: [0.5, 1, 1.7, 3][random.below(4)] } : { seconds: jam }),
  }));
}

function keeping(vehicle: ProblemVehicle, keeps: boolean, random: Random): ProblemVehicle {
  if (!keeps) return vehicle;
  const compartments = vehicle.compartments.map((part) => ({
    ...part,
    maxTimeOnBoardSeconds: [6 + random.below(15), 6 + random.below(15)],
  }));
  return { ...vehicle, compartments };
}

/** Turns the first two stations, and sometimes the next two, into pairs. */
function paired(stations: readonly ProblemStation[], random: Random): ProblemStation[] {
  const all = [...stations];
  for (let at = 0; at + 1 < all.length; at += 2) {
    if (at > 0 && random.fraction() < 0.4) break;
    const consignments = all[at].consignments.slice(0, 1).map(({ collected: _, ...goods }) => goods);
    const [pickup, delivery] = random.fraction() < 0.5 ? [at, at + 1] : [at + 1, at];
    all[pickup] = { ...all[pickup], consignments };
    all[delivery] = { ...all[delivery], consignments, pickedUpAt: pickup };
  }
  return all;
}

/** The first vehicle's day begins at some station that is no part of a pair, where there is one that it may serve. */
function withGivenVisit(
  vehicles: readonly ProblemVehicle[],
  stations: readonly ProblemStation[],
  random: Random,
): ProblemVehicle[] {
  const [first, ...others] = vehicles;
  const isFree = (station: number) =>
    stations[station].allowedVehicles?.includes(0) !== false &&
    stations[station].pickedUpAt === undefined &&
    stations.every(({ pickedUpAt }) => pickedUpAt !== station);
  const station = random.below(stations.length);
  if (!isFree(station)) return [...vehicles];
  const zones = stations[station].consignments.map((goods) => goods.zone);
  const wide = first.compartments.map((part) => ({ zoneMask: 3, milliliters: part.milliliters + 9 }));
  const roomy = { payloadGrams: 99, shiftEnds: 90, maxMeters: 1000, compartments: wide };
  const { maxTravelSeconds: _, breaks: __, ...rest } = first;
  return [{ ...rest, ...roomy, executedPrefix: [[{ station, zones }]] }, ...others];
}
