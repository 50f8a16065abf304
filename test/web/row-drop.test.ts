import { expect, it } from 'vitest';
import type { Plan } from '../../web/api/types.js';
import { instantOfSlot, slotAt } from '../../web/console/timeline/row-drop.js';

const beginsAt = '2024-06-13T16:00:00.000Z';
const instant = (second: number) => Date.parse(beginsAt) + second * 1000;
const stop = (stationId: string, arrives: number, leaves: number) => ({ stationId, arrives, begins: arrives, leaves });
const plan = {
  beginsAt,
  routes: [
    {
      vehicleId: 'V1',
      trips: [
        { loadBegins: 0, departs: 100, returns: 1000, stops: [stop('A', 200, 300), stop('B', 500, 700)] },
        { loadBegins: 2000, departs: 2100, returns: 3000, stops: [stop('C', 2400, 2600)] },
      ],
    },
    { vehicleId: 'V2', trips: [] },
  ],
} as unknown as Plan;

it('goes before the first stop whose middle is still to come', () => {
  expect(slotAt(plan, 'V1', instant(50))).toEqual({ vehicleId: 'V1', tripNo: 1, before: 0 });
  expect(slotAt(plan, 'V1', instant(249)).before).toBe(0);
  expect(slotAt(plan, 'V1', instant(251)).before).toBe(1);
  expect(slotAt(plan, 'V1', instant(900)).before).toBe(2);
});

it('goes into the trip that is nearest, and into a first trip where there is none', () => {
  expect(slotAt(plan, 'V1', instant(1400))).toEqual({ vehicleId: 'V1', tripNo: 1, before: 2 });
  expect(slotAt(plan, 'V1', instant(1600))).toEqual({ vehicleId: 'V1', tripNo: 2, before: 0 });
  expect(slotAt(plan, 'V1', instant(9000))).toEqual({ vehicleId: 'V1', tripNo: 2, before: 1 });
  expect(slotAt(plan, 'V2', instant(500))).toEqual({ vehicleId: 'V2', tripNo: 1, before: 0 });
  expect(slotAt(plan, 'V9', instant(500))).toEqual({ vehicleId: 'V9', tripNo: 1, before: 0 });
});

it('is shown in the middle of the gap', () => {
  const at = (before: number, tripNo = 1) => instantOfSlot(plan, { vehicleId: 'V1', tripNo, before });
  // From the departure at 100 to the arrival at 200; from leaving at 300 to 500; from 700 to the return at 1,000.
  expect([at(0), at(1), at(2)]).toEqual([instant(150), instant(400), instant(850)]);
  expect(instantOfSlot(plan, { vehicleId: 'V2', tripNo: 1, before: 0 })).toBeUndefined();
});
