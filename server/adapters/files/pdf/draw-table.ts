import type {
  PrintedCell,
  PrintedColumn,
  PrintedRow,
  PrintedTable,
} from '../../../application/exchange/exports/printed-book.js';
import { contentBottom, contentWidth, type Paper, page, type SetText, splitText, type TextStyle } from './paper.js';

const text: TextStyle = { font: 'regular', size: 8.5, color: '#111' };
const bold: TextStyle = { ...text, font: 'bold' };
const small: TextStyle = { font: 'regular', size: 7, color: '#333' };
const head: TextStyle = { font: 'bold', size: 7.5, color: '#333' };

const padding = 3;
const tickSize = 9;
const rule = '#bbb';
/** What the running head takes of each further page. */
const topOfPage = 6;
/** With less room than this a row that is higher than a page begins on the next one. */
const leastOfTall = 60;

interface SetCell {
  readonly parts: readonly SetText[];
  readonly hasTick: boolean;
}

interface SetRow {
  readonly cells: readonly SetCell[];
  readonly height: number;
  readonly isSum: boolean;
}

/** A place on the paper that goes on to the next page. */
export interface Cursor {
  top: number;
  /** Begins a page unless so much still fits on this one. Returns whether it did. */
  makeRoom(height: number): boolean;
}

/** A table whose texts are broken into lines, so that its height is known. */
export interface SetTable {
  readonly columns: readonly PrintedColumn[];
  readonly widths: readonly number[];
  readonly head: SetRow;
  readonly rows: readonly SetRow[];
  readonly height: number;
}

export function setTable(paper: Paper, { columns, rows }: PrintedTable): SetTable {
  const widths = widthsOf(columns);
  const headCells = columns.map(({ title }) => ({ text: title, mostLines: 2 }));
  const setHead = setRow(paper, { cells: headCells }, widths, head);
  const setRows = rows.map((row) => setRow(paper, row, widths));
  const height = setRows.reduce((sum, row) => sum + row.height, setHead.height);
  return { columns, widths, head: setHead, rows: setRows, height };
}

/**
 * Draws a table; its head stands on every page that it reaches. A row is broken over two pages only where it is higher than
 * one, between its lines.
 */
export function drawTable(paper: Paper, cursor: Cursor, { columns, widths, head, rows }: SetTable): void {
  const { document } = paper;
  const drawHead = () => {
    document.rect(page.left, cursor.top, contentWidth, head.height).fill('#eee');
    drawCells(paper, cursor.top, head, columns, widths);
    cursor.top += head.height;
  };
  const room = () => contentBottom - cursor.top;
  const highest = contentBottom - page.top - topOfPage - head.height;
  const needs = ({ height }: SetRow) => (height > highest ? leastOfTall : height);
  cursor.makeRoom(head.height + (rows.length === 0 ? 0 : needs(rows[0])));
  drawHead();
  for (const row of rows) {
    for (let left: SetRow | undefined = row; left !== undefined; ) {
      if (cursor.makeRoom(needs(left))) drawHead();
      const [now, later]: [SetRow, SetRow | undefined] =
        left.height > highest ? splitRow(left, room()) : [left, undefined];
      drawRow(paper, cursor, now, columns, widths);
      left = later;
    }
  }
  cursor.top += 8;
}

function drawRow(
  paper: Paper,
  cursor: Cursor,
  row: SetRow,
  columns: readonly PrintedColumn[],
  widths: readonly number[],
): void {
  const { document } = paper;
  if (row.isSum) document.rect(page.left, cursor.top, contentWidth, row.height).fill('#f6f6f6');
  drawCells(paper, cursor.top, row, columns, widths);
  cursor.top += row.height;
  const right = page.left + contentWidth;
  document.moveTo(page.left, cursor.top).lineTo(right, cursor.top).lineWidth(0.4).stroke(rule);
}

/** As much of a row as is no higher than that, and the rest of it. What is ticked is ticked once. */
function splitRow(row: SetRow, highest: number): [SetRow, SetRow | undefined] {
  const taken = row.cells.map((cell) => takeLines(cell, highest - 2 * padding));
  const rowOf = (cells: readonly SetCell[]): SetRow => ({
    cells,
    height: Math.max(...cells.map(heightOf)) + 2 * padding,
    isSum: row.isSum,
  });
  const rest = taken.map((cell) => cell.rest);
  const isOver = rest.every(({ parts }) => parts.length === 0);
  return [rowOf(taken.map(({ first }) => first)), isOver ? undefined : rowOf(rest)];
}

function takeLines({ parts, hasTick }: SetCell, height: number): { first: SetCell; rest: SetCell } {
  const first: SetText[] = [];
  const rest: SetText[] = [];
  let left = height;
  for (const part of parts) {
    const [now, later] = rest.length > 0 ? [undefined, part] : splitText(part, left);
    if (now !== undefined && now.lines.length > 0) first.push(now);
    if (later.lines.length > 0) rest.push(later);
    left -= now?.height ?? 0;
  }
  return { first: { parts: first, hasTick }, rest: { parts: rest, hasTick: false } };
}

function heightOf({ parts, hasTick }: SetCell): number {
  return Math.max(
    hasTick ? tickSize : 0,
    parts.reduce((sum, { height }) => sum + height, 0),
  );
}

/** Columns of width 0 share what the others leave. */
function widthsOf(columns: readonly PrintedColumn[]): number[] {
  const fixed = columns.reduce((sum, { width }) => sum + width, 0);
  const open = columns.filter(({ width }) => width === 0).length;
  return columns.map(({ width }) => (width === 0 ? (contentWidth - fixed) / open : width));
}

function setRow(paper: Paper, row: PrintedRow, widths: readonly number[], style?: TextStyle): SetRow {
  const cells = row.cells.map((cell, at) => setCell(paper, cell, widths[at] - 2 * padding, row.isSum ?? false, style));
  const highest = Math.max(...cells.map(heightOf));
  return { cells, height: highest + 2 * padding, isSum: row.isSum ?? false };
}

function setCell(paper: Paper, cell: PrintedCell, width: number, isSum: boolean, style?: TextStyle): SetCell {
  const hasTick = cell.hasTick ?? false;
  const textWidth = hasTick ? width - tickSize - padding : width;
  const parts = [paper.set(cell.text, textWidth, style ?? (cell.isBold || isSum ? bold : text), cell.mostLines)];
  if (cell.small) parts.push(paper.set(cell.small, textWidth, small, 3));
  if (cell.pieces) parts.push(paper.setPieces(cell.pieces, width, small));
  return { parts, hasTick };
}

function drawCells(
  paper: Paper,
  top: number,
  row: SetRow,
  columns: readonly PrintedColumn[],
  widths: readonly number[],
): void {
  let left = page.left;
  row.cells.forEach(({ parts, hasTick }, at) => {
    const width = widths[at] - 2 * padding;
    let down = top + padding;
    const indent = hasTick ? tickSize + padding : 0;
    for (const part of parts) {
      paper.draw(part, left + padding + indent, down, width - indent, columns[at].align);
      down += part.height;
    }
    if (hasTick) {
      paper.document
        .rect(left + padding, top + padding + 0.5, tickSize, tickSize)
        .lineWidth(0.8)
        .stroke('#555');
    }
    left += widths[at];
  });
}
