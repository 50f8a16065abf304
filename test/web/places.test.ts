import { describe, expect, it } from 'vitest';
import type { Plan } from '../../web/api/types.js';
import { allMovesOnto, inPlanOrder, moveOff, moveTo, neighbour } from '../../web/console/edit/places.js';

/** V1 drives A B C, then D E; V2 drives F. Only what places are found by is there. */
const trip = (...stationIds: string[]) => ({ stops: stationIds.map((stationId) => ({ stationId })) });
const plan = {
  routes: [
    { vehicleId: 'V1', trips: [trip('A', 'B', 'C'), trip('D', 'E')] },
    { vehicleId: 'V2', trips: [trip('F')] },
  ],
} as unknown as Plan;
const visit = (stationId: string, vehicleId?: string) => ({ stationId, vehicleId });
const slot = (vehicleId: string, tripNo: number, before: number) => ({ vehicleId, tripNo, before });

describe('moving a visit', () => {
  it('counts places without the visit itself', () => {
    expect(moveTo(plan, visit('A', 'V1'), slot('V1', 1, 3))?.to).toEqual({ vehicleId: 'V1', tripNo: 1, position: 3 });
    expect(moveTo(plan, visit('C', 'V1'), slot('V1', 1, 0))?.to).toEqual({ vehicleId: 'V1', tripNo: 1, position: 1 });
    expect(moveTo(plan, visit('B', 'V1'), slot('V2', 1, 1))?.to).toEqual({ vehicleId: 'V2', tripNo: 1, position: 2 });
  });

  it('is no move beside where it is', () => {
    expect(moveTo(plan, visit('B', 'V1'), slot('V1', 1, 1))).toBeUndefined();
    expect(moveTo(plan, visit('B', 'V1'), slot('V1', 1, 2))).toBeUndefined();
    expect(moveTo(plan, visit('B', 'V1'), slot('V1', 2, 1))).toBeDefined();
  });

  it('takes only the goods that are meant', () => {
    expect(moveOff(visit('B', 'V1'))).toEqual({ kind: 'move', stationId: 'B', fromVehicleId: 'V1', to: null });
    expect(moveTo(plan, { ...visit('Z'), consignmentIds: ['z'] }, slot('V2', 1, 0))).toEqual({
      kind: 'move',
      stationId: 'Z',
      consignmentIds: ['z'],
      to: { vehicleId: 'V2', tripNo: 1, position: 1 },
    });
  });
});

describe('moving several stations', () => {
  const several = { stationId: 'A', vehicleId: undefined, others: ['C', 'F'] };

  it('takes them from wherever they are, in their order', () => {
    expect(moveOff(several)).toEqual({ kind: 'move', stationIds: ['A', 'C', 'F'], to: null });
  });

  it('counts places without all of them', () => {
    // A and C stand before the slot behind C.
    expect(moveTo(plan, several, slot('V1', 1, 3))?.to).toEqual({ vehicleId: 'V1', tripNo: 1, position: 2 });
    expect(moveTo(plan, several, slot('V1', 2, 1))?.to).toEqual({ vehicleId: 'V1', tripNo: 2, position: 2 });
  });

  it('orders what is chosen as the plan visits it, and the rest behind', () => {
    const all = { ...plan, unassigned: [] } as Plan;
    expect(inPlanOrder(all, new Set(['Z', 'F', 'D', 'B']))).toEqual(['B', 'D', 'F', 'Z']);
  });
});

describe('one place earlier or later', () => {
  it('exchanges neighbours', () => {
    expect(neighbour(plan, visit('B', 'V1'), -1)).toEqual(slot('V1', 1, 0));
    expect(neighbour(plan, visit('B', 'V1'), 1)).toEqual(slot('V1', 1, 3));
  });

  it('crosses into the trip before or after, and stops at the ends of the run', () => {
    expect(neighbour(plan, visit('C', 'V1'), 1)).toEqual(slot('V1', 2, 0));
    expect(neighbour(plan, visit('D', 'V1'), -1)).toEqual(slot('V1', 1, 3));
    expect(neighbour(plan, visit('A', 'V1'), -1)).toBeUndefined();
    expect(neighbour(plan, visit('E', 'V1'), 1)).toBeUndefined();
  });
});

it('finds every place of a vehicle, each once', () => {
  const places = (stationId: string, vehicleId: string | undefined, onto: string) =>
    allMovesOnto(plan, visit(stationId, vehicleId), onto).map(({ to }) => `${to?.tripNo}.${to?.position}`);
  expect(places('F', 'V2', 'V1')).toEqual(['1.1', '1.2', '1.3', '1.4', '2.1', '2.2', '2.3']);
  expect(places('A', 'V1', 'V1')).toEqual(['1.2', '1.3', '2.1', '2.2', '2.3']);
  expect(places('Z', undefined, 'V3')).toEqual(['1.1']);
});
