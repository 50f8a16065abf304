import { describe, expect, it } from 'vitest';
import type { Plan, Vehicle } from '../../web/api/types.js';
import { roomsOf, shareOf } from '../../web/console/edit/route-room.js';

const vehicle = {
  vehicleId: 'V1',
  payloadGrams: 1000,
  compartments: [
    { compartmentNo: 1, zoneIds: ['chilled'], milliliters: 500 },
    { compartmentNo: 2, zoneIds: ['ambient'], milliliters: 800 },
  ],
  maxStops: 3,
  shiftBeginsSecond: 1000,
  shiftEndsSecond: 2000,
  rules: { maxDrivingSeconds: 300 },
} as unknown as Vehicle;
const goods = (compartmentNo: number, grams: number, milliliters: number) => ({ compartmentNo, grams, milliliters });
const route = {
  trips: [
    {
      stops: [{ consignments: [goods(1, 400, 200)] }, { consignments: [goods(2, 300, 900)] }],
      seconds: 200,
      returns: 1200,
    },
    { stops: [{ consignments: [goods(1, 500, 100)] }], seconds: 150, returns: 1500 },
  ],
} as unknown as Plan['routes'][number];

describe('the room on a vehicle', () => {
  it('is of its fullest trip, and of its day', () => {
    const rooms = roomsOf(route, vehicle).map(({ what, compartmentNo, used, limit }) => [
      what,
      compartmentNo,
      used,
      limit,
    ]);
    expect(rooms).toEqual([
      // 400 + 300 g on the first trip, 500 g on the second.
      ['weight', undefined, 700, 1000],
      ['compartment', 1, 200, 500],
      ['compartment', 2, 900, 800],
      ['stops', undefined, 3, 3],
      ['driving', undefined, 350, 300],
      ['shift', undefined, 1500, 2000],
    ]);
  });

  it('tells what is passed by shares above one; a shift begins at its opening', () => {
    const [weight, , ambient, stops, driving, shift] = roomsOf(route, vehicle).map(shareOf);
    expect([weight, ambient, stops, shift]).toEqual([0.7, 900 / 800, 1, 0.5]);
    expect(driving).toBeGreaterThan(1);
  });

  it('is all of an idle vehicle', () => {
    expect(roomsOf(undefined, vehicle).map(shareOf)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
