import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTrafficStore } from '../../server/adapters/db/traffic/traffic-store.js';
import { readRoadLimits } from '../../server/adapters/map/road-limits/read-road-limits.js';
import { buildMap, findValhalla, makeValhallaEngine, tileFolderOf } from '../../server/adapters/routing/index.js';
import { exportMatrix } from '../../server/application/exchange/exports/export-plan.js';
import { makePlanGeoJson } from '../../server/application/planning/map/plan-geojson.js';
import { makeReportTraffic } from '../../server/application/traffic/report-traffic.js';
import { makeLookAtRoads } from '../../server/application/traffic/traffic-state.js';
import { liveSeconds, type PlannedDrive } from '../../server/application/travel/index.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { greatCircleMeters } from '../../server/domain/network/place.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import { writeRoadLimits } from '../../server/roads/index.js';
import { eachDatabase } from '../support/databases.js';
import { type Bridge, bank, midstream, writeLimitTown } from '../support/limit-town.js';
import { recordOver } from '../support/record.js';
import { movedTo, smallDay, writeFiles } from '../support/small-day.js';

const wave = 'D1-20240614-1';
const { signal } = new AbortController();
const bar: Bridge = { node: { barrier: 'height_restrictor', maxheight: '2.2' } };
const low: Bridge = { way: { maxheight: '2.4' } };
/** The depot is west of the river, the stations are east of it; the bridges between them are a bar and a low one. */
const withWay: readonly Bridge[] = [{}, {}, bar, low, bar, low, {}, {}];
const withoutWay: readonly Bridge[] = withWay.map((_, row) => (row % 2 === 0 ? bar : low));
const untilNoon: Bridge = { way: { 'hgv:conditional': 'no @ (00:00-12:00)' } };
const withHours = withWay.map((bridge) => (bridge === bar || bridge === low ? untilNoon : bridge));
const towns = { around: withWay, 'cut off': withoutWay, hours: withHours } as const;
const [depotRow, firstRow, secondRow] = [3, 2, 5];

/** The small day in the town, its van as high and, where that is said, as heavy as that. */
function dayWith(height: string, kilograms?: number): Record<string, string> {
  const positions = [
    ['D1,仓库,120.10,30.25', bank(depotRow, 'west')],
    ['S1,一号站,120.11,30.25', bank(firstRow, 'east')],
    ['S2,二号站,120.12,30.26', bank(secondRow, 'east')],
  ] as const;
  const day = movedTo(smallDay, positions);
  const vehicles = day['vehicles.csv'].replaceAll(',2.5,auto,', `,${height},auto,`).trimEnd().split('\n');
  const column = (row: string, at: number) => `${row},${at === 0 ? 'total_weight_kg' : (kilograms ?? '')}`;
  return { ...day, 'vehicles.csv': `${vehicles.map(column).join('\n')}\n` };
}

