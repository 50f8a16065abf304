import { describe, expect, it } from 'vitest';
import type { Vehicle } from '../../server/domain/network/network.js';
import type { PlannedStop, Route, Trip } from '../../server/domain/planning/plan.js';
import { routeKpisOf } from '../../server/domain/planning/route-kpis.js';

const vehicle = {
  vehicleId: 'V1',
  payloadGrams: 1_000_000,
  price: { fixedMicros: 100_000_000, perKmMicros: 1_000_000, perHourMicros: 36_000_000 },
  compartments: [
    { compartmentNo: 1, zoneIds: ['frozen'], milliliters: 200 },
    { compartmentNo: 2, zoneIds: ['chilled', 'fresh'], milliliters: 800 },
  ],
} as unknown as Vehicle;
/** 5 minutes, and one for each 100 kg. */
const depot = { loading: { fixedMilliminutes: 5_000, milliminutesPer100Kg: 1_000 } };

function stopOf(stationId: string, ...goods: readonly (readonly [zoneId: string, milliliters: number])[]): PlannedStop {
  const consignments = goods.map(([zoneId, milliliters]) => ({
    consignmentId: `${stationId} ${zoneId}`,
    zoneId,
    grams: 50_000,
    milliliters,
    compartmentNo: zoneId === 'frozen' ? 1 : 2,
  }));
  return { stationId, arrives: 0, begins: 0, leaves: 0, legSeconds: 0, legMeters: 0, consignments };
}

const tripOf = (loadBegins: number, returns: number, ...stops: PlannedStop[]): Trip => ({
  loadBegins,
  departs: loadBegins + 600,
  returns,
  meters: 7_500,
  seconds: 750,
  stops,
});
const kpisOf = (route: Omit<Route, 'vehicleId'>, of: Vehicle = vehicle) =>
  routeKpisOf({ routes: [{ vehicleId: 'V1', ...route }] }, new Map([['V1', of]]), depot, () => 3)[0];

describe('KPIs of a route', () => {
  const early = tripOf(0, 1_000, stopOf('A', ['frozen', 50], ['chilled', 100]), stopOf('B', ['fresh', 300]));
  const late = tripOf(1_200, 2_220, stopOf('C', ['chilled', 800]));

  it('cost the day, its kilometers and the time from the first loading to the last return', () => {
    // 100.00 for the day, 15 km at 1.00, 2,220 s at 0.01.
    expect(kpisOf({ trips: [early, late] })).toMatchObject({ costMinor: 13_720, seconds: 2_220, totes: 12 });
    expect(kpisOf({ trips: [] })).toMatchObject({ costMinor: 0, seconds: 0, totes: 0, trips: [] });
  });

  it('say trip by trip how full the compartments of each zone are, whatever of them lies in there', () => {
    const [first, second] = kpisOf({ trips: [early, late] }).trips;
    expect(first).toEqual({
      // 150 kg: 5 minutes and 1.5.
      loadedAt: 390,
      totes: 9,
      grams: 150_000,
      milliliters: 450,
      capacityMilliliters: 1_000,
      zones: [
        { zoneId: 'frozen', milliliters: 50, capacityMilliliters: 200 },
        { zoneId: 'chilled', milliliters: 400, capacityMilliliters: 800 },
        { zoneId: 'fresh', milliliters: 400, capacityMilliliters: 800 },
      ],
    });
    expect(second.zones.map(({ milliliters }) => milliliters)).toEqual([0, 800, 800]);
    expect(second.loadedAt).toBe(1_530);
  });

  it('count between movable partitions what the other compartments leave', () => {
    const parted = { ...vehicle, rules: { body: { milliliters: 900, stepMilliliters: 100 } } } as unknown as Vehicle;
    const partitions = [
      { compartmentNo: 1, milliliters: 100 },
      { compartmentNo: 2, milliliters: 400 },
    ];
    const [trip] = kpisOf({ trips: [{ ...early, partitions }] }, parted).trips;
    // Of 900 the frozen ones leave 800 to the others, these 500, of which the frozen ones take 200 at most.
    expect(trip.zones.map(({ capacityMilliliters }) => capacityMilliliters)).toEqual([200, 800, 800]);
    expect(trip.capacityMilliliters).toBe(900);
  });

  it('take no dock where goods are taken over on the road, and leave out vehicles that are gone', () => {
    const transfer = { fromVehicleId: 'V2', position: { lon: 120, lat: 30 }, arrives: 0, leaves: 0 };
    const trip = { ...early, transfer: { ...transfer, legSeconds: 0, legMeters: 0 } };
    expect(kpisOf({ trips: [trip] }).trips[0].loadedAt).toBeUndefined();
    expect(routeKpisOf({ routes: [{ vehicleId: 'V9', trips: [] }] }, new Map(), depot, () => 0)).toEqual([]);
  });
});
