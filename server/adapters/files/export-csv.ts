import type { ExportedPlan } from '../../application/export/export-plan.js';
import type { PickList } from '../../application/floor/pick-list-store.js';
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

/** Runs as CSV: a line for each consignment, in driving order. Stops are numbered within their trip. */
export function* runsCsv({ runs }: Pick<ExportedPlan, 'runs'>): Generator<string> {
  yield byteOrderMark + csvLine(runColumns);
  for (const cells of placedCells(runs)) yield csvLine(cells);
}

/** The whole plan as CSV: the lines of its runs, then what is unassigned, with the reason instead of a vehicle. */
export function* planCsv({ runs, unassigned }: ExportedPlan): Generator<string> {
  yield byteOrderMark + csvLine([...runColumns, 'unassigned_reason']);
  for (const cells of placedCells(runs)) yield csvLine([...cells, undefined]);
  for (const { stationId, id, zone, grams, milliliters, reason } of unassigned) {
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
    ]);
  }
}

/** Pick lists as CSV: a line for each product; its stations as "S1×2 S2×1". */
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
      const shares = stations.map((share) => `${share.stationId}×${share.quantity}`).join(' ');
      yield csvLine([pickListId, waveId, zoneId, lineNo, skuId, name, location, quantity, pickedQuantity, shares]);
    }
  }
}

function* placedCells(runs: ExportedPlan['runs']): Generator<(string | number | undefined)[]> {
  for (const run of runs) {
    for (const [tripAt, trip] of run.trips.entries()) {
      for (const [stopAt, stop] of trip.stops.entries()) {
        for (const goods of stop.consignments) {
          yield [
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
        }
      }
    }
  }
}
