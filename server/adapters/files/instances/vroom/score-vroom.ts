import { Faults } from '../faults.js';
import type { Score } from '../instance.js';
import type { VroomRoute, VroomStep } from './vroom-routes.js';

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
  breaks?: { id: number; service?: number; time_windows?: [number, number][] }[];
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
  max_ride_time?: number;
}

interface Tables {
  durations: number[][];
  distances?: number[][];
  costs?: number[][];
}

interface File {
  jobs?: Job[];
  shipments?: Shipment[];
  vehicles: Vehicle[];
  matrices?: Record<string, Tables>;
  /** The old form: durations for every profile. */
  matrix?: number[][];
}

/**
 * Counts the routes of a VROOM problem again, from the file's text alone: every told moment, load, limit and price.
 *
 * Costs are VROOM's: once per vehicle used, per hour driven and per km, or by a matrix of costs. Seconds at a vehicle's
 * speed are rounded up per way.
 */
export function scoreVroom(text: string, routes: readonly VroomRoute[]): Score {
  const file = JSON.parse(text) as File;
  const { jobs = [], shipments = [], vehicles, matrices, matrix } = file;
  const faults = new Faults();
  const served = new Set<unknown>();
  const used = new Set<Vehicle>();
  let cost = 0;
  for (const route of routes) {
    const vehicle = vehicles[route.vehicle];
    const who = `Vehicle ${vehicle.id}`;
    const { costs = {}, speed_factor: speed = 1, capacity = [] } = vehicle;
    const tables: Tables = matrices === undefined ? { durations: matrix! } : matrices[vehicle.profile ?? 'car'];
    const way = (from: number | undefined, to: number | undefined) => {
      if (from === undefined || to === undefined) return { seconds: 0, meters: 0, cost: 0 };
      const seconds = Math.ceil(tables.durations[from][to] / speed - 1e-9);
      const meters = tables.distances?.[from][to] ?? 0;
      const ordinary = ((costs.per_hour ?? 3600) * seconds) / 3600 + ((costs.per_km ?? 0) * meters) / 1000;
      return { seconds, meters, cost: tables.costs?.[from][to] ?? ordinary };
    };
    faults.unless(!used.has(vehicle), `${who} has two routes.`);
    used.add(vehicle);
    const [opens, closes] = vehicle.time_window ?? [0, Number.POSITIVE_INFINITY];
    faults.unless(route.departs >= opens && route.returns <= closes, `${who} works outside its time window.`);

    const steps = route.steps.map((step) => ({ ...step, ...itemOf(file, vehicle, step) }));
    const tasks = steps.filter(({ kind }) => kind !== 'break');
    faults.unless(tasks.length <= (vehicle.max_tasks ?? Number.POSITIVE_INFINITY), `${who} has too many tasks.`);
    const fromDepot = tasks.filter(({ kind }) => kind === 'job');
    const load = capacity.map((_, d) => fromDepot.reduce((sum, job) => sum + (job.delivery?.[d] ?? 0), 0));
    const fits = () => load.every((amount, d) => amount <= capacity[d]);
    faults.unless(fits(), `${who} departs with more than it holds.`);
    const here = new Set<unknown>();
    const left = new Map<unknown, number>();
    let at = vehicle.start_index;
    let clock = route.departs;
    let seconds = 0;
    let meters = 0;
    let sinceTask = 0;
    cost += costs.fixed ?? 0;
    for (const step of steps) {
      const { kind, item, after, skills = [], place } = step;
      const what = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${item.id}`;
      faults.unless(!served.has(item), `${what} is done twice.`);
      served.add(item);
      here.add(item);
      faults.unless(after === undefined || here.has(after), `${what} is done before its pickup.`);
      faults.unless(step.arrives === clock + step.driven, `${what} is reached at another moment than told.`);
      const windows = item.time_windows ?? [[0, Number.POSITIVE_INFINITY]];
      faults.unless(
        step.begins >= step.arrives && windows.some(([from, until]) => step.begins >= from && step.begins <= until),
        `${what} begins at ${step.begins}, outside its time windows.`,
      );
      const setup = place === undefined || at === place.location_index ? 0 : (place.setup ?? 0);
      faults.unless(
        step.leaves === step.begins + setup + (item.service ?? 0),
        `${what} ends at another moment than told.`,
      );
      const ride = after === undefined ? 0 : step.begins - (left.get(after) ?? 0);
      faults.unless(ride <= (step.mostRide ?? Number.POSITIVE_INFINITY), `${what} begins after a ride of ${ride} s.`);
      left.set(item, step.leaves);
      clock = step.leaves;
      sinceTask += step.driven;
      if (place === undefined) continue;
      faults.unless(
        skills.every((skill) => vehicle.skills?.includes(skill)),
        `${who} lacks a skill for ${kind} ${item.id}.`,
      );
      for (let d = 0; d < load.length; d++) load[d] += (step.pickup?.[d] ?? 0) - (step.delivery?.[d] ?? 0);
      faults.unless(fits(), `${who} carries more than it holds after ${kind} ${item.id}.`);
      const leg = way(at, place.location_index);
      faults.unless(sinceTask === leg.seconds, `${who} does not take the time of the way to ${kind} ${item.id}.`);
      seconds += leg.seconds;
      meters += leg.meters;
      cost += leg.cost;
      sinceTask = 0;
      at = place.location_index;
    }
    for (const { pickup, delivery } of file.shipments ?? []) {
      faults.unless(
        here.has(pickup) === here.has(delivery),
        `${who} makes half of the shipment from pickup ${pickup.id}.`,
      );
    }
    for (const pause of vehicle.breaks ?? []) faults.unless(here.has(pause), `${who} misses its break ${pause.id}.`);
    const home = way(at, vehicle.end_index);
    faults.unless(route.returns === clock + home.seconds - sinceTask, `${who} ends at another moment than told.`);
    cost += home.cost;
    faults.unless(
      seconds + home.seconds <= (vehicle.max_travel_time ?? Number.POSITIVE_INFINITY),
      `${who} drives too long.`,
    );
    faults.unless(meters + home.meters <= (vehicle.max_distance ?? Number.POSITIVE_INFINITY), `${who} drives too far.`);
  }
  // Tasks left out are a result in VROOM's form, not a broken rule; but all is served only without them.
  const tasks = [...jobs, ...shipments.flatMap(({ pickup, delivery }) => [pickup, delivery])];
  const unassigned = tasks.filter((task) => !served.has(task)).length;
  faults.unless(unassigned === 0, `${unassigned} tasks are on no route.`);
  return { cost, routes: routes.length, unassigned, feasible: faults.none, faults: faults.sentences };
}

/** What the step says of the file: the object that it does, where it has a place, and what it moves. */
function itemOf({ jobs = [], shipments = [] }: File, { breaks = [] }: Vehicle, { what: { kind, at } }: VroomStep) {
  if (kind === 'break') return { kind, item: breaks[at] };
  if (kind === 'job') {
    const { skills, delivery, pickup } = jobs[at];
    return { kind, item: jobs[at], place: jobs[at], skills, delivery, pickup };
  }
  const { amount, skills, pickup, delivery, max_ride_time: mostRide } = shipments[at];
  return kind === 'pickup'
    ? { kind, item: pickup, place: pickup, skills, pickup: amount }
    : { kind, item: delivery, place: delivery, skills, delivery: amount, after: pickup, mostRide };
}
