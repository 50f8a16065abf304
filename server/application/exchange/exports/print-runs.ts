import type { Trip } from '../../../domain/planning/plan.js';
import { type ExportLanguage, makeSay, type Say, zoneNameOf, zoneRuleOf } from './export-words.js';
import type { PlannedWave } from './exported-wave.js';
import { titleOf } from './exported-wave.js';
import { type GoodsRow, goodsRowsOf, type RunRow, runRowsOf, type StopRow, stopRowsOf } from './planned-rows.js';
import {
  cell,
  type PrintedBlock,
  type PrintedCell,
  type PrintedRow,
  type PrintedSheet,
  type PrintedTable,
} from './printed-book.js';
import {
  amountOf,
  kilograms,
  kilometers,
  partInWords,
  shortsInWords,
  stopsOf,
  sumOfTrips,
  timeOfDayOf,
  windowsInWords,
} from './run-figures.js';

/** As many compartments' zones as fit beside the station's name on A4. */
const mostLoadColumns = 5;

/** For each run what its loader and its courier need: goods in loading order, and stops in driving order. */
export function* printRuns(waves: readonly PlannedWave[], language: ExportLanguage): Generator<PrintedSheet> {
  for (const run of runRowsOf(waves)) yield printRun(run, language);
}

function printRun(run: RunRow, language: ExportLanguage): PrintedSheet {
  const say = makeSay(language);
  const { wave, route, runNo, code } = run;
  const { plan, depot } = wave;
  const head = wave.runs.get(runNo);
  const amount = amountOf(wave, stopsOf(route));
  const stops = stopRowsOf(run);
  const zoneIds = new Set(stops.flatMap(({ stop }) => stop.consignments.map((goods) => goods.zoneId)));
  const zones = [...wave.zones.values()].filter((zone) => zoneIds.has(zone.zoneId));
  const courier = head?.courierName ?? say('noCourier');
  const type = wave.vehicles.get(route.vehicleId)?.type ?? '';
  return {
    kind: `${say('runSheet')} · ${say('runTitle', { n: code })}`,
    title: `${route.vehicleId}  ${courier}`,
    facts: [
      joined(titleOf(wave.wave), plan.waveId, depot.name, type, head?.courierPhone),
      joined(
        `${say('loadBegins')} ${timeOfDayOf(wave, route.trips[0].loadBegins)}`,
        `${say('departs')} ${timeOfDayOf(wave, route.trips[0].departs)}`,
        `${say('returns')} ${timeOfDayOf(wave, route.trips.at(-1)!.returns)}`,
        say('stopsCounted', { n: stops.length }),
        say('toteCount', { n: amount.totes }),
        `${kilograms(amount.grams)} kg`,
        `${kilometers(sumOfTrips(route, (trip) => trip.meters))} km`,
      ),
      // Two zones a line: the head of a list leaves its page to the stops.
      ...inPairs(zones.map((zone) => `${zoneNameOf(zone, zone.zoneId, language)} ${zoneRuleOf(zone, say)}`)),
    ],
    notes: [zoneIds.has('frozen') ? say('boxHint') : '', plan.provenance.estimated ? say('estimated') : ''].filter(
      Boolean,
    ),
    code: head?.runId,
    runningHead: joined(say('runTitle', { n: code }), route.vehicleId, courier, titleOf(wave.wave), plan.waveId),
    blocks: route.trips.flatMap((trip, tripAt) => {
      const ofTrip = stops.filter(({ tripNo }) => tripNo === tripAt + 1);
      const named = route.trips.length === 1 ? '' : tripInWords(wave, trip, tripAt + 1, say);
      return [
        { kind: 'heading', text: joined(named, say('loadHeading')) },
        ...partitionsIn(trip, say),
        ...loadTables(ofTrip, language),
        { kind: 'heading', text: joined(named, say('driveHeading')), keepsTable: true },
        driveTable(wave, trip, ofTrip, language),
      ] satisfies PrintedBlock[];
    }),
    signatures: [say('loadedBy'), say('checkedBy'), say('drivenBy')],
  };
}

