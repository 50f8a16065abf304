import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../../scripts/bench/matrix.js';
import { writeOsmPbf } from '../../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import {
  type BuildMapOptions,
  buildMap,
  type CurrentMap,
  findCurrentMap,
  findValhalla,
  type MapPhase,
} from '../../../server/adapters/routing/index.js';
import { UnusableMapFileError } from '../../../server/application/travel/routing/routing-errors.js';
import { crossing, writeTown } from '../../contract/routing-town.js';
import { writeThornyCity } from '../../roads/thorny-city.js';

describe.skipIf(findValhalla() === undefined)('Building a map', () => {
  let folder: string;
  let town: string;
  let townBytes: Buffer;
  let mapsFolder: string;
  let count = 0;
  const build = (pbfFile: string, options: Partial<BuildMapOptions> = {}) =>
    buildMap({ pbfFile, mapsFolder, name: 'Town', builtAt: new Date('2026-01-02T03:04:05Z'), ...options });
  const fileWith = async (bytes: Buffer | string) => {
    const file = path.join(folder, `file-${count++}.osm.pbf`);
    await writeFile(file, bytes);
    return file;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tuanda-map-'));
    town = path.join(folder, 'town.osm.pbf');
    await writeTown(town);
    townBytes = await readFile(town);
  });
  beforeEach(() => {
    mapsFolder = path.join(folder, `maps-${count++}`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('describes what it built and makes it the map in use', async () => {
    const phases: MapPhase[] = [];
    const map = await build(town, {
      onProgress: (phase, part) => {
        if (phases.at(-1) !== phase) phases.push(phase);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(1);
      },
    });
    expect(phases).toEqual(['reading', 'tiles', 'opening', 'base-map', 'done']);
    expect(findCurrentMap(mapsFolder)).toEqual(map);
    expect(map).toMatchObject({
      name: 'Town',
      sourceFile: 'town.osm.pbf',
      sourceSha256: createHash('sha256').update(townBytes).digest('hex'),
      builtAt: '2026-01-02T03:04:05.000Z',
      valhallaVersion: '3.6.1',
      credit: '© OpenStreetMap contributors',
      demo: false,
    });
    // From the town's south-western crossing to the island's eighth street east and the town's twelfth north.
    const { west, south, east, north } = map.bbox;
    expect(west).toBeCloseTo(120, 5);
    expect(south).toBeCloseTo(30, 5);
    expect(east).toBeCloseTo(120.1 + 7 * 0.0023, 5);
    expect(north).toBeCloseTo(crossing(0, 11).lat, 5);
    // Nothing but the map and the pointer to it, and nothing of the builder's notes in it.
    expect((await readdir(mapsFolder)).sort()).toEqual(['current', map.mapId]);
    expect((await readdir(map.folder)).sort()).toEqual(['estimate.json', 'map.json', 'tiles']);
  });

  it('gives the same file the same id, and the map in use keeps its files', async () => {
    const first = await build(town);
    const second = await build(town, { name: 'Town again' });
    expect(second.mapId).toBe(first.mapId);
    expect(second.folder).toBe(`${first.folder}-2`);
    expect(findCurrentMap(mapsFolder)?.name).toBe('Town again');
    expect(existsSync(path.join(first.folder, 'map.json'))).toBe(true);
    const third = await build(town, { name: 'Town a third time' });
    expect(third.folder).toBe(first.folder);
    expect(findCurrentMap(mapsFolder)?.name).toBe('Town a third time');
  });

  it('builds of the same file at once do not collide, and each leaves a whole map in use', async () => {
    const builds = await Promise.all(['One', 'Two', 'Three'].map((name) => build(town, { name })));
    expect(new Set(builds.map(({ mapId }) => mapId)).size).toBe(1);
    const current = findCurrentMap(mapsFolder);
    expect(builds.map(({ name }) => name)).toContain(current?.name);
    expect(existsSync(path.join(current?.folder ?? '', 'tiles'))).toBe(true);
    expect((await readdir(mapsFolder)).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 60_000);

  it('takes over from a build that was killed while it finished', async () => {
    await mkdir(mapsFolder, { recursive: true });
    // No process has so high a number.
    await writeFile(path.join(mapsFolder, '.finishing'), '99999999\n');
    expect((await build(town)).name).toBe(findCurrentMap(mapsFolder)?.name);
  });

  it('keeps the map in use and the one before, and no earlier ones', async () => {
    const cities: string[] = [];
    for (const seed of [1, 2]) {
      const file = path.join(folder, `thorny-${seed}.osm.pbf`);
      await writeThornyCity(file, seeded(seed));
      cities.push(file);
    }
    const first = await build(town);
    await writeFile(path.join(mapsFolder, 'notes.txt'), 'of somebody else');
    const second = await build(cities[0]);
    expect(existsSync(first.folder)).toBe(true);
    const third = await build(cities[1]);
    const left = await readdir(mapsFolder);
    expect(left.sort()).toEqual(
      ['current', path.basename(second.folder), path.basename(third.folder), 'notes.txt'].sort(),
    );
  }, 60_000);

  it('adds what else belongs to the map before anybody sees it', async () => {
    const map = await build(town, {
      addExtras: async (unfinished, pbfFile) => {
        expect(findCurrentMap(mapsFolder)).toBeUndefined();
        expect(pbfFile).toBe(town);
        await writeFile(path.join(unfinished, 'base-map.bin'), 'streets');
      },
    });
    expect(await readFile(path.join(map.folder, 'base-map.bin'), 'utf8')).toBe('streets');
  });

  describe('with a map in use', () => {
    let before: CurrentMap;
    let keptFolder: string;
    beforeAll(async () => {
      keptFolder = mapsFolder = path.join(folder, 'maps-in-use');
      before = await build(town);
    });
    beforeEach(() => {
      mapsFolder = keptFolder;
    });
    const refusals: [string, () => Promise<string>, RegExp][] = [
      [
        'a file that is not there',
        async () => path.join(folder, 'none.osm.pbf'),
        /^There is no file .*none\.osm\.pbf\.$/,
      ],
      ['a folder', async () => folder, /is not a file\.$/],
      ['an empty file', () => fileWith(''), /\.osm\.pbf is empty\.$/],
      ['a text', () => fileWith('station_id,name\n1,A\n'), /is no OpenStreetMap extract in the \.osm\.pbf format\.$/],
      ['zeros', () => fileWith(Buffer.alloc(5_000)), /is no OpenStreetMap extract/],
      ['the first ten bytes of a map', () => fileWith(townBytes.subarray(0, 10)), /is no OpenStreetMap extract/],
      [
        'a map without its last byte',
        () => fileWith(townBytes.subarray(0, -1)),
        /is cut short: it ends after \d+ bytes in the middle of a block\. Download it again\.$/,
      ],
      [
        'a map with something else behind it',
        () => fileWith(Buffer.concat([townBytes, Buffer.alloc(100)])),
        /is damaged: block 4 does not begin as a block/,
      ],
      [
        'a map with a damaged block',
        () => fileWith(withDamagedBlock()),
        /^No roads could be built from file-\d+\.osm\.pbf: /,
      ],
      ['a map without any block of data', () => emptyMap([]), /holds a header and nothing else\.$/],
      [
        'a map without roads',
        () => emptyMap([{ id: 1, lon: 120, lat: 30, tags: { shop: 'bakery' } }]),
        /^file-\d+\.osm\.pbf holds no roads\.$/,
      ],
    ];
    it.each(refusals)('refuses %s and leaves the map in use', async (_, makeFile, sentence) => {
      const refusal = await build(await makeFile()).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(UnusableMapFileError);
      expect((refusal as Error).message).toMatch(sentence);
      expect(findCurrentMap(mapsFolder)).toEqual(before);
      expect((await readdir(mapsFolder)).sort()).toEqual(['current', before.mapId]);
    });

    it('leaves it when the base map cannot be made', async () => {
      const failing = build(town, { addExtras: () => Promise.reject(new Error('No space left.')) });
      await expect(failing).rejects.toThrow('No space left.');
      expect(findCurrentMap(mapsFolder)).toEqual(before);
      expect((await readdir(mapsFolder)).sort()).toEqual(['current', before.mapId]);
    });

    it.each(['reading', 'tiles', 'opening', 'base-map'] as const)('leaves it when stopped while %s', async (stopAt) => {
      const stop = new AbortController();
      const stopped = build(town, {
        signal: stop.signal,
        onProgress: (phase) => {
          if (phase === stopAt) stop.abort(new Error('Enough.'));
        },
      });
      await expect(stopped).rejects.toThrow(/Enough\.|aborted/);
      expect(findCurrentMap(mapsFolder)).toEqual(before);
      expect((await readdir(mapsFolder)).sort()).toEqual(['current', before.mapId]);
    });
  });

  it('removes what a killed build left, and not what another is building', async () => {
    const [left, other] = [`.building-${unusedPid()}-1`, `.building-${process.pid}-2`];
    await mkdir(path.join(mapsFolder, left, 'tiles'), { recursive: true });
    await mkdir(path.join(mapsFolder, other), { recursive: true });
    const map = await build(town);
    expect((await readdir(mapsFolder)).sort()).toEqual([other, 'current', map.mapId]);
  });

  it('knows no map where the pointer leads elsewhere or its map is damaged', async () => {
    const map = await build(town);
    const pointer = path.join(mapsFolder, 'current');
    for (const text of ['', '..', '../elsewhere', `${map.mapId}/tiles`, 'map-0000000000000000']) {
      await writeFile(pointer, text);
      expect(findCurrentMap(mapsFolder)).toBeUndefined();
    }
    await writeFile(pointer, map.mapId);
    expect(findCurrentMap(mapsFolder)).toEqual(map);
    await writeFile(path.join(map.folder, 'map.json'), '{"mapId":"map-');
    expect(findCurrentMap(mapsFolder)).toBeUndefined();
  });

  function withDamagedBlock(): Buffer {
    const bytes = Buffer.from(townBytes);
    // In the middle of the last block's compressed data.
    bytes.fill(0xff, bytes.length - 200, bytes.length - 100);
    return bytes;
  }

  async function emptyMap(nodes: Parameters<typeof writeOsmPbf>[1]['nodes']): Promise<string> {
    const file = path.join(folder, `file-${count++}.osm.pbf`);
    await writeOsmPbf(file, { nodes, ways: [], relations: [] });
    return file;
  }
});

/** Above the highest that Linux gives out. */
function unusedPid(): number {
  return 2 ** 22 + 1;
}
