import { expect, it } from 'vitest';
import type { Plan } from '../../web/api/types.js';
import { differencesOf } from '../../web/console/versions/differences.js';

const stop = (stationId: string, begins: number) => ({ stationId, begins });
const plan = (routes: Record<string, object[]>, unassigned: string[] = []) =>
  ({
    routes: Object.entries(routes).map(([vehicleId, stops]) => ({ vehicleId, trips: [{ stops }] })),
    unassigned: unassigned.map((stationId) => ({ stationId })),
  }) as unknown as Plan;

it('tells which stations change vehicle or time, and which vehicles drive', () => {
  const before = plan({ V1: [stop('A', 100), stop('B', 200), stop('C', 300)], V2: [stop('D', 100)] }, ['E']);
  const after = plan({ V1: [stop('B', 499), stop('C', 600), stop('E', 700)], V3: [stop('A', 100)] }, ['D']);
  const { moved, retimed, addedVehicles, goneVehicles } = differencesOf(before, after);
  // B begins 299 s later: not worth a line; C 300 s.
  expect(moved.map(({ stationId }) => stationId).sort()).toEqual(['A', 'D', 'E']);
  expect(retimed.map(({ stationId }) => stationId)).toEqual(['C']);
  expect(moved.find(({ stationId }) => stationId === 'D')).toMatchObject({ was: [{ vehicleId: 'V2' }], is: [] });
  expect([addedVehicles, goneVehicles]).toEqual([['V3'], ['V2']]);
});

it('tells nothing of the same plan', () => {
  const same = plan({ V1: [stop('A', 100)] }, ['B']);
  expect(differencesOf(same, same)).toEqual({ moved: [], retimed: [], addedVehicles: [], goneVehicles: [] });
});
