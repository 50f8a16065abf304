import type { Solution } from '../../../solver/index.js';
import type { BenchInstance } from './read-instance.js';

/** A solution counted again from the instance alone. */
export interface Score {
  /** In the instance's own convention. */
  readonly cost: number;
  readonly feasible: boolean;
  /** Customers of each route, numbered from 1 without the depot. */
  readonly routes: readonly (readonly number[])[];
}

/**
 * Counts a solution again from coordinates, demands and windows, without any of the search's figures: every customer
 * once, no vehicle over its capacity, service begun in time, back before the end.
 */
export function scoreSolution({ problem, points, scale }: BenchInstance, solution: Solution): Score {
  const arc = (from: number, to: number): number => {
    const straight = Math.hypot(points.x[from] - points.x[to], points.y[from] - points.y[to]);
    if (points.rounding === 'exact') return straight;
    return points.rounding === 'nearest' ? Math.floor(straight + 0.5) : Math.floor(10 * straight);
  };
  const seen = new Set<number>();
  const used = new Set<number>();
  let feasible = true;
  let cost = 0;
  const routes = solution.routes.map((route) => {
    const vehicle = problem.vehicles[route.vehicle];
    feasible &&= !used.has(route.vehicle) && route.trips.length === 1;
    used.add(route.vehicle);
    const customers = route.trips.flatMap((trip) => trip.visits.map((visit) => visit.station + 1));
    let clock = vehicle.shiftBegins;
    let at = 0;
    let load = 0;
    let way = 0;
    for (const customer of customers) {
      const { windows, service, consignments } = problem.stations[customer - 1];
      feasible &&= !seen.has(customer);
      seen.add(customer);
      load += consignments[0].grams;
      way += arc(at, customer);
      clock = Math.max(clock + arc(at, customer), windows[0].opens);
      feasible &&= clock <= windows[0].closes;
      clock += service.fixedMicros / 1_000_000;
      at = customer;
    }
    way += arc(at, 0);
    feasible &&= load <= vehicle.payloadGrams && clock + arc(at, 0) <= vehicle.shiftEnds;
    cost += vehicle.fixedCost + vehicle.costPerMeter * way;
    return customers;
  });
  feasible &&= seen.size === problem.stations.length;
  return { cost: Math.round((cost / scale) * 100) / 100, feasible, routes };
}
