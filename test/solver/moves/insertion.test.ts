import { describe, expect, it } from 'vitest';
import { Insertion } from '../../../server/solver/moves/insertion.js';
import type { Problem } from '../../../server/solver/problem.js';
import { attentive, driving, onGrid, pictureOf, plainCost, ScriptedRandom, tripsOf, withArcs } from '../small-fleet.js';

/** Puts a station that nobody serves where it costs least; the trips then, and by how much driving became dearer. */
function placing(problem: Problem, trips: readonly (readonly number[])[], station: number, random = attentive) {
  const { state, schedule, log, neighbours } = driving(problem, trips);
  const before = pictureOf(state, schedule);
  const costBefore = state.drivingCost;
  const insertion = new Insertion(state, schedule, neighbours, random, log);
  const placed = insertion.place(station);
  const now = tripsOf(state);
  if (problem.vehicles.every(({ maxTrips }) => maxTrips === 1)) expect(state.totalCost()).toBe(plainCost(problem, now));
  const added = state.drivingCost - costBefore;
  if (placed) expect(pictureOf(state, schedule)).not.toEqual(before);
  log.takeBack();
  expect(pictureOf(state, schedule)).toEqual(before);
  return { placed, now, added };
}

/** The trip 0, 1 and a third station; every arc as long as it is written. */
const arcs = (lastLeg: number) => [
  [0, 10, 30, 9],
  [10, 0, 10, 4],
  [30, 10, 0, lastLeg],
  [9, 7, 3, 0],
];

describe('an insertion', () => {
  it('goes where the three legs cost least', () => {
    // First 9 + 7 - 10 = 6; between 4 + 3 - 10 = -3; last 8 + 9 - 30 = -13.
    expect(placing(withArcs(arcs(8)), [[0, 1]], 2)).toEqual({ placed: true, now: [[0, 1, 2]], added: -13 });
    // Last 19 + 9 - 30 = -2.
    expect(placing(withArcs(arcs(19)), [[0, 1]], 2)).toEqual({ placed: true, now: [[0, 2, 1]], added: -3 });
    // Between 14 + 3 - 10 = 7; first 9 + 7 - 10 = 6.
    const far = arcs(40);
    far[1][3] = 14;
    expect(placing(withArcs(far), [[0, 1]], 2)).toEqual({ placed: true, now: [[2, 0, 1]], added: 6 });
  });

  it('opens a vehicle that costs less than the detour', () => {
    // Ten meters south of a trip to the north: 20 more on it, 20 and the fixed cost on a vehicle of its own.
    const twoSides = [
      [0, 10],
      [0, -10],
    ] as const;
    const withFixed = (fixedCost: number) => onGrid(twoSides, { vehicles: [{ costPerMeter: 2 }, { fixedCost }] });
    expect(placing(withFixed(19), [[0], []], 1)).toEqual({ placed: true, now: [[0], [1]], added: 39 });
    expect(placing(withFixed(21), [[0], []], 1)).toEqual({ placed: true, now: [[0, 1], []], added: 40 });
  });

  it.each([
    [21, true],
    [20, false],
  ])('pays 20 for a station that costs %i to leave out: %s', (unservedPenalty, placed) => {
    const consignments = [{ zone: 0, grams: 1, milliliters: 0, unservedPenalty }];
    const problem = onGrid([[0, 10]], { stations: { 0: { consignments } } });
    expect(placing(problem, [[]], 0)).toEqual({ placed, now: [placed ? [0] : []], added: placed ? 20 : 0 });
  });

  it.each([
    [7, true],
    [6, false],
  ])('puts 4 g beside 3 g into a vehicle of %i g: %s', (payloadGrams, placed) => {
    const problem = onGrid(
      [
        [0, 10],
        [0, 20],
      ],
      { grams: [3, 4], vehicles: [{ payloadGrams }] },
    );
    expect(placing(problem, [[0]], 1).placed).toBe(placed);
  });

  it.each([
    [40, true],
    [39, false],
  ])('makes a trip of 40 m with a vehicle that may drive %i m: %s', (maxMeters, placed) => {
    expect(
      placing(
        onGrid(
          [
            [0, 10],
            [0, 20],
          ],
          { vehicles: [{ maxMeters }] },
        ),
        [[0]],
        1,
      ).placed,
    ).toBe(placed);
  });

  it.each([
    [2, true],
    [1, false],
  ])('makes a second visit with a vehicle of %i stops: %s', (maxStops, placed) => {
    expect(
      placing(
        onGrid(
          [
            [0, 10],
            [0, 20],
          ],
          { vehicles: [{ maxStops }] },
        ),
        [[0]],
        1,
      ).placed,
    ).toBe(placed);
  });

  it.each([
    [30, [[0, 1]]],
    [29, [[1, 0]]],
    [9, [[0]]],
  ])('reaches a station at 10 or 30 that closes at %i', (closes, now) => {
    // South ten meters, behind ten meters north: 10 + 20. The north is open for ever.
    const problem = onGrid(
      [
        [0, 10],
        [0, -10],
      ],
      { stations: { 1: { windows: [{ opens: 0, closes }] } } },
    );
    // Both places cost 20; a tie goes to the one behind the neighbour.
    expect(placing(problem, [[0]], 1)).toEqual({
      placed: now[0].length === 2,
      now,
      added: now[0].length === 2 ? 20 : 0,
    });
  });

  it.each([
    [30, true],
    [29, false],
  ])('goes before a station that is reached at 30 then and closes at %i: %s', (closes, placed) => {
    // The new station opens for a moment at 10, so that it comes first.
    const first = { windows: [{ opens: 10, closes: 10 }] };
    const problem = onGrid(
      [
        [0, 10],
        [0, -10],
      ],
      { stations: { 0: { windows: [{ opens: 0, closes }] }, 1: first } },
    );
    expect(placing(problem, [[0]], 1).now).toEqual(placed ? [[1, 0]] : [[0]]);
  });

  it('drives a further trip at the price of its meters alone', () => {
    const vehicle = { payloadGrams: 1, maxTrips: 2, fixedCost: 100 };
    const problem = onGrid(
      [
        [0, 10],
        [0, 20],
      ],
      { vehicles: [vehicle] },
    );
    expect(placing(problem, [[0], []], 1)).toEqual({ placed: true, now: [[0], [1]], added: 40 });
    const once = onGrid(
      [
        [0, 10],
        [0, 20],
      ],
      { vehicles: [{ ...vehicle, maxTrips: 1 }] },
    );
    expect(placing(once, [[0]], 1).placed).toBe(false);
  });

  it('passes a place over when it blinks', () => {
    // The first draw puts the first blink on the first position looked at, behind the nearest neighbour, which costs -13.
    const blinking = new ScriptedRandom([0, 0.9999]);
    expect(placing(withArcs(arcs(8)), [[0, 1]], 2, blinking)).toEqual({ placed: true, now: [[0, 2, 1]], added: -3 });
  });

  it('looks only at vehicles that were touched, if told so', () => {
    const problem = onGrid(
      [
        [0, 10],
        [0, -10],
        [0, -20],
      ],
      { vehicles: [{}, {}] },
    );
    const { state, schedule, log, neighbours } = driving(problem, [[0], [1]]);
    log.touch(0);
    expect(new Insertion(state, schedule, neighbours, attentive, log).place(2, true)).toBe(true);
    // Behind the southern one it were 20 m more; on the northern trip it is 40.
    expect(state.tripOf[2]).toBe(0);
    expect(state.drivingCost).toBe(20 + 20 + 40);
  });
});
