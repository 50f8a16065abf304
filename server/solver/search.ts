import { lastLook } from './last-look.js';
import { Model } from './model/model.js';
import { Neighbours } from './model/neighbours.js';
import { placeFixedPrefix } from './moves/fixed-prefix.js';
import { FleetMinimization } from './moves/fleet-minimization.js';
import { GroupOpening } from './moves/group-opening.js';
import { Insertion } from './moves/insertion.js';
import { PairInsertion } from './moves/pair-insertion.js';
import { Recreate } from './moves/recreate.js';
import { Ruin } from './moves/ruin.js';
import { buildBySavings } from './moves/savings.js';
import { SwapTails } from './moves/swap-tails.js';
import { TwoOpt } from './moves/two-opt.js';
import { VehicleTypeChange } from './moves/vehicle-type-change.js';
import { warmStart } from './moves/warm-start.js';
import { BestPlan, loadRoutes } from './plan/best-plan.js';
import { decomposeByRoutes } from './plan/decomposition.js';
import { FleetState } from './plan/fleet-state.js';
import { readSolution } from './plan/read-solution.js';
import { UndoLog } from './plan/undo-log.js';
import type { Problem } from './problem.js';
import { Random } from './random.js';
import { DaySchedule } from './schedules/day-schedule.js';
import { DistanceSchedule } from './schedules/distance-schedule.js';
import { DockPlan } from './schedules/docks.js';
import { isPairSchedule, makeSchedule, type Schedule } from './schedules/schedule.js';
import { WindowSchedule } from './schedules/window-schedule.js';
import type { Solution } from './solution.js';

/** How long to search. The share runs from 0 to 1 and steers the cooling; no clock is read here. */
export interface StopRule {
  /** The share of the budget that is spent after so many iterations; 1 or more ends the search. */
  share(iterations: number): number;
}

export interface SearchOptions {
  readonly seed: number;
  readonly stop: StopRule;
  /** A plan to begin with, as `Search.routes` gives it; what does not fit any more is left out and placed anew. */
  readonly initial?: Int32Array;
  /** Told now and then of the best so far. Returning false ends the search. */
  readonly onProgress?: (progress: SearchProgress) => boolean;
}

export interface SearchProgress {
  readonly iterations: number;
  readonly share: number;
  readonly cost: number;
  readonly unservedPenalty: number;
  /** Consignments left out, and vehicles used; counted now and then. */
  readonly unassigned: number;
  readonly vehicles: number;
}

/** Searches on one thread from nothing to the end of the budget. */
export function search(problem: Problem, options: SearchOptions): Solution {
  if (problem.vehicles.length === 0) return withoutVehicles(problem);
  const one = new Search(problem, options.seed);
  if (options.initial === undefined) one.construct();
  else one.load(options.initial);
  one.anneal(options.stop, 1, options.onProgress);
  return lastLook(one);
}

/** Where there is no vehicle nothing is searched, and no travel time is known. */
export function withoutVehicles({ stations }: Problem): Solution {
  const unassigned = stations.flatMap(({ consignments }, station) =>
    consignments.map(({ zone }) => ({ station, zone, reason: 'no-vehicle' as const })),
  );
  const unservedPenalty = stations
    .flatMap(({ consignments }) => consignments)
    .reduce((sum, goods) => sum + goods.unservedPenalty, 0);
  return { routes: [], unassigned, cost: 0, unservedPenalty, penaltyCost: 0, iterations: 0 };
}

/** Ruins of a whole vehicle, per iteration. */
const vehicleRuinRate = 0.015;
/** Ruins of a vehicle or, while something is left out, of two near it. */
const absentRuinRate = 0.05;
/** While something is left out, how often one of it is put in whatever it costs, and others may join. */
const groupOpeningRate = 0.05;
/** The first temperature as a part of what a change of one visit is about, and the last as a part of the first. */
const firstTemperature = 2;
const lastTemperature = 0.06;
/** Where only distance counts and trips have more visits than this, it begins warmer in proportion, up to so many times, and ends the same. */
const visitsOfUsualTrip = 20;
const mostWarmth = 5;
/** Where fewer vehicles come first, so much of the budget goes into emptying them. */
export const shareForFewerVehicles = 0.5;
/** How often a first plan tries to place what it leaves out. */
const mostAttempts = 4;
const iterationsPerLook = 64;
const iterationsPerCount = 64 * iterationsPerLook;

/**
 * Simulated annealing over ruin and recreate, always among possible plans.
 *
 * Cooling follows the share of the budget that is spent, so that any budget is a full cooling. Same problem, seed and
 * number of iterations: same answer. An iteration costs as much as the routes that it touches, however large the problem.
 */
