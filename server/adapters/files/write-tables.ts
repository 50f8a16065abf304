import type { Writable } from 'node:stream';
import type { ExportTable } from '../../application/exchange/exports/export-table.js';
import { csvLine } from './csv/csv-line.js';
import { writeXlsx } from './xlsx/write-xlsx.js';

/** Writes tables as one file: sheets of a workbook, or CSV, each behind the one before with a blank line between. */
export async function writeTables(
  tables: readonly ExportTable[],
  format: 'xlsx' | 'csv',
  out: Writable,
): Promise<void> {
  if (format === 'xlsx') return writeXlsx(tables.length === 0 ? [nothing] : tables, out);
  // Spreadsheets take a file for UTF-8 only with this mark before it.
  out.write('\ufeff');
  for (const [at, { columns, rows }] of tables.entries()) {
    if (at > 0) out.write('\r\n');
    out.write(csvLine(columns.map(({ title }) => title)));
    for (const row of rows) out.write(csvLine(row.map((cell) => (cell instanceof Date ? cell.toISOString() : cell))));
  }
}

/** A workbook has a sheet, though it may be empty. */
const nothing: ExportTable = { name: '-', columns: [], rows: [] };
