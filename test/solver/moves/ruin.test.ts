import { describe, expect, it } from 'vitest';
import { Ruin } from '../../../server/solver/moves/ruin.js';
import type { Problem } from '../../../server/solver/problem.js';
import { driving, onGrid, pictureOf, plainCost, ScriptedRandom, tripsOf } from '../small-fleet.js';

/** What is left of the trips when something was ruined with these random numbers; the log brings it all back. */
function left(
  problem: Problem,
  trips: readonly (readonly number[])[],
  fractions: readonly number[],
  ruins: (ruin: Ruin) => boolean,
) {
  const { state, schedule, log, neighbours } = driving(problem, trips);
  const before = pictureOf(state, schedule);
  const ruin = new Ruin(state, schedule, neighbours, new ScriptedRandom(fractions), log);
  expect(ruins(ruin)).toBe(true);
  const now = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, now));
  if (JSON.stringify(now) !== JSON.stringify(trips)) expect(pictureOf(state, schedule)).not.toEqual(before);
  log.takeBack();
  expect(pictureOf(state, schedule)).toEqual(before);
  return now;
}

/** Six stations up a street; one trip visits them all. */
const six = [10, 20, 30, 40, 50, 60].map((y) => [0, y] as const);
const all = [[0, 1, 2, 3, 4, 5]];
const whole = 0.9;
const around2 = (ruin: Ruin) => ruin.stringsAround(2);

describe('the removal of strings', () => {
  // One string (0 of up to 40 / 7 - 1); its size is 1 + ⌊6f⌋; whether it is split; where it begins.
  it.each([
    ['three behind each other from the station on', [0, 0.4, whole, 0], [[0, 1, 5]]],
    ['three of which it is the middle', [0, 0.4, whole, 0.5], [[0, 4, 5]]],
    ['three of which it is the last', [0, 0.4, whole, 0.99], [[3, 4, 5]]],
    ['the station alone', [0, 0, whole], [[0, 1, 3, 4, 5]]],
    ['the whole trip', [0, 0.99, whole], [[]]],
  ])('takes out %s', (_, fractions, expected) => {
    expect(left(onGrid(six), all, fractions, around2)).toEqual(expected);
  });

  it('begins a string ahead of the station where the trip ends too soon behind it', () => {
    expect(left(onGrid(six), all, [0, 0.4, whole, 0], (ruin) => ruin.stringsAround(4))).toEqual([[0, 1, 2]]);
  });

  // Split, no longer gap, from the station on, kept behind the first or behind the second.
  it.each([
    [[0, 0.4, 0.1, 0.5, 0, 0], [[0, 1, 3]]],
    [[0, 0.4, 0.1, 0.5, 0, 0.99], [[0, 1, 4]]],
  ])('keeps one visit inside of a split string', (fractions, expected) => {
    expect(left(onGrid(six), all, fractions, around2)).toEqual(expected);
  });

  it('keeps two inside of a string with a longer gap', () => {
    // Size two around station 0, split, one longer gap, then none: 0 and 3 leave.
    expect(left(onGrid(six), all, [0, 0.2, 0.1, 0.001, 0.5, 0, 0], (ruin) => ruin.stringsAround(0))).toEqual([
      [1, 2, 4, 5],
    ]);
  });

  it('goes to the nearest other trip for a second string', () => {
    // Three trips of one visit, mean one: 0.1 × 19 + 1 are two strings. From 10 m, 20 m is nearer than 60 m.
    const problem = onGrid([six[0], six[1], six[5]], { vehicles: [{}, {}, {}] });
    expect(left(problem, [[0], [1], [2]], [0.1], (ruin) => ruin.stringsAround(0))).toEqual([[], [], [2]]);
    expect(left(problem, [[0], [1], [2]], [0.05], (ruin) => ruin.stringsAround(0))).toEqual([[], [1], [2]]);
  });

  it('leaves locked vehicles alone', () => {
    const { state, schedule, log, neighbours } = driving(onGrid(six.slice(0, 2), { vehicles: [{}, {}] }), [[0], [1]]);
    state.locked[0] = 1;
    const ruin = new Ruin(state, schedule, neighbours, new ScriptedRandom([0.99]), log);
    expect(ruin.stringsAround(0)).toBe(true);
    expect(tripsOf(state)).toEqual([[0], []]);
    expect(ruin.wholeDay(0)).toBe(true);
    expect(tripsOf(state)).toEqual([[0], []]);
  });

  it('takes the other end of a pair along, and only then both', () => {
    const problem = onGrid(six, { stations: { 5: { pickedUpAt: 2 } } });
    expect(left(problem, all, [0, 0, whole], around2)).toEqual([[0, 1, 3, 4]]);
    expect(left(problem, all, [0, 0, whole], (ruin) => ruin.stringsAround(3))).toEqual([[0, 1, 2, 4, 5]]);
  });

  it('leaves visits that are given', () => {
    const executedPrefix = [[{ station: 0, zones: [0] }]];
    const problem = onGrid(six, { vehicles: [{ executedPrefix }] });
    expect(left(problem, all, [0, 0.99, whole], around2)).toEqual([[0]]);
  });

  it('takes all parts of a station out, also from other trips', () => {
    const goods = (zone: number) => ({ zone, grams: 1, milliliters: 1, unservedPenalty: 1000 });
    const vehicle = { compartments: [{ zoneMask: 3, milliliters: 9 }] };
    const problem = onGrid(six.slice(0, 2), {
      vehicles: [vehicle, vehicle],
      stations: { 0: { consignments: [goods(0), goods(1)] } },
      problem: { zoneCount: 2 },
    });
    const { model, state, schedule, log, neighbours } = driving(problem, [[], [1]]);
    state.insert(0, -1, model.node(0, 1));
    state.insert(1, -1, model.node(0, 2));
    for (const vehicleNo of [0, 1]) schedule.refresh(vehicleNo);
    expect(tripsOf(state)).toEqual([[0], [0, 1]]);
    // One string of one visit, around the station itself.
    new Ruin(state, schedule, neighbours, new ScriptedRandom([0]), log).stringsAround(0);
    expect(tripsOf(state)).toEqual([[], [1]]);
    expect(state.missingMask(0)).toBe(3);
  });
});

describe('the removal of whole days', () => {
  const threeTrips = [[0, 1], [2, 3], [4]];
  const problem = onGrid(six, { vehicles: [{}, {}, {}] });

  it('empties the vehicle of the station that is drawn', () => {
    // Of six stations the fourth is at 0.5.
    expect(left(problem, threeTrips, [0.5], (ruin) => ruin.vehicle())).toEqual([[0, 1], [], [4]]);
    // The sixth is served by nobody.
    expect(left(problem, threeTrips, [0.99], (ruin) => ruin.vehicle())).toEqual(threeTrips);
  });

  it('empties two vehicles around a station that nobody serves', () => {
    // 60 m is absent; nobody is passed over: 50 m and 40 m lie nearest.
    const nearest = left(problem, threeTrips, [0, 0.9], (ruin) => ruin.daysAroundAbsent());
    expect(nearest).toEqual([[0, 1], [], []]);
    // The first of the two is passed over (below a half), the next ones are not.
    const passing = left(problem, threeTrips, [0, 0.1, 0.9], (ruin) => ruin.daysAroundAbsent());
    expect(passing).toEqual([[], [], [4]]);
  });
});
