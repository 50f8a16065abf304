import { describe, expect, it } from 'vitest';
import { checkProblem, search } from '../../server/solver/index.js';
import type { Problem } from '../../server/solver/problem.js';
import { Random } from '../../server/solver/random.js';
import { plainCheck } from './plain-check.js';
import { randomProblem } from './random-problem.js';

const stop = { share: (done: number) => done / 300 };
const base = randomProblem(21, { stations: 12, vehicles: 4, kind: 'day' });

function withStation(change: Partial<Problem['stations'][number]>): Problem {
  return { ...base, stations: base.stations.map((station, at) => (at === 0 ? { ...station, ...change } : station)) };
}

function withVehicle(change: Partial<Problem['vehicles'][number]>): Problem {
  return { ...base, vehicles: base.vehicles.map((vehicle, at) => (at === 0 ? { ...vehicle, ...change } : vehicle)) };
}

function reasonsOf(problem: Problem): Set<string> {
  expect(checkProblem(problem)).toEqual([]);
  const solution = search(problem, { seed: 1, stop });
  expect(plainCheck(problem, solution)).toEqual([]);
  return new Set(solution.unassigned.map((goods) => goods.reason));
}

describe('a problem that cannot be served is answered with reasons', () => {
  it('has no vehicle', () => {
    expect(reasonsOf({ ...base, vehicles: [] })).toEqual(new Set(['no-vehicle']));
  });

  it('has no station', () => {
    expect(reasonsOf({ ...base, stations: [] })).toEqual(new Set());
  });

  it('has vehicles without payload', () => {
    const vehicles = base.vehicles.map((vehicle) => ({
      ...vehicle,
      payloadGrams: 0,
      compartments: [{ zoneMask: 7, milliliters: 1e9 }],
    }));
    expect(reasonsOf({ ...base, vehicles })).toEqual(new Set(['too-heavy']));
  });

  it('has goods of 10^15 grams', () => {
    const stations = base.stations.map((station) => ({
      ...station,
      consignments: station.consignments.map((goods) => ({ ...goods, grams: 1e15 })),
    }));
    const vehicles = base.vehicles.map((vehicle) => ({
      ...vehicle,
      compartments: [{ zoneMask: 7, milliliters: 1e9 }],
    }));
    expect(reasonsOf({ ...base, stations, vehicles })).toEqual(new Set(['too-heavy']));
  });

  it('has inverted windows, or none', () => {
    const stations = base.stations.map((station, at) => ({
      ...station,
      windows: at % 2 === 0 ? [] : [{ opens: 9000, closes: 100 }],
      maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
      requiredSkills: 0,
    }));
    const vehicles = base.vehicles.map((vehicle) => ({
      ...vehicle,
      matrix: 0,
      compartments: [{ zoneMask: 7, milliliters: 1e9 }],
    }));
    expect(reasonsOf({ ...base, stations, vehicles })).toEqual(new Set(['time-window']));
  });

  it('has a depot that closes before anything is loaded', () => {
    const depots = base.depots.map((depot) => ({ ...depot, closes: depot.opens }));
    const reasons = reasonsOf({ ...base, depots });
    expect(reasons.has('fleet-full')).toBe(false);
    expect(reasons.has('time-window')).toBe(true);
  });

  it('has no way to anywhere', () => {
    const matrices = base.matrices.map((matrix) => ({
      ...matrix,
      seconds: matrix.seconds.map(() => -1),
      meters: matrix.seconds.map(() => -1),
    }));
    const vehicles = base.vehicles.map((vehicle) => ({
      ...vehicle,
      heightMillimeters: 0,
      skills: 3,
      compartments: [{ zoneMask: 7, milliliters: 1e9 }],
    }));
    expect(reasonsOf({ ...base, matrices, vehicles })).toEqual(new Set(['unreachable']));
  });
});

describe('the reason is the first rule that stops goods on the best vehicle for them', () => {
  const plain = randomProblem(4, { stations: 2, vehicles: 1, kind: 'windows' });
  const wide = { opens: 0, closes: 20_000 };
  const one = { ...plain.vehicles[0], shiftBegins: 0, shiftEnds: 40_000 };
  const simple: Problem = {
    ...plain,
    vehicles: [one],
    stations: plain.stations.map((station) => ({ ...station, windows: [wide] })),
  };
  const first = (change: Partial<Problem['stations'][number]>) => [{ ...simple.stations[0], ...change }];
  const keeps = (seconds: number) => [{ zoneMask: 1, milliliters: 1, maxTimeOnBoardSeconds: [seconds] }];
  const [goods] = simple.stations[0].consignments;
  const pair = [...first({}), { ...simple.stations[1], consignments: [goods], pickedUpAt: 0 }];

  it.each([
    [
      'vehicle-not-allowed',
      { ...simple, vehicles: [one, { ...one, payloadGrams: 1 }], stations: first({ allowedVehicles: [1] }) },
    ],
    ['time-on-board', { ...simple, vehicles: [{ ...one, compartments: keeps(10) }] }],
    ['driving', { ...simple, vehicles: [{ ...one, maxTravelSeconds: 5 }] }],
    ['time-window', { ...simple, stations: first({ consignments: [{ ...goods, releaseTime: 30_000 }] }) }],
    ['no-vehicle', { ...simple, vehicles: [{ ...one, maxStops: 1 }], stations: pair }],
    ['range', { ...simple, vehicles: [{ ...one, maxMeters: 5 }], stations: pair }],
  ] satisfies [string, Problem][])('%s', (code, problem) => {
    expect([...reasonsOf(problem)]).toEqual([code]);
  });
});

