import { describe, expect, it } from 'vitest';
import { clusteredProblem } from '../../scripts/pictures/clustered-problem.js';
import { Model } from '../../server/solver/model/model.js';
import { Neighbours } from '../../server/solver/model/neighbours.js';
import { TwoOpt } from '../../server/solver/moves/two-opt.js';
import { FleetState } from '../../server/solver/plan/fleet-state.js';
import { UndoLog } from '../../server/solver/plan/undo-log.js';
import { Random } from '../../server/solver/random.js';
import { DistanceSchedule } from '../../server/solver/schedules/distance-schedule.js';

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
