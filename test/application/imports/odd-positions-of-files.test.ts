import { expect, it } from 'vitest';
import { openTables } from '../../../server/adapters/files/open-tables.js';
import { type ImportInput, readFiles } from '../../../server/application/exchange/imports/import-files.js';
import { toDatum } from '../../../server/domain/network/datum.js';
import type { Station } from '../../../server/domain/network/network.js';
import { emptyRecord } from '../../support/empty-record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const files = { 'depots.csv': smallDay['depots.csv'], 'stations.csv': smallDay['stations.csv'] };

async function readDay(
  given: Readonly<Record<string, string>>,
  store = emptyRecord(),
  more: Partial<ImportInput> = {},
) {
  const { tables, unreadable } = await openTables([writeFiles(given)]);
  const input = { tables, unreadable, timeZone: 'Asia/Shanghai', begunBy: 'test', ...more };
  const { findings, changes, summary } = await readFiles(store, input);
  const stations = changes.flatMap(({ kind, after }) => (kind === 'stations' ? [after as Station] : []));
  const told = findings.map(({ level, file, line, code, facts }) => ({ level, file, line, code, facts }));
  return { told, stations, summary };
}

/** The small day's stations with other degrees. */
const placed = (change: (lon: number, lat: number) => readonly [number, number]) =>
  smallDay['stations.csv'].replace(/,(120\.\d+),(30\.\d+),/g, (_, lon, lat) => `,${change(Number(lon), Number(lat))},`);

it('warns of nothing in a normal day, also with a map around it', async () => {
  const map = { west: 120, south: 30, east: 121, north: 31 };
  expect((await readDay(smallDay)).told).toEqual([]);
  expect((await readDay(smallDay, emptyRecord(), { map })).told).toEqual([]);
});

it('takes stations that lie far off, and warns once of the file', async () => {
  const { told, summary } = await readDay({ ...files, 'stations.csv': placed((lon, lat) => [lon, lat + 5]) });
  expect(told).toEqual([
    {
      level: 'warned',
      file: 'stations.csv',
      line: 0,
      code: 'far-from-depot',
      facts: { kilometers: 300, count: 3, ids: 'S1, S2, S3' },
    },
  ]);
  expect(summary.files[1]).toMatchObject({ rows: 3, taken: 3, refused: 0 });
});

it('says of rows that are refused for their degrees that these are swapped', async () => {
  const { told } = await readDay({ ...files, 'stations.csv': placed((lon, lat) => [lat, lon]) });
  expect(told.map(({ level, line, code }) => `${level} ${line} ${code}`)).toEqual([
    'refused 2 not-degrees',
    'refused 3 not-degrees',
    'refused 4 not-degrees',
    'warned 0 swapped-positions',
  ]);
});

it('warns of places outside of the map', async () => {
  const map = { west: 121, south: 30, east: 122, north: 31 };
  const { told } = await readDay(files, emptyRecord(), { map });
  expect(told.map(({ file, code, facts }) => `${file} ${code} ${facts.count}`)).toEqual([
    'depots.csv outside-map 1',
    'stations.csv outside-map 3',
  ]);
});

it('names the datum of a file whose stations the record knows, until it is read in that', async () => {
  const { stations } = await readDay(files);
  const record = emptyRecord(stations);
  const shifted = {
    ...files,
    'stations.csv': placed((lon, lat) => {
      const there = toDatum('gcj02', { lon, lat });
      return [there.lon, there.lat];
    }),
  };
  expect((await readDay(shifted, record)).told).toEqual([
    {
      level: 'warned',
      file: 'stations.csv',
      line: 0,
      code: 'other-datum',
      facts: { datum: 'GCJ-02', read: 'WGS-84', count: 3, compared: 3 },
    },
  ]);
  const columns = smallDay['stations.csv'].split('\n')[0].split(',');
  const reading = {
    kind: 'stations' as const,
    columns: columns.map((column) => ({ header: column, column, factor: 1 })),
    datum: 'gcj02' as const,
  };
  expect((await readDay(shifted, record, { choices: new Map([['stations.csv', { reading }]]) })).told).toEqual([]);
});
