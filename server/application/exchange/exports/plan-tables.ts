import { results } from '../../../domain/delivery/progress.js';
import { reasonText } from '../../planning/unassigned/reason-text.js';
import { type ColumnOf, type ExportTable, makeTable } from './export-table.js';
import { type ExportLanguage, makeSay, zoneNameOf } from './export-words.js';
import type { PlannedWave } from './exported-wave.js';
import {
  type GoodsRow,
  goodsRowsOf,
  type LoadRow,
  loadRowsOf,
  type RunRow,
  runRowsOf,
  type StopRow,
  stopRowsOf,
  type UnassignedRow,
  unassignedRowsOf,
} from './planned-rows.js';
import {
  type Amount,
  amountOf,
  partInWords,
  shortsInWords,
  shownTimeOf,
  stopsOf,
  sumOfTrips,
  toteCodesOf,
  windowsInWords,
} from './run-figures.js';

/** The plan as a workbook: figures, runs, stops, consignments and what is unassigned. */
export function planTables(waves: readonly PlannedWave[], language: ExportLanguage): ExportTable[] {
  const say = makeSay(language);
  const runs = runRowsOf(waves);
  const stops = runs.flatMap(stopRowsOf);
  return [
    makeTable(say('overview'), language, waves, overviewColumns),
    makeTable(say('runs'), language, runs, runColumns(language)),
    makeTable(say('stops'), language, stops, stopColumns),
    makeTable(say('consignments'), language, stops.flatMap(goodsRowsOf), consignmentColumns(language)),
    makeTable(say('unassigned'), language, unassignedRowsOf(waves), unassignedColumns(language)),
  ];
}

/** The runs as a workbook: runs, what goes into each vehicle in loading order, and stops in driving order. */
export function runTables(waves: readonly PlannedWave[], language: ExportLanguage): ExportTable[] {
  const say = makeSay(language);
  const runs = runRowsOf(waves);
  return [
    makeTable(say('runs'), language, runs, runColumns(language)),
    makeTable(say('loading'), language, runs.flatMap(loadRowsOf), loadColumns(language)),
    makeTable(say('delivery'), language, runs.flatMap(stopRowsOf), stopColumns),
  ];
}

function amountColumns<Row>(amount: (row: Row) => Pick<Amount, 'totes' | 'grams' | 'milliliters'>): ColumnOf<Row>[] {
  return [
    ['totes', 'count', 8, (row) => amount(row).totes],
    ['kilograms', 'kilograms', 12, (row) => amount(row).grams / 1000],
    ['liters', 'liters', 12, (row) => amount(row).milliliters / 1000],
  ];
}

const overviewColumns: readonly ColumnOf<PlannedWave>[] = [
  ['wave', 'text', 22, ({ wave }) => wave.waveId],
  ['date', 'text', 12, ({ wave }) => wave.deliveryDate],
  ['depot', 'text', 18, ({ depot }) => depot.name],
  ['version', 'count', 10, ({ plan }) => plan.version],
  ['runs', 'count', 8, ({ plan }) => plan.kpis.runs],
  ['stopCount', 'count', 8, ({ plan }) => plan.kpis.stops],
  ['consignmentCount', 'count', 10, ({ plan }) => plan.kpis.consignments],
  ['unassigned', 'count', 8, ({ plan }) => plan.kpis.unassigned],
  ...amountColumns<PlannedWave>((wave) => amountOf(wave, wave.plan.routes.flatMap(stopsOf))),
  ['kilometers', 'kilometers', 10, ({ plan }) => plan.kpis.distanceMeters / 1000],
  ['driveMinutes', 'minutes', 12, ({ plan }) => plan.kpis.travelSeconds / 60],
  ['lateStops', 'count', 10, ({ plan }) => plan.kpis.lateStops],
  ['cost', 'money', 12, ({ plan }) => plan.kpis.costMinor / 100],
];

const waveAndRun: readonly ColumnOf<RunRow>[] = [
  ['wave', 'text', 22, ({ wave }) => wave.plan.waveId],
  ['run', 'count', 7, ({ runNo }) => runNo],
];

const vehicleAndStop: readonly ColumnOf<StopRow>[] = [
  ...waveAndRun,
  ['vehicle', 'text', 12, ({ route }) => route.vehicleId],
  ['trip', 'count', 6, ({ tripNo }) => tripNo],
  ['stop', 'count', 7, ({ sequence }) => sequence],
];

const station: readonly ColumnOf<StopRow>[] = [
  ['stationId', 'text', 12, ({ stop }) => stop.stationId],
  ['stationName', 'text', 24, ({ wave, stop }) => wave.stations.get(stop.stationId)?.name],
];

