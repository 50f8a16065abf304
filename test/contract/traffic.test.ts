import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makeRemainingLegs } from '../../server/adapters/db/delivery/remaining-legs.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import { makeRestrictionStore } from '../../server/adapters/db/traffic/restriction-store.js';
import { makeTrafficStore } from '../../server/adapters/db/traffic/traffic-store.js';
import { buildMap, findValhalla, makeValhallaEngine } from '../../server/adapters/routing/index.js';
import { makeFollowTraffic } from '../../server/application/delivery/follow-traffic.js';
import { makeSpeedsForWave } from '../../server/application/traffic/speeds-for-wave.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import type { LonLat } from '../../server/domain/network/place.js';
import { eachDatabase } from '../support/databases.js';
import { type Api, serveApi } from '../support/http-api.js';
import { movedTo, smallDay, writeFiles } from '../support/small-day.js';
import { crossing, seaPlace, writeTown } from './routing-town.js';

const wave = 'D1-20240614-1';
const { signal } = new AbortController();
const tomorrow = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const pair = ({ lon, lat }: LonLat): [number, number] => [lon, lat];
const ringOf = (...corners: LonLat[]) => ({ type: 'Polygon', coordinates: [[...corners, corners[0]].map(pair)] });
const lineOf = (...points: LonLat[]) => ({ type: 'LineString', coordinates: points.map(pair) });
/** Around the middle of the town, well within its streets. */
const middle = ringOf(crossing(3, 3), crossing(8, 3), crossing(8, 8), crossing(3, 8));

/** No drive in the town can avoid it. */
const whole = ringOf(crossing(-1, -1), crossing(12, -1), crossing(12, 12), crossing(-1, 12));

/** The small day, moved to the town. */
const positions: readonly [string, LonLat][] = [
  ['D1,仓库,120.10,30.25', crossing(1, 5)],
  ['S1,一号站,120.11,30.25', crossing(10, 5)],
  ['S2,二号站,120.12,30.26', crossing(6, 9)],
  ['S3,三号站,120.13,30.27', crossing(9, 1)],
];
const townDay = movedTo(smallDay, positions);

