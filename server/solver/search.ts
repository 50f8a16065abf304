import { DockPlan } from './docks.js';
import { FleetState } from './fleet-state.js';
import { Neighbours } from './neighbours.js';
import type { Problem } from './problem.js';
import { Random } from './random.js';
import { readSolution } from './read-solution.js';
import { RuinAndRecreate } from './ruin-and-recreate.js';
import { SnapshotLog } from './snapshot-log.js';
import type { Solution } from './solution.js';

/** How long to search. The share runs from 0 to 1 and steers the cooling; no clock is read here. */
export interface StopRule {
  /** The share of the budget that is spent after so many iterations; 1 or more ends the search. */
  share(iterations: number): number;
}

export interface SearchOptions {
  readonly seed: number;
  readonly stop: StopRule;
  /** Told now and then of the best so far. Returning false ends the search. */
  readonly onProgress?: (progress: SearchProgress) => boolean;
}

export interface SearchProgress {
  readonly iterations: number;
  readonly share: number;
  readonly cost: number;
  readonly omissionCost: number;
  readonly vehicles: number;
}

/** Ruins of a whole vehicle, per iteration. */
const vehicleRuinRate = 0.02;
/** First and last temperature, as parts of the mean cost per station. */
const firstTemperature = 0.12;
const lastTemperature = 0.0008;
const iterationsPerLook = 64;

/**
 * Simulated annealing over ruin and recreate, always among possible plans.
 *
 * Cooling follows the share of the budget that is spent, so that any budget is a full cooling. Same problem, seed and
 * number of iterations: same answer.
 */
export function search(problem: Problem, options: SearchOptions): Solution {
  const random = new Random(options.seed);
  const state = new FleetState(problem);
  const log = new SnapshotLog(state);
  const moves = new RuinAndRecreate(state, new Neighbours(problem, 100), random, log);
  const docks = new DockPlan(state);

  log.begin();
  moves.recreate();
  let cost = sum(state.vehicleCost) + omitted(state, moves);
  let best = new Best(state, moves, cost + docks.priceOfFailures());
  const perStation = Math.max(1, sum(state.vehicleCost) / Math.max(1, problem.stations.length));
  const hot = perStation * firstTemperature;
  const cold = perStation * lastTemperature;

  const saveStation = (station: number) => log.saveStation(station);
  let iterations = 0;
  let temperature = hot;
  const absentBefore = new Int32Array(moves.absent.length);
  for (; problem.vehicles.length > 0; iterations++) {
    if (iterations % iterationsPerLook === 0) {
      const share = options.stop.share(iterations);
      if (share >= 1) break;
      temperature = hot * (cold / hot) ** share;
      if (options.onProgress?.(best.progress(iterations, share)) === false) break;
    }
    log.begin();
    const countBefore = moves.absentCount;
    absentBefore.set(moves.absent.subarray(0, countBefore));
    const omittedBefore = omitted(state, moves);

    if (random.fraction() < vehicleRuinRate) moves.ruinVehicle(random.below(problem.vehicles.length));
    else moves.ruin();
    let possible = true;
    for (let at = 0; at < log.vehicleCount; at++) {
      state.closeGaps(log.vehicles[at], saveStation);
      possible = state.refresh(log.vehicles[at]) && possible;
    }
    if (possible) moves.recreate();

    const after = cost + log.costNow() - log.costBefore() + omitted(state, moves) - omittedBefore;
    const accepted = possible && after < cost - temperature * Math.log(1 - random.fraction());
    if (accepted) {
      cost = after;
      if (cost < best.cost - 1e-6) {
        const withDocks = cost + docks.priceOfFailures();
        if (withDocks < best.cost - 1e-6) best = new Best(state, moves, withDocks);
      }
    } else {
      log.takeBack();
      moves.absent.set(absentBefore.subarray(0, countBefore));
      moves.absentCount = countBefore;
    }
  }
  best.restore(state, moves);
  return readSolution(state, docks, moves.absent.subarray(0, moves.absentCount), iterations);
}

/** A copy of the best plan: visits only, the rest is computed from them. */
class Best {
  private readonly nodes: Int32Array;
  private readonly length: Int32Array;
  private readonly absent: Int32Array;
  private readonly drivingCost: number;
  private readonly vehicles: number;

  constructor(
    state: FleetState,
    moves: RuinAndRecreate,
    readonly cost: number,
  ) {
    this.nodes = state.nodes.slice();
    this.length = state.length.slice();
    this.absent = moves.absent.slice(0, moves.absentCount);
    this.drivingCost = sum(state.vehicleCost);
    this.vehicles = state.vehicleCost.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  }

  progress(iterations: number, share: number): SearchProgress {
    const omissionCost = this.cost - this.drivingCost;
    return { iterations, share, cost: this.drivingCost, omissionCost, vehicles: this.vehicles };
  }

  restore(state: FleetState, moves: RuinAndRecreate): void {
    state.clear();
    this.length.forEach((count, slot) => {
      for (let at = 0; at < count; at++) state.insert(slot, at, this.nodes[slot * state.capacity + at]);
    });
    state.problem.vehicles.forEach((_, vehicle) => {
      state.refresh(vehicle);
    });
    moves.absent.set(this.absent);
    moves.absentCount = this.absent.length;
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The price of what is not served, station by absent station. */
function omitted(state: FleetState, moves: RuinAndRecreate): number {
  const { goods } = state;
  let price = 0;
  for (let at = 0; at < moves.absentCount; at++) {
    const station = moves.absent[at];
    price += goods.omissionCost[goods.node(station, goods.fullMask[station] & ~state.servedMask(station))];
  }
  return price;
}
