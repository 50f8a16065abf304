import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Relaxation, search } from '../../../server/solver/index.js';
import type { Problem } from '../../../server/solver/problem.js';
import { findRelaxation } from '../../../server/solver/reasons/relaxations.js';
import { singleVehicleSubproblem } from '../../../server/solver/reasons/single-vehicle.js';
import { leastCost } from '../exhaustive.js';
import { type TinyRule, tinyProblem } from '../tiny-problem.js';

const stop = { share: (done: number) => done / 300 };

/** The change, written out anew, on a problem of one vehicle. */
function changed(alone: Problem, station: number, { kind, compartment = 0, amount }: Relaxation): Problem {
  const vehicle = alone.vehicles[0];
  const withVehicle = (change: object): Problem => ({ ...alone, vehicles: [{ ...vehicle, ...change }] });
  const withPart = (change: object) =>
    withVehicle({
      compartments: vehicle.compartments.map((part, at) => (at === compartment ? { ...part, ...change } : part)),
    });
  const withLargerPart = (larger: Problem): Problem => {
    const [{ bodies, compartments }] = larger.vehicles;
    const { body } = compartments[compartment];
    const roomier = bodies?.map((each, at) =>
      at === body ? { ...each, milliliters: each.milliliters + amount } : each,
    );
    return { ...larger, vehicles: [{ ...larger.vehicles[0], bodies: roomier }] };
  };
  switch (kind) {
    case 'later-closing': {
      const windows = alone.stations[station].windows.map((window) => ({ ...window }));
      windows[windows.length - 1].closes += amount;
      return { ...alone, stations: alone.stations.map((one, at) => (at === station ? { ...one, windows } : one)) };
    }
    case 'longer-shift':
      return withVehicle({ shiftEnds: vehicle.shiftEnds + amount });
    case 'more-payload':
      return withVehicle({ payloadGrams: vehicle.payloadGrams + amount });
    case 'more-range':
      return withVehicle({ maxMeters: vehicle.maxMeters + amount });
    case 'more-driving':
      return withVehicle({ maxTravelSeconds: vehicle.maxTravelSeconds! + amount });
    case 'further-stop':
      return withVehicle({ maxStops: vehicle.maxStops + amount });
    case 'further-trip':
      return withVehicle({ maxTrips: vehicle.maxTrips + amount });
    case 'larger-compartment':
      return withLargerPart(withPart({ milliliters: vehicle.compartments[compartment].milliliters + amount }));
    case 'longer-keeping':
      return withPart({
        maxTimeOnBoardSeconds: vehicle.compartments[compartment].maxTimeOnBoardSeconds!.map((time) => time + amount),
      });
    case 'further-vehicle':
      return alone;
  }
}

describe('the smallest change that lets goods in', () => {
  it('is enough, as trying everything shows, and without it the goods stay out', () => {
    const kinds = new Set<string>();
    const rules = fc.subarray<TinyRule>(['hours', 'trips', 'driving', 'keeps', 'zones', 'partitions', 'release'], {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.nat(1_000_000), rules, (seed, chosen) => {
        const problem = tinyProblem(seed, chosen);
        const solution = search(problem, { seed: 1, stop });
        for (const goods of solution.unassigned) {
          const relaxation = findRelaxation(problem, solution, goods);
          if (relaxation === undefined) continue;
          kinds.add(relaxation.kind);
          const isNew = relaxation.kind === 'further-vehicle';
          const route = isNew ? undefined : solution.routes.find(({ vehicle }) => vehicle === relaxation.vehicle);
          const { alone, station } = singleVehicleSubproblem(problem, relaxation.vehicle, route, goods);
          // Of leaving anything out.
          const price = alone.stations[0].consignments[0].unservedPenalty;
          expect(leastCost(changed(alone, station, relaxation))).toBeLessThan(price);
          if (!isNew) expect(leastCost(alone)).toBeGreaterThanOrEqual(price);
        }
      }),
      { numRuns: 60, seed: 9 },
    );
    expect(kinds.size).toBeGreaterThan(5);
  });
});
