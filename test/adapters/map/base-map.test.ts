import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleRings } from '../../../server/adapters/map/base-map/assemble-rings.js';
import { makeBaseMapStore } from '../../../server/adapters/map/base-map/base-map-store.js';
import { buildBaseMap } from '../../../server/adapters/map/base-map/build-base-map.js';
import { clipLine, clipRing, ringArea, simplifyLine } from '../../../server/adapters/map/base-map/clip.js';
import { joinLines } from '../../../server/adapters/map/base-map/join-lines.js';
import { worldX, worldY } from '../../../server/adapters/map/base-map/mercator.js';
import { generatedSource } from '../../../server/adapters/map/generated-source.js';
import type { OsmWay } from '../../../server/adapters/map/osm-pbf/osm-element.js';
import { type OsmPbfSource, writeOsmPbf } from '../../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import { type DecodedFeature, type DecodedTile, decodeVectorTile } from '../../../web/map/vector-tile.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'base-map-'));
});
afterAll(() => rm(folder, { recursive: true }));

const noTags = {};
const west = 114;
const south = 29.9;
/** Node ids 1 to 4 of the lake's shore, 5 to 8 of its island, 9 to 11 of a street, 12 and 13 of a lane. */
const map: OsmPbfSource & { readonly ways: readonly OsmWay[] } = {
  nodes: [
    ...square(1, 0, 0, 0.02),
    ...square(5, 0.008, 0.008, 0.004),
    { id: 9, lon: west - 0.06, lat: south - 0.01, tags: noTags },
    { id: 10, lon: west, lat: south - 0.01, tags: noTags },
    { id: 11, lon: west + 0.06, lat: south - 0.01, tags: noTags },
    { id: 12, lon: west, lat: south - 0.012, tags: { place: 'suburb', name: '老城', 'name:en': 'Old Town' } },
  ],
  ways: [
    { id: 1, refs: [1, 2, 3], tags: noTags },
    { id: 2, refs: [3, 4, 1], tags: noTags },
    { id: 3, refs: [5, 6, 7, 8, 5], tags: noTags },
    { id: 4, refs: [9, 10], tags: { highway: 'primary', name: '云杉大道', 'name:en': 'Yunshan Avenue' } },
    { id: 5, refs: [10, 11], tags: { highway: 'primary', name: '云杉大道', 'name:en': 'Yunshan Avenue' } },
    { id: 6, refs: [10, 12], tags: { highway: 'service' } },
    { id: 7, refs: [5, 6, 7, 8, 5], tags: { leisure: 'park', name: '岛公园' } },
    { id: 8, refs: [1, 2], tags: { highway: 'proposed' } },
  ],
  relations: [
    {
      id: 1,
      tags: { type: 'multipolygon', natural: 'water', name: '云湖' },
      members: [
        { type: 'way' as const, ref: 1, role: 'outer' },
        { type: 'way' as const, ref: 2, role: 'outer' },
        { type: 'way' as const, ref: 3, role: 'inner' },
      ],
    },
  ],
};

function square(firstId: number, east: number, north: number, size: number) {
  return [
    [0, 0],
    [size, 0],
    [size, size],
    [0, size],
  ].map(([x, y], at) => ({ id: firstId + at, lon: west + east + x, lat: south + north + y, tags: noTags }));
}

async function build(source?: string) {
  const file = path.join(folder, 'small.osm.pbf');
  await writeOsmPbf(file, { ...map, source });
  const target = path.join(folder, source ?? 'plain');
  const metadata = await buildBaseMap(file, target, { name: '小城' });
  return { metadata, store: makeBaseMapStore(target) };
}

function tileNumbers(lon: number, lat: number, z: number): [number, number] {
  return [Math.floor(worldX(lon) * 2 ** z), Math.floor(worldY(lat) * 2 ** z)];
}

async function decodedAt(
  store: ReturnType<typeof makeBaseMapStore>,
  lon: number,
  lat: number,
  z: number,
): Promise<DecodedTile> {
  const bytes = (await store.findTile(z, ...tileNumbers(lon, lat, z)))!;
  const plain = gunzipSync(bytes);
  return decodeVectorTile(Uint8Array.from(plain).buffer);
}

