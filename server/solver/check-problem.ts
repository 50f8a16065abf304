import { checkSparseMatrix } from './check-sparse-matrix.js';
import {
  maxStations,
  maxTrips,
  maxVehicles,
  maxZones,
  type Problem,
  type ProblemMatrix,
  type ProblemRate,
  type ProblemVehicle,
} from './problem.js';

/**
 * Refuses a problem that makes no sense, before any search.
 *
 * @returns what is wrong, as sentences; empty when nothing is.
 */
export function checkProblem(problem: Problem): string[] {
  const faults: string[] = [];
  const say = (condition: boolean, fault: string) => {
    if (!condition && faults.length < 20) faults.push(fault);
  };
  const whole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  say(
    problem.stations.length <= maxStations,
    `There are ${problem.stations.length} stations; the limit is ${maxStations}.`,
  );
  say(
    problem.vehicles.length <= maxVehicles,
    `There are ${problem.vehicles.length} vehicles; the limit is ${maxVehicles}.`,
  );
  say(
    problem.zoneCount >= 1 && problem.zoneCount <= maxZones,
    `There are ${problem.zoneCount} zones; 1 to ${maxZones} are possible.`,
  );
  problem.matrices.forEach((matrix, at) => {
    const cells = matrix.size * matrix.size;
    checkTimeSlices(matrix, at, say);
    if (matrix.sparse !== undefined) {
      for (const fault of checkSparseMatrix(matrix.sparse, matrix.size)) say(false, `Matrix ${at} has ${fault}.`);
      return;
    }
    if (matrix.coordinates !== undefined) {
      const { x, y } = matrix.coordinates;
      say(
        x.length === matrix.size && y.length === matrix.size,
        `Matrix ${at} does not have ${matrix.size} coordinates.`,
      );
      say(x.every(Number.isFinite) && y.every(Number.isFinite), `Matrix ${at} has a coordinate that is no number.`);
      return;
    }
    say(
      matrix.seconds.length === cells && matrix.meters.length === cells,
      `Matrix ${at} does not have ${cells} cells.`,
    );
    say(areWays(matrix.seconds) && areWays(matrix.meters), `Matrix ${at} has a negative cell other than -1.`);
  });
  const places = Math.min(...problem.matrices.map((matrix) => matrix.size));
  problem.depots.forEach((depot, at) => {
    say(
      whole(depot.place) && depot.place < places,
      `Depot ${at} names place ${depot.place}, which is not in the matrix.`,
    );
    say(depot.docks >= 1, `Depot ${at} has no dock.`);
    say(areTimes(depot.opens, depot.closes), `Depot ${at} has hours that are no whole seconds.`);
    const areTaken = (depot.taken ?? []).every(
      ({ begins, ends }) => Number.isSafeInteger(begins) && Number.isSafeInteger(ends) && ends >= begins,
    );
    say(areTaken, `Depot ${at} has docks taken at times that are no whole seconds.`);
    say(isRate(depot.loading), `Depot ${at} has a loading time that is negative or no number.`);
  });
  problem.vehicles.forEach((vehicle, at) => {
    say(vehicle.depot in problem.depots, `Vehicle ${at} names depot ${vehicle.depot}, which there is not.`);
    say(vehicle.matrix in problem.matrices, `Vehicle ${at} names matrix ${vehicle.matrix}, which there is not.`);
    const numbers = [
      vehicle.payloadGrams,
      vehicle.maxTrips,
      vehicle.maxStops,
      vehicle.maxMeters,
      vehicle.heightMillimeters,
      vehicle.secondsFactor ?? 1,
      ...vehicle.compartments.map((part) => part.milliliters),
    ];
    say(areTimes(vehicle.shiftBegins, vehicle.shiftEnds), `Vehicle ${at} has a shift that is no whole seconds.`);
    say(vehicle.maxTrips <= maxTrips, `Vehicle ${at} may make ${vehicle.maxTrips} trips; ${maxTrips} are possible.`);
    say(
      numbers.every((value) => value >= 0 && !Number.isNaN(value)),
      `Vehicle ${at} has a negative or missing number.`,
    );
    checkBodies(vehicle, at, say);
    const prices = [vehicle.fixedCost, vehicle.costPerMeter, vehicle.costPerSecond];
    say(
      prices.every((value) => value >= 0 && Number.isFinite(value)),
      `Vehicle ${at} has a negative or missing price.`,
    );
  });
  problem.stations.forEach((station, at) => {
    say(
      whole(station.place) && station.place < places,
      `Station ${at} names place ${station.place}, not in the matrix.`,
    );
    say(isRate(station.service), `Station ${at} has a service time that is negative or no number.`);
    say(areHours(station.windows), `Station ${at} has a window that is no whole seconds.`);
    for (const goods of station.consignments) {
      say(goods.unservedPenalty >= 0, `Station ${at} has goods whose price of omission is negative or no number.`);
      say(whole(goods.grams) && whole(goods.milliliters), `Station ${at} has goods of no plain weight or volume.`);
      const handling = goods.handlingMicros ?? 0;
      say(
        handling >= 0 && Number.isFinite(handling),
        `Station ${at} has goods whose handling is negative or no number.`,
      );
      say(whole(goods.zone) && goods.zone < problem.zoneCount, `Station ${at} has goods of zone ${goods.zone}.`);
    }
    const zones = station.consignments.map((goods) => goods.zone);
    say(new Set(zones).size === zones.length, `Station ${at} has two consignments of one zone.`);
  });
  checkPairs(problem, say);
  checkStart(problem, say);
  checkRules(problem, say);
  checkPositions(problem, say);
  return faults;
}

