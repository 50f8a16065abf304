import { workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { answerRows } from '../rows-in-thread.js';
import { assertModerate } from './assert-moderate.js';

/** Which rows of the first sheet are wanted: the first one, or all from the second on. Cells come as text. */
export interface SpreadsheetTask {
  readonly file: string;
  readonly part: 'header' | 'body';
}

const rowsAtOnce = 200;

async function* slices(): AsyncGenerator<string[][]> {
  const { file, part } = workerData as SpreadsheetTask;
  await assertModerate(file);
  const rows = await readSheet(file);
  if (part === 'header') yield rows.slice(0, 1).map((row) => row.map(toText));
  else {
    for (let from = 1; from < rows.length; from += rowsAtOnce) {
      yield rows.slice(from, from + rowsAtOnce).map((row) => row.map(toText));
    }
  }
}

/** A cell as it would stand in a CSV file. Dates of a spreadsheet have no time zone: they are read as local. */
function toText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const text = cell.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
  }
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  // Ten significant decimals: 0.1 + 0.2 in a cell is 0.3.
  if (typeof cell === 'number') return String(Number(cell.toFixed(10)));
  return String(cell);
}

await answerRows(slices(), (error) =>
  error instanceof DispatchError
    ? { fault: error.message, code: 'too-large' }
    : { fault: 'It cannot be read as an Excel workbook. Save it again as .xlsx or CSV.', code: 'no-spreadsheet' },
);
