import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithRoutes, placesNearRoads, seeded } from '../../scripts/bench/matrix.js';
import { hasValhalla, openYardstick, type ValhallaYardstick } from '../../scripts/bench/valhalla-yardstick.js';
import { compiledModule } from '../../server/compiled.js';
import { greatCircleMeters } from '../../server/domain/network/place.js';
import { noWay, type Profile, profiles } from '../../server/domain/travel/travel.js';
import { makeRoadSpeeds, maxPairs, openRoadEngine, type RoadEngine } from '../../server/roads/index.js';
import { sharedData } from '../support/shared-data.js';

const mapFile = sharedData('data', 'osm', 'hangzhou-2015.osm.pbf');

// Needs the shared map of Hangzhou and Valhalla's programs.
describe.skipIf(mapFile === undefined || !hasValhalla())('on the map of Hangzhou', () => {
  let yardstick: ValhallaYardstick;
  let engine: RoadEngine;
  beforeAll(async () => {
    yardstick = await openYardstick(mapFile ?? '');
    const workerUrl = compiledModule('server/roads/worker.js');
    engine = await openRoadEngine(yardstick.tileFolder, { workerUrl, threads: 2 });
  });
  afterAll(async () => {
    await engine?.close();
    yardstick?.close();
  });

  it.each(profiles)("agrees with Valhalla's routes for %s", async (profile) => {
    const error = await compareWithRoutes(engine, yardstick, profile, 250, seeded(5));
    expect(error.pairs).toBeGreaterThan(200);
    expect(error.median).toBeLessThanOrEqual(0.02);
    expect(error.p95).toBeLessThanOrEqual(0.06);
    expect(Math.abs(error.bias)).toBeLessThanOrEqual(0.01);
    expect(error.farOff).toEqual([]);
    expect(error.disagreeing).toBe(0);
  });

  it('every edge has its opposite, and its shape begins and ends at its nodes', () => {
    const { graph } = engine;
    expect(graph.edgeCount).toBeGreaterThan(5000);
    for (let edge = 0; edge < graph.edgeCount; edge++) {
      expect(graph.edgeTo[graph.edgeOpposite[edge]]).toBe(graph.edgeFrom[edge]);
      const shape = graph.edgeShape[edge];
      const [front, back] = [graph.firstPoint[shape], graph.firstPoint[shape + 1] - 1];
      const along = (graph.edgeFlags[edge] & 512) !== 0;
      const begin = along ? front : back;
      const meters = greatCircleMeters(
        { lon: graph.pointLon[begin] / 1e6, lat: graph.pointLat[begin] / 1e6 },
        { lon: graph.nodeLon[graph.edgeFrom[edge]] / 1e7, lat: graph.nodeLat[graph.edgeFrom[edge]] / 1e7 },
      );
      expect(meters).toBeLessThan(1);
    }
  });

  it('puts a place at no distance from itself, and places far from any road nowhere', async () => {
    const [place] = placesNearRoads(engine.graph, 1, seeded(3));
    const sea = { lon: 0, lat: 0 };
    const matrix = await engine.matrix([place, sea], [sea, place, place], 'auto');
    expect([...matrix.seconds]).toEqual([noWay, 0, 0, noWay, noWay, noWay]);
    expect([...matrix.meters]).toEqual([noWay, 0, 0, noWay, noWay, noWay]);
  });

  it('answers the same whether asked for all places or for some', async () => {
    const places = placesNearRoads(engine.graph, 70, seeded(4));
    const all = await engine.matrix(places, places, 'auto');
    const some = await engine.matrix(places.slice(10, 13), places.slice(60, 69), 'auto');
    for (let row = 0; row < 3; row++) {
      const begin = (row + 10) * 70 + 60;
      expect(some.seconds.slice(row * 9, row * 9 + 9)).toEqual(all.seconds.slice(begin, begin + 9));
      expect(some.meters.slice(row * 9, row * 9 + 9)).toEqual(all.meters.slice(begin, begin + 9));
    }
  });

  it('draws the way of a drive that takes as long as the matrix says', async () => {
    const [from, to] = placesNearRoads(engine.graph, 2, seeded(8));
    const matrix = await engine.matrix([from], [to], 'auto');
    const drawn = await engine.drive(from, to, 'auto');
    expect(Math.abs((drawn?.drive.milliseconds ?? 0) / 1000 - matrix.seconds[0])).toBeLessThanOrEqual(1);
    const line = drawn?.line ?? [];
    let meters = 0;
    for (let point = 1; point < line.length; point++) meters += greatCircleMeters(line[point - 1], line[point]);
    // Lengths of edges are whole meters in the tiles.
    expect(Math.abs(meters - matrix.meters[0])).toBeLessThan(0.01 * matrix.meters[0] + 10);
  });

  it('answers at many speeds at once, each by its own, and at free speeds as before', async () => {
    const places = placesNearRoads(engine.graph, 12, seeded(11));
    const free = await engine.matrix(places, places, 'auto');
    const factors = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    const speedsAt = (factor: number) =>
      makeRoadSpeeds(engine.graph, 'auto', `${factor}`, [
        { share: 1, classFactors: new Array(8).fill(factor), learned: { edges: [], kph: [] }, reports: [] },
      ]);
    const answers = await Promise.all(
      factors.map((factor) => engine.matrix(places, places, 'auto', { speeds: speedsAt(factor) })),
    );
    answers.slice(1).forEach((answer, at) => {
      answer.seconds.forEach((seconds, pair) => {
        expect(seconds).toBeLessThanOrEqual(answers[at].seconds[pair]);
      });
    });
    const sum = (matrix: { seconds: Int32Array }) => matrix.seconds.reduce((a, b) => a + b, 0);
    // Turns take what they take; only driving becomes faster.
    expect(sum(answers[0])).toBeGreaterThan(sum(free) * 3);
    expect((await engine.matrix(places, places, 'auto')).seconds).toEqual(free.seconds);
    const drawn = await engine.drive(places[0], places[1], 'auto', speedsAt(0.2));
    expect(Math.abs((drawn?.drive.milliseconds ?? 0) / 1000 - answers[0].seconds[1])).toBeLessThanOrEqual(1);
  });

  it('keeps the nearest places of each and guesses the rest, knowing everywhere whether there is a way', async () => {
    const places = [...placesNearRoads(engine.graph, 150, seeded(21)), { lon: 0, lat: 0 }];
    const dense = await engine.matrix(places, places, 'auto');
    const sparse = await engine.sparse(places, 20, 'auto');
    const far: number[] = [];
    places.forEach((_, from) => {
      const row = dense.seconds.subarray(from * places.length, (from + 1) * places.length);
      const twentieth =
        [...row].filter((seconds, to) => seconds !== noWay && to !== from).sort((a, b) => a - b)[19] ?? 1e9;
      row.forEach((seconds, to) => {
        const drive = sparse.drive(from, to);
        expect(drive === undefined).toBe(seconds === noWay);
        if (drive === undefined) return;
        if (!drive.estimated) {
          expect(drive.seconds).toBe(seconds);
          expect(drive.meters).toBe(dense.meters[from * places.length + to]);
          expect(drive.seconds).toBeLessThanOrEqual(twentieth);
        } else {
          expect(seconds).toBeGreaterThanOrEqual(twentieth);
          far.push(drive.seconds / seconds);
        }
      });
    });
    // Most of all pairs are guessed, and the middle guess is near the truth.
    expect(far.length).toBeGreaterThan(10_000);
    const middle = far.sort((a, b) => a - b)[far.length >> 1];
    expect(middle).toBeGreaterThan(0.85);
    expect(middle).toBeLessThan(1.15);
  });

  it('refuses 50,000 places for sparse travel, naming the limit', async () => {
    const places = new Array(50_000).fill({ lon: 120, lat: 30 });
    await expect(engine.sparse(places, 10, 'auto')).rejects.toThrow('at most 40000 places; these are 50000.');
    await expect(engine.matrix(places, places, 'auto')).rejects.toThrow('102010000 pairs, the limit');
    expect((await engine.sparse([], 10, 'auto')).drive.length).toBe(2);
  });

  it.each(['snap', 'matrix', 'sparse'] as const)('refuses a profile that nobody knows: %s', async (call) => {
    const [place] = placesNearRoads(engine.graph, 1, seeded(1));
    const bike = 'bicycle' as Profile;
    const asked = {
      snap: () => engine.snap([place], bike),
      matrix: () => engine.matrix([place], [place], bike),
      sparse: () => engine.sparse([place], 1, bike),
    };
    await expect(asked[call]()).rejects.toThrow('There is no profile "bicycle"');
    // And goes on answering.
    expect((await engine.matrix([place], [place], 'auto')).seconds).toEqual(new Int32Array([0]));
  });

  it('reports progress up to the last row, and stops when aborted', async () => {
    const places = placesNearRoads(engine.graph, 300, seeded(6));
    const done: number[] = [];
    await engine.matrix(places, places, 'auto', { onProgress: (rows) => done.push(rows) });
    expect(done.at(-1)).toBe(300);
    expect(done.length).toBeGreaterThan(2);

    const stop = new AbortController();
    const aborted = engine.matrix(places, places, 'auto', {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('Enough.')),
    });
    await expect(aborted).rejects.toThrow('Enough.');
    const again = await engine.matrix(places.slice(0, 2), places.slice(0, 2), 'auto');
    expect(again.seconds[0]).toBe(0);
  });

  it('ends what is under way when it is closed, and answers nothing afterwards', async () => {
    const workerUrl = compiledModule('server/roads/worker.js');
    const other = await openRoadEngine(yardstick.tileFolder, { workerUrl, threads: 2 });
    const places = placesNearRoads(other.graph, 500, seeded(9));
    const running = expect(other.matrix(places, places, 'auto')).rejects.toThrow('closed');
    await other.close();
    await running;
    await expect(other.snap(places, 'auto')).rejects.toThrow('closed');
  });

  it('refuses more pairs than it can hold, naming the limit, and takes none', async () => {
    const many = new Array(20_000).fill({ lon: 120.1, lat: 30.2 });
    await expect(engine.matrix(many, many, 'auto')).rejects.toThrow(`${maxPairs} pairs`);
    expect(await engine.matrix([], [], 'auto')).toMatchObject({ rows: 0, columns: 0 });
  });
});
