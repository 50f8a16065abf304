import { type CellFix, interpretTable, type TableReading } from '../../tables/columns/interpret-table.js';
import type { ColumnMatch, UnsureColumn } from '../../tables/columns/match-columns.js';
import { recogniseTable } from '../../tables/columns/recognise-table.js';
import type { ZoneWords } from '../../tables/columns/written-values.js';
import { type Finding, makeFinding, type Table } from '../../tables/finding.js';
import { lackingColumns, type TableKind } from '../../tables/table-kinds.js';

/** What a person said of a table: how it is to be read, where the header does not tell; and cells in place of its own. */
export interface TableChoice {
  readonly reading?: TableReading;
  readonly fixes?: readonly CellFix[];
  /** The kept mapping that it is read by. */
  readonly mapping?: string;
}

/** A table in our columns with its kind, or why nothing of it can be taken. */
export type ReadTable = { readonly kind: TableKind; readonly table: Table } | { readonly refused: Finding };

/**
 * Finds out what a table's headers mean and reads it so. What could mean several things is told, never guessed: where
 * it is needed nothing of the table is taken.
 */
export function readHeader(
  table: Table,
  choice: TableChoice | undefined,
  zones: ZoneWords,
  note: (finding: Finding) => void,
): ReadTable {
  const { kind, missing, match } = recogniseTable(table.file, table.columns);
  const options = {
    fixes: choice?.fixes,
    onPassedOver: (line: number, value: string) =>
      note(makeFinding('warned', { file: table.file, line, column: '', value }, 'totals-row')),
  };
  if (choice?.reading !== undefined) {
    const { reading } = choice;
    const said = new Set([...reading.columns.map(({ column }) => column), ...Object.keys(reading.constants ?? {})]);
    const lacking = lackingColumns(reading.kind, said);
    if (lacking.length > 0) return { refused: missingColumns(table.file, lacking) };
    return { kind: reading.kind, table: interpretTable(table, reading, zones, options) };
  }
  if (kind === undefined) {
    return { refused: makeFinding('refused', { file: table.file, line: 1, column: '', value: '' }, 'unknown-header') };
  }
  const doubts = doubtsOf(table.file, match, missing);
  const needed = doubts.find(({ level }) => level === 'refused');
  if (needed !== undefined) return { refused: needed };
  if (missing.length > 0) return { refused: missingColumns(table.file, missing) };
  for (const doubt of doubts) note(doubt);
  if (table.isOurs) return { kind, table };
  return { kind, table: interpretTable(table, { kind, columns: match.matched }, zones, options) };
}

function missingColumns(file: string, columns: readonly string[]): Finding {
  const place = { file, line: 1, column: columns[0], value: '' };
  return makeFinding('refused', place, 'column-missing', { columns: columns.join(', ') });
}

/** What a person has to say about a header, the needed first. */
function doubtsOf(file: string, { unsure }: ColumnMatch, missing: readonly string[]): Finding[] {
  return unsure.map((each) => doubtOf(file, each, missing));
}

function doubtOf(file: string, unsure: UnsureColumn, missing: readonly string[]): Finding {
  if (unsure.why === 'many-columns') {
    const { header, columns } = unsure;
    const isNeeded = columns.some((column) => missing.includes(column));
    const place = { file, line: 1, column: columns[0], value: header };
    const facts = { header, columns: columns.join(', ') };
    return isNeeded
      ? makeFinding('refused', place, 'column-unsure/needed', facts)
      : makeFinding('warned', place, 'column-unsure', facts);
  }
  const { headers, column } = unsure;
  const place = { file, line: 1, column, value: headers.join(', ') };
  // The same header again, which got a number when it was read.
  if (headers.every((header) => header === headers[0] || header.startsWith(`${headers[0]} (`))) {
    return makeFinding('refused', place, 'column-twice', { header: headers[0] });
  }
  const level = missing.includes(column) ? 'refused' : 'warned';
  return makeFinding(level, place, 'column-rivals', { headers: headers.join(', '), name: column });
}
