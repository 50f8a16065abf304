import type { ExportedPlan } from '../../../application/exchange/exports/export-plan.js';
import type { PickList, PickShare } from '../../../application/warehouse/pick-list-store.js';
import type { PackedTote } from '../../../application/waves/tote-store.js';
import { csvLine } from './csv-line.js';

/** Spreadsheets take a file for UTF-8 only with this mark before it. */
const byteOrderMark = '\ufeff';

const runColumns = [
  'vehicle_id',
  'trip',
  'sequence',
  'station_id',
  'arrives_at',
  'begins_at',
  'leaves_at',
  'consignment_id',
  'zone',
  'grams',
  'milliliters',
  'compartment',
] as const;

/** Behind the others, and only in a file in which something is brought in parts. */
const partColumns = ['part', 'parts'] as const;

/** The run's code, last of all, so that the others keep their places. */
const codeColumn = 'run';

type Goods = Pick<ExportedPlan['unassigned'][number], 'part'>;

function hasParts(runs: ExportedPlan['runs'], unassigned: readonly Goods[]): boolean {
  const placed = runs.flatMap(({ trips }) => trips.flatMap(({ stops }) => stops.flatMap((stop) => stop.consignments)));
  return [...placed, ...unassigned].some(({ part }) => part !== undefined);
}

function partCells(isShown: boolean, { part }: Goods): (number | undefined)[] {
  return isShown ? [part?.no, part?.count] : [];
}

/** Runs as CSV: a line for each consignment, in driving order. Stops are numbered within their trip. */
export function* runsCsv({ runs }: Pick<ExportedPlan, 'runs'>): Generator<string> {
  const isShown = hasParts(runs, []);
  yield byteOrderMark + csvLine([...runColumns, ...(isShown ? partColumns : []), codeColumn]);
  for (const { cells, goods, run } of placedCells(runs)) {
    yield csvLine([...cells, ...partCells(isShown, goods), run]);
  }
}

/** The whole plan as CSV: the lines of its runs, then what is unassigned, with the reason instead of a vehicle. */
export function* planCsv({ runs, unassigned }: ExportedPlan): Generator<string> {
  const isShown = hasParts(runs, unassigned);
  yield byteOrderMark + csvLine([...runColumns, 'unassigned_reason', ...(isShown ? partColumns : []), codeColumn]);
  for (const { cells, goods, run } of placedCells(runs)) {
    yield csvLine([...cells, undefined, ...partCells(isShown, goods), run]);
  }
  for (const { stationId, id, zone, grams, milliliters, reason, part } of unassigned) {
    const noStop = undefined;
    yield csvLine([
      ...[noStop, noStop, noStop],
      stationId,
      ...[noStop, noStop, noStop],
      id,
      zone,
      grams,
      milliliters,
      noStop,
      reason.code,
      ...partCells(isShown, { part }),
      noStop,
    ]);
  }
}

/** Pick lists as CSV: a line for each product; its stations as "S1×2 S2×1", what goes into the first of two parts as "S1(1/2)×2". */
export function* pickListsCsv(lists: readonly PickList[]): Generator<string> {
  yield byteOrderMark +
    csvLine([
      'pick_list_id',
      'wave_id',
      'zone',
      'line_no',
      'sku_id',
      'name',
      'location',
      'quantity',
      'picked_quantity',
      'stations',
    ]);
  for (const { pickListId, waveId, zoneId, lines } of lists) {
    for (const { lineNo, skuId, name, location, quantity, pickedQuantity, stations } of lines) {
      const shares = stations.map(shareText).join(' ');
      yield csvLine([pickListId, waveId, zoneId, lineNo, skuId, name, location, quantity, pickedQuantity, shares]);
    }
  }
}

/** Packing lists as CSV: a line for each order line of each tote, from its bottom to its top. */
export function* packingListsCsv(totes: readonly PackedTote[]): Generator<string> {
  yield byteOrderMark +
    csvLine([
      'tote',
      'label',
      'wave_id',
      'station_id',
      'zone',
      'number',
      'count',
      'run',
      'stop',
      'order_id',
      'line_no',
      'customer_id',
      'sku_id',
      'name',
      'quantity',
      'missing',
      'grams',
      'milliliters',
    ]);
  for (const tote of totes) {
    const { toteCode, labelCode, waveId, stationId, zoneId, number, count, runCode, stopSequence } = tote;
    const head = [toteCode, labelCode, waveId, stationId, zoneId, number, count];
    const way = [runCode ?? undefined, stopSequence ?? undefined];
    for (const { orderId, lineNo, customerId, skuId, name, quantity, missing, grams, milliliters } of tote.lines) {
      const goods = [orderId, lineNo, customerId, skuId, name, quantity, missing, grams, milliliters];
      yield csvLine([...head, ...way, ...goods]);
    }
  }
}

function shareText({ stationId, quantity, partNo, partCount }: PickShare): string {
  return `${stationId}${partNo === undefined ? '' : `(${partNo}/${partCount})`}×${quantity}`;
}

function* placedCells(runs: ExportedPlan['runs']): Generator<{
  cells: (string | number | undefined)[];
  goods: Goods;
  run: string;
}> {
  for (const run of runs) {
    for (const [tripAt, trip] of run.trips.entries()) {
      for (const [stopAt, stop] of trip.stops.entries()) {
        for (const goods of stop.consignments) {
          const cells = [
            run.vehicleId,
            tripAt + 1,
            stopAt + 1,
            stop.stationId,
            stop.arrivesAt,
            stop.beginsAt,
            stop.leavesAt,
            goods.id,
            goods.zone,
            goods.grams,
            goods.milliliters,
            goods.compartment,
          ];
          yield { cells, goods, run: run.run };
        }
      }
    }
  }
}
