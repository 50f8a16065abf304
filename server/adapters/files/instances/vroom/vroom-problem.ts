import { InvalidInputError } from '../../../../domain/dispatch-error.js';
import { maxStations, type Problem } from '../../../../solver/index.js';
import { bareDepot, bareVehicle, endOfTime } from '../bare-problem.js';
import type { VroomFile, VroomVehicle } from './vroom-file.js';
import { pricePerMeter, type VroomMeasure, VroomPlaces } from './vroom-places.js';
import { breakOrder } from './vroom-routes.js';
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
/** Sixteen years: so that the search's clock does not run out on the last day either. */
const longestSpan = 500_000_000;
/** Three years, in which vehicles without hours may have begun. */
const beforeTheFirst = 100_000_000;

/** @throws InvalidInputError naming what the model does not hold. */
export function vroomProblem(file: VroomFile, tasks: readonly VroomTask[], name: string): VroomProblem {
  const { vehicles } = file;
  refuseUnheld(file, tasks, name);
  const places = new VroomPlaces(file, tasks, name);
  const dimensions = bindingDimensions(file, name);
  const skillBits = makeSkillBits(tasks, name);
  const timeOrigin = timeOriginOf(file, tasks, name);
  const clock = (time: number) => Math.min(endOfTime, Math.max(0, time - timeOrigin));
  const windowsOf = (windows: readonly (readonly [number, number])[] | undefined) =>
    (windows ?? [[0, Number.POSITIVE_INFINITY]])
      .map(([opens, closes]) => ({ opens: clock(opens), closes: clock(closes) }))
      .sort((one, other) => one.opens - other.opens);
  const amount = (amounts: readonly number[] | undefined, dimension: number) =>
    dimension < dimensions.length ? (amounts?.[dimensions[dimension]] ?? 0) : 0;
  // More than all routes together can cost; a task of higher priority outweighs any number of lower ones.
  const everyRoute = (tasks.length + 1) * Math.max(1, places.dearestRoundTrip);
  // One zone is leaner; two are needed where a job both gets and gives.
  const zoneCount = file.jobs.some(({ delivery, pickup }) => isSome(delivery) && isSome(pickup)) ? 2 : 1;
  const problem: Problem = {
    matrices: places.matrices,
    zoneCount,
    depots: places.depots.map((place) => ({ ...bareDepot, place })),
    vehicles: vehicles.map((vehicle, at) => ({
      ...bareVehicle,
      depot: places.depotOf[at],
      matrix: places.matrixOf[at],
      shiftBegins: clock(vehicle.time_window?.[0] ?? 0),
      shiftEnds: clock(vehicle.time_window?.[1] ?? Number.POSITIVE_INFINITY),
      payloadGrams: amount(vehicle.capacity, 0),
      compartments: [{ zoneMask: (1 << zoneCount) - 1, milliliters: amount(vehicle.capacity, 1) }],
      maxStops: vehicle.max_tasks ?? Number.POSITIVE_INFINITY,
      ...limitsOf(vehicle, places.measureOf[at], name),
      breaks: breakOrder(vehicle).map((pause) => ({
        seconds: vehicle.breaks[pause].service,
        windows: windowsOf(vehicle.breaks[pause].time_windows),
      })),
      fixedCost: vehicle.costs.fixed,
      costPerMeter: pricePerMeter(vehicle, places.measureOf[at]),
      skills: skillBits(vehicle.skills),
    })),
    stations: tasks.map(({ kind, place, skills, priority, delivery, pickup, maxRideSeconds }, station) => ({
      place: places.placeOf(place.location_index),
      windows: windowsOf(place.time_windows),
      service: { fixedMicros: (place.service + place.setup) * 1_000_000, microsPerGram: 0 },
      maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
      requiredSkills: skillBits(skills),
      consignments: goodsOf(delivery, pickup, kind === 'job', zoneCount).map(({ amounts, ...goods }) => ({
        ...goods,
        grams: amount(amounts, 0),
        milliliters: amount(amounts, 1),
        unservedPenalty: everyRoute * (1 + priority * (tasks.length + 1)),
      })),
      splitAllowed: false,
      // A shipment's pickup is the station before its delivery.
      ...(kind === 'delivery' ? { pickedUpAt: station - 1 } : {}),
      ...(maxRideSeconds === undefined ? {} : { maxRideSeconds }),
    })),
  };
  return { problem, timeOrigin };
}

/** What can be written in a VROOM file and is not in the model: said by name, never passed over. */
function refuseUnheld({ vehicles }: VroomFile, tasks: readonly VroomTask[], name: string): void {
  const refuse = (sentence: string): never => {
    throw new InvalidInputError(`${name}: ${sentence}`);
  };
  if (tasks.length > maxStations) refuse(`there are ${tasks.length} tasks; the limit is ${maxStations}.`);
  const careful = vehicles.find(({ breaks }) => breaks.some((pause) => pause.max_load !== undefined));
  if (careful !== undefined) refuse(`vehicle ${careful.id} has a break with a "max_load", which is not held.`);
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

type Amounts = readonly number[] | undefined;

/** What a task moves: of a job, what it gets from the depot in zone 0, and what it gives to it in the last zone. */
function goodsOf(delivery: Amounts, pickup: Amounts, isJob: boolean, zoneCount: number) {
  if (!isJob) return [{ zone: 0, amounts: delivery ?? pickup }];
  const gets = { zone: 0, amounts: delivery };
  const gives = { zone: zoneCount - 1, amounts: pickup, collected: true };
  if (!isSome(pickup)) return [gets];
  return isSome(delivery) ? [gets, gives] : [gives];
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

/** The longest route in the search's meters and seconds. @throws InvalidInputError where its meters measure another thing. */
function limitsOf({ id, max_travel_time, max_distance }: VroomVehicle, measure: VroomMeasure, name: string) {
  if (max_distance !== undefined && measure !== 'meters') {
    throw new InvalidInputError(
      `${name}: "max_distance" of vehicle ${id} is held only where costs are per km alone ("per_hour": 0, "per_km" given).`,
    );
  }
  // A limit on the search's meters is kept faster than one on seconds beside them.
  if (measure === 'seconds') return { maxMeters: max_travel_time ?? Number.POSITIVE_INFINITY };
  return { maxMeters: max_distance ?? Number.POSITIVE_INFINITY, maxTravelSeconds: max_travel_time };
}

/** Where the search's clock begins: well before the first time that is given, so that timestamps fit its axis. */
function timeOriginOf({ vehicles }: VroomFile, tasks: readonly VroomTask[], name: string): number {
  const windows = [
    ...tasks.flatMap(({ place }) => place.time_windows ?? []),
    ...vehicles.flatMap(({ breaks }) => breaks.flatMap((pause) => pause.time_windows ?? [])),
    ...vehicles.flatMap(({ time_window }) => (time_window === undefined ? [] : [time_window])),
  ];
  const first = windows.reduce((least, [opens]) => Math.min(least, opens), Number.POSITIVE_INFINITY);
  const last = windows.reduce((most, [opens]) => Math.max(most, opens), 0);
  const origin = last <= longestSpan ? 0 : Math.max(0, first - beforeTheFirst);
  if (last - origin > longestSpan) {
    throw new InvalidInputError(`${name}: its times lie ${last - origin} s apart; ${longestSpan} s are possible.`);
  }
  return origin;
}
