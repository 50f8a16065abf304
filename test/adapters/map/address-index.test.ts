import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressIndexFileName,
  readAddressIndex,
  writeAddressIndex,
} from '../../../server/adapters/map/address-index/address-index.js';
import { makeOfflineGeocoder } from '../../../server/adapters/map/address-index/offline-geocoder.js';
import { readNames } from '../../../server/adapters/map/address-index/read-names.js';
import { type OsmPbfSource, writeOsmPbf } from '../../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import { greatCircleMeters, type LonLat } from '../../../server/domain/network/place.js';

let folder: string;
const never = new AbortController().signal;
const find = (address: string, near?: LonLat) => makeOfflineGeocoder(() => folder).find(address, near, never);

const [west, south] = [120, 30];
/** About 96 m to the east. */
const step = 0.001;
let nextId = 1;
const node = (east: number, north: number, tags: Record<string, string> = {}) => ({
  id: nextId++,
  lon: west + east * step,
  lat: south + north * step,
  tags,
});
const house = (east: number, north: number, street: string, number: string) =>
  node(east, north, { 'addr:street': street, 'addr:housenumber': number });

/** A street of 965 m with houses 2, 10 and 11; a lane; two streets of one name 6 km apart; an estate with numbered houses. */
async function writeSmallTown(file: string): Promise<void> {
  const ends = [node(0, 0), node(10, 0), node(0, 5), node(4, 5), node(60, 5), node(64, 5), node(0, 9), node(2, 9)];
  const corners = [node(20, 20), node(22, 20), node(22, 22), node(20, 22)];
  const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id);
  const nodes = [
    ...ends,
    ...corners,
    house(1, 0.2, '云杉路', '2号'),
    house(3, 0.2, '云杉路', '10号'),
    house(3, -0.2, '云杉路', '11'),
    house(0.5, 5, '漕宝路', '1467弄3号'),
    house(0.4, 5, '漕宝路', '1467弄'),
    node(20.5, 20.5, { 'addr:place': '阳光花园', 'addr:housenumber': '3' }),
    house(1, 9.1, 'Linden Street', '12'),
    node(2, 0.3, { shop: 'convenience', name: '便民超市' }),
    node(60, 8, { shop: 'convenience', name: '便民超市' }),
    node(40, 40, { amenity: 'school', name: '实验小学', 'name:en': 'Experimental School' }),
    node(41, 40, { place: 'city', name: '云杉市' }),
  ];
  const ways: OsmPbfSource['ways'] = [
    { id: 1, refs: [ends[0].id, ends[1].id], tags: { highway: 'primary', name: '云杉路' } },
    { id: 2, refs: [ends[2].id, ends[3].id], tags: { highway: 'primary', name: '漕宝路' } },
    { id: 3, refs: [ends[4].id, ends[5].id], tags: { highway: 'residential', name: '漕宝路' } },
    { id: 4, refs: [ends[6].id, ends[7].id], tags: { highway: 'residential', name: 'Linden Street' } },
    { id: 5, refs: ids(corners.slice(0, 3)), tags: {} },
    { id: 6, refs: [corners[2].id, corners[3].id, corners[0].id], tags: {} },
  ];
  const members = [5, 6].map((ref) => ({ type: 'way' as const, ref, role: 'outer' }));
  const relations = [{ id: 1, tags: { type: 'multipolygon', landuse: 'residential', name: '阳光花园' }, members }];
  await writeOsmPbf(file, { nodes, ways, relations });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'addresses-'));
  const file = path.join(folder, 'town.osm.pbf');
  await writeSmallTown(file);
  await writeAddressIndex(folder, await readNames(file));
});
afterAll(() => rm(folder, { recursive: true }));

