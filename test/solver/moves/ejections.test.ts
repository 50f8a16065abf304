import { describe, expect, it } from 'vitest';
import { Ejections } from '../../../server/solver/moves/ejections.js';
import { BestPlan } from '../../../server/solver/plan/best-plan.js';
import type { Problem } from '../../../server/solver/problem.js';
import type { WindowSchedule } from '../../../server/solver/schedules/window-schedule.js';
import { attentive, driving, onGrid, plainCost, tripsOf } from '../small-fleet.js';

/** One step for the only absent request; how often each station was absent before and after. */
function stepping(problem: Problem, trips: readonly (readonly number[])[], absences: readonly number[]) {
  const { state, schedule, neighbours } = driving(problem, trips);
  expect(Ejections.suits(state, schedule)).toBe(true);
  const counted = Float64Array.from(absences);
  const best = new BestPlan(state);
  new Ejections(state, schedule as WindowSchedule, neighbours, attentive, best, counted).step();
  const now = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, now));
  return { now: now.map((trip) => [...trip].sort()), absences: [...counted] };
}

/** Ends a shift, so that the problem has times; far from what any trip needs here. */
const timed = { shiftEnds: 1000 };
const closing = (closes: number) => ({ windows: [{ opens: 0, closes }] });
const at = (moment: number) => ({ windows: [{ opens: moment, closes: moment }] });

describe('an ejection', () => {
  const three = [
    [0, 10],
    [0, 20],
    [0, 30],
  ] as const;

  it.each([
    ['the second', [3, 1, 1], [0, 2]],
    ['the first', [1, 3, 1], [1, 2]],
  ])('takes out what was absent least often: %s', (_, absences, left) => {
    // Room for two of three.
    const { now, absences: after } = stepping(
      onGrid(three, { vehicles: [{ ...timed, payloadGrams: 2 }] }),
      [[0, 1]],
      absences,
    );
    expect(now).toEqual([left]);
    // Who asks was absent once more; who leaves has not been left out yet.
    expect(after).toEqual([absences[0], absences[1], 2]);
  });

  it.each([
    [34, [0, 1, 2]],
    [33, [0, 2]],
  ])('takes nobody out where there is time for all: south until %i', (closes, left) => {
    // North at 10 and at 12, then 22 m south: at 34.
    const stations = { 0: at(10), 1: closing(closes), 2: at(12) };
    const problem = onGrid(
      [
        [0, 10],
        [0, -10],
        [0, 12],
      ],
      { vehicles: [timed], stations },
    );
    const { now, absences } = stepping(problem, [[0, 1]], [1, 1, 1]);
    expect(now).toEqual([left]);
    expect(absences).toEqual([1, 1, left.length === 3 ? 1 : 2]);
  });

  it('takes two out together where one is not enough, and up to three', () => {
    const four = onGrid([...three, [0, 40]], { grams: [1, 1, 1, 3], vehicles: [{ ...timed, payloadGrams: 3 }] });
    expect(stepping(four, [[0, 1, 2]], [1, 1, 1, 1]).now).toEqual([[3]]);
    const five = onGrid([...three, [0, 40], [0, 50]], {
      grams: [1, 1, 1, 1, 4],
      vehicles: [{ ...timed, payloadGrams: 4 }],
    });
    expect(stepping(five, [[0, 1, 2, 3]], [1, 1, 1, 1, 1]).now).toEqual([[0, 1, 2, 3]]);
  });

  it('leaves locked vehicles as they are', () => {
    const problem = onGrid(three, { vehicles: [{ ...timed, payloadGrams: 2 }] });
    const { state, schedule, neighbours } = driving(problem, [[0, 1]]);
    state.locked[0] = 1;
    const ejections = new Ejections(
      state,
      schedule as WindowSchedule,
      neighbours,
      attentive,
      new BestPlan(state),
      new Float64Array(3),
    );
    ejections.step();
    expect(tripsOf(state)).toEqual([[0, 1]]);
  });

  it('takes both ends of a pair out, and puts both ends of one in', () => {
    const pairs = { 1: { pickedUpAt: 0 }, 3: { pickedUpAt: 2 } };
    const problem = onGrid([...three, [0, 40]], { vehicles: [{ ...timed, maxStops: 2 }], stations: pairs });
    expect(stepping(problem, [[0, 1]], [1, 1, 1, 1])).toEqual({ now: [[2, 3]], absences: [1, 1, 2, 2] });
  });
});
