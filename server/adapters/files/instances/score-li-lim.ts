import { Faults } from './faults.js';
import type { NumberedRoute, Score } from './instance.js';

/** What sums of doubles may be off by. */
const tolerance = 1e-9;

/**
 * Counts a solution of a Li-Lim file again, from the file's text alone: unrounded ways as distance and as time, every
 * delivery behind its pickup on the same route. The cost is the distance; the routes count before it.
 */
export function scoreLiLim(text: string, routes: readonly NumberedRoute[]): Score {
  const faults = new Faults();
  const [[fleet, capacity], ...rows] = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const places = new Map(
    rows.map(([id, x, y, demand, ready, due, service, pickup]) => [id, { x, y, demand, ready, due, service, pickup }]),
  );
  const depot = places.get(0)!;
  const way = (from: typeof depot, to: typeof depot) => Math.sqrt((from.x - to.x) ** 2 + (from.y - to.y) ** 2);

  faults.unless(routes.length <= fleet, `There are ${routes.length} routes for ${fleet} vehicles.`);
  const served = new Set<number>();
  let cost = 0;
  for (const [index, { customers }] of routes.entries()) {
    const here = new Set<number>();
    let at = depot;
    let clock = depot.ready;
    let load = 0;
    for (const customer of customers) {
      const place = customer === 0 ? undefined : places.get(customer);
      if (place === undefined) {
        faults.unless(false, `There is no customer ${customer}.`);
        continue;
      }
      faults.unless(!served.has(customer), `Customer ${customer} is served twice.`);
      served.add(customer);
      here.add(customer);
      if (place.pickup !== 0) {
        faults.unless(here.has(place.pickup), `Customer ${customer} is served before its pickup ${place.pickup}.`);
      }
      load += place.demand;
      faults.unless(load <= capacity, `Route ${index + 1} carries ${load}; a vehicle holds ${capacity}.`);
      cost += way(at, place);
      clock = Math.max(clock + way(at, place), place.ready);
      faults.unless(clock <= place.due + tolerance, `Customer ${customer} is served at ${clock}, due at ${place.due}.`);
      clock += place.service;
      at = place;
    }
    faults.unless(load === 0, `Route ${index + 1} brings ${load} back to the depot.`);
    cost += way(at, depot);
    clock += way(at, depot);
    faults.unless(clock <= depot.due + tolerance, `Route ${index + 1} is back at ${clock}, due at ${depot.due}.`);
  }
  const unassigned = places.size - 1 - served.size;
  faults.unless(unassigned === 0, `${unassigned} customers are on no route.`);
  return { cost, routes: routes.length, unassigned, feasible: faults.none, faults: faults.sentences };
}
