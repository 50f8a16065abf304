import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasValhalla, openYardstick, type ValhallaYardstick } from '../../scripts/bench/valhalla-yardstick.js';
import type { OsmNode, OsmWay, Tags } from '../../server/adapters/map/osm-pbf/osm-element.js';
import { writeOsmPbf } from '../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import { compiledModule } from '../../server/compiled.js';
import type { LonLat } from '../../server/domain/network/place.js';
import { noWay } from '../../server/domain/travel/travel.js';
import { openRoadEngine, type RoadEngine } from '../../server/roads/index.js';
import { at } from './small-roads.js';

const size = 9;
const block = 200;
/** Meters from the town's western edge to the other shore's. */
const apart = 8_000;

/** Two towns; a motorway with a carriageway for each direction joins them in the south, a ferry in the north. */
async function writeTwoTowns(file: string): Promise<void> {
  const nodes: OsmNode[] = [];
  const ways: OsmWay[] = [];
  const node = (place: LonLat): number => nodes.push({ id: nodes.length + 1, ...place, tags: {} });
  const way = (refs: number[], tags: Tags): number => ways.push({ id: ways.length + 1, refs, tags });
  const town = (east: number): number[][] => {
    const grid = Array.from({ length: size }, (_, x) =>
      Array.from({ length: size }, (_, y) => node(at(east + x * block, y * block))),
    );
    const street = { highway: 'residential', maxspeed: '40' };
    for (let line = 0; line < size; line++) {
      way(grid[line], street);
      way(
        grid.map((column) => column[line]),
        street,
      );
    }
    return grid;
  };
  const [west, shore] = [town(0), town(apart)];
  const motorway = { highway: 'motorway', oneway: 'yes', maxspeed: '100', ref: 'G1' };
  const carriageway = (from: number, to: number, north: number, direction: number) => {
    const ends = direction > 0 ? [2_200, apart - 600] : [apart - 600, 2_200];
    const [begin, end] = ends.map((east) => node(at(east, north)));
    way([from, begin], { highway: 'motorway_link', oneway: 'yes' });
    way([begin, end], motorway);
    way([end, to], { highway: 'motorway_link', oneway: 'yes' });
  };
  carriageway(west[size - 1][0], shore[0][0], -60, 1);
  carriageway(shore[0][0], west[size - 1][0], -20, -1);
  way([west[size - 1][size - 1], shore[0][size - 1]], { route: 'ferry', motor_vehicle: 'yes', duration: '00:30' });
  await writeOsmPbf(file, { nodes, ways, relations: [], source: 'two towns' });
}

const places = {
  town: at(410, 395),
  shore: at(apart + 790, 810),
  'on the motorway, eastbound': at(5_000, -68),
  'on the motorway, westbound': at(5_000, -12),
  'on the ferry': at(5_000, 1_600),
  'in the town again': at(410, 395),
  'at sea': at(5_000, 40_000),
};

describe.skipIf(!hasValhalla())('a place that is no usual station', () => {
  let folder: string;
  let yardstick: ValhallaYardstick;
  let engine: RoadEngine;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tuanda-strange-'));
    const mapFile = path.join(folder, 'two-towns.osm.pbf');
    await writeTwoTowns(mapFile);
    yardstick = await openYardstick(mapFile);
    engine = await openRoadEngine(yardstick.tileFolder, {
      workerUrl: compiledModule('server/roads/worker.js'),
      threads: 1,
    });
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    yardstick?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('stops making roads ready when it is told to, and can begin again', async () => {
    const own = await openRoadEngine(yardstick.tileFolder, {
      workerUrl: compiledModule('server/roads/worker.js'),
      threads: 1,
    });
    try {
      const stop = new AbortController();
      const preparing = own.prepare('truck', stop.signal);
      stop.abort(new Error('enough'));
      await expect(preparing).rejects.toThrow('enough');
      await expect(own.prepare('truck', stop.signal)).rejects.toThrow('enough');
      await own.prepare('truck');
    } finally {
      await own.close();
    }
  });

  it('on a motorway, on a ferry, at sea or twice the same has the times of Valhalla from and to every other', async () => {
    const names = Object.keys(places);
    const all = Object.values(places);
    const { seconds } = await engine.matrix(all, all, 'auto');
    let ways = 0;
    for (const [from, row] of names.entries()) {
      for (const [to, column] of names.entries()) {
        const ours = seconds[from * all.length + to];
        const pair = `${row} → ${column}`;
        if (all[from].lon === all[to].lon && all[from].lat === all[to].lat) {
          expect({ pair, ours }).toEqual({ pair, ours: row === 'at sea' ? noWay : 0 });
          continue;
        }
        const route = await yardstick.route(all[from], all[to], 'auto');
        expect({ pair, found: ours !== noWay }).toEqual({ pair, found: route !== undefined });
        if (route === undefined) continue;
        ways++;
        expect(Math.abs(ours - route.seconds), `${pair}: ${ours} s, Valhalla ${route.seconds} s`).toBeLessThanOrEqual(
          Math.max(2, route.seconds * 0.02),
        );
      }
    }
    expect(ways).toBeGreaterThan(20);
  });

  it('on a motorway is left in the direction of its carriageway only', async () => {
    const [east, west] = [places['on the motorway, eastbound'], places['on the motorway, westbound']];
    const { seconds } = await engine.matrix([east, west], [places.shore, places.town], 'auto');
    expect(seconds[0]).toBeLessThan(seconds[1]);
    expect(seconds[3]).toBeLessThan(seconds[2]);
  });
});
