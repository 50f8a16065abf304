import { describe, expect, it } from 'vitest';
import { Model } from '../../../server/solver/model/model.js';
import { FleetState } from '../../../server/solver/plan/fleet-state.js';
import { UndoLog } from '../../../server/solver/plan/undo-log.js';
import { Random } from '../../../server/solver/random.js';
import { makeSchedule, type Schedule } from '../../../server/solver/schedules/schedule.js';
import { randomProblem } from '../random-problem.js';

/** A state with random visits in it, all of them possible. */
function filled(seed: number, kind: 'compact' | 'day' | 'windows' | 'weights') {
  const state = new FleetState(new Model(randomProblem(seed, { stations: 30, vehicles: 6, kind })));
  const schedule = makeSchedule(state);
  const random = new Random(seed);
  for (let tries = 0; tries < 60; tries++) tryRandomInsert(state, schedule, random);
  return { state, schedule, random };
}

function tryRandomInsert(state: FleetState, schedule: Schedule, random: Random) {
  const { model } = state;
  const station = random.below(model.stationCount);
  const missing = state.missingMask(station);
  if (missing === 0) return undefined;
  const node = model.node(station, missing);
  const vehicle = random.below(state.vehicleStops.length);
  const trip = vehicle * model.maxTripsPerVehicle;
  const after = randomPosition(state, trip, random);
  if (!state.fits(trip, node)) return undefined;
  const most = Number.POSITIVE_INFINITY;
  const price =
    state.tripStops[trip] === 0 ? schedule.priceFirst(trip, node, most) : schedule.price(trip, after, node, most);
  if (price === most) return undefined;
  const costBefore = state.drivingCost;
  state.insert(trip, state.tripStops[trip] === 0 ? -1 : after, node);
  const possible = schedule.inserted(trip, node);
  return { price, possible, grown: state.drivingCost - costBefore, node };
}

function randomPosition(state: FleetState, trip: number, random: Random): number {
  const nodes = new Int32Array(state.model.nodeCount);
  const count = state.nodesOf(trip, nodes);
  const at = random.below(count + 1);
  return at === 0 ? -1 : nodes[at - 1];
}

/** Everything that an undo must restore. */
function pictureOf(state: FleetState) {
  const trips = Array.from(state.tripStops, (_, trip) => {
    const nodes = new Int32Array(state.model.nodeCount);
    return [...nodes.subarray(0, state.nodesOf(trip, nodes))];
  });
  const { drivingCost, unservedPenalty, visitedNodes, usedTrips } = state;
  const absent = [...state.absent.subarray(0, state.absentCount)].sort((one, other) => one - other);
  const loads = [[...state.tripGrams], [...state.tripMilliliters], [...state.vehicleStops]];
  return { trips, drivingCost, unservedPenalty, visitedNodes, usedTrips, absent, loads, served: [...state.servedMask] };
}

describe.each(['weights', 'windows', 'day', 'compact'] as const)('the schedule of %s', (kind) => {
  it('calls possible only what is possible', () => {
    let made = 0;
    for (let seed = 0; seed < 30; seed++) {
      const { state, schedule, random } = filled(seed, kind);
      for (let tries = 0; tries < 30; tries++) {
        const result = tryRandomInsert(state, schedule, random);
        if (result === undefined) continue;
        made++;
        expect(result.possible).toBe(true);
      }
    }
    expect(made).toBeGreaterThan(kind === 'day' || kind === 'compact' ? 10 : 20);
  });

  it('keeps, change by change, what it would reckon anew', () => {
    let changes = 0;
    for (let seed = 0; seed < 30; seed++) {
      const { state, schedule } = filled(seed, kind);
      const removed = state.firstPart.find((node) => node >= 0);
      if (removed === undefined) continue;
      const trip = state.tripOf[removed];
      const [left, right] = [state.prev[removed], state.next[removed]];
      schedule.removing(removed);
      state.remove(removed);
      if (!schedule.removed(trip, left, right)) continue;
      changes++;
      const kept = [state.drivingCost, ...schedule.nodeColumns.flatMap((column) => visitedOf(state, column))];
      for (let vehicle = 0; vehicle < state.vehicleStops.length; vehicle++) schedule.refresh(vehicle);
      const anew = [state.drivingCost, ...schedule.nodeColumns.flatMap((column) => visitedOf(state, column))];
      anew.forEach((value, at) => {
        expect(kept[at]).toBeCloseTo(value, 5);
      });
    }
    expect(changes).toBeGreaterThan(10);
  });

  it('is as before when an iteration is taken back', () => {
    let changed = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { state, schedule, random } = filled(seed, kind);
      const before = pictureOf(state);
      const columns = schedule.nodeColumns.map((column) => visitedOf(state, column));
      const log = new UndoLog(state, schedule);
      log.begin();
      for (let vehicle = 0; vehicle < state.vehicleStops.length; vehicle++) log.touch(vehicle);
      const visited = [...state.tripOf.keys()].filter((node) => state.tripOf[node] >= 0);
      for (const node of visited.filter((_, at) => at % 3 === 0)) {
        const trip = state.tripOf[node];
        const [left, right] = [state.prev[node], state.next[node]];
        schedule.removing(node);
        state.remove(node);
        schedule.removed(trip, left, right);
      }
      expect(pictureOf(state).trips).not.toEqual(before.trips);
      expect(state.drivingCost).not.toBe(before.drivingCost);
      for (let tries = 0; tries < 20; tries++) tryRandomInsert(state, schedule, random);
      if (JSON.stringify(pictureOf(state)) !== JSON.stringify(before)) changed++;
      log.takeBack();
      expect(pictureOf(state)).toEqual(before);
      expect(schedule.nodeColumns.map((column) => visitedOf(state, column))).toEqual(columns);
    }
    // Random insertions may bring back what left; that happens now and then.
    expect(changed).toBeGreaterThan(15);
  });
});

it.each(['weights', 'windows'] as const)('prices an insertion among %s at what it then costs', (kind) => {
  let made = 0;
  for (let seed = 0; seed < 30; seed++) {
    const { state, schedule, random } = filled(seed, kind);
    for (let tries = 0; tries < 30; tries++) {
      const result = tryRandomInsert(state, schedule, random);
      if (result === undefined) continue;
      made++;
      expect(result.grown).toBeCloseTo(result.price, 5);
    }
  }
  expect(made).toBeGreaterThan(20);
});

function visitedOf(state: FleetState, column: Int32Array): number[] {
  return [...column].filter((_, node) => state.tripOf[node] >= 0);
}
