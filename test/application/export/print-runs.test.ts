import { expect, it } from 'vitest';
import { writePdfDocument } from '../../../server/adapters/files/write-document.js';
import type { PlannedWave } from '../../../server/application/exchange/exports/exported-wave.js';
import { printRuns } from '../../../server/application/exchange/exports/print-runs.js';
import { standardZones } from '../../../server/domain/network/temperature-zone.js';
import type { PlannedStop, Trip } from '../../../server/domain/planning/plan.js';
import { collectBytes } from '../../support/collect-bytes.js';
import { readPdf } from '../../support/pdf-text.js';

/** A stop with one kilogram and two totes of each zone; the zone's place in the list is its compartment. */
function stopOf(number: number, zoneIds: readonly string[]): PlannedStop {
  const arrives = 6 * 3600 + number * 600;
  const consignments = zoneIds.map((zoneId, at) => ({
    consignmentId: `W.S${number}.${zoneId}.${at}`,
    zoneId,
    grams: 1000,
    milliliters: 2000,
    compartmentNo: at + 1,
  }));
  return {
    stationId: `S${number}`,
    arrives,
    begins: arrives,
    leaves: arrives + 300,
    legSeconds: 300,
    legMeters: 2500,
    consignments,
  };
}

const tripOf = (stops: readonly PlannedStop[]): Trip => ({
  loadBegins: 18_000,
  departs: 19_800,
  returns: 40_000,
  meters: 50_000,
  seconds: 6000,
  stops,
});

/** A wave of one run, with what its lists show. */
function waveOf(trips: readonly Trip[]): PlannedWave {
  const stops = trips.flatMap((trip) => trip.stops);
  const goods = stops.flatMap((stop) => stop.consignments);
  return {
    wave: { waveId: 'W', sequence: 1, timeZone: 'Asia/Shanghai' },
    depot: { name: '仓库' },
    zones: new Map(standardZones.map((zone) => [zone.zoneId, zone])),
    stations: new Map(
      stops.map(({ stationId }) => [
        stationId,
        { stationId, name: `自提点${stationId}`, street: '文三路', windows: [{ opens: 25_200, closes: 43_200 }] },
      ]),
    ),
    vehicles: new Map(),
    consignments: new Map(goods.map(({ consignmentId }) => [consignmentId, { toteCount: 2 }])),
    runs: new Map([[1, { routeNo: 1, runId: 'run-1', status: 'draft', courierName: '张师傅', courierPhone: '138' }]]),
    shorts: new Map(),
    plan: {
      waveId: 'W',
      deliveryDate: '2024-06-14',
      provenance: { estimated: false },
      routes: [{ vehicleId: 'V1', run: { runId: 'run-1', routeNo: 1 }, trips }],
      unassigned: [],
    },
    // Only what lists show is filled in.
  } as unknown as PlannedWave;
}

async function pagesOf(wave: PlannedWave): Promise<string[][]> {
  const { out, bytes } = collectBytes();
  const book = { title: '', language: 'zh', pagePattern: '{n}/{of}', printedAt: '' };
  await writePdfDocument(book, printRuns([wave], 'zh'), out);
  return (await readPdf(bytes())).map((page) => page.map(({ text }) => text));
}

const stationsOn = (page: readonly string[]) => page.filter((text) => text.startsWith('自提点S'));
const zoneIds = standardZones.map(({ zoneId }) => zoneId);

it('prints a run of twenty stops on two pages: one for the loader, one for the courier', async () => {
  const stops = Array.from({ length: 20 }, (_, at) => stopOf(at + 1, zoneIds));
  const [loading, driving, ...more] = await pagesOf(waveOf([tripOf(stops)]));
  expect(more).toEqual([]);
  const names = stops.map(({ stationId }) => `自提点${stationId}`);
  expect(stationsOn(loading)).toEqual([...names].reverse());
  expect(stationsOn(driving)).toEqual(names);
  // Twenty stops with four zones of two totes each, and the sums below them.
  expect(loading.filter((text) => text === '2 箱')).toHaveLength(80);
  expect(loading.filter((text) => text === '40 箱')).toHaveLength(4);
  expect(loading).toContain('80.00');
  expect(driving.filter((text) => text === '8 箱 · 4.00 kg')).toHaveLength(20);
});

it('loads each trip by itself, last stop first, and numbers stops through the day', () => {
  const trips = [tripOf([stopOf(1, zoneIds), stopOf(2, zoneIds)]), tripOf([stopOf(3, zoneIds), stopOf(4, zoneIds)])];
  const [sheet] = [...printRuns([waveOf(trips)], 'en')];
  const tables = sheet.blocks.filter((block) => block.kind === 'table');
  const numbers = tables.map(({ rows }) => rows.filter(({ isSum }) => !isSum).map(({ cells }) => cells[0].text));
  expect(numbers).toEqual([
    ['2', '1'],
    ['1', '2'],
    ['4', '3'],
    ['3', '4'],
  ]);
});

it('goes on in a second table where a vehicle has more compartments than a page is wide', () => {
  const many = ['frozen', 'chilled', 'fresh', 'ambient', 'chilled', 'ambient', 'fresh'];
  const [sheet] = [...printRuns([waveOf([tripOf([stopOf(1, many)])])], 'en')];
  const loading = sheet.blocks.filter((block) => block.kind === 'table').slice(0, -1);
  // Five of the seven compartments beside stop, station and weight, then the other two.
  expect(loading.map(({ columns }) => columns.length - 3)).toEqual([5, 2]);
  const titles = loading.flatMap(({ columns }) => columns.slice(2, -1).map(({ title }) => title));
  expect(titles).toEqual(many.map((zoneId, at) => expect.stringMatching(new RegExp(`^${zoneId} .* ${at + 1}$`, 'i'))));
});

it('prints breaks where they are taken, among the stops and on the way home', () => {
  const breaks = [
    { begins: 25_200, ends: 27_000, beforeStop: 1 },
    { begins: 36_000, ends: 36_900, beforeStop: 2 },
  ];
  const trip = { ...tripOf([stopOf(1, zoneIds), stopOf(2, zoneIds)]), breaks };
  const [sheet] = [...printRuns([waveOf([trip])], 'en')];
  const driving = sheet.blocks.filter((block) => block.kind === 'table').at(-1)!;
  expect(driving.rows.map(({ cells }) => [cells[0].text, cells[1].text, cells[2].text])).toEqual([
    ['1', '06:10', '自提点S1'],
    ['', '07:00–07:30', 'Break of 30 min'],
    ['2', '06:20', '自提点S2'],
    ['', '10:00–10:15', 'Break of 15 min'],
  ]);
});

it('prints times as clocks show them in a night in which they are changed', () => {
  // Berlin goes from 02:00 to 03:00: 06:10 by the seconds of the plan is 07:10 on the clock.
  const wave = waveOf([tripOf([stopOf(1, zoneIds)])]);
  const night = {
    ...wave,
    wave: { ...wave.wave, timeZone: 'Europe/Berlin' },
    plan: { ...wave.plan, deliveryDate: '2026-03-29' },
  };
  const [sheet] = [...printRuns([night], 'en')];
  const driving = sheet.blocks.filter((block) => block.kind === 'table').at(-1)!;
  expect(driving.rows[0].cells[1].text).toBe('07:10');
  expect(sheet.facts.join(' ')).toContain('06:00');
});
