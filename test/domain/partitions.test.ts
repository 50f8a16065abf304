import { describe, expect, it } from 'vitest';
import { takeBackTotes } from '../../server/application/planning/loading/collect-empty-totes.js';
import { setPartitions } from '../../server/application/planning/loading/set-partitions.js';
import type { Depot, Vehicle } from '../../server/domain/network/network.js';
import { mostIn, partitionsOf, roomIn } from '../../server/domain/planning/partitions.js';
import type { PlannedStop, Trip } from '../../server/domain/planning/plan.js';

const vehicle = {
  vehicleId: 'V1',
  payloadGrams: 1_000_000,
  compartments: [
    { compartmentNo: 1, zoneIds: ['ambient'], milliliters: 900 },
    { compartmentNo: 2, zoneIds: ['chilled'], milliliters: 650 },
    { compartmentNo: 3, zoneIds: ['frozen'], milliliters: 90, hasFixedWalls: true },
  ],
  rules: { body: { milliliters: 1_050, stepMilliliters: 100 } },
} as unknown as Vehicle;

const [ambient, chilled, frozen] = vehicle.compartments;

function stop(stationId: string, ...goods: readonly (readonly [number, number])[]): PlannedStop {
  const consignments = goods.map(([compartmentNo, milliliters], at) => ({
    consignmentId: `${stationId}-${at}`,
    zoneId: vehicle.compartments[compartmentNo - 1].zoneIds[0],
    grams: 1,
    milliliters,
    compartmentNo,
  }));
  return { stationId, arrives: 0, begins: 0, leaves: 0, legSeconds: 0, legMeters: 0, consignments };
}

describe('compartments between movable partitions', () => {
  it('hold alone what stands at whole steps of the body, and with fixed walls their own volume', () => {
    expect([ambient, chilled, frozen].map((part) => mostIn(part, vehicle))).toEqual([900, 600, 90]);
    expect(mostIn(chilled, { ...vehicle, rules: undefined })).toBe(650);
  });

  it('leave each other what none of them needs', () => {
    const fullest = new Map([
      [1, 310],
      [3, 90],
    ]);
    expect(roomIn(chilled, vehicle, fullest)).toBe(600);
    expect(roomIn(ambient, vehicle, fullest)).toBe(590);
    expect(roomIn(ambient, vehicle, fullest, 10)).toBe(890);
    expect(roomIn(ambient, vehicle, new Map([[2, 410]]))).toBe(500);
    expect(roomIn(frozen, vehicle, fullest)).toBe(0);
  });

  it('are as large as the fullest moment of a trip asks, empty totes included', () => {
    const stops = [stop('A', [1, 310], [2, 50]), stop('B', [1, 80], [3, 90])];
    const size = (trip: Pick<Trip, 'stops'>) => partitionsOf(trip, vehicle)!.map(({ milliliters }) => milliliters);
    expect(size({ stops })).toEqual([400, 100]);
    const depot = { rules: { emptyTotes: { chilled: { milliliters: 150, grams: 1 } } } } as unknown as Depot;
    const emptyTotes = new Map([['A', [{ zoneId: 'chilled', totes: 9 }]]]);
    const routes = [{ vehicleId: 'V1', trips: [{ stops } as unknown as Trip] }];
    const [taken] = takeBackTotes(routes, { depot, vehicles: [vehicle], emptyTotes })[0].trips;
    // Four in the chilled part (600) leave the ambient one its 400; behind the first stop two more fit there (320 of it are free).
    const [first] = taken.stops;
    expect(first.takesBack?.map(({ compartmentNo, totes }) => [compartmentNo, totes])).toEqual([
      [2, 4],
      [1, 2],
    ]);
    expect(size(taken)).toEqual([400, 600]);
    expect(size({ stops: [] })).toEqual([0, 0]);
    // Once the trip is loaded the partitions stand: nothing goes where none was left room.
    const standing = [
      { compartmentNo: 1, milliliters: 400 },
      { compartmentNo: 2, milliliters: 100 },
    ];
    const loaded = {
      vehicleId: 'V1',
      trips: [{ stops, partitions: standing } as unknown as Trip],
      executedPrefix: { at: 0, trips: 1, stops: 0 },
    };
    const [route] = setPartitions(takeBackTotes([loaded], { depot, vehicles: [vehicle], emptyTotes }), [vehicle]);
    expect(route.trips[0].stops[0].takesBack?.map(({ compartmentNo, totes }) => [compartmentNo, totes])).toEqual([
      [1, 2],
    ]);
    expect(route.trips[0].partitions).toEqual(standing);
    expect(partitionsOf({ stops }, { ...vehicle, rules: undefined })).toBeUndefined();
  });
});
