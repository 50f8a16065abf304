import { plain } from '../../../domain/kept-text.js';
import { isOnGlobe } from '../../../domain/network/place.js';
import type { CellFault, Table, TableRow } from '../finding.js';
import type { TableKind } from '../table-kinds.js';
import { type Datum, toWgs84 } from './datum.js';
import type { MatchedColumn } from './match-columns.js';
import { tableColumnsOf } from './table-columns.js';
import { valueWriter, type WriteValue, type ZoneWords } from './written-values.js';

/** How a file is read: which of its headers are our columns, and what holds for every row. */
export interface TableReading {
  readonly kind: TableKind;
  readonly columns: readonly Pick<MatchedColumn, 'header' | 'column' | 'factor'>[];
  /** Cells that stand in every row, by our column; for what a file leaves out because it is the same everywhere. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly datum?: Datum;
}

/** A cell that a person put in place of the file's. */
export interface CellFix {
  readonly line: number;
  readonly column: string;
  readonly value: string;
}

/** Tells of rows that are no data and were passed over. */
export type NotePassedOver = (line: number, value: string) => void;

const totals = /^(合计|总计|小计|共计|汇总|totals?|grand total|sum|subtotal)\s*[:：]?/i;
/** Ids and phones that a spreadsheet has written with an exponent have lost digits. */
const exponent = /^\d(?:\.\d+)?E\+?\d{1,2}$/i;
const idColumns = /(_id|^phone)$/;

/**
 * A table in our columns and words, from one in somebody else's. Its rows know what the file calls each column and how
 * each cell stood there; sums below the rows are passed over.
 */
export function interpretTable(
  table: Table,
  reading: TableReading,
  zones: ZoneWords,
  { fixes = [], onPassedOver }: { readonly fixes?: readonly CellFix[]; readonly onPassedOver?: NotePassedOver } = {},
): Table {
  const { kind, columns, constants = {}, datum = 'wgs84' } = reading;
  const known = new Map(tableColumnsOf(kind).map((each) => [each.column, each]));
  const headers: Record<string, string> = {};
  const writers: { header: string; column: string; write: WriteValue }[] = [];
  for (const { header, column, factor } of columns) {
    headers[column] = header;
    const of = known.get(column);
    writers.push({ header, column, write: of === undefined ? asItIs : valueWriter(kind, of, factor, zones) });
  }
  const fixed = new Map<number, CellFix[]>();
  for (const fix of fixes) fixed.set(fix.line, [...(fixed.get(fix.line) ?? []), fix]);
  const [lonColumn, latColumn] = kind === 'flat_orders' ? ['station_lon', 'station_lat'] : ['lon', 'lat'];

  const interpret = (row: TableRow): TableRow => {
    const cells: Record<string, string> = { ...constants };
    const asGiven: Record<string, string> = {};
    const cellFaults: Record<string, CellFault> = {};
    const mended = fixed.get(row.line);
    for (const { header, column, write } of writers) {
      const mend = mended?.find((fix) => fix.column === column);
      const given = mend?.value ?? row.cells[header] ?? '';
      const fault = mend === undefined ? row.cellFaults?.[header] : undefined;
      if (fault !== undefined) cellFaults[column] = fault;
      if (given === '' && constants[column] !== undefined) continue;
      const written = write(given);
      if (written !== given) asGiven[column] = given;
      cells[column] = written;
      if (idColumns.test(column) && exponent.test(plain(written))) {
        cellFaults[column] = { sentence: 'rounded-number/exponent', facts: { text: written } };
      }
    }
    for (const { column, value } of mended ?? []) {
      if (!Object.hasOwn(headers, column)) cells[column] = write(known, kind, column, value, zones);
    }
    if (datum !== 'wgs84') convert(cells, asGiven, lonColumn, latColumn, datum);
    return {
      ...row,
      cells,
      asGiven,
      headers,
      ...(row.cellFaults === undefined && isEmpty(cellFaults) ? {} : { cellFaults }),
    };
  };

  return {
    file: table.file,
    columns: [...new Set([...writers.map(({ column }) => column), ...Object.keys(constants)])],
    async *rows() {
      for await (const row of table.rows()) {
        // A row that is none may be mended no cell by cell.
        if (row.fault !== undefined) yield { ...row, headers };
        else if (isTotals(row, writers)) onPassedOver?.(row.line, firstCell(row));
        else yield interpret(row);
      }
    },
  };
}

const asItIs: WriteValue = (cell) => cell;
const isEmpty = (object: object) => Object.keys(object).length === 0;

function write(
  known: ReadonlyMap<string, ReturnType<typeof tableColumnsOf>[number]>,
  kind: TableKind,
  column: string,
  value: string,
  zones: ZoneWords,
): string {
  const of = known.get(column);
  return of === undefined ? value : valueWriter(kind, of, 1, zones)(value);
}

/** A row that sums up those above: the word for it in its first filled cell, and hardly an id anywhere. */
function isTotals(row: TableRow, writers: readonly { readonly header: string }[]): boolean {
  if (!totals.test(plain(firstCell(row)))) return false;
  const filled = writers.filter(({ header }) => (row.cells[header] ?? '').trim() !== '').length;
  return filled <= writers.length / 2;
}

function firstCell(row: TableRow): string {
  return Object.values(row.cells).find((cell) => cell.trim() !== '') ?? '';
}

/** Cells that are no position are left for their own refusal. */
function convert(
  cells: Record<string, string>,
  asGiven: Record<string, string>,
  lonColumn: string,
  latColumn: string,
  datum: Datum,
): void {
  const [lonText, latText] = [plain(cells[lonColumn] ?? ''), plain(cells[latColumn] ?? '')];
  const given = { lon: Number(lonText), lat: Number(latText) };
  if (lonText === '' || latText === '' || !isOnGlobe(given)) return;
  const { lon, lat } = toWgs84(given, datum);
  asGiven[lonColumn] ??= lonText;
  asGiven[latColumn] ??= latText;
  cells[lonColumn] = String(lon);
  cells[latColumn] = String(lat);
}
