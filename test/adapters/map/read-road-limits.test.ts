import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRoadLimits } from '../../../server/adapters/map/road-limits/read-road-limits.js';
import type { RoadLimits } from '../../../server/roads/index.js';
import { writeLimitTown } from '../../support/limit-town.js';

const everyDay = 127;
const [seven, nineteen] = [7 * 3600, 19 * 3600];
/** Tags of a bridge, and which limits with hours they say. */
const conditions: readonly [tags: Record<string, string>, said: readonly object[]][] = [
  [
    { 'hgv:conditional': 'no @ (07:00-19:00 AND weight>7.5)' },
    [{ dimension: 'weight', most: 7500, days: everyDay, begins: seven, ends: nineteen }],
  ],
  [
    { 'access:conditional': 'no @ (height > 3.2 and Sa,Su)' },
    [{ dimension: 'height', most: 3200, days: 0b1100000, begins: 0, ends: 86_400 }],
  ],
  [
    { 'motor_vehicle:conditional': 'no @ (axleload>8 AND 07:00-19:00); no @ (Su)' },
    [
      { days: 0b1000000, begins: 0, ends: 86_400 },
      { dimension: 'axleLoad', most: 8000, days: everyDay, begins: seven, ends: nineteen },
    ],
  ],
  // Two measures at once, what is allowed, and what is no time of the week.
  [{ 'hgv:conditional': 'no @ (07:00-19:00 AND weight>7.5 AND length>12)' }, []],
  [{ 'hgv:conditional': 'yes @ (07:00-19:00 AND weight>7.5)' }, []],
  [{ 'hgv:conditional': 'no @ (PH AND weight>7.5)' }, []],
];

describe('limits with hours for vehicles beyond a measure', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-road-limits-'));
  let limits: RoadLimits;
  beforeAll(async () => {
    const file = path.join(folder, 'town.osm.pbf');
    await writeLimitTown(
      file,
      conditions.map(([way]) => ({ way })),
    );
    limits = await readRoadLimits(file);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are read where days, hours and one measure say them', () => {
    const ways = [...new Set(limits.timed.map(({ wayId }) => wayId))].sort((a, b) => a - b);
    const said = ways.map((way) => limits.timed.flatMap(({ wayId, ...rest }) => (wayId === way ? [rest] : [])));
    expect(said).toEqual(conditions.map(([, expected]) => expected).filter((expected) => expected.length > 0));
  });

  it('are no limits of all hours', () => {
    expect(limits.ways).toEqual([]);
  });
});
