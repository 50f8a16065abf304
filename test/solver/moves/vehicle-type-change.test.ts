import { describe, expect, it } from 'vitest';
import { VehicleTypeChange } from '../../../server/solver/moves/vehicle-type-change.js';
import type { Problem } from '../../../server/solver/problem.js';
import { driving, onGrid, pictureOf, plainCost, ScriptedRandom, tripsOf } from '../small-fleet.js';

/** Draws an unused vehicle of kind 1; or vehicle 1, whether it is used or not. */
const drawsUnused = [0.1, 0.9];
const drawsAny = [0.9, 0.9];

function changing(problem: Problem, trips: readonly (readonly number[])[], fractions: readonly number[]) {
  const { state, schedule, log } = driving(problem, trips);
  const before = pictureOf(state, schedule);
  const costBefore = state.totalCost();
  const changed = new VehicleTypeChange(state, schedule, new ScriptedRandom(fractions), log).improve(0);
  const now = tripsOf(state);
  expect(state.totalCost()).toBe(plainCost(problem, now));
  const change = state.totalCost() - costBefore;
  if (changed) expect(pictureOf(state, schedule)).not.toEqual(before);
  log.takeBack();
  expect(pictureOf(state, schedule)).toEqual(before);
  return { changed, now, change };
}

describe('a change of the vehicle type', () => {
  // Twenty meters at 2 are 40; at 1 and a fixed cost of 19 they are 39.
  it.each([
    [19, true, -1],
    [20, false, 0],
  ])('gives a trip to an unused vehicle of fixed cost %i: %s', (fixedCost, changed, change) => {
    const problem = onGrid([[0, 10]], { vehicles: [{ costPerMeter: 2 }, { fixedCost }] });
    expect(changing(problem, [[0], []], drawsUnused)).toEqual({
      changed,
      now: changed ? [[], [0]] : [[0], []],
      change,
    });
  });

  it('lets two vehicles in use exchange their trips where the longer one becomes cheaper', () => {
    // 2 × 40 + 1 × 20 = 100; exchanged 2 × 20 + 1 × 40 = 80.
    const problem = onGrid(
      [
        [0, 20],
        [0, 10],
      ],
      { vehicles: [{ costPerMeter: 2 }, {}] },
    );
    expect(changing(problem, [[0], [1]], drawsAny)).toEqual({ changed: true, now: [[1], [0]], change: -20 });
    // Equally long trips: 60 either way.
    const even = onGrid(
      [
        [0, 10],
        [0, -10],
      ],
      { vehicles: [{ costPerMeter: 2 }, {}] },
    );
    expect(changing(even, [[0], [1]], drawsAny)).toEqual({ changed: false, now: [[0], [1]], change: 0 });
  });

  it.each([
    [5, true],
    [4, false],
  ])('gives 5 g to a vehicle that holds %i g: %s', (payloadGrams, changed) => {
    const problem = onGrid([[0, 10]], { grams: [5], vehicles: [{ costPerMeter: 2 }, { payloadGrams }] });
    expect(changing(problem, [[0], []], drawsUnused).changed).toBe(changed);
  });

  it.each([
    [1900, true],
    [1901, false],
  ])('gives a station that takes 1900 mm to a vehicle of %i mm: %s', (heightMillimeters, changed) => {
    const problem = onGrid([[0, 10]], {
      vehicles: [{ costPerMeter: 2 }, { heightMillimeters }],
      stations: { 0: { maxVehicleHeightMillimeters: 1900 } },
    });
    expect(changing(problem, [[0], []], drawsUnused).changed).toBe(changed);
  });

  it('asks for two kinds of vehicles, and for a vehicle that may drive', () => {
    const alike = onGrid([[0, 10]], { vehicles: [{}, {}] });
    expect(changing(alike, [[0], []], drawsAny).changed).toBe(false);
    const parked = onGrid([[0, 10]], { vehicles: [{ costPerMeter: 2 }, { maxTrips: 0 }] });
    expect(changing(parked, [[0], []], drawsUnused).changed).toBe(false);
  });
});
