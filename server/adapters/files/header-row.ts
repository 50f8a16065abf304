import { recogniseTable } from '../../application/tables/columns/recognise-table.js';

/** Above its header a file may have so many rows of a title and blanks. */
export const mostTitleRows = 20;

/**
 * Which of a file's first rows is its header: the first that a known file has; the first with anything in it where there
 * is none.
 */
export function findHeaderRow(fileName: string, rows: readonly (readonly string[])[]): number {
  const isHeader = (row: readonly string[]) => {
    const { kind, missing } = recogniseTable(fileName, row.map(columnName));
    return kind !== undefined && missing.length === 0;
  };
  const found = rows.findIndex(isHeader);
  return found >= 0
    ? found
    : Math.max(
        0,
        rows.findIndex((row) => row.some((cell) => cell.trim() !== '')),
      );
}

/** The columns of a header, each by a name of its own: of two of one name, the second gets a number. */
export function columnNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((cell) => {
    const name = columnName(cell);
    let own = name;
    for (let number = 2; own !== '' && taken.has(own); number++) own = `${name} (${number})`;
    taken.add(own);
    return own;
  });
}

/** A header's cell as columns are called. */
export function columnName(cell: string): string {
  return cell.normalize('NFKC').trim().toLowerCase();
}
