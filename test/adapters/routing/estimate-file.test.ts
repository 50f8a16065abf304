import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitEstimate, readCalibration } from '../../../server/adapters/routing/estimate-file.js';
import { buildMap, findValhalla } from '../../../server/adapters/routing/index.js';
import { usualCalibration } from '../../../server/adapters/routing/straight-line-engine.js';
import { greatCircleMeters } from '../../../server/domain/network/place.js';
import { writeTown } from '../../contract/routing-town.js';

const places = Array.from({ length: 9 }, (_, at) => ({ lon: 120 + at / 50, lat: 30 }));
/** Drives of so many meters for each meter as the crow flies, at ten meters a second. */
const matrixAt = (detour: number) => {
  const meters = Int32Array.from({ length: 81 }, (_, at) =>
    Math.round(greatCircleMeters(places[Math.floor(at / 9)], places[at % 9]) * detour),
  );
  return { rows: 9, columns: 9, meters, seconds: meters.map((value) => Math.round(value / 10)) };
};

describe('the estimate of a map', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tuanda-estimate-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has the middle detour and the middle speed of its matrix', () => {
    expect(fitEstimate(places, matrixAt(1.5))).toEqual({ detourFactor: 1.5, kph: 36 });
  });

  it('learns nothing from a handful of pairs, or where there is no way', () => {
    const few = places.slice(0, 2);
    expect(fitEstimate(few, { ...matrixAt(1.5), rows: 2, columns: 2 })).toBeUndefined();
    const none = new Int32Array(81).fill(-1);
    expect(fitEstimate(places, { rows: 9, columns: 9, seconds: none, meters: none })).toBeUndefined();
  });

  it.each([
    ['missing', undefined],
    ['cut short', '{"detourFactor":1.3,'],
    ['out of reason', '{"detourFactor":99,"kilometersPerHour":{"auto":50,"truck":45}}'],
  ])('is the usual one where its file is %s', (name, text) => {
    const map = path.join(folder, name);
    mkdirSync(map);
    if (text !== undefined) writeFileSync(path.join(map, 'estimate.json'), text);
    expect(readCalibration(map)).toEqual(usualCalibration);
  });

  it.skipIf(findValhalla() === undefined)('is fitted when the map is built', async () => {
    const pbfFile = path.join(folder, 'town.osm.pbf');
    await writeTown(pbfFile);
    const map = await buildMap({ pbfFile, mapsFolder: path.join(folder, 'maps'), name: 'Town', builtAt: new Date(0) });
    const { detourFactor, kilometersPerHour } = readCalibration(map.folder);
    // In a grid of streets ways are 4 / pi = 1.27 times as long as the line, on average over all directions.
    expect(detourFactor).toBeGreaterThan(1.1);
    expect(detourFactor).toBeLessThan(1.42);
    expect(kilometersPerHour.auto).toBeGreaterThan(10);
    expect({ detourFactor, kilometersPerHour }).not.toEqual(usualCalibration);
  });
});
