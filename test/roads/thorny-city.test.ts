import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithRoutes, seeded } from '../../scripts/bench/matrix.js';
import { hasValhalla, openYardstick, type ValhallaYardstick } from '../../scripts/bench/valhalla-yardstick.js';
import { compiledModule } from '../../server/compiled.js';
import { profiles } from '../../server/domain/travel/travel.js';
import { loadRoadGraph, openRoadEngine, type RoadEngine, RoadTileError } from '../../server/roads/index.js';
import { writeThornyCity } from './thorny-city.js';

// Needs Valhalla's programs, no shared data.
describe.skipIf(!hasValhalla()).each([1, 9])('in made-up city %i, full of restrictions', (seed) => {
  let folder: string;
  let yardstick: ValhallaYardstick;
  let engine: RoadEngine;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tuanda-thorny-'));
    const mapFile = path.join(folder, 'thorny.osm.pbf');
    await writeThornyCity(mapFile, seeded(seed));
    yardstick = await openYardstick(mapFile);
    const workerUrl = compiledModule('server/roads/worker.js');
    engine = await openRoadEngine(yardstick.tileFolder, { workerUrl, threads: 1 });
  });
  afterAll(async () => {
    await engine?.close();
    yardstick?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has forbidden turns, forbidden sequences, limits, and edges with a past', async () => {
    const { graph } = engine;
    expect(graph.edgeForbiddenTurns.filter((turns) => turns !== 0).length).toBeGreaterThan(20);
    expect(graph.sequenceAccess.length).toBeGreaterThan(15);
    expect(graph.limitEdge.length).toBeGreaterThan(20);
  });

  it('loads damaged tiles or refuses them as damaged, and nothing else', () => {
    const random = seeded(7);
    const names = readdirSync(yardstick.tileFolder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => name.endsWith('.gph')).map((name) => path.join(yardstick.tileFolder, name));
    const whole = files.map((file) => readFileSync(file));
    let refused = 0;
    try {
      for (let round = 0; round < 80; round++) {
        files.forEach((file, index) => {
          const bytes = Buffer.from(whole[index]);
          for (let count = 0; count < 40; count++)
            bytes[272 + Math.floor(random() * (bytes.length - 272))] = random() * 256;
          writeFileSync(file, bytes);
        });
        try {
          expect(loadRoadGraph(yardstick.tileFolder).edgeCount).toBeLessThan(3000);
        } catch (error) {
          expect(error).toBeInstanceOf(RoadTileError);
          refused++;
        }
      }
    } finally {
      files.forEach((file, index) => {
        writeFileSync(file, whole[index]);
      });
    }
    expect(refused).toBeGreaterThan(10);
    expect(loadRoadGraph(yardstick.tileFolder).edgeCount).toBe(engine.graph.edgeCount);
  });

  it.each(profiles)("agrees with Valhalla's routes for %s", async (profile) => {
    const error = await compareWithRoutes(engine, yardstick, profile, 200, seeded(99));
    expect(error.pairs).toBeGreaterThan(190);
    expect(error.median).toBeLessThanOrEqual(0.001);
    expect(error.p95).toBeLessThanOrEqual(0.01);
    expect(Math.abs(error.bias)).toBeLessThanOrEqual(0.005);
    expect(error.farOff).toEqual([]);
    expect(error.disagreeing).toBe(0);
  });
});
