import { lackingColumns } from '../../../tables/table-kinds.js';
import type { TableChoice } from '../read-header.js';
import type { Draft, DraftTable } from './draft.js';
import type { Mapping } from './import-mapping.js';

/** The tables of a draft that are taken. */
export function usedTables({ tables }: Pick<Draft, 'tables'>): DraftTable[] {
  return tables.filter(({ isUsed, kind }) => isUsed && kind !== undefined);
}

/** How each used table is read, as an import takes it. */
export function choicesOf(tables: readonly DraftTable[]): Map<string, TableChoice> {
  return new Map(
    tables.map((table): [string, TableChoice] => {
      const columns = table.columns.flatMap(({ header, column, factor }) =>
        column === null ? [] : [{ header, column, factor }],
      );
      const { constants, datum, fixes } = table;
      return [table.name, { reading: { kind: table.kind!, columns, constants, datum }, fixes }];
    }),
  );
}

/** Columns that a table needs and nothing says. */
export function missingOf({ kind, columns, constants }: DraftTable): string[] {
  if (kind === undefined) return [];
  const named = columns.flatMap(({ column }) => column ?? []);
  return lackingColumns(kind, new Set([...named, ...Object.keys(constants)]));
}

/** What is kept of how a table is read, so that the next file of the same header is read so too. */
export function mappingOf({ kind, columns, constants, datum }: DraftTable): Mapping | undefined {
  if (kind === undefined) return undefined;
  const said = columns.map(({ header, column, factor }) => [header, { column, factor }] as const);
  return { kind, columns: Object.fromEntries(said), constants, datum };
}