/** Where movable partitions stand. */
function partitionsIn({ partitions = [] }: Trip, say: Say): PrintedBlock[] {
  if (partitions.length === 0) return [];
  const rooms = partitions.map(({ compartmentNo, milliliters }) =>
    say('partitionOf', { n: compartmentNo, liters: milliliters / 1000 }),
  );
  return [{ kind: 'sentence', text: say('partitionsLeave', { rooms: rooms.join(say('listSeparator')) }) }];
}

/** Rows are stops, the last one first; columns are the zones in their compartments. */
function loadTables(stops: readonly StopRow[], language: ExportLanguage): PrintedTable[] {
  const say = makeSay(language);
  const { wave } = stops[0];
  const goods = stops.flatMap(goodsRowsOf);
  const places = new Map(
    goods
      .map((row) => [`${row.goods.compartmentNo} ${row.goods.zoneId}`, row] as const)
      .sort(
        ([, one], [, other]) =>
          one.goods.compartmentNo - other.goods.compartmentNo || sortOf(wave, one) - sortOf(wave, other),
      ),
  );
  const tables: PrintedTable[] = [];
  const keys = [...places.keys()];
  for (let from = 0; from < keys.length; from += mostLoadColumns) {
    const shown = keys.slice(from, from + mostLoadColumns);
    const at = (rows: readonly GoodsRow[], key: string) =>
      rows.filter((row) => `${row.goods.compartmentNo} ${row.goods.zoneId}` === key);
    tables.push({
      kind: 'table',
      columns: [
        { title: say('stop'), width: 26, align: 'center' },
        { title: say('station'), width: 0, align: 'left' },
        ...shown.map((key) => {
          const { compartmentNo, zoneId } = places.get(key)!.goods;
          const zone = zoneNameOf(wave.zones.get(zoneId), zoneId, language);
          return {
            title: `${zone} · ${say('compartmentTitle', { n: compartmentNo })}`,
            width: 70,
            align: 'left' as const,
          };
        }),
        { title: say('kilograms'), width: 40, align: 'right' },
      ],
      rows: [
        ...stops
          .map((row) => ({ row, loaded: goodsRowsOf(row) }))
          .filter(({ loaded }) => shown.some((key) => at(loaded, key).length > 0))
          .reverse()
          .map(({ row, loaded }) => ({
            cells: [
              cell(String(row.sequence), { isBold: true }),
              stationCell(row, shortsOf(row, say)),
              ...shown.map((key) => loadCell(at(loaded, key), say, true)),
              cell(kilograms(gramsOf(loaded))),
            ],
          })),
        {
          isSum: true,
          cells: [
            cell(''),
            cell(say('sum')),
            ...shown.map((key) => loadCell(at(goods, key), say, false)),
            cell(kilograms(gramsOf(goods))),
          ],
        },
      ],
    });
  }
  return tables;
}

function loadCell(rows: readonly GoodsRow[], say: Say, hasTick: boolean): PrintedCell {
  if (rows.length === 0) return cell('');
  return cell(say('toteCount', { n: totesOf(rows) }), {
    small: joined(`${kilograms(gramsOf(rows))} kg`, hasTick ? partsIn(rows, say) : ''),
    isBold: true,
    hasTick,
  });
}

/** Which parts of divided consignments are among goods. */
function partsIn(rows: readonly GoodsRow[], say: Say): string {
  return rows
    .map(({ goods }) => partInWords(goods.part, say))
    .filter(Boolean)
    .join(say('listSeparator'));
}

