import { statSync } from 'node:fs';
import path from 'node:path';
import type { Table, TableRow } from '../../../application/tables/finding.js';
import { asRefusal, rowsInThread } from '../rows-in-thread.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import type { SpreadsheetTask } from './spreadsheet-worker.js';

const largestBytes = 20_000_000;

/**
 * Opens the first sheet of an .xlsx workbook as a table. Read in a worker thread with a memory limit: a workbook unpacks
 * to many times its size.
 *
 * @throws UnreadableFileError when it is no workbook, too large or empty.
 */
export async function openSpreadsheetTable(file: string): Promise<Table> {
  const name = path.basename(file);
  if (statSync(file).size > largestBytes) {
    throw new UnreadableFileError(name, 'too-large', 'Spreadsheets may have 20 MB at most. Save it as CSV instead.');
  }
  const header = await readHeader(file, name);
  if (header === undefined || header.every((cell) => cell === '')) {
    throw new UnreadableFileError(name, 'empty-file', 'The first sheet is empty.');
  }
  const columns = header.map((column) => column.normalize('NFKC').trim().toLowerCase());
  return {
    file: name,
    columns,
    async *rows(): AsyncGenerator<TableRow> {
      let line = 1;
      for await (const rows of asRefusal(readInThread({ file, part: 'body' }, name))) {
        for (const row of rows) {
          line++;
          if (row.every((cell) => cell.trim() === '')) continue;
          const cells: Record<string, string> = {};
          columns.forEach((column, cell) => {
            cells[column] = row[cell] ?? '';
          });
          yield { line, cells };
        }
      }
    },
  };
}

async function readHeader(file: string, name: string): Promise<readonly string[] | undefined> {
  for await (const rows of readInThread({ file, part: 'header' }, name)) return rows[0];
  return undefined;
}

const readInThread = (task: SpreadsheetTask, name: string) =>
  rowsInThread<string[]>('server/adapters/files/xlsx/spreadsheet-worker.js', task, name);
