import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runCode } from '../../server/domain/delivery/run-code.js';
import type { Route, RunIdentity } from '../../server/domain/planning/plan.js';
import { numberRoutes, runOf } from '../../server/domain/planning/run-identity.js';
import { fuzzRuns } from '../support/fuzz-runs.js';

const routesOf = (...vehicleIds: string[]): Route[] => vehicleIds.map((vehicleId) => ({ vehicleId, trips: [] }));
const noted = (routes: readonly Route[]) => routes.map((route) => `${route.vehicleId}=${runOf(route).routeNo}`);

it('numbers the first plan in the order of its routes, and goes on with a vehicle under its number', () => {
  let next = 0;
  const makeRunId = () => `run-${++next}`;
  const first = numberRoutes(routesOf('V3', 'V1', 'V2'), new Map(), 0, makeRunId);
  expect(noted(first)).toEqual(['V3=1', 'V1=2', 'V2=3']);
  const known = new Map(first.map(({ vehicleId, run }) => [vehicleId, run]));
  // V1 broke down; V9 is new and takes no number that was given before.
  const second = numberRoutes(routesOf('V9', 'V2', 'V3'), known, 3, makeRunId);
  expect(noted(second)).toEqual(['V3=1', 'V2=3', 'V9=4']);
  expect(second.map(({ run }) => run.runId)).toEqual(['run-1', 'run-3', 'run-4']);
});

it('leaves out numbers of runs that no plan knows any more', () => {
  expect(noted(numberRoutes(routesOf('V1'), new Map(), 7, () => 'run'))).toEqual(['V1=8']);
});

it('never gives a number or id to another vehicle, whatever is planned one after the other', () => {
  const fleet = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
  fc.assert(
    fc.property(fc.array(fc.shuffledSubarray(fleet), { maxLength: 12 }), (plans) => {
      const known = new Map<string, RunIdentity>();
      const holders = new Map<number | string, string>();
      let next = 0;
      for (const vehicles of plans) {
        const last = Math.max(0, ...[...known.values()].map(({ routeNo }) => routeNo));
        const numbered = numberRoutes(routesOf(...vehicles), known, last, () => `run-${++next}`);
        expect(numbered.map(({ vehicleId }) => vehicleId).sort()).toEqual([...vehicles].sort());
        for (const { vehicleId, run } of numbered) {
          for (const mark of [run.routeNo, run.runId]) {
            expect(holders.get(mark) ?? vehicleId).toBe(vehicleId);
            holders.set(mark, vehicleId);
          }
          expect(known.get(vehicleId) ?? run).toEqual(run);
          known.set(vehicleId, run);
        }
      }
    }),
    fuzzRuns(200, 24),
  );
});

it('calls a run by its number, behind that of a further wave of the date', () => {
  expect([runCode(1, 7), runCode(2, 7), runCode(12, 3)]).toEqual(['7', 'W2-7', 'W12-3']);
});

it('has no number for a route that was not kept', () => {
  expect(() => runOf({ vehicleId: 'V1', trips: [] })).toThrow('V1');
});
