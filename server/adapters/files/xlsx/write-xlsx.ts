import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import writeWorkbook, { type Cell, type Row, type Sheet } from 'write-excel-file/node';
import type { ColumnKind, ExportCell, ExportTable } from '../../../application/exchange/exports/export-table.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { sheetNames } from './sheet-names.js';
import { withoutForbidden } from './xml-text.js';

/** What a sheet holds at most, its head included. */
const mostRows = 1_048_576;
/** What a cell holds at most, in UTF-16 units. */
const mostCharacters = 32_767;

/** How a spreadsheet shows each kind; text is shown as it stands. */
const formats: Readonly<Record<Exclude<ColumnKind, 'text'>, string>> = {
  count: '#,##0',
  kilograms: '#,##0.000',
  liters: '#,##0.000',
  kilometers: '#,##0.0',
  minutes: '#,##0',
  money: '#,##0.00',
  time: 'yyyy-mm-dd hh:mm:ss',
};

/**
 * Writes tables as the sheets of an .xlsx workbook: typed cells, a bold head that stays in sight, columns as wide as
 * their content needs.
 *
 * @throws DispatchError export-too-large when a table has more rows than a sheet can hold.
 */
export async function writeXlsx(tables: readonly ExportTable[], out: Writable): Promise<void> {
  const names = sheetNames(tables.map(({ name }) => name));
  const sheets = tables.map((table, at) => toSheet(table, names[at]));
  const { toStream } = writeWorkbook(sheets);
  // Its type is two functions' at once; without an argument it answers with a stream.
  await pipeline(await (toStream as () => Promise<Readable>)(), out, { end: false });
}

function toSheet(table: ExportTable, sheet: string): Sheet<never> {
  const data: Row[] = [
    table.columns.map(({ title }) => ({ value: title, fontWeight: 'bold', backgroundColor: '#eeeeee' })),
  ];
  for (const row of table.rows) {
    if (data.length === mostRows) {
      throw new DispatchError(
        'export-too-large',
        `${table.name} has more than the ${mostRows - 1} rows that a sheet of a workbook can hold. Export it as CSV.`,
      );
    }
    data.push(row.map((value, at) => toCell(value, table.columns[at].kind)));
  }
  return { data, sheet, columns: table.columns.map(({ width }) => ({ width })), stickyRowsCount: 1 };
}

function toCell(value: ExportCell, kind: ColumnKind): Cell {
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string') return { value, format: kind === 'text' ? undefined : formats[kind] };
  const text = withoutForbidden(value.slice(0, mostCharacters));
  // A text cell is never run as a formula. Marked as text, it is none either after somebody has edited it.
  return /^[=+\-@]/.test(text) ? { value: text, format: '@' } : text;
}
