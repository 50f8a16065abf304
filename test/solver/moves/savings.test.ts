import { describe, expect, it } from 'vitest';
import { buildBySavings } from '../../../server/solver/moves/savings.js';
import type { Problem } from '../../../server/solver/problem.js';
import { driving, onGrid, plainCost, tripsOf } from '../small-fleet.js';

/** The trips that are built, each in its order, and what they cost. */
function built(problem: Problem) {
  const { state, schedule, neighbours } = driving(problem, []);
  buildBySavings(state, schedule, neighbours);
  const trips = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, trips));
  return { trips: trips.filter((trip) => trip.length > 0).map(fromTheSmallerEnd), cost: state.totalCost() };
}

/** A chain has no direction. */
function fromTheSmallerEnd(trip: number[]): number[] {
  return trip[0] <= trip[trip.length - 1] ? trip : [...trip].reverse();
}

const fleet = (count: number, payloadGrams = 100) => Array.from({ length: count }, () => ({ payloadGrams }));

describe('the first plan by savings', () => {
  it('joins stations on one side of the depot and leaves those on two sides apart', () => {
    // Savings: 10 + 20 - 10 = 20 in the north; 10 + 10 - 20 = 0 and 20 + 10 - 30 = 0 across the depot. 40 + 20 m.
    const problem = onGrid(
      [
        [0, 10],
        [0, 20],
        [0, -10],
      ],
      { vehicles: fleet(3) },
    );
    expect(built(problem)).toEqual({ trips: [[0, 1], [2]], cost: 60 });
  });

  it('joins two stations for a saving of two meters', () => {
    // 11 + 11 - 20 = 2: 42 m instead of 22 + 22.
    expect(
      built(
        onGrid(
          [
            [1, 10],
            [1, -10],
          ],
          { vehicles: fleet(2) },
        ),
      ),
    ).toEqual({ trips: [[0, 1]], cost: 42 });
    // 10 + 10 - 20 = 0.
    expect(
      built(
        onGrid(
          [
            [0, 10],
            [0, -10],
          ],
          { vehicles: fleet(2) },
        ),
      ),
    ).toEqual({ trips: [[0], [1]], cost: 40 });
  });

  it('joins the greatest saving first, as far as one vehicle holds it', () => {
    // Savings: 20 between 10 m and 20 m, 40 between 20 m and 30 m, 20 between 10 m and 30 m.
    const row = [
      [0, 10],
      [0, 20],
      [0, 30],
    ] as const;
    expect(built(onGrid(row, { vehicles: fleet(3, 2) }))).toEqual({ trips: [[0], [1, 2]], cost: 20 + 60 });
    expect(built(onGrid(row, { vehicles: fleet(3, 3) })).cost).toBe(60);
  });

  it('goes by the payload of the largest vehicle', () => {
    const problem = onGrid(
      [
        [0, 10],
        [0, 20],
      ],
      { grams: [3, 4], vehicles: [{ payloadGrams: 4 }, { payloadGrams: 7 }] },
    );
    expect(built(problem)).toEqual({ trips: [[0, 1]], cost: 40 });
    const short = onGrid(
      [
        [0, 10],
        [0, 20],
      ],
      { grams: [3, 4], vehicles: [{ payloadGrams: 4 }, { payloadGrams: 6 }] },
    );
    expect(built(short)).toEqual({ trips: [[0], [1]], cost: 20 + 40 });
  });

  it('leaves out what finds no vehicle', () => {
    const problem = onGrid(
      [
        [0, 10],
        [0, -10],
      ],
      { vehicles: fleet(1) },
    );
    expect(built(problem)).toEqual({ trips: [[0]], cost: 20 + 1000 });
  });
});
