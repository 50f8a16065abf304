import path from 'node:path';
import type { TextForm } from '../../../application/exchange/imports/drafts/draft.js';
import type { SheetHead } from '../../../application/exchange/imports/drafts/draft-ports.js';
import { beginningOf } from '../../../domain/kept-text.js';
import { inspectCsv } from '../csv/csv-table.js';
import { inspectSpreadsheet } from '../xlsx/spreadsheet-table.js';

/** What a page shows of a table: rows, columns of them, and characters of a cell. */
const mostColumns = 120;
const mostCharacters = 60;

/**
 * The tables in a file, each with its first rows, and how it is probably written.
 *
 * @throws UnreadableFileError
 */
export async function sheetHeads(file: string, form?: TextForm): Promise<SheetHead[]> {
  const name = path.basename(file);
  if (/\.xlsx$/i.test(file)) {
    const sheets = await inspectSpreadsheet(file);
    return sheets.map(({ sheet, headerAt, rows }) => ({
      file: name,
      sheet,
      name: sheets.length > 1 ? `${name}: ${sheet}` : name,
      text: undefined,
      headerAt,
      sample: cut(rows, headerAt),
    }));
  }
  const { encoding, delimiter, headerAt, rows } = await inspectCsv(file, form);
  return [{ file: name, sheet: undefined, name, text: { encoding, delimiter }, headerAt, sample: cut(rows, headerAt) }];
}

/** Headers stay whole: columns go by them. */
function cut(rows: readonly (readonly string[])[], headerAt: number): string[][] {
  return rows.map((row, at) =>
    row.slice(0, mostColumns).map((cell) => (at === headerAt ? cell : beginningOf(cell, mostCharacters))),
  );
}
