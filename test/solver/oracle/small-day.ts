import type {
  Problem,
  ProblemConsignment,
  ProblemDepot,
  ProblemMatrix,
  ProblemStation,
  ProblemVehicle,
} from '../../../server/solver/problem.js';
import type { PlacedGoods, Solution, SolutionBreak, SolutionTrip } from '../../../server/solver/solution.js';

/** What is different from the small day. */
export interface SmallDayInput {
  readonly problem?: Partial<Problem>;
  readonly matrix?: Partial<ProblemMatrix>;
  readonly depot?: Partial<ProblemDepot>;
  readonly vehicle?: Partial<ProblemVehicle>;
  /** A second vehicle, with these differences. */
  readonly second?: Partial<ProblemVehicle>;
  readonly near?: Partial<ProblemStation>;
  readonly far?: Partial<ProblemStation>;
  /** Of the goods of either station. */
  readonly nearGoods?: Partial<ProblemConsignment>;
  readonly farGoods?: Partial<ProblemConsignment>;
}

export const near = 0;
export const far = 1;

/** Seconds that do not change with weight. */
export const always = (seconds: number) => ({ fixedMicros: seconds * 1_000_000, microsPerGram: 0 });
/** One window, from the beginning of the day. */
export const until = (closes: number) => ({ windows: [{ opens: 0, closes }] });

/** Goods of 1 g and 1 ml, from the depot; 1000 if they stay there. */
export const goods = (change: Partial<ProblemConsignment> = {}): ProblemConsignment => ({
  zone: 0,
  grams: 1,
  milliliters: 1,
  unservedPenalty: 1000,
  ...change,
});

/**
 * Two stations up one street, at 10 m and at 20 m; a meter takes a second. Loading takes 5 s and a visit 3 s. The vehicle
 * costs 100, and 1 a meter and 1 a second.
 *
 * Both on one trip: loaded at 5, near 15–18, far 28–31, back at 51; 100 + 40 + 51 = 191. The near one alone: back at
 * 28; 100 + 20 + 28 = 148, with 1000 for the other 1148. The far one alone: back at 48; 100 + 40 + 48 = 188, so 1188.
 * Nothing: 2000.
 */
export function smallDay(input: SmallDayInput = {}): Problem {
  const arcs = Int32Array.of(0, 10, 20, 10, 0, 10, 20, 10, 0);
  const vehicle: ProblemVehicle = {
    depot: 0,
    matrix: 0,
    shiftBegins: 0,
    shiftEnds: 100,
    payloadGrams: 100,
    compartments: [{ zoneMask: 7, milliliters: 100 }],
    maxStops: 9,
    maxMeters: 1000,
    maxTrips: 1,
    heightMillimeters: 0,
    fixedCost: 100,
    costPerMeter: 1,
    costPerSecond: 1,
    ...input.vehicle,
  };
  const station = (place: number, change: Partial<ProblemStation> = {}, item?: Partial<ProblemConsignment>) => ({
    place,
    ...until(90),
    service: always(3),
    maxVehicleHeightMillimeters: 3000,
    consignments: [goods(item)],
    ...change,
  });
  return {
    zoneCount: 3,
    matrices: [{ size: 3, seconds: arcs, meters: arcs, ...input.matrix }],
    depots: [{ place: 0, opens: 0, closes: 60, docks: 9, loading: always(5), ...input.depot }],
    vehicles: input.second === undefined ? [vehicle] : [vehicle, { ...vehicle, ...input.second }],
    stations: [station(1, input.near, input.nearGoods), station(2, input.far, input.farGoods)],
    ...input.problem,
  };
}

/** A visit: station, when it arrives, begins and leaves, and its goods: of zone 0 in compartment 0 where left out. */
type Visit = readonly [
  station: number,
  arrives: number,
  begins: number,
  leaves: number,
  placed?: readonly PlacedGoods[],
];

export const placed = (zone: number, compartment = 0): PlacedGoods => ({ zone, compartment });

export function trip(
  [loadBegins, departs]: readonly [number, number],
  visits: readonly Visit[],
  [returns, meters, seconds]: readonly [returns: number, meters: number, seconds: number],
  breaks: readonly SolutionBreak[] = [],
): SolutionTrip {
  return {
    loadBegins,
    departs,
    returns,
    meters,
    seconds,
    breaks,
    visits: visits.map(([station, arrives, begins, leaves, items = [placed(0)]]) => ({
      station,
      arrives,
      begins,
      leaves,
      legSeconds: 0,
      legMeters: 0,
      goods: items,
    })),
  };
}

/** The trips of each vehicle, and what they cost; nothing is left out unless it is said. */
export function planOf(
  trips: readonly (readonly SolutionTrip[])[],
  cost: number,
  change: Partial<Solution> = {},
): Solution {
  return {
    routes: trips.map((list, vehicle) => ({ vehicle, trips: list })),
    unassigned: [],
    cost,
    unservedPenalty: 0,
    penaltyCost: 0,
    iterations: 0,
    ...change,
  };
}

/** Both stations on one trip, the near one first; their goods in these places. */
export const bothOnOneTrip = (ofNear = [placed(0)], ofFar = [placed(0)]) =>
  planOf(
    [
      [
        trip(
          [0, 5],
          [
            [near, 15, 15, 18, ofNear],
            [far, 28, 28, 31, ofFar],
          ],
          [51, 40, 40],
        ),
      ],
    ],
    191,
  );