describe('addresses on the map in use', () => {
  it('finds a house by its number, whatever stands before the street and behind the number', async () => {
    for (const address of [
      '云杉路10号',
      '浙江省杭州市西湖区云杉路 10 號',
      '云杉路10号3栋501室',
      '西湖区，云杉路10号',
    ]) {
      const [best] = await find(address);
      expect(best, address).toMatchObject({ match: 'house', confidence: 0.95, label: '云杉路10号', source: 'offline' });
      expect(best).toMatchObject({ lon: 120.003, lat: 30.0002 });
    }
  });

  it('puts a number between its neighbours on its side of the street, and says that it did', async () => {
    // 6 is half way between 2 and 10, which lie 193 m apart.
    const [best] = await find('云杉路6号');
    expect(best).toMatchObject({ match: 'interpolated', confidence: 0.75, label: '云杉路2号 – 云杉路10号' });
    expect(best.lon).toBeCloseTo(120.002, 5);
  });

  it('takes the nearest number where there is one on one side only, less surely', async () => {
    expect((await find('云杉路15号'))[0]).toMatchObject({
      match: 'interpolated',
      confidence: 0.6,
      label: '云杉路11号',
    });
  });

  it('tells the middle of a street where a number is far from all that it knows', async () => {
    const [best, ...rest] = await find('云杉路500号');
    expect(best).toMatchObject({ match: 'street', confidence: 0.5, label: '云杉路' });
    expect(best.lon).toBeCloseTo(120.005, 4);
    expect(rest).toEqual([]);
  });

  it('tells a house of a lane from the lane', async () => {
    expect((await find('漕宝路1467弄3号'))[0]).toMatchObject({ match: 'house', confidence: 0.95 });
    expect((await find('漕宝路1467弄8号'))[0]).toMatchObject({
      match: 'house',
      confidence: 0.85,
      label: '漕宝路1467弄',
    });
  });

  it('is half as sure of each of two streets of one name, the nearer one first', async () => {
    const far = { lon: west + 62 * step, lat: south + 5 * step };
    const found = await find('漕宝路', far);
    expect(found.map(({ confidence }) => confidence)).toEqual([0.25, 0.25]);
    expect(greatCircleMeters(found[0], far)).toBeLessThan(100);
  });

  it('does not take a street for another whose name ends the same', async () => {
    const [best] = await find('新云杉路10号');
    expect(best.confidence).toBeLessThan(0.6);
  });

  it('finds a house of an estate, and the estate, which is a multipolygon', async () => {
    expect((await find('阳光花园3栋'))[0]).toMatchObject({ match: 'house', confidence: 0.95, label: '阳光花园3号' });
    const [estate] = await find('阳光花园');
    expect(estate).toMatchObject({ match: 'place', confidence: 0.3, label: '阳光花园' });
    expect(estate.lon).toBeCloseTo(120.021, 4);
  });

  it('is surer of a place at the street that the address names than of any of its name', async () => {
    const [best] = await find('云杉路便民超市');
    expect(best).toMatchObject({ match: 'place', confidence: 0.65 });
    expect(best.lon).toBeCloseTo(120.002, 5);
    expect((await find('便民超市')).map(({ confidence }) => confidence)).toEqual([0.15, 0.15]);
  });

  it('finds English addresses with the number on either side', async () => {
    for (const address of [
      '12 Linden St., Springfield',
      'Linden Street 12',
      'No. 12 LINDEN STREET',
      'Apt 4, 12 Linden St',
    ]) {
      expect((await find(address))[0], address).toMatchObject({ match: 'house', label: 'Linden Street 12' });
    }
    expect((await find('Experimental School'))[0]).toMatchObject({ match: 'place', label: '实验小学' });
  });

  it('finds nothing where the map knows nothing of it, a city by its name least of all', async () => {
    expect(await find('不知名路1号')).toEqual([]);
    expect(await find('云杉市')).toEqual([]);
    expect(await find('')).toEqual([]);
  });

  it('orders by what was found: house, between houses, street, place', async () => {
    const bestOf = async (address: string) => (await find(address))[0].confidence;
    const sure = await Promise.all(['云杉路10号', '云杉路6号', '云杉路', '实验小学'].map(bestOf));
    expect([...sure].sort((one, other) => other - one)).toEqual(sure);
    expect(new Set(sure).size).toBe(4);
  });

  it('knows the streets of the routing town', async () => {
    const town = await mkdtemp(path.join(os.tmpdir(), 'town-'));
    try {
      await writeAddressIndex(town, await readNames(path.resolve('test/contract/routing-town.osm.pbf')));
      const found = await makeOfflineGeocoder(() => town).find('3 路', { lon: 120.01, lat: 30 }, never);
      // The town has one, and the island another.
      expect(found.map(({ match, label }) => [match, label])).toEqual([
        ['street', '3 路'],
        ['street', '3 路'],
      ]);
      expect(found[0].lat).toBeCloseTo(30.006, 3);
    } finally {
      await rm(town, { recursive: true });
    }
  });
});

describe('a map that cannot be asked', () => {
  it('says so where there is none', async () => {
    const asked = makeOfflineGeocoder(() => undefined).find('云杉路10号', undefined, never);
    await expect(asked).rejects.toMatchObject({ code: 'no-address-index', isLasting: true });
  });

  it('says so where it was built before maps kept addresses, or by another layout', async () => {
    const old = await mkdtemp(path.join(os.tmpdir(), 'old-'));
    try {
      const asked = () => makeOfflineGeocoder(() => old).find('云杉路10号', undefined, never);
      await expect(asked()).rejects.toThrow('built before maps kept their addresses');
      await writeFile(path.join(old, addressIndexFileName), gzipSync('{"version":99}\n["later"]\n'));
      await expect(asked()).rejects.toMatchObject({ code: 'no-address-index' });
    } finally {
      await rm(old, { recursive: true });
    }
  });

  it('does not end the process where the file is damaged', async () => {
    const damaged = await mkdtemp(path.join(os.tmpdir(), 'damaged-'));
    try {
      await writeFile(path.join(damaged, addressIndexFileName), 'no gzip');
      await expect(readAddressIndex(damaged)).rejects.toThrow();
    } finally {
      await rm(damaged, { recursive: true });
    }
  });
});
