import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { mapsFolderOf, useMap, writeMapDescription } from '../../server/adapters/routing/map-folder.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';

const key = 'map-test-admin-key-0123456789';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function dataFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-follow-map-'));
  folders.push(folder);
  return folder;
}

/** A map's folder as a build leaves it; the estimate needs no tiles. */
function layMap(data: string, digit: string): string {
  const mapId = `map-${digit.repeat(16)}`;
  mkdirSync(path.join(mapsFolderOf(data), mapId), { recursive: true });
  writeMapDescription(path.join(mapsFolderOf(data), mapId), {
    mapId,
    name: `City ${digit}`,
    bbox: { west: 121, south: 31, east: 122, north: 32 },
    road: { lon: 121.5, lat: 31.5 },
    sourceFile: 'city.osm.pbf',
    sourceSha256: digit.repeat(64),
    builtAt: '2024-06-14T00:00:00Z',
    valhallaVersion: '3.6.1',
    credit: '© OpenStreetMap',
    demo: true,
  });
  return mapId;
}

function takeIntoUse(data: string, mapId: string): void {
  useMap(mapsFolderOf(data), mapId);
}

/** As an empty installation with a map; the demo would bring one. */
async function start(data: string, url: string) {
  const server = await programOn(data, { DATABASE_URL: url, TUANDA_ADMIN_KEY: key, LOG_LEVEL: 'info' }).start();
  return {
    ...server,
    async until(sentence: string) {
      const until = performance.now() + 10_000;
      while (!server.log().includes(sentence)) {
        if (performance.now() > until) throw new Error(`Not logged within 10 s: ${sentence}\n${server.log()}`);
        await wait(100);
      }
    },
  };
}

it.skipIf(testServerUrl === undefined)(
  'a map that is built beside running servers is taken into use by all of them',
  async () => {
    const { url, drop } = await createPostgresDatabase();
    const [one, other] = [dataFolder(), dataFolder()];
    const [first, second, third] = ['a', 'b', 'c'];
    for (const data of [one, other]) takeIntoUse(data, layMap(data, first));
    const servers = [await start(one, url)];
    try {
      servers.push(await start(one, url), await start(other, url));
      // The other folder has the files, but not the word.
      layMap(other, second);
      const begunAt = performance.now();
      takeIntoUse(one, layMap(one, second));
      for (const server of servers) await server.until(`The map of City ${second} is taken into use`);
      expect(performance.now() - begunAt).toBeLessThan(8_000);
      takeIntoUse(one, layMap(one, third));
      await servers[2].until(`Another server plans with the map of City ${third}, which is not in`);
      const told = async (address: string) =>
        (await fetch(`${address}/api/v1/map`, { headers: { authorization: `Bearer ${key}` } })).json();
      expect(await told(servers[2].address)).toMatchObject({
        name: `City ${second}`,
        otherMap: { mapId: `map-${third.repeat(16)}`, name: `City ${third}` },
      });
      expect(await told(servers[0].address)).not.toHaveProperty('otherMap');
    } finally {
      await Promise.all(servers.map((server) => server.end('SIGTERM')));
      await drop();
    }
  },
);

it('a map that was built while no server ran stays in use, whatever was said before', async () => {
  const data = dataFolder();
  const [before, built] = [layMap(data, 'd'), layMap(data, 'e')];
  takeIntoUse(data, before);
  const settings = { TUANDA_ADMIN_KEY: key };
  const first = await programOn(data, settings).start();
  await wait(3_000);
  await first.end('SIGTERM');
  takeIntoUse(data, built);
  const second = await programOn(data, settings).start();
  await wait(5_000);
  const using = await fetch(`${second.address}/api/v1/map`, { headers: { authorization: `Bearer ${key}` } });
  await second.end('SIGTERM');
  expect(await using.json()).toMatchObject({ mapId: built });
});
