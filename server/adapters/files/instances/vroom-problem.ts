import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { maxStations, type Problem } from '../../../solver/index.js';
import { bareDepot, bareVehicle, endOfTime } from './bare-problem.js';
import type { VroomFile, VroomVehicle } from './vroom-file.js';
import { pricePerMeter, type VroomMeasure, VroomPlaces } from './vroom-places.js';
import type { VroomTask } from './vroom-tasks.js';

/** A VROOM file as a problem; station s is task s. */
export interface VroomProblem {
  readonly problem: Problem;
  /** Added to the search's times gives the file's. */
  readonly timeOrigin: number;
}

/** The model's dimensions of goods: weight and volume. */
const mostDimensions = 2;
const mostSkills = 31;

/** @throws InvalidInputError naming what the model does not hold. */
export function vroomProblem(file: VroomFile, tasks: readonly VroomTask[], name: string): VroomProblem {
  const { vehicles } = file;
  refuseUnheld(file, tasks, name);
  const places = new VroomPlaces(file, tasks, name);
  const dimensions = bindingDimensions(file, name);
  const skillBits = makeSkillBits(tasks, name);
  const timeOrigin = timeOriginOf(file, tasks);
  const clock = (time: number) => Math.min(endOfTime, Math.max(0, time - timeOrigin));
  const amount = (amounts: readonly number[] | undefined, dimension: number) =>
    dimension < dimensions.length ? (amounts?.[dimensions[dimension]] ?? 0) : 0;
  // More than all routes together can cost; a task of higher priority outweighs any number of lower ones.
  const everyRoute = (tasks.length + 1) * Math.max(1, places.dearestRoundTrip);
  const problem: Problem = {
    matrices: places.matrices,
    zoneCount: 1,
    depots: places.depots.map((place) => ({ ...bareDepot, place })),
    vehicles: vehicles.map((vehicle, at) => ({
      ...bareVehicle,
      depot: places.depotOf[at],
      matrix: places.matrixOf[at],
      shiftBegins: clock(vehicle.time_window?.[0] ?? 0),
      shiftEnds: clock(vehicle.time_window?.[1] ?? Number.POSITIVE_INFINITY),
      payloadGrams: amount(vehicle.capacity, 0),
      compartments: [{ zoneMask: 1, milliliters: amount(vehicle.capacity, 1) }],
      maxStops: vehicle.max_tasks ?? Number.POSITIVE_INFINITY,
      maxMeters: longestRoute(vehicle, places.measureOf[at], name),
      fixedCost: vehicle.costs.fixed,
      costPerMeter: pricePerMeter(vehicle, places.measureOf[at]),
      skills: skillBits(vehicle.skills),
    })),
    stations: tasks.map(({ kind, place, skills, priority, delivery, pickup }, station) => ({
      place: places.placeOf(place.location_index),
      windows: (place.time_windows ?? [[0, Number.POSITIVE_INFINITY]])
        .map(([opens, closes]) => ({ opens: clock(opens), closes: clock(closes) }))
        .sort((one, other) => one.opens - other.opens),
      service: { fixedMicros: (place.service + place.setup) * 1_000_000, microsPerGram: 0 },
      maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
      requiredSkills: skillBits(skills),
      consignments: [
        {
          zone: 0,
          grams: amount(isSome(delivery) ? delivery : pickup, 0),
          milliliters: amount(isSome(delivery) ? delivery : pickup, 1),
          omissionCost: everyRoute * (1 + priority * (tasks.length + 1)),
          ...(kind === 'job' && isSome(pickup) ? { collected: true } : {}),
        },
      ],
      // A shipment's pickup is the station before its delivery.
      ...(kind === 'delivery' ? { pickedUpAt: station - 1 } : {}),
    })),
  };
  return { problem, timeOrigin };
}

/** What can be written in a VROOM file and is not in the model: said by name, never passed over. */
function refuseUnheld({ jobs, vehicles }: VroomFile, tasks: readonly VroomTask[], name: string): void {
  const refuse = (sentence: string): never => {
    throw new InvalidInputError(`${name}: ${sentence}`);
  };
  if (tasks.length > maxStations) refuse(`there are ${tasks.length} tasks; the limit is ${maxStations}.`);
  const pausing = vehicles.find(({ breaks }) => breaks.length > 0);
  if (pausing !== undefined) refuse(`vehicle ${pausing.id} has "breaks", which are not held yet.`);
  const both = jobs.find(({ delivery, pickup }) => isSome(delivery) && isSome(pickup));
  if (both !== undefined) refuse(`job ${both.id} has a "delivery" and a "pickup", which is not held yet.`);
  const visits = new Map<number, number>();
  const starts = vehicles.flatMap(({ start_index }) => (start_index === undefined ? [] : [start_index]));
  for (const index of [...tasks.map(({ place }) => place.location_index), ...new Set(starts)]) {
    visits.set(index, (visits.get(index) ?? 0) + 1);
  }
  const shared = tasks.find(({ place }) => place.setup > 0 && visits.get(place.location_index)! > 1);
  if (shared !== undefined) {
    const { kind, place } = shared;
    refuse(`${kind} ${place.id} has a "setup" at a place that it shares, so that it may fall away; that is not held.`);
  }
}

