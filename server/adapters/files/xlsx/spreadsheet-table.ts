import { statSync } from 'node:fs';
import path from 'node:path';
import { recogniseTable } from '../../../application/tables/columns/recognise-table.js';
import type { CellFault, Table, TableRow } from '../../../application/tables/finding.js';
import { columnNames, findHeaderRow, mostTitleRows } from '../header-row.js';
import { asRefusal, rowsInThread } from '../rows-in-thread.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import { hiddenNotices } from './hidden-content.js';
import type { SheetHead, SheetRow, SpreadsheetTask } from './spreadsheet-worker.js';

const largestBytes = 20_000_000;

/**
 * Opens the sheets of an .xlsx workbook that are tables: those with a header that is known, the first one where none has.
 * Read in a worker thread with a memory limit: a workbook unpacks to many times its size.
 *
 * @throws UnreadableFileError when it is no workbook, too large or empty.
 */
export async function openSpreadsheetTables(file: string): Promise<Table[]> {
  const name = path.basename(file);
  const filled = await filledHeads(file, name);
  const tables = filled.map((head, at) => {
    // The file's name says what its first sheet is; of further ones, their own says it.
    const called = at === 0 ? name : `${head.sheet}.xlsx`;
    const headerAt = findHeaderRow(called, head.rows);
    const columns = columnNames(head.rows[headerAt]);
    const { kind, missing } = recogniseTable(called, columns);
    const notices = hiddenNotices(name, head.hidden, head.hiddenSheets);
    const isKnown = kind !== undefined && missing.length === 0;
    return { sheet: head.sheet, headerAt, columns, notices, isKnown };
  });
  const known = tables.filter(({ isKnown }) => isKnown);
  return (known.length === 0 ? tables.slice(0, 1) : known).map(({ sheet, headerAt, columns, notices }) => ({
    file: known.length > 1 ? `${name}: ${sheet}` : name,
    columns,
    notices,
    rows: () => readRows(file, name, sheet, headerAt, columns),
  }));
}

/** The sheets of a workbook that are shown and hold anything, with their first rows. @throws UnreadableFileError */
export async function inspectSpreadsheet(file: string) {
  const name = path.basename(file);
  const filled = await filledHeads(file, name, mostShown);
  return filled.map(({ sheet, rows }, at) => {
    const headerAt = findHeaderRow(at === 0 ? name : `${sheet}.xlsx`, rows.slice(0, mostTitleRows + 1));
    return { sheet, headerAt, rows };
  });
}

/** One sheet, with its header where a person says that it is. @throws UnreadableFileError */
export async function openSheet(file: string, sheet: string, headerAt: number): Promise<Table> {
  const name = path.basename(file);
  const head = (await filledHeads(file, name, mostShown)).find((each) => each.sheet === sheet);
  if (head?.rows[headerAt] === undefined) throw new UnreadableFileError(name, 'empty-file/no-header');
  const columns = columnNames(head.rows[headerAt]);
  const notices = hiddenNotices(name, head.hidden, head.hiddenSheets);
  return { file: name, columns, notices, rows: () => readRows(file, name, sheet, headerAt, columns) };
}

/** Rows that a person looks at to say what they are. */
const mostShown = 45;

async function filledHeads(file: string, name: string, most = mostTitleRows + 1): Promise<SheetHead[]> {
  if (statSync(file).size > largestBytes) {
    throw new UnreadableFileError(name, 'too-large/workbook', { megabytes: largestBytes / 1_000_000 });
  }
  const heads: SheetHead[] = [];
  for await (const sheets of readInThread<SheetHead>({ file, part: 'heads', most }, name)) heads.push(...sheets);
  const filled = heads.filter(({ rows }) => rows.some((row) => row.some((cell) => cell.trim() !== '')));
  if (filled.length === 0) throw new UnreadableFileError(name, 'empty-file/workbook');
  return filled;
}

async function* readRows(
  file: string,
  name: string,
  sheet: string,
  headerAt: number,
  columns: readonly string[],
): AsyncGenerator<TableRow> {
  let line = headerAt + 1;
  const slices = readInThread<SheetRow>({ file, part: 'body', sheet, from: line }, name);
  for await (const rows of asRefusal(slices)) {
    for (const { cells: row, faults } of rows) {
      line++;
      if (row.every((cell) => cell.trim() === '')) continue;
      const cells: Record<string, string> = {};
      columns.forEach((column, cell) => {
        cells[column] = row[cell] ?? '';
      });
      yield faults === undefined ? { line, cells } : { line, cells, cellFaults: byColumn(faults, columns) };
    }
  }
}

function byColumn(faults: NonNullable<SheetRow['faults']>, columns: readonly string[]): Record<string, CellFault> {
  return Object.fromEntries(faults.map(([at, fault]) => [columns[at] ?? '', fault]));
}

const readInThread = <Row>(task: SpreadsheetTask, name: string) =>
  rowsInThread<Row>('server/adapters/files/xlsx/spreadsheet-worker.js', task, name);
