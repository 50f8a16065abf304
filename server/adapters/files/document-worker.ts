import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { CardBook } from '../../application/accounts/sign-in-cards.js';
import type { ExportCell, ExportColumn } from '../../application/exchange/exports/export-table.js';
import type { PrintedBook, PrintedSheet } from '../../application/exchange/exports/printed-book.js';
import type { LabelBook } from '../../application/exchange/exports/tote-labels.js';
import { yieldToRequests } from '../../background-thread.js';
import { DispatchError } from '../../domain/dispatch-error.js';

/** What the thread is given when it starts: cards or labels, or a PDF file where there is a book, a workbook otherwise. */
export interface DocumentTask {
  readonly book: PrintedBook | undefined;
  readonly cards?: CardBook;
  readonly labels?: { readonly book: LabelBook; readonly format: 'pdf' | 'zpl' };
}

/** Sent in, one after another: sheets of a PDF file, or tables with their rows behind them. The last is `end`. */
export type DocumentPart =
  | { readonly sheet: PrintedSheet }
  | { readonly table: { readonly name: string; readonly columns: readonly ExportColumn[] } }
  | { readonly rows: readonly (readonly ExportCell[])[] }
  | 'end';

/** Sent back: the file piece by piece, then that it is whole, or why it is none. */
export type DocumentAnswer =
  | { readonly bytes: Uint8Array }
  | { readonly isWhole: true }
  | { readonly fault: string; readonly code: string | undefined };

yieldToRequests();
const port = parentPort!;
const answer = (given: DocumentAnswer) => port.postMessage(given);

/** A PDF file is written in pieces of some dozen bytes: each would be a message that the thread of requests takes. */
const bytesAtOnce = 65_536;
let written: Uint8Array[] = [];
let writtenBytes = 0;

function sendWritten(): void {
  if (writtenBytes > 0) answer({ bytes: Buffer.concat(written, writtenBytes) });
  written = [];
  writtenBytes = 0;
}

const out = new Writable({
  write(bytes: Uint8Array, _encoding, done) {
    written.push(bytes);
    writtenBytes += bytes.length;
    if (writtenBytes >= bytesAtOnce) sendWritten();
    done();
  },
});

async function* receive(): AsyncGenerator<Exclude<DocumentPart, 'end'>> {
  const waiting: DocumentPart[] = [];
  port.on('message', (part: DocumentPart) => waiting.push(part));
  for (;;) {
    const part = waiting.shift();
    if (part === 'end') return;
    if (part === undefined) await once(port, 'message');
    else yield part;
  }
}

async function* receiveSheets(): AsyncGenerator<PrintedSheet> {
  for await (const part of receive()) if ('sheet' in part) yield part.sheet;
}

async function receiveTables() {
  const tables: { name: string; columns: readonly ExportColumn[]; rows: (readonly ExportCell[])[] }[] = [];
  for await (const part of receive()) {
    if ('table' in part) tables.push({ ...part.table, rows: [] });
    else if ('rows' in part) for (const row of part.rows) tables[tables.length - 1].rows.push(row);
  }
  return tables;
}

try {
  const { book, cards, labels } = workerData as DocumentTask;
  // Each loads what it needs: fonts and what draws with them take a workbook half a second.
  if (cards !== undefined) {
    const { writeCards } = await import('./pdf/write-cards.js');
    await writeCards(cards, out);
  } else if (labels?.format === 'zpl') {
    const { zplLabels } = await import('./zpl/write-zpl.js');
    await pipeline(Readable.from(zplLabels(labels.book)), out, { end: false });
  } else if (labels !== undefined) {
    const { writeLabels } = await import('./pdf/write-labels.js');
    await writeLabels(labels.book, out);
  } else if (book === undefined) {
    const { writeXlsx } = await import('./xlsx/write-xlsx.js');
    await writeXlsx(await receiveTables(), out);
  } else {
    const { writePdf } = await import('./pdf/write-pdf.js');
    await writePdf(book, receiveSheets(), out);
  }
  sendWritten();
  answer({ isWhole: true });
} catch (error) {
  const code = error instanceof DispatchError ? error.code : undefined;
  answer({ fault: error instanceof Error ? error.message : String(error), code });
} finally {
  port.close();
}
