import { parse as parseSync } from 'csv-parse/sync';
import { columnName, findHeaderRow, mostTitleRows } from '../header-row.js';

/** What may stand between cells, the likelier first. */
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What every reading of a CSV text goes by. */
export const csvSyntax = (delimiter: Delimiter) => ({ delimiter, relax_column_count: true, relax_quotes: true });

/** How a text file is a table. */
export interface CsvForm {
  readonly delimiter: Delimiter;
  /** Which of its records, those that are not blank counted from 0, is the header. */
  readonly headerAt: number;
  readonly header: readonly string[];
}

/** `sep=;` in the first line: what spreadsheets are told the delimiter by. */
const separatorLine = /^\ufeff?"?sep=(.)"?\s*$/i;

/**
 * Finds out how a file is written from its beginning: what stands between cells, and where below a title the header is.
 *
 * @param beginning some whole lines.
 * @param said the delimiter, where a person says it.
 * @returns undefined where there is no line with anything in it.
 */
export function findCsvForm(fileName: string, beginning: string, said?: Delimiter): CsvForm | undefined {
  const lines = beginning
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '')
    .slice(0, mostTitleRows + 1);
  if (lines.length === 0) return undefined;
  const told = separatorLine.exec(lines[0])?.[1];
  const known = said ?? delimiters.find((each) => each === told);
  let widest: CsvForm | undefined;
  for (const delimiter of known === undefined ? delimiters : [known]) {
    const rows = rowsOf(beginning, lines, delimiter);
    const first = told === undefined ? 0 : 1;
    const headerAt = first + findHeaderRow(fileName, rows.slice(first));
    const form = { delimiter, headerAt, header: rows[headerAt] ?? [] };
    if (form.header.length > 1 && findsItself(fileName, form.header)) return form;
    if (widest === undefined || width(form) > width(widest)) widest = form;
  }
  return widest;
}

const width = ({ header }: CsvForm) => header.filter((cell) => cell.trim() !== '').length;

/** Whether the row alone is taken for a header of a known file: another delimiter would find one column. */
function findsItself(fileName: string, header: readonly string[]): boolean {
  return findHeaderRow(fileName, [['?'], header.map(columnName)]) === 1;
}

/** The first rows as records, which may go over lines; line by line where a quote does not end. */
function rowsOf(beginning: string, lines: readonly string[], delimiter: Delimiter): string[][] {
  const options = { ...csvSyntax(delimiter), bom: true, skip_empty_lines: true };
  try {
    return parseSync(beginning, { ...options, to: mostTitleRows + 1 }) as unknown as string[][];
  } catch {
    return lines.map((line) => line.split(delimiter));
  }
}