function isSome(amounts: readonly number[] | undefined): boolean {
  return amounts?.some((amount) => amount > 0) ?? false;
}

/** The dimensions that can fill a vehicle at all. */
function bindingDimensions({ jobs, shipments, vehicles }: VroomFile, name: string): number[] {
  const goods = [
    ...jobs.flatMap(({ delivery, pickup }) => [delivery, pickup]),
    ...shipments.map(({ amount }) => amount),
  ];
  const lists = [...goods, ...vehicles.map(({ capacity }) => capacity)];
  const given = lists.filter((list) => list !== undefined);
  const count = given[0]?.length ?? 0;
  if (given.some((list) => list.length !== count)) {
    throw new InvalidInputError(`${name}: amounts and capacities have different numbers of dimensions.`);
  }
  const poor = vehicles.find(({ capacity }) => capacity === undefined);
  if (count > 0 && poor !== undefined) {
    throw new InvalidInputError(`${name}: vehicle ${poor.id} has no capacity, but others or jobs have amounts.`);
  }
  const binding = Array.from({ length: count }, (_, at) => at).filter((at) => {
    const total = goods.reduce((sum, amounts) => sum + (amounts?.[at] ?? 0), 0);
    if (!Number.isSafeInteger(total)) throw new InvalidInputError(`${name}: the amounts add up to more than 2^53.`);
    return vehicles.some(({ capacity }) => capacity![at] < total);
  });
  if (binding.length > mostDimensions) {
    throw new InvalidInputError(
      `${name}: ${binding.length} dimensions of amounts can fill a vehicle; ${mostDimensions} are held.`,
    );
  }
  return binding;
}

function makeSkillBits(tasks: readonly VroomTask[], name: string): (skills: readonly number[]) => number {
  // A skill that nobody asks for needs no bit.
  const bits = new Map([...new Set(tasks.flatMap((task) => task.skills))].map((skill, at) => [skill, at]));
  if (bits.size > mostSkills) {
    throw new InvalidInputError(`${name}: tasks ask for ${bits.size} skills; the limit is ${mostSkills}.`);
  }
  return (skills) => skills.reduce((mask, skill) => (bits.has(skill) ? mask | (1 << bits.get(skill)!) : mask), 0);
}

/** The longest route in the search's meters. @throws InvalidInputError where these measure something else. */
function longestRoute(vehicle: VroomVehicle, measure: VroomMeasure, name: string): number {
  const { id, max_travel_time, max_distance } = vehicle;
  const refuse = (key: string): never => {
    throw new InvalidInputError(
      `${name}: "${key}" of vehicle ${id} is not held beside costs that are not by it alone.`,
    );
  };
  if (max_travel_time !== undefined && measure !== 'seconds') refuse('max_travel_time');
  if (max_distance !== undefined && measure !== 'meters') refuse('max_distance');
  return max_travel_time ?? max_distance ?? Number.POSITIVE_INFINITY;
}

/** Where the search's clock begins: early enough for every useful departure, so that timestamps fit its axis. */
function timeOriginOf({ vehicles, matrices }: VroomFile, tasks: readonly VroomTask[]): number {
  const opens = [
    ...tasks.flatMap(({ place }) => place.time_windows ?? []).map(([first]) => first),
    ...vehicles.flatMap(({ time_window }) => (time_window === undefined ? [] : [time_window[0]])),
  ];
  if (opens.length === 0) return 0;
  let longestWay = 0;
  for (const { durations } of Object.values(matrices)) {
    for (const row of durations) for (const way of row) longestWay = Math.max(longestWay, way);
  }
  const slowest = vehicles.reduce((least, { speed_factor }) => Math.min(least, speed_factor), 1);
  const first = opens.reduce((least, time) => Math.min(least, time));
  return Math.max(0, first - Math.ceil(longestWay / slowest));
}
