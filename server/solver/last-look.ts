import type { Model } from './model/model.js';
import { routePrice } from './plan/read-solution.js';
import type { Problem, ProblemConsignment } from './problem.js';
import { isReadyAlone } from './reasons/reasons.js';
import { stopsOf, usedByDetour } from './reasons/relaxations.js';
import { effortOf, planSingleDay, type SingleDay } from './reasons/single-day.js';
import type { Search } from './search.js';
import type { Solution, SolutionRoute, UnassignedGoods } from './solution.js';

/** Vehicles in use whose day is planned anew with one consignment: the nearest. */
const mostUsed = 4;
/** How much work all trials together may be. */
const mostEffort = 500;
/** What is left of a price is worth no other plan. */
const leastGain = 1e-6;

/**
 * The search's plan, after a last look at what it leaves out though some vehicle could bring it alone: the dearest first, one
 * unused vehicle of each class is tried with it, and the days of the nearest vehicles in use are planned anew with it. What
 * that finds is taken over. What it does not is the proof of the reason: how many vehicles in use were tried, and, where
 * leaving it out has a price, what bringing it would cost at the least.
 */
export function lastLook(search: Search): Solution {
  let solution = search.solution();
  const proofs = new Map<string, Proof>();
  let effort = 0;
  for (
    let next = dearest(search.model, solution, proofs);
    next !== undefined;
    next = dearest(search.model, solution, proofs)
  ) {
    const trials = new Trials(search, solution, next);
    effort += trials.effort;
    if (effort > mostEffort) break;
    const { best, proof } = trials.run();
    const before = search.best.cost;
    const routes = search.best.routes(() => true);
    if (best !== undefined && best.price < penaltyOf(search.model, next) - leastGain) {
      search.load(withRoute(search, routes, best.day.route));
      // What only lacks a dock, or finds none any more, stays out.
      if (search.best.cost < before - leastGain) {
        solution = search.solution();
        proofs.clear();
        continue;
      }
      search.load(routes);
      proof.code = 'docks';
    }
    proofs.set(keyOf(next), proof);
  }
  const unassigned = solution.unassigned.map((goods) => {
    const proof = proofs.get(keyOf(goods));
    if (proof === undefined) return goods;
    const { code, ...facts } = proof;
    return { ...goods, reason: code ?? goods.reason, ...facts };
  });
  return { ...solution, unassigned };
}

/** What the trials show of a consignment that stays out. */
interface Proof {
  code?: 'docks' | 'not-worth-a-vehicle' | 'time-window';
  /** Vehicles in use whose day was planned anew with it, in vain. */
  readonly triedVehicles?: number;
  readonly leastPrice?: { readonly vehicle: number; readonly price: number };
}

/** Tries one consignment on vehicles that could bring it alone. */
class Trials {
  readonly effort: number;
  private readonly problem: Problem;
  private readonly used: readonly (SolutionRoute | undefined)[];
  private readonly unused: readonly number[];

  constructor(
    { problem, model: { travel, vehicleClass } }: Search,
    { routes }: Solution,
    private readonly goods: UnassignedGoods,
  ) {
    this.problem = problem;
    const { station } = goods;
    const consignment = consignmentOf(problem, goods);
    const isReady = (vehicle: number) => isReadyAlone(problem, travel, vehicle, station, consignment);
    const inUse = new Map(routes.map((route) => [route.vehicle, route]));
    this.used = usedByDetour(problem, routes, problem.stations[station].place)
      .filter(isReady)
      .slice(0, mostUsed)
      .map((vehicle) => inUse.get(vehicle));
    const seen = new Set<number>();
    this.unused = problem.vehicles.flatMap((_, at) => {
      if (inUse.has(at) || seen.has(vehicleClass[at]) || !isReady(at)) return [];
      seen.add(vehicleClass[at]);
      return [at];
    });
    // Looking at every vehicle takes its time too.
    const looking = problem.vehicles.length / 100;
    this.effort =
      looking + this.unused.length + this.used.reduce((sum, route) => sum + effortOf(stopsOf(route) + 1), 0);
  }

  run(): { best: { day: SingleDay; price: number } | undefined; proof: Proof } {
    const { problem, goods } = this;
    let best: { day: SingleDay; price: number } | undefined;
    const take = (route: SolutionRoute | undefined, vehicle: number) => {
      const day = planSingleDay(problem, vehicle, route, goods);
      if (day === undefined) return;
      const price = day.price - (route === undefined ? 0 : routePrice(problem, route));
      if (best === undefined || price < best.price) best = { day, price };
    };
    for (const vehicle of this.unused) take(undefined, vehicle);
    for (const route of this.used) take(route, route!.vehicle);
    if (best !== undefined) {
      const { price, day } = best;
      const leastPrice = { vehicle: day.route.vehicle, price };
      return { best, proof: { code: 'not-worth-a-vehicle', leastPrice } };
    }
    // An empty vehicle of its kind cannot bring it either, by rules that only a whole day shows.
    if (this.unused.length > 0 && this.used.length === 0) return { best, proof: { code: 'time-window' } };
    return { best, proof: { triedVehicles: this.used.length } };
  }
}

/** Of what some vehicle could bring alone, the dearest that was not looked at yet. */
function dearest(
  model: Model,
  { unassigned }: Solution,
  proofs: ReadonlyMap<string, Proof>,
): UnassignedGoods | undefined {
  let found: UnassignedGoods | undefined;
  for (const goods of unassigned) {
    if (goods.reason !== 'fleet-full' || proofs.has(keyOf(goods))) continue;
    if (found === undefined || penaltyOf(model, goods) > penaltyOf(model, found)) found = goods;
  }
  return found;
}

function consignmentOf({ stations }: Problem, { station, zone }: UnassignedGoods): ProblemConsignment {
  return stations[station].consignments.find((goods) => goods.zone === zone)!;
}

/** What is left out together with the goods counts together: both ends of a pair, and all of a station that is served whole. */
function penaltyOf({ problem, partnerOf }: Model, goods: UnassignedGoods): number {
  const { stations } = problem;
  const { splitAllowed, consignments } = stations[goods.station];
  const partner = partnerOf[goods.station];
  const sum = (list: readonly ProblemConsignment[]) => list.reduce((all, each) => all + each.unservedPenalty, 0);
  if (partner >= 0) return sum([...consignments, ...stations[partner].consignments]);
  return splitAllowed === false ? sum(consignments) : consignmentOf(problem, goods).unservedPenalty;
}

const keyOf = ({ station, zone }: UnassignedGoods) => `${station} ${zone}`;

/** The plan with another day of one vehicle, in the form of `BestPlan.routes`. */
function withRoute({ model }: Search, routes: Int32Array, { vehicle, trips }: SolutionRoute): Int32Array {
  const { maxTripsPerVehicle } = model;
  const numbers: number[] = [];
  for (let at = 0; at < routes.length; at += 2 + routes[at + 1]) {
    if (Math.floor(routes[at] / maxTripsPerVehicle) === vehicle) continue;
    numbers.push(...routes.subarray(at, at + 2 + routes[at + 1]));
  }
  trips.forEach(({ visits }, trip) => {
    const nodes = visits.map(({ station, goods }) =>
      model.fixedNode(
        station,
        goods.map(({ zone }) => zone),
      ),
    );
    numbers.push(vehicle * maxTripsPerVehicle + trip, nodes.length, ...nodes);
  });
  return Int32Array.from(numbers);
}
