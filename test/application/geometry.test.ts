import { booleanPointInPolygon, polygon } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { makeVehiclePositions, type RunUnderWay } from '../../server/application/delivery/vehicle-positions.js';
import { districtOf } from '../../server/application/planning/map/route-hull.js';
import { stationsInArea } from '../../server/application/planning/map/stations-in-area.js';
import type { Station } from '../../server/domain/network/network.js';
import type { LonLat } from '../../server/domain/network/place.js';

const at = (lon: number, lat: number) => ({ lon, lat });

describe('the district of a route', () => {
  it.each([
    ['many stations', [at(120, 30), at(120.02, 30), at(120.01, 30.02), at(120.01, 30.01)]],
    ['stations in one line', [at(120, 30), at(120.01, 30), at(120.02, 30)]],
    ['one station', [at(120, 30)]],
    ['stations in one place', [at(120, 30), at(120, 30)]],
  ])('holds all of %s', (_, positions) => {
    const ring = districtOf(positions);
    expect(ring[0]).toEqual(ring.at(-1));
    for (const { lon, lat } of positions) expect(booleanPointInPolygon([lon, lat], polygon([ring]))).toBe(true);
    expect(booleanPointInPolygon([120.1, 30.1], polygon([ring]))).toBe(false);
  });
});

describe('stations in an area', () => {
  const stations = [at(120, 30), at(120.02, 30), at(120.5, 30)].map(
    (position, no) => ({ stationId: `S${no}`, position }) as Station,
  );
  const corners: [number, number][] = [
    [119.9, 29.9],
    [120.02, 29.9],
    [120.02, 30.1],
    [119.9, 30.1],
  ];

  it('are those inside and on its border', () => {
    expect(stationsInArea(stations, corners).map(({ stationId }) => stationId)).toEqual(['S0', 'S1']);
    expect(stationsInArea(stations, [...corners, corners[0]])).toHaveLength(2);
  });

  it('are refused to an area whose border crosses itself, or that is none', () => {
    const [a, b, c, d] = corners;
    expect(() => stationsInArea(stations, [a, c, b, d])).toThrow('crosses itself');
    expect(() => stationsInArea(stations, [a, a, b])).toThrow('three corners');
  });
});

describe('where a vehicle should be', () => {
  const eight = new Date('2024-06-14T00:00:00Z');
  const minutes = (count: number) => new Date(eight.getTime() + count * 60_000);
  const signal = new AbortController().signal;
  const depot = at(120, 30);
  /** Legs go east first, then north. */
  const routing = {
    mapId: 'm',
    asked: 0,
    async route([from, to]: readonly LonLat[]) {
      this.asked++;
      return [{ seconds: 600, meters: 2000, line: [from, at(to.lon, from.lat), to] }];
    },
  };
  const stop = (stationId: string, position: LonLat, more: object = {}) => ({
    stationId,
    position,
    tripNo: 1,
    legSeconds: 600,
    legMeters: 2000,
    etaAt: null,
    arrivedAt: null,
    leftAt: null,
    ...more,
  });
  const runOf = (...stops: RunUnderWay['stops']): RunUnderWay => ({
    runId: 'r',
    vehicleId: 'V1',
    travelClass: 'auto',
    depot,
    departedAt: eight,
    stops,
  });

  it('is as far along its leg as the time that has gone', async () => {
    const run = runOf(stop('A', at(120.02, 30), { etaAt: minutes(10) }));
    const positions = makeVehiclePositions(routing);
    const [position] = await positions([run], minutes(5), signal);
    expect(position).toMatchObject({ toStationId: 'A', isThere: false, remainingMeters: 1000, etaAt: minutes(10) });
    expect(position.position.lon).toBeCloseTo(120.01, 4);
    const [late] = await positions([run], minutes(25), signal);
    expect(late).toMatchObject({ remainingMeters: 0, position: at(120.02, 30) });
    expect(routing.asked).toBe(1);
  });

  it('is at a stop that it has not left, and drives on from the last that it has', async () => {
    const first = stop('A', at(120.02, 30), { arrivedAt: minutes(10) });
    const second = stop('B', at(120.02, 30.02), { etaAt: minutes(25) });
    const positions = makeVehiclePositions(routing);
    const [standing] = await positions([runOf(first, second)], minutes(12), signal);
    expect(standing).toMatchObject({ toStationId: 'A', isThere: true, position: at(120.02, 30) });
    const [driving] = await positions([runOf({ ...first, leftAt: minutes(15) }, second)], minutes(20), signal);
    expect(driving).toMatchObject({ toStationId: 'B', remainingMeters: 1000 });
    expect(driving.position.lat).toBeCloseTo(30.01, 4);
  });

  it('drives on from a later stop where an earlier one was never told as done', async () => {
    const positions = makeVehiclePositions(routing);
    const forgotten = stop('A', at(120.02, 30), { arrivedAt: minutes(10) });
    const done = stop('B', at(120.02, 30.02), { arrivedAt: minutes(25), leftAt: minutes(30) });
    const ahead = stop('C', at(120.04, 30.02), { etaAt: minutes(40) });
    // Half of the ten minutes' leg from B to C is driven.
    const [driving] = await positions([runOf(forgotten, done, ahead)], minutes(35), signal);
    expect(driving).toMatchObject({ toStationId: 'C', isThere: false, remainingMeters: 1000 });
    expect(driving.position.lon).toBeCloseTo(120.03, 4);
  });

  it('is unknown once all is done', async () => {
    const done = stop('A', at(120.02, 30), { arrivedAt: minutes(10), leftAt: minutes(15) });
    expect(await makeVehiclePositions(routing)([runOf(done)], minutes(20), signal)).toEqual([]);
  });
});
