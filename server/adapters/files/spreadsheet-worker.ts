import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';

/** Sent back: the first sheet's cells as text, or why there are none. */
export type SpreadsheetAnswer = { readonly rows: string[][] } | { readonly fault: string };

try {
  const rows = await readSheet((workerData as { file: string }).file);
  const answer: SpreadsheetAnswer = { rows: rows.map((row) => row.map(toText)) };
  parentPort!.postMessage(answer);
} catch (error) {
  parentPort!.postMessage({ fault: String((error as Error).message ?? error) } satisfies SpreadsheetAnswer);
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
