import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  buildMap,
  findValhalla,
  makeStraightLineEngine,
  makeValhallaEngine,
  openOsrmEngine,
  withFailover,
} from '../../server/adapters/routing/index.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { startBrokenServer } from '../adapters/routing/stand-ins/stand-in-server.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { townPlaces, writeTown } from './routing-town.js';

const wave = 'D1-20240614-1';
const { signal } = new AbortController();
const json = { 'content-type': 'application/json' };
type Behave = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers snaps as OSRM does, and tables as a test says: rows by what is asked for. */
function tables(cell: () => number | null, rowsMissing = 0): Behave {
  return (request, response) => {
    const url = request.url ?? '';
    const waypoint = { distance: 1, location: [120, 30] };
    if (url.startsWith('/nearest'))
      return void response.writeHead(200, json).end(JSON.stringify({ code: 'Ok', waypoints: [waypoint] }));
    const count = (name: string) => (new URL(url, 'http://x').searchParams.get(name) ?? '').split(';').length;
    const [rows, columns] = [count('sources'), count('destinations')];
    const table = Array.from({ length: rows - rowsMissing }, () => Array.from({ length: columns }, cell));
    const body = {
      code: 'Ok',
      durations: table,
      distances: table,
      sources: Array.from({ length: rows }, () => waypoint),
      destinations: Array.from({ length: columns }, () => waypoint),
    };
    response.writeHead(200, json).end(JSON.stringify(body));
  };
}

const broken: [string, Behave][] = [
  ['hangs', () => undefined],
  ['answers late', (_, response) => void setTimeout(() => response.end('{}'), 400)],
  ['dies at every question', (request) => request.socket.destroy()],
  ['cuts the JSON', (_, response) => void response.writeHead(200, json).end('{"code":"Ok","dur')],
  ['gives a table of the wrong size', tables(() => 600, 1)],
  ['gives text for numbers', tables(() => 'soon' as never)],
  ['gives times below zero', tables(() => -600)],
  ['drives faster than any vehicle', tables(() => 0.001)],
];

describe('an engine that is out', () => {
  eachDatabase('leads to the next one', (open) => {
    const ends: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0)) await end();
    });

    it.each(broken)('where it %s: a plan comes out and says what it was made with', async (_, behave) => {
      const server = await startBrokenServer(behave);
      ends.push(server.close);
      const osrm = await openOsrmEngine({ url: server.url, limitMilliseconds: 150 }, signal);
      ends.push(() => osrm.close());
      const record = recordOver(await open(), withFailover(osrm, makeStraightLineEngine()));
      await record.importFrom(writeFiles(smallDay));
      const plan = await record.plan(wave);
      expect(plan.kpis).toMatchObject({ stops: 2, unassigned: 0, checkerFaults: 0 });
      expect(plan.provenance).toMatchObject({ engine: 'straight-line', estimated: true, speedFactor: 0.5 });
      expect(plan.provenance.note).toContain('OSRM');
      expect(plan.provenance.note).toContain('Travel times are those of straight-line instead.');
      // The plan goes on with what it was made with, also when the first engine is back.
      const evaluation = await record.editPlan.evaluate(plan, [], signal);
      expect(evaluation).toBeDefined();
    });

    it('only where it is out: an error of another kind is told', async () => {
      const wrong: RoutingEngine = {
        ...makeStraightLineEngine(),
        matrix: () => Promise.reject(new TypeError('a bug')),
      };
      const record = recordOver(await open(), withFailover(wrong, makeStraightLineEngine()));
      await record.importFrom(writeFiles(smallDay));
      await expect(record.plan(wave)).rejects.toThrow('a bug');
    });
  });

  describe.skipIf(findValhalla() === undefined)('Valhalla', () => {
    let folder: string;
    let mapFolder: string;
    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'tuanda-out-'));
      const pbfFile = path.join(folder, 'town.osm.pbf');
      await writeTown(pbfFile);
      const maps = path.join(folder, 'maps');
      mapFolder = (await buildMap({ pbfFile, mapsFolder: maps, name: 'Town', builtAt: new Date(0) })).folder;
      return () => rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    it('that dies by SIGSEGV at every question leaves matrices and ways to our own search', async () => {
      const engine = makeValhallaEngine({ mapFolder, log: pino({ level: 'silent' }), wait: async () => undefined });
      const expected = await engine.matrix(townPlaces, townPlaces, 'auto', { signal });
      const killer = setInterval(() => {
        if (engine.childPid !== undefined) process.kill(engine.childPid, 'SIGSEGV');
      }, 1);
      try {
        const legs = await engine.route(townPlaces, 'auto', signal);
        legs.forEach((leg, at) => {
          const seconds = expected.seconds[at * townPlaces.length + at + 1];
          expect(Math.abs((leg?.seconds ?? 0) - seconds)).toBeLessThanOrEqual(1);
          expect(leg?.line.length).toBeGreaterThan(1);
        });
        expect((await engine.matrix(townPlaces, townPlaces, 'auto', { signal })).seconds).toEqual(expected.seconds);
      } finally {
        clearInterval(killer);
        await engine.close();
      }
    });
  });
});
