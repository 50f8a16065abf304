import { routePrice } from '../plan/read-solution.js';
import type { Problem, ProblemStation, ProblemVehicle } from '../problem.js';
import { Search } from '../search.js';
import type { SolutionRoute, UnassignedGoods } from '../solution.js';
import { singleVehicleSubproblem } from './single-vehicle.js';

/** Iterations of the search on one vehicle's day. */
const iterations = 30;
const longDay = 50;

/** A vehicle's day with one consignment more. */
export interface SingleDay {
  /** In the indices of the whole problem. */
  readonly route: SolutionRoute;
  /** What the day costs, soft windows and the like included. */
  readonly price: number;
}

/** What is changed of the vehicle and of the consignment's station for a trial. */
export type SingleDayChange = (vehicle: ProblemVehicle, station: ProblemStation) => [ProblemVehicle, ProblemStation];

/**
 * Plans one vehicle's day anew with a consignment that is left out: everything that its route brings is still brought.
 * Docks are no part of it.
 *
 * @param route what the vehicle does; undefined where it is not in use.
 * @returns undefined where no such day was found.
 */
export function planSingleDay(
  problem: Problem,
  vehicle: number,
  route: SolutionRoute | undefined,
  goods: UnassignedGoods,
  change?: SingleDayChange,
): SingleDay | undefined {
  const { alone, station, stations } = singleVehicleSubproblem(problem, vehicle, route, goods);
  const changed = [...alone.stations];
  const vehicles = [...alone.vehicles];
  if (change !== undefined) [vehicles[0], changed[station]] = change(vehicles[0], changed[station]);
  const search = new Search({ ...alone, vehicles, stations: changed }, 1);
  try {
    search.construct();
  } catch {
    // A given beginning that cannot be kept.
    return undefined;
  }
  if (search.state.absentCount > 0) search.anneal({ share: (done) => done / iterations }, 1);
  const { routes, unassigned } = search.solution();
  if (unassigned.length > 0 || routes.length === 0) return undefined;
  const [{ trips }] = routes;
  return {
    route: {
      vehicle,
      trips: trips.map((trip) => ({
        ...trip,
        visits: trip.visits.map((visit) => ({ ...visit, station: stations[visit.station] })),
      })),
    },
    price: routePrice(search.problem, routes[0]),
  };
}

/** How much work planning a day with so many stops is, in stops of a short day: a long day takes longer for each. */
export function effortOf(stops: number): number {
  return stops * Math.max(1, stops / longDay);
}
