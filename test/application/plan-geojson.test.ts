import { describe, expect, it } from 'vitest';
import { makePlanGeoJson } from '../../server/application/planning/map/plan-geojson.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import type { Plan } from '../../server/domain/planning/plan.js';

const position = { lon: 120, lat: 30 };
const nothingKept = {
  findLegs: async (_basis: unknown, places: readonly unknown[]) => places.slice(1).map(() => undefined),
  addLegs: async () => {},
  findSpeeds: async () => undefined,
};
const network = {
  listDepots: async () => [{ depotId: 'D1', name: '仓库', position }] as never,
  listStations: async () => [{ stationId: 'S1', name: '一号站', position: { lon: 120.01, lat: 30 } }] as never,
  listVehicles: async () => [{ vehicleId: 'V1', profile: 'auto' }] as never,
};
const stop = {
  stationId: 'S1',
  arrives: 100,
  begins: 100,
  leaves: 200,
  legSeconds: 100,
  legMeters: 1000,
  consignments: [],
};
const plan = {
  planId: 'p',
  depotId: 'D1',
  provenance: { mapId: 'm' },
  routes: [
    {
      vehicleId: 'V1',
      run: { runId: 'run-1', routeNo: 7 },
      trips: [{ loadBegins: 0, departs: 0, returns: 300, meters: 2000, seconds: 200, stops: [stop] }],
    },
  ],
  unassigned: [],
} as unknown as Plan;

type Drawn = { features: { geometry: { coordinates: unknown[] }; properties: Record<string, unknown> }[] };

describe('a plan for the map', () => {
  it('draws a trip along its legs with no more points than the eye needs', async () => {
    // A straight way with a hundred points on it, out and back.
    const line = Array.from({ length: 101 }, (_, at) => ({ lon: 120 + at / 10_000, lat: 30 }));
    const legs = [line, [...line].reverse()].map((each) => ({ seconds: 100, meters: 1000, line: each }));
    const routing = { mapId: 'm', estimated: false, route: async () => legs } as unknown as RoutingEngine;
    const drawn = (await makePlanGeoJson(routing, nothingKept, network)(plan, 'en')) as Drawn;
    const trip = drawn.features.find((feature) => feature.properties.kind === 'trip')!;
    expect(trip.properties).toMatchObject({ vehicleId: 'V1', routeNo: 7, meters: 2000, estimated: false });
    expect(trip.geometry.coordinates).toEqual([
      [120, 30],
      [120.01, 30],
      [120.01, 30],
      [120, 30],
    ]);
  });

  it('says where the round of a trip begins and ends in its line', async () => {
    const [stopA, stopB, stopC] = ['S1', 'S2', 'S3'].map((stationId) => ({ ...stop, stationId }));
    const east = (degrees: number) => ({ lon: 120 + degrees, lat: 30 + degrees ** 2 });
    const places = { S1: east(0.01), S2: east(0.02), S3: east(0.03) };
    const stations = Object.entries(places).map(([stationId, at]) => ({ stationId, name: stationId, position: at }));
    const routing = {
      mapId: 'm',
      estimated: false,
      route: async (of: readonly { lon: number; lat: number }[]) =>
        of.slice(1).map((to, at) => ({ seconds: 1, meters: 1, line: [of[at], to] })),
    } as unknown as RoutingEngine;
    const [route] = plan.routes;
    const trips = [
      { ...route.trips[0], stops: [stopA, stopB, stopC] },
      { ...route.trips[0], stops: [stopB] },
    ];
    const drawn = (await makePlanGeoJson(routing, nothingKept, {
      ...network,
      listStations: async () => stations as never,
    })({ ...plan, routes: [{ ...route, trips }] } as Plan, 'en')) as Drawn;
    const ends = drawn.features
      .filter((feature) => feature.properties.kind === 'trip')
      .map(({ geometry, properties: { firstStopAt, lastStopAt } }) => [
        geometry.coordinates[firstStopAt as number],
        geometry.coordinates[lastStopAt as number],
      ]);
    const at = ({ lon, lat }: { lon: number; lat: number }) => [lon, lat].map((each) => expect.closeTo(each, 5));
    expect(ends).toEqual([
      [at(places.S1), at(places.S3)],
      [at(places.S2), at(places.S2)],
    ]);
  });

  it('draws each leg at the speeds of its hour, for the class that the vehicle was planned as', async () => {
    const asked: unknown[] = [];
    const routing = {
      name: 'valhalla',
      mapId: 'm',
      estimated: false,
      route: async (places: readonly unknown[], travelClass: string, _: AbortSignal, speeds?: { key: string }) => {
        asked.push([places.length, travelClass, speeds?.key]);
        return places.slice(1).map(() => ({ seconds: 1, meters: 1, line: [position, position] }));
      },
    } as unknown as RoutingEngine;
    const timeSlices = [
      { begins: 0, ends: 150, speedsKey: 'early' },
      { begins: 150, ends: 900, speedsKey: 'late' },
    ];
    const provenance = {
      ...plan.provenance,
      engine: 'valhalla',
      timeSlices,
      travelClasses: { V1: 'auto height>2200' },
    };
    const kept = { ...nothingKept, findSpeeds: async (_: string, key: string) => ({ key, hours: [], meanFactor: 1 }) };
    await makePlanGeoJson(routing, kept, network)({ ...plan, provenance } as Plan, 'en');
    expect(asked).toEqual([
      [2, 'auto height>2200', 'early'],
      [2, 'auto height>2200', 'late'],
    ]);
  });

  it('says so where a leg has no way on the map in use', async () => {
    const routing = {
      mapId: 'm',
      estimated: false,
      route: async () => [undefined, undefined],
    } as unknown as RoutingEngine;
    const drawn = (await makePlanGeoJson(routing, nothingKept, network)(plan, 'en')) as Drawn;
    expect(drawn.features.find((feature) => feature.properties.kind === 'trip')!.properties.estimated).toBe(true);
  });
});
