import type { Score } from '../instance.js';
import type { VroomFile } from './vroom-file.js';
import type { VroomRoute } from './vroom-routes.js';
import type { VroomTask } from './vroom-tasks.js';

/** The answer in the form of VROOM's output, as one line of JSON. */
export function vroomAnswer(
  file: VroomFile,
  tasks: readonly VroomTask[],
  routes: readonly VroomRoute[],
  score: Score,
): string {
  const told = routes.map((route) => tellRoute(file, route));
  const served = new Set<unknown>(routes.flatMap((route) => route.steps.map(({ what }) => what)));
  const total = (key: 'setup' | 'service' | 'duration' | 'waiting_time' | 'distance') =>
    told.reduce((sum, route) => sum + (route[key] ?? 0), 0);
  const amounts = (key: 'delivery' | 'pickup') => sumOf(told.map((route) => route[key]));
  const answer = {
    code: 0,
    summary: {
      cost: score.cost,
      routes: told.length,
      unassigned: score.unassigned,
      delivery: amounts('delivery'),
      pickup: amounts('pickup'),
      setup: total('setup'),
      service: total('service'),
      duration: total('duration'),
      waiting_time: total('waiting_time'),
      priority: told.reduce((sum, route) => sum + route.priority, 0),
      ...(hasDistances(file) ? { distance: total('distance') } : {}),
    },
    unassigned: tasks.filter((task) => !served.has(task)).map((task) => ({ ...placeOf(task), type: task.kind })),
    routes: told,
  };
  return `${JSON.stringify(answer)}\n`;
}

function tellRoute(file: VroomFile, { vehicle: vehicleAt, departs, returns, steps }: VroomRoute) {
  const vehicle = file.vehicles[vehicleAt];
  const { distances, costs } = file.matrices[vehicle.profile];
  const { fixed, per_hour = 3600, per_km = 0 } = vehicle.costs;
  const tasks = steps.flatMap(({ what }) => (what.kind === 'break' ? [] : [what]));
  const pickup = sumOf(tasks.map((task) => task.pickup ?? []));
  const delivery = sumOf(tasks.map((task) => task.delivery ?? []));
  // What jobs get is on board from the start; what a shipment delivers is taken along on the way.
  const atStart = tasks.map((task) => (task.kind === 'job' ? (task.delivery ?? []) : []));
  let load = sumOf([pickup.map(() => 0), ...atStart]);
  let duration = 0;
  let distance = 0;
  let ownCost = 0;
  let at = vehicle.start_index;
  const goTo = (to: number | undefined) => {
    if (at !== undefined && to !== undefined) {
      distance += distances?.[at][to] ?? 0;
      ownCost += costs?.[at][to] ?? 0;
    }
    at = to;
  };
  const travelled = () => (distances === undefined ? { duration } : { duration, distance });
  const end = (type: 'start' | 'end', location: unknown, index: number | undefined, arrival: number) =>
    index === undefined
      ? []
      : [
          {
            type,
            ...(location === undefined ? {} : { location }),
            location_index: index,
            load,
            arrival,
            ...travelled(),
          },
        ];

  const start = end('start', vehicle.start, vehicle.start_index, departs);
  const told = steps.map(({ what, driven, arrives, begins }) => {
    duration += driven;
    const moments = { waiting_time: begins - arrives, arrival: arrives };
    if (what.kind === 'break') {
      const { id, description, service } = vehicle.breaks[what.at];
      const name = description === undefined ? { id } : { id, description };
      // How far the vehicle has come when it rests on the way is not known.
      return { type: what.kind, ...name, setup: 0, service, load, ...moments, duration };
    }
    const { location_index, service } = what.place;
    const setup = at === location_index ? 0 : what.place.setup;
    goTo(location_index);
    load = load.map((amount, d) => amount + (what.pickup?.[d] ?? 0) - (what.delivery?.[d] ?? 0));
    return { type: what.kind, ...placeOf(what), setup, service, load, ...moments, ...travelled() };
  });
  duration += returns - (steps.at(-1)?.leaves ?? departs);
  goTo(vehicle.end_index);
  return {
    vehicle: vehicle.id,
    ...(vehicle.description === undefined ? {} : { description: vehicle.description }),
    cost: fixed + (costs === undefined ? (per_hour * duration) / 3600 + (per_km * distance) / 1000 : ownCost),
    delivery,
    pickup,
    setup: told.reduce((sum, step) => sum + step.setup, 0),
    service: told.reduce((sum, step) => sum + step.service, 0),
    waiting_time: told.reduce((sum, step) => sum + step.waiting_time, 0),
    priority: tasks.reduce((sum, task) => sum + task.priority, 0),
    duration,
    ...(distances === undefined ? {} : { distance }),
    steps: [...start, ...told, ...end('end', vehicle.end, vehicle.end_index, returns)],
  };
}

function placeOf({ place: { id, description, location, location_index } }: VroomTask) {
  return {
    id,
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    location_index,
  };
}

function hasDistances({ vehicles, matrices }: VroomFile): boolean {
  return vehicles.every(({ profile }) => matrices[profile].distances !== undefined);
}

function sumOf(lists: readonly (readonly number[])[]): number[] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  return Array.from({ length: longest }, (_, d) => lists.reduce((sum, list) => sum + (list[d] ?? 0), 0));
}