/** A plain loop: a function called for each of a hundred million cells takes seconds. */
function areWays(table: Int32Array | Float64Array): boolean {
  for (let at = 0; at < table.length; at++) if (!(table[at] >= -1)) return false;
  return true;
}

type Say = (condition: boolean, fault: string) => void;

function checkBodies({ bodies = [], compartments }: ProblemVehicle, at: number, say: Say): void {
  const areBodies = bodies.every(
    ({ milliliters, stepMilliliters }) =>
      Number.isSafeInteger(milliliters) &&
      milliliters >= 0 &&
      Number.isSafeInteger(stepMilliliters) &&
      stepMilliliters >= 1,
  );
  say(areBodies, `Vehicle ${at} has a body whose volume or step is no plain number.`);
  const areKnown = compartments.every(({ body }) => body === undefined || body in bodies);
  say(areKnown, `Vehicle ${at} has a compartment of a body that there is not.`);
}

/** Sums of positions are kept as 32-bit numbers. */
const farthest = 100_000;

function checkPositions({ stations, compactCost = 0 }: Problem, say: Say): void {
  say(compactCost >= 0 && Number.isFinite(compactCost), 'The compactness price is negative or no number.');
  if (compactCost === 0) return;
  const isNear = (value: number | undefined) => Number.isInteger(value) && Math.abs(value!) <= farthest;
  stations.forEach(({ position }, at) => {
    const known = isNear(position?.x) && isNear(position?.y);
    say(known, `Station ${at} has no position of whole numbers up to ${farthest}, and compactness has a price.`);
  });
}

function checkRules(problem: Problem, say: Say): void {
  const { vehicles, stations, balanceCost = 0, zoneCount, incompatibleZones = [], incompatibleOnTrip = [] } = problem;
  const isPrice = (value: number) => value >= 0 && Number.isFinite(value);
  const given = new Set<string>();
  say(isPrice(balanceCost), 'The price of uneven work is negative or no number.');
  const isZone = (zone: number) => Number.isInteger(zone) && zone >= 0 && zone < zoneCount;
  for (const [one, other] of [...incompatibleZones, ...incompatibleOnTrip]) {
    say(isZone(one) && isZone(other) && one !== other, `Zones ${one} and ${other} are no two zones to keep apart.`);
  }
  vehicles.forEach(({ breaks = [], executedPrefix = [], compartments, maxTravelSeconds = 0, maxTrips: trips }, at) => {
    say(maxTravelSeconds >= 0, `Vehicle ${at} has a limit of driving that is negative or no number.`);
    const pauses = breaks.every(
      ({ seconds, windows }) => Number.isSafeInteger(seconds) && seconds >= 0 && areHours(windows),
    );
    say(pauses, `Vehicle ${at} has a break whose length or windows are no plain numbers.`);
    const keeps = compartments.flatMap(({ maxTimeOnBoardSeconds = [] }) => maxTimeOnBoardSeconds);
    say(
      keeps.every((seconds) => seconds >= 0),
      `Vehicle ${at} keeps goods for a negative time or one that is no number.`,
    );
    say(executedPrefix.length <= trips, `Vehicle ${at} has given visits on more trips than it may make.`);
    say(
      executedPrefix.every((visits) => visits.length > 0),
      `Vehicle ${at} has a given trip without a visit.`,
    );
    for (const { station, zones } of executedPrefix.flat()) {
      const wanted = stations[station]?.consignments.map((goods) => goods.zone) ?? [];
      for (const zone of zones) {
        say(
          wanted.includes(zone),
          `Vehicle ${at} is given goods of zone ${zone} for station ${station}, which wants none.`,
        );
        say(!given.has(`${station} ${zone}`), `Station ${station} is given twice for zone ${zone}.`);
        given.add(`${station} ${zone}`);
      }
      say(zones.length > 0, `Vehicle ${at} is given a visit at station ${station} for nothing.`);
    }
  });
  stations.forEach(({ softTo, softFrom, allowedVehicles = [], previous, pickedUpAt, consignments }, at) => {
    say(
      softTo === undefined || (isPrice(softTo.costPerSecond) && areTimes(softTo.at)),
      `Station ${at} has a soft closing or a price that is no number.`,
    );
    say(
      softFrom === undefined || (isPrice(softFrom.costPerSecond) && areTimes(softFrom.at)),
      `Station ${at} has a soft opening or a price of being early that is no number.`,
    );
    say(
      allowedVehicles.every((vehicle) => vehicle in vehicles),
      `Station ${at} is kept for a vehicle that there is not.`,
    );
    say(
      previous === undefined || isPrice(previous.changeCost),
      `Station ${at} has a price of change that is negative or no number.`,
    );
    say(
      consignments.every(({ releaseTime = 0 }) => areTimes(releaseTime)),
      `Station ${at} has goods that are ready at a time that is no number.`,
    );
    if (pickedUpAt === undefined) return;
    const zones = Array.from({ length: zoneCount }, (_, zone) => zone);
    const together = zones.every((zone) => given.has(`${pickedUpAt} ${zone}`) === given.has(`${at} ${zone}`));
    say(together, `Stations ${pickedUpAt} and ${at} are a pair; they are given both or not at all.`);
  });
}

