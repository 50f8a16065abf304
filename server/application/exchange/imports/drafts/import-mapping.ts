import type { OwnDepots } from '../../../../domain/own-depots.js';
import type { Datum } from '../../../tables/columns/datum.js';
import type { TableReading } from '../../../tables/columns/interpret-table.js';
import type { TableKind } from '../../../tables/table-kinds.js';

/** How files of one partner are read: kept under a name, and taken by itself where a header is the same again. */
export interface Mapping {
  readonly kind: TableKind;
  /** By header, in small letters as tables have it: the column that it is, `null` where it is passed over. */
  readonly columns: Readonly<Record<string, { readonly column: string | null; readonly factor: number }>>;
  readonly constants: Readonly<Record<string, string>>;
  readonly datum: Datum;
}

/** How a table is read by a mapping. */
export function readingOf({ kind, columns, constants, datum }: Mapping): TableReading {
  const used = Object.entries(columns).flatMap(([header, { column, factor }]) =>
    column === null ? [] : [{ header, column, factor }],
  );
  return { kind, columns: used, constants, datum };
}

export interface ImportMapping {
  readonly name: string;
  /** The headers that it is of; see `headerKeyOf`. */
  readonly headerKey: string;
  readonly mapping: Mapping;
  readonly changedBy: string;
  readonly changedAt: Date;
}

/** Whose mapping it is: of the first depot of who keeps it, or of the house where they are for all. */
export interface MappingTrail {
  readonly depotIds: OwnDepots;
  readonly by: string;
  readonly at: Date;
}

/** Mappings in the record. An account of some depots sees theirs and the house's, and changes its first depot's. */
export interface ImportMappingStore {
  /** By name; of two of one name the depot's own goes before the house's. */
  list(depotIds: OwnDepots): Promise<ImportMapping[]>;
  /** @throws NotFoundError */
  get(name: string, depotIds: OwnDepots): Promise<ImportMapping>;
  /** Adds or replaces, with what it was in the audit. */
  put(name: string, mapping: Mapping, trail: MappingTrail): Promise<ImportMapping>;
  /** @throws NotFoundError, also for one of the house that an account of a depot may see but not take away. */
  remove(name: string, trail: MappingTrail): Promise<void>;
}
