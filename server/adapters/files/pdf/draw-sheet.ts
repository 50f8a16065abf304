import type {
  PrintedBlock,
  PrintedBook,
  PrintedFigure,
  PrintedSheet,
} from '../../../application/exchange/exports/printed-book.js';
import { drawQr } from './draw-qr.js';
import { type Cursor, drawTable, setTable } from './draw-table.js';
import { contentBottom, contentWidth, type Paper, page, type TextStyle } from './paper.js';

const kind: TextStyle = { font: 'bold', size: 9, color: '#555' };
const title: TextStyle = { font: 'bold', size: 17, color: '#000' };
const fact: TextStyle = { font: 'regular', size: 8.5, color: '#222' };
const note: TextStyle = { font: 'bold', size: 9, color: '#000' };
const heading: TextStyle = { font: 'bold', size: 10.5, color: '#000' };
const foot: TextStyle = { font: 'regular', size: 7.5, color: '#555' };
const figureName: TextStyle = { font: 'regular', size: 7.5, color: '#555' };
const figureValue: TextStyle = { font: 'bold', size: 13, color: '#000' };

const codeSize = 72;
const figuresInRow = 5;
/** A heading stays with the head and two rows of its table. */
const roomAfterHeading = 70;
/** What a page holds under a running head and a heading. */
const mostKept = contentBottom - page.top - 36;

/** Draws a sheet on pages of its own and numbers them. The pages are complete when it returns. */
export function drawSheet(paper: Paper, book: PrintedBook, sheet: PrintedSheet): void {
  const { document } = paper;
  document.addPage();
  const cursor: Cursor = {
    top: page.top,
    makeRoom(height) {
      if (cursor.top + height <= contentBottom) return false;
      document.addPage();
      const running = paper.set(sheet.runningHead, contentWidth, foot, 1);
      paper.draw(running, page.left, page.top - 8, contentWidth);
      cursor.top = page.top + 6;
      return true;
    },
  };
  drawHeader(paper, cursor, sheet);
  sheet.blocks.forEach((block, at) => {
    drawBlock(paper, cursor, block, sheet.blocks[at + 1]);
  });
  drawSignatures(paper, cursor, sheet.signatures);
  numberPages(paper, book);
}

function drawBlock(paper: Paper, cursor: Cursor, block: PrintedBlock, next: PrintedBlock | undefined): void {
  if (block.kind === 'table') drawTable(paper, cursor, setTable(paper, block));
  else if (block.kind === 'figures') drawFigures(paper, cursor, block.figures);
  else {
    const set = paper.set(block.text, contentWidth, block.kind === 'heading' ? heading : fact);
    const keepsTable = block.kind === 'heading' && block.keepsTable === true && next?.kind === 'table';
    const tableHeight = keepsTable ? setTable(paper, next).height : roomAfterHeading;
    const below = tableHeight <= mostKept ? tableHeight : roomAfterHeading;
    cursor.makeRoom(set.height + 5 + below);
    paper.draw(set, page.left, cursor.top + 2, contentWidth);
    cursor.top += set.height + 5;
  }
}

function drawHeader(paper: Paper, cursor: Cursor, sheet: PrintedSheet): void {
  const width = sheet.code === undefined ? contentWidth : contentWidth - codeSize - 12;
  const top = cursor.top;
  const parts = [
    paper.set(sheet.kind, width, kind, 1),
    paper.set(sheet.title, width, title, 2),
    ...sheet.facts.map((line) => paper.set(line, width, fact, 2)),
    ...sheet.notes.map((line) => paper.set(`! ${line}`, width, note, 2)),
  ];
  for (const part of parts) {
    paper.draw(part, page.left, cursor.top, width);
    cursor.top += part.height + 1;
  }
  if (sheet.code !== undefined) {
    drawQr(paper.document, sheet.code, page.left + contentWidth - codeSize, top, codeSize);
    cursor.top = Math.max(cursor.top, top + codeSize);
  }
  cursor.top += 8;
}

function drawFigures(paper: Paper, cursor: Cursor, figures: readonly PrintedFigure[]): void {
  const width = contentWidth / figuresInRow;
  const height = 34;
  for (let from = 0; from < figures.length; from += figuresInRow) {
    cursor.makeRoom(height);
    figures.slice(from, from + figuresInRow).forEach(({ name, value }, at) => {
      const left = page.left + at * width;
      paper.draw(paper.set(name, width - 8, figureName, 1), left, cursor.top, width - 8);
      paper.draw(paper.set(value, width - 8, figureValue, 1), left, cursor.top + 10, width - 8);
    });
    cursor.top += height;
  }
  cursor.top += 4;
}

function drawSignatures(paper: Paper, cursor: Cursor, signatures: readonly string[]): void {
  if (signatures.length === 0) return;
  cursor.makeRoom(32);
  cursor.top += 18;
  const width = contentWidth / signatures.length;
  signatures.forEach((name, at) => {
    const left = page.left + at * width;
    const set = paper.set(name, width / 2, fact, 1);
    paper.draw(set, left, cursor.top, width / 2);
    paper.document
      .moveTo(left + 52, cursor.top + 10)
      .lineTo(left + width - 12, cursor.top + 10)
      .lineWidth(0.5)
      .stroke('#777');
  });
  cursor.top += 14;
}

/** Writes number and time at the foot of the pages that are still held, and lets them go. */
function numberPages(paper: Paper, book: PrintedBook): void {
  const { start, count } = paper.document.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    paper.document.switchToPage(start + at);
    const number = book.pagePattern.replace('{n}', String(at + 1)).replace('{of}', String(count));
    const top = page.height - 26;
    paper.draw(paper.set(book.printedAt, contentWidth / 2, foot, 1), page.left, top, contentWidth / 2);
    paper.draw(paper.set(number, contentWidth, foot, 1), page.left, top, contentWidth, 'right');
  }
  paper.document.flushPages();
}