function runColumns(language: ExportLanguage): ColumnOf<RunRow>[] {
  const say = makeSay(language);
  const at = ({ wave }: RunRow, second: number) => shownTimeOf(wave, second);
  const head = ({ wave, runNo }: RunRow) => wave.runs.get(runNo);
  return [
    ...waveAndRun,
    ['runId', 'text', 20, (row) => head(row)?.runId],
    ['status', 'text', 10, (row) => head(row) && say(head(row)!.status)],
    ['vehicle', 'text', 12, ({ route }) => route.vehicleId],
    ['vehicleType', 'text', 16, ({ wave, route }) => wave.vehicles.get(route.vehicleId)?.type],
    ['courier', 'text', 12, (row) => head(row)?.courierName],
    ['phone', 'text', 14, (row) => head(row)?.courierPhone],
    ['trips', 'count', 7, ({ route }) => route.trips.length],
    ['stopCount', 'count', 8, ({ route }) => stopsOf(route).length],
    ['consignmentCount', 'count', 10, ({ wave, route }) => amountOf(wave, stopsOf(route)).consignments],
    ...amountColumns<RunRow>(({ wave, route }) => amountOf(wave, stopsOf(route))),
    ['kilometers', 'kilometers', 10, ({ route }) => sumOfTrips(route, (trip) => trip.meters) / 1000],
    ['driveMinutes', 'minutes', 12, ({ route }) => sumOfTrips(route, (trip) => trip.seconds) / 60],
    ['loadBegins', 'time', 17, (row) => at(row, row.route.trips[0].loadBegins)],
    ['departs', 'time', 17, (row) => at(row, row.route.trips[0].departs)],
    ['returns', 'time', 17, (row) => at(row, row.route.trips.at(-1)!.returns)],
    ['runCode', 'text', 10, ({ code }) => code],
    ...results.map((result): ColumnOf<RunRow> => [`${result}Stops`, 'count', 9, (row) => head(row)?.stops[result]]),
  ];
}

const stopColumns: readonly ColumnOf<StopRow>[] = [
  ...vehicleAndStop,
  ...station,
  ['street', 'text', 20, ({ wave, stop }) => wave.stations.get(stop.stationId)?.street],
  ['windows', 'text', 16, ({ wave, stop }) => windowsInWords(wave.stations.get(stop.stationId)?.windows ?? [])],
  ['arrives', 'time', 17, ({ wave, stop }) => shownTimeOf(wave, stop.arrives)],
  ['begins', 'time', 17, ({ wave, stop }) => shownTimeOf(wave, stop.begins)],
  ['leaves', 'time', 17, ({ wave, stop }) => shownTimeOf(wave, stop.leaves)],
  ['kilometers', 'kilometers', 10, ({ stop }) => stop.legMeters / 1000],
  ['driveMinutes', 'minutes', 12, ({ stop }) => stop.legSeconds / 60],
  ['consignmentCount', 'count', 10, ({ stop }) => stop.consignments.length],
  ...amountColumns<StopRow>(({ wave, stop }) => amountOf(wave, [stop])),
];

function zoneColumn<Row extends GoodsRow | UnassignedRow>(language: ExportLanguage): ColumnOf<Row> {
  return ['zone', 'text', 10, ({ wave, goods }) => zoneNameOf(wave.zones.get(goods.zoneId), goods.zoneId, language)];
}

/** Which part of its consignment goods are; empty for what is brought whole. Last, so that the others keep their places. */
function partColumn<Row extends GoodsRow | UnassignedRow>(language: ExportLanguage): ColumnOf<Row> {
  const say = makeSay(language);
  return ['part', 'text', 12, ({ goods }) => partInWords(goods.part, say)];
}

function amountOfGoods({ wave, goods }: GoodsRow | UnassignedRow) {
  const { grams, milliliters, consignmentId } = goods;
  return { totes: wave.consignments.get(consignmentId)?.toteCount ?? 0, grams, milliliters };
}

function consignmentColumns(language: ExportLanguage): ColumnOf<GoodsRow>[] {
  return [
    ...vehicleAndStop,
    ['consignment', 'text', 36, ({ goods }) => goods.part?.of ?? goods.consignmentId],
    ...station,
    zoneColumn(language),
    ['compartment', 'count', 8, ({ goods }) => goods.compartmentNo],
    ['orders', 'count', 8, ({ wave, goods }) => wave.consignments.get(goods.consignmentId)?.orderCount],
    ...amountColumns<GoodsRow>(amountOfGoods),
    partColumn(language),
  ];
}

function loadColumns(language: ExportLanguage): ColumnOf<LoadRow>[] {
  const say = makeSay(language);
  return [
    ...vehicleAndStop,
    ['loadOrder', 'count', 10, ({ loadOrder }) => loadOrder],
    ['compartment', 'count', 8, ({ goods }) => goods.compartmentNo],
    zoneColumn(language),
    ...station,
    ['toteCodes', 'text', 24, ({ wave, goods }) => toteCodesOf(wave, goods.consignmentId)],
    ...amountColumns<LoadRow>(amountOfGoods),
    ['shortGoods', 'text', 30, ({ wave, goods }) => shortsInWords(wave.shorts.get(goods.consignmentId), say)],
    partColumn(language),
  ];
}

function unassignedColumns(language: ExportLanguage): ColumnOf<UnassignedRow>[] {
  return [
    ['wave', 'text', 22, ({ wave }) => wave.plan.waveId],
    ['consignment', 'text', 36, ({ goods }) => goods.part?.of ?? goods.consignmentId],
    ['stationId', 'text', 12, ({ goods }) => goods.stationId],
    ['stationName', 'text', 24, ({ wave, goods }) => wave.stations.get(goods.stationId)?.name],
    zoneColumn(language),
    ...amountColumns<UnassignedRow>(amountOfGoods),
    ['reasonCode', 'text', 18, ({ goods }) => goods.reason.code],
    ['reason', 'text', 60, ({ goods }) => reasonText(goods, language)],
    partColumn(language),
  ];
}
