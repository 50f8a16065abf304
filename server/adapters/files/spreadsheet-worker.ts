import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';
import { DispatchError } from '../../domain/dispatch-error.js';
import { assertModerate } from './xlsx/assert-moderate.js';

/** Which rows of the first sheet are wanted: the first one, or all from the second on, a slice each time one is asked for. */
export interface SpreadsheetTask {
  readonly file: string;
  readonly part: 'header' | 'body';
}

/** Sent back: cells as text, none at the end; or why there are none, as a sentence where it is larger than may be read. */
export type SpreadsheetAnswer =
  | { readonly rows: string[][] }
  | { readonly fault: string; readonly tooLarge: string | undefined };

const rowsAtOnce = 200;
const port = parentPort!;
const answer = (given: SpreadsheetAnswer) => port.postMessage(given);

try {
  const { file, part } = workerData as SpreadsheetTask;
  await assertModerate(file);
  const rows = await readSheet(file);
  if (part === 'header') answer({ rows: rows.slice(0, 1).map((row) => row.map(toText)) });
  else {
    for (let from = 1; from < rows.length; from += rowsAtOnce) {
      answer({ rows: rows.slice(from, from + rowsAtOnce).map((row) => row.map(toText)) });
      await once(port, 'message');
    }
    answer({ rows: [] });
  }
} catch (error) {
  const tooLarge = error instanceof DispatchError ? error.message : undefined;
  answer({ fault: String((error as Error).message ?? error), tooLarge });
} finally {
  port.close();
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
