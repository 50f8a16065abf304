import { entryOf } from '../../../../domain/entry-of.js';
import { matchColumns } from '../../../tables/columns/match-columns.js';
import { kindOfName, recogniseTable } from '../../../tables/columns/recognise-table.js';
import { tableColumnsOf } from '../../../tables/columns/table-columns.js';
import type { TableKind } from '../../../tables/table-kinds.js';
import type { DraftColumn, DraftTable } from './draft.js';
import type { SheetHead } from './draft-ports.js';
import type { ImportMapping } from './import-mapping.js';

/** Names of headers as tables call them; of two of one name the second gets a number. */
export type NameColumns = (header: readonly string[]) => string[];

/** What a table probably is, for a person to look at. A kept mapping of the same header goes before any guess. */
export function guessTable(
  head: SheetHead,
  tableNo: number,
  nameColumns: NameColumns,
  mappings: readonly ImportMapping[],
): DraftTable {
  const headers = headersOf(head.sample, head.headerAt, nameColumns);
  const table: DraftTable = {
    ...head,
    tableNo,
    isUsed: true,
    kind: undefined,
    columns: [],
    constants: {},
    datum: 'wgs84',
    fixes: [],
    mapping: undefined,
  };
  const kept = mappings.find(({ headerKey }) => headerKey === headerKeyOf(headers));
  if (kept !== undefined) return withMapping(table, headers, kept);
  const { kind } = recogniseTable(head.name, headers);
  const guessed = kind ?? kindOfName(head.sheet ?? head.name);
  return withColumns({ ...table, isUsed: kind !== undefined || guessed !== undefined }, guessed, headers);
}

/** The headers of a table's sample, by the names that its rows have. */
export function headersOf(
  sample: readonly (readonly string[])[],
  headerAt: number,
  nameColumns: NameColumns,
): string[] {
  return nameColumns(sample[headerAt] ?? []);
}

/** The same headers, in any order, are one file's. */
export function headerKeyOf(headers: readonly string[]): string {
  return [...headers]
    .filter((header) => header !== '')
    .sort()
    .join('\u001f');
}

/** The table as one of the given kind, its columns guessed anew. */
export function withColumns(table: DraftTable, kind: TableKind | undefined, headers: readonly string[]): DraftTable {
  const named = headers.filter((header) => header !== '');
  const blank = (header: string): DraftColumn => ({ header, column: null, factor: 1, sure: 'unknown', candidates: [] });
  if (kind === undefined) return { ...table, kind, columns: named.map(blank), mapping: undefined };
  const { matched, unsure } = matchColumns(kind, named);
  const columns = named.map((header): DraftColumn => {
    const found = matched.find((each) => each.header === header);
    if (found !== undefined) {
      return { header, column: found.column, factor: found.factor, sure: found.by, candidates: [] };
    }
    const candidates = unsure.flatMap((each) => {
      if (each.why === 'many-columns') return each.header === header ? each.columns : [];
      return each.headers.includes(header) ? [each.column] : [];
    });
    return { ...blank(header), sure: candidates.length > 0 ? 'unsure' : 'unknown', candidates };
  });
  return { ...table, kind, columns, mapping: undefined };
}

/** The table read as a kept mapping says. */
export function withMapping(table: DraftTable, headers: readonly string[], kept: ImportMapping): DraftTable {
  const { kind, columns, constants, datum } = kept.mapping;
  const known = new Set(tableColumnsOf(kind).map(({ column }) => column));
  return {
    ...table,
    isUsed: true,
    kind,
    constants,
    datum,
    mapping: kept.name,
    columns: headers
      .filter((header) => header !== '')
      .map((header) => {
        const said = entryOf(columns, header);
        const column = said !== undefined && said.column !== null && known.has(said.column) ? said.column : null;
        const sure = said === undefined ? 'unknown' : 'kept';
        return { header, column, factor: said?.factor ?? 1, sure, candidates: [] };
      }),
  };
}
