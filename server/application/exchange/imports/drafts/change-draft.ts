import { InvalidInputError } from '../../../../domain/dispatch-error.js';
import { told } from '../../../../domain/told.js';
import type { Datum } from '../../../tables/columns/datum.js';
import { factorFor } from '../../../tables/columns/match-columns.js';
import { tableColumnsOf } from '../../../tables/columns/table-columns.js';
import type { TableKind } from '../../../tables/table-kinds.js';
import type { DraftColumn, DraftTable } from './draft.js';
import { headersOf, type NameColumns, withColumns } from './guess-table.js';

/** What a person says of a table; what is left out stays as it is. */
export interface TableChange {
  readonly isUsed?: boolean;
  readonly kind?: TableKind;
  readonly headerAt?: number;
  /** By header: the column that it is, null to pass it over. */
  readonly columns?: Readonly<Record<string, string | null>>;
  /** By our column; an empty text takes one away. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly datum?: Datum;
}

/**
 * The table as a person says that it is. Another kind or header row has its columns guessed anew, and what was mended
 * cell by cell is gone with another header row: lines may be others.
 *
 * @throws InvalidInputError for a header, column or row that is not there.
 */
export function changeTable(table: DraftTable, change: TableChange, nameColumns: NameColumns): DraftTable {
  let changed: DraftTable = { ...table, isUsed: change.isUsed ?? table.isUsed, datum: change.datum ?? table.datum };
  if (change.headerAt !== undefined && change.headerAt >= table.sample.length) {
    throw new InvalidInputError(told`The header must be one of the first ${table.sample.length} rows.`);
  }
  const headerAt = change.headerAt ?? table.headerAt;
  const isMoved = headerAt !== table.headerAt;
  const kind = change.kind ?? table.kind;
  if (isMoved || kind !== table.kind) {
    const headers = headersOf(table.sample, headerAt, nameColumns);
    changed = withColumns({ ...changed, headerAt, fixes: isMoved ? [] : table.fixes }, kind, headers);
  }
  if (change.columns !== undefined)
    changed = { ...changed, columns: sayColumns(changed, change.columns), mapping: undefined };
  if (change.constants !== undefined) changed = { ...changed, constants: sayConstants(changed, change.constants) };
  return changed;
}

function sayColumns(table: DraftTable, said: NonNullable<TableChange['columns']>): DraftColumn[] {
  const known = knownColumns(table);
  for (const [header, column] of Object.entries(said)) {
    if (!table.columns.some((each) => each.header === header)) {
      throw new InvalidInputError(told`The table has no header ${header}.`);
    }
    if (column !== null && !known.has(column)) throw new InvalidInputError(told`There is no column ${column} here.`);
  }
  const taken = new Set(Object.values(said).filter((column) => column !== null));
  return table.columns.map((each) => {
    if (Object.hasOwn(said, each.header)) {
      const column = said[each.header];
      const factor = column === null ? 1 : factorFor(table.kind!, column, each.header);
      return { ...each, column, factor, sure: 'said', candidates: [] };
    }
    // A column is one header's: what had it before gives it up.
    if (each.column === null || !taken.has(each.column)) return each;
    return { ...each, column: null, sure: 'unknown', factor: 1 };
  });
}

function sayConstants(table: DraftTable, said: Readonly<Record<string, string>>): Record<string, string> {
  const known = knownColumns(table);
  const all: Record<string, string> = { ...table.constants };
  for (const [column, value] of Object.entries(said)) {
    if (!known.has(column)) throw new InvalidInputError(told`There is no column ${column} here.`);
    if (value.trim() === '') delete all[column];
    else all[column] = value;
  }
  return all;
}

function knownColumns({ kind }: DraftTable): Set<string> {
  return new Set(kind === undefined ? [] : tableColumnsOf(kind).map(({ column }) => column));
}
