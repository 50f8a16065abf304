import type { ExportLanguage } from './export-words.js';
import { type ExportWord, makeSay } from './export-words.js';

/**
 * What a column holds, which decides how a spreadsheet shows it: kilograms and liters to three digits, kilometers to
 * one, money to two; a time is a local date and time.
 */
export type ColumnKind = 'text' | 'count' | 'kilograms' | 'liters' | 'kilometers' | 'minutes' | 'money' | 'time';

/** A time is a Date whose UTC fields are the wall clock of the depot: spreadsheets know no time zones. */
export type ExportCell = string | number | Date | undefined;

export interface ExportColumn {
  readonly title: string;
  readonly kind: ColumnKind;
  /** In characters. */
  readonly width: number;
}

/** One subject as rows and columns, for people who calculate with it. */
export interface ExportTable {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: Iterable<readonly ExportCell[]>;
}

/** A column and how its cells come out of a row. */
export type ColumnOf<Row> = readonly [
  title: ExportWord,
  kind: ColumnKind,
  width: number,
  cellOf: (row: Row) => ExportCell,
];

/** Lays rows out by columns; cells are made when they are asked for. */
export function makeTable<Row>(
  name: string,
  language: ExportLanguage,
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
): ExportTable {
  const say = makeSay(language);
  return {
    name,
    columns: columns.map(([title, kind, width]) => ({ title: say(title), kind, width })),
    rows: {
      *[Symbol.iterator]() {
        for (const row of rows) yield columns.map(([, , , cellOf]) => cellOf(row));
      },
    },
  };
}