export class Search {
  iterations = 0;
  /** Of the annealing, at present. */
  temperature = 0;
  readonly model: Model;
  readonly state: FleetState;
  readonly schedule: Schedule;
  readonly best: BestPlan;
  private readonly random: Random;
  private readonly neighbours: Neighbours;
  private readonly log: UndoLog;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly tails: SwapTails;
  /** None where time or arcs are not symmetric. */
  private readonly reverse: TwoOpt | undefined;
  private readonly vehicles: VehicleTypeChange;
  private readonly fewer: FleetMinimization;
  private readonly groups: GroupOpening;
  private readonly docks: DockPlan | undefined;
  private readonly isTimed: boolean;
  private dockCost = 0;
  /** The share of the budget from which on it cools. */
  private coolsFrom = 0;
  private isCooling = false;

  constructor(
    readonly problem: Problem,
    seed: number,
  ) {
    this.random = new Random(seed);
    this.model = new Model(problem);
    this.state = new FleetState(this.model);
    this.schedule = makeSchedule(this.state);
    this.isTimed = !(this.schedule instanceof DistanceSchedule) || this.schedule instanceof WindowSchedule;
    this.neighbours = new Neighbours(this.model);
    this.log = new UndoLog(this.state, this.schedule);
    const { state, schedule, neighbours, random, log } = this;
    this.ruin = new Ruin(state, schedule, neighbours, random, log);
    const insertion = new Insertion(state, schedule, neighbours, random, log);
    const pairs = isPairSchedule(schedule) ? new PairInsertion(state, schedule, neighbours, random, log) : undefined;
    this.recreate = new Recreate(state, insertion, pairs, random);
    this.tails = new SwapTails(state, schedule, neighbours, log);
    const isTurnable = !this.isTimed && schedule instanceof DistanceSchedule && schedule.symmetric;
    this.reverse = isTurnable ? new TwoOpt(state, schedule, neighbours, log) : undefined;
    this.vehicles = new VehicleTypeChange(state, schedule, random, log);
    this.docks = schedule instanceof DaySchedule ? new DockPlan(state, schedule) : undefined;
    this.best = new BestPlan(state);
    this.groups = new GroupOpening(state, this.recreate, random, log);
    this.fewer = new FleetMinimization(state, schedule, this.ruin, this.recreate, neighbours, random, log, this.best);
  }

  /** Builds a first plan. */
  construct(): void {
    const { schedule } = this;
    if (this.model.hasFixed) placeFixedPrefix(this.state, schedule);
    warmStart(this.state, schedule);
    const isEmpty = this.state.visitedNodes === 0;
    if (
      isEmpty &&
      !this.isTimed &&
      this.model.nodeCount === this.model.stationCount &&
      this.model.problem.vehicles.length > 0
    ) {
      buildBySavings(this.state, schedule, this.neighbours);
    }
    this.placeAbsent();
    this.begin();
  }

