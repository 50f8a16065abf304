import { statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Table, TableRow } from '../../application/intake/finding.js';
import { compiledModule } from '../../compiled.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import type { SpreadsheetAnswer, SpreadsheetTask } from './spreadsheet-worker.js';
import { UnreadableFileError } from './unreadable-file-error.js';

const largestBytes = 20_000_000;
const deadlineMilliseconds = 60_000;
/** Of the thread that reads; a workbook within the other limits needs less. */
const mostMegabytes = 250;

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

/** Once an import reads rows, a file that turns out to be unreadable ends it. @throws DispatchError */
async function* asRefusal(rows: AsyncIterable<string[][]>): AsyncGenerator<string[][]> {
  try {
    yield* rows;
  } catch (error) {
    throw error instanceof UnreadableFileError ? new DispatchError(error.code, error.message) : error;
  }
}

async function readHeader(file: string, name: string): Promise<string[] | undefined> {
  for await (const rows of readInThread({ file, part: 'header' }, name)) return rows[0];
  return undefined;
}

/** Rows in slices; the next one is made when the one before is done with. */
async function* readInThread(task: SpreadsheetTask, name: string): AsyncGenerator<string[][]> {
  const worker = new Worker(compiledModule('server/adapters/files/spreadsheet-worker.js'), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes, maxYoungGenerationSizeMb: 16 },
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
    worker.on('error', () => resolve());
  });
  try {
    for (;;) {
      const answer = await nextAnswer(worker, ended, name);
      if ('fault' in answer) {
        throw answer.tooLarge === undefined
          ? new UnreadableFileError(
              name,
              'no-spreadsheet',
              'It cannot be read as an Excel workbook. Save it again as .xlsx or CSV.',
            )
          : new UnreadableFileError(name, 'too-large', answer.tooLarge);
      }
      if (answer.rows.length === 0) return;
      yield answer.rows;
      worker.postMessage('more');
    }
  } finally {
    await worker.terminate();
  }
}

/** @throws UnreadableFileError when the thread ended, e.g. for lack of memory, or takes too long. */
function nextAnswer(worker: Worker, ended: Promise<void>, name: string): Promise<SpreadsheetAnswer> {
  return new Promise((resolve, reject) => {
    const tooMuch = () =>
      reject(new UnreadableFileError(name, 'too-large', 'It holds more than can be read. Save it as CSV instead.'));
    const timer = setTimeout(tooMuch, deadlineMilliseconds);
    worker.once('message', (answer: SpreadsheetAnswer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    void ended.then(() => {
      clearTimeout(timer);
      tooMuch();
    });
  });
}
