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
import { makeTravelSpeeds, type TravelSpeeds } from '../../../server/application/travel/travel-speeds.js';
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
  { way: { 'hgv:conditional': 'no @ (Mo-Fr 07:00-09:00,16:00-19:00; Sa 22:00-02:00)' } },
  { way: { 'motor_vehicle:conditional': 'no @ (Su 06:00-10:00)' } },
  { way: { 'access:conditional': 'private @ (Su 06:00-10:00)' } },
  { way: { 'access:conditional': 'no @ (Su 06:00-10:00)', motor_vehicle: 'yes' } },
  { way: { 'motor_vehicle:forward:conditional': 'no @ (Su 06:00-10:00)' } },
  { way: { 'maxheight:forward': '2.5' } },
  { way: { 'maxweight:backward': '3.2' } },
  { way: { 'hgv:forward': 'no' } },
  {},
];
const timedRow = 1 + 2 * limits.length;
const closedRow = timedRow + 1;
const directedRow = closedRow + 4;
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
  async function takesBridge(
    row: number,
    profile: Profile,
    measures: Measures,
    { isBack = false, speeds }: { isBack?: boolean; speeds?: TravelSpeeds } = {},
  ): Promise<boolean> {
    const [travelClass] = await engine.travelClasses!([{ profile, measures }], signal);
    const banks = [bank(row, 'west'), bank(row, 'east')];
    const places = isBack ? banks.reverse() : banks;
    const matrix = await engine.matrix([places[0]], [places[1]], travelClass, { signal, speeds });
    const [leg] = await engine.route(places, travelClass, signal, speeds);
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

  it('keeps lorries and heavy vans from a road in the hours in which it is closed to them, as timed and as drawn', async () => {
    const hoursOf = (weekday: number, hour: number) =>
      engine.roads!.timedLimits!(weekday, hour * 3600, (hour + 1) * 3600);
    const [monday, saturday, sunday] = [0, 5, 6];
    const closed = await hoursOf(monday, 8);
    expect(closed.length).toBeGreaterThan(0);
    expect(await hoursOf(monday, 9)).toEqual([]);
    expect(await hoursOf(monday, 18)).not.toEqual([]);
    expect(await hoursOf(saturday, 8)).toEqual([]);
    expect(await hoursOf(saturday, 23)).not.toEqual([]);
    // Saturday's night goes on into Sunday, and Sunday's first hours are not Monday's.
    expect(await hoursOf(sunday, 1)).not.toEqual([]);
    expect(await hoursOf(monday, 1)).toEqual([]);

    const places = [bank(timedRow, 'west'), bank(timedRow, 'east')];
    const isStraight = async (profile: Profile, measures: Measures, limitsNow: readonly number[]) => {
      const [travelClass] = await engine.travelClasses!([{ profile, measures }], signal);
      const hour = { share: 1, classFactors: Array<number>(8).fill(1), learned: { edgeIds: [], kph: [] }, reports: [] };
      const speeds = makeTravelSpeeds([limitsNow.length === 0 ? hour : { ...hour, limits: limitsNow }]);
      const matrix = await engine.matrix([places[0]], [places[1]], travelClass, { signal, speeds });
      const [leg] = await engine.route(places, travelClass, signal, speeds);
      const drawn = leg!.line.some((point) => greatCircleMeters(point, midstream(timedRow)) < 5);
      expect(drawn).toBe(matrix.meters[0] < greatCircleMeters(places[0], places[1]) + 20);
      return drawn;
    };
    const lorry = smallLorry({ weight: undefined });
    expect(await isStraight('truck', lorry, closed)).toBe(false);
    expect(await isStraight('truck', lorry, [])).toBe(true);
    expect(await isStraight('auto', { weight: 3501 }, closed)).toBe(false);
    expect(await isStraight('auto', { weight: 3500 }, closed)).toBe(true);
    expect(await isStraight('auto', {}, closed)).toBe(true);
  });

  it('keeps all vehicles from a road that is closed to them in some hours, unless a tag of motor vehicles says otherwise', async () => {
    const sunday = await engine.roads!.timedLimits!(6, 6 * 3600, 7 * 3600);
    expect(await engine.roads!.timedLimits!(6, 10 * 3600, 11 * 3600)).toEqual([]);
    const hour = { share: 1, classFactors: Array<number>(8).fill(1), learned: { edgeIds: [], kph: [] }, reports: [] };
    const then = makeTravelSpeeds([{ ...hour, limits: sunday }]);
    const later = makeTravelSpeeds([hour]);
    for (const [row, isBack, isOpen] of [
      [closedRow, false, false],
      [closedRow, true, false],
      [closedRow + 1, false, false],
      [closedRow + 2, false, true],
      [closedRow + 3, false, false],
      [closedRow + 3, true, true],
    ] as const) {
      expect(await takesBridge(row, 'auto', {}, { isBack, speeds: then }), `row ${row}`).toBe(isOpen);
      expect(await takesBridge(row, 'truck', smallLorry({}), { isBack, speeds: then }), `row ${row}`).toBe(isOpen);
      expect(await takesBridge(row, 'auto', {}, { isBack, speeds: later }), `row ${row}`).toBe(true);
    }
  });

  it('holds up in the direction of which a limit speaks, and in no other', async () => {
    const takes = async (row: number, measures: Measures) =>
      Promise.all([false, true].map((isBack) => takesBridge(row, 'auto', measures, { isBack })));
    expect(await takes(directedRow, { height: 2500 })).toEqual([true, true]);
    expect(await takes(directedRow, { height: 2501 })).toEqual([false, true]);
    expect(await takes(directedRow + 1, { weight: 3201 })).toEqual([true, false]);
    expect(await takes(directedRow + 2, { weight: 3501 })).toEqual([false, true]);
  });

  it('tells a vehicle within all limits from no other of its profile', async () => {
    const small = { height: 1900, width: 2000, length: 5000, weight: 2500, axleLoad: 1300 };
    const unsaid = { ...small, axleLoad: undefined };
    const vehicles = [small, unsaid].map((measures) => ({ profile: 'auto' as const, measures }));
    expect(await engine.travelClasses!(vehicles, signal)).toEqual(['auto', 'auto']);
  });
});

/** A lorry that no other limit of the town holds up. */
function smallLorry(measures: Measures): Measures {
  return { height: 1900, width: 1900, length: 5000, weight: 2000, axleLoad: 1000, ...measures };
}
