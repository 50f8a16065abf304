import { describe, expect, it } from 'vitest';
import { clusteredProblem } from '../../../scripts/pictures/clustered-problem.js';
import { Model } from '../../../server/solver/model/model.js';
import { Neighbours } from '../../../server/solver/model/neighbours.js';
import { TwoOpt } from '../../../server/solver/moves/two-opt.js';
import { FleetState } from '../../../server/solver/plan/fleet-state.js';
import { UndoLog } from '../../../server/solver/plan/undo-log.js';
import { Random } from '../../../server/solver/random.js';
import { DistanceSchedule } from '../../../server/solver/schedules/distance-schedule.js';
import { driving, onGrid, plainCost, tripsOf } from '../small-fleet.js';

const stations = 12;

/** One vehicle that visits all in a random order. */
function shuffledTrip(seed: number) {
  const state = new FleetState(new Model(clusteredProblem(stations, seed)));
  const schedule = new DistanceSchedule(state);
  const order = Int32Array.from({ length: stations }, (_, at) => at);
  new Random(seed).shuffle(order, stations);
  for (const node of order) state.insert(0, state.tripLast[0], node);
  schedule.refresh(0);
  const log = new UndoLog(state, schedule);
  const operator = new TwoOpt(state, schedule, new Neighbours(state.model), log);
  return { state, schedule, log, operator };
}

function orderOf(state: FleetState): number[] {
  const into = new Int32Array(stations);
  return [...into.subarray(0, state.nodesOf(0, into))];
}

function lengthOf({ model }: FleetState, order: readonly number[]): number {
  const places = [0, ...order.map((node) => model.nodePlace[node]), 0];
  return places.slice(1).reduce((sum, place, at) => sum + model.travel.metersBetween(0, places[at], place), 0);
}

describe('Turning stretches round', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('ends where no stretch is better turned round (seed %i)', (seed) => {
    const { state, log, operator } = shuffledTrip(seed);
    log.begin();
    for (let again = true; again; ) {
      again = false;
      for (let node = 0; node < stations; node++) {
        const before = state.drivingCost;
        if (!operator.improve(node)) continue;
        expect(state.drivingCost).toBeLessThan(before);
        again = true;
      }
    }
    const order = orderOf(state);
    expect([...order].sort((one, other) => one - other)).toEqual(Array.from({ length: stations }, (_, at) => at));
    expect(state.drivingCost).toBeCloseTo(lengthOf(state, order), 6);
    for (let first = 0; first < stations; first++) {
      for (let end = first + 2; end <= stations; end++) {
        const turned = [...order.slice(0, first), ...order.slice(first, end).reverse(), ...order.slice(end)];
        expect(lengthOf(state, turned)).toBeGreaterThanOrEqual(state.drivingCost - 1e-6);
      }
    }
  });

  it('is taken back by the log', () => {
    const { state, log, operator } = shuffledTrip(3);
    const [order, cost] = [orderOf(state), state.drivingCost];
    log.begin();
    expect(order.some((node) => operator.improve(node))).toBe(true);
    expect(orderOf(state)).not.toEqual(order);
    log.takeBack();
    expect(orderOf(state)).toEqual(order);
    expect(state.drivingCost).toBe(cost);
    expect(state.tripLast[0]).toBe(order.at(-1));
  });
});

/** Tries to improve at a station; the trip then, and by how much its length changed. */
function improving(stations: readonly (readonly [number, number])[], trip: readonly number[], station: number) {
  const problem = onGrid(stations);
  const { state, schedule, log, neighbours } = driving(problem, [trip]);
  const before = state.totalCost();
  expect(before).toBe(plainCost(problem, [trip]));
  const improved = new TwoOpt(state, schedule, neighbours, log).improve(station);
  const [now] = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, [now]));
  return { improved, now, change: state.totalCost() - before };
}

describe('2-opt', () => {
  /** Three corners of a square of ten meters, the depot at the fourth. */
  const square = [
    [0, 10],
    [10, 10],
    [10, 0],
  ] as const;

  it('turns a stretch between two visits round', () => {
    // Depot, 0, 2, 1: 10 + 20 + 10 + 20 = 60. Around the square it is 40.
    expect(improving(square, [0, 2, 1], 0)).toEqual({ improved: true, now: [0, 1, 2], change: -20 });
  });

  it('turns a stretch at the beginning round, and one at the end', () => {
    // 20 + 10 + 20 + 10; a leg that crosses the square goes for one of its sides.
    expect(improving(square, [1, 0, 2], 0)).toEqual({ improved: true, now: [0, 1, 2], change: -20 });
    expect(improving(square, [0, 2, 1], 2)).toEqual({ improved: true, now: [0, 1, 2], change: -20 });
  });

  it('turns round for two meters, and not for none', () => {
    // Up a street: 11 + 1 + 2 + 12 = 26; in order 10 + 1 + 1 + 12 = 24.
    const street = [
      [0, 10],
      [0, 11],
      [0, 12],
    ] as const;
    expect(improving(street, [1, 0, 2], 1)).toEqual({ improved: true, now: [0, 1, 2], change: -2 });
    // Two that lie at one door: 24 in either order.
    const sameDoor = [
      [0, 10],
      [0, 10],
      [0, 12],
    ] as const;
    for (const station of [0, 1, 2]) {
      expect(improving(sameDoor, [1, 0, 2], station)).toEqual({ improved: false, now: [1, 0, 2], change: 0 });
    }
  });

  it('leaves a locked vehicle as it is', () => {
    const { state, schedule, log, neighbours } = driving(onGrid(square), [[0, 2, 1]]);
    state.locked[0] = 1;
    expect(new TwoOpt(state, schedule, neighbours, log).improve(0)).toBe(false);
    expect(tripsOf(state)).toEqual([[0, 2, 1]]);
  });
});
