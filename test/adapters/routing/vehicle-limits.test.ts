import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRoadLimits } from '../../../server/adapters/map/road-limits/read-road-limits.js';
import {
  buildMap,
  findValhalla,
  makeValhallaEngine,
  tileFolderOf,
  type ValhallaEngine,
} from '../../../server/adapters/routing/index.js';
import { greatCircleMeters } from '../../../server/domain/network/place.js';
import type { Profile } from '../../../server/domain/travel/travel.js';
import type { Dimension, Measures } from '../../../server/domain/travel/travel-class.js';
import { writeRoadLimits } from '../../../server/roads/index.js';
import { bank, midstream, writeLimitTown } from '../../support/limit-town.js';

const { signal } = new AbortController();

/** What a bridge asks of vehicles, in words of the map, and in millimeters or kilograms. */
const limits: readonly (readonly [Dimension, Record<string, string>, number])[] = [
  ['height', { maxheight: '2.5' }, 2500],
  ['height', { maxheight: `7'` }, 2134],
  ['width', { maxwidth: '2.1 m' }, 2100],
  ['length', { maxlength: '6' }, 6000],
  ['weight', { maxweight: '3.2' }, 3200],
  ['weight', { maxweight: '2800 kg' }, 2800],
  ['weight', { hgv: 'no' }, 3500],
  ['weight', { 'motor_vehicle:conditional': 'no @ (weight>3)' }, 3000],
  ['axleLoad', { maxaxleload: '1.8' }, 1800],
];
/** The first bridge and the last are free; each limit is at one bridge along the way, and at one in a single point. */
const bridges = [
  {},
  ...limits.map(([, way]) => ({ way })),
  ...limits.map(([, tags]) => ({ node: { barrier: 'height_restrictor', ...tags } })),
  {},
];
const rowsOf = (index: number) => [1 + index, 1 + limits.length + index];

describe.skipIf(findValhalla() === undefined)('limits of the roads', () => {
  let folder: string;
  let engine: ValhallaEngine;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tuanda-limits-'));
    const pbfFile = path.join(folder, 'town.osm.pbf');
    await writeLimitTown(pbfFile, bridges);
    const map = await buildMap({
      pbfFile,
      mapsFolder: path.join(folder, 'maps'),
      name: 'Town',
      builtAt: new Date(0),
      addExtras: async (to, file) => writeRoadLimits(tileFolderOf(to), await readRoadLimits(file)),
    });
    engine = makeValhallaEngine({ mapFolder: map.folder, log: pino({ level: 'silent' }) });
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether a vehicle is led over the bridge of a row: as timed, and as drawn, which have to agree. */
  async function takesBridge(row: number, profile: Profile, measures: Measures): Promise<boolean> {
    const [travelClass] = await engine.travelClasses!([{ profile, measures }], signal);
    const places = [bank(row, 'west'), bank(row, 'east')];
    const matrix = await engine.matrix([places[0]], [places[1]], travelClass, { signal });
    const [leg] = await engine.route(places, travelClass, signal);
    expect(Math.abs(leg!.seconds - matrix.seconds[0])).toBeLessThanOrEqual(1);
    const drawn = leg!.line.some((point) => greatCircleMeters(point, midstream(row)) < 5);
    const straight = matrix.meters[0] < greatCircleMeters(places[0], places[1]) + 20;
    expect(drawn).toBe(straight);
    return drawn;
  }

  it.each(limits.map((limit, index) => [...limit, index] as const))(
    'keeps %s from beyond %o',
    async (dimension, _tags, most, index) => {
      const isBan = _tags.hgv === 'no';
      for (const row of rowsOf(index)) {
        // Signs say what may pass: what is just as high does.
        expect(await takesBridge(row, 'auto', { [dimension]: most }), `row ${row}`).toBe(true);
        expect(await takesBridge(row, 'auto', { [dimension]: most + 1 }), `row ${row}`).toBe(false);
        if (isBan) continue;
        expect(await takesBridge(row, 'truck', smallLorry({ [dimension]: most })), `row ${row}`).toBe(true);
        expect(await takesBridge(row, 'truck', smallLorry({ [dimension]: most + 1 })), `row ${row}`).toBe(false);
        expect(await takesBridge(row, 'truck', {}), `row ${row}`).toBe(false);
      }
    },
  );

  it('tells a vehicle within all limits from no other of its profile', async () => {
    const small = { height: 1900, width: 2000, length: 5000, weight: 2500, axleLoad: 1300 };
    expect(await engine.travelClasses!([{ profile: 'auto', measures: small }], signal)).toEqual(['auto']);
  });
});

/** A lorry that no other limit of the town holds up. */
function smallLorry(measures: Measures): Measures {
  return { height: 1900, width: 1900, length: 5000, weight: 2000, axleLoad: 1000, ...measures };
}
