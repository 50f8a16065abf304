import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Model } from '../../../server/solver/model/model.js';
import { EjectionPrefilter } from '../../../server/solver/moves/ejection-prefilter.js';
import { FleetState } from '../../../server/solver/plan/fleet-state.js';
import type { Problem } from '../../../server/solver/problem.js';
import { Random } from '../../../server/solver/random.js';
import { InsertionCheck } from '../../../server/solver/schedules/insertion-check.js';
import { isPairSchedule, makeSchedule } from '../../../server/solver/schedules/schedule.js';
import type { WindowSchedule } from '../../../server/solver/schedules/window-schedule.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';
import { randomProblem } from '../random-problem.js';

/** A trip of random visits that is possible, and a request (a visit, or a pair) that is not in it; undefined by bad luck. */
function tripAndRequest(seed: number, kind: 'windows' | 'pairs') {
  const free = randomProblem(seed, { stations: 24, vehicles: 2, kind });
  const problem: Problem = { ...free, vehicles: free.vehicles.map(() => ({ ...free.vehicles[0] })) };
  const model = new Model(problem);
  const state = new FleetState(model);
  const schedule = makeSchedule(state) as WindowSchedule;
  const random = new Random(seed);
  for (let tries = 0; tries < 200; tries++) {
    const request = requestOf(model, random.below(model.stationCount));
    const [first] = request;
    if (state.tripOf[first] >= 0 || !model.mayServe(0, first)) continue;
    putRandomly(state, random, request);
    if (!schedule.refresh(0) || !state.fitsWhole(0)) {
      for (const node of request) state.remove(node);
      schedule.refresh(0);
    }
  }
  const left = Array.from(model.fullMask.keys()).filter((at) => state.tripOf[at] < 0 && model.mayServe(0, at));
  if (left.length === 0 || state.tripStops[0] < 3) return undefined;
  return { model, state, schedule, random, request: requestOf(model, left[random.below(left.length)]) };
}

type Made = NonNullable<ReturnType<typeof tripAndRequest>>;

/** The stations of a request, the pickup first. */
function requestOf(model: Model, station: number): number[] {
  const partner = model.partnerOf[station];
  if (partner < 0) return [station];
  return model.isPickup[station] === 1 ? [station, partner] : [partner, station];
}

function putRandomly(state: FleetState, random: Random, request: number[]): void {
  let from = 0;
  for (const node of request) {
    const nodes = tripOf(state);
    from += random.below(nodes.length - from + 1);
    state.insert(0, from === 0 ? -1 : nodes[from - 1], node);
    from++;
  }
}

function tripOf(state: FleetState): number[] {
  const nodes: number[] = [];
  for (let node = state.tripFirst[0]; node >= 0; node = state.next[node]) nodes.push(node);
  return nodes;
}

/** All places of the request in the trip as it stands, found by putting it there and reckoning the day anew. */
function placesByTrying(made: Made): string[] {
  const { state, schedule, request } = made;
  const behind = [-1, ...tripOf(state)];
  const places: string[] = [];
  const isPossible = () => schedule.refresh(0) && state.fitsWhole(0);
  for (const [at, first] of behind.entries()) {
    state.insert(0, first, request[0]);
    if (request.length === 1) {
      if (isPossible()) places.push(`${first}`);
    } else {
      for (const second of [request[0], ...behind.slice(at + 1)]) {
        state.insert(0, second, request[1]);
        if (isPossible()) places.push(`${first} ${second}`);
        state.remove(request[1]);
      }
    }
    state.remove(request[0]);
  }
  schedule.refresh(0);
  return places;
}

describe.each(['windows', 'pairs'] as const)('room in a trip of problems among %s', (kind) => {
  it('is found wherever trying finds it, without some visits, and nowhere else', () => {
    let compared = 0;
    let found = 0;
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 0, max: 3 }), (seed, leaving) => {
        const made = tripAndRequest(seed, kind);
        if (made === undefined) return;
        const { model, state, schedule, random, request } = made;
        expect(isPairSchedule(schedule)).toBe(kind === 'pairs');
        const trial = new InsertionCheck(state, schedule, random);
        const out = new Uint8Array(model.stationCount);
        for (let count = leaving; count > 0; count--) {
          const nodes = tripOf(state);
          for (const node of requestOf(model, nodes[random.below(nodes.length)])) out[node] = 1;
        }
        trial.read(0, out);
        trial.forget();
        const has = request.length === 1 ? trial.tryOne(request[0]) : trial.tryPair(request[0], request[1]);
        const needs = request.map((node) => needsAreMet(made, out, node));
        for (const [node, isOut] of out.entries()) if (isOut === 1) state.remove(node);
        const places = placesByTrying(made);
        expect(trial.found).toBe(places.length);
        expect(has).toBe(places.length > 0);
        if (has) {
          expect(places).toContain(request.length === 1 ? `${trial.behind}` : `${trial.behind} ${trial.secondBehind}`);
          expect(needs).toEqual(request.map(() => true));
          found++;
        }
        compared++;
      }),
      fuzzRuns(300, 5),
    );
    expect(compared).toBeGreaterThan(100);
    expect(found).toBeGreaterThan(20);
  });
});

/** Whether the stations that leave meet a need of the node; the bit of a request is that of its first visit. */
function needsAreMet({ model, state, schedule }: Made, out: Uint8Array, node: number): boolean {
  const nodes = tripOf(state);
  const bitOf = (visit: number) => 1 << nodes.indexOf(requestOf(model, visit)[0]);
  const needs = new EjectionPrefilter(state, schedule);
  const bits = Int32Array.from(nodes, bitOf);
  if (!needs.collect(Int32Array.from(nodes), bits, nodes.length, node, nodes.length)) return false;
  return needs.areMet(nodes.reduce((mask, visit, at) => (out[visit] === 1 ? mask | bits[at] : mask), 0));
}
