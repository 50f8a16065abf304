import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildMap,
  type CurrentMap,
  findValhalla,
  makeValhallaEngine,
  tileFolderOf,
  type ValhallaEngine,
} from '../../../server/adapters/routing/index.js';
import { RoutingUnavailableError } from '../../../server/application/travel/routing/routing-errors.js';
import type { LonLat } from '../../../server/domain/network/place.js';
import { crossing, seaPlace, townPlaces, writeTown } from '../../contract/routing-town.js';

const log = pino({ level: 'silent' });
const { signal } = new AbortController();
/** Restarts come without the pauses between them. */
const wait = async () => undefined;

describe.skipIf(findValhalla() === undefined)('Valhalla in its child process', () => {
  let folder: string;
  let map: CurrentMap;
  const engines: ValhallaEngine[] = [];
  const open = (options: Partial<Parameters<typeof makeValhallaEngine>[0]> = {}) => {
    const engine = makeValhallaEngine({ mapFolder: map.folder, log, ownMatrix: false, wait, ...options });
    engines.push(engine);
    return engine;
  };
  const kill = (engine: ValhallaEngine) => process.kill(engine.childPid!, 'SIGKILL');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tuanda-valhalla-'));
    const pbfFile = path.join(folder, 'town.osm.pbf');
    await writeTown(pbfFile);
    map = await buildMap({ pbfFile, mapsFolder: path.join(folder, 'maps'), name: 'Town', builtAt: new Date(0) });
  });
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('starts no process before the first question', async () => {
    const engine = open();
    expect(engine.childPid).toBeUndefined();
    await engine.route(townPlaces, 'auto', signal);
    expect(engine.childPid).toBeGreaterThan(0);
  });

  it('answers a matrix during which the process is killed', async () => {
    const engine = open();
    // 20,000 pairs a request: 138 rows of 144, then 22.
    const places = Array.from({ length: 144 }, (_, at) => crossing(at % 12, Math.floor(at / 12)));
    const sources = Array.from({ length: 160 }, (_, at) => places[at % 144]);
    const expected = await engine.matrix(sources, places, 'auto', { signal });
    const before = engine.childPid;
    let kills = 0;
    const matrix = await engine.matrix(sources, places, 'auto', {
      signal,
      onProgress: (done, total) => {
        if (kills > 0 || done === total) return;
        kills++;
        // The next request is on its way by then, in the process that dies.
        queueMicrotask(() => kill(engine));
      },
    });
    expect(kills).toBe(1);
    expect(engine.childPid).not.toBe(before);
    expect(matrix).toEqual(expected);
  });

  it('answers the questions that waited behind the one in which the process died', async () => {
    const engine = open();
    await engine.route(townPlaces, 'auto', signal);
    const asked = [engine.route(townPlaces, 'auto', signal), engine.route(townPlaces, 'truck', signal)];
    kill(engine);
    const answers = await Promise.all(asked);
    expect(answers.map((legs) => legs.length)).toEqual([5, 5]);
  });

  it('gives up on a question that ends the process twice, and goes on with the next', async () => {
    const pauses: number[] = [];
    const engine = open({
      // Less than Node itself needs: the process ends when it is asked.
      maxMemoryBytes: 1_000_000,
      wait: async (milliseconds) => void pauses.push(milliseconds),
    });
    for (const profile of ['auto', 'truck'] as const) {
      await expect(engine.route(townPlaces, profile, signal)).rejects.toThrow(/needed more memory than it may have/);
    }
    // Two deaths for each question. The first restart comes at once, the next after 100 ms × 2², 2³ and 2⁴.
    expect(pauses).toEqual([400, 800, 1_600]);
  });

  it('ends a question that takes too long, and answers the next in a new process', async () => {
    const engine = open({ limitMilliseconds: 1 });
    await expect(engine.route(townPlaces, 'auto', signal)).rejects.toThrow('Valhalla did not answer within 0.001 s.');
    await expect(engine.route(townPlaces, 'auto', signal)).rejects.toThrow(RoutingUnavailableError);
    const patient = open();
    expect(await patient.route(townPlaces, 'auto', signal)).toHaveLength(5);
  });

  it('ends a matrix between two blocks when it is aborted', async () => {
    const engine = open();
    const sources = Array.from({ length: 160 }, (_, at) => crossing(at % 12, Math.floor(at / 12) % 12));
    const abort = new AbortController();
    const told: number[] = [];
    const running = engine.matrix(sources, sources.slice(0, 144), 'auto', {
      signal: abort.signal,
      onProgress: (done) => {
        told.push(done);
        abort.abort(new Error('Stop.'));
      },
    });
    await expect(running).rejects.toThrow('Stop.');
    // 20,000 pairs a request, so 138 rows of 144.
    expect(told).toEqual([138]);
  });

  it('stays when Ctrl+C reaches it, for the server to finish its work', async () => {
    const engine = open();
    await engine.route(townPlaces, 'auto', signal);
    const pid = engine.childPid;
    process.kill(pid!, 'SIGINT');
    expect(await engine.route(townPlaces, 'truck', signal)).toHaveLength(5);
    expect(engine.childPid).toBe(pid);
  });

  it('leaves no process behind when it is closed', async () => {
    const engine = open();
    await engine.route(townPlaces, 'auto', signal);
    const pid = engine.childPid!;
    await engine.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('ends with a server that is killed', async () => {
    // A process that opens an engine, tells its child's id, and dies without a word.
    const script = `
      const { makeValhallaEngine } = await import(process.argv[1]);
      const log = { warn() {} };
      const engine = makeValhallaEngine({ mapFolder: process.argv[2], log, ownMatrix: false });
      const places = ${JSON.stringify(townPlaces)};
      await engine.route(places, 'auto', new AbortController().signal);
      require('node:fs').writeSync(1, String(engine.childPid));
      process.kill(process.pid, 'SIGKILL');`;
    const { compiledModule } = await import('../../../server/compiled.js');
    const index = compiledModule('server/adapters/routing/index.js').href;
    const wrapped = `(async () => {${script}})()`;
    let pid = '';
    try {
      execFileSync(process.execPath, ['-e', wrapped, index, map.folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    } catch (error) {
      pid = (error as { stdout: Buffer }).stdout.toString();
    }
    expect(Number(pid)).toBeGreaterThan(0);
    await expect.poll(() => isRunning(Number(pid)), { timeout: 10_000 }).toBe(false);
  });

  it('says so when its map is damaged, and the server goes on', async () => {
    const damaged = path.join(folder, 'damaged');
    execFileSync('cp', ['-r', map.folder, damaged]);
    const tiles = await readdir(tileFolderOf(damaged), { recursive: true });
    const files = tiles.filter((name) => name.endsWith('.gph'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) await truncate(path.join(tileFolderOf(damaged), file), 500);
    const engine = open({ mapFolder: damaged, ownMatrix: true });
    await expect(engine.matrix(townPlaces, townPlaces, 'auto', { signal })).rejects.toThrow(RoutingUnavailableError);
  });

  it('draws ways by our own search of the same tiles while Valhalla is out', async () => {
    const expected = await open().route(townPlaces, 'auto', signal);
    // Too little memory for any process, as if none could be started.
    const engine = open({ maxMemoryBytes: 1_000_000, ownMatrix: true });
    const legs = await engine.route([...townPlaces, seaPlace], 'auto', signal);
    expect(legs).toHaveLength(6);
    expect(legs[5]).toBeUndefined();
    expected.forEach((leg, at) => {
      // Within 2 % of Valhalla's drive, and along roads: more than its two ends.
      expect(Math.abs(legs[at]!.seconds / leg!.seconds - 1)).toBeLessThan(0.02);
      expect(legs[at]!.line.length).toBeGreaterThan(2);
    });
  });

  it('asks Valhalla for the matrix where our own search cannot read the tiles', async () => {
    const other = path.join(folder, 'other');
    execFileSync('cp', ['-r', map.folder, other]);
    // A tile of a level that Valhalla passes over and our reader refuses.
    execFileSync('sh', ['-c', 'mkdir -p "$1/0/009" && printf x > "$1/0/009/999.gph"', 'sh', tileFolderOf(other)]);
    const engine = open({ mapFolder: other, ownMatrix: true });
    const places: readonly LonLat[] = townPlaces.slice(0, 3);
    const expected = await open().matrix(places, places, 'auto', { signal });
    expect(await engine.matrix(places, places, 'auto', { signal })).toEqual(expected);
    expect((await engine.snap(places, 'auto', signal)).every(({ roadMeters }) => roadMeters! < 10)).toBe(true);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
