import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bareDepot,
  bareStation,
  bareVehicle,
  neverLeftOut,
} from '../../../server/adapters/files/instances/bare-problem.js';
import { search } from '../../../server/solver/index.js';
import { FleetMinimization } from '../../../server/solver/moves/fleet-minimization.js';
import { Insertion } from '../../../server/solver/moves/insertion.js';
import { Recreate } from '../../../server/solver/moves/recreate.js';
import { Ruin } from '../../../server/solver/moves/ruin.js';
import { BestPlan } from '../../../server/solver/plan/best-plan.js';
import type { Problem } from '../../../server/solver/problem.js';
import { Random } from '../../../server/solver/random.js';
import { Search } from '../../../server/solver/search.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';
import { plainCheck } from '../plain-check.js';
import { randomProblem } from '../random-problem.js';
import { driving, onGrid, tripsOf } from '../small-fleet.js';

const after = (iterations: number) => ({ share: (done: number) => done / iterations });
const side = 1000;
const stopsEach = 8;
const vehicleCost = 1_000_000;

/**
 * Stops strewn over a square, on days that so many vehicles can drive: each vehicle draws its stops at random, reaches
 * them one after the other, and every stop's window lies around that moment. A vehicle less may do, by luck.
 */
function dayOf(vehicles: number, seed: number, pairs: boolean): Problem {
  const random = new Random(seed);
  const points = [{ x: side / 2, y: side / 2 }];
  const stations: Problem['stations'][number][] = [];
  for (let vehicle = 0; vehicle < vehicles; vehicle++) {
    let clock = 0;
    for (let stop = 0; stop < stopsEach; stop++) {
      const from = stop === 0 ? points[0] : points[points.length - 1];
      const point = { x: random.below(side), y: random.below(side) };
      clock += Math.ceil(Math.hypot(point.x - from.x, point.y - from.y));
      const slack = 100 + random.below(300);
      const place = points.push(point) - 1;
      const bringsWhatWasTaken = pairs && stop % 2 === 1;
      stations.push({
        ...bareStation(place, 100, neverLeftOut(vehicleCost)),
        windows: [{ opens: Math.max(0, clock - slack), closes: clock + slack }],
        ...(bringsWhatWasTaken ? { pickedUpAt: stations.length - 1 } : {}),
      });
    }
  }
  const size = points.length;
  const seconds = new Int32Array(size * size);
  const meters = new Float64Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const way = Math.hypot(points[from].x - points[to].x, points[from].y - points[to].y);
      meters[from * size + to] = way;
      seconds[from * size + to] = Math.ceil(way);
    }
  }
  const fleet = { ...bareVehicle, payloadGrams: 2000, fixedCost: vehicleCost };
  return {
    matrices: [{ size, seconds, meters }],
    zoneCount: 1,
    depots: [bareDepot],
    vehicles: Array.from({ length: 3 * vehicles }, () => fleet),
    stations,
  };
}

// A search that does not go for fewer vehicles needs 36 and 58 on these four days together.
describe.each([
  [false, 32],
  [true, 56],
])('days on which a vehicle is dearer than all driving (pairs: %s)', (pairs, vehicles) => {
  it('are driven by few vehicles', () => {
    let together = 0;
    for (const seed of [1, 2, 3, 4]) {
      const problem = dayOf(20, seed, pairs);
      const solution = search(problem, { seed, stop: after(12_000) });
      expect(plainCheck(problem, solution)).toEqual([]);
      expect(solution.unassigned).toEqual([]);
      together += solution.routes.length;
    }
    expect(together).toBeLessThanOrEqual(vehicles);
  });
});

it('are not passed over because a first plan left out by chance what fits', () => {
  const problem = dayOf(60, 1, true);
  for (let seed = 1; seed <= 20; seed++) {
    const first = new Search(problem, seed);
    first.construct();
    expect({ seed, absent: first.state.absentCount, sparesVehicles: first.sparesVehicles }).toEqual({
      seed,
      absent: 0,
      sparesVehicles: true,
    });
  }
});

describe.each(['weights', 'windows', 'pairs'] as const)('random problems among %s with dear vehicles', (kind) => {
  it('break no rule, leave out no more for it, and give the same answer twice', () => {
    let spared = 0;
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 2, max: 40 }), (seed, stations) => {
        const free = randomProblem(seed, { stations, vehicles: 9, kind });
        const vehicles = free.vehicles.map(() => ({ ...free.vehicles[0], fixedCost: 1e7 }));
        const dear = { ...free, vehicles, stations: free.stations.map(withDearOmission) };
        const solution = search(dear, { seed, stop: after(400) });
        expect(plainCheck(dear, solution)).toEqual([]);
        expect(search(dear, { seed, stop: after(400) })).toEqual(solution);
        const cheap = { ...dear, vehicles: vehicles.map((vehicle) => ({ ...vehicle, fixedCost: 0 })) };
        const asFree = search(cheap, { seed, stop: after(400) });
        if (solution.routes.length < asFree.routes.length) spared++;
      }),
      fuzzRuns(40, 3),
    );
    expect(spared).toBeGreaterThan(0);
  });
});

function withDearOmission(station: Problem['stations'][number]): Problem['stations'][number] {
  return { ...station, consignments: station.consignments.map((goods) => ({ ...goods, unservedPenalty: 1e9 })) };
}

/** Two stations north and south, each with a vehicle of its own: 20 + 20 m of driving. */
function twoVehicles(fixedCost: number, payloadGrams: number) {
  const vehicle = { fixedCost, payloadGrams };
  const problem = onGrid(
    [
      [0, 10],
      [0, -10],
    ],
    { vehicles: [vehicle, vehicle] },
  );
  return driving(problem, [[0], [1]]);
}

describe('fleet minimization', () => {
  it.each([
    [41, true],
    [40, false],
  ])('pays where a vehicle costs more than the 40 of all driving, here %i: %s', (fixedCost, pays) => {
    expect(FleetMinimization.pays(twoVehicles(fixedCost, 2).state)).toBe(pays);
  });

  it.each([
    [2, 1],
    [1, 2],
  ])('needs, where vehicles hold %i g, for two times 1 g so many: %i', (payloadGrams, used) => {
    const { state, schedule, log, neighbours } = twoVehicles(1000, payloadGrams);
    const best = new BestPlan(state);
    best.keep(state.totalCost());
    best.count();
    const random = new Random(1);
    const ruin = new Ruin(state, schedule, neighbours, random, log);
    const recreate = new Recreate(state, new Insertion(state, schedule, neighbours, random, log), undefined, random);
    const fewer = new FleetMinimization(state, schedule, ruin, recreate, neighbours, random, log, best);
    fewer.run(0, (iterations) => iterations >= 640);
    // Both on one trip are 10 + 20 + 10 m, as far as two trips.
    expect(tripsOf(state).filter((trip) => trip.length > 0)).toHaveLength(used);
    expect(state.totalCost()).toBe(1000 * used + 40);
    // What was locked on the way is free again.
    expect([...state.locked]).toEqual([0, 0]);
  });
});
