import type { Solution } from '../../../solver/index.js';
import type { NumberedRoute, Score } from './instance.js';

/** Routes by customers' numbers, for problems whose stations are the customers in order, on one trip each. */
export function numberedRoutes(solution: Solution): NumberedRoute[] {
  return solution.routes.map(({ vehicle, trips }) => ({
    vehicle,
    customers: trips.flatMap((trip) => trip.visits.map((visit) => visit.station + 1)),
  }));
}

/** CVRPLIB's form. @param isMixed adds a line with each route's vehicle, without which the cost cannot be told. */
export function solutionFile(routes: readonly NumberedRoute[], { cost }: Score, isMixed = false): string {
  const lines = routes.map(({ customers }, at) => `Route #${at + 1}: ${customers.join(' ')}`);
  lines.push(`Cost ${cost}`);
  if (isMixed) lines.push(`Vehicles ${routes.map(({ vehicle }) => vehicle + 1).join(' ')}`);
  return `${lines.join('\n')}\n`;
}