function checkStart({ start = [], vehicles, stations }: Problem, say: Say): void {
  for (const { vehicle, trips } of start) {
    say(vehicle in vehicles, `The search shall begin with vehicle ${vehicle}, which there is not.`);
    say(
      trips.length <= (vehicles[vehicle]?.maxTrips ?? 0),
      `The search shall begin with more trips of vehicle ${vehicle} than it may make.`,
    );
    for (const { station, zones } of trips.flat()) {
      const wanted = stations[station]?.consignments.map((goods) => goods.zone) ?? [];
      const isKnown = zones.length > 0 && zones.every((zone) => wanted.includes(zone));
      say(isKnown, `The search shall begin with goods for station ${station} that it does not want.`);
    }
  }
}

/** Slices are in order, and where one has no arc none has. */
function checkTimeSlices(
  { timeSlices, seconds, coordinates, sparse, size }: ProblemMatrix,
  at: number,
  say: Say,
): void {
  if (timeSlices === undefined) return;
  say(timeSlices.length > 0, `Matrix ${at} has hours without a slice.`);
  say(coordinates === undefined, `Matrix ${at} has coordinates and hours; only tables change with the hour.`);
  timeSlices.forEach(({ begins, factor = 1, seconds: table }, number) => {
    const isLater = number === 0 || begins > timeSlices[number - 1].begins;
    say(Number.isSafeInteger(begins) && isLater, `Matrix ${at} has slices that are no whole seconds in order.`);
    say(factor > 0 && Number.isFinite(factor), `Matrix ${at} has a slice whose factor is not above zero.`);
    if (table === undefined) return;
    say(sparse === undefined, `Matrix ${at} is known in part, and has a slice with a table of all pairs.`);
    if (sparse !== undefined) return;
    say(table.length === size * size, `Matrix ${at} has a slice of ${table.length} cells; it has ${size * size}.`);
    const same = table.every((value, cell) => (value < 0 ? value === -1 : true) && value < 0 === seconds[cell] < 0);
    say(same, `Matrix ${at} has a slice that has other arcs than the matrix.`);
  });
}

/** The search's clock knows whole seconds; what never begins or ends is infinite. */
function areTimes(...times: number[]): boolean {
  return times.every((time) => Number.isSafeInteger(time) || Math.abs(time) === Number.POSITIVE_INFINITY);
}

function areHours(windows: readonly { readonly opens: number; readonly closes: number }[]): boolean {
  return windows.every(({ opens, closes }) => areTimes(opens, closes));
}

/** Loads along a route are kept as 32-bit numbers. */
const mostGramsOnRoutes = 2 ** 31 - 1;

function checkPairs({ stations }: Problem, say: Say): void {
  const goodsOf = (at: number) =>
    stations[at].consignments.map(({ zone, grams, milliliters }) => `${zone} ${grams} ${milliliters}`).sort();
  const pickups = new Set<number>();
  let hasPickups = false;
  stations.forEach(({ pickedUpAt: from, consignments, maxRideSeconds = 0 }, at) => {
    say(maxRideSeconds >= 0 && areTimes(maxRideSeconds), `Station ${at} has a limit of a ride that is no time.`);
    say(maxRideSeconds === 0 || from !== undefined, `Station ${at} limits a ride, but has no pickup.`);
    if (consignments.some((goods) => goods.collected === true)) hasPickups = true;
    if (from === undefined) return;
    hasPickups = true;
    if (!(from in stations) || from === at) {
      say(false, `Station ${at} is served from station ${from}, which there is not.`);
      return;
    }
    say(stations[from].pickedUpAt === undefined, `Station ${from} delivers and picks up at once.`);
    say(!pickups.has(from), `Station ${from} is the pickup of two stations.`);
    pickups.add(from);
    say(goodsOf(at).join() === goodsOf(from).join(), `Stations ${from} and ${at} do not list the same goods.`);
    const collects = [...consignments, ...stations[from].consignments].some((goods) => goods.collected === true);
    say(!collects, `Stations ${from} and ${at} are a pair and collect for the depot as well.`);
  });
  const grams = stations.flatMap((station) => station.consignments).reduce((sum, goods) => sum + goods.grams, 0);
  say(!hasPickups || grams <= mostGramsOnRoutes, `With pickups, all goods together may weigh ${mostGramsOnRoutes} g.`);
}

function isRate({ fixedMicros, microsPerGram }: ProblemRate): boolean {
  return fixedMicros >= 0 && microsPerGram >= 0 && Number.isFinite(fixedMicros + microsPerGram);
}