describe.skipIf(findValhalla() === undefined)('a vehicle and the limits of the roads', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-vehicle-limits-'));
  const engines: Record<keyof typeof towns, RoutingEngine> = {} as never;
  beforeAll(async () => {
    for (const [name, bridges] of Object.entries(towns) as [keyof typeof towns, readonly Bridge[]][]) {
      const pbfFile = path.join(folder, `${name}.osm.pbf`);
      await writeLimitTown(pbfFile, bridges);
      const map = await buildMap({
        pbfFile,
        mapsFolder: path.join(folder, name),
        name,
        builtAt: new Date(0),
        addExtras: async (to, file) => writeRoadLimits(tileFolderOf(to), await readRoadLimits(file)),
      });
      engines[name] = makeValhallaEngine({ mapFolder: map.folder, log: pino({ level: 'silent' }) });
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(engines).map((engine) => engine.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  eachDatabase('vehicle limits', (open) => {
    async function planned(town: keyof typeof engines, height: string, kilograms?: number) {
      const record = recordOver(await open(), engines[town]);
      await record.importFrom(writeFiles(dayWith(height, kilograms)));
      return { record, plan: await record.plan(wave) };
    }

    /** Rows of the bridges that a plan's drawn way leads over. */
    async function bridgesOf(plan: Plan, town: keyof typeof engines, { record }: Awaited<ReturnType<typeof planned>>) {
      const draw = makePlanGeoJson(engines[town], record.travel, record.network);
      const drawn = (await draw(plan, 'en')) as {
        features: {
          geometry: { coordinates: [number, number][] };
          properties: { kind: string; estimated?: boolean };
        }[];
      };
      const trips = drawn.features.filter(({ properties }) => properties.kind === 'trip');
      expect(trips.every(({ properties }) => properties.estimated === false)).toBe(true);
      const points = trips.flatMap(({ geometry }) => densely(geometry.coordinates));
      return withWay.flatMap((_, row) =>
        points.some(([lon, lat]) => greatCircleMeters({ lon, lat }, midstream(row)) < 15) ? [row] : [],
      );
    }

    it('leads a low van straight and a high one around, as planned and as drawn', async () => {
      const small = await planned('around', '2.1');
      const high = await planned('around', '2.5');
      expect([small.plan.unassigned, high.plan.unassigned]).toEqual([[], []]);
      expect(small.plan.provenance.travelClasses).toBeUndefined();
      expect(high.plan.provenance.travelClasses).toEqual({ V1: 'auto height>2400' });
      expect(high.plan.kpis.distanceMeters).toBeGreaterThan(small.plan.kpis.distanceMeters + 400);
      const over = await bridgesOf(high.plan, 'around', high);
      expect(over.length).toBeGreaterThan(0);
      expect(over.every((row) => withWay[row] !== bar && withWay[row] !== low)).toBe(true);
    });

    it('exports the times that the high van was planned with', async () => {
      const { plan, record } = await planned('around', '2.5');
      const rows = [];
      for await (const row of exportMatrix(record.planning, '2024-06-14')) rows.push(row);
      expect(new Set(rows.map(({ profile }) => profile))).toEqual(new Set(['auto height>2400']));
      const [first] = plan.routes[0].trips[0].stops;
      const leg = rows.find(({ fromId, toId }) => fromId === 'D1' && toId === first.stationId);
      expect(leg?.meters).toBe(first.legMeters);
    });

    it('leads a heavy van around bridges that are closed to it in the hours in which it drives', async () => {
      const light = await planned('hours', '2.1', 3500);
      const heavy = await planned('hours', '2.1', 3501);
      expect(heavy.plan.unassigned).toEqual([]);
      // It is out before noon only.
      const returns = Math.max(...heavy.plan.routes[0].trips.map((trip) => trip.returns));
      expect(returns).toBeLessThan(12 * 3600);
      expect(heavy.plan.provenance.timeSlices?.map(({ begins }) => begins)).toContain(12 * 3600);
      expect(heavy.plan.kpis.distanceMeters).toBeGreaterThan(light.plan.kpis.distanceMeters + 400);
      const over = await bridgesOf(heavy.plan, 'hours', heavy);
      expect(over.length).toBeGreaterThan(0);
      expect(over.every((row) => withHours[row] !== untilNoon)).toBe(true);
      const lightOver = await bridgesOf(light.plan, 'hours', light);
      expect(lightOver.some((row) => withHours[row] === untilNoon)).toBe(true);
    });

    it('draws a limit on the roads for the vehicles that are beyond it', async () => {
      const { record } = await planned('around', '2.5');
      const { lon, lat } = midstream(3);
      const view = { west: lon - 0.0004, south: lat - 0.0004, east: lon + 0.0004, north: lat + 0.0004, most: 100 };
      const look = makeLookAtRoads(record.planning);
      const see = async (vehicle: { profile: 'auto' | 'truck'; vehicleId?: string }) => {
        const { roads } = await look.speeds({ depotId: 'D1', view, hour: 8, signal, ...vehicle });
        return roads.map(({ kph, usualKph, source }) => ({ isClosed: kph === 0 && usualKph === 0, source }));
      };
      // The only road there is the bridge of 2.4 m: V1 is higher, a car is not, and a lorry usually is.
      expect(await see({ profile: 'auto', vehicleId: 'V1' })).toEqual([{ isClosed: true, source: 'limit' }]);
      expect(await see({ profile: 'auto' })).toMatchObject([{ isClosed: false }]);
      expect(await see({ profile: 'truck' })).toEqual([{ isClosed: true, source: 'limit' }]);
    });

    it('draws a limit with hours in its hours only', async () => {
      const { record } = await planned('hours', '2.1', 3501);
      const { lon, lat } = midstream(3);
      const view = { west: lon - 0.0004, south: lat - 0.0004, east: lon + 0.0004, north: lat + 0.0004, most: 100 };
      const look = makeLookAtRoads(record.planning);
      const sourceAt = async (hour: number) =>
        (await look.speeds({ depotId: 'D1', view, profile: 'auto', vehicleId: 'V1', hour, signal })).roads[0].source;
      expect(await sourceAt(11)).toBe('limit');
      expect(await sourceAt(12)).not.toBe('limit');
    });

    it('moves ETAs by the traffic on the bridges that a vehicle may use', async () => {
      const open = withWay.flatMap((bridge, row) => (bridge === bar || bridge === low ? [] : [row]));
      /** What the drive to the first station takes at a walk over the bridges without a limit, less what was planned. */
      const delayOf = async (height: string) => {
        const { record, plan } = await planned('around', height);
        const report = makeReportTraffic({
          store: makeTrafficStore(record.database),
          routing: engines.around,
          clock: record.clock,
          newId: record.planning.newId,
        });
        for (const row of open) {
          const { lon, lat } = midstream(row);
          const corners = [-1, 1].flatMap((east) =>
            [-1, 1].map((north) => ({ lon: lon + east / 1e4, lat: lat + north / 1e4 })),
          );
          const ring = [corners[0], corners[1], corners[3], corners[2], corners[0]];
          await report({
            place: { kind: 'area', ring },
            speed: { kind: 'kph', kph: 4 },
            validUntil: new Date('2024-06-15T00:00:00Z'),
            note: '',
            by: 'test',
            signal,
          });
        }
        const [route] = plan.routes;
        const [{ stationId, legSeconds: plannedSeconds }] = route.trips[0].stops;
        const drive: PlannedDrive = {
          depotId: 'D1',
          planId: plan.planId,
          deliveryDate: '2024-06-14',
          timeZone: 'Asia/Shanghai',
          travelClass: plan.provenance.travelClasses?.V1 ?? 'auto',
          from: bank(depotRow, 'west'),
          to: bank(stationId === 'S1' ? firstRow : secondRow, 'east'),
          arrives: new Date('2024-06-14T08:30:00+08:00'),
          plannedSeconds,
        };
        const live = await liveSeconds(record.planning, [drive], signal);
        return (live.get(drive) ?? plannedSeconds) - plannedSeconds;
      };
      // The bridges are 200 m long: at 4 km/h 180 s, at 40 km/h 18 s.
      expect(await delayOf('2.5')).toBeGreaterThan(120);
      expect(await delayOf('2.1')).toBe(0);
    });

    it('says truly why no way is found where every bridge is too low', async () => {
      const { plan } = await planned('cut off', '2.5');
      expect(plan.routes).toEqual([]);
      expect(new Set(plan.unassigned.map(({ reason }) => reason.code))).toEqual(new Set(['unreachable']));
      const { plan: bySmall } = await planned('cut off', '2.0');
      expect(bySmall.unassigned).toEqual([]);
    });
  });
});

/** Points of a line no more than some meters apart. */
function densely(line: readonly [number, number][]): [number, number][] {
  return line.flatMap(([lon, lat], at) => {
    const [nextLon, nextLat] = line[at + 1] ?? [lon, lat];
    return Array.from({ length: 50 }, (_, part): [number, number] => {
      const share = part / 50;
      return [lon + (nextLon - lon) * share, lat + (nextLat - lat) * share];
    });
  });
}