  /** Positions are passed over at random, even the only one: what finds no place is tried again. */
  private placeAbsent(): void {
    this.log.begin();
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const before = this.state.absentCount;
      this.recreate.run(Number.POSITIVE_INFINITY);
      if (this.state.absentCount === 0 || this.state.absentCount === before) break;
    }
    if (this.model.problem.vehicles.length > 0) this.groups.construct();
  }

  /** Whether the next part of the search goes into fewer vehicles. */
  get sparesVehicles(): boolean {
    return !this.isCooling && FleetMinimization.pays(this.state);
  }

  /** Begins with a given plan. */
  load(routes: Int32Array): void {
    loadRoutes(this.state, this.schedule, routes);
    this.placeAbsent();
    this.begin();
  }

  private begin(): void {
    const { state, best } = this;
    for (let vehicle = 0; vehicle < state.vehicleStops.length; vehicle++) best.noteChanged(vehicle);
    this.dockCost = this.docks?.priceOfFailures() ?? 0;
    best.keep(this.cost());
    best.count();
  }

  /** The best plan's visits, as `load` takes them; of a confined search only its own vehicles'. */
  routes(): Int32Array {
    return this.best.routes((vehicle) => this.state.locked[vehicle] === 0);
  }

  /** Lets the search change one of so many districts only, of a plan; to be loaded with that plan then. */
  confine(routes: Int32Array, district: number, districts: number, seed: number): void {
    const cut = decomposeByRoutes(this.model, routes, districts, new Random(seed))[district];
    this.state.locked.set(cut.lockedVehicles);
    this.ruin.useSeeds(cut.stations);
    this.recreate.useStations(cut.stations);
  }

  /** Lets the search change everything again. */
  release(): void {
    this.state.locked.fill(0);
    const all = Int32Array.from({ length: this.model.stationCount }, (_, station) => station);
    this.ruin.useSeeds(all);
    this.recreate.useStations(all);
  }

  private cost(): number {
    return this.state.totalCost() + this.dockCost;
  }

  /** Searches until the stop rule's share reaches `until`. */
  anneal(stop: StopRule, until: number, onProgress?: (progress: SearchProgress) => boolean): void {
    const { log, best, random } = this;
    if (this.problem.vehicles.length === 0 || this.model.stationCount === 0) return;
    if (this.spareVehicles(stop, until)) return;
    this.isCooling = true;
    this.temperature = this.temperatureAt(0);
    for (; ; this.iterations++) {
      if (this.iterations % iterationsPerLook === 0) {
        const share = stop.share(this.iterations);
        if (onProgress?.(this.progress(share)) === false || share >= until) return;
        this.temperature = this.temperatureAt(share);
      }
      log.begin();
      const limit = this.cost() - this.temperature * Math.log(1 - random.fraction());
      const dockCostBefore = this.dockCost;
      if (this.ruinSomething() && this.recreate.run(limit) && this.isWorth(limit)) {
        for (let at = 0; at < log.vehicleCount; at++) best.noteChanged(log.vehicles[at]);
        if (this.cost() < best.cost - 1e-6) best.keep(this.cost());
      } else {
        log.takeBack();
        this.dockCost = dockCostBefore;
      }
    }
  }

  /** Returns whether the search is to go no further than that. */
  private spareVehicles(stop: StopRule, until: number): boolean {
    const isOver = (iterations: number) => stop.share(iterations) >= Math.min(until, shareForFewerVehicles);
    if (!this.sparesVehicles || stop.share(this.iterations) >= until) return false;
    this.iterations += this.fewer.run(this.iterations, isOver);
    this.coolsFrom = stop.share(this.iterations);
    return until <= shareForFewerVehicles;
  }

  private temperatureAt(spent: number): number {
    const share = Math.max(0, (spent - this.coolsFrom) / (1 - this.coolsFrom));
    if (this.iterations % iterationsPerCount === 0) this.best.count();
    const change = this.coolsFrom > 0 ? this.best.legCost : this.best.costPerLeg;
    const warmth = this.isTimed ? 1 : Math.max(1, Math.min(mostWarmth, this.best.visitsPerTrip / visitsOfUsualTrip));
    return change * firstTemperature * warmth * (lastTemperature / warmth) ** share;
  }

  private ruinSomething(): boolean {
    const { random, ruin, state, log, schedule, model } = this;
    const draw = random.fraction();
    const opens = state.absentCount > 0 && draw >= 1 - groupOpeningRate;
    let possible: boolean;
    if (draw < vehicleRuinRate) possible = ruin.vehicle();
    else if (state.absentCount > 0 && draw < absentRuinRate) possible = ruin.daysAroundAbsent();
    else possible = ruin.strings();
    if (model.maxTripsPerVehicle === 1 && !opens) return possible;
    for (let at = 0; at < log.vehicleCount; at++) {
      state.closeGaps(log.vehicles[at]);
      possible = schedule.refresh(log.vehicles[at]) && possible;
    }
    if (opens && possible) this.groups.open();
    return possible;
  }

  /** Local search on what the iteration touched. */
  private improveTouched(): void {
    const { recreate, state, tails, vehicles, log } = this;
    for (let at = 0; at < recreate.count; at++) {
      const node = state.firstPart[recreate.queue[at]];
      if (node < 0) continue;
      this.reverse?.improve(node);
      tails.improve(node);
    }
    if (this.model.classCount === 1) return;
    for (let at = log.vehicleCount - 1; at >= 0; at--) vehicles.improve(log.vehicles[at]);
  }

  /** The docks are looked at last, and only for plans that are good enough without them; these are improved first. */
  private isWorth(limit: number): boolean {
    if (this.state.totalCost() > limit) return false;
    this.improveTouched();
    if (this.docks === undefined) return true;
    this.dockCost = this.docks.priceOfFailures();
    return this.cost() <= limit;
  }

  private progress(share: number): SearchProgress {
    const { cost, drivingCost, unassigned, vehiclesUsed } = this.best;
    const unservedPenalty = cost - drivingCost;
    const { iterations } = this;
    return { iterations, share, cost: drivingCost, unservedPenalty, unassigned, vehicles: vehiclesUsed };
  }

  /** The best plan so far, with exact times, compartments and reasons. */
  solution(): Solution {
    loadRoutes(
      this.state,
      this.schedule,
      this.best.routes(() => true),
    );
    return readSolution(this.state, this.docks, this.iterations);
  }
}
