import { costBound } from '../cost-bound.js';
import type { Problem, ProblemMatrix, ProblemStation } from '../problem.js';
import type { SolutionRoute, UnassignedGoods } from '../solution.js';
import { sparseMeters, sparseSeconds } from '../sparse-matrix.js';

/**
 * The problem of one vehicle alone: what its route brings, and one consignment more (of a pair, both ends).
 *
 * @returns `station`: the index of that consignment's station in it; `stations`: which of the whole problem each of its
 *   stations is.
 */
export function singleVehicleSubproblem(
  problem: Problem,
  vehicleNo: number,
  route: SolutionRoute | undefined,
  { station: added, zone }: UnassignedGoods,
): { alone: Problem; station: number; stations: readonly number[] } {
  const vehicle = problem.vehicles[vehicleNo];
  const zonesOf = new Map<number, Set<number>>();
  const want = (station: number, wanted: number) => {
    const zones = zonesOf.get(station) ?? new Set();
    zonesOf.set(station, zones.add(wanted));
  };
  for (const visit of route?.trips.flatMap((trip) => trip.visits) ?? []) {
    for (const goods of visit.goods) want(visit.station, goods.zone);
  }
  want(added, zone);
  // What is served whole or not at all comes whole.
  if (problem.stations[added].splitAllowed === false) {
    for (const goods of problem.stations[added].consignments) want(added, goods.zone);
  }
  const partner = problem.stations[added].pickedUpAt ?? problem.stations.findIndex((one) => one.pickedUpAt === added);
  if (partner >= 0) {
    for (const end of [added, partner]) for (const goods of problem.stations[end].consignments) want(end, goods.zone);
  }

  const chosen = [...zonesOf.keys()];
  const depot = problem.depots[vehicle.depot];
  const places = [depot.place, ...chosen.map((station) => problem.stations[station].place)];
  const stations = chosen.map((station, at): ProblemStation => {
    const { pickedUpAt, allowedVehicles, previous: _, ...rest } = problem.stations[station];
    return {
      ...rest,
      place: at + 1,
      consignments: rest.consignments
        .filter((goods) => zonesOf.get(station)!.has(goods.zone))
        .map((goods) => ({ ...goods, unservedPenalty: 0 })),
      ...(pickedUpAt === undefined ? {} : { pickedUpAt: chosen.indexOf(pickedUpAt) }),
      ...(allowedVehicles === undefined ? {} : { allowedVehicles: allowedVehicles.includes(vehicleNo) ? [0] : [] }),
    };
  });
  const executedPrefix = route === undefined ? undefined : vehicle.executedPrefix;
  const given = executedPrefix?.map((visits) =>
    visits.map((visit) => ({ ...visit, station: chosen.indexOf(visit.station) })),
  );
  const free: Problem = {
    ...problem,
    matrices: [partOf(problem.matrices[vehicle.matrix], places)],
    depots: [{ ...depot, place: 0, docks: Number.POSITIVE_INFINITY }],
    vehicles: [{ ...vehicle, depot: 0, matrix: 0, executedPrefix: given }],
    stations,
    start: undefined,
  };
  // All goods are dearer than anything that driving costs, so that none is left out for money.
  const unservedPenalty = 2 * costBound(free) + 1;
  const alone: Problem = {
    ...free,
    stations: stations.map((each) => ({
      ...each,
      consignments: each.consignments.map((one) => ({ ...one, unservedPenalty })),
    })),
  };
  return { alone, station: chosen.indexOf(added), stations: chosen };
}

function partOf(
  { size, seconds, meters, timeSlices, coordinates, sparse }: ProblemMatrix,
  places: readonly number[],
): ProblemMatrix {
  if (coordinates !== undefined) {
    const { x, y, rounding } = coordinates;
    const part = { x: Float64Array.from(places, (at) => x[at]), y: Float64Array.from(places, (at) => y[at]), rounding };
    return { size: places.length, seconds, meters, coordinates: part };
  }
  if (sparse !== undefined) {
    const pairs = places.flatMap((from) => places.map((to) => [from, to]));
    return {
      size: places.length,
      seconds: Int32Array.from(pairs, ([from, to]) => sparseSeconds(sparse, from, to)),
      meters: Float64Array.from(pairs, ([from, to]) => sparseMeters(sparse, from, to)),
      timeSlices,
    };
  }
  const cells = places.flatMap((from) => places.map((to) => from * size + to));
  return {
    size: places.length,
    seconds: Int32Array.from(cells, (cell) => seconds[cell]),
    meters: Float64Array.from(cells, (cell) => meters[cell]),
    timeSlices: timeSlices?.map(({ seconds: table, ...slice }) => ({
      ...slice,
      ...(table === undefined ? {} : { seconds: Int32Array.from(cells, (cell) => table[cell]) }),
    })),
  };
}
