import type { ListKey } from './page.js';

/** Columns, together unique, and whether the last of them comes first. */
interface ListOrder {
  readonly key: ListKey;
  readonly descending?: boolean;
}

/** A list of the API: its columns as they go out, its unique order, what it can be narrowed by. */
export interface ListDefinition extends ListOrder {
  readonly select: string;
  /** The order of those that a filter narrows to one value, where that is another. */
  readonly except?: ListOrder & { readonly filter: string; readonly value: string };
  /** Filter name → column. */
  readonly filters: Readonly<Record<string, string>>;
  /** Columns that the filter `q` looks for its words in, whatever their case: each word in one of them. */
  readonly search?: readonly string[];
  /** What the filter `q` means where a row is looked for by more than its own columns. */
  readonly seek?: (asked: string) => { readonly sql: string; readonly values: readonly unknown[] };
  /** The instant that `from` (included) and `to` (not included) narrow the list by. */
  readonly span?: string;
  /** The column that says which depot a row belongs to; who is for some depots sees rows of theirs only. */
  readonly depot?: string;
  /** The column with the set of depots that a row is for, null for all; who is for some sees what is for no others. */
  readonly depots?: string;
  /** The column that a single one is found by; undefined where rows are not looked up one by one. */
  readonly id: string | undefined;
  /** Its ids are the same in any case. */
  readonly anyCase?: boolean;
  /** What one row is called in sentences. */
  readonly one: string;
}