describe('a problem that makes no sense is refused in a sentence', () => {
  it.each([
    ['a matrix of the wrong size', { ...base, matrices: [{ ...base.matrices[0], seconds: new Int32Array(4) }] }],
    ['a depot without docks', { ...base, depots: [{ ...base.depots[0], docks: 0 }] }],
    ['a shift that is no number', { ...base, vehicles: [{ ...base.vehicles[0], shiftEnds: Number.NaN }] }],
    ['a negative payload', { ...base, vehicles: [{ ...base.vehicles[0], payloadGrams: -1 }] }],
    [
      'a window that is no number',
      { ...base, stations: [{ ...base.stations[0], windows: [{ opens: Number.NaN, closes: 5 }] }] },
    ],
    [
      'a window of half seconds',
      { ...base, stations: [{ ...base.stations[0], windows: [{ opens: 0.5, closes: 5 }] }] },
    ],
    ['a pickup at a station that there is not', withStation({ pickedUpAt: 99 })],
    ['a pickup of other goods than those delivered', withStation({ pickedUpAt: 1 })],
    ['a station that is its own pickup', withStation({ pickedUpAt: 0 })],
    ['a station kept for a vehicle that there is not', withStation({ allowedVehicles: [99] })],
    ['a due time that is no number', withStation({ softTo: { at: Number.NaN, costPerSecond: 1 } })],
    ['a negative price on change', withStation({ previous: { vehicle: 0, changeCost: -1 } })],
    ['a zone apart from itself', { ...base, incompatibleZones: [[0, 0]] }],
    ['a zone that shares no trip with itself', { ...base, incompatibleOnTrip: [[0, 0]] }],
    ['a zone apart from one that there is not', { ...base, incompatibleZones: [[0, 9]] }],
    ['a negative price on uneven work', { ...base, balanceCost: -1 }],
    ['a negative break', withVehicle({ breaks: [{ seconds: -1, windows: [] }] })],
    ['a negative limit of driving', withVehicle({ maxTravelSeconds: -1 })],
    ['a given visit at a station that there is not', withVehicle({ executedPrefix: [[{ station: 99, zones: [0] }]] })],
    ['a given visit for nothing', withVehicle({ executedPrefix: [[{ station: 0, zones: [] }]] })],
    [
      'goods that keep for a time that is no number',
      withVehicle({ compartments: [{ zoneMask: 7, milliliters: 1, maxTimeOnBoardSeconds: [Number.NaN] }] }),
    ],
    ['a body of half milliliters', withVehicle({ bodies: [{ milliliters: 0.5, stepMilliliters: 1 }] })],
    ['a body whose partitions stand nowhere', withVehicle({ bodies: [{ milliliters: 5, stepMilliliters: 0 }] })],
    ['a body that is no number', withVehicle({ bodies: [{ milliliters: Number.NaN, stepMilliliters: 1 }] })],
    [
      'a compartment of a body that there is not',
      withVehicle({ compartments: [{ zoneMask: 7, milliliters: 1, body: 0 }] }),
    ],
    ['50,000 stations', { ...base, stations: Array.from({ length: 50_000 }, () => base.stations[0]) }],
  ] satisfies [string, Problem][])('%s', (_, problem) => {
    expect(checkProblem(problem).length).toBeGreaterThan(0);
  });
});

it('reckons ways from coordinates as a matrix of the same ways would say', () => {
  const problem = randomProblem(5, { stations: 60, vehicles: 12, kind: 'weights' });
  const size = problem.matrices[0].size;
  const x = Float64Array.from({ length: size }, (_, at) => (at * 7919) % 1000);
  const y = Float64Array.from({ length: size }, (_, at) => (at * 104_729) % 1000);
  const table = Int32Array.from({ length: size * size }, (_, cell) => {
    const [from, to] = [Math.floor(cell / size), cell % size];
    return Math.floor(Math.hypot(x[from] - x[to], y[from] - y[to]) + 0.5);
  });
  const empty = new Int32Array(0);
  const byTable = { ...problem, matrices: [{ size, seconds: table, meters: table }] };
  const coordinates = { x, y, rounding: 'nearest' as const };
  const byCoordinates = { ...problem, matrices: [{ size, seconds: empty, meters: empty, coordinates }] };
  expect(search(byCoordinates, { seed: 2, stop })).toEqual(search(byTable, { seed: 2, stop }));
});

describe.each(['weights', 'windows', 'pairs', 'day', 'full'] as const)('matrices of any numbers, among %s', (kind) => {
  // With every rule an iteration is dear, most of all where legs take longer than the day.
  const soon = { share: (done: number) => done / (kind === 'full' ? 60 : 300) };

  it('are asymmetric and break the triangle, and are answered rightly all the same', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const problem = randomProblem(seed, { stations: 14, vehicles: 5, kind });
      const random = new Random(seed);
      const matrices = problem.matrices.map(({ size }) => ({
        size,
        seconds: Int32Array.from({ length: size * size }, () => random.below(2_000)),
        meters: Int32Array.from({ length: size * size }, () => random.below(9_000)),
      }));
      const solution = search({ ...problem, matrices }, { seed, stop: soon });
      expect(plainCheck({ ...problem, matrices }, solution)).toEqual([]);
    }
  });

  it('may be zero everywhere, or say that there is no way at all', () => {
    for (const value of [0, -1]) {
      const problem = randomProblem(3, { stations: 9, vehicles: 3, kind });
      const matrices = problem.matrices.map(({ size }) => {
        const cells = new Int32Array(size * size).fill(value);
        return { size, seconds: cells, meters: cells };
      });
      const solution = search({ ...problem, matrices }, { seed: 1, stop });
      expect(plainCheck({ ...problem, matrices }, solution)).toEqual([]);
    }
  });
});
