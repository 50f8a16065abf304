import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  buildMap,
  type CurrentMap,
  findValhalla,
  makeStraightLineEngine,
  openRoutingEngine,
} from '../../../server/adapters/routing/index.js';
import { greatCircleMeters } from '../../../server/domain/network/place.js';
import { townPlaces, writeTown } from '../../contract/routing-town.js';

const log = pino({ level: 'silent' });
const { signal } = new AbortController();

describe('Opening the routing engine of the settings', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tuanda-open-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('starts on the estimate, and says so, while there is no map', async () => {
    const warn = vi.spyOn(log, 'warn');
    const { engine, notice } = await openRoutingEngine({ engine: 'valhalla', log });
    expect(engine).toMatchObject({ name: 'straight-line', estimated: true });
    expect(notice).toContain('Travel times are estimated by straight lines until then.');
    expect(warn).toHaveBeenCalledWith(notice);
    warn.mockRestore();
  });

  it('starts on the estimate, and says so, where the map is gone', async () => {
    const { engine, notice } = await openRoutingEngine({
      engine: 'valhalla',
      mapFolder: path.join(folder, 'none'),
      log,
    });
    expect(engine.estimated).toBe(true);
    expect(notice).toContain('estimated');
  });

  it('has nothing to say about an estimate that was asked for', async () => {
    const { engine, notice } = await openRoutingEngine({ engine: 'straight-line', log });
    expect([engine.name, notice]).toEqual(['straight-line', undefined]);
  });

  it.each(['graphhopper', 'osrm'] as const)('refuses %s without an address', async (engine) => {
    await expect(openRoutingEngine({ engine, log })).rejects.toThrow('needs its address in ROUTING_URL.');
  });

  describe.skipIf(findValhalla() === undefined)('with a map', () => {
    let map: CurrentMap;
    beforeAll(async () => {
      const pbfFile = path.join(folder, 'town.osm.pbf');
      await writeTown(pbfFile);
      map = await buildMap({ pbfFile, mapsFolder: path.join(folder, 'maps'), name: 'Town', builtAt: new Date(0) });
    });

    it('opens Valhalla on it', async () => {
      const { engine, notice } = await openRoutingEngine({ engine: 'valhalla', mapFolder: map.folder, log });
      expect([engine.name, engine.mapId, engine.estimated, notice]).toEqual(['valhalla', map.mapId, false, undefined]);
      await engine.close();
    });

    it('gives GraphHopper the matrix of the map, and the hosted service none', async () => {
      const settings = { engine: 'graphhopper', mapFolder: map.folder, log } as const;
      const own = await openRoutingEngine({ ...settings, url: 'http://127.0.0.1:9' });
      expect([own.engine.name, own.engine.mapId]).toEqual(['graphhopper', map.mapId]);
      const matrix = await own.engine.matrix(townPlaces, townPlaces, 'auto', { signal });
      expect(matrix.seconds.every((seconds) => seconds >= 0)).toBe(true);
      await own.engine.close();
      // Not asked: the question at the opening is aborted.
      const aborted = AbortSignal.abort(new Error('No network in tests.'));
      const hosted = openRoutingEngine({
        ...settings,
        url: 'https://graphhopper.com/api/1',
        key: 'k',
        signal: aborted,
      });
      await expect(hosted).rejects.toThrow('No network in tests.');
    });

    it('starts on the estimate, and says so, where the map cannot be read', async () => {
      const damaged = path.join(folder, 'damaged');
      await mkdir(path.join(damaged, 'tiles', '2', '000'), { recursive: true });
      const { folder: _, ...description } = map;
      await writeFile(path.join(damaged, 'map.json'), JSON.stringify(description));
      await writeFile(path.join(damaged, 'tiles', '2', '000', '001.gph'), 'no tile');
      const { engine, notice } = await openRoutingEngine({ engine: 'valhalla', mapFolder: damaged, log });
      expect(engine.estimated).toBe(true);
      expect(notice).toContain('The map Town has lost its roads');
    });
  });
});

describe('The straight-line estimate', () => {
  it('multiplies the great circle by the detour and divides by the speed', async () => {
    const engine = makeStraightLineEngine({ detourFactor: 1.5, kilometersPerHour: { auto: 36, truck: 18 } });
    const [from, to] = townPlaces;
    const crow = greatCircleMeters(from, to);
    const auto = await engine.matrix([from], [to], 'auto', { signal });
    const truck = await engine.matrix([from], [to], 'truck', { signal });
    // 36 km/h are 10 m/s, 18 km/h are 5 m/s.
    expect([auto.meters[0], auto.seconds[0]]).toEqual([Math.round(crow * 1.5), Math.round(crow * 0.15)]);
    expect(truck.seconds[0]).toBe(Math.round(crow * 0.3));
  });
});
