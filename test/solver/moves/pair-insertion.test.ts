import { describe, expect, it } from 'vitest';
import { PairInsertion } from '../../../server/solver/moves/pair-insertion.js';
import type { Problem } from '../../../server/solver/problem.js';
import type { PairSchedule } from '../../../server/solver/schedules/schedule.js';
import { attentive, driving, onGrid, pictureOf, plainCost, tripsOf } from '../small-fleet.js';

/** Places the pair whose goods go from station 1 to station 2. */
function placing(problem: Problem, trips: readonly (readonly number[])[]) {
  const { state, schedule, log, neighbours } = driving(problem, trips);
  const before = pictureOf(state, schedule);
  const costBefore = state.drivingCost;
  const placed = new PairInsertion(state, schedule as PairSchedule, neighbours, attentive, log).placePair(1, 2);
  const now = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, now));
  const added = state.drivingCost - costBefore;
  if (placed) expect(pictureOf(state, schedule)).not.toEqual(before);
  log.takeBack();
  expect(pictureOf(state, schedule)).toEqual(before);
  return { placed, now, added };
}

/** The pair, and a station that closes when it is reached first on the way out. */
const pair = { 0: { windows: [{ opens: 0, closes: 20 }] }, 2: { pickedUpAt: 1 } };
/** Along one street: from the depot 20 m to a station; what is picked up at 10 m is wanted at 30 m. */
const street = [
  [0, 20],
  [0, 10],
  [0, 30],
] as const;

describe('the insertion of a pair', () => {
  it('puts each end where it lies on the way', () => {
    // 60 m instead of 40.
    expect(placing(onGrid(street, { stations: pair }), [[0]])).toEqual({ placed: true, now: [[1, 0, 2]], added: 20 });
  });

  it('delivers after the pickup though the other order lay on the way', () => {
    // Wanted at 10 m, picked up at 30 m: on the way back.
    const back = [street[0], street[2], street[1]];
    const problem = onGrid(back, { stations: pair });
    const { now, added } = placing(problem, [[0]]);
    expect([now, added]).toEqual([[[0, 1, 2]], 20]);
  });

  it.each([
    [7, [[1, 0, 2]]],
    [6, undefined],
  ])('has 3 g on board and takes 4 g more into a vehicle of %i g', (payloadGrams, expected) => {
    // The station's 3 g leave at 20 m, the pair's 4 g come at 10 m. Without room for both the pickup comes later.
    const problem = onGrid(street, { grams: [3, 4, 4], vehicles: [{ payloadGrams }], stations: pair });
    const { now, added } = placing(problem, [[0]]);
    // 20 + 10 + 20 + 30 = 80 m: the station first, back for the goods, and on.
    expect([now, added]).toEqual(expected === undefined ? [[[0, 1, 2]], 40] : [expected, 20]);
  });

  it.each([
    [3, true],
    [2, false],
  ])('makes both visits beside another with a vehicle of %i stops: %s', (maxStops, placed) => {
    expect(placing(onGrid(street, { vehicles: [{ maxStops }], stations: pair }), [[0]]).placed).toBe(placed);
  });

  it.each([
    [30, true],
    [29, false],
  ])('delivers at second 30 where the station closes at %i: %s', (closes, placed) => {
    const stations = { 2: { pickedUpAt: 1, windows: [{ opens: 0, closes }] } };
    expect(placing(onGrid(street, { stations }), [[0]]).placed).toBe(placed);
  });

  it.each([
    [11, true],
    [10, false],
  ])('pays 20 for a pair of which each end costs %i to leave out: %s', (each, placed) => {
    const consignments = [{ zone: 0, grams: 1, milliliters: 0, unservedPenalty: each }];
    const stations = { 1: { consignments }, 2: { consignments, pickedUpAt: 1 } };
    expect(placing(onGrid(street, { stations }), [[0]]).placed).toBe(placed);
  });
});
