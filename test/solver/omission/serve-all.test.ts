import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unservedPenalties } from '../../../server/application/planning/unserved-penalties.js';
import { checkProblem, search } from '../../../server/solver/index.js';
import type { Problem } from '../../../server/solver/problem.js';
import { Random } from '../../../server/solver/random.js';
import { singleVehicleSubproblem } from '../../../server/solver/reasons/single-vehicle.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';
import { leastCost } from '../exhaustive.js';
import { plainCheck } from '../plain-check.js';
import { type TinyRule, tinyProblem, tinyRules } from '../tiny-problem.js';
import { fixedCosts, largeFleetDay } from './large-fleet-day.js';

const after = (iterations: number) => ({ share: (done: number) => done / iterations });

/** The day with the penalties that planning gives: priorities drawn at random, and what the operator's prices are. */
function withPenalties(problem: Problem, seed: number, omissionMicros?: number): Problem {
  const random = new Random(seed);
  const goods = problem.stations.flatMap(({ consignments }, station) =>
    consignments.map(({ zone }) => ({
      consignmentId: `${station} ${zone}`,
      stationId: `${station}`,
      zoneId: `${zone}`,
      priority: 1 + random.below(9),
    })),
  );
  const depot = omissionMicros === undefined ? {} : { rules: { omissionMicros } };
  const penalties = unservedPenalties(problem, goods, [], depot);
  return {
    ...problem,
    stations: problem.stations.map((station, at) => ({
      ...station,
      consignments: station.consignments.map((each) => ({
        ...each,
        unservedPenalty: penalties.get(`${at} ${each.zone}`)!,
      })),
    })),
  };
}

describe('what can be brought is brought', () => {
  it('of any day with a fleet that is large enough, whatever a vehicle costs', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(1, 20), (seed, iterations) => {
        const problem = withPenalties(largeFleetDay(seed), seed);
        expect(checkProblem(problem)).toEqual([]);
        const solution = search(problem, { seed: 1, stop: after(iterations) });
        expect(solution.unassigned).toEqual([]);
        expect(plainCheck(problem, solution)).toEqual([]);
      }),
      fuzzRuns(125, 11),
    );
  });

  it('counts priority first, then how many, then cost, however the sums differ', () => {
    const bulky = { grams: 60, milliliters: 0, zone: 0 };
    const small = { grams: 25, milliliters: 0, zone: 0 };
    const at = (place: number, goods: typeof bulky) => ({ place, goods });
    const leftOut = (stations: { place: number; goods: typeof bulky; priority: number }[], fixedCost: number) => {
      const size = stations.length + 1;
      const meters = Int32Array.from({ length: size ** 2 }, (_, cell) =>
        Math.abs((cell % size) - Math.floor(cell / size)),
      );
      const problem: Problem = {
        zoneCount: 1,
        matrices: [{ size, meters, seconds: meters }],
        depots: [
          {
            place: 0,
            opens: 0,
            closes: 1e6,
            docks: Number.POSITIVE_INFINITY,
            loading: { fixedMicros: 0, microsPerGram: 0 },
          },
        ],
        vehicles: [
          {
            depot: 0,
            matrix: 0,
            shiftBegins: 0,
            shiftEnds: 1e6,
            payloadGrams: 60,
            compartments: [{ zoneMask: 1, milliliters: 1 }],
            maxStops: 9,
            maxMeters: 1e9,
            maxTrips: 1,
            heightMillimeters: 0,
            fixedCost,
            costPerMeter: 1e9,
            costPerSecond: 0,
          },
        ],
        stations: stations.map(({ place, goods }) => ({
          place,
          windows: [{ opens: 0, closes: 1e6 }],
          service: { fixedMicros: 0, microsPerGram: 0 },
          maxVehicleHeightMillimeters: 1e6,
          consignments: [{ ...goods, unservedPenalty: 0 }],
        })),
      };
      const penalties = unservedPenalties(
        problem,
        stations.map(({ priority }, station) => ({
          consignmentId: `${station}`,
          stationId: '',
          zoneId: '0',
          priority,
        })),
        [],
        {},
      );
      const priced = problem.stations.map((station, no) => ({
        ...station,
        consignments: [{ ...station.consignments[0], unservedPenalty: penalties.get(`${no}`)! }],
      }));
      const { unassigned } = search({ ...problem, stations: priced }, { seed: 1, stop: after(200) });
      return unassigned.map(({ station }) => station).sort();
    };
    for (const fixedCost of fixedCosts) {
      // One of priority 9 outweighs two of 4, though they are more; two of 5 outweigh one of 9.
      const one = { ...at(1, bulky), priority: 9 };
      expect(leftOut([one, { ...at(2, small), priority: 4 }, { ...at(3, small), priority: 4 }], fixedCost)).toEqual([
        1, 2,
      ]);
      expect(leftOut([one, { ...at(2, small), priority: 5 }, { ...at(3, small), priority: 5 }], fixedCost)).toEqual([
        0,
      ]);
      // The same priority in all: the more consignments.
      const eight = { ...at(1, bulky), priority: 8 };
      expect(leftOut([eight, { ...at(2, small), priority: 4 }, { ...at(3, small), priority: 4 }], fixedCost)).toEqual([
        0,
      ]);
      // Priority and number the same: the nearer.
      expect(
        leftOut(
          [
            { ...at(2, bulky), priority: 3 },
            { ...at(1, bulky), priority: 3 },
          ],
          fixedCost,
        ),
      ).toEqual([0]);
    }
  });
});

