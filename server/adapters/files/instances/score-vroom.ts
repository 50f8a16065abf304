import { Faults } from './faults.js';
import type { Score } from './instance.js';
import type { VroomRoute } from './vroom-routes.js';

interface Vehicle {
  id: number;
  profile?: string;
  start_index?: number;
  end_index?: number;
  capacity?: number[];
  skills?: number[];
  time_window?: [number, number];
  speed_factor?: number;
  max_tasks?: number;
  max_travel_time?: number;
  max_distance?: number;
  costs?: { fixed?: number; per_hour?: number; per_km?: number };
}

interface Place {
  id: number;
  location_index: number;
  setup?: number;
  service?: number;
  time_windows?: [number, number][];
}

interface Job extends Place {
  delivery?: number[];
  pickup?: number[];
  skills?: number[];
}

interface Shipment {
  pickup: Place;
  delivery: Place;
  amount?: number[];
  skills?: number[];
}

interface File {
  jobs?: Job[];
  shipments?: Shipment[];
  vehicles: Vehicle[];
  matrices: Record<string, { durations: number[][]; distances?: number[][]; costs?: number[][] }>;
}

/**
 * Counts the routes of a VROOM problem again, from the file's text alone: every told moment, load, limit and price.
 *
 * Costs are VROOM's: once per vehicle used, per hour driven and per km, or by a matrix of costs. Seconds at a vehicle's
 * speed are rounded up per way.
 */
export function scoreVroom(text: string, routes: readonly VroomRoute[]): Score {
  const { jobs = [], shipments = [], vehicles, matrices } = JSON.parse(text) as File;
  const faults = new Faults();
  const served = new Set<Place>();
  const used = new Set<Vehicle>();
  let cost = 0;
  for (const route of routes) {
    const vehicle = vehicles[route.vehicle];
    const who = `Vehicle ${vehicle.id}`;
    const { costs = {}, speed_factor: speed = 1, capacity = [] } = vehicle;
    const tables = matrices[vehicle.profile ?? 'car'];
    const way = (from: number | undefined, to: number | undefined) => {
      if (from === undefined || to === undefined) return { seconds: 0, meters: 0, cost: 0 };
      const seconds = Math.ceil(tables.durations[from][to] / speed - 1e-9);
      const meters = tables.distances?.[from][to] ?? 0;
      const ordinary = ((costs.per_hour ?? 3600) * seconds) / 3600 + ((costs.per_km ?? 0) * meters) / 1000;
      return { seconds, meters, cost: tables.costs?.[from][to] ?? ordinary };
    };
    faults.unless(!used.has(vehicle), `${who} has two routes.`);
    used.add(vehicle);
    faults.unless(route.steps.length <= (vehicle.max_tasks ?? Number.POSITIVE_INFINITY), `${who} has too many tasks.`);
    const [opens, closes] = vehicle.time_window ?? [0, Number.POSITIVE_INFINITY];
    faults.unless(route.departs >= opens && route.returns <= closes, `${who} works outside its time window.`);

    const here = new Set<Place>();
    const visited = route.steps.map(({ task: { kind, at } }) => {
      if (kind === 'job') return { place: jobs[at], ...jobs[at], after: undefined };
      const { amount, skills, pickup, delivery } = shipments[at];
      return kind === 'pickup'
        ? { place: pickup, skills, pickup: amount, delivery: undefined, after: undefined }
        : { place: delivery, skills, pickup: undefined, delivery: amount, after: pickup };
    });
    const fromDepot = visited.filter((_, index) => route.steps[index].task.kind === 'job');
    const load = capacity.map((_, d) => fromDepot.reduce((sum, job) => sum + (job.delivery?.[d] ?? 0), 0));
    const fits = () => load.every((amount, d) => amount <= capacity[d]);
    faults.unless(fits(), `${who} departs with more than it holds.`);
    let at = vehicle.start_index;
    let clock = route.departs;
    let seconds = 0;
    let meters = 0;
    cost += costs.fixed ?? 0;
    for (const [index, step] of route.steps.entries()) {
      const { place, skills = [], after, ...goods } = visited[index];
      const kind = step.task.kind;
      const what = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${place.id}`;
      faults.unless(!served.has(place), `${what} is done twice.`);
      served.add(place);
      here.add(place);
      faults.unless(after === undefined || here.has(after), `${what} is done before its pickup.`);
      const leg = way(at, place.location_index);
      const setup = at === place.location_index ? 0 : (place.setup ?? 0);
      const windows = place.time_windows ?? [[0, Number.POSITIVE_INFINITY]];
      faults.unless(step.arrives === clock + leg.seconds, `${what} is reached at another moment than told.`);
      faults.unless(
        step.begins >= step.arrives && windows.some(([from, until]) => step.begins >= from && step.begins <= until),
        `${what} begins at ${step.begins}, outside its time windows.`,
      );
      faults.unless(
        step.leaves === step.begins + setup + (place.service ?? 0),
        `${what} ends at another moment than told.`,
      );
      faults.unless(
        skills.every((skill) => vehicle.skills?.includes(skill)),
        `${who} lacks a skill for ${kind} ${place.id}.`,
      );
      for (let d = 0; d < load.length; d++) load[d] += (goods.pickup?.[d] ?? 0) - (goods.delivery?.[d] ?? 0);
      faults.unless(fits(), `${who} carries more than it holds after ${kind} ${place.id}.`);
      seconds += leg.seconds;
      meters += leg.meters;
      cost += leg.cost;
      clock = step.leaves;
      at = place.location_index;
    }
    for (const { pickup, delivery } of shipments) {
      faults.unless(
        here.has(pickup) === here.has(delivery),
        `${who} makes half of the shipment from pickup ${pickup.id}.`,
      );
    }
    const home = way(at, vehicle.end_index);
    faults.unless(route.returns === clock + home.seconds, `${who} ends at another moment than told.`);
    cost += home.cost;
    faults.unless(
      seconds + home.seconds <= (vehicle.max_travel_time ?? Number.POSITIVE_INFINITY),
      `${who} drives too long.`,
    );
    faults.unless(meters + home.meters <= (vehicle.max_distance ?? Number.POSITIVE_INFINITY), `${who} drives too far.`);
  }
  // Tasks left out are a result in VROOM's form, not a broken rule; but all is served only without them.
  const unassigned = jobs.length + 2 * shipments.length - served.size;
  faults.unless(unassigned === 0, `${unassigned} tasks are on no route.`);
  return { cost, routes: routes.length, unassigned, feasible: faults.none, faults: faults.sentences };
}
