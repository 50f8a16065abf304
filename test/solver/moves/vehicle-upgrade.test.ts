import { describe, expect, it } from 'vitest';
import { clusteredProblem } from '../../../scripts/pictures/clustered-problem.js';
import { Model } from '../../../server/solver/model/model.js';
import { VehicleUpgrade } from '../../../server/solver/moves/vehicle-upgrade.js';
import { FleetState } from '../../../server/solver/plan/fleet-state.js';
import { UndoLog } from '../../../server/solver/plan/undo-log.js';
import type { ProblemVehicle } from '../../../server/solver/problem.js';
import { makeSchedule } from '../../../server/solver/schedules/schedule.js';

const small = 0;
const [first, second] = [0, 1];
const anyPrice = Number.POSITIVE_INFINITY;

/** Two stations of 10 g, the first of which a small vehicle (10 g) visits; others of these kinds are unused. */
function halfServed(others: readonly Partial<ProblemVehicle>[], height = anyPrice) {
  const problem = clusteredProblem(2, 1);
  const vehicle = { ...problem.vehicles[0], payloadGrams: 10, fixedCost: 100, costPerMeter: 1 };
  const state = new FleetState(
    new Model({
      ...problem,
      vehicles: [vehicle, ...others.map((other) => ({ ...vehicle, heightMillimeters: 2000, ...other }))],
      stations: problem.stations.map((station) => ({
        ...station,
        maxVehicleHeightMillimeters: height,
        consignments: [{ ...station.consignments[0], grams: 10 }],
      })),
    }),
  );
  const schedule = makeSchedule(state);
  const log = new UndoLog(state, schedule);
  log.begin();
  state.insert(small, -1, first);
  schedule.inserted(small, first);
  expect(VehicleUpgrade.helps(state, schedule)).toBe(true);
  const larger = new VehicleUpgrade(state, schedule, log);
  larger.lookUp();
  return { state, schedule, larger };
}

describe('A full trip of a small vehicle', () => {
  it('goes over to the cheapest that holds it, at the price that was told', () => {
    const { state, schedule, larger } = halfServed([
      { payloadGrams: 20, fixedCost: 900 },
      { payloadGrams: 20, fixedCost: 180, costPerMeter: 2 },
      { payloadGrams: 15, fixedCost: 110 },
      { payloadGrams: 20, fixedCost: 5000 },
    ]);
    expect(state.fits(small, second)).toBe(false);
    expect(larger.fits(small, second, anyPrice)).toBe(true);
    const price = larger.price(small, first, second, anyPrice);
    const before = state.drivingCost;
    const trip = larger.takeOver(small, second);
    state.insert(trip, first, second);
    expect(schedule.inserted(trip, second)).toBe(true);
    expect(state.drivingCost - before).toBeCloseTo(price, 6);
    expect(state.vehicleStops[small]).toBe(0);
    const meters = state.vehicleMeters[trip];
    expect(state.drivingCost).toBeCloseTo(Math.min(900 + meters, 180 + 2 * meters), 6);
  });

  it('stays where none holds more, or only above the price that is asked', () => {
    expect(halfServed([{ payloadGrams: 15 }]).larger.fits(small, second, anyPrice)).toBe(false);
    const { larger } = halfServed([{ payloadGrams: 20, fixedCost: 600 }]);
    expect(larger.fits(small, second, 500)).toBe(false);
    expect(larger.fits(small, second, 501)).toBe(true);
    expect(larger.price(small, first, second, 501)).toBe(Number.POSITIVE_INFINITY);
  });

  it('stays as it was where the larger vehicle is too high for a station', () => {
    const { state, larger } = halfServed([{ payloadGrams: 20, fixedCost: 200 }], 1900);
    const before = state.drivingCost;
    expect(larger.fits(small, second, anyPrice)).toBe(true);
    expect(larger.takeOver(small, second)).toBe(-1);
    expect(state.tripOf[first]).toBe(small);
    expect(state.drivingCost).toBeCloseTo(before, 6);
  });
});
