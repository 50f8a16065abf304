import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedSource } from '../../../server/adapters/map/generated-source.js';
import { buildBaseMapInWorker, writeDemoInWorker } from '../../../server/adapters/map/in-map-worker.js';
import { readOsmPbf, readOsmPbfHeader } from '../../../server/adapters/map/osm-pbf/osm-pbf-reader.js';
import { writeDemo } from '../../../server/adapters/map/write-demo.js';
import { makeCity } from '../../../server/demo/city/make-city.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const options = { date: '2026-03-01', stations: 60, orders: 400, seed: 5 };

async function digests(target: string): Promise<Record<string, string>> {
  const names = (await readdir(target)).sort();
  const entries = names.map(async (name) => {
    const content = await readFile(path.join(target, name));
    return [name, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('writing the demo', () => {
  it('writes map and day files by the names of the import format', async () => {
    const target = path.join(folder, 'first');
    const written = await writeDemo({ folder: target, ...options });
    expect(await readdir(target).then((names) => names.sort())).toEqual([
      'couriers.csv',
      'day.json',
      'demo.osm.pbf',
      'depots.csv',
      'order_lines.csv',
      'orders.csv',
      'skus.csv',
      'speed_profile.csv',
      'stations.csv',
      'vehicle_compartments.csv',
      'vehicles.csv',
    ]);
    const rowsOf = async (name: string) =>
      (await readFile(path.join(target, name), 'utf8')).trimEnd().split('\n').length - 1;
    expect(await rowsOf('orders.csv')).toBe(400);
    expect(await rowsOf('order_lines.csv')).toBe(written.lines);
    expect(written).toMatchObject({ stations: 60, orders: 400 });
  });

  it('writes the same bytes from the same seed', async () => {
    await writeDemo({ folder: path.join(folder, 'one'), ...options });
    await writeDemo({ folder: path.join(folder, 'two'), ...options });
    await writeDemo({ folder: path.join(folder, 'three'), ...options, seed: 6 });
    const one = await digests(path.join(folder, 'one'));
    expect(await digests(path.join(folder, 'two'))).toEqual(one);
    const three = await digests(path.join(folder, 'three'));
    expect(three['demo.osm.pbf']).not.toBe(one['demo.osm.pbf']);
    expect(three['orders.csv']).not.toBe(one['orders.csv']);
  });

  it('writes the whole city into the map file and says that it is generated', async () => {
    const target = path.join(folder, 'map');
    const { mapFile } = await writeDemo({ folder: target, ...options });
    expect(await readOsmPbfHeader(mapFile)).toMatchObject({ source: generatedSource });
    const city = makeCity({ seed: 5, stations: 60 });
    let nodes = 0;
    let ways = 0;
    let relations = 0;
    for await (const block of readOsmPbf(mapFile)) {
      nodes += block.nodes.length;
      ways += block.ways.length;
      relations += block.relations.length;
    }
    expect([nodes, ways, relations]).toEqual([city.nodes.length, city.ways.length, city.relations.length]);
  });
});

describe('the map worker', () => {
  it('writes the same demo and builds its base map without holding up this thread', async () => {
    const target = path.join(folder, 'worker');
    let ticks = 0;
    const ticker = setInterval(() => ticks++, 5);
    const { mapFile } = await writeDemoInWorker({ folder: target, ...options });
    const shares: number[] = [];
    const metadata = await buildBaseMapInWorker(mapFile, path.join(folder, 'worker-tiles'), {
      name: '团达市',
      onProgress: (share) => shares.push(share),
    });
    clearInterval(ticker);
    await writeDemo({ folder: path.join(folder, 'direct'), ...options });
    expect(await digests(target)).toEqual(await digests(path.join(folder, 'direct')));
    expect(metadata).toMatchObject({ name: '团达市', generated: true });
    expect(shares[shares.length - 1]).toBe(1);
    // On this thread nothing could tick while a city is made; in a worker many ticks pass.
    expect(ticks).toBeGreaterThan(10);
  });

  it('hands back the reason why a map cannot be used', async () => {
    const file = path.join(folder, 'no.osm.pbf');
    await writeFile(file, 'no map at all');
    await expect(buildBaseMapInWorker(file, path.join(folder, 'never'), { name: '' })).rejects.toThrow(
      'The map file no.osm.pbf is not an OpenStreetMap PBF file',
    );
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const running = writeDemoInWorker({ folder: path.join(folder, 'stopped'), ...options }, stop.signal);
    stop.abort(new Error('No longer wanted.'));
    await expect(running).rejects.toThrow('No longer wanted.');
  });
});
