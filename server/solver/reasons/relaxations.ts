import type { Problem, ProblemBody, ProblemStation, ProblemVehicle } from '../problem.js';
import type {
  Relaxation,
  RelaxationKind,
  Solution,
  SolutionRoute,
  UnassignedGoods,
  UnassignedReason,
} from '../solution.js';
import { sparseSeconds } from '../sparse-matrix.js';
import { effortOf, planSingleDay } from './single-day.js';

/** A change of a problem, in steps; `ease` is what a step counts beside those of others. */
interface RelaxedRule {
  readonly kind: RelaxationKind;
  readonly compartment?: number;
  readonly step: number;
  readonly mostSteps: number;
  readonly ease: number;
  apply(vehicle: ProblemVehicle, station: ProblemStation, amount: number): [ProblemVehicle, ProblemStation];
}

/** Vehicles that are looked at for one consignment. */
const mostVehicles = 4;
/** Goods whose relaxations are looked for; where more stay behind, the fleet is too small for words about each. */
const mostRemedies = 20;
/** How much work all trials for one consignment may be together. */
const mostEffort = 2_500;
/** A further vehicle counts as much as so many minutes, liters, kilograms or kilometers. */
const furtherVehicleEase = 500;

/** Reasons that no more of anything mends, or only a dock or a price. */
const withoutRelaxation: ReadonlySet<UnassignedReason> = new Set([
  'docks',
  'no-vehicle',
  'unreachable',
  'not-worth-a-vehicle',
]);

/** The solution with relaxations for what stays behind, the dearest first. What only lacks a dock gets none. */
export function suggestRelaxations(problem: Problem, solution: Solution): Solution {
  const priceOf = ({ station, zone }: UnassignedGoods) =>
    problem.stations[station].consignments.find((goods) => goods.zone === zone)!.unservedPenalty;
  const dearest = solution.unassigned
    .filter(({ reason }) => !withoutRelaxation.has(reason))
    .sort((one, other) => priceOf(other) - priceOf(one))
    .slice(0, mostRemedies);
  const relaxations = new Map(dearest.map((goods) => [goods, findRelaxation(problem, solution, goods)]));
  const unassigned = solution.unassigned.map((goods) => {
    const relaxation = relaxations.get(goods);
    return relaxation === undefined ? goods : { ...goods, relaxation };
  });
  return { ...solution, unassigned };
}

/**
 * The smallest change that lets a consignment in that the plan leaves out, each proved by trying: the day of one vehicle
 * is planned anew with the change and the consignment, and everything that the vehicle brought before is still brought.
 *
 * A minute, a liter, a kilogram and a kilometer count alike, a further stop five of them, a further trip sixty. Docks are
 * no part of the trial. Undefined where none of them was seen to help
 * within a reasonable effort.
 */
export function findRelaxation(problem: Problem, solution: Solution, goods: UnassignedGoods): Relaxation | undefined {
  let best: Relaxation | undefined;
  let leastEase = Number.POSITIVE_INFINITY;
  const trials = new Trials(problem, goods);
  for (const vehicle of nearVehicles(problem, solution, goods)) {
    const route = solution.routes.find((one) => one.vehicle === vehicle);
    for (const rule of relaxedRulesOf(problem, vehicle, goods)) {
      if (rule.ease >= leastEase) continue;
      const mostSteps = Math.min(rule.mostSteps, Math.ceil(leastEase / rule.ease) - 1);
      const steps = fewestSteps(mostSteps, (count) => trials.letsIn(vehicle, route, rule, count * rule.step));
      if (steps === undefined) continue;
      leastEase = steps * rule.ease;
      const { kind, compartment } = rule;
      best = { kind, vehicle, amount: steps * rule.step, ...(compartment === undefined ? {} : { compartment }) };
    }
    if (leastEase > furtherVehicleEase && trials.letsIn(vehicle, undefined, undefined, 0)) {
      leastEase = furtherVehicleEase;
      best = { kind: 'further-vehicle', vehicle, amount: 1 };
    }
  }
  return best;
}