/** Stops in driving order, with the driver's breaks where they are taken. */
function driveTable(wave: PlannedWave, trip: Trip, stops: readonly StopRow[], language: ExportLanguage): PrintedTable {
  const say = makeSay(language);
  return {
    kind: 'table',
    columns: [
      { title: say('stop'), width: 26, align: 'center' },
      { title: say('arrives'), width: 62, align: 'left' },
      { title: say('station'), width: 0, align: 'left' },
      { title: say('way'), width: 84, align: 'left' },
      { title: say('goods'), width: 128, align: 'left' },
      { title: say('signature'), width: 84, align: 'left' },
    ],
    rows: [
      ...stops.flatMap((row, at) => [...breakRows(wave, trip, at, say), driveRow(row, language)]),
      ...breakRows(wave, trip, stops.length, say),
    ],
  };
}

function breakRows(wave: PlannedWave, { breaks = [] }: Trip, before: number, say: Say): PrintedRow[] {
  return breaks
    .filter(({ beforeStop }) => beforeStop === before)
    .map(({ begins, ends }) => ({
      cells: [
        cell(''),
        cell(`${timeOfDayOf(wave, begins)}–${timeOfDayOf(wave, ends)}`, { isBold: true }),
        cell(say('breakOf', { minutes: Math.round((ends - begins) / 60) }), { isBold: true }),
        cell(''),
        cell(''),
        cell(''),
      ],
    }));
}

function driveRow(row: StopRow, language: ExportLanguage): PrintedRow {
  const say = makeSay(language);
  const { wave, stop, sequence } = row;
  const station = wave.stations.get(stop.stationId);
  const goods = goodsRowsOf(row);
  const zones = [...new Set(goods.map((each) => each.goods.zoneId))].map((zoneId) => {
    const totes = totesOf(goods.filter((each) => each.goods.zoneId === zoneId));
    // A space that does not break: the number stays with its zone.
    return `${zoneNameOf(wave.zones.get(zoneId), zoneId, language)}\u00a0${totes}`;
  });
  return {
    cells: [
      cell(String(sequence), { isBold: true }),
      cell(timeOfDayOf(wave, stop.arrives), { isBold: true, small: windowsInWords(station?.windows ?? []) }),
      stationCell(row, station?.street ?? ''),
      cell(say('wayOf', { km: kilometers(stop.legMeters), minutes: Math.round(stop.legSeconds / 60) })),
      cell(zones.join(' · '), {
        small: joined(
          `${say('toteCount', { n: totesOf(goods) })} · ${kilograms(gramsOf(goods))} kg`,
          partsIn(goods, say),
        ),
      }),
      cell('', { hasTick: true }),
    ],
  };
}

function stationCell({ wave, stop }: StopRow, more: string): PrintedCell {
  const name = wave.stations.get(stop.stationId)?.name ?? stop.stationId;
  return cell(name, { isBold: true, small: joined(stop.stationId, more) });
}

function shortsOf({ wave, stop }: StopRow, say: Say): string {
  return stop.consignments
    .map((goods) => shortsInWords(wave.shorts.get(goods.consignmentId), say))
    .filter(Boolean)
    .join(say('listSeparator'));
}

function tripInWords(wave: PlannedWave, trip: Trip, tripNo: number, say: Say): string {
  return `${say('tripTitle', { n: tripNo })} ${timeOfDayOf(wave, trip.loadBegins)}–${timeOfDayOf(wave, trip.returns)}`;
}

function sortOf(wave: PlannedWave, { goods }: GoodsRow): number {
  return wave.zones.get(goods.zoneId)?.sort ?? 0;
}

function totesOf(rows: readonly GoodsRow[]): number {
  return rows.reduce((sum, { wave, goods }) => sum + (wave.consignments.get(goods.consignmentId)?.toteCount ?? 0), 0);
}

function gramsOf(rows: readonly GoodsRow[]): number {
  return rows.reduce((sum, { goods }) => sum + goods.grams, 0);
}

function inPairs(texts: readonly string[]): string[] {
  return texts.flatMap((text, at) => (at % 2 === 0 ? [[text, texts[at + 1]].filter(Boolean).join('      ')] : []));
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
