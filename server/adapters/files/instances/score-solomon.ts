import { Faults } from './faults.js';
import type { NumberedRoute, Score } from './instance.js';

/**
 * Counts a solution of a Solomon or Gehring-Homberger file again, from the file's text alone: ways cut to one decimal,
 * used as distance and as time (the DIMACS convention), computed in tenths so that nothing is lost.
 */
export function scoreSolomon(text: string, routes: readonly NumberedRoute[]): Score {
  const faults = new Faults();
  const rows = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.every(Number.isFinite));
  const [fleet, capacity] = rows.find((row) => row.length === 2)!;
  const places = new Map(
    rows
      .filter((row) => row.length === 7)
      .map(([id, x, y, demand, ready, due, service]) => [
        id,
        { x, y, demand, ready: Math.round(ready * 10), due: Math.round(due * 10), service: Math.round(service * 10) },
      ]),
  );
  const depot = places.get(0)!;
  const way = (from: typeof depot, to: typeof depot) =>
    Math.floor(10 * Math.sqrt((from.x - to.x) ** 2 + (from.y - to.y) ** 2));

  faults.unless(routes.length <= fleet, `There are ${routes.length} routes for ${fleet} vehicles.`);
  const served = new Set<number>();
  let tenths = 0;
  for (const [index, { customers }] of routes.entries()) {
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
      load += place.demand;
      tenths += way(at, place);
      clock = Math.max(clock + way(at, place), place.ready);
      faults.unless(clock <= place.due, `Customer ${customer} is served at ${clock / 10}, due at ${place.due / 10}.`);
      clock += place.service;
      at = place;
    }
    tenths += way(at, depot);
    clock += way(at, depot);
    faults.unless(load <= capacity, `Route ${index + 1} carries ${load}; a vehicle holds ${capacity}.`);
    faults.unless(clock <= depot.due, `Route ${index + 1} is back at ${clock / 10}, due at ${depot.due / 10}.`);
  }
  const unassigned = places.size - 1 - served.size;
  faults.unless(unassigned === 0, `${unassigned} customers are on no route.`);
  return { cost: tenths / 10, routes: routes.length, unassigned, feasible: faults.none, faults: faults.sentences };
}
