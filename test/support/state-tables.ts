import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../server/compiled.js';

/** A table of docs/model.md: what stands where a row and a column meet, by their names. */
export interface DocumentedTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  cell(row: string, column: string): string;
}

const lines = readFileSync(path.join(projectRoot, 'docs/model.md'), 'utf8').split('\n');

/** Reads the table whose first column is headed so. */
export function documentedTable(heading: string): DocumentedTable {
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const begin = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  if (begin === -1) throw new Error(`docs/model.md has no table ${heading}.`);
  const length = lines.slice(begin).findIndex((line) => !line.startsWith('|'));
  const [[, ...columns], , ...body] = lines.slice(begin, begin + length).map(cellsOf);
  const cells = new Map(body.map(([row, ...values]) => [row, values]));
  return {
    rows: [...cells.keys()],
    columns,
    cell: (row, column) => cells.get(row)![columns.indexOf(column)],
  };
}

/** What the tables say that is refused. */
export const refused = '—';

/** From a table of which state may become which: every pair of two different states, and whether it is allowed. */
export function documentedChanges(kind: string): { from: string; to: string; isAllowed: boolean }[] {
  const table = documentedTable(`${kind}, may become`);
  return table.rows.flatMap((from) =>
    table.columns.filter((to) => to !== from).map((to) => ({ from, to, isAllowed: table.cell(from, to) === 'yes' })),
  );
}

/** The same from a table of causes: what no cause makes of a state is not allowed. */
export function documentedSteps(kind: string): { from: string; to: string; isAllowed: boolean }[] {
  const table = documentedTable(kind);
  return table.rows.flatMap((from) =>
    table.rows
      .filter((to) => to !== from)
      .map((to) => ({ from, to, isAllowed: table.columns.some((cause) => table.cell(from, cause) === to) })),
  );
}
