import { bareDepot, bareStation, bareVehicle } from '../../server/adapters/files/instances/bare-problem.js';
import { Model } from '../../server/solver/model/model.js';
import { Neighbours } from '../../server/solver/model/neighbours.js';
import { FleetState } from '../../server/solver/plan/fleet-state.js';
import { UndoLog } from '../../server/solver/plan/undo-log.js';
import type { Problem, ProblemStation, ProblemVehicle } from '../../server/solver/problem.js';
import { Random } from '../../server/solver/random.js';
import { makeSchedule, type Schedule } from '../../server/solver/schedules/schedule.js';

/** The price of leaving one station out, unless said otherwise. */
export const penalty = 1000;

export interface SmallFleetInput {
  /** Grams of each station; 1 where left out. */
  readonly grams?: readonly number[];
  /** Changes of each vehicle; one vehicle as it is where left out. It holds 100 g. */
  readonly vehicles?: readonly Partial<ProblemVehicle>[];
  /** Changes of stations by number. */
  readonly stations?: Readonly<Record<number, Partial<ProblemStation>>>;
  readonly problem?: Partial<Problem>;
}

/** Stations on streets that form a grid, the depot at [0, 0]: an arc is as long as both differences together, a meter takes a second. */
export function onGrid(stations: readonly (readonly [number, number])[], input: SmallFleetInput = {}): Problem {
  const places = [[0, 0], ...stations];
  return withArcs(
    places.map(([x, y]) => places.map(([toX, toY]) => Math.abs(x - toX) + Math.abs(y - toY))),
    input,
  );
}

/** The arcs as they are written, the depot first; a meter takes a second. */
export function withArcs(rows: readonly (readonly number[])[], input: SmallFleetInput = {}): Problem {
  const { grams = [], vehicles = [{}], stations = {}, problem = {} } = input;
  const size = rows.length;
  const arcs = Int32Array.from(rows.flat());
  return {
    matrices: [{ size, seconds: arcs, meters: arcs }],
    zoneCount: 1,
    depots: [bareDepot],
    vehicles: vehicles.map((change) => ({ ...bareVehicle, payloadGrams: 100, ...change })),
    stations: rows.slice(1).map((_, at) => ({ ...bareStation(at + 1, grams[at] ?? 1, penalty), ...stations[at] })),
    ...problem,
  };
}

/** Random numbers that are written down: the last one comes again and again. */
export class ScriptedRandom extends Random {
  private at = 0;

  constructor(private readonly fractions: readonly number[]) {
    super(0);
  }

  override fraction(): number {
    return this.fractions[Math.min(this.at++, this.fractions.length - 1)];
  }
}

/** Nobody blinks, and of several the last is drawn. */
export const attentive = new ScriptedRandom([0.9999]);

/** A fleet that drives these trips (of each vehicle a list of stations, each served whole), the log begun. */
export function driving(problem: Problem, trips: readonly (readonly number[])[]) {
  const model = new Model(problem);
  const state = new FleetState(model);
  const schedule = makeSchedule(state);
  trips.forEach((stations, trip) => {
    for (const station of stations) {
      state.insert(trip, state.tripLast[trip], model.node(station, model.fullMask[station]));
    }
  });
  const isPossible = problem.vehicles.map((_, vehicle) => schedule.refresh(vehicle)).every((each) => each);
  if (!isPossible) throw new Error('The trips to begin with are not possible.');
  const log = new UndoLog(state, schedule);
  log.begin();
  return { model, state, schedule, log, neighbours: new Neighbours(model) };
}

/** The stations of each trip, in order. */
export function tripsOf(state: FleetState): number[][] {
  return Array.from(state.tripFirst, (first) => {
    const stations: number[] = [];
    for (let node = first; node >= 0; node = state.next[node]) stations.push(state.model.nodeStation[node]);
    return stations;
  });
}

/** What these trips cost, added up from the problem alone: vehicles in use, meters, and stations left out. One trip each. */
export function plainCost({ vehicles, matrices, stations }: Problem, trips: readonly (readonly number[])[]): number {
  let cost = 0;
  trips.forEach((visited, at) => {
    if (visited.length === 0) return;
    const { fixedCost, costPerMeter, matrix } = vehicles[at];
    const places = [0, ...visited.map((station) => stations[station].place), 0];
    cost += fixedCost;
    for (let leg = 1; leg < places.length; leg++) {
      cost += costPerMeter * matrices[matrix].meters[places[leg - 1] * matrices[matrix].size + places[leg]];
    }
  });
  const served = new Set(trips.flat());
  stations.forEach(({ consignments }, station) => {
    if (!served.has(station)) cost += consignments.reduce((sum, goods) => sum + goods.unservedPenalty, 0);
  });
  return cost;
}

/** Everything that a rollback has to restore: order, loads, times, costs. */
export function pictureOf(state: FleetState, schedule: Schedule) {
  const visited = [...state.tripOf.keys()].filter((node) => state.tripOf[node] >= 0);
  const used = [...state.tripStops.keys()].filter((trip) => state.tripStops[trip] > 0);
  return {
    trips: tripsOf(state),
    visited,
    absent: [...state.absent.subarray(0, state.absentCount)].sort((one, other) => one - other),
    loads: [[...state.tripGrams], [...state.tripMilliliters], [...state.vehicleStops], [...state.servedMask]],
    costs: [state.drivingCost, state.unservedPenalty, ...state.vehicleCost, ...state.vehicleMeters],
    counts: [state.visitedNodes, state.usedTrips],
    times: schedule.nodeColumns.map((column) => visited.map((node) => column[node])),
    tripTimes: schedule.tripColumns.map((column) => used.map((trip) => column[trip])),
  };
}
