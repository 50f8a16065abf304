import { isExact, type Problem, packSparseMatrix, type Solution, search } from '../../server/solver/index.js';
import { Random } from '../../server/solver/random.js';

interface City {
  readonly problem: Problem;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * What ways known in part cost the plan: `npm run bench -- sparse [STATIONS] [ITERATIONS]`. One thread, one seed, the same
 * number of iterations with a table of all ways and with the k nearest of each place; the plan's meters are then added
 * up from the table.
 */
export async function benchSparse([stations = '2500', iterations = '200000']: string[]): Promise<void> {
  const city = makeCity(Number(stations));
  const stop = { share: (done: number) => done / Number(iterations) };
  for (const k of [undefined, 32, 64, 100]) {
    const problem = k === undefined ? city.problem : knownInPart(city, k);
    const before = process.cpuUsage();
    const solution = search(problem, { seed: 1, stop });
    const { user, system } = process.cpuUsage(before);
    const { legs, estimated, meters } = legsOf(city.problem, problem, solution);
    const name = k === undefined ? 'table' : `${k} nearest`;
    const left = `${solution.unassigned.length} left out, ${solution.routes.length} vehicles`;
    console.log(
      `${name}: ${meters} m, ${left}, ${estimated} of ${legs} legs estimated, ${(user + system) / 1e6} CPU s`,
    );
  }
}

/** 30 by 30 km; each way is 1.1 to 1.7 times the straight line, each direction by itself. */
function makeCity(count: number): City {
  const random = new Random(7);
  const size = count + 1;
  const x = Float64Array.from({ length: size }, (_, at) => (at === 0 ? 15_000 : random.below(30_000)));
  const y = Float64Array.from({ length: size }, (_, at) => (at === 0 ? 15_000 : random.below(30_000)));
  const meters = new Int32Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const straight = Math.hypot(x[from] - x[to], y[from] - y[to]);
      if (from !== to) meters[from * size + to] = Math.ceil(straight * (1.1 + 0.6 * random.fraction()));
    }
  }
  const rate = { fixedMicros: 240_000_000, microsPerGram: 0 };
  const problem: Problem = {
    matrices: [{ size, seconds: meters.map((way) => Math.ceil(way / 9)), meters }],
    zoneCount: 1,
    depots: [{ place: 0, opens: 0, closes: 86_400, docks: Number.POSITIVE_INFINITY, loading: rate }],
    vehicles: Array.from({ length: Math.ceil(count / 15) }, () => ({
      depot: 0,
      matrix: 0,
      shiftBegins: 18_000,
      shiftEnds: 43_200,
      payloadGrams: 1_000_000,
      compartments: [{ zoneMask: 1, milliliters: 4_000_000 }],
      maxStops: Number.POSITIVE_INFINITY,
      maxMeters: Number.POSITIVE_INFINITY,
      maxTrips: 1,
      heightMillimeters: 0,
      fixedCost: 50_000,
      costPerMeter: 1,
      costPerSecond: 2,
    })),
    stations: Array.from({ length: count }, (_, at) => {
      const opens = 21_600 + 3_600 * random.below(3);
      const goods = {
        zone: 0,
        grams: 20_000 + random.below(60_000),
        milliliters: 100_000,
        unservedPenalty: 10_000_000,
      };
      return {
        place: at + 1,
        windows: [{ opens, closes: opens + 10_800 }],
        service: rate,
        maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
        consignments: [goods],
      };
    }),
  };
  return { problem, x, y };
}

/** The `k` nearest of each place, all of the depot's, and for the rest what a meter of the straight line takes at the mean. */
function knownInPart({ problem, x, y }: City, k: number): Problem {
  const [{ size, seconds, meters }] = problem.matrices;
  const rows = Array.from({ length: size }, (_, from) => {
    const others = Array.from({ length: size }, (_, to) => to).filter((to) => to !== from);
    const cell = (to: number) => from * size + to;
    const near = others.sort((one, other) => seconds[cell(one)] - seconds[cell(other)] || one - other);
    const targets = from === 0 ? near : [...new Set([...near.slice(0, k), 0])];
    return {
      targets,
      seconds: targets.map((to) => seconds[cell(to)]),
      meters: targets.map((to) => meters[cell(to)]),
    };
  });
  const detourFactor = 1.4;
  const estimate = { x, y, fixedSeconds: 0, secondsPerMeter: detourFactor / 9, detourFactor };
  const none = new Int32Array(0);
  return { ...problem, matrices: [{ size, seconds: none, meters: none, sparse: packSparseMatrix(rows, estimate) }] };
}

function legsOf(exact: Problem, { matrices: [{ sparse }] }: Problem, { routes }: Solution) {
  const [table] = exact.matrices;
  let [legs, estimated, meters] = [0, 0, 0];
  for (const { visits } of routes.flatMap(({ trips }) => trips)) {
    const places = [0, ...visits.map(({ station }) => exact.stations[station].place), 0];
    for (let at = 1; at < places.length; at++) {
      legs++;
      meters += table.meters[places[at - 1] * table.size + places[at]];
      if (sparse !== undefined && !isExact(sparse, places[at - 1], places[at])) estimated++;
    }
  }
  return { legs, estimated, meters };
}
