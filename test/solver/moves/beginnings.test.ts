import { describe, expect, it } from 'vitest';
import { placeFixedPrefix } from '../../../server/solver/moves/fixed-prefix.js';
import { warmStart } from '../../../server/solver/moves/warm-start.js';
import type { ProblemFixedVisit, ProblemVehicle } from '../../../server/solver/problem.js';
import { driving, onGrid, type SmallFleetInput, tripsOf } from '../small-fleet.js';

const visit = (station: number): ProblemFixedVisit => ({ station, zones: [0] });
/** Up a street; a meter takes a second. */
const street = [
  [0, 10],
  [0, 20],
  [0, 30],
] as const;

describe('the executed prefix', () => {
  const placed = (vehicle: Partial<ProblemVehicle>, input: SmallFleetInput = {}) => {
    const executedPrefix = [[visit(1), visit(0)]];
    const { state, schedule } = driving(onGrid(street, { ...input, vehicles: [{ ...vehicle, executedPrefix }] }), []);
    placeFixedPrefix(state, schedule);
    // 20 + 10 + 10 m.
    expect(state.drivingCost).toBe(40);
    return tripsOf(state);
  };

  it('stands in its order, though windows have closed', () => {
    const stations = { 0: { windows: [{ opens: 0, closes: 5 }] } };
    expect(placed({}, { stations })).toEqual([[1, 0]]);
  });

  it.each([
    [7, true],
    [6, false],
  ])('of 3 g and 4 g is refused in a sentence by a vehicle of fewer, here %i g', (payloadGrams, fits) => {
    const grams = [3, 4, 1];
    if (fits) expect(placed({ payloadGrams }, { grams })).toEqual([[1, 0]]);
    else expect(() => placed({ payloadGrams }, { grams })).toThrow('Vehicle 0 cannot hold what its given visits need.');
  });

  it.each([
    [40, true],
    [39, false],
  ])('of 40 s is refused in a sentence by a shift of fewer, here %i s', (shiftEnds, fits) => {
    if (fits) expect(placed({ shiftEnds })).toEqual([[1, 0]]);
    else expect(() => placed({ shiftEnds })).toThrow('Vehicle 0 cannot keep its given visits.');
  });
});

describe('a warm start', () => {
  const started = (input: SmallFleetInput, stations = [0, 2, 1]) => {
    const start = [{ vehicle: 0, trips: [stations.map(visit)] }];
    const { state, schedule } = driving(onGrid(street, { ...input, problem: { start } }), []);
    warmStart(state, schedule);
    return tripsOf(state)[0];
  };

  it('keeps the visits of before, in their order', () => {
    expect(started({})).toEqual([0, 2, 1]);
  });

  it.each([
    [60, [0, 2, 1]],
    [59, [0]],
  ])('leaves out the last visits of a day that is over by then: %i m', (maxMeters, expected) => {
    // All three 60 m, as the first two; the first alone 20 m.
    expect(started({ vehicles: [{ maxMeters }] })).toEqual(expected);
  });

  it.each([
    [3, [0, 2, 1]],
    [2, [0, 2]],
  ])('leaves out what a vehicle does not hold any more: %i g', (payloadGrams, expected) => {
    expect(started({ vehicles: [{ payloadGrams }] })).toEqual(expected);
  });

  it('passes one visit over and takes the next', () => {
    expect(started({ grams: [1, 1, 5], vehicles: [{ payloadGrams: 2 }] })).toEqual([0, 1]);
  });

  it('stands behind what is executed', () => {
    const start = [{ vehicle: 0, trips: [[visit(2), visit(1)]] }];
    const executedPrefix = [[visit(1)]];
    const { state, schedule } = driving(onGrid(street, { vehicles: [{ executedPrefix }], problem: { start } }), []);
    placeFixedPrefix(state, schedule);
    warmStart(state, schedule);
    expect(tripsOf(state)).toEqual([[1, 2]]);
  });
});