describe.skipIf(findValhalla() === undefined)('traffic', () => {
  let folder: string;
  let engine: RoutingEngine;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tuanda-traffic-'));
    const pbfFile = path.join(folder, 'town.osm.pbf');
    await writeTown(pbfFile);
    const map = await buildMap({ pbfFile, mapsFolder: path.join(folder, 'maps'), name: 'Town', builtAt: new Date(0) });
    engine = makeValhallaEngine({ mapFolder: map.folder, log: pino({ level: 'silent' }) });
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  eachDatabase('traffic', (open) => {
    let api: Api;
    let key: string;
    let database: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      database = await open();
      api = await serveApi(database, { routing: engine });
      key = await api.keyOf('dispatcher');
      return () => api.close();
    });
    const report = (json: object) => api.ask('POST', '/traffic', { key, json });
    const speeds = (hour: number, date = new Date().toISOString().slice(0, 10)) =>
      makeSpeedsForWave(makeTrafficStore(database), makeRestrictionStore(database))(
        engine,
        {
          depotId: 'D1',
          date,
          timeZone: 'Asia/Shanghai',
          speedProfile: undefined,
          begins: hour * 3600,
          ends: (hour + 1) * 3600,
        },
        signal,
      );

    it('is reported for an area, listed, and withdrawn once', async () => {
      const taken = await report({
        kind: 'kph',
        value: 12,
        geometry: middle,
        validUntil: tomorrow(24),
        note: '演唱会',
      });
      expect(taken.status).toBe(201);
      // 6 × 6 streets and the pieces that lead out, both ways: some hundred.
      expect(taken.body.edges).toBeGreaterThan(100);
      const { data } = (await api.ask('GET', '/traffic?current=yes', { key })).body;
      expect(data).toHaveLength(1);
      expect(data[0]).toMatchObject({ kind: 'kph', value: 12, geometry: middle, note: '演唱会', current: 'yes' });
      const { trafficId } = taken.body;
      expect((await api.ask('DELETE', `/traffic/${trafficId}`, { key })).status).toBe(204);
      expect((await api.ask('DELETE', `/traffic/${trafficId}`, { key })).status).toBe(404);
      expect((await api.ask('GET', '/traffic', { key })).body.data).toEqual([]);
    });

    it('is ended by its reporter or by accounts of all depots, and holds again when that is taken back', async () => {
      const [own, colleague, elsewhere] = [
        await api.keyOf('dispatcher', 'D1'),
        await api.keyOf('dispatcher', 'D1'),
        await api.keyOf('dispatcher', 'D2'),
      ];
      const picker = await api.keyOf('picker', 'D1');
      const sent = { kind: 'closed', geometry: middle, validUntil: tomorrow(24) };
      const { trafficId } = (await api.ask('POST', '/traffic', { key: own, json: sent })).body;
      const ofAll = (await report(sent)).body.trafficId;
      const mayEnd = async (of: string) => {
        const { data } = (await api.ask('GET', '/traffic?current=yes', { key: of })).body;
        const found = (id: string) => data.find((each: { trafficId: string }) => each.trafficId === id).mayEnd;
        return [found(trafficId), found(ofAll)];
      };
      // Roads are shared: everybody sees every report.
      expect(await mayEnd(own)).toEqual([true, false]);
      expect(await mayEnd(colleague)).toEqual([false, false]);
      expect(await mayEnd(elsewhere)).toEqual([false, false]);
      expect(await mayEnd(key)).toEqual([true, true]);
      expect(await mayEnd(await api.keyOf('integration'))).toEqual([true, true]);

      const end = (of: string, id = trafficId) => api.ask('DELETE', `/traffic/${id}`, { key: of });
      const restore = (of: string, id = trafficId) => api.ask('POST', `/traffic/${id}/restore`, { key: of });
      for (const of of [colleague, elsewhere, picker]) expect((await end(of)).status).toBe(403);
      expect((await end(own, ofAll)).body).toMatchObject({ code: 'not-allowed' });
      expect((await restore(own)).status).toBe(404);
      expect((await end(own)).status).toBe(204);
      for (const of of [colleague, elsewhere, picker]) expect((await restore(of)).status).toBe(403);
      expect((await restore(own)).status).toBe(204);
      expect((await restore(own)).status).toBe(404);
      expect(await mayEnd(own)).toEqual([true, false]);
      expect((await end(key)).status).toBe(204);
      expect((await end(own, 'nothing')).status).toBe(404);
      expect((await restore(own, 'nothing')).status).toBe(404);
      const admin = await api.keyOf('admin');
      const { data } = (await api.ask('GET', `/audit?kind=traffic&subject=${trafficId}`, { key: admin })).body;
      expect(data.map(({ action }: { action: string }) => action)).toEqual([
        'traffic.withdrawn',
        'traffic.restored',
        'traffic.withdrawn',
        'traffic.reported',
      ]);
    });

    const bow = ringOf(crossing(3, 3), crossing(8, 8), crossing(8, 3), crossing(3, 8));
    const spike = ringOf(crossing(3, 3), crossing(8, 3), crossing(5, 3), crossing(5, 8));
    const overMeridian = ringOf(
      { lon: 179, lat: 30 },
      { lon: -179, lat: 30 },
      { lon: -179, lat: 31 },
      { lon: 179, lat: 31 },
    );
    const around = ({ lon, lat }: LonLat) => ringOf({ lon, lat }, { lon: lon + 0.001, lat }, { lon, lat: lat + 0.001 });
    it.each([
      ['a speed below zero', { value: -5 }, 'between 1 and 140'],
      ['no speed at all', { value: 0 }, 'between 1 and 140'],
      ['a speed that no van drives', { value: 500 }, 'between 1 and 140'],
      ['a factor of zero', { kind: 'factor', value: 0 }, 'between 0.05 and 3'],
      ['a factor below zero', { kind: 'factor', value: -1 }, 'between 0.05 and 3'],
      ['a speed that is missing', { value: undefined }, 'needs a value'],
      ['a closure with a speed', { kind: 'closed', value: 5 }, 'no value'],
      ['an area that crosses itself', { geometry: bow }, 'crosses itself'],
      ['an area that folds back on itself', { geometry: spike }, 'crosses itself'],
      [
        'an area that is not closed',
        { geometry: { type: 'Polygon', coordinates: [middle.coordinates[0].slice(1)] } },
        'closed',
      ],
      ['an area of two corners', { geometry: ringOf(crossing(1, 1), crossing(2, 2)) }, 'corners'],
      ['an area over the 180th meridian', { geometry: overMeridian }, '180th meridian'],
      [
        'a line over the 180th meridian',
        { geometry: lineOf({ lon: 179.9, lat: 0 }, { lon: -179.9, lat: 0 }) },
        '180th',
      ],
      ['an area at sea', { geometry: around(seaPlace) }, 'touches no road'],
      ['a line at sea', { geometry: lineOf(seaPlace, { ...seaPlace, lon: seaPlace.lon + 0.01 }) }, 'follows no road'],
      ['a line of one place', { geometry: lineOf(crossing(1, 1), crossing(1, 1)) }, 'the same'],
      ['an end before its beginning', { validFrom: tomorrow(5), validUntil: tomorrow(4) }, 'ends before'],
      ['an end in the past', { validFrom: tomorrow(-5), validUntil: tomorrow(-4) }, 'ended already'],
      ['an end in ten years', { validUntil: tomorrow(87_600) }, '400 days'],
    ])('is refused with %s', async (_, change, sentence) => {
      const answer = await report({ kind: 'kph', value: 12, geometry: middle, validUntil: tomorrow(24), ...change });
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toContain(sentence);
      expect((await api.ask('GET', '/traffic', { key })).body.data).toEqual([]);
    });

    it('is refused where a number is none', async () => {
      const body = `{"kind":"kph","value":NaN,"validUntil":"${tomorrow(24)}","geometry":${JSON.stringify(middle)}}`;
      const headers = { 'content-type': 'application/json' };
      expect((await api.ask('POST', '/traffic', { key, headers, body })).status).toBe(400);
    });

    it('changes the times of the hours that it holds in, and of no others', async () => {
      const store = makeTrafficStore(database);
      const roads = (await engine.roads?.edgesWithin(middle.coordinates[0].map(([lon, lat]) => ({ lon, lat })))) ?? [];
      const base = {
        place: { kind: 'area' as const, ring: middle.coordinates[0].map(([lon, lat]) => ({ lon, lat })) },
        note: '',
        createdAt: new Date(),
        createdBy: 'test',
      };
      await store.addReport(
        {
          ...base,
          reportId: 'slow',
          speed: { kind: 'factor', factor: 0.2 },
          validFrom: new Date('2024-06-14T08:00:00+08:00'),
          validUntil: new Date('2024-06-14T09:00:00+08:00'),
        },
        engine.mapId,
        roads,
      );
      const places = [crossing(1, 5), crossing(10, 6)];
      const secondsAt = async (hour: number) => {
        const known = await speeds(hour, '2024-06-14');
        return (await engine.matrix(places, places, 'auto', { signal, speeds: known })).seconds[1];
      };
      const free = (await engine.matrix(places, places, 'auto', { signal })).seconds[1];
      expect(await secondsAt(7)).toBe(free);
      expect(await secondsAt(9)).toBe(free);
      expect(await secondsAt(8)).toBeGreaterThan(free * 1.2);
      expect((await speeds(9, '2024-06-14'))?.key).toBe('');
    });

    it('sends vehicles around a closed street, in the times and on the map', async () => {
      const street = [crossing(4, 5), crossing(5, 5), crossing(6, 5)];
      const geometry = lineOf(...street);
      const taken = await report({ kind: 'closed', geometry, bothWays: true, validUntil: tomorrow(72) });
      expect(taken.status).toBe(201);
      // Two pieces of street, both ways; matching may begin on the piece before.
      expect(taken.body.edges).toBeGreaterThanOrEqual(4);
      expect(taken.body.edges).toBeLessThanOrEqual(8);
      const known = await speeds(12, new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
      expect(known?.key).not.toBe('');
      const ends = [crossing(2, 5), crossing(8, 5)];
      const [free] = await engine.route(ends, 'auto', signal);
      const [around] = await engine.route(ends, 'auto', signal, known);
      const closest = (line: readonly LonLat[]) =>
        Math.min(...line.map(({ lon, lat }) => Math.hypot(lon - crossing(5, 5).lon, lat - crossing(5, 5).lat)));
      expect(closest(free?.line ?? [])).toBeLessThan(0.0003);
      expect(closest(around?.line ?? [])).toBeGreaterThan(0.001);
      const matrix = await engine.matrix(ends, ends, 'auto', { signal, speeds: known });
      expect(Math.abs(matrix.seconds[1] - (around?.seconds ?? 0))).toBeLessThanOrEqual(1);
    });

    it('is in the plan of a wave, which keeps the times that it was made with', async () => {
      await api.record.importFrom(writeFiles(townDay));
      const before = await api.record.plan(wave);
      expect(before.provenance).toMatchObject({
        engine: 'valhalla',
        speedFactor: 1,
        speeds: { learned: 0, reports: 0 },
      });
      expect(before.kpis).toMatchObject({ checkerFaults: 0, unassigned: 0 });

      const legsOf = async (planId: string, vehicle: string) =>
        (await api.ask('GET', `/plans/${planId}/legs?vehicle=${vehicle}`, { key })).body;
      const { vehicleId, trips } = before.routes[0];
      const sources = await legsOf(before.planId, vehicleId);
      expect(sources).toMatchObject({ engine: 'valhalla', estimated: false });
      const drives = trips.flatMap(({ stops }) => [...stops.map(({ stationId }) => stationId), null]);
      expect(sources.legs.map((leg: { toStationId: string | null }) => leg.toStationId)).toEqual(drives);
      for (const { shares } of sources.legs) {
        expect(shares).toMatchObject({ learned: 0, reported: 0 });
        expect(shares.free + shares.class).toBeCloseTo(1, 5);
      }
      expect((await api.ask('GET', `/plans/${before.planId}/legs?vehicle=NONE`, { key })).status).toBe(404);
      expect((await api.ask('GET', `/plans/${before.planId}/legs`, { key })).status).toBe(400);

      const travelOf = async (planId: string) => (await api.ask('GET', `/plans/${planId}/travel`, { key })).body;
      expect(await travelOf(before.planId)).toMatchObject({ engine: 'valhalla', estimated: false, speedFactor: 1 });
      expect((await travelOf(before.planId)).stale).toBeUndefined();
      await makeTrafficStore(database).addReport(
        {
          reportId: 'jam',
          place: { kind: 'area', ring: whole.coordinates[0].map(([lon, lat]) => ({ lon, lat })) },
          speed: { kind: 'factor', factor: 0.5 },
          validFrom: new Date('2024-06-14T00:00:00+08:00'),
          validUntil: new Date('2024-06-15T00:00:00+08:00'),
          note: '',
          createdAt: new Date(),
          createdBy: 'test',
        },
        'another map',
        [1, 2, 3],
      );
      expect((await travelOf(before.planId)).stale).toBe('traffic');
      const after = await api.record.plan(wave);
      expect((await travelOf(after.planId)).stale).toBeUndefined();
      expect(after.provenance.speeds).toMatchObject({ reports: 1 });
      expect(after.provenance.speeds?.key).not.toBe(before.provenance.speeds?.key);
      expect(after.kpis.checkerFaults).toBe(0);
      expect(after.kpis.travelSeconds).toBeGreaterThan(before.kpis.travelSeconds);
      const { legs } = await legsOf(after.planId, after.routes[0].vehicleId);
      for (const { shares } of legs) expect(shares.reported).toBeGreaterThan(0.5);
      const kept = await api.record.travel.findSpeeds(engine.mapId, after.provenance.speeds?.key ?? '');
      expect(kept?.key).toBe(after.provenance.speeds?.key);
    });

    it('is forgotten after 90 days, whether couriers come again or not', async () => {
      const store = makeTrafficStore(database);
      const day = (days: number) => new Date(Date.UTC(2026, 0, 1 + days, 0, 30));
      const see = (days: number, edges: readonly [edgeId: number, kph: number][]) => {
        const seen = edges.map(([edgeId, kph]) => ({ edgeId, kph, hour: 8, seenAt: day(days) }));
        return store.addTrack(`of day ${days}`, 'map-f', seen, 'test', day(days));
      };
      const learned = async (days: number) =>
        (await store.listLearned('map-f', [8], day(days))).map(({ edgeId, kph }) => [edgeId, kph]);
      for (const days of [0, 1, 2, 3, 4]) {
        await see(days, [
          [1, 20 + days],
          [2, 20 + days],
        ]);
      }
      const both = [
        [1, 22],
        [2, 22],
      ];
      expect(await learned(5)).toEqual(both);
      expect(await learned(90)).toEqual(both);
      // The first of five sightings is too old.
      expect(await learned(91)).toEqual([]);

      await see(89, [[2, 40]]);
      // The middle of 20, 21, 22, 23, 24 and 40 is 22.5.
      expect(await learned(90)).toEqual([
        [1, 22],
        [2, 23],
      ]);
      expect(await learned(91)).toEqual([[2, 23]]);
      // A track on another road: with it the two oldest sightings of these go for good.
      await see(92, [[3, 50]]);
      expect(await learned(0)).toEqual([]);
    });

    it('is seen on the roads beside what is usual, and in how far one comes', async () => {
      await api.record.importFrom(writeFiles(townDay));
      const [west, south] = [crossing(0, 0).lon - 0.01, crossing(0, 0).lat - 0.01];
      const [east, north] = [crossing(11, 11).lon + 0.01, crossing(11, 11).lat + 0.01];
      const [a, b] = [crossing(5, 5), crossing(6, 5)];
      const box = [west, south, east, north].join(',');
      const at = (path: string, more = '') => api.ask('GET', `/depots/D1/${path}?box=${box}${more}`, { key });
      const before = await at('road-speeds');
      expect(before.status).toBe(200);
      expect(before.body.roads.length).toBeGreaterThan(100);
      for (const { freeKph, usualKph, kph, source, line } of before.body.roads) {
        expect(kph).toBe(usualKph);
        expect(source).toBe(usualKph === freeKph ? 'free' : 'class');
        expect(line.length).toBeGreaterThanOrEqual(2);
      }
      const reachBefore = await at('reach', '&minutes=60');
      expect(reachBefore.body.stations.map((each: { stationId: string }) => each.stationId)).toEqual([
        'S1',
        'S2',
        'S3',
      ]);

      const validUntil = tomorrow(2);
      await report({ kind: 'factor', value: 0.25, geometry: middle, validUntil });
      await report({ kind: 'closed', geometry: lineOf(a, b), bothWays: true, validUntil });
      const now = (await at('road-speeds')).body;
      const slow = now.roads.filter((road: { source: string }) => road.source === 'reported');
      expect(slow.length).toBeGreaterThan(50);
      expect(slow.length).toBeLessThan(now.roads.length);
      const closed = slow.filter(({ kph }: { kph: number }) => kph === 0);
      expect(closed.length).toBeGreaterThanOrEqual(1);
      for (const { kph, usualKph } of slow) if (kph > 0) expect(kph).toBeCloseTo(usualKph / 4, 0);

      const reachNow = (await at('reach', '&minutes=60')).body;
      const times = (reach: { stations: { seconds: number }[] }) => reach.stations.map(({ seconds }) => seconds);
      const [was, is] = [times(reachBefore.body), times(reachNow)];
      expect(is.every((seconds, index) => seconds >= was[index])).toBe(true);
      expect(Math.max(...is)).toBeGreaterThan(Math.max(...was));
      const furthest = (roads: { seconds: number }[]) => Math.max(...roads.map(({ seconds }) => seconds));
      expect(furthest(reachNow.roads)).toBeGreaterThan(furthest(reachBefore.body.roads));
      const near = (await at('reach', '&minutes=1')).body;
      expect(furthest(near.roads)).toBeLessThanOrEqual(60);
      expect(near.roads.length).toBeLessThan(reachNow.roads.length / 2);

      // Another hour of today has no reports.
      const other = (new Date().getUTCHours() + 8 + 12) % 24;
      const later = (await at('road-speeds', `&hour=${other}`)).body;
      expect(later.hour).toBe(other);
      expect(later.roads.some(({ source }: { source: string }) => source === 'reported')).toBe(false);
      expect((await at('road-speeds', '&most=20')).body.roads.length).toBeLessThanOrEqual(20);
    });

    it.each([
      ['an hour that no day has', 'hour=24'],
      ['half an hour', 'hour=7.5'],
      ['a vehicle that nobody knows', 'profile=tank'],
      ['a box the wrong way round', 'box=120.2,30.2,120.1,30.3'],
      ['a box of words', 'box=a,b,c,d'],
      ['a box of three numbers', 'box=1,2,3'],
      ['no end of roads', 'most=1000000'],
      ['something that is not asked', 'colour=red'],
    ])('of roads is refused with %s', async (_, query) => {
      const box = query.startsWith('box') ? '' : '&box=120,30,121,31';
      for (const path of ['road-speeds', 'reach']) {
        expect((await api.ask('GET', `/depots/D1/${path}?${query}${box}`, { key })).status).toBe(400);
      }
    });

    it('of roads is for those who may see the depot', async () => {
      await api.record.importFrom(writeFiles(townDay));
      const path = '/depots/D1/road-speeds?box=120,30,121,31';
      expect((await api.ask('GET', path, { key })).status).toBe(200);
      expect((await api.ask('GET', path)).status).toBe(401);
      expect((await api.ask('GET', '/depots/D9/reach?box=120,30,121,31', { key })).status).toBe(404);
    });

    it('moves the arrivals of runs under way, and back when it is withdrawn', async () => {
      await api.record.importFrom(writeFiles(townDay));
      const { planId } = await api.record.plan(wave);
      await api.record.plans.release(planId, new Date(), 'test');
      const store = makeTrafficStore(database);
      const follow = makeFollowTraffic({
        ...api.record.planning,
        speedsForWave: makeSpeedsForWave(store, makeRestrictionStore(database)),
        drives: makeRemainingLegs(database),
      });
      const runs = makeRunReader(database.knex);
      const etas = async () => {
        const [row] = await runs.listOfWave(wave, ['D1']);
        const run = (await runs.find(row.runId, {}))!;
        return { runId: run.runId, times: run.stops.map(({ etaAt }) => etaAt?.getTime()) };
      };
      // Nobody is under way.
      expect(await follow(signal)).toBe(0);
      const { runId } = await etas();
      const at = new Date('2024-06-14T00:10:00Z');
      const by = { name: 'test', depotIds: ['D1'], courierId: undefined };
      await makeFieldStore(database).report(
        runId,
        [{ deviceEventId: 'd', kind: 'departed', deviceAt: at }],
        by,
        new Date(),
      );
      const before = await etas();
      expect(before.times.every((time) => time !== undefined)).toBe(true);
      expect(await follow(signal)).toBe(0);

      await store.addReport(
        {
          reportId: 'jam',
          place: { kind: 'area', ring: whole.coordinates[0].map(([lon, lat]) => ({ lon, lat })) },
          speed: { kind: 'factor', factor: 0.2 },
          validFrom: new Date('2024-06-14T00:00:00+08:00'),
          validUntil: new Date('2024-06-15T00:00:00+08:00'),
          note: '',
          createdAt: new Date(),
          createdBy: 'test',
        },
        'another map',
        [],
      );
      expect(await follow(signal)).toBe(1);
      const jammed = await etas();
      for (const [index, time] of jammed.times.entries()) expect(time!).toBeGreaterThan(before.times[index]! + 30_000);
      expect(await follow(signal)).toBe(0);
      await store.withdrawReport('jam', 'test', new Date());
      expect(await follow(signal)).toBe(1);
      expect((await etas()).times).toEqual(before.times);
    });

    it('is learned from tracks: the middle speed of five or more, each track once', async () => {
      const courier = await api.keyOf('integration');
      const street = Array.from({ length: 9 }, (_, at) => crossing(1 + at, 7));
      /** Along the street at a steady speed, a point every quarter of a block. */
      const drive = (trackId: string, kph: number, day: number) => {
        // In the last days: what was seen long ago is forgotten.
        const date = new Date(Date.now() - (day + 2) * 86_400_000).toISOString().slice(0, 10);
        const begin = Date.parse(`${date}T08:10:00+08:00`);
        const points = street.slice(1).flatMap((to, at) =>
          [0, 0.25, 0.5, 0.75].map((share) => {
            const from = street[at];
            const blocks = at + share;
            const position = { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat };
            // A block is 0.0023 degrees of longitude: some 221 m.
            return { ...position, at: new Date(begin + ((blocks * 221.5) / (kph / 3.6)) * 1000).toISOString() };
          }),
        );
        return api.ask('POST', '/tracks', { key: courier, json: { trackId, points } });
      };
      const first = await drive('t0', 10, 0);
      expect(first.body).toMatchObject({ repeated: false });
      expect(first.body.timedEdges).toBeGreaterThanOrEqual(5);
      expect((await drive('t0', 10, 0)).body).toEqual({ timedEdges: 0, repeated: true });
      for (const [at, kph] of [11, 30, 12].entries()) await drive(`t${at + 1}`, kph, at + 1);
      // Four are not enough.
      expect((await speeds(8))?.hours[0].learned.edgeIds).toEqual([]);
      await drive('t4', 13, 4);
      const learned = (await speeds(8))?.hours[0].learned;
      expect(learned?.edgeIds.length).toBeGreaterThanOrEqual(5);
      // Of 10, 11, 12, 13 and 30 km/h.
      expect(new Set(learned?.kph)).toEqual(new Set([12]));
      expect((await speeds(9))?.hours[0].learned.edgeIds).toEqual([]);

      const bad = (points: object[]) => api.ask('POST', '/tracks', { key: courier, json: { trackId: 'bad', points } });
      const [a, b] = [crossing(1, 1), crossing(2, 1)];
      expect((await bad([{ ...a, at: '2024-06-10T00:00:00Z' }])).status).toBe(400);
      expect(
        (
          await bad([
            { ...a, at: '2024-06-10T00:01:00Z' },
            { ...b, at: '2024-06-10T00:00:00Z' },
          ])
        ).status,
      ).toBe(400);
      expect(
        (
          await bad([
            { ...a, at: tomorrow(1) },
            { ...b, at: tomorrow(2) },
          ])
        ).status,
      ).toBe(400);
    });

    it('is taken by class of road and hour, each pair once', async () => {
      await api.record.importFrom(writeFiles(townDay));
      const put = (speeds: object[]) => api.ask('PUT', '/depots/D1/class-speeds', { key, json: { speeds } });
      const row = { roadClass: 6, hour: 8, speedFactor: 0.5 };
      expect((await put([row])).status).toBe(200);
      expect((await api.ask('GET', '/depots/D1/class-speeds', { key })).body).toEqual({ speeds: [row] });
      expect((await speeds(8))?.hours[0].classFactors[6]).toBe(0.5);
      expect((await put([row, row])).status).toBe(400);
      expect((await put([{ ...row, speedFactor: 0 }])).status).toBe(400);
      expect((await put([{ ...row, roadClass: 9 }])).status).toBe(400);
    });
  });
});

eachDatabase('without a map of ours', (open) => {
  it('refuses reports and tracks, saying what is missing', async () => {
    const api = await serveApi(await open());
    const key = await api.keyOf('dispatcher');
    const answer = await api.ask('POST', '/traffic', {
      key,
      json: { kind: 'closed', geometry: middle, validUntil: tomorrow(24) },
    });
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toContain('map build');
    await api.close();
  });
});
