import { afterAll, beforeAll, expect, it } from 'vitest';
import { toDatum } from '../../../server/domain/network/datum.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const waveId = 'D1-20240614-1';

eachDatabase('degrees of an answer', (open) => {
  let api: Api;
  let key: string;
  beforeAll(async () => {
    api = await serveApi(await open());
    key = await api.keyOf('dispatcher', 'D1');
    await api.record.importFrom(writeFiles(smallDay));
    await api.record.plan(waveId);
  });
  afterAll(() => api.close());

  const get = async (path: string) => (await api.ask('GET', path, { key })).body;
  const placeOf = ({ lon, lat }: { lon: number; lat: number }) => ({ lon, lat });

  it('are WGS-84 unless asked, and those of maps of China when asked, which is said', async () => {
    for (const path of ['/stations', '/depots']) {
      const own = await get(path);
      expect(own).not.toHaveProperty('datum');
      for (const datum of ['wgs84', 'gcj02', 'bd09'] as const) {
        const asked = await get(`${path}?datum=${datum}`);
        expect(asked.datum).toBe(datum);
        expect(asked.data.map(placeOf)).toEqual(own.data.map((row: never) => toDatum(datum, placeOf(row))));
      }
    }
    // Some hundred meters: who takes one for the other misses the door.
    const [own, gcj] = [await get('/stations/S1'), await get('/stations/S1?datum=gcj02')];
    expect(Math.abs(own.lon - gcj.lon)).toBeGreaterThan(0.003);
    expect(gcj.datum).toBe('gcj02');
    expect((await api.ask('GET', '/stations?datum=utm', { key })).status).toBe(400);
    expect((await api.ask('GET', '/vehicles?datum=gcj02', { key })).status).toBe(400);
  });

  it('shift lines and points of a plan alike', async () => {
    const { currentPlanId } = await get(`/waves/${waveId}`);
    const own = await get(`/plans/${currentPlanId}?format=geojson`);
    const gcj = await get(`/plans/${currentPlanId}?format=geojson&datum=gcj02`);
    expect(gcj.datum).toBe('gcj02');
    const flat = (geometry: { coordinates: number[] }) => geometry.coordinates.flat(3);
    let points = 0;
    for (const [at, { geometry }] of own.features.entries()) {
      const [was, is] = [flat(geometry), flat(gcj.features[at].geometry)];
      for (let n = 0; n < was.length; n += 2) {
        expect({ lon: is[n], lat: is[n + 1] }).toEqual(toDatum('gcj02', { lon: was[n], lat: was[n + 1] }));
        points++;
      }
    }
    expect(points).toBeGreaterThan(5);
  });

  it('go into files that hold places, and into no others', async () => {
    const file = (query: string) => api.ask('GET', `/waves/${waveId}/exports/runs?${query}`, { key });
    const [own, gcj] = [await file('format=gpx'), await file('format=gpx&datum=gcj02')];
    const textOf = (body: unknown) => String(body);
    expect(textOf(gcj.body)).toContain('<desc>datum: gcj02</desc>');
    expect(textOf(own.body)).not.toContain('datum');
    const { lon, lat } = toDatum('gcj02', { lon: 120.11, lat: 30.25 });
    expect(textOf(gcj.body)).toContain(`lat="${lat}" lon="${lon}"`);
    expect((await file('format=pdf&datum=gcj02')).status).toBe(400);
  });
});
