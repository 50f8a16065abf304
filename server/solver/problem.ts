/**
 * A dispatch problem as indices and whole numbers: the solver knows no order, no database and no clock.
 *
 * Times are whole seconds on one axis, distances whole meters, weights grams, volumes milliliters. Costs are numbers in
 * a unit that the caller chooses (Tuanda uses millionths of the currency).
 */
export interface Problem {
  /** Square travel matrices over all places; vehicles name theirs by index. A pair without a way holds -1. */
  readonly matrices: readonly ProblemMatrix[];
  /** Temperature zones are bits 0 … zoneCount - 1 of a mask. At most 8. */
  readonly zoneCount: number;
  readonly depots: readonly ProblemDepot[];
  readonly vehicles: readonly ProblemVehicle[];
  readonly stations: readonly ProblemStation[];
}

export interface ProblemMatrix {
  readonly size: number;
  /** size × size, row from, column to; empty where `coordinates` stand in. */
  readonly seconds: Int32Array;
  /** In the unit that `costPerMeter` prices; empty where `coordinates` stand in. */
  readonly meters: Int32Array | Float64Array;
  /** Instead of the tables: ways are reckoned from these, seconds and meters alike. For instances beyond 5,000 places. */
  readonly coordinates?: ProblemCoordinates;
}

export interface ProblemCoordinates {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * `nearest`: to the nearest whole number (EUC_2D of CVRPLIB). `tenths-down`: ten times the distance, cut to a whole
   * number (the DIMACS convention). `exact`: as it is; then for meters only, so without any time limits.
   */
  readonly rounding: 'nearest' | 'tenths-down' | 'exact';
}

/** Time that grows with weight: ⌈(fixedMicros + microsPerGram × grams) ÷ 10⁶⌉ seconds. */
export interface ProblemRate {
  readonly fixedMicros: number;
  readonly microsPerGram: number;
}

export interface ProblemDepot {
  readonly place: number;
  /** Loading happens within these hours. */
  readonly opens: number;
  readonly closes: number;
  /** How many vehicles load at once; Infinity where that is no matter. */
  readonly docks: number;
  /** Per trip, the first included. */
  readonly loading: ProblemRate;
}

export interface ProblemVehicle {
  readonly depot: number;
  readonly matrix: number;
  readonly shiftBegins: number;
  readonly shiftEnds: number;
  readonly payloadGrams: number;
  readonly compartments: readonly ProblemCompartment[];
  /** Visits a day. */
  readonly maxStops: number;
  /** Meters a day. */
  readonly maxMeters: number;
  readonly maxTrips: number;
  /** 0 where unknown: fits everywhere. */
  readonly heightMillimeters: number;
  /** Once, when the vehicle is used at all. */
  readonly fixedCost: number;
  readonly costPerMeter: number;
  /** From the begin of the first loading to the last return, waiting included. */
  readonly costPerSecond: number;
  /** What it can do, as bits; none where left out. */
  readonly skills?: number;
  /** Its seconds are the matrix's times this, rounded up; 1 where left out. */
  readonly secondsFactor?: number;
}

export interface ProblemCompartment {
  readonly zoneMask: number;
  readonly milliliters: number;
}

export interface ProblemStation {
  readonly place: number;
  /** Alternatives in ascending order; service may begin within one of them, both ends included. */
  readonly windows: readonly { readonly opens: number; readonly closes: number }[];
  /** Per visit, by the weight that is dropped in it. */
  readonly service: ProblemRate;
  /** Infinity where there is no limit. */
  readonly maxVehicleHeightMillimeters: number;
  /** Skills that its vehicle must have, as bits; none where left out. */
  readonly requiredSkills?: number;
  /** At most one per zone. */
  readonly consignments: readonly ProblemConsignment[];
  /**
   * The station where its goods are picked up, before it and on the same trip; left out, they come from the depot.
   * That station lists the same goods, and no other station names it. The two are served both or not at all.
   */
  readonly pickedUpAt?: number;
}

