import { describe, expect, it } from 'vitest';
import { Insertion } from '../../../server/solver/moves/insertion.js';
import { Recreate } from '../../../server/solver/moves/recreate.js';
import type { Problem } from '../../../server/solver/problem.js';
import { attentive, driving, onGrid, plainCost, ScriptedRandom, tripsOf } from '../small-fleet.js';

/** Places what is absent, in the order that these draws give: one to shuffle two stations, one to choose the order. */
function recreated(problem: Problem, trips: readonly (readonly number[])[], draw: number, limit = Infinity) {
  const { state, schedule, log, neighbours } = driving(problem, trips);
  const insertion = new Insertion(state, schedule, neighbours, attentive, log);
  const recreate = new Recreate(state, insertion, undefined, new ScriptedRandom([0.9, draw]));
  const leftOut: number[] = [];
  recreate.onLeftOut = (station) => {
    leftOut.push(station);
    return true;
  };
  const kept = recreate.run(limit);
  const now = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, now));
  return { kept, now, leftOut };
}

/** Room for one of two: 1 g at 20 m, 2 g at 10 m. */
const oneOfTwo = onGrid(
  [
    [0, 20],
    [0, 10],
  ],
  { grams: [1, 2], vehicles: [{ payloadGrams: 2 }] },
);
/** The weights 4, 4, 2 and 1 of eleven: where each order begins. */
const large = 4 / 11;
const farFirst = 8 / 11;
const nearFirst = 10 / 11;

describe('recreating', () => {
  it.each([
    ['the largest', large + 0.01, 1],
    ['the farthest', farFirst + 0.01, 0],
    ['the nearest', nearFirst + 0.01, 1],
  ])('places %s first', (_, draw, first) => {
    expect(recreated(oneOfTwo, [[]], draw)).toEqual({ kept: true, now: [[first]], leftOut: [1 - first] });
  });

  it('goes from one order to the next at their weights', () => {
    expect(recreated(oneOfTwo, [[]], farFirst - 0.01).now).toEqual([[1]]);
    expect(recreated(oneOfTwo, [[]], nearFirst - 0.01).now).toEqual([[0]]);
  });

  it.each([
    [1020, true],
    [1019, false],
  ])('gives up when what is driven and what is left out, 20 + 1000, is over a limit of %i', (limit, kept) => {
    expect(recreated(oneOfTwo, [[]], large + 0.01, limit).kept).toBe(kept);
  });

  it('gives up when whoever listens says so', () => {
    const { state, schedule, log, neighbours } = driving(oneOfTwo, [[]]);
    const recreate = new Recreate(
      state,
      new Insertion(state, schedule, neighbours, attentive, log),
      undefined,
      attentive,
    );
    recreate.onLeftOut = () => false;
    expect(recreate.run(Infinity)).toBe(false);
  });

  it('places none but its own stations, if it has some', () => {
    const problem = onGrid([
      [0, 20],
      [0, 10],
    ]);
    const { state, schedule, log, neighbours } = driving(problem, [[]]);
    const recreate = new Recreate(
      state,
      new Insertion(state, schedule, neighbours, attentive, log),
      undefined,
      attentive,
    );
    recreate.useStations(Int32Array.of(1));
    recreate.run(Infinity);
    expect(tripsOf(state)).toEqual([[1]]);
  });

  it('brings a station in parts where no vehicle holds it whole, the dearest part first', () => {
    const goods = (zone: number, unservedPenalty: number) => ({ zone, grams: 2, milliliters: 1, unservedPenalty });
    const compartments = [{ zoneMask: 3, milliliters: 9 }];
    const problem = (splitAllowed: boolean) =>
      onGrid([[0, 10]], {
        vehicles: [{ payloadGrams: 2, compartments }],
        stations: { 0: { consignments: [goods(0, 300), goods(1, 700)], splitAllowed } },
        problem: { zoneCount: 2 },
      });
    const run = (splitAllowed: boolean) => {
      const { state, schedule, log, neighbours } = driving(problem(splitAllowed), [[]]);
      new Recreate(state, new Insertion(state, schedule, neighbours, attentive, log), undefined, attentive).run(
        Infinity,
      );
      return [state.servedMask[0], state.totalCost()];
    };
    // Zone 1 for 20 m, the other is left out for 300; or both.
    expect(run(true)).toEqual([2, 20 + 300]);
    expect(run(false)).toEqual([0, 1000]);
  });
});
