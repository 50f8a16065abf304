import { workerData } from 'node:worker_threads';
import readWorkbook, { readSheet } from 'read-excel-file/node';
import type { CellFault } from '../../../application/tables/finding.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import type { ToldFacts } from '../../../domain/facts.js';
import { answerRows } from '../rows-in-thread.js';
import { assertModerate } from './assert-moderate.js';
import { cellText, isRounded } from './cell-text.js';
import { type HiddenCells, hasContent, hiddenCells } from './hidden-content.js';
import { addressOf, type OddCell, SheetOddities } from './sheet-oddities.js';
import { keepZeros } from './zero-formats.js';

/** What is wanted: the first rows of each sheet, or all of one from a row on, counted from 0. Cells come as text. */
export type SpreadsheetTask =
  | { readonly file: string; readonly part: 'heads'; readonly most: number }
  | { readonly file: string; readonly part: 'body'; readonly sheet: string; readonly from: number };

/** The first rows of a sheet, and what is hidden in all of it. */
export interface SheetHead {
  readonly sheet: string;
  readonly hidden: HiddenCells;
  /** Sheets of the workbook that are hidden and have something in them: they are not read. */
  readonly hiddenSheets: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A row's cells as text, and why some hold nothing that could be meant, by their place. */
export interface SheetRow {
  readonly cells: readonly string[];
  readonly faults?: readonly (readonly [number, CellFault])[];
}

const rowsAtOnce = 200;

async function* heads(file: string, most: number): AsyncGenerator<SheetHead[]> {
  const shown = await assertModerate(file);
  const sheets = await readWorkbook(file);
  for (const { sheet, data } of sheets) keepZeros(data, shown.get(sheet)?.padded ?? []);
  const isShown = ({ sheet }: (typeof sheets)[number]) => shown.size === 0 || shown.has(sheet);
  const unread = sheets.filter((each) => !isShown(each) && hasContent(each.data));
  const hiddenSheets = unread.map(({ sheet }) => sheet);
  yield sheets.filter(isShown).map(({ sheet, data }) => ({
    sheet,
    hidden: hiddenCells(data, shown.get(sheet) ?? new SheetOddities()),
    hiddenSheets,
    rows: data.slice(0, most).map((row) => row.map(cellText)),
  }));
}

async function* body(file: string, sheet: string, from: number): AsyncGenerator<SheetRow[]> {
  const oddities = (await assertModerate(file)).get(sheet) ?? new SheetOddities();
  const rows: unknown[][] = await readSheet(file, sheet);
  keepZeros(rows, oddities.padded);
  spreadMerged(rows, oddities);
  for (let first = from; first < rows.length; first += rowsAtOnce) {
    yield rows.slice(first, first + rowsAtOnce).map((row, at) => toRow(row, first + at, oddities));
  }
}

/** What is shown as one cell says the same of each row and column that it covers. */
function spreadMerged(rows: unknown[][], { merged }: SheetOddities): void {
  for (const { firstRow, lastRow, firstColumn, lastColumn } of merged) {
    const value = rows[firstRow]?.[firstColumn];
    if (value === null || value === undefined) continue;
    for (let row = firstRow; row <= Math.min(lastRow, rows.length - 1); row++) {
      for (let column = firstColumn; column <= Math.min(lastColumn, rows[row].length - 1); column++) {
        rows[row][column] ??= value;
      }
    }
  }
}

function toRow(row: readonly unknown[], at: number, { cells }: SheetOddities): SheetRow {
  const faults: [number, CellFault][] = [];
  const texts = row.map((cell, column) => {
    const address = addressOf(at, column);
    const odd = cells.get(address);
    if (odd !== undefined) {
      faults.push([column, faultOf(address, odd)]);
      return odd.kind === 'error' ? odd.text : '=';
    }
    const text = cellText(cell);
    if (isRounded(cell)) faults.push([column, roundedFault(address, text)]);
    return text;
  });
  return faults.length === 0 ? { cells: texts } : { cells: texts, faults };
}

function faultOf(address: string, odd: OddCell): CellFault {
  if (odd.kind === 'error') {
    return { sentence: 'spreadsheet-error', facts: { address, text: odd.text } };
  }
  return { sentence: 'formula-without-value', facts: { address } };
}

function roundedFault(address: string, text: string): CellFault {
  return { sentence: 'rounded-number', facts: { address, text } };
}

const task = workerData as SpreadsheetTask;
await answerRows<SheetHead | SheetRow>(
  task.part === 'heads' ? heads(task.file, task.most) : body(task.file, task.sheet, task.from),
  (error) =>
    error instanceof DispatchError
      ? (error.details as { sentence: string; facts: ToldFacts })
      : { sentence: 'no-spreadsheet', facts: {} },
);
