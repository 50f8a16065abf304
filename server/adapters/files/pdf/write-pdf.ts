import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PrintedBook, PrintedSheet } from '../../../application/exchange/exports/printed-book.js';
import { drawSheet } from './draw-sheet.js';
import { Paper } from './paper.js';

/**
 * Writes lists as a PDF file for A4. Sheets are asked for one after another and let go once they are drawn. The parts
 * of the font that the text needs are embedded.
 */
export async function writePdf(
  book: PrintedBook,
  sheets: Iterable<PrintedSheet> | AsyncIterable<PrintedSheet>,
  out: Writable,
): Promise<void> {
  const paper = new Paper(book);
  const written = pipeline(paper.document, out, { end: false });
  for await (const sheet of sheets) drawSheet(paper, book, sheet);
  paper.document.end();
  await written;
}
