import type { ComponentChildren } from 'preact';
import type { SeenTable } from '../../api/types.js';
import { formatFraction, roundedAsShown } from '../../format.js';
import { compareValues } from './compare-values.js';

/** How many digits behind the point numbers are shown with, here and in files. */
const digitsOf = { text: 0, count: 0, kilometers: 1, money: 2 } as const;

/** A column of a table that is sorted, chosen, copied and saved. */
export interface TableColumn<Row> {
  readonly key: string;
  /** With the unit of its numbers. */
  title(): string;
  readonly kind: keyof typeof digitsOf;
  /** As it is seen: a text, or a number in the title's unit; undefined where there is nothing to say. */
  value(row: Row): string | number | undefined;
  /** Where more than the value is drawn. */
  cell?(row: Row): ComponentChildren;
  /** Where the order is another than that of the values. */
  sortedBy?(row: Row): string | number | undefined;
  /** What the title stands for at length. */
  hint?(): string;
  /** It is there whatever else is chosen. */
  readonly isFixed?: boolean;
  /** Until somebody chooses it. */
  readonly isHidden?: boolean;
}

export interface TableSort {
  readonly key: string;
  readonly isDown: boolean;
}

/** A value as it stands in a cell. */
export function shownValue<Row>(column: TableColumn<Row>, row: Row): string {
  const value = column.value(row);
  if (value === undefined) return '–';
  return typeof value === 'number' ? formatFraction(value, digitsOf[column.kind]) : value;
}

/** The rows in the order of a column; as they come where none is said, and among equals. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: TableSort | undefined,
): readonly Row[] {
  const column = columns.find(({ key }) => key === sort?.key);
  if (column === undefined || sort === undefined) return rows;
  const sortedBy = (row: Row) => (column.sortedBy ?? column.value).call(column, row);
  const sign = sort.isDown ? -1 : 1;
  const valued = rows.map((row) => ({ row, value: sortedBy(row) }));
  return valued
    .sort((one, other) => {
      // What is not said stands last in both directions.
      if (one.value === undefined || other.value === undefined) return compareValues(one.value, other.value);
      return sign * compareValues(one.value, other.value);
    })
    .map(({ row }) => row);
}

/** The table as it is seen: numbers rounded as they are shown. */
export function seenTableOf<Row>(name: string, columns: readonly TableColumn<Row>[], rows: readonly Row[]): SeenTable {
  return {
    name,
    columns: columns.map(({ title, kind }) => ({ title: title(), kind })),
    rows: rows.map((row) =>
      columns.map((column) => {
        const value = column.value(row);
        return typeof value === 'number' ? roundedAsShown(value, digitsOf[column.kind]) : (value ?? null);
      }),
    ),
  };
}

/** The same as text that spreadsheets take from the clipboard: tabs between cells, a line a row. */
export function tabSeparated({ columns, rows }: SeenTable): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map((cell) => String(cell ?? '')))];
  return lines.map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}
