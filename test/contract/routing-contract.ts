import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  MatrixTooLargeError,
  RoutingUnavailableError,
} from '../../server/application/travel/routing/routing-errors.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { greatCircleMeters, type LonLat } from '../../server/domain/network/place.js';
import { noWay, profiles, type TravelMatrix } from '../../server/domain/travel/travel.js';
import { nowhere } from './routing-town.js';

export interface RoutingSubject {
  readonly open: () => Promise<RoutingEngine>;
  /** Ends what `open` needed. */
  readonly end?: () => Promise<void>;
  /** Six places between any two of which there is a way. */
  readonly places: () => readonly LonLat[];
  /** More than 1,000 m from any road; undefined for an engine that knows no roads. */
  readonly sea: LonLat | undefined;
  /** With a road that no way leads to; undefined where the map has none. */
  readonly island?: LonLat;
  /** How many pairs a matrix may be asked for; above it only the refusal is tested. */
  readonly hasLargeMatrices: boolean;
}

/** What every routing engine promises, whatever is behind it. */
export function describeRoutingEngine(title: string, subject: RoutingSubject): void {
  describe(`${title}, as any routing engine`, () => {
    let engine: RoutingEngine;
    let places: readonly LonLat[];
    const signal = new AbortController().signal;
    beforeAll(async () => {
      engine = await subject.open();
      places = subject.places();
    });
    afterAll(async () => {
      await engine?.close();
      await subject.end?.();
    });
    const matrixOf = (sources: readonly LonLat[], targets: readonly LonLat[]) =>
      engine.matrix(sources, targets, 'auto', { signal });
    const cell = (matrix: TravelMatrix, row: number, column: number) => ({
      seconds: matrix.seconds[row * matrix.columns + column],
      meters: matrix.meters[row * matrix.columns + column],
    });

    it('names itself and its road data', () => {
      expect(engine.name).toMatch(/^(valhalla|graphhopper|osrm|straight-line)$/);
      expect(engine.mapId).not.toBe('');
      expect(engine.estimated).toBe(engine.name === 'straight-line');
    });

    it.each(profiles)('gives whole seconds and meters from each place to each other for %s', async (profile) => {
      const matrix = await engine.matrix(places, places, profile, { signal });
      expect([matrix.rows, matrix.columns, matrix.seconds.length, matrix.meters.length]).toEqual([6, 6, 36, 36]);
      places.forEach((from, row) => {
        places.forEach((to, column) => {
          const { seconds, meters } = cell(matrix, row, column);
          if (row === column) expect({ seconds, meters }).toEqual({ seconds: 0, meters: 0 });
          else {
            expect(seconds).toBeGreaterThan(0);
            // A drive is no shorter than the crow's flight, but for where both ends meet the road (within 200 m here).
            expect(meters).toBeGreaterThan(greatCircleMeters(from, to) - 400);
            // Nobody drives a detour of ten times and three kilometers in a town.
            expect(meters).toBeLessThan(greatCircleMeters(from, to) * 10 + 3_000);
          }
        });
      });
    });

    it('keeps rows for sources and columns for targets', async () => {
      const square = await matrixOf(places, places);
      const part = await matrixOf([places[3], places[1]], [places[0], places[4], places[2]]);
      expect([part.rows, part.columns]).toEqual([2, 3]);
      [3, 1].forEach((from, row) => {
        [0, 4, 2].forEach((to, column) => {
          expect(cell(part, row, column)).toEqual(cell(square, from, to));
        });
      });
    });

    it('tells how far each place lies from a road', async () => {
      const snaps = await engine.snap(places, 'auto', signal);
      expect(snaps).toHaveLength(6);
      for (const { roadMeters } of snaps) {
        expect(roadMeters).toBeGreaterThanOrEqual(0);
        expect(roadMeters).toBeLessThan(200);
      }
    });

    it('draws a way for each pair of neighbours, as long as the matrix says', async () => {
      const legs = await engine.route(places, 'auto', signal);
      const matrix = await matrixOf(places, places);
      expect(legs).toHaveLength(5);
      legs.forEach((leg, at) => {
        const { seconds, meters } = cell(matrix, at, at + 1);
        // Two searches over the same roads may round and turn differently: a tenth, or 20 s.
        expect(Math.abs(leg!.seconds - seconds)).toBeLessThan(Math.max(20, seconds * 0.1));
        expect(Math.abs(leg!.meters - meters)).toBeLessThan(Math.max(100, meters * 0.1));
        expect(leg!.line.length).toBeGreaterThanOrEqual(2);
        expect(greatCircleMeters(leg!.line[0], places[at])).toBeLessThan(200);
        expect(greatCircleMeters(leg!.line.at(-1)!, places[at + 1])).toBeLessThan(200);
      });
    });

    it('draws no way for fewer than two places, and none of any length to the place itself', async () => {
      expect(await engine.route([], 'auto', signal)).toEqual([]);
      expect(await engine.route([places[0]], 'auto', signal)).toEqual([]);
      const [leg] = await engine.route([places[0], places[0]], 'auto', signal);
      expect(leg!.meters).toBeLessThan(1);
    });

    it('draws a way along two hundred places', async () => {
      const tour = Array.from({ length: 200 }, (_, at) => places[at % 6]);
      const [first] = await engine.route(places.slice(0, 2), 'auto', signal);
      const legs = await engine.route(tour, 'auto', signal);
      expect(legs).toHaveLength(199);
      expect(legs.every((leg) => leg !== undefined)).toBe(true);
      // Places 0 and 1 follow each other at 0, 6, 12 … up to 198: 34 times.
      const again = legs.filter((_, at) => at % 6 === 0);
      expect(again).toHaveLength(34);
      for (const leg of again) expect(Math.abs(leg!.seconds - first!.seconds)).toBeLessThan(1);
    });

    it('gives an empty matrix for no places', async () => {
      expect(await matrixOf([], places)).toMatchObject({ rows: 0, columns: 6 });
      expect(await matrixOf(places, [])).toMatchObject({ rows: 6, columns: 0 });
      expect(await engine.snap([], 'auto', signal)).toEqual([]);
    });

    it('takes no time between one place and itself, however often it is named', async () => {
      const matrix = await matrixOf([places[2], places[2], places[2]], [places[2], places[2]]);
      expect([...matrix.seconds, ...matrix.meters]).toEqual(Array(12).fill(0));
    });

    it('finds no road and no way at a place that is not on Earth', async () => {
      await expectNoWayAt(nowhere);
    });

    it('finds no road and no way at a place at sea', async (test) => {
      if (subject.sea === undefined) return test.skip('This engine knows no roads.');
      await expectNoWayAt(subject.sea);
    });

    it('finds the road on an island, but no way to it or from it', async (test) => {
      const { island } = subject;
      if (island === undefined) return test.skip('This map has no island.');
      const [snap] = await engine.snap([island], 'auto', signal);
      expect(snap.roadMeters).toBeLessThan(200);
      const matrix = await matrixOf([places[0], island], [places[1], island]);
      expect(cell(matrix, 0, 0).seconds).toBeGreaterThan(0);
      expect(cell(matrix, 0, 1)).toEqual({ seconds: noWay, meters: noWay });
      expect(cell(matrix, 1, 0)).toEqual({ seconds: noWay, meters: noWay });
      expect(cell(matrix, 1, 1)).toEqual({ seconds: 0, meters: 0 });
      const legs = await engine.route([places[0], island, places[1], places[2]], 'auto', signal);
      expect(legs.map((leg) => leg !== undefined)).toEqual([false, false, true]);
    });

    it('tells its progress up to the last source', async () => {
      const told: number[][] = [];
      await engine.matrix(places, places, 'auto', { signal, onProgress: (done, total) => told.push([done, total]) });
      expect(told.at(-1)).toEqual([6, 6]);
      const done = told.map(([sources]) => sources);
      expect(done).toEqual([...done].sort((a, b) => a - b));
    });

    it('ends with the reason when it is aborted, and answers the next question', async () => {
      const reason = new Error('The dispatcher gave up.');
      const aborted = AbortSignal.abort(reason);
      await expect(engine.snap(places, 'auto', aborted)).rejects.toBe(reason);
      await expect(engine.matrix(places, places, 'auto', { signal: aborted })).rejects.toBe(reason);
      await expect(engine.route(places, 'auto', aborted)).rejects.toBe(reason);
      const later = new AbortController();
      const running = engine.route(
        Array.from({ length: 300 }, (_, at) => places[at % 6]),
        'auto',
        later.signal,
      );
      later.abort(reason);
      // An engine that computes in one go may have finished before.
      const outcome = await running.then(
        () => 'finished',
        (error: unknown) => error,
      );
      expect(['finished', reason]).toContain(outcome);
      if (engine.name !== 'straight-line') expect(outcome).toBe(reason);
      expect(await engine.route(places, 'auto', signal)).toHaveLength(5);
    });

    it('refuses a matrix of more than 10,100 places each way, naming the limit', async (test) => {
      if (!subject.hasLargeMatrices) return test.skip('This engine refuses far smaller ones.');
      const many = Array.from({ length: 10_101 }, () => places[0]);
      await expect(matrixOf(many, many)).rejects.toThrow(MatrixTooLargeError);
      await expect(matrixOf(many, many)).rejects.toThrow('102010000');
    });

    it('answers nothing after it was closed', async () => {
      const other = await subject.open();
      await other.close();
      await expect(other.route(places, 'auto', signal)).rejects.toThrow(RoutingUnavailableError);
      await expect(other.matrix(places, places, 'auto', { signal })).rejects.toThrow(RoutingUnavailableError);
    });

    async function expectNoWayAt(place: LonLat): Promise<void> {
      const snaps = await engine.snap([places[0], place, places[1]], 'auto', signal);
      expect(snaps.map(({ roadMeters }) => roadMeters !== undefined)).toEqual([true, false, true]);
      const matrix = await matrixOf([places[0], place, places[1]], [place, places[2]]);
      const ways = Array.from(matrix.seconds, (seconds) => seconds !== noWay);
      expect(ways).toEqual([false, true, false, false, false, true]);
      expect(Array.from(matrix.meters, (meters) => meters !== noWay)).toEqual(ways);
      const legs = await engine.route([places[0], places[1], place, places[2], places[3]], 'auto', signal);
      expect(legs.map((leg) => leg !== undefined)).toEqual([true, false, false, true]);
    }
  });
}