/** Degrees of a tile unit. */
function positionOf(part: Int32Array, at: number, lon: number, lat: number, z: number): [number, number] {
  const [x, y] = tileNumbers(lon, lat, z);
  const worldAcross = (x + part[at * 2] / 4096) / 2 ** z;
  const worldDown = (y + part[at * 2 + 1] / 4096) / 2 ** z;
  return [(worldAcross - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * worldDown))) * 180) / Math.PI];
}

describe('the base map of a small town', () => {
  it('names bounds, zooms and credit in its metadata', async () => {
    const { metadata, store } = await build();
    expect(await store.findMetadata()).toEqual(metadata);
    expect(metadata).toMatchObject({
      name: '小城',
      credit: '© OpenStreetMap contributors',
      generated: false,
      tileZooms: [9, 11, 13],
      tilePixels: 512,
    });
    // From the streets: the lane's end is the southernmost, the avenue the rest.
    expect(metadata.bounds).toEqual([113.94, 29.888, 114.06, 29.89]);
  });

  it('lists exactly the tiles that there are', async () => {
    const { metadata, store } = await build();
    let listed = 0;
    for (const [column, rows] of Object.entries(metadata.tiles)) {
      const [z, x] = column.split('/').map(Number);
      for (const y of rows) {
        listed++;
        expect(await store.findTile(z, x, y), `${column}/${y}`).toBeDefined();
      }
    }
    expect(listed).toBe(metadata.tileCount);
    expect(Object.keys(metadata.tiles).map((column) => Number(column.split('/')[0]))).toEqual(
      expect.arrayContaining([9, 11, 13]),
    );
  });

  it('credits nobody for a generated city', async () => {
    const { metadata } = await build(generatedSource);
    expect(metadata).toMatchObject({ credit: 'Generated demo city', generated: true });
  });

  it('shows a lake with the hole of its island and its name', async () => {
    const { store } = await build();
    const tile = await decodedAt(store, west + 0.01, south + 0.01, 11);
    const [lake] = tile.get('water')!;
    expect(lake.properties).toEqual({ class: 'lake' });
    expect(lake.parts).toHaveLength(2);
    // Outer and inner ring run in opposite directions, and the island is a 25th of the lake.
    const [outer, inner] = lake.parts.map((part) => ringArea(part));
    expect(outer).toBeGreaterThan(0);
    expect(inner).toBeLessThan(0);
    expect(-inner / outer).toBeCloseTo(1 / 25, 2);
    const places = tile.get('place')!.map(({ properties }) => properties);
    expect(places).toContainEqual({ class: 'water', name: '云湖' });
  });

  it('puts streets where they are, to a few meters', async () => {
    const { store } = await build();
    const tile = await decodedAt(store, west, south - 0.01, 13);
    const lane = tile.get('street')!.find(({ properties }) => properties.class === 'service')!;
    const ends = [0, 1].map((at) => positionOf(lane.parts[0], at, west, south - 0.01, 13));
    ends.sort((a, b) => b[1] - a[1]);
    expect(ends[0][0]).toBeCloseTo(west, 4);
    expect(ends[0][1]).toBeCloseTo(south - 0.01, 4);
    expect(ends[1][1]).toBeCloseTo(south - 0.012, 4);
  });

  it('joins the parts of a street and carries its names', async () => {
    const { store } = await build();
    const [avenue, ...others] = (await decodedAt(store, west, south - 0.01, 13)).get('street')!.filter(isAvenue);
    expect(others).toEqual([]);
    expect(avenue.properties).toEqual({ class: 'primary', name: '云杉大道', nameEn: 'Yunshan Avenue' });
    expect(avenue.parts).toHaveLength(1);
  });

  it('continues a street in every tile that it passes, a little over their edges', async () => {
    const { store } = await build();
    const z = 13;
    const [first, row] = tileNumbers(west - 0.06, south - 0.01, z);
    const [last] = tileNumbers(west + 0.06, south - 0.01, z);
    expect(last).toBeGreaterThan(first);
    for (let x = first; x <= last; x++) {
      const bytes = await store.findTile(z, x, row);
      const [avenue] = decodeVectorTile(Uint8Array.from(gunzipSync(bytes!)).buffer)
        .get('street')!
        .filter(isAvenue);
      if (x > first) expect(avenue.minX).toBe(-160);
      if (x < last) expect(avenue.maxX).toBe(4096 + 160);
    }
  });

  it('leaves small streets, proposed ones and names out where they cannot be seen', async () => {
    const { store } = await build();
    const far = (await decodedAt(store, west, south - 0.01, 9)).get('street')!;
    expect(far.map(({ properties }) => properties)).toEqual([{ class: 'primary' }]);
  });

  it('has nothing to show outside, and takes no other path for a tile', async () => {
    const { store } = await build();
    expect(await store.findTile(13, 0, 0)).toBeUndefined();
    expect(await store.findTile(13, Number.NaN, 0)).toBeUndefined();
    expect(await store.findTile(-1, 0.5, 0)).toBeUndefined();
    expect(await makeBaseMapStore(path.join(folder, 'absent')).findMetadata()).toBeUndefined();
  });

  it('stops when it is told to', async () => {
    const file = path.join(folder, 'small.osm.pbf');
    await writeOsmPbf(file, map);
    const target = path.join(folder, 'stopped');
    const signal = AbortSignal.abort(new Error('No longer wanted.'));
    await expect(buildBaseMap(file, target, { name: '', signal })).rejects.toThrow('No longer wanted.');
    expect(await makeBaseMapStore(target).findMetadata()).toBeUndefined();
  });

  it('refuses a map without streets', async () => {
    const file = path.join(folder, 'streetless.osm.pbf');
    await writeOsmPbf(file, { ...map, ways: map.ways.filter((way) => !('highway' in way.tags)) });
    await expect(buildBaseMap(file, path.join(folder, 'none'), { name: '' })).rejects.toThrow('holds no street');
  });
});

