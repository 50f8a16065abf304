import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CardBook } from '../../application/accounts/sign-in-cards.js';
import type { ExportTable } from '../../application/exchange/exports/export-table.js';
import type { PrintedBook, PrintedSheet } from '../../application/exchange/exports/printed-book.js';
import type { LabelBook } from '../../application/exchange/exports/tote-labels.js';
import { compiledModule } from '../../compiled.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import type { DocumentAnswer, DocumentPart, DocumentTask } from './document-worker.js';

const rowsAtOnce = 1000;

/**
 * Writes lists as a PDF file in a thread of its own, because laying out hundreds of pages takes seconds. `out` is left
 * open.
 */
export function writePdfDocument(
  book: PrintedBook,
  sheets: Iterable<PrintedSheet>,
  out: Writable,
  signal?: AbortSignal,
): Promise<void> {
  return writeInThread({ book }, eachSheet(sheets), out, signal);
}

/** Writes cards to sign in with as a PDF file in a thread of its own. `out` is left open. */
export function writeCardsDocument(cards: CardBook, out: Writable, signal?: AbortSignal): Promise<void> {
  return writeInThread({ book: undefined, cards }, [], out, signal);
}

/** Writes labels for totes as a PDF file or for label printers in a thread of its own. `out` is left open. */
export function writeLabelsDocument(
  labels: LabelBook,
  format: 'pdf' | 'zpl',
  out: Writable,
  signal?: AbortSignal,
): Promise<void> {
  return writeInThread({ book: undefined, labels: { book: labels, format } }, [], out, signal);
}

/** Writes tables as an .xlsx workbook in a thread of its own. `out` is left open. @throws DispatchError export-too-large */
export function writeXlsxDocument(tables: readonly ExportTable[], out: Writable, signal?: AbortSignal): Promise<void> {
  return writeInThread({ book: undefined }, tablesInSlices(tables), out, signal);
}

function* eachSheet(sheets: Iterable<PrintedSheet>): Generator<DocumentPart> {
  for (const sheet of sheets) yield { sheet };
}

function* tablesInSlices(tables: readonly ExportTable[]): Generator<DocumentPart> {
  for (const { name, columns, rows } of tables) {
    yield { table: { name, columns } };
    let slice = [];
    for (const row of rows) {
      slice.push(row);
      if (slice.length < rowsAtOnce) continue;
      yield { rows: slice };
      slice = [];
    }
    yield { rows: slice };
  }
}

async function writeInThread(
  task: DocumentTask,
  parts: Iterable<DocumentPart>,
  out: Writable,
  signal?: AbortSignal,
): Promise<void> {
  const worker = new Worker(compiledModule('server/adapters/files/document-worker.js'), { workerData: task });
  const bytes = new Readable({ read() {} });
  let isWhole = false;
  worker.on('message', (answer: DocumentAnswer) => {
    if ('bytes' in answer) bytes.push(answer.bytes);
    else if ('isWhole' in answer) {
      isWhole = true;
      bytes.push(null);
    } else
      bytes.destroy(answer.code === undefined ? new Error(answer.fault) : new DispatchError(answer.code, answer.fault));
  });
  worker.on('error', (error) => bytes.destroy(error));
  worker.on('exit', () => {
    if (!isWhole) bytes.destroy(new Error('The thread that wrote the file ended before it was whole.'));
  });
  const written = pipeline(bytes, out, { end: false, signal });
  // A thread that died is told by `written` alone; the rest of the parts is not made for nothing.
  written.catch(() => {});
  try {
    for (const part of parts) {
      if (bytes.destroyed) break;
      worker.postMessage(part);
      await othersTurn();
    }
    worker.postMessage('end' satisfies DocumentPart);
    await written;
  } finally {
    bytes.destroy();
    await worker.terminate();
  }
}