describe('leaving out at a price', () => {
  /** So many stations a meter apart, ten kilometers away, each worth ¥30; a meter costs ¥0.001. */
  function village(stations: number, fixedCost: number): Problem {
    const size = stations + 1;
    const x = Array.from({ length: size }, (_, place) => (place === 0 ? 0 : 10_000 + place));
    const meters = Int32Array.from({ length: size ** 2 }, (_, cell) =>
      Math.abs(x[cell % size] - x[Math.floor(cell / size)]),
    );
    const day = largeFleetDay(1);
    return withPenalties(
      {
        ...day,
        zoneCount: 1,
        matrices: [{ size, meters, seconds: meters }],
        depots: [{ ...day.depots[0], closes: 1e6 }],
        vehicles: Array.from({ length: 3 }, () => ({
          ...day.vehicles[0],
          shiftEnds: 1e6,
          maxStops: 50,
          compartments: [{ zoneMask: 1, milliliters: 1e6 }],
          fixedCost,
          costPerMeter: 1_000,
          costPerSecond: 0,
        })),
        stations: Array.from({ length: stations }, (_, at) => ({
          ...day.stations[0],
          place: at + 1,
          windows: [{ opens: 0, closes: 1e6 }],
          consignments: [{ zone: 0, grams: 1, milliliters: 1, unservedPenalty: 0 }],
        })),
      },
      1,
      30_000_000,
    );
  }

  it.each([
    [1, 1],
    [1, 20],
    [12, 1],
    [12, 20],
    [40, 1],
  ])(
    'brings %i stations together where none is worth the vehicle alone, after %i iterations',
    (stations, iterations) => {
      // Together they are worth a yuan more than the vehicle and the way; alone each is worth less, but for one.
      const driving = 2 * (10_000 + stations) * 1_000;
      const worth = stations * 30_000_000 - driving;
      const pays = search(village(stations, worth - 1_000_000), { seed: 1, stop: after(iterations) });
      expect(pays.unassigned).toEqual([]);
      expect(pays.routes).toHaveLength(1);

      const doesNot = search(village(stations, worth + 1_000_000), { seed: 1, stop: after(iterations) });
      expect(doesNot.unassigned).toHaveLength(stations);
      const { reason, leastPrice } = doesNot.unassigned[0];
      expect(reason).toBe('not-worth-a-vehicle');
      // To the nearest station and back, on a vehicle of its own.
      expect(leastPrice).toMatchObject({ price: worth + 1_000_000 + 2 * 10_001 * 1_000 });
    },
  );

  it('goes a long way for several that are not worth it one by one, with a vehicle that is out anyway', () => {
    const problem = village(12, 0);
    const near = { ...problem.stations[0], windows: [{ opens: 0, closes: 1e6 }], place: 1 };
    const { matrices } = problem;
    // Each way costs ¥200, each station is worth ¥30.
    const far = { ...problem, vehicles: problem.vehicles.slice(0, 1).map((one) => ({ ...one, costPerMeter: 10_000 })) };
    const solution = search(
      { ...far, matrices, stations: [near, ...problem.stations.slice(1)] },
      { seed: 1, stop: after(1) },
    );
    expect(solution.unassigned).toEqual([]);
  });
});

describe('why something stays out', () => {
  it('is never that the fleet is full while an idle vehicle could bring it alone', () => {
    const reasons = new Set<string>();
    // Where speeds change with the hour a later day of less driving is not looked for (docs/algorithm.md, known limits).
    const isKnownLimit = (chosen: readonly TinyRule[]) =>
      chosen.includes('timeSlices') && chosen.some((rule) => ['hours', 'balance', 'driving', 'keeps'].includes(rule));
    const rules = fc.subarray<TinyRule>([...tinyRules], { maxLength: 3 }).filter((chosen) => !isKnownLimit(chosen));
    fc.assert(
      fc.property(fc.nat(1_000_000), rules, (seed, chosen) => {
        const problem = withPenalties(tinyProblem(seed, chosen), seed);
        let solution: ReturnType<typeof search>;
        try {
          solution = search(problem, { seed: 1, stop: after(100) });
        } catch {
          // A given beginning that nobody can keep.
          return;
        }
        const idle = problem.vehicles.flatMap((_, at) =>
          solution.routes.some(({ vehicle }) => vehicle === at) ? [] : [at],
        );
        for (const goods of solution.unassigned) {
          reasons.add(goods.reason);
          for (const vehicle of idle) {
            const { alone } = singleVehicleSubproblem(problem, vehicle, undefined, goods);
            expect(leastCost(alone)).toBeGreaterThanOrEqual(alone.stations[0].consignments[0].unservedPenalty);
          }
        }
      }),
      fuzzRuns(150, 13),
    );
    expect(reasons).toContain('fleet-full');
  });
});
