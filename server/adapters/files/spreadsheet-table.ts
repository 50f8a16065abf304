import { statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Table, TableRow } from '../../application/intake/finding.js';
import { compiledModule } from '../../compiled.js';
import type { SpreadsheetAnswer } from './spreadsheet-worker.js';
import { UnreadableFileError } from './unreadable-file-error.js';

const largestBytes = 20_000_000;
const deadlineMilliseconds = 60_000;

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
  const answer = await readInThread(file, name);
  if ('fault' in answer) {
    throw new UnreadableFileError(
      name,
      'no-spreadsheet',
      'It cannot be read as an Excel workbook. Save it again as .xlsx or CSV.',
    );
  }
  const [header, ...body] = answer.rows;
  if (header === undefined || header.every((cell) => cell === '')) {
    throw new UnreadableFileError(name, 'empty-file', 'The first sheet is empty.');
  }
  const columns = header.map((column) => column.normalize('NFKC').trim().toLowerCase());
  return {
    file: name,
    columns,
    async *rows(): AsyncGenerator<TableRow> {
      for (const [at, row] of body.entries()) {
        if (row.every((cell) => cell.trim() === '')) continue;
        const cells: Record<string, string> = {};
        columns.forEach((column, cell) => {
          cells[column] = row[cell] ?? '';
        });
        yield { line: at + 2, cells };
      }
    },
  };
}

function readInThread(file: string, name: string): Promise<SpreadsheetAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(compiledModule('server/adapters/files/spreadsheet-worker.js'), {
      workerData: { file },
      resourceLimits: { maxOldGenerationSizeMb: 1500 },
    });
    const tooMuch = () =>
      reject(new UnreadableFileError(name, 'too-large', 'It holds more than can be read. Save it as CSV instead.'));
    const timer = setTimeout(() => {
      tooMuch();
      void worker.terminate();
    }, deadlineMilliseconds);
    worker.on('message', resolve);
    worker.on('error', tooMuch);
    worker.on('exit', () => {
      clearTimeout(timer);
      tooMuch();
    });
  });
}