function isAvenue({ properties }: DecodedFeature): boolean {
  return properties.class === 'primary';
}

describe('clipping', () => {
  const box = { minX: 0, minY: 0, maxX: 10, maxY: 10 };

  it('keeps the two parts of a line that leaves a box and comes back', () => {
    expect(clipLine([-5, 5, 5, 5, 15, 5, 15, 8, 5, 8], box)).toEqual([
      [0, 5, 5, 5, 10, 5],
      [10, 8, 5, 8],
    ]);
  });

  it('drops a line outside', () => {
    expect(clipLine([-5, -5, 20, -1], box)).toEqual([]);
  });

  it('cuts a square at the corner of a box to the part inside', () => {
    expect(Math.abs(ringArea(clipRing([5, 5, 20, 5, 20, 20, 5, 20], box)))).toBe(25);
  });

  it('keeps the whole box inside a larger ring', () => {
    expect(Math.abs(ringArea(clipRing([-50, -50, 50, -50, 50, 50, -50, 50], box)))).toBe(100);
  });

  it('drops points that do not matter and keeps corners', () => {
    expect(simplifyLine([0, 0, 5, 0.3, 10, 0, 10, 10], 1)).toEqual([0, 0, 10, 0, 10, 10]);
    expect(simplifyLine([0, 0, 5, 3, 10, 0, 10, 10], 1)).toEqual([0, 0, 5, 3, 10, 0, 10, 10]);
  });
});

describe('joining', () => {
  it('makes one line of parts in any direction, but not across a fork', () => {
    const joined = joinLines([
      [0, 0, 1, 0],
      [2, 0, 1, 0],
      [2, 0, 3, 0],
    ]);
    expect(joined).toHaveLength(1);
    expect(joined[0].filter((_, at) => at % 2 === 0).sort()).toEqual([0, 1, 2, 3]);
    const fork = joinLines([
      [0, 0, 1, 0],
      [1, 0, 2, 0],
      [1, 0, 1, 5],
    ]);
    expect(fork).toHaveLength(3);
  });

  it('closes the rings of a multipolygon from parts in any order', () => {
    const rings = assembleRings([
      [1, 2, 3],
      [5, 4, 3],
      [5, 1],
      [7, 8, 9, 7],
      [20, 21],
    ]);
    expect(rings.map((ring) => new Set(ring))).toEqual(
      expect.arrayContaining([new Set([1, 2, 3, 4, 5]), new Set([7, 8, 9])]),
    );
    expect(rings).toHaveLength(2);
    for (const ring of rings) expect(ring[0]).toBe(ring[ring.length - 1]);
  });
});
