import { workerData } from 'node:worker_threads';
import type { TableRow } from '../../../application/tables/finding.js';
import { answerRows } from '../rows-in-thread.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import { type CsvTask, readCsvRows } from './csv-table.js';

/** Some milliseconds of work for whoever takes them. */
const rowsAtOnce = 500;

async function* slices(): AsyncGenerator<TableRow[]> {
  let slice: TableRow[] = [];
  for await (const row of readCsvRows(workerData as CsvTask)) {
    slice.push(row);
    if (slice.length < rowsAtOnce) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

await answerRows(slices(), (error) => ({
  sentence: error instanceof UnreadableFileError ? error.sentence : 'unreadable',
  facts: error instanceof UnreadableFileError ? error.facts : { message: (error as Error).message },
}));