/** One station's goods of one zone; sits whole in one compartment that may hold the zone. */
export interface ProblemConsignment {
  readonly zone: number;
  readonly grams: number;
  readonly milliliters: number;
  /** The price of leaving it out. */
  readonly omissionCost: number;
  /** Goes from the station to the depot (empty totes, returns) instead of from the depot to the station. */
  readonly collected?: boolean;
}

/** Seconds that `grams` take at a rate. */
export function rateSeconds(rate: ProblemRate, grams: number): number {
  return Math.ceil((rate.fixedMicros + rate.microsPerGram * grams) / 1_000_000);
}

function isRate({ fixedMicros, microsPerGram }: ProblemRate): boolean {
  return fixedMicros >= 0 && microsPerGram >= 0 && Number.isFinite(fixedMicros + microsPerGram);
}

/** The most stations that one problem may have. */
export const maxStations = 20_000;
/** The most vehicles, and the most trips of one of them. */
export const maxVehicles = 20_000;
export const maxTrips = 20;

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
  say(problem.zoneCount >= 1 && problem.zoneCount <= 8, `There are ${problem.zoneCount} zones; 1 to 8 are possible.`);
  problem.matrices.forEach((matrix, at) => {
    const cells = matrix.size * matrix.size;
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
    say(
      matrix.seconds.every((value) => value >= -1) && matrix.meters.every((value) => value >= -1),
      `Matrix ${at} has a negative cell other than -1.`,
    );
  });
  const places = Math.min(...problem.matrices.map((matrix) => matrix.size));
  problem.depots.forEach((depot, at) => {
    say(
      whole(depot.place) && depot.place < places,
      `Depot ${at} names place ${depot.place}, which is not in the matrix.`,
    );
    say(depot.docks >= 1, `Depot ${at} has no dock.`);
    say(!Number.isNaN(depot.opens + depot.closes), `Depot ${at} has hours that are no numbers.`);
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
    say(!Number.isNaN(vehicle.shiftBegins + vehicle.shiftEnds), `Vehicle ${at} has a shift that is no number.`);
    say(vehicle.maxTrips <= maxTrips, `Vehicle ${at} may make ${vehicle.maxTrips} trips; ${maxTrips} are possible.`);
    say(
      numbers.every((value) => value >= 0 && !Number.isNaN(value)),
      `Vehicle ${at} has a negative or missing number.`,
    );
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
    say(
      station.windows.every(({ opens, closes }) => !Number.isNaN(opens + closes)),
      `Station ${at} has a window that is no number.`,
    );
    for (const goods of station.consignments) {
      say(goods.omissionCost >= 0, `Station ${at} has goods whose price of omission is negative or no number.`);
      say(whole(goods.grams) && whole(goods.milliliters), `Station ${at} has goods of no plain weight or volume.`);
      say(whole(goods.zone) && goods.zone < problem.zoneCount, `Station ${at} has goods of zone ${goods.zone}.`);
    }
    const zones = station.consignments.map((goods) => goods.zone);
    say(new Set(zones).size === zones.length, `Station ${at} has two consignments of one zone.`);
  });
  checkPairs(problem, say);
  return faults;
}

/** Loads along a route are kept as 32-bit numbers. */
const mostGramsOnRoutes = 2 ** 31 - 1;

function checkPairs({ stations, vehicles }: Problem, say: (condition: boolean, fault: string) => void): void {
  const goodsOf = (at: number) =>
    stations[at].consignments.map(({ zone, grams, milliliters }) => `${zone} ${grams} ${milliliters}`).sort();
  const pickups = new Set<number>();
  let hasPickups = false;
  stations.forEach(({ pickedUpAt: from, consignments }, at) => {
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
  const plain = vehicles.every(({ costPerSecond, maxTrips: trips }) => costPerSecond === 0 && trips <= 1);
  say(!hasPickups || plain, 'Pickups with several trips or hours that cost are not possible yet.');
  const grams = stations.flatMap((station) => station.consignments).reduce((sum, goods) => sum + goods.grams, 0);
  say(!hasPickups || grams <= mostGramsOnRoutes, `With pickups, all goods together may weigh ${mostGramsOnRoutes} g.`);
}
