import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRemainingLegs } from '../../server/adapters/db/delivery/remaining-legs.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import {
  buildMap,
  findValhalla,
  makeStraightLineEngine,
  makeValhallaEngine,
} from '../../server/adapters/routing/index.js';
import { makeFollowTraffic } from '../../server/application/delivery/follow-traffic.js';
import { exportMatrix } from '../../server/application/exchange/exports/export-plan.js';
import { makePlanGeoJson } from '../../server/application/planning/map/plan-geojson.js';
import { checkContextOf, readPlanningContext } from '../../server/application/planning/planning-context.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { makeTravelSpeeds, type TravelSpeeds } from '../../server/application/travel/travel-speeds.js';
import { liesIn } from '../../server/domain/network/drawn-place.js';
import type { LonLat } from '../../server/domain/network/place.js';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import { eachDatabase } from '../support/databases.js';
import { type Api, serveApi } from '../support/http-api.js';
import { movedTo, smallDay, writeFiles } from '../support/small-day.js';
import { crossing, writeTown } from './routing-town.js';

const wave = 'D1-20240614-1';
const { signal } = new AbortController();
const pair = ({ lon, lat }: LonLat): [number, number] => [lon, lat];
const ringOf = (...corners: LonLat[]) => [...corners, corners[0]];
const polygon = (ring: readonly LonLat[]) => ({ type: 'Polygon', coordinates: [ring.map(pair)] });
/** Around the middle of the town: the straight way from the depot to the first station leads through it. */
const middle = ringOf(crossing(2.5, 1.5), crossing(8.5, 1.5), crossing(8.5, 8.5), crossing(2.5, 8.5));
/** The crossings around the second station. */
const aroundSecond = ringOf(crossing(4.5, 7.5), crossing(7.5, 7.5), crossing(7.5, 10.5), crossing(4.5, 10.5));

const positions: readonly [string, LonLat][] = [
  ['D1,仓库,120.10,30.25', crossing(1, 5)],
  ['S1,一号站,120.11,30.25', crossing(10, 5)],
  ['S2,二号站,120.12,30.26', crossing(6, 9)],
  ['S3,三号站,120.13,30.27', crossing(9, 1)],
];

/** The small day in the town, its vehicle as heavy as that. */
function dayWith(kilograms: number, skills = ''): Record<string, string> {
  const day = movedTo(smallDay, positions);
  const column = (row: string, at: number) =>
    `${row},${at === 0 ? 'total_weight_kg,skills' : `${kilograms},${skills}`}`;
  return { ...day, 'vehicles.csv': `${day['vehicles.csv'].trimEnd().split('\n').map(column).join('\n')}\n` };
}

const allWeek = [1, 2, 3, 4, 5, 6, 7];
const between = (from: string, until: string) => [{ days: allWeek, from, until }];
const heavy = { heavierThanKilograms: 4500 };

