import { Faults } from './faults.js';
import type { NumberedRoute, Score } from './instance.js';

/** Sums of rounded-off ways may stand above a limit by no more than this. */
const tolerance = 1e-6;

/**
 * Counts a solution of a CVRPLIB file again, from the file's text alone.
 *
 * EUC_2D: every way rounded to the nearest whole number. EXACT_2D, FLOAT_2D and mixed fleets: not rounded; of a mixed
 * fleet, fixed costs and prices are in hundredths.
 */
export function scoreCvrplib(text: string, routes: readonly NumberedRoute[]): Score {
  const faults = new Faults();
  const field = (key: string) => new RegExp(`^\\s*${key}\\s*:\\s*(\\S+)`, 'm').exec(text)?.[1];
  const nodes = new Map(section(text, 'NODE_COORD_SECTION')?.map(([id, x, y]) => [id, { x, y }]));
  const demands = new Map(section(text, 'DEMAND_SECTION')?.map(([id, demand]) => [id, demand]));
  const depot = section(text, 'DEPOT_SECTION')![0][0];
  // Customer 1 is the first node that is not the depot, and so on.
  const nodeOf = [depot, ...[...nodes.keys()].filter((id) => id !== depot).sort((one, other) => one - other)];
  const capacities = byVehicle(text, 'CAPACITY_SECTION');
  const fixed = byVehicle(text, 'VEHICLES_FIXED_COST_SECTION');
  const prices = byVehicle(text, 'VEHICLES_UNIT_DISTANCE_COST_SECTION');
  const isWhole = capacities === undefined && field('EDGE_WEIGHT_TYPE') === 'EUC_2D';
  const way = (from: number, to: number): number => {
    const one = nodes.get(from)!;
    const other = nodes.get(to)!;
    const straight = Math.sqrt((one.x - other.x) ** 2 + (one.y - other.y) ** 2);
    return isWhole ? Math.floor(straight + 0.5) : straight;
  };
  const fleet = capacities?.size ?? Number(field('VEHICLES') ?? Number.POSITIVE_INFINITY);
  const longest = Number(field('DISTANCE') ?? Number.POSITIVE_INFINITY);
  const serviceTime = Number(field('SERVICE_TIME') ?? 0);

  faults.unless(routes.length <= fleet, `There are ${routes.length} routes for ${fleet} vehicles.`);
  const served = new Set<number>();
  const used = new Set<number>();
  let cost = 0;
  for (const { vehicle, customers } of routes) {
    faults.unless(!used.has(vehicle), `Vehicle ${vehicle + 1} has two routes.`);
    used.add(vehicle);
    let at = depot;
    let load = 0;
    let length = 0;
    for (const customer of customers) {
      const node = nodeOf[customer];
      if (node === undefined || node === depot) {
        faults.unless(false, `There is no customer ${customer}.`);
        continue;
      }
      faults.unless(!served.has(customer), `Customer ${customer} is served twice.`);
      served.add(customer);
      load += demands.get(node)!;
      length += way(at, node);
      at = node;
    }
    length += way(at, depot);
    const capacity = capacities === undefined ? Number(field('CAPACITY')) : (capacities.get(vehicle + 1) ?? 0);
    faults.unless(load <= capacity, `Vehicle ${vehicle + 1} carries ${load}; it holds ${capacity}.`);
    const spent = length + serviceTime * customers.length;
    faults.unless(
      spent <= longest + tolerance,
      `Route of vehicle ${vehicle + 1} is ${spent} long; ${longest} is allowed.`,
    );
    cost +=
      capacities === undefined
        ? length
        : ((fixed?.get(vehicle + 1) ?? 0) + (prices?.get(vehicle + 1) ?? 100) * length) / 100;
  }
  const unassigned = nodeOf.length - 1 - served.size;
  faults.unless(unassigned === 0, `${unassigned} customers are on no route.`);
  return { cost, routes: routes.length, unassigned, feasible: faults.none, faults: faults.sentences };
}

function section(text: string, header: string): number[][] | undefined {
  const begin = text.search(new RegExp(`^\\s*${header}`, 'm'));
  if (begin < 0) return undefined;
  const [, ...lines] = text.slice(begin).trimStart().split('\n');
  const end = lines.findIndex((line) => /[A-Z]/.test(line));
  const body = end < 0 ? lines : lines.slice(0, end);
  return body.filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s+/).map(Number));
}

function byVehicle(text: string, header: string): Map<number, number> | undefined {
  const rows = section(text, header);
  return rows === undefined ? undefined : new Map(rows.map(([vehicle, value]) => [vehicle, value]));
}
