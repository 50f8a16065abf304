import { describe, expect, it } from 'vitest';
import { SwapTails } from '../../../server/solver/moves/swap-tails.js';
import type { Problem } from '../../../server/solver/problem.js';
import { driving, onGrid, pictureOf, plainCost, tripsOf } from '../small-fleet.js';

/** Tries to improve around a station; what was driven before and is now, and by how much the cost changed. */
function improving(problem: Problem, trips: readonly (readonly number[])[], station: number) {
  const { state, schedule, log, neighbours } = driving(problem, trips);
  const before = pictureOf(state, schedule);
  const costBefore = state.totalCost();
  expect(costBefore).toBe(plainCost(problem, trips));
  const improved = new SwapTails(state, schedule, neighbours, log).improve(station);
  const now = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, now));
  const change = state.totalCost() - costBefore;
  if (improved) expect(pictureOf(state, schedule)).not.toEqual(before);
  log.takeBack();
  expect(pictureOf(state, schedule)).toEqual(before);
  return { improved, now, change };
}

/** Two stations north of the depot, two south; each vehicle drives to both sides. */
const northAndSouth = [
  [0, 10],
  [0, 20],
  [0, -10],
  [0, -20],
] as const;
/** Two visits each, so that no trip takes the other over. */
const twoStops = [{ maxStops: 2 }, { maxStops: 2 }];
/** In time as the first stop only. */
const onlyFirst = { windows: [{ opens: 0, closes: 10 }] };
const crossing = [
  [0, 3],
  [2, 1],
];
const untangled = [
  [0, 1],
  [2, 3],
];

describe('2-opt*', () => {
  it('exchanges the ends of two trips that cross the depot', () => {
    // 10 + 30 + 20 twice; afterwards 10 + 10 + 20 twice.
    const result = improving(onGrid(northAndSouth, { vehicles: twoStops }), crossing, 0);
    expect(result).toEqual({ improved: true, now: untangled, change: -40 });
  });

  it('makes an exchange that saves two meters, and none that saves nothing', () => {
    // From (0, 10) and (5, 10) up to (2, 20) and (3, 20): 13 + 13 m; each to its own side 12 + 12 m.
    const apart = [
      [0, 10],
      [2, 20],
      [5, 10],
      [3, 20],
    ] as const;
    expect(improving(onGrid(apart, { vehicles: twoStops }), crossing, 0)).toEqual({
      improved: true,
      now: untangled,
      change: -2,
    });
    const together = [
      [0, 10],
      [2, 20],
      [5, 10],
      [2, 20],
    ] as const;
    const same = improving(onGrid(together, { vehicles: twoStops }), crossing, 0);
    expect(same).toEqual({ improved: false, now: crossing, change: 0 });
  });

  it('joins two trips and spares the second vehicle its fixed cost', () => {
    // 100 + 20 and 100 + 40; together 100 + 40.
    const problem = onGrid(northAndSouth.slice(0, 2), { vehicles: [{ fixedCost: 100 }, { fixedCost: 100 }] });
    expect(improving(problem, [[0], [1]], 0)).toEqual({ improved: true, now: [[0, 1], []], change: -120 });
  });

  it.each([
    [19, true, -4],
    [20, false, 0],
  ])(
    'counts what a tail costs in the other vehicle: one that goes %i m further south, %s',
    (further, improved, change) => {
      // The second vehicle costs 3 a meter. 60 + 2d and 3 × 60; afterwards 40 and 3 × (40 + 2d): 4d - 80 more.
      const problem = onGrid([...northAndSouth, [0, -20 - further]], {
        vehicles: [{ maxStops: 3 }, { maxStops: 3, costPerMeter: 3 }],
      });
      const trips = [
        [0, 3, 4],
        [2, 1],
      ];
      const now = improved
        ? [
            [0, 1],
            [2, 3, 4],
          ]
        : trips;
      expect(improving(problem, trips, 0)).toEqual({ improved, now, change });
    },
  );

  it('leaves no gap in days of several trips', () => {
    const vehicles = [{ maxTrips: 2 }, { maxTrips: 2 }];
    const problem = onGrid(northAndSouth.slice(0, 2), { vehicles });
    const trips = [[0], [], [1], []];
    const { state, schedule, log, neighbours } = driving(problem, trips);
    expect(new SwapTails(state, schedule, neighbours, log).improve(0)).toBe(false);
    expect(tripsOf(state)).toEqual(trips);
  });

  it.each([
    [7, true],
    [6, false],
  ])('brings 2 + 5 g into a vehicle that holds %i g: %s', (payloadGrams, improved) => {
    const problem = onGrid(northAndSouth, {
      grams: [2, 5, 2, 1],
      vehicles: [{ payloadGrams, maxStops: 2 }, { maxStops: 2 }],
    });
    expect(improving(problem, crossing, 0)).toEqual({
      improved,
      now: improved ? untangled : crossing,
      change: improved ? -40 : 0,
    });
  });

  it.each([
    [21, true],
    [20, false],
  ])('reaches a station at second 21 that closes at %i: %s', (closes, improved) => {
    // Ten seconds to the first, one of service, ten more to the second; alone it is reached at 20.
    const problem = onGrid(northAndSouth.slice(0, 2), {
      vehicles: [{}, {}],
      stations: {
        0: { ...onlyFirst, service: { fixedMicros: 1_000_000, microsPerGram: 0 } },
        1: { windows: [{ opens: 0, closes }] },
      },
    });
    expect(improving(problem, [[0], [1]], 0)).toEqual({
      improved,
      now: improved ? [[0, 1], []] : [[0], [1]],
      change: improved ? -20 : 0,
    });
  });

  it.each([
    [40, true],
    [39, false],
  ])('lets a vehicle drive 40 m that may drive %i m: %s', (maxMeters, improved) => {
    const problem = onGrid(northAndSouth.slice(0, 2), { vehicles: [{ maxMeters }, {}], stations: { 0: onlyFirst } });
    expect(improving(problem, [[0], [1]], 0).improved).toBe(improved);
  });

  it('cuts no pair in two', () => {
    const pair = { 3: { pickedUpAt: 0 } };
    const problem = onGrid(northAndSouth, { vehicles: twoStops, stations: pair });
    expect(improving(problem, crossing, 0)).toEqual({ improved: false, now: crossing, change: 0 });
  });

  it('leaves locked vehicles as they are, whichever of the two it is', () => {
    for (const vehicle of [0, 1]) {
      const { state, schedule, log, neighbours } = driving(onGrid(northAndSouth, { vehicles: [{}, {}] }), crossing);
      state.locked[vehicle] = 1;
      expect(new SwapTails(state, schedule, neighbours, log).improve(0)).toBe(false);
      expect(tripsOf(state)).toEqual(crossing);
    }
  });
});