describe.skipIf(findValhalla() === undefined)('vehicle restrictions', () => {
  let folder: string;
  let engine: RoutingEngine;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tuanda-restrictions-'));
    const pbfFile = path.join(folder, 'town.osm.pbf');
    await writeTown(pbfFile);
    const map = await buildMap({ pbfFile, mapsFolder: path.join(folder, 'maps'), name: 'Town', builtAt: new Date(0) });
    engine = makeValhallaEngine({ mapFolder: map.folder, log: pino({ level: 'silent' }) });
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  eachDatabase('vehicle restrictions', (open) => {
    let api: Api;
    let key: string;
    let database: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      database = await open();
      api = await serveApi(database, { routing: engine });
      key = await api.keyOf('dispatcher');
      return () => api.close();
    });
    const at = '/depots/D1/vehicle-restrictions';
    const said = { name: '市中心货车限行', geometry: polygon(middle), vehicles: heavy };
    const restrict = async (json: object) => {
      const { status, body } = await api.ask('POST', at, { key, json: { ...said, ...json } });
      expect(body).toMatchObject({ edges: expect.any(Number) });
      expect(status).toBe(201);
      return body.restrictionId as string;
    };
    const list = async () => (await api.ask('GET', at, { key })).body;

    async function planned(kilograms: number, skills?: string) {
      await api.record.importFrom(writeFiles(dayWith(kilograms, skills)));
      return api.record.plan(wave);
    }
    async function isWhole(plan: Plan): Promise<boolean> {
      const context = await readPlanningContext(api.record.planning, plan, { signal, provenance: plan.provenance });
      return checkPlan(plan, checkContextOf(context)).length === 0;
    }
    /** Whether the drawn ways of a plan have a point in an area. */
    async function leadsThrough(plan: Plan, ring: readonly LonLat[]): Promise<boolean> {
      const drawn = (await makePlanGeoJson(engine, api.record.travel, api.record.network)(plan, 'en')) as {
        features: { geometry: { coordinates: [number, number][] }; properties: { kind: string } }[];
      };
      const lines = drawn.features.filter(({ properties }) => properties.kind === 'trip');
      expect(lines.length).toBeGreaterThan(0);
      const area = { kind: 'area', ring } as const;
      const points = lines.flatMap(({ geometry }) => densely(geometry.coordinates));
      return points.some(([lon, lat]) => liesIn(area, { lon, lat }));
    }

    it('are kept, said anew, removed and taken back, by those who may', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      const hours = [{ days: [1, 5], from: '07:00', until: '09:30' }, ...between('22:00', '05:00')];
      const id = await restrict({ hours, validFrom: '2024-06-01', vehicles: { ...heavy, permitSkill: 'permit' } });
      expect((await list()).held).toBe('all');
      expect((await list()).restrictions).toMatchObject([
        {
          restrictionId: id,
          depotId: 'D1',
          name: said.name,
          geometry: said.geometry,
          hours,
          vehicles: { heavierThanKilograms: 4500, permitSkill: 'permit' },
          allowsDestinations: false,
          validFrom: '2024-06-01',
          isOn: true,
        },
      ]);
      const line = { type: 'LineString', coordinates: [crossing(2, 5), crossing(9, 5)].map(pair) };
      const other = { name: '五路', geometry: line, bothWays: true, vehicles: { profile: 'truck' }, isOn: false };
      expect((await api.ask('PUT', `${at}/${id}`, { key, json: other })).status).toBe(200);
      expect((await list()).restrictions).toMatchObject([{ ...other, hours: [] }]);
      expect((await list()).restrictions[0].validFrom).toBeUndefined();

      const [elsewhere, picker] = [await api.keyOf('dispatcher', 'D2'), await api.keyOf('picker', 'D1')];
      for (const [of, status] of [
        [elsewhere, 404],
        [picker, 403],
      ] as const) {
        expect((await api.ask('DELETE', `${at}/${id}`, { key: of })).status).toBe(status);
        expect((await api.ask('POST', at, { key: of, json: said })).status).toBe(status);
        expect((await api.ask('PUT', `${at}/${id}`, { key: of, json: other })).status).toBe(status);
        expect((await api.ask('POST', `${at}/${id}/restore`, { key: of })).status).toBe(status);
      }
      expect((await api.ask('GET', at, { key: elsewhere })).status).toBe(404);
      expect((await api.ask('DELETE', `${at}/${id}`, { key })).status).toBe(204);
      expect((await list()).restrictions).toEqual([]);
      expect((await api.ask('DELETE', `${at}/${id}`, { key })).status).toBe(404);
      expect((await api.ask('PUT', `${at}/${id}`, { key, json: other })).status).toBe(404);
      expect((await api.ask('POST', `${at}/${id}/restore`, { key })).status).toBe(204);
      expect((await api.ask('POST', `${at}/${id}/restore`, { key })).status).toBe(404);
      expect((await list()).restrictions).toHaveLength(1);
      const { rows } = await database.knex.raw(
        "select action, depot_id from audit where subject_kind = 'vehicle-restriction' order by audit_id",
      );
      expect(rows.map(({ action }: { action: string }) => action.split('.')[1])).toEqual([
        'added',
        'changed',
        'removed',
        'restored',
      ]);
      expect(rows.every(({ depot_id }: { depot_id: string }) => depot_id === 'D1')).toBe(true);
    });

    it('refuse what is for no vehicle, ends before it begins, or lies on no road', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      const refused = async (json: object) => {
        const { status, body } = await api.ask('POST', at, { key, json: { ...said, ...json } });
        return [status, body.code];
      };
      expect(await refused({ vehicles: { permitSkill: 'permit' } })).toEqual([400, 'invalid-input']);
      expect(await refused({ validFrom: '2024-06-02', validUntil: '2024-06-01' })).toEqual([400, 'invalid-input']);
      const sea = ringOf({ lon: 120.06, lat: 30.05 }, { lon: 120.061, lat: 30.05 }, { lon: 120.061, lat: 30.051 });
      expect(await refused({ geometry: polygon(sea) })).toEqual([400, 'no-roads-there']);
      expect((await refused({ hours: [{ days: [8], from: '07:00', until: '09:00' }] }))[0]).toBe(400);
      expect((await refused({ hours: [{ days: [1], from: '7 Uhr', until: '09:00' }] }))[0]).toBe(400);
      expect((await list()).restrictions).toEqual([]);
    });

    it('lead a heavy vehicle around and a light one through, as planned and as drawn', async () => {
      const before = await planned(8000);
      expect(await leadsThrough(before, middle)).toBe(true);
      const id = await restrict({ hours: between('05:00', '16:00') });
      const around = await planned(8000);
      expect(around.provenance.travelClasses).toEqual({ V1: `auto restricted:${id}` });
      expect(around.unassigned).toEqual([]);
      expect(around.kpis.distanceMeters).toBeGreaterThan(before.kpis.distanceMeters + 400);
      expect(await leadsThrough(around, middle)).toBe(false);
      expect(await isWhole(around)).toBe(true);
      const light = await planned(4500);
      expect(light.provenance.travelClasses).toBeUndefined();
      expect(light.kpis.distanceMeters).toBe(before.kpis.distanceMeters);
      expect(await leadsThrough(light, middle)).toBe(true);
      const permitted = await restrict({ vehicles: { ...heavy, permitSkill: 'permit' } });
      await api.ask('DELETE', `${at}/${id}`, { key });
      expect((await planned(8000, 'permit')).kpis.distanceMeters).toBe(before.kpis.distanceMeters);
      await api.ask('DELETE', `${at}/${permitted}`, { key });
    });

    it('cost nothing on a day and in hours in which none holds', async () => {
      const before = await planned(8000);
      await restrict({ hours: between('20:00', '04:00') });
      await restrict({ validUntil: '2024-06-13' });
      // The delivery date is a Friday.
      await restrict({ hours: [{ days: [6, 7], from: '00:00', until: '24:00' }] });
      await restrict({ isOn: false });
      const { provenance, kpis } = await planned(8000);
      expect(provenance.speeds).toEqual(before.provenance.speeds);
      expect(provenance.travelClasses).toBeUndefined();
      expect(kpis.distanceMeters).toBe(before.kpis.distanceMeters);
    });

    it('let destinations within be served where they allow that, and not where they do not', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      const id = await restrict({ geometry: polygon(aroundSecond), allowsDestinations: true });
      const delivered = await planned(8000);
      expect(delivered.unassigned).toEqual([]);
      expect(await isWhole(delivered)).toBe(true);
      await api.ask('PUT', `${at}/${id}`, { key, json: { ...said, geometry: polygon(aroundSecond) } });
      const refused = await planned(8000);
      expect(refused.unassigned.map(({ stationId, reason }) => [stationId, reason.code])).toEqual([
        ['S2', 'unreachable'],
      ]);
      expect(await isWhole(refused)).toBe(true);
    });

    it('let destinations wait until their hours are over', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      // The second station receives from 07:00 to 09:00 and from 14:00 to 15:00.
      await restrict({ geometry: polygon(aroundSecond), hours: between('05:00', '08:00') });
      const plan = await planned(8000);
      expect(plan.unassigned).toEqual([]);
      expect(await isWhole(plan)).toBe(true);
      const stops = plan.routes.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops));
      expect(stops.find(({ stationId }) => stationId === 'S2')!.arrives).toBeGreaterThanOrEqual(8 * 3600);
    });

    it('export the times that a restricted vehicle was planned with', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      await restrict({ hours: between('05:00', '16:00'), allowsDestinations: true });
      const plan = await planned(8000);
      const rows = [];
      for await (const row of exportMatrix(api.record.planning, '2024-06-14')) rows.push(row);
      const [first] = plan.routes[0].trips[0].stops;
      const leg = rows.find(({ fromId, toId }) => fromId === 'D1' && toId === first.stationId);
      expect(leg?.meters).toBe(first.legMeters);
    });

    it('leave the times of a plan as long as it is kept, of each time slice and class', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      await restrict({ hours: between('05:00', '08:00'), allowsDestinations: true });
      const { provenance } = await planned(8000);
      const slices = provenance.timeSlices!.map(({ speedsKey }) => speedsKey!);
      const further = provenance.speeds!.keptUnder!;
      expect(new Set(slices).size).toBe(2);
      expect(further.length).toBeGreaterThan(0);
      // Ten days later, when other speeds are kept; those that no plan names are forgotten after two.
      const { travel, clock } = api.record;
      const later = new Date(clock.now().getTime() + 10 * 86_400_000);
      await travel.keepSpeeds(engine.mapId, makeTravelSpeeds([]), later);
      const unknown = [];
      for (const key of [...slices, ...further].filter((each) => each !== '')) {
        if ((await travel.findSpeeds(engine.mapId, key)) === undefined) unknown.push(key);
      }
      expect(unknown).toEqual([]);
    });

    it('are seen on the roads by the vehicles that they concern', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      await restrict({ hours: between('08:00', '09:00') });
      const [west, south] = pair(crossing(-1, -1));
      const [east, north] = pair(crossing(12, 12));
      const see = async (query: string) => {
        const path = `/depots/D1/road-speeds?box=${[west, south, east, north].join()}&${query}`;
        const { roads } = (await api.ask('GET', path, { key })).body as {
          roads: { source: string; kph: number; usualKph: number }[];
        };
        const closed = roads.filter(({ source }) => source === 'restriction');
        expect(closed.every(({ kph, usualKph }) => kph === 0 && usualKph === 0)).toBe(true);
        return closed.length;
      };
      expect(await see('vehicleId=V1&hour=8')).toBeGreaterThan(60);
      expect(await see('vehicleId=V1&hour=9')).toBe(0);
      expect(await see('profile=auto&hour=8')).toBe(0);
      // Of a lorry nobody has said the weight: it has that of its profile.
      expect(await see('profile=truck&hour=8')).toBeGreaterThan(60);
      const reach = async (hour: number) => {
        const path = `/depots/D1/reach?box=${[west, south, east, north].join()}&vehicleId=V1&hour=${hour}`;
        const { stations } = (await api.ask('GET', path, { key })).body;
        return stations.find(({ stationId }: { stationId: string }) => stationId === 'S1').seconds as number;
      };
      expect(await reach(8)).toBeGreaterThan(await reach(9));
    });

    it('move the arrivals of runs under way when they are switched off', async () => {
      await api.record.importFrom(writeFiles(dayWith(8000)));
      // The depot lies west of it, the stations east; one street leads around its end.
      const geometry = polygon(ringOf(crossing(2.5, -1), crossing(3.5, -1), crossing(3.5, 10.5), crossing(2.5, 10.5)));
      const id = await restrict({ geometry });
      const plan = await planned(8000);
      await api.record.plans.release(plan.planId, new Date(), 'test');
      const follow = makeFollowTraffic({ ...api.record.planning, drives: makeRemainingLegs(database) });
      const runs = makeRunReader(database.knex);
      const [{ runId }] = await runs.listOfWave(wave, ['D1']);
      await database.knex.raw("update runs set status = 'departed' where run_id = ?", [runId]);
      expect(await follow(signal)).toBe(0);
      await api.ask('PUT', `${at}/${id}`, { key, json: { ...said, geometry, isOn: false } });
      expect(await follow(signal)).toBe(1);
      const { rows } = await database.knex.raw(
        'select leg_seconds, live_leg_seconds from stops where run_id = ? and live_leg_seconds is not null',
        [runId],
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { leg_seconds, live_leg_seconds } of rows) expect(live_leg_seconds).toBeLessThan(leg_seconds);
    });

    it('are kept to when a day is planned anew, in the preview as in the plan', async () => {
      const { planId, kpis } = await planned(8000);
      const etag = (await api.ask('GET', `/plans/${planId}`, { key })).headers.get('etag')!;
      const headers = { 'if-match': etag };
      expect((await api.ask('POST', `/plans/${planId}/release`, { key, headers })).status).toBe(200);
      const id = await restrict({ hours: between('05:00', '16:00') });
      const replan = (json: object) =>
        api.ask('POST', `/plans/${planId}/replan`, { key, headers, json: { event: { kind: 'reports' }, ...json } });
      const seen = await replan({ dryRun: true });
      expect(seen.status).toBe(200);
      expect(seen.body.kpis.distanceMeters).toBeGreaterThan(kpis.distanceMeters + 400);
      const made = await replan({ previewId: seen.body.previewId });
      expect(made.body.plan.provenance.travelClasses).toEqual({ V1: `auto restricted:${id}` });
      expect(made.body.plan.kpis.distanceMeters).toBe(seen.body.kpis.distanceMeters);
      expect(await leadsThrough(await api.record.plans.get(made.body.plan.planId), middle)).toBe(false);
    });

    it('make plans stale that were made before them', async () => {
      const { planId } = await planned(8000);
      const stale = async () => (await api.ask('GET', `/plans/${planId}/travel`, { key })).body.stale;
      expect(await stale()).toBeUndefined();
      const id = await restrict({});
      expect(await stale()).toBe('traffic');
      await api.ask('DELETE', `${at}/${id}`, { key });
      expect(await stale()).toBeUndefined();
    });
  });

  eachDatabase('an engine that keeps vehicles out of nothing', (open) => {
    it('keeps restrictions, and plans say that they were not held', async () => {
      const api = await serveApi(await open());
      const key = await api.keyOf('dispatcher');
      await api.record.importFrom(writeFiles(dayWith(8000)));
      const at = '/depots/D1/vehicle-restrictions';
      const json = { name: '限行', geometry: polygon(middle), vehicles: heavy };
      expect((await api.ask('POST', at, { key, json })).body.edges).toBeNull();
      expect((await api.ask('GET', at, { key })).body.held).toBe('none');
      expect((await api.record.plan(wave)).provenance.note).toContain('vehicle restrictions were not held');
      await api.ask('PUT', `${at}/${(await api.ask('GET', at, { key })).body.restrictions[0].restrictionId}`, {
        key,
        json: { ...json, vehicles: { heavierThanKilograms: 9000 } },
      });
      expect((await api.record.plan(wave)).provenance.note).not.toContain('vehicle restrictions');
      await api.close();
    });

    it('takes back the hours that it gives out, and refuses those that begin when the day is over', async () => {
      const api = await serveApi(await open());
      const key = await api.keyOf('dispatcher');
      await api.record.importFrom(writeFiles(dayWith(8000)));
      const at = '/depots/D1/vehicle-restrictions';
      const json = { name: '限行', geometry: polygon(middle), vehicles: heavy };
      const given = async () => (await api.ask('GET', at, { key })).body.restrictions[0]?.hours;
      const midnight = [{ days: [7], from: '24:00', until: '24:00' }];
      const refused = await api.ask('POST', at, { key, json: { ...json, hours: midnight } });
      expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('begin before 24:00')]);
      expect(await given()).toBeUndefined();
      const hours = [
        { days: [7], from: '00:00', until: '24:00' },
        { days: [1, 5], from: '22:00', until: '00:00' },
        { days: [6], from: '23:59', until: '23:59' },
      ];
      const { restrictionId } = (await api.ask('POST', at, { key, json: { ...json, hours } })).body;
      const first = await given();
      expect(first).toEqual([hours[0], { ...hours[1], until: '24:00' }, hours[2]]);
      await api.ask('PUT', `${at}/${restrictionId}`, { key, json: { ...json, hours: first } });
      expect(await given()).toEqual(first);
      const changed = await api.ask('PUT', `${at}/${restrictionId}`, { key, json: { ...json, hours: midnight } });
      expect(changed.status).toBe(400);
      expect(await given()).toEqual(first);
      await api.close();
    });

    it('or of areas alone: those are asked for hour by hour, and plans say that lines were not held', async () => {
      const asked: (TravelSpeeds | undefined)[] = [];
      const plain = makeStraightLineEngine();
      const routing: RoutingEngine = {
        ...plain,
        name: 'areas',
        restrictable: {},
        matrix: (sources, targets, travelClass, options) => {
          asked.push(options.speeds);
          expect(travelClass).toBe('auto');
          return plain.matrix(sources, targets, travelClass, options);
        },
      };
      const api = await serveApi(await open(), { routing });
      const key = await api.keyOf('dispatcher');
      await api.record.importFrom(writeFiles(dayWith(8000)));
      await api.record.plan(wave);
      // One factor for all hours, as without restrictions.
      expect(asked).toEqual([undefined]);
      const at = '/depots/D1/vehicle-restrictions';
      const add = (json: object) => api.ask('POST', at, { key, json: { name: '限行', vehicles: heavy, ...json } });
      await add({ geometry: polygon(middle), hours: between('05:00', '08:00') });
      expect((await api.ask('GET', at, { key })).body.held).toBe('areas');
      const plan = await api.record.plan(wave);
      expect(plan.provenance.note).not.toContain('restrictions');
      expect(plan.provenance.timeSlices?.map(({ begins }) => begins / 3600)).toEqual([5, 8]);
      const hours = asked.slice(1).flatMap((speeds) => speeds!.hours);
      // The profile of the small day halves all speeds.
      expect(new Set(hours.flatMap(({ classFactors }) => classFactors))).toEqual(new Set([0.5]));
      expect(hours.map(({ restrictions = [] }) => restrictions.length).toSorted()).toEqual([0, 1]);
      await add({ geometry: { type: 'LineString', coordinates: [crossing(2, 5), crossing(9, 5)].map(pair) } });
      expect((await api.record.plan(wave)).provenance.note).toContain('along roads were not held');
      await api.close();
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