/** The fewest steps from 1 to `most` that are enough; undefined where not even `most` are. */
function fewestSteps(most: number, isEnough: (steps: number) => boolean): number | undefined {
  if (most < 1 || !isEnough(most)) return undefined;
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Tries changes for one consignment, as long as the effort is reasonable. */
class Trials {
  private effort = 0;

  constructor(
    private readonly problem: Problem,
    private readonly goods: UnassignedGoods,
  ) {}

  /** Whether the vehicle, changed, was seen to bring all that it brought and the goods as well. */
  letsIn(vehicle: number, route: SolutionRoute | undefined, rule: RelaxedRule | undefined, amount: number): boolean {
    this.effort += effortOf(stopsOf(route) + 1);
    if (this.effort > mostEffort) return false;
    const change = rule && ((one: ProblemVehicle, at: ProblemStation) => rule.apply(one, at, amount));
    return planSingleDay(this.problem, vehicle, route, this.goods, change) !== undefined;
  }
}

/** Vehicles that may bring the goods: those with stops near the station first, then one unused of each kind. */
function nearVehicles(problem: Problem, { routes }: Solution, { station, zone }: UnassignedGoods): number[] {
  const { place } = problem.stations[station];
  const open = (vehicle: number) =>
    problem.vehicles[vehicle].compartments.some(({ zoneMask }) => (zoneMask & (1 << zone)) !== 0);
  const used = usedByDetour(problem, routes, place);
  const isUsed = new Set(used);
  const kinds = new Set<string>();
  const unused = problem.vehicles.flatMap((vehicle, at) => {
    const kind = JSON.stringify([vehicle.compartments, vehicle.bodies, vehicle.payloadGrams, vehicle.depot]);
    if (isUsed.has(at) || kinds.has(kind)) return [];
    kinds.add(kind);
    return [at];
  });
  return [...used, ...unused].filter(open).slice(0, mostVehicles);
}

/** The vehicles in use, those with a stop near the place first. */
export function usedByDetour(problem: Problem, routes: readonly SolutionRoute[], place: number): number[] {
  const apart = routes.map(({ vehicle, trips }) => {
    const matrix = problem.matrices[problem.vehicles[vehicle].matrix];
    const detours = trips
      .flatMap((trip) => trip.visits)
      .map((visit) => wayBetween(matrix, problem.stations[visit.station].place, place));
    return { vehicle, detour: Math.min(...detours) };
  });
  return apart
    .sort((one, other) => one.detour - other.detour || one.vehicle - other.vehicle)
    .map((each) => each.vehicle);
}

export function stopsOf(route: SolutionRoute | undefined): number {
  return route?.trips.reduce((count, { visits }) => count + visits.length, 0) ?? 0;
}

function wayBetween(matrix: Problem['matrices'][number], from: number, to: number): number {
  if (matrix.coordinates === undefined) {
    const { sparse } = matrix;
    const seconds = sparse === undefined ? matrix.seconds[from * matrix.size + to] : sparseSeconds(sparse, from, to);
    return seconds < 0 ? Number.POSITIVE_INFINITY : seconds;
  }
  const { x, y } = matrix.coordinates;
  return Math.hypot(x[from] - x[to], y[from] - y[to]);
}

function relaxedRulesOf(problem: Problem, vehicleNo: number, { station, zone }: UnassignedGoods): RelaxedRule[] {
  const vehicle = problem.vehicles[vehicleNo];
  const goods = problem.stations[station].consignments.find((one) => one.zone === zone)!;
  const onVehicle = (change: (amount: number) => Partial<ProblemVehicle>): RelaxedRule['apply'] => {
    return (one, at, amount) => [{ ...one, ...change(amount) }, at];
  };
  const {
    payloadGrams,
    shiftEnds,
    maxMeters,
    maxStops,
    maxTrips,
    maxTravelSeconds,
    compartments,
    bodies = [],
  } = vehicle;
  const rules: RelaxedRule[] = [
    {
      kind: 'later-closing',
      step: 60,
      mostSteps: 360,
      ease: 1,
      apply: (one, at, amount) => {
        const windows = at.windows.map((window, index) =>
          index === at.windows.length - 1 ? { ...window, closes: window.closes + amount } : window,
        );
        return [one, { ...at, windows }];
      },
    },
    {
      kind: 'longer-shift',
      step: 60,
      mostSteps: 360,
      ease: 1,
      apply: onVehicle((by) => ({ shiftEnds: shiftEnds + by })),
    },
    {
      kind: 'more-payload',
      step: 1_000,
      mostSteps: Math.ceil(goods.grams / 1_000),
      ease: 1,
      apply: onVehicle((by) => ({ payloadGrams: payloadGrams + by })),
    },
    { kind: 'further-stop', step: 1, mostSteps: 1, ease: 5, apply: onVehicle((by) => ({ maxStops: maxStops + by })) },
    { kind: 'further-trip', step: 1, mostSteps: 1, ease: 60, apply: onVehicle((by) => ({ maxTrips: maxTrips + by })) },
  ];
  if (Number.isFinite(maxMeters)) {
    const apply = onVehicle((by) => ({ maxMeters: maxMeters + by }));
    rules.push({ kind: 'more-range', step: 1_000, mostSteps: 500, ease: 1, apply });
  }
  if (maxTravelSeconds !== undefined) {
    const apply = onVehicle((by) => ({ maxTravelSeconds: maxTravelSeconds + by }));
    rules.push({ kind: 'more-driving', step: 60, mostSteps: 360, ease: 1, apply });
  }
  compartments.forEach(({ zoneMask, milliliters, body, maxTimeOnBoardSeconds }, compartment) => {
    if ((zoneMask & (1 << zone)) === 0) return;
    const changed = (part: Partial<ProblemVehicle['compartments'][number]>) => ({
      compartments: compartments.with(compartment, { ...compartments[compartment], ...part }),
    });
    const partition = body === undefined ? 1 : bodies[body].stepMilliliters;
    const apply = onVehicle((by) => ({
      ...changed({ milliliters: milliliters + by }),
      ...(body === undefined ? {} : { bodies: withLargerBody(bodies, body, by) }),
    }));
    const step = Math.ceil(1_000 / partition) * partition;
    const mostSteps = Math.ceil((goods.milliliters + partition - 1) / step);
    rules.push({ kind: 'larger-compartment', compartment, step, mostSteps, ease: step / 1_000, apply });
    const keeps = maxTimeOnBoardSeconds?.[zone];
    if (maxTimeOnBoardSeconds === undefined || keeps === undefined) return;
    const keepLonger = onVehicle((by) =>
      changed({ maxTimeOnBoardSeconds: maxTimeOnBoardSeconds.with(zone, keeps + by) }),
    );
    rules.push({ kind: 'longer-keeping', compartment, step: 60, mostSteps: 360, ease: 1, apply: keepLonger });
  });
  return rules;
}

/** A compartment between movable partitions is larger in a larger body. */
function withLargerBody(bodies: readonly ProblemBody[], body: number, by: number): readonly ProblemBody[] {
  return bodies.with(body, { ...bodies[body], milliliters: bodies[body].milliliters + by });
}
